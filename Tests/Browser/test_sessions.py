"""A session that ends: behind the back button, in another tab, in the middle of something."""

from playwright.sync_api import expect

from pages_under_test import MODULE, press
from visitor import Visitor


class Member(Visitor):
    """A participant in a browser."""

    def __init__(self, chromium, demo, participant, **options):
        super().__init__(chromium, demo.url, network=participant.network, **options)
        self.participant = participant

    def sign_in(self, page=None):
        page = page or self.page
        if page.locator("main input[name=password]").count() == 0:
            page.goto("/login")
        page.get_by_label("E-Mail-Adresse").fill(self.participant.letter.user_name)
        page.locator("main input[name=password]").fill(self.participant.letter.password)
        return press(page, page.locator("main").get_by_role("button", name="Anmelden", exact=True))

    def sign_out(self, page=None):
        page = page or self.page
        press(page, page.get_by_role("button", name="Abmelden"))
        expect(page.locator(".notice")).to_contain_text("Sie sind abgemeldet")

    def assert_nothing_of_a_member(self, page=None):
        page = page or self.page
        shown = page.content()
        assert self.participant.address not in shown and "Erika Muster" not in shown, page.url
        assert page.get_by_role("button", name="Abmelden").count() == 0, page.url
        assert page.locator(".files a[href*='?view']").count() == 0, page.url


def test_back_button_after_signing_out_shows_nothing_of_a_member(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        page = member.page
        member.context.add_init_script("addEventListener('pageshow', () => console.debug('shown'))")
        member.sign_in()
        assert "Erika Muster" in page.content()
        for path in ("/account", MODULE, "/account/password", "/"):
            page.goto(path)
            assert "Erika Muster" in page.content()
        member.sign_out()
        shown = set()
        for steps in [-1] * 5 + [1] * 5:
            # A page out of the browser's memory is shown without being loaded.
            with page.expect_console_message(lambda message: message.text == "shown"):
                page.evaluate("steps => { setTimeout(() => history.go(steps)) }", steps)
            member.assert_nothing_of_a_member()
            shown.add(page.url.removeprefix(demo.url).partition("?")[0])
        # It was there, and it is a guest's page now.
        assert {"/", MODULE, "/login"} <= shown, shown


def test_tab_in_which_a_form_is_filled_in_while_another_signs_out(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        member.sign_in()
        other = member.context.new_page()
        other.goto(f"/account/password?next={MODULE}")
        member.sign_out()
        other.get_by_label("Neues Passwort").fill("ein ganzer Satz mit Herbstlaub")
        press(other, other.get_by_role("button", name="Passwort speichern"))
        assert "/login?next=" in other.url
        member.assert_nothing_of_a_member(other)
        # Back at the form by signing in, with the password that was valid all the time.
        member.sign_in(other)
        expect(other.get_by_label("Neues Passwort")).to_be_visible()


def test_tab_of_one_person_in_which_another_has_signed_in_since(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        member.sign_in()
        member.page.goto("/account/password")
        other = member.context.new_page()
        other.goto("/")
        press(other, other.get_by_role("button", name="Abmelden"))
        second = demo.participant()
        member.context.set_extra_http_headers({"X-Forwarded-For": second.network})
        other.goto("/login")
        other.get_by_label("E-Mail-Adresse").fill(second.letter.user_name)
        other.locator("main input[name=password]").fill(second.letter.password)
        press(other, other.locator("main").get_by_role("button", name="Anmelden", exact=True))
        # The form was made for the first one; it must not set a password for the second one.
        member.page.get_by_label("Neues Passwort").fill("ein ganzer Satz mit Herbstlaub")
        assert press(member.page, member.page.get_by_role("button", name="Passwort speichern")).status == 403
        assert demo.server.browser().sign_in(
            second.address, "ein ganzer Satz mit Herbstlaub").status == 422
        other.goto("/account")
        expect(other.locator("main")).to_contain_text(second.address)


def test_session_expires_between_two_clicks(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        page = member.page
        member.sign_in()
        page.goto(MODULE)
        row = page.locator(".files li").nth(1)
        demo.let_sessions_expire(participant.address)
        press(page, row.locator(".title a"))
        expect(page.locator(".notice")).to_contain_text("Ihre Anmeldung ist abgelaufen")
        member.sign_in()
        press(page, page.get_by_role("link", name="Weiter ohne eigenes Passwort"))
        # At the row that they came for, to be had by one more click.
        expect(row).to_have_attribute("aria-current", "true")
        with page.expect_download():
            row.locator(".title a").click()


def test_session_expires_in_the_middle_of_a_form(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        page = member.page
        member.sign_in()
        page.goto("/account/password")
        page.get_by_label("Neues Passwort").fill("ein ganzer Satz mit Herbstlaub")
        demo.let_sessions_expire(participant.address)
        press(page, page.get_by_role("button", name="Passwort speichern"))
        expect(page.locator(".notice")).to_contain_text("Ihre Anmeldung war abgelaufen")
        member.sign_in()
        page.get_by_label("Neues Passwort").fill("ein ganzer Satz mit Herbstlaub")
        press(page, page.get_by_role("button", name="Passwort speichern"))
        expect(page.locator(".notice")).to_contain_text("Ihr Passwort ist gespeichert")


def test_what_was_typed_outlives_the_session(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        page = member.page
        member.sign_in()
        page.goto("/account")
        page.get_by_label("Einrichtung").fill("Verein „Äpfel & Birnen“")
        demo.let_sessions_expire(participant.address)
        press(page, page.get_by_role("button", name="Angaben speichern"))
        expect(page.locator("h1")).to_have_text("Anmelden")
        member.sign_in()
        # Not stored before it is sent once more.
        expect(page.get_by_label("Einrichtung")).to_have_value("Verein „Äpfel & Birnen“")
        assert demo.account(participant.address)["organisation"] == ""
        press(page, page.get_by_role("button", name="Angaben speichern"))
        assert demo.account(participant.address)["organisation"] == "Verein „Äpfel & Birnen“"


def test_access_is_revoked_while_somebody_reads(chromium, demo, participant):
    with Member(chromium, demo, participant) as member:
        page = member.page
        member.sign_in()
        page.goto(MODULE)
        demo("account", "revoke", participant.address)
        press(page, page.locator(".files li").nth(1).locator(".title a"))
        assert "/login?next=" in page.url
        member.assert_nothing_of_a_member()
        assert member.sign_in().status == 422
