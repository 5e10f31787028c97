"""Everything that a person does here, in a browser that runs no script."""

import pathlib

import pytest
from playwright.sync_api import expect

from pages_under_test import MODULE, press
from site_driver import sha256
from visitor import Visitor


@pytest.fixture
def visitor(chromium, demo, participant):
    with Visitor(chromium, demo.url, network=participant.network, script=False) as visitor:
        yield visitor


def test_way_from_the_mail_to_every_file(visitor, demo, participant):
    page = visitor.page
    page.goto(participant.letter.address)
    # There is nothing that only a script could work.
    expect(page.get_by_role("button", name="Passwort anzeigen")).to_be_hidden()
    sign_in(page, "falsch")
    expect(page.get_by_role("alert")).to_contain_text("stimmt nicht")
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value(participant.letter.user_name)
    sign_in(page, participant.letter.password)
    press(page, page.get_by_role("link", name="Weiter ohne eigenes Passwort"))
    assert page.url.endswith(MODULE)
    saved = {}
    for link in page.locator(".files .title a").all():
        with page.expect_download() as download:
            link.click()
        saved[download.value.suggested_filename] = sha256(pathlib.Path(download.value.path()).read_bytes())
    assert saved == demo.digests("2017-iv")
    press(page, page.get_by_role("button", name="Abmelden"))
    expect(page.locator(".notice")).to_contain_text("Sie sind abgemeldet")
    assert visitor.context.cookies() == []


def test_way_over_lost_credentials_to_a_password_of_ones_own(visitor, demo, participant):
    page = visitor.page
    page.goto(MODULE)
    press(page, page.locator("main").get_by_role("link", name="Neue Zugangsdaten anfordern"))
    page.get_by_label("E-Mail-Adresse").fill(participant.letter.user_name)
    press(page, page.locator("main form button"))
    letter = demo.next_letter(participant)
    page.goto(letter.address)
    sign_in(page, letter.password)
    page.get_by_label("Neues Passwort").fill("kurz")
    assert press(page, page.get_by_role("button", name="Passwort speichern")).status == 422
    page.get_by_label("Neues Passwort").fill("ein ganzer Satz mit Herbstlaub")
    press(page, page.get_by_role("button", name="Passwort speichern"))
    expect(page.locator(".notice")).to_contain_text("Ihr Passwort ist gespeichert")


def test_language_is_changed_without_leaving_the_page(visitor):
    page = visitor.page
    page.goto(f"{MODULE}?file=verwaltung-von-innen")
    press(page, page.get_by_role("link", name="English"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[aria-current=true]")).to_have_attribute("id", "verwaltung-von-innen")
    press(page, page.locator("main").get_by_role("link", name="Sign in").first)
    expect(page.locator("h1")).to_have_text("Sign in")
    press(page, page.get_by_role("link", name="Deutsch"))
    expect(page.locator("h1")).to_have_text("Anmelden")


def sign_in(page, password):
    page.locator("main input[name=password]").fill(password)
    press(page, page.locator("main").get_by_role("button", name="Anmelden", exact=True))
