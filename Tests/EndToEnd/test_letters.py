"""What mails say, how the office changes it, and the mails that tell of changes."""

import os
import stat
import time

import pytest

from site_driver import PATIENCE

KINDS = ["credentials", "new-credentials", "password-changed", "address-changed", "access-revoked", "access-code",
         "admitted", "request-declined", "request-received", "requests-announced", "requests-waiting"]
SOUND = "Betreff: Eigener Betreff {topic}\n\nHallo {name},\n\n{sign-in-page}\n\nBenutzername: {user-name}\n" \
        "Passwort: {password}\n\nBis {valid-until}.\n\n{office}\n"


def wording(office, source, name="credentials.de.txt"):
    folder = office.folder / "wording"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / name).write_bytes(source if isinstance(source, bytes) else source.encode())


def kinds(office, address=None):
    """The kinds of all mails, oldest first, with their receivers."""
    return [(mail["kind"], mail["recipient"]) for mail in reversed(office.mails())
            if address in (None, mail["recipient"])]


def wait_for_mails(office, number):
    deadline = time.monotonic() + PATIENCE
    while len(done := [mail for mail in office.mails() if mail["state"] == "handed-over"]) < number:
        assert time.monotonic() < deadline, office.mails()
        time.sleep(0.1)
    return done


# What a mail is made of

def test_mail_has_text_first_and_the_same_as_html(office):
    letter = office.issue("a@example.org", "--module", "2017-iv")
    assert letter.defects() == []
    assert [part.get_content_type() for part in letter.message.iter_parts()] == ["text/plain", "text/html"]
    markup = letter.message.get_body(("html",)).get_content()
    assert f">{letter.password}</div>" in markup and '<html lang="de">' in markup
    assert "<img" not in markup and "src=" not in markup and "url(" not in markup
    assert "Modul IV: Netzwerke und Kooperation (2. Februar 2017)" in " ".join(letter.text.split())
    assert letter.message["List-Unsubscribe"] is None
    assert letter.message["X-Auto-Response-Suppress"] == "OOF, AutoReply"


def test_html_is_left_out_where_it_is_switched_off(office):
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write("mail-html = off\n")
    letter = office.issue("a@example.org", "--module", "2017-iv")
    assert letter.message.get_content_type() == "text/plain" and letter.password
    refused = office.attempt("config", "check")
    assert refused.code == 0
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write("tell-revoked = perhaps\n")
    refused = office.attempt("config", "check")
    assert refused.code == 78 and "yes or no" in refused.err


# Wordings

def test_every_mail_can_be_shown_previewed_and_begun(office):
    for kind in KINDS:
        for language in ["de", "en"]:
            shown = office("mail", "wording", "show", kind, "--language", language)
            assert shown.out.startswith("Betreff: " if language == "de" else "Subject: ")
            preview = office("mail", "preview", kind, "--language", language)
            # Of these receivers nothing is known but the address.
            nameless = kind in ("access-code", "request-declined", "request-received")
            assert ("Erika Muster" in preview.out) != nameless
            assert "{" not in preview.out and "made up" in preview.err
            page = office("mail", "preview", kind, "--language", language, "--html")
            assert f'<html lang="{language}">' in page.out
            office("mail", "wording", "init", kind, "--language", language)
            written = office.folder / "wording" / f"{kind}.{language}.txt"
            assert written.read_text() == shown.out and stat.S_IMODE(written.stat().st_mode) == 0o600
            again = office.attempt("mail", "wording", "init", kind, "--language", language)
            assert again.code == 5 and "is there already" in again.err
    assert "in order" in office("mail", "wording", "check").err
    assert {row["origin"] for row in office("mail", "wording", "list", "--json").json} == {"office"}
    assert office.mails() == []


def test_wordings_are_looked_at_before_there_is_a_database(nachlese):
    nachlese("mail", "wording", "init", "credentials")
    assert "Passwort: {password}" in nachlese("mail", "wording", "show", "credentials").out
    nachlese("mail", "preview", "credentials")
    assert not (nachlese.folder / "nachlese.db").exists()


@pytest.mark.parametrize("source, line, words", [
    (SOUND.replace("{name}", "{nmae}"), 3, "did you mean '{name}'?"),
    (SOUND.replace("Passwort: {password}\n", ""), 11, "Passwort: {password}"),
    (SOUND.replace("Betreff: ", ""), 1, "the first line must be the subject"),
    (SOUND.replace("\n\nHallo", "\nHallo"), 2, "empty line"),
    (SOUND.replace("Hallo", "Hallo\x1b[31m"), 3, "U+001B"),
    (SOUND.encode("cp1252").replace(b"Hallo", b"Gr\xfc\xdfe"), 3, "UTF-8"),
])
def test_check_names_file_line_and_remedy(office, source, line, words):
    wording(office, source)
    result = office.attempt("mail", "wording", "check")
    assert result.code == 65 and result.out == ""
    assert f"credentials.de.txt, line {line}: " in result.err and words in result.err
    named = office.attempt("mail", "wording", "check", office.folder / "wording" / "credentials.de.txt")
    assert (named.code, named.err) == (result.code, result.err)


def test_check_tells_of_every_file(office):
    wording(office, "x")
    wording(office, "y", "credential.en.txt")
    wording(office, SOUND, "new-credentials.de.txt")
    lines = office.attempt("mail", "wording", "check").err.splitlines()
    assert len(lines) == 2
    assert any("credential.en.txt" in line and "did you mean 'credentials.en.txt'?" in line for line in lines)
    missing = office.attempt("mail", "wording", "check", "/nowhere/credentials.de.txt")
    assert missing.code == 4


def test_wrong_arguments_are_answered(office):
    for arguments, words in [
        (["mail", "wording", "show", "credential"], "did you mean 'credentials'?"),
        (["mail", "preview", "credentials", "--language", "fr"], "write 'de' or 'en'"),
        (["mail", "wording", "init"], "<kind>"),
    ]:
        result = office.attempt(*arguments)
        assert result.code == 64 and words in result.err


def test_running_server_and_commands_follow_the_files(office):
    office.serve()
    wording(office, SOUND)
    assert str(office.issue("a@example.org").message["Subject"]).startswith("Eigener Betreff")
    wording(office, SOUND.replace("{name}", "{nobody}").replace("Eigener", "Kaputter"))
    result = office("account", "issue", "b@example.org", "--name", "B")
    assert "credentials.de.txt, line 3" in result.err and "the wording before it is used" in result.err
    assert str(office.letter("b@example.org").message["Subject"]).startswith("Eigener Betreff")
    [row] = [row for row in office("mail", "wording", "list", "--json").json if row["refused"]]
    assert row["origin"] == "office" and "line 3" in row["refused"]
    assert "Eigener Betreff" in office("mail", "wording", "show", "credentials").out
    (office.folder / "wording" / "credentials.de.txt").unlink()
    assert str(office.issue("c@example.org").message["Subject"]).startswith("Ihr Zugang")
    assert office.letter("c@example.org").defects() == []


def test_server_logs_what_it_refuses_and_uses_what_it_adopts(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    wording(site, "Betreff: Neu\n\nNeues Passwort für {name}.\n\n{office}\n", "password-changed.de.txt")
    browser = site.server.browser().enter(letter)
    page = browser.get("/account/password")
    assert browser.submit(page, "/account/password", new_password="Ein ganzer Satz ist gut").status == 303
    wait_for_mails(site, 2)
    assert str(site.letter("a@example.org").message["Subject"]) == "Neu"
    wording(site, "Betreff: Kaputt\n\n{password}\n\n{office}\n", "password-changed.de.txt")
    page = browser.get("/account/password")
    assert browser.submit(page, "/account/password", new_password="Ein anderer Satz ist besser").status == 303
    wait_for_mails(site, 3)
    assert str(site.letter("a@example.org").message["Subject"]) == "Neu"
    log = site.server.stop()
    [line] = [line for line in log.splitlines() if "wording refused" in line]
    assert "password-changed.de.txt, line 3" in line


def test_server_names_broken_wordings_when_it_starts(office):
    wording(office, "x")
    wording(office, SOUND, "credential.de.txt")
    log = office.serve().stop()
    assert len([line for line in log.splitlines() if "wording refused" in line]) == 2


@pytest.mark.parametrize("make", ["link", "pipe", "huge"])
def test_what_is_no_plain_file_is_refused_and_nobody_waits(office, make):
    wording(office, "", "x.txt")
    (office.folder / "wording" / "x.txt").unlink()
    path = office.folder / "wording" / "credentials.de.txt"
    if make == "link":
        elsewhere = office.folder / "fremd.txt"
        elsewhere.write_text(SOUND)
        path.symlink_to(elsewhere)
    elif make == "pipe":
        os.mkfifo(path)
    else:
        with open(path, "wb") as file:
            file.truncate(1 << 40)
    result = office("account", "issue", "a@example.org", "--name", "A")
    assert "credentials.de.txt: " in result.err
    assert str(office.letter("a@example.org").message["Subject"]).startswith("Ihr Zugang")
    assert office.attempt("mail", "wording", "check").code == 65


# Changes are told

def test_own_password_is_told(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser().enter(letter)
    page = browser.get("/account/password")
    own = "Ein ganzer Satz ist gut"
    assert browser.submit(page, "/account/password", new_password=own).status == 303
    wait_for_mails(site, 2)
    notice = site.letter("a@example.org")
    assert str(notice.message["Subject"]).startswith("Ihr Passwort wurde geändert")
    assert own not in notice.octets.decode() and letter.password not in notice.text
    assert notice.defects() == []


def test_another_address_is_told_to_both_and_old_passwords_are_dead(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser().enter(letter)
    result = site("account", "edit", "a@example.org", "--email", "neu@example.com", "--name", "Erika Neu")
    assert "sessions ended: 1" in result.err
    assert kinds(site)[1:] == [("address-changed", "a@example.org"), ("address-changed", "neu@example.com"),
                               ("credentials", "neu@example.com")]
    assert browser.get("/account").status == 303
    for name in ["a@example.org", "neu@example.com"]:
        assert site.server.browser().sign_in(name, letter.password).status == 422
    old, new = site.letter("a@example.org"), site.letter("neu@example.com")
    assert "Jetzt: n…@example.com" in old.text and "neu@" not in old.octets.decode()
    assert new.user_name == "neu@example.com"
    site.server.browser().enter(new)
    account = site.account("neu@example.com")
    assert account["name"] == "Erika Neu" and [row["slug"] for row in account["admissions"]] == ["2017-iv"]
    assert site.attempt("account", "show", "a@example.org").code == 4


def test_waiting_password_never_goes_to_the_old_address(office):
    office.outbox.write_text("in the way")
    assert office.attempt("account", "issue", "a@example.org", "--name", "A").code == 3
    office.outbox.unlink()
    assert office("account", "edit", "a@example.org", "--email", "neu@example.com").code == 0
    assert kinds(office, "a@example.org") == [("address-changed", "a@example.org")]
    assert office.letter("neu@example.com").password
    assert len(office.eml_files()) == 3


def test_mailbox_that_is_gone_does_not_hold_up_the_password_for_the_new_one(office, tmp_path):
    program = tmp_path / "sendmail"
    program.write_text("#!/bin/sh\ncase \"$*\" in *a@example.org*) exit 67;; esac\n"
                       f"cat >> {tmp_path}/taken\n")
    program.chmod(0o755)
    office.issue("a@example.org", "--module", "2017-iv")
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write(f"mail-transport = sendmail\nsendmail-path = {program}\n")
    result = office.attempt("account", "edit", "a@example.org", "--email", "neu@example.com")
    assert result.code == 3 and len(kinds(office)) == 4
    assert [(mail["kind"], mail["state"]) for mail in office.mails()[:3]] == [
        ("credentials", "handed-over"), ("address-changed", "handed-over"), ("address-changed", "undeliverable")]
    assert (tmp_path / "taken").read_text().count("Benutzername: neu@example.com") == 1


def test_account_is_edited_in_every_other_way(office):
    office.issue("a@example.org", "--module", "2017-iv")
    office("account", "edit", "a@example.org", "--name", "Neu", "--organisation", "Verein", "--language", "en",
           "--until", "31.12.2099")
    account = office.account("a@example.org")
    assert (account["name"], account["organisation"], account["language"]) == ("Neu", "Verein", "en")
    assert account["expires"] == "2099-12-31T22:59:59Z"
    office("account", "edit", "a@example.org", "--until", "never", "--organisation", "")
    account = office.account("a@example.org")
    assert account["expires"] is None and account["organisation"] == ""
    assert len(office.mails()) == 1


@pytest.mark.parametrize("arguments, code, words", [
    (["a@example.org"], 64, "--name"),
    (["unknown@example.org", "--name", "X"], 4, "account list"),
    (["a@example.org", "--email", "b@example.org"], 5, "b@example.org"),
    (["a@example.org", "--email", "kein"], 64, "name@example.org"),
    (["a@example.org", "--until", "2001-01-01"], 65, "revoke"),
    (["a@example.org", "--until", "bald"], 64, "never"),
    (["a@example.org", "--name", ""], 64, "text"),
])
def test_wrong_edits_change_nothing(office, arguments, code, words):
    office.issue("a@example.org")
    office.issue("b@example.org")
    before = office.everything()
    result = office.attempt("account", "edit", *arguments)
    assert result.code == code and words in result.err and len(result.err.splitlines()) == 1
    assert office.everything() == before


@pytest.mark.parametrize("setting, flag, told", [
    (None, None, False), (None, "--tell", True), ("yes", None, True), ("yes", "--no-tell", False),
])
def test_revocation_is_told_as_the_setting_or_the_command_says(office, setting, flag, told):
    if setting:
        with open(office.folder / "nachlese.conf", "a") as settings:
            settings.write(f"tell-revoked = {setting}\n")
    office.issue("a@example.org", "--module", "2017-iv")
    office("account", "revoke", "a@example.org", *([flag] if flag else []))
    assert [kind for kind, _ in kinds(office)] == ["credentials"] + (["access-revoked"] if told else [])
    if told:
        notice = office.letter("a@example.org")
        assert str(notice.message["Subject"]).startswith("Ihr Zugang wurde beendet")
        assert "Benutzername war a@example.org" in " ".join(notice.text.split())


def test_notice_of_a_revocation_goes_out_while_waiting_passwords_do_not(office):
    office.outbox.write_text("in the way")
    assert office.attempt("account", "issue", "a@example.org", "--name", "A").code == 3
    office.outbox.unlink()
    office("account", "revoke", "a@example.org", "--tell")
    assert [kind for kind, _ in kinds(office)] == ["access-revoked"]
    assert len(office.eml_files()) == 1
