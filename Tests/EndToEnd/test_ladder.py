"""How far the people of a module got, and a fresh password for those who were never in."""

import re
import sqlite3

import pytest

from site_driver import downloads


def rungs(office, *arguments):
    found = office("account", "list", "--module", "2017-iv", *arguments, "--json").json
    return {person["email"].split("@")[0]: person["rung"] for person in found}


def change(office, sql, *values):
    """What another part of the program, or time, does."""
    with sqlite3.connect(office.folder / "nachlese.db") as database:
        database.execute(sql, values)


def complete(office, address):
    """Notes that somebody has every file of the module for the admitted."""
    change(office, """
        INSERT OR REPLACE INTO download (account_id, file_version_id, delivered, begun_at, completed_at)
        SELECT a.id, v.id, '0-' || (v.size - 1), 1, 2 FROM account a, file_version v WHERE a.email = ?
        """, address)


def bounce(office, address, state="bounced", reason="no such mailbox"):
    change(office, """
        UPDATE mail SET state = ?1, last_error = ?2, bounced_at = iif(?1 = 'bounced', handed_over_at + 60, NULL),
            handed_over_at = iif(?1 = 'bounced', handed_over_at, NULL)
        WHERE recipient = ?3
        """, state, reason, address)


@pytest.fixture
def ladder(archive, tmp_path):
    """Somebody on each rung."""
    letters = {}
    names = ["bounced", "mailed", "own", "complete", "signed", "undeliverable", "waiting"]
    for name in names:
        letters[name] = archive.issue(f"{name}@example.org", "--module", "2017-iv", name=name.title())
    archive("account", "issue", "printed@example.org", "--name", "Printed", "--series", "sozialplanung", "--print")
    path = tmp_path / "list.csv"
    path.write_text("E-Mail;Name\nlisted@example.org;Listed\n")
    archive("account", "import", path, "--module", "2017-iv")
    archive("account", "issue", "elsewhere@example.org", "--name", "E", "--print")
    server = archive.serve()
    for name in ["own", "complete", "signed"]:
        browser = server.browser().enter(letters[name])
        if name == "own":
            reply = browser.submit(
                browser.get("/account/password"), "/account/password", new_password="ein ganzer langer Satz")
            assert reply.status == 303
        if name == "complete":
            for address in downloads(browser.get("/modules/2017-iv")).values():
                assert browser.get(address).status == 200
    server.stop()
    complete(archive, "complete@example.org")
    bounce(archive, "bounced@example.org")
    bounce(archive, "undeliverable@example.org", "undeliverable", "mailbox full")
    change(archive, """
        UPDATE mail SET state = 'waiting', sealed = x'00', next_attempt_at = 9999999999, handed_over_at = NULL
        WHERE recipient = 'waiting@example.org'
        """)
    archive.letters = letters
    return archive


EXPECTED = {
    "bounced": "bounced", "complete": "complete", "listed": "listed", "mailed": "mailed", "own": "own-password",
    "printed": "handed-out", "signed": "signed-in", "undeliverable": "undeliverable", "waiting": "waiting"}


def test_each_rung_is_told_and_can_be_asked_for(ladder):
    assert rungs(ladder) == EXPECTED
    for name, rung in EXPECTED.items():
        assert rungs(ladder, "--state", rung) == {name: rung}
    assert set(rungs(ladder, "--state", "bounced", "undeliverable")) == {"bounced", "undeliverable"}
    never_in = {"bounced", "listed", "mailed", "printed", "undeliverable", "waiting"}
    assert set(rungs(ladder, "--pending")) == never_in
    listing = ladder("account", "list", "--module", "2017-iv")
    assert "no such mailbox" in listing.out and "mailbox full" in listing.out
    assert listing.err.startswith("9 participants: 1 listed, 1 handed-out, 1 waiting, 1 undeliverable, 1 bounced, ")
    assert "6 were never in, 4 cannot get in." in listing.err
    assert ladder.attempt("account", "list", "--module", "2017-iv", "--state", "lost").code == 64
    people = ladder("account", "list", "--module", "2017-iv", "--json").json
    assert {p["email"].split("@")[0] for p in people if p["cannot_get_in"]} == {
        "bounced", "listed", "undeliverable", "waiting"}
    assert all(person["since"] for person in people)


def test_account_show_tells_the_rung_of_each_module(ladder):
    ladder("module", "add", "sozialplanung", "2018-v", "--number", "V", "--title", "T", "--date", "2018-01-01")
    assert [(step["module"], step["rung"]) for step in ladder.account("printed@example.org")["ladder"]] == [
        ("2017-iv", "handed-out"), ("2018-v", "handed-out")]
    [step] = ladder.account("bounced@example.org")["ladder"]
    assert step["rung"] == "bounced" and step["reason"] == "no such mailbox"
    assert "module 2017-iv: bounced since" in ladder("account", "show", "bounced@example.org").out
    assert ladder.account("elsewhere@example.org")["ladder"] == []


def test_who_is_revoked_or_not_admitted_any_more_is_not_pending(ladder):
    ladder("account", "revoke", "listed@example.org")
    change(ladder, "UPDATE admission SET ends_at = 1 WHERE account_id = (SELECT id FROM account WHERE email = ?)",
           "mailed@example.org")
    assert "listed" not in rungs(ladder, "--pending") and "mailed" not in rungs(ladder, "--pending")
    listing = ladder("account", "list", "--module", "2017-iv")
    assert "Besides, revoked or ended: 2." in listing.err and "7 participants" in listing.err


def test_renewal_of_all_pending(ladder):
    command = ["account", "renew", "--all-pending", "--module", "2017-iv"]
    before = ladder.everything()
    shown = ladder(*command, "--dry-run", "--older-than", "0")
    assert ladder.everything() == before
    assert [line.split()[0] for line in shown.out.splitlines()[1:]] == [
        "listed@example.org", "mailed@example.org", "printed@example.org"]
    for words in ["bounced@example.org is passed over", "no such mailbox", "mail is on its way: 1", "dry run"]:
        assert words in shown.err
    # Everything is younger than a day, but for the one who was only listed.
    first = ladder(*command)
    assert "younger than --older-than says: 2" in first.err and "Passwords issued: 1." in first.err
    assert ladder.letter("listed@example.org").password
    second = ladder(*command)
    assert "Nobody of '2017-iv' is due" in second.err
    change(ladder, "UPDATE mail SET created_at = created_at - 90000")
    change(ladder, "UPDATE credential SET created_at = created_at - 90000")
    mails = len(ladder.mails())
    assert "Passwords issued: 3." in ladder(*command).err
    assert "Nobody of '2017-iv' is due" in ladder(*command).err
    assert len(ladder.mails()) == mails + 3
    assert "Passwords issued: 2." in ladder(*command, "--include-bounced").err
    assert rungs(ladder) == {
        **EXPECTED, "bounced": "mailed", "listed": "mailed", "printed": "mailed", "undeliverable": "mailed"}
    # What was mailed before still works.
    server = ladder.serve()
    server.browser().enter(ladder.letters["mailed"])
    assert rungs(ladder)["mailed"] == "signed-in"


def test_interrupted_import_is_finished_by_a_renewal(archive, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("E-Mail;Name\n" + "".join(f"p{number}@example.org;P\n" for number in range(5)))
    archive("account", "import", path, "--module", "2017-iv")
    archive("account", "renew", "--all-pending", "--module", "2017-iv")
    assert len(archive.mails()) == 5
    archive("account", "import", path, "--module", "2017-iv", "--issue")
    archive("account", "renew", "--all-pending", "--module", "2017-iv")
    assert len(archive.mails()) == 5
