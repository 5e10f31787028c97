"""What a guest is asked to carry: nothing is kept, nothing is fetched from elsewhere, little is fetched at all."""

import collections
import urllib.parse

import pytest
from playwright.sync_api import expect

from demo_site import MEMBER
from pages_under_test import MODULE, PAGES, name, sent
from visitor import Visitor

STORED = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
    ...(await indexedDB.databases()).map(found => found.name), ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(found => found.scope)].filter(found => found !== "")"""
# What a page and each thing on it may have in octets, as they are sent (W-78); there are no other kinds.
LIMITS = {"page": 20_000, "css": 10_000, "js": 10_000, "svg": 10_000, "jpg": 120_000, "png": 120_000, "webp": 120_000}
PHOTOS = ("jpg", "png", "webp")
PAGE_LIMIT = 60_000
PAGE_LIMIT_WITH_PHOTOS = 500_000
LOADED = """() => performance.getEntries().filter(entry => "encodedBodySize" in entry).map(entry =>
    [entry.entryType === "navigation" ? "page" : new URL(entry.name).pathname.split(".").pop().toLowerCase(),
     entry.encodedBodySize, entry.decodedBodySize])"""


def test_guest_finds_no_dead_end_and_keeps_nothing(chromium, demo):
    """Follows every link of the site in both languages, and sends its forms as a guest would."""
    with Visitor(chromium, demo.url) as visitor:
        page, waiting, seen = visitor.page, collections.deque(["/"]), {}
        while waiting:
            address = waiting.popleft()
            place = kind_of_page(address)
            # A file that is open to all is no page.
            if place in seen or place[0].endswith("/offen.pdf"):
                continue
            seen[place] = page.goto(address).status
            links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
            waiting.extend(link.removeprefix(demo.url) for link in links if link.startswith(demo.url))
            missing = page.evaluate(
                """() => [...document.querySelectorAll("a[href^='#']")].map(link => link.hash.slice(1))
                    .filter(id => document.getElementById(id) === null)""")
            assert missing == [], f"{address} leads to parts of itself that it does not have"
        assert set(seen.values()) == {200}, seen
        for language in ("", "en"):
            assert {path for path, found in seen if found == language} >= {
                "/", "/series/archiv", MODULE, "/login", "/password/forgotten", demo.lost}, seen
        sent("/login", email=MEMBER, password="falsch")(visitor)
        sent("/password/forgotten", email="niemand@example.org")(visitor)
        assert visitor.cookies_set() == []
        assert visitor.context.cookies() == []
        assert page.evaluate(STORED) == []


def kind_of_page(address):
    """What makes a page another one: its path and its language, not where one goes on from there."""
    parts = urllib.parse.urlsplit(address)
    return parts.path, dict(urllib.parse.parse_qsl(parts.query)).get("lang", "")


@pytest.mark.parametrize("case", [page for page in PAGES if page.name != "busy"], ids=name)
def test_page_weighs_little(chromium, demo, case):
    with case.open(chromium, demo) as visitor:
        page = visitor.page
        page.wait_for_load_state()
        for photo in page.locator("img[loading=lazy]").all():
            photo.scroll_into_view_if_needed()
            expect(photo).to_have_js_property("complete", True)
        loaded = page.evaluate(LOADED)
        kinds = [kind for kind, _, _ in loaded]
        assert kinds.count("page") == kinds.count("css") == kinds.count("js") == 1, loaded
        for kind, transferred, whole in loaded:
            assert 0 < transferred <= min(whole, LIMITS[kind]), (kind, transferred, whole)
        light = [(transferred, whole) for kind, transferred, whole in loaded if kind not in PHOTOS]
        assert sum(transferred for transferred, _ in light) <= PAGE_LIMIT, loaded
        assert sum(whole for _, whole in light) <= PAGE_LIMIT, loaded
        assert sum(transferred for _, transferred, _ in loaded) <= PAGE_LIMIT_WITH_PHOTOS, loaded
        bare = page.locator("img:not([width]), img:not([height]), img:not([alt])")
        assert bare.count() == 0, bare.first.evaluate("image => image.outerHTML")
        assert page.locator(".report img:not([loading=lazy])").count() == 0
