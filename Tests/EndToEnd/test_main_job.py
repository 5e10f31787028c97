"""The main job: from the first command to slides on somebody's disk."""

import re
import urllib.parse

from conftest import PDF
from site_driver import Forms, downloads, sha256

MODULE = "/modules/2017-iv"


def test_member_reads_the_mail_signs_in_and_downloads_every_file(site):
    letter = site.issue("joerg.mueller@example.org", "--module", "2017-iv", name="Jörg Müller-Weiß")
    assert letter.defects() == []
    assert str(letter.message["To"].addresses[0].display_name) == "Jörg Müller-Weiß"
    assert letter.user_name == "joerg.mueller@example.org"
    # Only the form of the password and no token stands in the mail's address.
    assert letter.address == f"{site.server.url}/login?email=joerg.mueller@example.org"
    browser = site.server.browser()
    greeting = browser.get(urllib.parse.urlsplit(letter.address)._replace(scheme="", netloc="").geturl())
    assert greeting.status == 200 and 'value="joerg.mueller@example.org"' in greeting.text
    browser.enter(letter)
    page = browser.get(MODULE)
    links = downloads(page)
    assert set(links) == set(site.files)
    for name, content in site.files.items():
        reply = browser.get(links[name])
        assert reply.status == 200
        assert sha256(reply.body) == sha256(content)
        disposition = reply.headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        encoded = re.search(r"filename\*=UTF-8''([^;\s]+)", disposition).group(1)
        # No quotation mark can stand in a file name everywhere.
        assert urllib.parse.unquote(encoded) == name.replace('"', "_")


def test_download_resumes_from_the_middle(site):
    browser = site.server.browser().enter(site.issue("a@example.org", "--series", "sozialplanung"))
    link = downloads(browser.get(MODULE))["folien.pptx"]
    content = site.files["folien.pptx"]
    whole = browser.get(link)
    tag = whole.headers["ETag"]
    assert sha256(content) in tag
    half = browser.get(link, Range="bytes=25000-", If_Range=tag)
    assert half.status == 206
    assert half.headers["Content-Range"] == f"bytes 25000-{len(content) - 1}/{len(content)}"
    assert content[:25000] + half.body == content
    changed = browser.get(link, Range="bytes=25000-", If_Range='"another"')
    assert changed.status == 200 and changed.body == content
    assert browser.get(link, Range=f"bytes={len(content)}-").status == 416
    assert browser.get(link, If_None_Match=tag).status == 304


def test_corrected_file_keeps_its_address_and_ends_a_resume(site, make_file):
    browser = site.server.browser().enter(site.issue("a@example.org", "--series", "sozialplanung"))
    link = downloads(browser.get(MODULE))["vortrag.pdf"]
    before = browser.get(link)
    corrected = make_file("vortrag.pdf", 30_000, 9)
    number = site.presentations("2017-iv")[0]["id"]
    site("presentation", "replace", number, corrected)
    after = browser.get(link, Range="bytes=100-", If_Range=before.headers["ETag"])
    assert after.status == 200 and after.body == corrected.read_bytes()


def test_other_member_without_admission_gets_403_and_no_octet(site):
    site("module", "add", "sozialplanung", "2016-iii", "--number", "III", "--title", "Beteiligung", "--date",
         "2016-11-03", "--publish")
    member = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(member.get(MODULE))["vortrag.pdf"]
    other = site.server.browser().enter(site.issue("b@example.org", "--module", "2016-iii"))
    reply = other.get(link)
    assert reply.status == 403
    assert PDF not in reply.body
    site("account", "admit", "b@example.org", "--module", "2017-iv")
    assert other.get(link).status == 200
    site("account", "admit", "b@example.org", "--module", "2017-iv", "--withdraw")
    assert other.get(link).status == 403


def test_guest_is_led_to_sign_in_and_back_to_the_row(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    guest = site.server.browser()
    links = [link for link in Forms.read(guest.get(MODULE)).links if "vortrag.pdf" in link]
    asked = guest.get(links[0])
    assert asked.status == 303
    assert asked.location.startswith("/login?next=")
    assert "Set-Cookie" not in asked.headers
    form = guest.get(asked.location)
    reply = guest.submit(form, "/login", email=letter.user_name, password=letter.password)
    assert reply.status == 303
    # With an initial password the way leads past the offer of an own one, and on from there.
    assert reply.location.startswith("/account/password")
    offer = guest.get(reply.location)
    onward = [link for link in Forms.read(offer).links if link.startswith(MODULE)]
    assert onward
    page = guest.get(onward[0].split("#")[0])
    assert page.status == 200
    row = onward[0].split("#")[1]
    assert Forms.read(page).marked == [row]
    assert downloads(page)["vortrag.pdf"].split("/")[3] == row


def test_draft_and_unknown_are_alike_and_withdrawn_is_gone(site):
    site("module", "add", "sozialplanung", "entwurf", "--number", "V", "--title", "Entwurf", "--date", "2018-01-01")
    browser = site.server.browser().enter(site.issue("a@example.org", "--series", "sozialplanung"))
    draft, unknown = browser.get("/modules/entwurf"), browser.get("/modules/unbekannt")
    assert draft.status == unknown.status == 404
    assert draft.body == unknown.body
    link = downloads(browser.get(MODULE))["vortrag.pdf"]
    site("presentation", "withdraw", site.presentations("2017-iv")[0]["id"])
    assert browser.get(link).status == 410
    site("module", "withdraw", "2017-iv")
    assert browser.get(MODULE).status == 410
    site("module", "publish", "2017-iv")
    assert browser.get(MODULE).status == 200


def test_public_presentation_needs_no_account(site):
    number = next(found["id"] for found in site.presentations("2017-iv") if found["file"]["name"] == "vortrag.pdf")
    guest = site.server.browser()
    link = next(link for link in Forms.read(guest.get(MODULE)).links if "vortrag.pdf" in link)
    assert guest.get(link).status == 303
    site("presentation", "edit", number, "--audience", "public")
    reply = guest.get(link.split("?")[0])
    assert reply.status == 200 and reply.body == site.files["vortrag.pdf"]
