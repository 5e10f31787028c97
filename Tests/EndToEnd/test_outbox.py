"""The outbox: what waits, what is tried again, and what is left of it."""

import fcntl
import os
import signal
import sqlite3
import time

import pytest

from mail_office import local, mailing  # noqa: F401
from misbehaving_server import MisbehavingServer
from site_driver import PATIENCE, free_port


def block(office):
    """Puts a file where the folder of mails belongs."""
    office.outbox.write_text("in the way")


def wait_until(holds):
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def database_files(office):
    return b"".join(path.read_bytes() for path in office.folder.glob("nachlese.db*"))


def change(office, sql, *values):
    database = sqlite3.connect(office.folder / "nachlese.db", isolation_level=None, timeout=PATIENCE)
    database.execute(sql, values)
    database.close()


def test_waiting_mails_are_tried_when_somebody_says_so(office):
    block(office)
    for name in "abc":
        result = office.attempt("account", "issue", f"{name}@{name}.example", "--name", name)
        assert result.code == 3 and "nachlese mail retry" in result.err
    first, second, third = reversed(office.mails())
    assert all(mail["reason"] and mail["next_attempt"] and mail["first_attempt"] for mail in office.mails())
    still = office.attempt("mail", "retry", "--all")
    assert still.code == 69 and "takes nothing" in still.err
    office.outbox.unlink()
    result = office("mail", "retry", second["id"])
    assert "Handed over: 1 of 1." in result.err
    assert [path.stem for path in office.eml_files()] == [second["id"]]
    result = office("mail", "retry", "--all")
    assert "Handed over: 2 of 2." in result.err
    assert {path.stem for path in office.eml_files()} == {first["id"], second["id"], third["id"]}
    assert [mail["state"] for mail in office.mails()] == ["handed-over"] * 3
    assert "No mail waits." in office("mail", "retry", "--all").err


def test_mail_that_cannot_be_tried_again_says_what_to_do(office):
    office.issue("a@example.org")
    [mail] = office.mails()
    done = office.attempt("mail", "retry", mail["id"])
    assert done.code == 5 and "nachlese account renew a@example.org" in done.err
    change(office, "UPDATE mail SET state = 'undeliverable', handed_over_at = NULL, last_error = 'x', status = '5.2.2'")
    gone = office.attempt("mail", "retry", mail["id"])
    assert gone.code == 1 and "nachlese account renew a@example.org" in gone.err and "mailbox is full" in gone.err
    assert office.attempt("mail", "retry", mail["id"], "unknown").code in (1, 4)


@pytest.mark.parametrize("arguments, code, said", [
    (["retry"], 64, "--all"), (["retry", "x", "--all"], 64, "--all"), (["retry", "x"], 4, "nachlese mail list"),
    (["list", "--state", "lost"], 64, "undeliverable"),
])
def test_mail_commands_say_what_is_wrong(office, arguments, code, said):
    office.issue("a@example.org")
    result = office.attempt("mail", *arguments)
    assert result.code == code and said in result.err, result


def test_mails_are_listed_by_state(office):
    office.issue("a@example.org")
    os.rename(office.outbox, office.folder / "aside")
    block(office)
    office.attempt("account", "issue", "b@example.org", "--name", "B")
    assert [mail["recipient"] for mail in office("mail", "list", "--state", "waiting", "--json").json] == ["b@example.org"]
    assert [mail["recipient"] for mail in office("mail", "list", "--state", "handed-over", "--json").json] == [
        "a@example.org"]
    assert "b@example.org" not in office("mail", "list", "--state", "undeliverable").out


def test_outage_is_logged_with_its_reason_and_ends_with_a_restart(office):
    server = office.serve()
    office.outbox.rmdir()
    block(office)
    for name in "abcd":
        office.attempt("account", "issue", f"{name}@{name}.example", "--name", name)
    change(office, "UPDATE mail SET next_attempt_at = 0")
    wait_until(lambda: {mail["next_attempt"] for mail in office.mails()}.isdisjoint({None, "1970-01-01T00:00:00Z"}))
    log = server.stop()
    lines = [line for line in log.splitlines() if "takes nothing" in line]
    assert any("waiting=4" in line and "mail folder" in line for line in lines)
    assert "mail delayed" not in log
    assert all(mail["attempts"] == 0 for mail in office.mails())
    office.outbox.unlink()
    server = office.serve()
    wait_until(lambda: all(mail["state"] == "handed-over" for mail in office.mails()))
    assert server.stop().count("mail handed over") == 4


def test_command_does_not_wait_for_whoever_hands_over(office):
    office("account", "list")
    with open(office.folder / "outbox.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        start = time.monotonic()
        result = office("account", "issue", "a@example.org", "--name", "A")
        assert time.monotonic() - start < PATIENCE / 2
        assert "waits in the outbox" in result.err and "nachlese mail retry" in result.err
        assert "Another process" in office("mail", "retry", "--all").err
    office("mail", "retry", "--all")
    assert len(office.eml_files()) == 1


def test_command_hands_over_its_own_mail_only(office):
    block(office)
    for name in "abc":
        office.attempt("account", "issue", f"{name}@example.org", "--name", name)
    office.outbox.unlink()
    change(office, "UPDATE mail SET next_attempt_at = 0")
    letter = office.issue("d@example.org")
    assert [path.name for path in office.eml_files()] == [letter.path.name]


def test_pace_does_not_hold_for_mails_that_become_files(office):
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write("mails-per-minute = 1\nmails-per-day = 1\n")
    for name in "abc":
        office.issue(f"{name}@example.org")
    assert len(office.eml_files()) == 3


@pytest.mark.parametrize("setting", ["mails-per-minute = 0", "mails-per-day = -1", "mails-per-minute = 6001"])
def test_pace_out_of_range_is_refused(office, setting):
    (office.folder / "nachlese.conf").write_text(setting + "\n")
    result = office.attempt("config", "check")
    assert result.code == 78 and setting.split()[0] in result.err


def test_nothing_of_a_password_is_left_after_the_hand_over(office):
    """Security M6, with the server running, which keeps the log of the database open."""
    block(office)
    office.attempt("account", "issue", "a@example.org", "--name", "A")
    database = sqlite3.connect(office.folder / "nachlese.db", isolation_level=None)
    [(sealed,)] = database.execute("SELECT sealed FROM mail").fetchall()
    database.close()
    office.outbox.unlink()
    server = office.serve()
    wait_until(lambda: office.mails()[0]["state"] == "handed-over")
    pieces = [sealed[start:start + 16] for start in range(0, len(sealed) - 16, 64)]

    def left():
        held = database_files(office)
        return sum(piece in held for piece in pieces)

    wait_until(lambda: left() == 0)
    password = office.letter("a@example.org").password.encode()
    for path in [*office.folder.glob("nachlese*")]:
        assert password not in path.read_bytes(), path
        assert password.replace(b"-", b"") not in path.read_bytes(), path
    log = server.stop()
    assert password.decode() not in log and "a@example.org" not in log
    assert left() == 0


def test_stop_ends_at_once_whether_mails_wait_or_not(office):
    server = office.serve()
    office.outbox.rmdir()
    block(office)
    office.attempt("account", "issue", "a@example.org", "--name", "A")
    start = time.monotonic()
    server.signal(signal.SIGTERM)
    server.process.wait(PATIENCE)
    assert server.process.returncode == 0 and time.monotonic() - start < 15
    assert office.mails()[0]["state"] == "waiting"


# By SMTP, to a server that misbehaves.


def issue_while_nobody_is_there(office, server, authority, addresses, **settings):
    """Writes mails that no command can hand over, and then lets the settings lead to the server."""
    office.go(server.settings(authority, smtp_port=free_port(), **settings))
    for address in addresses:
        assert office.attempt("account", "issue", address, "--name", "A").code == 3
    office.go(server.settings(authority, **settings))


def test_recipient_whose_mail_system_is_silent_holds_up_nobody(mailing, authority, local):
    with MisbehavingServer(local) as server:
        others = [f"p{number}@haus{number}.example" for number in range(5)]
        issue_while_nobody_is_there(mailing, server, authority, ["stille@example.org", *others], smtp_timeout=2)
        # A start is a reason to try again at once.
        running = mailing.serve()
        wait_until(lambda: len(server.mails) == 5)
        wait_until(lambda: mailing.mails()[-1]["attempts"] == 1)
        assert {mail["recipient"]: mail["state"] for mail in mailing.mails()} == {
            "stille@example.org": "waiting", **{address: "handed-over" for address in others}}
        log = running.stop()
        [line] = [line for line in log.splitlines() if "mail delayed" in line]
        assert "did not answer in time" in line and "takes nothing" not in log
        assert "@" not in log


def test_reason_of_a_delay_is_logged_without_the_address(mailing, authority, local):
    with MisbehavingServer(local) as server:
        issue_while_nobody_is_there(mailing, server, authority, ["voll@example.org", "unbekannt@example.org"])
        running = mailing.serve()
        wait_until(lambda: {mail["state"] for mail in mailing.mails()} == {"waiting", "undeliverable"})
        full, unknown = sorted(mailing.mails(), key=lambda mail: mail["recipient"], reverse=True)
        assert full["status"] == "4.2.2" and full["reason"] == "The mailbox is full."
        assert unknown["status"] == "5.1.1" and unknown["reason"] == "The address does not exist there."
        log = running.stop()
        assert any("mail delayed" in line and "452 4.2.2" in line for line in log.splitlines())
        assert any("mail undeliverable" in line and "550 5.1.1" in line for line in log.splitlines())
        assert "example.org" not in log


def test_only_so_many_a_minute_go_out_whoever_hands_over(mailing, authority, local):
    with MisbehavingServer(local) as server:
        addresses = [f"p{number}@example.org" for number in range(5)]
        issue_while_nobody_is_there(mailing, server, authority, addresses, mails_per_minute=2)
        running = mailing.serve()
        wait_until(lambda: len(server.mails) == 2)
        result = mailing("account", "issue", "late@example.org", "--name", "A")
        assert "as many went out as the settings allow" in result.err
        log = running.stop()
        assert "as many mails went out as the settings allow" in log
        # Another process does not begin anew; it is the oldest that went out.
        assert "As many mails went out" in mailing("mail", "retry", "--all").err
        assert [mail.recipient for mail in server.mails] == addresses[:2]
        # The minute passes.
        change(mailing, "UPDATE mail SET handed_over_at = handed_over_at - 60 WHERE handed_over_at IS NOT NULL")
        assert "Handed over: 2 of 4." in mailing("mail", "retry", "--all").err
        assert [mail.recipient for mail in server.mails] == addresses[:4]


def test_command_tries_its_own_mail_and_does_not_hang(mailing, authority, local):
    with MisbehavingServer(local) as server:
        issue_while_nobody_is_there(mailing, server, authority, ["a@example.org", "b@example.org"], smtp_timeout=600)
        change(mailing, "UPDATE mail SET next_attempt_at = 0")
        result = mailing("account", "issue", "own@example.org", "--name", "A")
        assert "was handed over" in result.err and [mail.recipient for mail in server.mails] == ["own@example.org"]
        start = time.monotonic()
        result = mailing.attempt("account", "issue", "stille@example.org", "--name", "A")
        assert result.code == 3 and "30 seconds" in result.err, result
        assert time.monotonic() - start < PATIENCE
        [mail] = [mail for mail in mailing.mails() if mail["recipient"] == "stille@example.org"]
        assert mail["state"] == "waiting" and mail["attempts"] == 0


def test_stop_lets_the_mail_on_its_way_arrive(mailing, authority, local):
    """Nothing is lost and nothing arrives twice when a server ends while it hands over."""
    with MisbehavingServer(local) as server:
        addresses = [f"p{number}@example.org" for number in range(6)]
        mailing.go(server.settings(authority))
        with open(mailing.folder / "outbox.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for address in addresses:
                mailing("account", "issue", address, "--name", "A")
        for _ in range(3):
            seen = len(server.mails)
            running = mailing.serve()
            wait_until(lambda: len(server.mails) > seen or len(server.mails) == 6)
            running.stop()
            assert running.process.returncode == 0
        running = mailing.serve()
        wait_until(lambda: all(mail["state"] == "handed-over" for mail in mailing.mails()))
        running.stop()
        assert [mail.recipient for mail in server.mails] == addresses
