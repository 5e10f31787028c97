"""A page on paper: what is to be read and to be cited, and nothing to press."""

import subprocess

import pytest

from accessibility import violations
from demo_site import MEMBER
from pages_under_test import MODULE, PAGES, name
from visitor import Visitor

# Said where something can be pressed or skipped.
FOR_THE_SCREEN_ALONE = (
    "Zum Inhalt springen", "Anmelden", "Abmelden", "English", "Passwort", "Übersicht", "4 Präsentationen",
    "Neue Zugangsdaten anfordern")


def on_paper(page, tmp_path):
    """The text of the page as it comes out of a printer, and how many sheets it takes."""
    file = tmp_path / "page.pdf"
    page.pdf(path=file, format="A4", tagged=True)
    text = subprocess.run(["pdftotext", "-raw", file, "-"], check=True, capture_output=True).stdout.decode()
    # However lines are broken and words are divided.
    return squeezed(text), text.count("\f")


def squeezed(text):
    return "".join(text.replace("-", "").replace("\u00ad", "").split())


@pytest.mark.parametrize("who", [None, MEMBER], ids=["guest", "member"])
def test_module_on_paper(chromium, demo, tmp_path, who):
    with Visitor(chromium, demo.url, storage_state=demo.session(who) if who else None) as visitor:
        page = visitor.page
        page.goto(MODULE)
        text, sheets = on_paper(page, tmp_path)
        for words in ("Kooperative Sozialplanung", "Modul IV: Netzwerke und Kooperation", "2. Februar 2017", "Erfurt",
                      "Niemand plant allein.", "Was bleibt", "bisher nur Schriftverkehr bestand.",
                      "(https://www.gesetze-im-internet.de/sgb_1/__17.html)",
                      "Beispielverband Thüringen, Büro Erfurt", "Beispielstraße 1", "0361 000000",
                      f"{demo.url}{MODULE}, gedruckt am"):
            assert squeezed(words) in text, words
        for talk in demo.presentations("2017-iv"):
            assert squeezed(talk["title"]) in text and squeezed(talk["organisation"]) in text, talk
        assert [words for words in FOR_THE_SCREEN_ALONE if squeezed(words) in text] == []
        assert 2 <= sheets <= 3, text


def test_no_row_of_the_list_is_torn_apart(chromium, demo):
    with Visitor(chromium, demo.url) as visitor:
        visitor.page.goto(MODULE)
        visitor.page.emulate_media(media="print")
        assert visitor.page.eval_on_selector_all(
            ".files li", "rows => rows.map(row => getComputedStyle(row).breakInside)") == ["avoid"] * 4


@pytest.mark.parametrize(
    "case", [page for page in PAGES if page.name in ("start", "series", "module", "member-module")], ids=name)
def test_paper_is_white_and_print_is_black_for_those_who_read_in_the_dark(chromium, demo, case):
    with case.open(chromium, demo, color_scheme="dark") as visitor:
        page = visitor.page
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert [found for found in violations(page) if found.startswith("color-contrast")] == []
        assert page.evaluate(
            """() => [...document.querySelectorAll("a, button, input, nav")].filter(element =>
                element.matches("nav, button, input, .button, .skip") && element.getClientRects().length > 0)
                .map(element => element.outerHTML.slice(0, 120))""") == []
