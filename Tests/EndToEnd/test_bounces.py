"""Mails that come back: what `nachlese mail bounce` makes of them."""

import base64
import hashlib
import hmac
import os
import pty
import sqlite3
import subprocess

import pytest

from mail_office import local, mailing  # noqa: F401
from misbehaving_server import MisbehavingServer
from postfix_house import postfix  # noqa: F401
from site_driver import BINARY, PATIENCE


def keyed(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


@pytest.fixture
def returned(office):
    """An office whose one mail is out, and the address that its envelope had."""
    office.settings(
        mail_from="nachlese@example.org", bounce_address="bounces@example.org", office_name="Beispielverband")
    office.issue("erika@haus.example", "--module", "2017-iv")
    [mail] = office.mails()
    key = (office.folder / "nachlese.key").read_bytes()
    tag = base64.b32encode(keyed(keyed(key, "bounce address"), mail["id"])[:10]).decode().lower()
    office.address = f"bounces+{mail['id']}.{tag}@example.org"
    return office


def report(address, action="failed", status="5.1.1", diagnostic="smtp; 550 5.1.1 no such user", encode=False):
    """A delivery report as RFC 3464 has it."""
    body = "\r\n".join([
        "Reporting-MTA: dns; relay.example", "", "Final-Recipient: rfc822; erika@haus.example", f"Action: {action}",
        f"Status: {status}", f"Diagnostic-Code: {diagnostic}", ""])
    if encode:
        body = base64.encodebytes(body.encode()).decode().replace("\n", "\r\n")
    return "\r\n".join([
        "Return-Path: <>", "From: MAILER-DAEMON@relay.example", f"To: {address}", "Subject: Returned",
        "MIME-Version: 1.0", 'Content-Type: multipart/report; report-type=delivery-status;', '\tboundary="=_b/1"', "",
        "--=_b/1", "Content-Type: text/plain", "", "It did not arrive.", "", "--=_b/1",
        "Content-Type: message/delivery-status", *(["Content-Transfer-Encoding: base64"] if encode else []), "",
        body, "--=_b/1", "Content-Type: message/rfc822", "", "Subject: Ihr Zugang", "", "--=_b/1--", ""])


@pytest.mark.parametrize("encode", [False, True])
def test_returned_mail_marks_the_one_it_is_about(returned, encode):
    result = returned("mail", "bounce", input=report(returned.address, encode=encode))
    assert "erika@haus.example" in result.err and "The address does not exist there." in result.err
    [mail] = returned.mails()
    assert mail["state"] == "bounced" and mail["bounced"] and mail["handed_over"]
    assert mail["status"] == "5.1.1" and mail["reason"] == "The address does not exist there."
    assert "550 5.1.1 no such user" in mail["last_error"]
    assert returned("mail", "list", "--state", "bounced", "--json").json == [mail]
    assert returned("mail", "list", "--state", "handed-over", "--json").json == []
    shown = returned("mail", "show", mail["id"]).out
    assert "bounced" in shown and "The address does not exist there." in shown and "5.1.1" in shown
    again = returned("mail", "bounce", input=report(returned.address, status="5.2.2"))
    assert "already" in again.err and returned.mails() == [mail]
    retried = returned.attempt("mail", "retry", mail["id"])
    assert retried.code == 1 and "nachlese account renew erika@haus.example" in retried.err


def test_returned_mail_is_taken_while_the_server_runs(returned):
    server = returned.serve("--listen", "127.0.0.1:0")
    returned("mail", "bounce", input=report(returned.address.upper()))
    assert returned.mails()[0]["state"] == "bounced"
    server.stop()


@pytest.mark.parametrize("name", ["ORIGINAL_RECIPIENT", "RECIPIENT"])
def test_recipient_of_the_envelope_counts(returned, name):
    returned.environment[name] = returned.address
    returned("mail", "bounce", input=report("postmaster@example.org"))
    assert returned.mails()[0]["state"] == "bounced"


def test_recipient_of_the_envelope_can_be_an_argument(returned):
    returned("mail", "bounce", "--recipient", returned.address, input=report("postmaster@example.org"))
    assert returned.mails()[0]["state"] == "bounced"


def wrong_tag(address):
    local, _, domain = address.partition("@")
    return local[:-1] + ("a" if local[-1] != "a" else "b") + "@" + domain


@pytest.mark.parametrize("make, said", [
    (lambda address: report(wrong_tag(address)), "not ours"),
    (lambda address: report(address.replace("+", "+0", 1)), "not ours"),
    (lambda address: report("bounces@example.org"), "no address of a returned mail"),
    (lambda address: report(address, action="delayed", status="4.4.1"), "did not fail"),
    (lambda address: report(address, action="delivered", status="2.0.0"), "did not fail"),
    (lambda address: f"To: {address}\nSubject: Abwesenheit\nAuto-Submitted: auto-replied\n\nAb Montag.\n",
     "not a delivery report"),
    (lambda address: f"To: {address}\nContent-Type: message/rfc822\n\n" + report(address), "not a delivery report"),
    (lambda address: "", "no address of a returned mail"),
    (lambda address: "\0" * 1000, "no address of a returned mail"),
    (lambda address: report(address.split("@")[0] + "@")[:200] + "\n\n" + "x" * 6_000_000, "nobody was marked"),
])
def test_everything_else_marks_nobody_and_is_not_returned_again(returned, make, said):
    before = returned.everything()
    result = returned.attempt("mail", "bounce", input=make(returned.address))
    assert result.code == 0 and said in result.err, result
    assert len(result.err.splitlines()) == 1
    assert returned.everything() == before


def test_locked_database_is_a_reason_to_try_again(returned):
    blocker = sqlite3.connect(returned.folder / "nachlese.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    result = returned.attempt("mail", "bounce", input=report(returned.address))
    assert result.code == 75 and "in use" in result.err, result
    blocker.execute("ROLLBACK")
    returned("mail", "bounce", input=report(returned.address))
    assert returned.mails()[0]["state"] == "bounced"


def test_missing_data_folder_is_a_reason_to_try_again(nachlese):
    result = nachlese.attempt("mail", "bounce", input=report("bounces@example.org"))
    assert result.code == 75 and "no database" in result.err, result


def test_nobody_is_kept_waiting_at_a_terminal(returned):
    leader, follower = pty.openpty()
    done = subprocess.run(
        [BINARY, "mail", "bounce"], env=returned.environment, stdin=follower, capture_output=True, timeout=PATIENCE)
    os.close(leader)
    os.close(follower)
    assert done.returncode == 64 and b"nachlese mail bounce < returned.eml" in done.stderr


def test_what_a_mail_system_says_does_not_steer_a_terminal(returned):
    result = returned("mail", "bounce", input=report(returned.address, diagnostic="smtp; 550 \x1b[2J\x9b31m\u202e"))
    assert "\x1b" not in result.err
    for command in (["mail", "list"], ["mail", "show", returned.mails()[0]["id"]]):
        assert not any(sign in returned(*command).out for sign in "\x1b\x9b\u202e")


@pytest.mark.parametrize("address", [
    "a" * 31 + "@example.org", "bounces", "a@b@c", "bounces@" + ".".join(["a" * 60] * 4)])
def test_bounce_address_without_room_for_a_tag_is_refused(nachlese, address):
    nachlese.settings(bounce_address=address)
    result = nachlese.attempt("config", "check")
    assert result.code == 78 and "bounce-address" in result.err


def test_report_of_a_real_mail_system_marks_the_person(mailing, postfix):
    """What Postfix sends back to the address of the envelope, octet by octet."""
    office = mailing.go(postfix.settings(bounce_address="bounces@example.org"), postfix.password)
    office("account", "issue", "weg@bounce.example", "--name", "A", "--module", "2017-iv")
    [mail] = office.mails()
    assert mail["state"] == "handed-over"
    [returned] = postfix.wait_for(f"bounces+{mail['id']}.")
    result = office("mail", "bounce", input=returned.as_bytes().decode())
    assert "weg@bounce.example" in result.err
    [mail] = office.mails()
    assert mail["state"] == "bounced" and mail["status"] == "5.1.1"
    assert mail["reason"] == "The address does not exist there."


def test_envelope_sender_names_the_mail_and_the_sender_stays(mailing, authority, local):
    with MisbehavingServer(local) as server:
        office = mailing.go(server.settings(authority, bounce_address="bounces@example.org"))
        office("account", "issue", "a@example.org", "--name", "A", "--module", "2017-iv")
        [mail] = office.mails()
        [sent] = server.mails
        name, _, domain = sent.sender.partition("@")
        key = (office.folder / "nachlese.key").read_bytes()
        tag = base64.b32encode(keyed(keyed(key, "bounce address"), mail["id"])[:10]).decode().lower()
        assert (name, domain) == (f"bounces+{mail['id']}.{tag}", "example.org") and len(name) <= 64
        assert b"From: " in sent.octets and b"bounces" not in sent.octets
