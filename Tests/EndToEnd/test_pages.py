"""What guests and members meet on the pages: pictures, what is new and what they have, interrupted forms, errors."""

import re
import time

import pytest

import pictures
from site_driver import PATIENCE, Forms, downloads, sha256

MODULE = "/modules/2017-iv"
REPORT = "Anfang.\n\n![Der Saal](grosser-saal.png)\n\nSchluss.\n"


def picture_file(tmp_path, name="Großer Saal.PNG", content=None):
    path = tmp_path / name
    path.write_bytes(content if content is not None else pictures.png())
    return path


def add_picture(site, path, *arguments):
    return site("module", "picture", "add", "2017-iv", path, *arguments)


def wait_for(what):
    """What holds within a second or so, since deliveries are written down about once a second."""
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


# Pictures.

def test_picture_goes_from_a_file_into_the_report_and_away_again(site, tmp_path):
    guest = site.server.browser()
    told = site("module", "edit", "2017-iv", "--report", "-", input=REPORT).err
    assert "'grosser-saal.png'" in told and "module picture add" in told
    assert "<img" not in guest.get(MODULE).text.split("<article>")[1]
    path = picture_file(tmp_path)
    add_picture(site, path, "--alt", 'Ein "voller" Saal')
    page = guest.get(MODULE).text
    image = re.search(r'<img src="(/pictures/2017-iv/grosser-saal.png)" alt="([^"]*)" width="64" height="32" '
                      r'loading="lazy" decoding="async">', page)
    assert image.group(2) == "Ein &#34;voller&#34; Saal"
    assert "<figcaption>Der Saal</figcaption>" in page
    reply = guest.get(image.group(1))
    assert reply.status == 200 and reply.body == path.read_bytes()
    assert reply.headers["Content-Type"] == "image/png"
    assert sha256(reply.body) in reply.headers["ETag"]
    assert guest.get(image.group(1), If_None_Match=reply.headers["ETag"]).status == 304
    [listed] = site("module", "picture", "list", "2017-iv", "--json").json
    assert (listed["name"], listed["width"], listed["height"]) == ("grosser-saal.png", 64, 32)
    assert "yes" in site("module", "picture", "list", "2017-iv").out
    assert site("module", "show", "2017-iv", "--json").json["pictures"] == [listed]
    site("module", "picture", "edit", "2017-iv", "grosser-saal.png", "--decorative")
    assert 'grosser-saal.png" alt="" ' in guest.get(MODULE).text
    site("module", "withdraw", "2017-iv")
    assert guest.get(image.group(1), If_None_Match=reply.headers["ETag"]).status == 410
    site("module", "publish", "2017-iv")
    stored = [name for name in site.stored_files() if listed["sha256"] in name]
    assert len(stored) == 1
    site("module", "picture", "remove", "2017-iv", "grosser-saal.png", "--yes")
    assert guest.get(image.group(1)).status == 404
    assert stored[0] not in site.stored_files()
    assert "<img" not in guest.get(MODULE).text.split("<article>")[1]


def test_one_content_is_stored_once_and_kept_while_anything_names_it(site, tmp_path):
    path = picture_file(tmp_path, "saal.png")
    before = site.stored_files()
    add_picture(site, path, "--decorative")
    add_picture(site, path, "--decorative", "--name", "nochmal")
    site("presentation", "add", "2017-iv", path, "--audience", "public")
    assert len(site.stored_files()) == len(before) + 1
    site("module", "picture", "remove", "2017-iv", "saal.png", "--yes")
    number = next(found["id"] for found in site.presentations("2017-iv") if found["file"]["name"] == "saal.png")
    site("presentation", "remove", number, "--yes")
    assert len(site.stored_files()) == len(before) + 1
    assert site.server.browser().get("/pictures/2017-iv/nochmal.png").body == path.read_bytes()
    site("module", "picture", "remove", "2017-iv", "nochmal.png", "--yes")
    assert site.stored_files() == before


def test_module_goes_with_its_pictures(office, tmp_path):
    add_picture(office, picture_file(tmp_path), "--decorative")
    assert len(office.stored_files()) == 1
    office("module", "remove", "2017-iv", "--yes")
    assert office.stored_files() == []


@pytest.mark.parametrize("content, arguments, code, words", [
    (pictures.png(), [], 64, "--alt TEXT"),
    (pictures.png(), ["--alt", "Saal", "--decorative"], 64, "--alt TEXT"),
    (pictures.png(), ["--alt", " "], 64, "--alt"),
    (b"GIF89a", ["--decorative"], 65, "JPEG, PNG or WebP"),
    (b"", ["--decorative"], 65, "JPEG, PNG or WebP"),
    (pictures.png()[:40], ["--decorative"], 65, "not whole"),
    (pictures.png(extra=bytes(120_000)), ["--decorative"], 65, "larger than 120 kB"),
    (pictures.png(width=8), ["--decorative"], 65, "8 x 32 pixels"),
    (pictures.located_jpeg(), ["--decorative"], 65, "where on Earth"),
])
def test_what_cannot_be_shown_is_refused_with_the_way_out(office, tmp_path, content, arguments, code, words):
    path = picture_file(tmp_path, "bild.png", content)
    before = office.everything() if (office.folder / "files").exists() else None
    refused = office.attempt("module", "picture", "add", "2017-iv", path, *arguments)
    assert refused.code == code and words in refused.err, refused
    assert office("module", "picture", "list", "2017-iv", "--json").json == []
    assert before is None or office.everything() == before


@pytest.mark.parametrize("arguments, code", [
    (["add", "2018-x", "bild.png", "--decorative"], 4),
    (["add", "2017-iv", "fehlt.png", "--decorative"], 4),
    (["edit", "2017-iv", "fehlt.png", "--decorative"], 4),
    (["edit", "2017-iv", "Fehlt", "--decorative"], 64),
    (["remove", "2017-iv", "fehlt.png", "--yes"], 4),
    (["list", "2018-x"], 4),
])
def test_what_is_not_there_is_named(office, tmp_path, arguments, code):
    picture_file(tmp_path, "bild.png")
    refused = office.attempt("module", "picture", *arguments, cwd=tmp_path)
    assert refused.code == code and refused.err, refused


def test_second_picture_of_a_name_is_refused(office, tmp_path):
    path = picture_file(tmp_path, "bild.png")
    add_picture(office, path, "--decorative")
    before = office.stored_files()
    other = picture_file(tmp_path, "Bild.png", pictures.png(grey=3))
    refused = office.attempt("module", "picture", "add", "2017-iv", other, "--decorative")
    assert refused.code == 5 and "--name" in refused.err
    assert office.stored_files() == before


# What is new, and what a member has.

def rows(page):
    return re.findall(r'<li id="[^"]*".*?</li>', page.text, re.DOTALL)


def test_rows_tell_what_their_reader_has(site, make_file):
    member = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    page = member.get(MODULE)
    assert all('class="state' not in row for row in rows(page))
    links = list(downloads(page).values())
    member.get(links[0])
    member.get(links[1], Range="bytes=0-99")
    wait_for(lambda: "Von Ihnen heruntergeladen am" in rows(member.get(MODULE))[0])
    wait_for(lambda: "Begonnen, noch nicht ganz heruntergeladen" in rows(member.get(MODULE))[1])
    assert 'class="state' not in rows(member.get(MODULE))[2]
    for path in ["/", "/series/sozialplanung", "/account"]:
        assert "1 von 3 heruntergeladen" in member.get(path).text
    number = site.presentations("2017-iv")[0]["id"]
    site("presentation", "replace", number, make_file("vortrag.pdf", 30_000, 9))
    row = rows(member.get(MODULE))[0]
    assert "Sie haben eine frühere Fassung" in row and "aktualisiert am" in row
    assert "Von Ihnen" not in row
    # A guest and another member see nothing of that.
    other = site.server.browser().enter(site.issue("b@example.org", "--module", "2017-iv"))
    for reader in [site.server.browser(), other]:
        assert 'class="state' not in reader.get(MODULE).text


def test_first_visit_calls_nothing_new(site):
    member = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    for _ in range(2):
        assert "Neu seit" not in member.get(MODULE).text


# Forms that are interrupted.

def sign_out_elsewhere(site, browser):
    """The same session ends in another window."""
    other = site.server.browser()
    other.cookies = dict(browser.cookies)
    assert other.submit(other.get("/account"), "/logout").status == 303


def sign_in_again(letter, browser, page, **fields):
    return browser.submit(page, "/login", email=letter.user_name, password=letter.password, **fields)


def test_details_survive_the_end_of_a_session(site):
    letter = site.issue("a@example.org", "--module", "2017-iv", name="Jörg Müller")
    browser = site.server.browser().enter(letter)
    page = browser.get("/account")
    sign_out_elsewhere(site, browser)
    typed = {"name": 'Jörg "Max" Müller', "organisation": "Neuer <Verein>", "language": "de"}
    over = browser.submit(page, "/account", **typed)
    assert over.status == 403 and "Ihre Eingaben sind noch da" in over.text
    wrong = browser.submit(over, "/login", email=letter.user_name, password="falsch")
    assert wrong.status == 422
    back = sign_in_again(letter, browser, wrong)
    assert back.status == 200
    assert 'value="Jörg &#34;Max&#34; Müller"' in back.text and 'value="Neuer &lt;Verein&gt;"' in back.text
    assert site.account("a@example.org")["name"] == "Jörg Müller"
    saved = browser.submit(back, "/account", **typed)
    assert saved.status == 303 and saved.location == "/account?notice=details-saved"
    account = site.account("a@example.org")
    assert (account["name"], account["organisation"]) == ('Jörg "Max" Müller', "Neuer <Verein>")
    log = site.server.stop()
    assert "Verein" not in log and "Max" not in log


def test_new_password_is_not_kept_when_a_session_is_over(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser().enter(letter)
    page = browser.get(f"/account/password?next={MODULE}")
    sign_out_elsewhere(site, browser)
    secret = "Ein ganzer neuer Satz"
    over = browser.submit(page, "/account/password", new_password=secret)
    assert over.status == 303 and "Satz" not in over.location
    login = browser.get(over.location)
    assert "Ihr neues Passwort ist noch nicht gespeichert" in login.text and secret not in login.text
    back = sign_in_again(letter, browser, login)
    assert back.location == f"/account/password?next={MODULE}"
    chosen = browser.submit(browser.get(back.location), "/account/password", new_password=secret)
    assert chosen.location == f"{MODULE}?notice=password-set"
    assert secret not in site.server.stop()


# Pages about what did not work.

def expect_help(reply, status):
    assert reply.status == status
    for words in ["<h2>Was Sie tun können</h2>", "<h2>Wen Sie fragen können</h2>", "0361 000000"]:
        assert words in reply.text, (status, words)
    assert "/" in Forms.read(reply).links


def test_error_pages_help(site):
    guest = site.server.browser()
    member = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(member.get(MODULE))["vortrag.pdf"]
    expect_help(guest.get("/gibt/es/nicht"), 404)
    expect_help(guest.request("DELETE", "/"), 405)
    expect_help(guest.post("/login", email="x" * 70_000), 413)
    expect_help(site.server.browser().get("/" + "x" * 20_000), 414)
    expect_help(guest.request("POST", "/login", "", Sec_Fetch_Site="cross-site"), 403)
    [first, *_] = site.presentations("2017-iv")
    site("account", "admit", "a@example.org", "--module", "2017-iv", "--withdraw")
    refused = member.get(link)
    expect_help(refused, 403)
    assert "Netzwerke und Kooperation" in refused.text
    site("presentation", "withdraw", first["id"])
    gone = guest.get(link)
    expect_help(gone, 410)
    assert MODULE in Forms.read(gone).links


def test_fault_of_the_server_has_a_number_that_the_log_has_too(site):
    member = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(member.get(MODULE))["vortrag.pdf"]
    digest = sha256(site.files["vortrag.pdf"])
    (site.folder / "files" / digest[:2] / digest).unlink()
    reply = member.get(link)
    expect_help(reply, 500)
    number = re.search(r"Vorgangsnummer: <strong>([0-9A-F]{8})</strong>", reply.text).group(1)
    assert number in site.server.stop()
