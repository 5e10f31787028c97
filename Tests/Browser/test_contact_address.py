"""The office's mail address: for people, screen readers and mail programs, and not for whoever collects octets."""

import urllib.parse

from visitor import Visitor

ADDRESS = "buero@example.org"


def accessible_names(page, role):
    """The names that Chromium itself computes for its elements of a role."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node["name"]["value"] for node in nodes
            if not node["ignored"] and node["role"]["value"] == role and "name" in node]


def test_the_address_is_read_linked_and_copied_as_it_is_without_a_script(chromium, demo):
    with Visitor(chromium, demo.url, script=False) as visitor:
        page = visitor.page
        octets = page.goto("/modules/2017-iv").body()
        assert ADDRESS.encode() not in octets and b"mailto:" not in octets
        link = page.locator("footer").get_by_role("link", name=ADDRESS, exact=True)
        assert link.count() == 1
        assert ADDRESS in accessible_names(page, "link")
        assert link.inner_text() == ADDRESS
        address, query = link.evaluate("link => link.href").split("?")
        assert urllib.parse.unquote(address) == f"mailto:{ADDRESS}"
        assert urllib.parse.parse_qs(query)["subject"] == [
            "Zugang zu den Präsentationen: Modul IV: Netzwerke und Kooperation"]

        # What is selected with the mouse and copied is the address.
        box = link.bounding_box()
        page.mouse.click(box["x"] + box["width"] + 20, box["y"] - 5)
        link.evaluate("link => getSelection().selectAllChildren(link)")
        page.keyboard.press("Control+C")
        page.goto("/login")
        page.locator("#email").focus()
        page.keyboard.press("Control+V")
        assert page.locator("#email").input_value() == ADDRESS


def test_a_barrier_is_reported_by_mail_or_otherwise(chromium, demo):
    with Visitor(chromium, demo.url, language="en") as visitor:
        page = visitor.page
        page.goto("/series/kooperative-sozialplanung")
        mail = page.get_by_role("link", name="Report a barrier by e-mail")
        address, query = mail.evaluate("link => link.href").split("?")
        assert urllib.parse.unquote(address) == f"mailto:{ADDRESS}"
        assert urllib.parse.parse_qs(query)["subject"] == ["Barrier on the page “Kooperative Sozialplanung”"]
        page.get_by_role("link", name="Report a barrier in another way").click()
        section = page.locator("#report_barrier")
        assert ADDRESS in section.inner_text() and "0361 000000" in section.inner_text()
        assert page.url.endswith("/accessibility#report_barrier")
