"""Everything that a person does here, with the keyboard alone."""

import pathlib
import re

from playwright.sync_api import expect

from keyboard import Keyboard
from pages_under_test import MODULE
from site_driver import sha256
from visitor import Visitor


def test_way_from_the_mail_to_the_file(chromium, demo, participant):
    with Visitor(chromium, demo.url, network=participant.network) as visitor:
        page, keyboard = visitor.page, Keyboard(visitor.page)
        page.goto(participant.letter.address)
        expect(page.get_by_label("E-Mail-Adresse")).to_have_value(participant.letter.user_name)
        # Mistyped first: the focus is where it says so, and the first link there leads to the field.
        keyboard.type_into(password_field(page), "falsch")
        assert keyboard.enter().status == 422
        expect(page.get_by_role("alert")).to_be_focused()
        keyboard.tab_to(page.get_by_role("alert").get_by_role("link").first)
        page.keyboard.press("Enter")
        expect(password_field(page)).to_be_focused()
        page.keyboard.type(participant.letter.password)
        keyboard.enter()
        assert page.url.partition("?")[0].endswith("/account/password")
        keyboard.follow(page.get_by_role("link", name="Weiter ohne eigenes Passwort"))
        assert page.url.endswith(MODULE)
        download = keyboard.save(page.locator(".files .title a").first)
        saved = pathlib.Path(download.path()).read_bytes()
        assert sha256(saved) == demo.digests("2017-iv")[download.suggested_filename]
        keyboard.follow(page.get_by_role("button", name="Abmelden"))
        expect(page.locator(".notice")).to_contain_text("Sie sind abgemeldet")
        assert visitor.context.cookies() == []


def test_way_over_a_locked_file_and_back_to_it(chromium, demo, participant):
    with Visitor(chromium, demo.url, network=participant.network) as visitor:
        page, keyboard = visitor.page, Keyboard(visitor.page)
        page.goto(MODULE)
        row = page.locator(".files li").nth(2)
        keyboard.follow(row.locator(".title a"))
        assert "/login?next=" in page.url
        keyboard.type_into(page.get_by_label("E-Mail-Adresse"), participant.letter.user_name)
        keyboard.type_into(password_field(page), participant.letter.password)
        keyboard.enter()
        keyboard.follow(page.get_by_role("link", name="Weiter ohne eigenes Passwort"))
        expect(page.locator("[aria-current=true]")).to_have_attribute("id", re.compile("verwaltung"))
        assert keyboard.save(row.locator(".title a")).suggested_filename == "verwaltung-von-innen.pdf"


def test_way_over_lost_credentials(chromium, demo, participant):
    with Visitor(chromium, demo.url, network=participant.network) as visitor:
        page, keyboard = visitor.page, Keyboard(visitor.page)
        page.goto("/login")
        keyboard.follow(page.locator("main").get_by_role("link", name="Neue Zugangsdaten anfordern"))
        keyboard.type_into(page.get_by_label("E-Mail-Adresse"), participant.letter.user_name)
        keyboard.enter()
        assert "sent" in page.url
        first = participant.letter.password
        letter = demo.next_letter(participant)
        assert letter.password != first
        page.goto(letter.address)
        keyboard.type_into(password_field(page), letter.password)
        keyboard.enter()
        # This time with a password of one's own, looked at while it is typed.
        own = page.get_by_label("Neues Passwort")
        keyboard.type_into(own, "ein ganzer Satz mit Herbstlaub")
        keyboard.tab_to(page.get_by_role("button", name="Passwort anzeigen"))
        page.keyboard.press("Space")
        expect(own).to_have_attribute("type", "text")
        keyboard.tab_to(page.get_by_role("button", name="Passwort speichern"))
        keyboard.enter()
        expect(page.locator(".notice")).to_contain_text("Ihr Passwort ist gespeichert")


def test_first_stop_on_every_page_skips_to_the_content(chromium, demo):
    with Visitor(chromium, demo.url) as visitor:
        page = visitor.page
        for path in ("/", MODULE, "/login", "/password/forgotten", "/gibt-es-nicht"):
            page.goto(path)
            page.keyboard.press("Tab")
            expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator("main")).to_be_focused()
            page.keyboard.press("Tab")
            assert page.locator("main :focus").count() == 1, path


def password_field(page):
    return page.locator("main input[name=password]")
