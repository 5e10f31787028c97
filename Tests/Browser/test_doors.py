"""The two doors: from the form to a request that the office sees, by way of the code in a mail."""

import time

import pytest
from playwright.sync_api import expect

from demo_site import networks
from keyboard import Keyboard
from pages_under_test import MODULE, press
from visitor import Visitor

DOORS = {"took-part": "Ich habe teilgenommen und habe kein Passwort.",
         "slides": "Ich möchte nur die Vorträge und Folien."}
MESSAGE = "Ich war für meine Kollegin da, mit Umlauten: äöüß."


def filed(demo, address):
    """What the office sees of somebody: the door, the module, what they say and whom they work for."""
    return demo.rows(
        """SELECT r.reference, r.door, m.slug, r.message, r.name, r.organisation FROM access_request r
           LEFT JOIN module m ON m.id = r.module_id WHERE r.email = ?""", address)


def code_for(demo, address):
    return demo.first_letter(address).line("Code")


def assert_received(demo, page, address, door):
    expect(page.locator("h1")).to_have_text("Ihre Anfrage ist bei uns")
    [(reference, *request)] = filed(demo, address)
    assert request == [door, "2017-iv", MESSAGE, "Nora Beispiel", ""]
    expect(page.locator("main")).to_contain_text(reference)


@pytest.mark.parametrize("door", DOORS)
def test_door_with_the_keyboard_alone(chromium, demo, door):
    network = next(networks)
    address = f"{door}-{network}@example.org"
    with Visitor(chromium, demo.url, network=network) as visitor:
        page, keyboard = visitor.page, Keyboard(visitor.page)
        page.goto(MODULE)
        keyboard.follow(page.locator(f"main a[href^='/access?door={door}']"))
        keyboard.tab_to(page.get_by_role("radio", name=DOORS[door]))
        # The arrows go to the other door and back.
        for key in ("ArrowDown", "ArrowUp"):
            page.keyboard.press(key)
        expect(page.get_by_role("radio", name=DOORS[door])).to_be_checked()
        keyboard.type_into(page.get_by_label("Name", exact=True), "Nora Beispiel")
        # Sent too early: what is missing is named, and the first link there leads to it.
        assert keyboard.enter().status == 422
        expect(page.get_by_role("alert")).to_be_focused()
        keyboard.tab_to(page.get_by_role("alert").get_by_role("link").first)
        page.keyboard.press("Enter")
        email = page.get_by_label("E-Mail-Adresse")
        expect(email).to_be_focused()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Nora Beispiel")
        page.keyboard.type(address)
        module = page.get_by_label("Veranstaltung")
        keyboard.tab_to(module)
        # It is the one that they came from.
        expect(module).to_have_value("2017-iv")
        keyboard.type_into(page.get_by_label("Nachricht"), MESSAGE)
        keyboard.follow(page.get_by_role("button", name="Anfrage absenden"))
        assert page.url.endswith("/access/confirm?sent"), page.url
        assert filed(demo, address) == []
        code = page.get_by_label("Code", exact=True)
        keyboard.type_into(code, "222-222-222")
        assert keyboard.enter().status == 422
        keyboard.tab_to(code)
        page.keyboard.press("Control+a")
        page.keyboard.type(code_for(demo, address))
        keyboard.enter()
        assert_received(demo, page, address, door)
        assert visitor.context.cookies() == []


def test_doors_without_a_script(chromium, demo):
    with Visitor(chromium, demo.url, network=next(networks), script=False) as one, \
            Visitor(chromium, demo.url, network=next(networks), script=False) as other:
        people = {"took-part": one, "slides": other}
        for door, visitor in people.items():
            page = visitor.page
            page.goto(f"/access?door={door}&module=2017-iv")
            expect(page.get_by_role("radio", name=DOORS[door])).to_be_checked()
            expect(page.get_by_label("Lassen Sie dieses Feld leer")).not_to_be_in_viewport()
            page.get_by_label("Name", exact=True).fill("Nora Beispiel")
            page.get_by_label("E-Mail-Adresse").fill(address_of(visitor))
            page.get_by_label("Nachricht").fill(MESSAGE)
        for door, visitor in people.items():
            page = visitor.page
            while True:
                response = press(page, page.get_by_role("button", name="Anfrage absenden"))
                if response.status != 429:
                    break
                # As long as the page says; what was typed stays there.
                wait = int(response.header_value("retry-after"))
                assert 0 < wait <= 20
                time.sleep(wait)
            assert page.url.endswith("/access/confirm?sent"), page.url
            page.get_by_label("Code", exact=True).fill(code_for(demo, address_of(visitor)).lower())
            press(page, page.get_by_role("button", name="Anfrage bestätigen"))
            assert_received(demo, page, address_of(visitor), door)
            assert visitor.context.cookies() == []


def address_of(visitor):
    return f"{visitor.network}@example.org"
