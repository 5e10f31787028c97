"""Colours of the reader's own, and readers who cannot bear movement."""

import pytest

import measures
from accessibility import violations
from pages_under_test import PAGES, name

# What is set apart by its background alone has a border where there are no backgrounds.
SET_APART = (".button, button:not(.plain), input:not([type=checkbox], [type=radio]), textarea, select, .panel, "
             ".problem, .notice, .newest, li.asked")
WITHOUT_BORDER = """selector => [...document.querySelectorAll(selector)]
    .filter(element => element.getClientRects().length > 0)
    .filter(element => {
        const style = getComputedStyle(element);
        return !(style.borderLeftStyle !== "none" && parseFloat(style.borderLeftWidth) >= 1)
            || style.borderLeftColor === style.backgroundColor;
    }).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("case", [page for page in PAGES if page.name in (
    "start", "module-file-asked-for", "sign-in-wrong", "session-over", "forgotten-sent", "member-module", "account",
    "password-refused", "not-admitted", "broken")], ids=name)
def test_page_in_colours_of_the_reader(chromium, demo, case):
    with case.open(chromium, demo, forced_colors="active") as visitor:
        page = visitor.page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(WITHOUT_BORDER, SET_APART) == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, forced_colors="active")
            # Which colours there are is up to the reader; axe still reads some that were replaced.
            assert [found for found in violations(page) if not found.startswith("color-contrast")] == []
        # Where the focus is, is still shown.
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle") != "none"


@pytest.mark.parametrize("case", [page for page in PAGES if page.name != "busy"], ids=name)
def test_nothing_moves_for_those_who_ask_for_that(chromium, demo, case):
    with case.open(chromium, demo, reduced_motion="reduce") as visitor:
        assert visitor.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
        assert measures.moving(visitor.page) == []
