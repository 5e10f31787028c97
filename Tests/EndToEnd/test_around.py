"""What stands around the reports: the office's pages, old addresses, feed and sitemap, both languages, every link."""

import html.parser
import os
import re
import signal
import time
import urllib.parse
import xml.etree.ElementTree as xml

import pytest

from site_driver import PATIENCE, Server

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = ["imprint", "privacy", "accessibility", "contact"]


def until(condition):
    """Waits for something that a running server does by itself."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
    return found


def write_page(office, name, text):
    folder = office.folder / "pages"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)


def write_redirects(office, *lines):
    (office.folder / "redirects.conf").write_text("".join(f"{line}\n" for line in lines))


class Links(html.parser.HTMLParser):
    """Everything on a page that leads somewhere, and what can be led to."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.ids, self.language, self.robots, self.canonical = [], set(), None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            assert found["id"] not in self.ids, f"the id {found['id']} stands there twice"
            self.ids.add(found["id"])
        if tag == "html":
            self.language = found["lang"]
        if tag == "meta" and found.get("name") == "robots":
            self.robots = found["content"]
        if tag == "link" and found["rel"] == "canonical":
            self.canonical = found["href"]
        for name in ("href", "src", "action"):
            if name in found and found[name] is not None:
                self.targets.append(found[name])


@pytest.fixture
def demo(nachlese):
    nachlese.server = Server(nachlese.start("demo", "--listen", "127.0.0.1:0"))
    yield nachlese.server
    nachlese.server.stop()


def sign_in_to(demo, browser):
    lines = dict(line.split(":", 1) for line in demo.lines if ":" in line)
    reply = browser.sign_in(lines["User name"].strip(), lines["Password"].strip())
    assert reply.status == 303, reply.text
    return browser


def walk(browser, base, *starts):
    """Follows every internal link from there on, and returns the pages with what they link to."""
    pages, waiting, fragments = {}, list(starts), []
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        # Signing out would end the walk.
        if urllib.parse.urlsplit(address).path == "/logout":
            continue
        reply = browser.get(address)
        if reply.status in (301, 303):
            pages[address] = None
            waiting.append(reply.location)
            continue
        if reply.status == 405 and reply.headers["Allow"].startswith("POST"):
            pages[address] = None
            continue
        assert reply.status == 200, f"{address}: {reply.status}"
        if not reply.headers["Content-Type"].startswith("text/html"):
            pages[address] = None
            continue
        links = pages[address] = Links(reply.text)
        for target in links.targets:
            whole = urllib.parse.urljoin(base + address, target)
            if not whole.startswith(base + "/"):
                assert re.match(r"(mailto|tel|https):", whole), f"{address} leads to {target}"
                continue
            parts = urllib.parse.urlsplit(whole)
            place = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.fragment:
                fragments.append((address, place, urllib.parse.unquote(parts.fragment)))
            if parts.path != "/logout":
                waiting.append(place)
    for address, place, fragment in fragments:
        assert pages[place] is None or fragment in pages[place].ids, f"{address} leads to {place}#{fragment}"
    return pages


def test_every_internal_link_of_the_demo_leads_somewhere_for_guests_and_members_in_both_languages(demo):
    guest = walk(demo.browser(), demo.url, "/", "/?lang=en")
    member = walk(sign_in_to(demo, demo.browser()), demo.url, "/", "/?lang=en", "/account/password")
    for pages in (guest, member):
        shown = {address for address, page in pages.items() if page}
        assert {"/", "/series/kooperative-sozialplanung", "/modules/2017-iv", "/imprint", "/privacy", "/accessibility",
                "/contact"} <= shown
        for address in shown:
            language = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query).get("lang", ["de"])[0]
            assert pages[address].language == language, address
            assert (pages[address].robots == "noindex") == (pages[address].canonical is None), address
        # Whoever chose a language stays in it, but for the link to the other one.
        for address in (address for address in shown if "lang=en" in address):
            for target in pages[address].targets:
                path = urllib.parse.urlsplit(target).path
                if target.startswith("/") and not re.match(r"/(assets/|pictures/|feed\.xml|modules/[^/]+/)", path):
                    assert "lang=en" in target, f"{address} leads to {target}"
    assert "/account" in member and "/login" in guest
    assert "/account" not in guest


def test_the_language_switch_keeps_the_page_and_its_query(demo):
    browser = demo.browser()
    for address in ["/", "/modules/2017-iv?file=koopkurrenz-zusammenarbeit-im-wettbewerb", "/login?next=/modules/2017-iv",
                    "/imprint", "/password/forgotten?email=a%40b.de&next=/series/kooperative-sozialplanung", "/nix"]:
        page = browser.get(address)
        switch = re.search(r'<a href="([^"]*)" lang="en" hreflang="en">English</a>', page.text).group(1)
        other = urllib.parse.urljoin(address, switch.replace("&amp;", "&"))
        expected, kept = urllib.parse.urlsplit(address), urllib.parse.urlsplit(other)
        assert kept.path == expected.path
        assert sorted(urllib.parse.parse_qsl(kept.query)) == sorted(
            urllib.parse.parse_qsl(expected.query) + [("lang", "en")])
        english = browser.get(other)
        assert english.status == page.status and '<html lang="en">' in english.text
        back = re.search(r'<a href="([^"]*)" lang="de" hreflang="de">Deutsch</a>', english.text).group(1)
        assert sorted(urllib.parse.parse_qsl(back.replace("&amp;", "&")[1:])) == sorted(
            urllib.parse.parse_qsl(expected.query) + [("lang", "de")])


def test_a_first_visit_is_in_the_language_of_the_browser_and_caches_know_it(demo):
    browser = demo.browser()
    for sent, shown in [("en-GB,en;q=0.9", "en"), ("fr,de-AT;q=0.5", "de"), ("fr", "de")]:
        page = browser.get("/modules/2017-iv", Accept_Language=sent)
        assert f'<html lang="{shown}">' in page.text
        assert page.headers["Content-Language"] == shown
        assert {"cookie", "accept-language"} <= {name.strip().lower() for name in page.headers["Vary"].split(",")}
        assert page.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in page.headers


def test_german_texts_are_marked_on_english_pages(demo):
    browser = demo.browser()
    text = browser.get("/modules/2017-iv?lang=en").text
    assert '<h1>Module IV: <span lang="de">Netzwerke und Kooperation</span></h1>' in text
    assert re.search(r'<div class="report"[^>]* lang="de">', text)
    assert '<time datetime="2017-02-02">2 February 2017</time>' in text
    series = browser.get("/series/kooperative-sozialplanung?lang=en").text
    assert '<h1 lang="de">Kooperative Sozialplanung</h1>' in series
    assert 'lang="de"' not in re.sub(r"<html[^>]*>|<link[^>]*>|<a [^>]*hreflang[^>]*>", "",
                                     browser.get("/modules/2017-iv").text)


def test_no_page_has_a_mail_address_in_its_octets(demo):
    browser = demo.browser()
    for language in ("", "?lang=en"):
        for path in ["/", "/series/kooperative-sozialplanung", "/modules/2017-iv", "/login", "/nix", "/feed.xml",
                     "/sitemap.xml"] + [f"/{page}" for page in PAGES]:
            octets = browser.get(path + language).body
            assert b"buero@example.org" not in octets, path
            assert b"mailto:" not in octets, path
            assert not re.search(rb"[A-Za-z0-9._-]+@[A-Za-z0-9-]+\.[a-z]", octets), path


def test_the_feed_is_valid_and_its_identifiers_stay(office):
    browser = office.serve().browser()
    office("module", "edit", "2017-iv", "--report", "-", input="Ein <b>Bericht</b> & mehr.\n")

    def read(language=""):
        reply = browser.get("/feed.xml" + language)
        assert reply.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = xml.fromstring(reply.body)
        assert feed.tag == f"{ATOM}feed"
        for element in [feed] + feed.findall(f"{ATOM}entry"):
            # RFC 4287 sections 4.1.1 and 4.1.2: exactly one of each.
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.find(f"{ATOM}updated").text)
            assert urllib.parse.urlsplit(element.find(f"{ATOM}id").text).scheme in ("http", "tag")
            assert element.find(f"{ATOM}link[@rel='alternate']") is not None
        assert feed.find(f"{ATOM}author/{ATOM}name").text == "Beispielverband, Büro Erfurt"
        assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith("/feed.xml" + language)
        return feed

    before = read()
    entry = before.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Modul IV: Netzwerke und Kooperation"
    assert entry.find(f"{ATOM}summary").text == "Ein <b>Bericht</b> & mehr."
    assert read("?lang=en").find(f"{ATOM}entry/{ATOM}title").text == "Module IV: Netzwerke und Kooperation"
    office("module", "edit", "2017-iv", "--title", "Andere Netze")
    office("module", "add", "sozialplanung", "2017-v", "--number", "V", "--title", "Ausblick", "--date", "2017-06-01",
           "--publish")
    after = read()
    ids = [element.text for element in after.findall(f"{ATOM}entry/{ATOM}id")]
    assert len(ids) == len(set(ids)) == 2 and entry.find(f"{ATOM}id").text in ids
    page = browser.get(urllib.parse.urlsplit(entry.find(f"{ATOM}link").get("href")).path)
    assert page.status == 200 and 'type="application/atom+xml"' in page.text
    unchanged = browser.get("/feed.xml", If_None_Match=browser.get("/feed.xml").headers["ETag"])
    assert unchanged.status == 304


def test_the_sitemap_names_public_pages_only_and_all_of_them_are_there(office):
    office("module", "add", "sozialplanung", "2017-v", "--number", "V", "--title", "Geheim", "--date", "2017-06-01")
    write_page(office, "imprint.de.txt", "Unser Impressum.\n")
    browser = office.serve().browser()
    robots = browser.get("/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    address = re.search(r"^Sitemap: (.+)$", robots.text, re.MULTILINE).group(1)
    assert address == f"{office.server.url}/sitemap.xml"
    sitemap = xml.fromstring(browser.get("/sitemap.xml").body)
    places = [element.text.removeprefix(office.server.url) for element in sitemap.findall(f"{SITEMAP}url/{SITEMAP}loc")]
    assert places == [f"{path}{query}" for path in ("/", "/series/sozialplanung", "/modules/2017-iv", "/imprint")
                      for query in ("", "?lang=en")]
    for place in places:
        page = browser.get(place)
        assert page.status == 200 and Links(page.text).canonical == office.server.url + place
    for element in sitemap.findall(f"{SITEMAP}url/{SITEMAP}lastmod"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.text)


def test_old_addresses_lead_on_and_the_table_is_read_anew(office):
    write_redirects(office, "# aus dem alten System", "/index.php/veranstaltungen/12?id=3 /modules/2017-iv",
                    "/?option=com_content&id=3  /series/sozialplanung", "/kontakt.html /contact")
    browser = office.serve().browser()
    for old, new in [("/index.php/veranstaltungen/12?id=3", "/modules/2017-iv"), ("/kontakt.html?x=1", "/contact"),
                     ("/?id=3&option=com_content", "/series/sozialplanung")]:
        reply = browser.get(old)
        assert (reply.status, reply.location) == (301, new)
        assert browser.get(new).status == 200
    assert browser.get("/index.php/veranstaltungen/12?id=4").status == 404
    assert browser.get("/?id=3").status == 200
    write_redirects(office, "/neu.html /modules/2017-iv")
    office.server.signal(signal.SIGHUP)
    until(lambda: browser.get("/neu.html").status == 301)
    assert browser.get("/kontakt.html").status == 404
    # A broken table changes nothing.
    write_redirects(office, "/neu.html https://example.org/")
    office.server.signal(signal.SIGHUP)
    write_redirects(office, "/neu.html /modules/2017-iv", "/noch.html /contact")
    office.server.signal(signal.SIGHUP)
    until(lambda: browser.get("/noch.html").status == 301)
    assert browser.get("/neu.html").status == 301
    assert "old addresses read" in office.server.stop()


def test_a_broken_table_of_old_addresses_is_told(office):
    for line, reason in [("/alt", "write the old address, a blank, and the new one"),
                         ("/alt https://example.org/", "leads to another site"), ("/alt /nix", "this site has no page"),
                         ("/modules/a /modules/a", "is itself an old address"), ("/imprint /contact", "never redirected")]:
        write_redirects(office, "# Kommentar", line)
        for command in (["config", "check"], ["serve"]):
            result = office.attempt(*command)
            assert result.code == 78, result
            assert "redirects.conf, line 2: " in result.err and reason in result.err
    write_redirects(office, "/alt /modules/2099-x")
    result = office("config", "check")
    assert "redirects.conf, line 1: there is no public module '2099-x'" in result.err


def test_pages_come_from_files_and_broken_ones_change_nothing(office):
    browser = office.serve().browser()
    assert "Die vollständigen Angaben folgen." in browser.get("/imprint").text
    write_page(office, "imprint.de.txt", "# Wer wir sind\n\nEin *Verband*.\n")
    until(lambda: "<h1>Wer wir sind</h1>" in browser.get("/imprint").text)
    write_page(office, "imprint.de.txt", "# Wer wir sind\n\nEin [[Name]].\n")
    write_page(office, "privacy.de.txt", "Datenschutz nach Maß.\n")
    until(lambda: "Datenschutz nach Maß." in browser.get("/privacy").text)
    assert "Ein <em>Verband</em>." in browser.get("/imprint").text
    listed = {(page["page"], page["language"]): page for page in office("page", "list", "--json").json}
    assert "line 3" in listed["imprint", "de"]["refused"] and listed["imprint", "de"]["since"]
    assert listed["contact", "en"]["since"] is None
    result = office.attempt("page", "check")
    assert result.code == 65 and "imprint.de.txt, line 3: '[[Name]]' is still to be filled in" in result.err
    assert "Verband" in office("page", "show", "imprint").out
    (office.folder / "pages" / "imprint.de.txt").unlink()
    until(lambda: "Die vollständigen Angaben folgen." in browser.get("/imprint").text)
    log = office.server.stop()
    assert log.count("page refused") == 1 and "imprint.de.txt, line 3" in log


def test_drafts_are_written_once_and_are_not_published_with_gaps(office):
    office("page", "init")
    folder = office.folder / "pages"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{page}.{language}.txt" for page in PAGES for language in ("de", "en"))
    imprint = (folder / "imprint.de.txt").read_text()
    assert "Beispielverband, Büro Erfurt" in imprint and "buero@example.org" in imprint and "[[" in imprint
    assert office.attempt("page", "init").code == 5
    assert office.attempt("page", "init", "imprint").code == 5
    assert office.attempt("page", "check").code == 65
    (folder / "contact.de.txt").unlink()
    office("page", "init", "contact", "--language", "de")
    browser = office.serve().browser()
    assert "[[" not in browser.get("/imprint").text
    for path in folder.iterdir():
        path.write_text(re.sub(r"\[\[.*?\]\]", "gefüllt", path.read_text()))
    office("page", "check")
    until(lambda: all("gefüllt" in browser.get(f"/{page}?lang=en").text for page in PAGES))


def test_every_mail_leads_to_the_pages_of_the_law(office):
    for language, names in [("de", ["Impressum", "Datenschutz", "Barrierefreiheit", "Kontakt"]),
                            ("en", ["Imprint", "Privacy", "Accessibility", "Contact"])]:
        letter = office.issue(f"{language}@example.org", "--module", "2017-iv", "--language", language)
        base = letter.address.split("/login")[0]
        page = letter.message.get_body(("html",)).get_content()
        for name, path in zip(names, PAGES):
            assert f"\n{name}: {base}/{path}\n" in letter.text
            assert f'href="{base}/{path}"' in page


def test_check_tells_of_missing_files_and_pages(archive):
    result = archive.attempt("check", "--json")
    assert result.code == 1
    assert sorted(finding["kind"] for finding in result.json) == ["missing-page"] * 4
    archive("page", "init")
    for path in (archive.folder / "pages").iterdir():
        path.write_text(re.sub(r"\[\[.*?\]\]", "gefüllt", path.read_text()))
    assert archive("check").err.strip() == "Nothing is amiss; looked at 3 files."
    assert archive("check", "--read", "--json").json == []
    (archive.folder / "pages" / "contact.en.txt").unlink()
    translated = archive("check", "--json").json
    assert [(finding["kind"], finding["fault"]) for finding in translated] == [("untranslated-page", False)]

    first, second, third = (archive.folder / path for path in archive.stored_files())
    first.unlink()
    second.write_bytes(b"x")
    third.write_bytes(bytes(third.stat().st_size))
    stray = third.parent / (third.parent.name + "0" * 62)
    stray.write_bytes(b"x")
    os.utime(stray, (1_000_000_000, 1_000_000_000))
    (archive.folder / "files" / "notiz.txt").write_text("x")
    (archive.folder / "pages" / "imprint.de.txt").write_text("[[hier]]")
    write_redirects(archive, "/alt /modules/2099-x")

    def kinds(*arguments):
        result = archive.attempt("check", "--json", *arguments)
        assert result.code == 1
        return sorted(finding["kind"] for finding in result.json if finding["fault"])

    known = ["missing-file", "old-address", "other-size", "refused-page", "unknown-file", "unnamed-file"]
    assert kinds() == known
    assert kinds("--read") == ["damaged-file"] + known
    text = archive.attempt("check")
    assert re.search(r"^missing-file +presentation [123] '.+' of '2017-iv', version 1 ", text.out, re.MULTILINE)
    assert text.err == "nachlese: 6 things are amiss\n"


def test_check_of_no_folder_says_so(nachlese):
    assert nachlese.attempt("check").code == 4
