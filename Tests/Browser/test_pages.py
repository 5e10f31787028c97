"""Every page as it is shown: for everybody to use, in each appearance, width and size of letters."""

import pytest

import measures
from accessibility import violations
from html_checker import complaints
from pages_under_test import CASES, PAGES, name

EVERY_APPEARANCE = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]
# The other language has other words in the same places.
APPEARANCES = {"de": EVERY_APPEARANCE, "en": [("light", 1280), ("dark", 320)]}


@pytest.mark.parametrize("case, language", CASES, ids=name)
def test_page_is_for_everybody(chromium, demo, case, language):
    with case.open(chromium, demo, language) as visitor:
        page, found = visitor.page, []
        assert page.locator("html").get_attribute("lang") == language
        for scheme, width in APPEARANCES[language]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {width} wide: {fault}" for fault in
                      violations(page) + measures.overflowing(page) + measures.small_actions(page)]
        assert found == []


@pytest.mark.parametrize("case", [page for page in PAGES if page.name != "busy"], ids=name)
def test_page_bears_larger_letters_and_wider_spacing(chromium, demo, case):
    with case.open(chromium, demo, viewport={"width": 1280, "height": 800}) as visitor:
        page, found = visitor.page, []
        for width, style in [(1280, measures.LARGER), (640, measures.LARGER), (1280, measures.SPACING),
                             (320, measures.SPACING)]:
            page.set_viewport_size({"width": width, "height": 800})
            measures.set_style(page, style)
            found += [f"{width} wide, {style}: {element}" for element in measures.overflowing(page)]
        assert found == []


def test_every_page_is_valid_html(chromium, demo, tmp_path):
    for case, language in CASES:
        if (case.name, language) not in demo.sources:
            with case.open(chromium, demo, language):
                pass
        (tmp_path / f"{case.name}.{language}.html").write_bytes(demo.sources[case.name, language])
    # One that is not, to see that each is looked at.
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=de><title>Falsch</title><p><h1>Falsch</h1></p>")
    files = sorted(tmp_path.glob("*.html"))
    assert len(files) == len(CASES) + 1
    assert complaints(files) == ["wrong.html:1: No “p” element in scope but a “p” end tag seen."]
