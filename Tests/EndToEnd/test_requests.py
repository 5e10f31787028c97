"""Requests for access: what the office decides, what it can take back, what it is told, and what comes by mail."""

import email.message
import email.policy
import os
import pty
import random
import signal
import sqlite3
import subprocess
import time

import pytest

from site_driver import BINARY, PATIENCE, Letter



def written(sender="Erika Muster <erika@haus.example>", subject="Zugang zu den Präsentationen: Modul IV: Netzwerke und "
            "Kooperation", text="Guten Tag,\n\nich habe teilgenommen und habe kein Passwort.\n", path="erika@haus.example",
            name="1@haus.example", charset="utf-8", **fields):
    """A mail as a mail program writes it, with the field in which the mail system notes the envelope."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    if path is not None:
        message["Return-Path"] = f"<{path}>"
    if sender is not None:
        message["From"] = sender
    message["To"] = "zugang@example.org"
    message["Subject"] = subject
    if name is not None:
        message["Message-ID"] = f"<{name}>"
    for field, value in fields.items():
        message[field.replace("_", "-")] = value
    message.set_content(text, charset=charset)
    return message


def take(office, message, *arguments, code=0, **options):
    """Gives a mail to the command as the mail system does."""
    octets = message if isinstance(message, bytes) else message.as_bytes()
    done = subprocess.run(
        [BINARY, "request", "intake", *arguments], env={**office.environment, **options}, input=octets,
        capture_output=True, timeout=PATIENCE)
    assert done.returncode == code, done
    assert done.stdout == b"" and len(done.stderr.splitlines()) == 1, done
    return done.stderr.decode()


def requests(office, *arguments):
    return office("request", "list", "--json", *arguments).json


def ask(office, address="erika@haus.example", number=1, **more):
    """Files a request and returns its reference."""
    take(office, written(f"Erika Muster <{address}>", path=address, name=f"{number}@haus.example", **more))
    return requests(office, "--all")[-1]["reference"]


def mails(office, kind):
    return [mail for mail in office.mails() if mail["kind"] == kind]


def wait_for(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
    return found


def shift(office, seconds):
    """Lets time pass for everything about requests, mails included."""
    with sqlite3.connect(office.folder / "nachlese.db", timeout=PATIENCE) as database:
        for table, columns in {
                "access_request": ["created_at", "announced_at", "reminded_at", "noticed_at", "decided_at"],
                "access_decision": ["final_at"], "mail": ["created_at", "next_attempt_at"],
                "automatic_answer": ["created_at"]}.items():
            for column in columns:
                database.execute(f"UPDATE {table} SET {column} = {column} - ? WHERE {column} IS NOT NULL", [seconds])
    database.close()


# Deciding

def test_accepted_request_leads_to_somebody_who_gets_in(site):
    reference = ask(site)
    said = site("request", "accept", reference)
    assert "has an account" in said.err and "is not confirmed" in said.err and f"undo {reference}" in said.err
    [mail] = mails(site, "credentials")
    assert mail["state"] == "waiting" and site.account("erika@haus.example")["admissions"][0]["slug"] == "2017-iv"
    # Nothing leaves while it can be taken back, also where all mails are tried anew.
    time.sleep(2)
    site("mail", "retry", "--all")
    assert [mail["state"] for mail in mails(site, "credentials")] == ["waiting"]
    shift(site, 600)
    wait_for(lambda: mails(site, "credentials")[0]["state"] == "handed-over", "the mail did not go out")
    letter = site.letter("erika@haus.example")
    assert letter.defects() == [] and letter.recipient_name == "Erika Muster"
    assert site.server.browser().sign_in("erika@haus.example", letter.password).status == 303
    undone = site.attempt("request", "undo", reference)
    assert undone.code == 1 and "cannot be taken back any more" in undone.err and "account revoke" in undone.err


def test_decision_is_taken_back_without_a_trace(office):
    before = office.everything()
    reference = ask(office)
    for command in (["accept", reference], ["decline", reference, "--reason", "Leider nicht."]):
        with_request = office.everything()
        office("request", *command)
        assert office.everything() != with_request
        assert "is open again" in office("request", "undo", reference.lower()).err
        assert office.everything() == with_request
        again = office.attempt("request", "undo", reference)
        assert again.code == 1 and "there is no decision to take back" in again.err
    assert office.everything()["accounts"] == before["accounts"] == []


def test_after_ten_minutes_a_decision_stands_though_its_mail_waits(office):
    reference = ask(office)
    office("request", "accept", reference)
    shift(office, 300)
    office("request", "undo", reference)
    office("request", "accept", reference)
    shift(office, 601)
    late = office.attempt("request", "undo", reference)
    assert late.code == 1 and "that was possible until" in late.err
    assert len(office.accounts()) == 1 and requests(office, "--all")[0]["undoable_until"] is None


def test_mail_goes_at_once_where_that_is_said(office):
    reference = ask(office)
    said = office("request", "accept", reference, "--now")
    assert "lies in" in said.err and office.letter("erika@haus.example").password
    assert office.attempt("request", "undo", reference).code == 1
    second = ask(office, "b@haus.example", 2)
    office("request", "decline", second, "--now", "--reason", "Wir dürfen sie nicht weitergeben.\nEs tut uns leid.")
    letter = Letter(office.outbox / f"{mails(office, 'request-declined')[0]['id']}.eml")
    assert letter.defects() == [] and "Wir dürfen sie nicht weitergeben.\nEs tut uns leid.\n" in letter.text
    assert "Erika" not in letter.text and letter.message["To"] == "b@haus.example"
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write("undo-minutes = 0\n")
    third = ask(office, "c@haus.example", 3)
    assert "lies in" in office("request", "accept", third).err


def test_several_are_decided_together_each_for_itself(office):
    references = [ask(office, f"{number}@haus.example", number) for number in range(4)]
    office("request", "decline", references[1])
    mixed = office.attempt("request", "accept", *references[:3], "A-2001-0001", references[0])
    assert mixed.code == 3 and "2 of 4" in mixed.err and "declined already" in mixed.err
    assert [request["state"] for request in requests(office, "--all")] == ["accepted", "declined", "accepted", "open"]
    office("request", "undo", references[0], references[1], references[2])
    assert [request["reference"] for request in requests(office)] == references
    none = office.attempt("request", "undo", references[0], references[1])
    assert none.code == 1 and "2 of 2" in none.err
    assert office.attempt("request", "accept", "A-2001-0001").code == 4


def test_guest_and_participant_differ_in_the_end_of_the_admission(office):
    guest = ask(office, "guest@haus.example", 1, text="Ich möchte nur die Folien.")
    tried = office("request", "accept", guest, "--dry-run")
    assert "until" in tried.err and "Nothing was changed" in tried.err and office.accounts() == []
    office("request", "accept", guest)
    assert office.account("guest@haus.example")["admissions"][0]["ends"] is not None
    person = ask(office, "person@haus.example", 2)
    office("request", "accept", person)
    assert office.account("person@haus.example")["admissions"][0]["ends"] is None
    until = ask(office, "until@haus.example", 3)
    office("request", "accept", until, "--until", "2199-12-31", "--series", "sozialplanung", "--name", "Jo Beispiel")
    [admission] = office.account("until@haus.example")["admissions"]
    assert admission["kind"] == "series" and admission["ends"] == "2199-12-31T22:59:59Z"
    assert office.account("until@haus.example")["name"] == "Jo Beispiel"


def test_address_that_has_an_account_meanwhile_gets_the_admission(site):
    letter = site.issue("erika@haus.example")
    reference = ask(site)
    assert requests(site)[0]["has_account"] is True
    site("request", "accept", reference, "--now")
    second = site.letter("erika@haus.example")
    assert second.password and second.password != letter.password
    assert site.server.browser().sign_in("erika@haus.example", second.password).status == 303
    again = ask(site, number=2, text="Ich bitte um die Folien.")
    site("request", "accept", again, "--series", "sozialplanung", "--now")
    [admitted] = mails(site, "admitted")
    wait_for(lambda: mails(site, "admitted")[0]["state"] == "handed-over", "the mail did not go out")
    notice = Letter(site.outbox / f"{admitted['id']}.eml")
    assert notice.defects() == [] and "Passwort:" not in notice.text and "alle Module der Reihe" in notice.text
    site("account", "revoke", "erika@haus.example")
    third = ask(site, number=3)
    refused = site.attempt("request", "accept", third)
    assert refused.code == 1 and "is revoked" in refused.err and len(requests(site)) == 1


def test_list_counts_and_begins_with_the_oldest(office):
    assert office("request", "list").out == "Open requests: 0\n"
    first = ask(office, "a@haus.example", 1)
    shift(office, 3600)
    second = ask(office, "b@haus.example", 2)
    lines = office("request", "list").out.splitlines()
    assert lines[0] == "Open requests: 2, the oldest first"
    assert [line.split()[0] for line in lines[3:]] == [first, second]
    assert all("(not confirmed)" in line for line in lines[3:])
    office("request", "decline", first)
    assert [request["reference"] for request in requests(office)] == [second]
    assert [request["reference"] for request in requests(office, "--state", "declined")] == [first]
    assert office("request", "list", "--state", "accepted").out == "Accepted requests: 0\n"
    shown = office("request", "show", first)
    assert "Can be undone" in shown.out and "request accept" not in shown.out
    shown = office("request", "show", second, "--json").json
    assert shown["message"].startswith("Zugang zu den Präsentationen: Modul IV") and shown["confirmed"] is False


def test_nothing_that_was_typed_steers_a_terminal(office):
    hostile = "\x1b[2J\x9b31m\u202e"
    take(office, written("=?utf-8?q?Jo=1B=5B2J=E2=80=AE?= <a@haus.example>", "x", f"{hostile}\r\nzwei"))
    for command in (["list"], ["show", requests(office)[0]["reference"]]):
        for result in (office("request", *command), office("request", *command, "--json")):
            assert not any(sign in result.out for sign in "\x1b\x9b\u202e")


@pytest.mark.parametrize("arguments, code, said", [
    (["accept"], 64, "reference"), (["decline"], 64, "reference"), (["undo"], 64, "reference"), (["show"], 64, "reference"),
    (["accept", "A-2026"], 64, "A-2026-0143"), (["show", "7"], 64, "A-2026-0143"), (["show", "A-2001-0001"], 4, "request list"),
    (["decline", "A-2001-0001"], 4, "A-2001-0001"), (["undo", "A-2001-0001"], 4, "A-2001-0001"),
    (["list", "--state", "new"], 64, "open, accepted, declined"), (["list", "--state", "open", "--all"], 64, "either"),
    (["accept", "REQUEST", "--module", "nowhere"], 4, "nowhere"), (["accept", "REQUEST", "--series", "nowhere"], 4, "nowhere"),
    (["accept", "REQUEST", "--module", "2017-iv", "--series", "sozialplanung"], 64, "either"),
    (["accept", "REQUEST", "--until", "2001-01-01"], 65, "has passed"), (["accept", "REQUEST", "--until", "soon"], 64, "day"),
    (["accept", "REQUEST", "A-2026-0002", "--name", "Jo"], 64, "one request"), (["accept", "REQUEST", "--name", " "], 64, "text"),
    (["decline", "REQUEST", "--reason", "x" * 4001], 64, "longer"), (["decline", "REQUEST", "--dry-run"], 0, "Would decline"),
    (["accept", "REQUEST", "-n"], 0, "Would accept"), (["acept"], 64, "did you mean 'nachlese request accept'"),
    (["list", "--data", "/nonexistent"], 4, "no database"), (["intake", "REQUEST"], 64, "intake"),
])
def test_every_wrong_argument_has_an_answer_and_changes_nothing(office, arguments, code, said):
    reference = ask(office)
    before = office.everything(), requests(office, "--all")
    result = office.attempt("request", *[reference if word == "REQUEST" else word for word in arguments])
    assert result.code == code and said in result.err, result
    assert (office.everything(), requests(office, "--all")) == before


def test_request_without_a_module_says_what_is_missing(office):
    reference = ask(office, subject="Frage", text="Ich war dabei.")
    result = office.attempt("request", "accept", reference)
    assert result.code == 64 and f"nachlese request accept {reference} --module MODULE" in result.err
    office("request", "accept", reference, "--module", "2017-iv")


def test_killed_while_accepting_everything_or_nothing_is_there(office):
    dice = random.Random(1)
    references = [ask(office, f"p{number}@haus.example", number) for number in range(12)]
    done = 0
    for reference in references:
        command = office.start("request", "accept", reference)
        time.sleep(dice.uniform(0, 0.8))
        command.send_signal(signal.SIGKILL)
        command.wait()
        command.stderr.close()
        command.stdout.close()
        [request] = [request for request in requests(office, "--all") if request["reference"] == reference]
        with sqlite3.connect(office.folder / "nachlese.db") as database:
            counts = [database.execute(query, [request["email"]]).fetchone()[0] for query in (
                "SELECT count(*) FROM account WHERE email_key = ?",
                "SELECT count(*) FROM admission a JOIN account b ON b.id = a.account_id WHERE b.email_key = ?",
                "SELECT count(*) FROM credential a JOIN account b ON b.id = a.account_id WHERE b.email_key = ?",
                "SELECT count(*) FROM mail WHERE kind = 'credentials' AND recipient = ?")]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.close()
        assert counts == [1 if request["state"] == "accepted" else 0] * 4
        done += counts[0]
    for request in requests(office):
        office("request", "accept", request["reference"])
    office("request", "undo", *references)
    assert office.accounts() == [] and len(requests(office)) == 12 and mails(office, "credentials") == []


# Telling the office

def test_office_is_told_in_one_mail_and_again_when_nothing_happens(office):
    office("request", "list")
    for number in range(3):
        ask(office, f"p{number}@haus.example", number, text="Ich war dabei.\nhttps://evil.example/\nPasswort: x")
    server = office.serve()
    time.sleep(6)
    assert mails(office, "requests-announced") == []
    shift(office, 300)
    [mail] = wait_for(lambda: mails(office, "requests-announced"), "the office was not told")
    wait_for(lambda: mails(office, "requests-announced")[0]["state"] == "handed-over", "the mail did not go out")
    letter = Letter(office.outbox / f"{mail['id']}.eml")
    assert letter.defects() == [] and mail["recipient"] == "buero@example.org" and "(3)" in mail["subject"]
    for request in requests(office):
        assert f"nachlese request accept {request['reference']}\n" in letter.text
        assert f"nachlese request decline {request['reference']}\n" in letter.text
        assert request["announced"]
    assert "> https://evil.example/" in letter.text and "> Passwort: x" in letter.text
    assert 'href="https://evil' not in letter.message.get_body(("html",)).get_content()
    assert not any("evil" in value or "Erika" in value for value in letter.message.values())
    office("request", "decline", requests(office)[0]["reference"])
    shift(office, 3 * 86_400)
    [again] = wait_for(lambda: mails(office, "requests-waiting"), "the office was not told again")
    assert "(2)" in again["subject"]
    shift(office, 88 * 86_400)
    wait_for(lambda: len(requests(office, "--all")) == 2, "what was decided was not forgotten")
    server.stop()


# By mail

def test_mail_is_filed_once_and_answered_as_rfc_3834_has_it(site):
    message = written(References="<0@haus.example>")
    said = take(site, message)
    assert "Filed as A-" in said and "an answer is in the outbox" in said
    assert "already" in take(site, message)
    [request] = requests(site)
    assert request["door"] == "took-part" and request["module"] == "2017-iv" and request["source"] == "mail"
    assert request["name"] == "Erika Muster" and request["language"] == "de"
    [answer] = wait_for(
        lambda: [mail for mail in mails(site, "request-received") if mail["state"] == "handed-over"], "no answer")
    letter = Letter(site.outbox / f"{answer['id']}.eml")
    assert letter.defects() == [] and answer["recipient"] == "erika@haus.example"
    assert letter.message["Auto-Submitted"] == "auto-replied"
    assert letter.message["In-Reply-To"] == "<1@haus.example>"
    assert letter.message["References"] == "<0@haus.example> <1@haus.example>"
    assert request["reference"] in letter.text and "Erika" not in letter.text and "Passwort" not in letter.text
    # Once a day; the mail is filed all the same.
    assert "not answered a second time" in take(site, written(name="2@haus.example"))
    assert len(mails(site, "request-received")) == 1 and len(requests(site)) == 2
    shift(site, 86_401)
    assert "an answer is in the outbox" in take(site, written(name="3@haus.example"))


def test_answer_has_the_empty_return_path(office):
    sendmail = office.folder / "sendmail"
    sendmail.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {office.folder}/calls\ncat > /dev/null\n')
    sendmail.chmod(0o755)
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write(f"mail-transport = sendmail\nsendmail-path = {sendmail}\n")
    take(office, written())
    office("mail", "retry", "--all")
    calls = (office.folder / "calls").read_text().splitlines()
    assert calls[calls.index("-f") + 1] in ("", "<>") and "erika@haus.example" in calls


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_real_mails_with_attachments_are_read(office, charset, encoding):
    message = written("Jörg Müller-Straße <j@haus.example>", path="j@haus.example", text="x")
    message.clear_content()
    text = "Grüße aus Thüringen: ich habe an der Veranstaltung teilgenommen.\n"
    message.set_content(text, charset=charset, cte=encoding)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    message.add_attachment(os.urandom(200_000), maintype="application", subtype="pdf", filename="Übersicht.pdf")
    message.add_attachment("Ich habe nicht teilgenommen.", filename="notiz.txt")
    take(office, message)
    [request] = requests(office)
    assert text.strip() in request["message"] and "nicht teilgenommen" not in request["message"]
    assert request["name"] == "Jörg Müller-Straße" and request["door"] == "took-part"


def test_html_alone_english_and_broken_mails_are_read(office):
    message = written("a@haus.example", "Access to the presentations: Module IV: Netzwerke und Kooperation", path="a@haus.example")
    message.set_content("<style>p{}</style><p>Dear&nbsp;all,<br>I could not attend the event, please send me the "
                        "slides &ndash; thank you.</p><script>x()</script>", subtype="html")
    take(office, message)
    [request] = requests(office)
    assert request["language"] == "en" and request["door"] == "slides" and request["module"] == "2017-iv"
    assert "Dear all,\nI could not attend" in request["message"] and "x()" not in request["message"]
    assert request["name"] == "a"
    [answer] = mails(office, "request-received")
    assert answer["subject"].startswith("Your message has arrived")
    for octets in (
            b"From: b@haus.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nteilgenommen",
            b"From: c@haus.example\nContent-Type: text/plain; charset=nonsense\n"
            b"Content-Transfer-Encoding: nonsense\n\nteilgenommen \xff\xfe\x00",
            b"From: d@haus.example", b"\n".join([b"From: e@haus.example", b"X: y" * 100_000, b"", b"z" * 2_000_000]),
            b"From: f@haus.example\nSubject: =?utf-8?B?////?= =?x\n\n" + b"\xff" * 6_000_000):
        assert "Filed" in take(office, octets)
    assert len(requests(office)) == 6


@pytest.mark.parametrize("fields, filed", [
    ({"Auto-Submitted": "auto-replied"}, False), ({"Auto-Submitted": "auto-generated"}, False), ({"path": ""}, False),
    ({"X-Autoreply": "yes"}, False), ({"sender": "MAILER-DAEMON@haus.example"}, False),
    ({"sender": "nachlese@example.org", "path": "nachlese@example.org"}, False),
    ({"sender": "buero@example.org", "path": "buero@example.org"}, False),
    ({"List-Id": "<liste.haus.example>"}, True), ({"Precedence": "bulk"}, True), ({"X-Spam-Flag": "YES"}, True),
    ({"sender": "noreply@haus.example", "path": "noreply@haus.example"}, True),
    ({"X-Auto-Response-Suppress": "All"}, True), ({"path": "other@haus.example"}, True), ({"path": None}, True),
])
def test_robots_lists_and_returned_mail_are_never_answered(office, fields, filed):
    given = {name.replace("-", "_"): value for name, value in fields.items()}
    said = take(office, written(**given))
    assert ("Filed as" in said and "not answered" in said) if filed else "Not filed" in said
    assert office.mails() == [] and len(requests(office)) == (1 if filed else 0)


def test_envelope_that_the_mail_system_tells_counts(office):
    assert "an answer" in take(office, written(path=None), SENDER="erika@haus.example")
    assert "no person" in take(office, written(name="2@haus.example"), SENDER="")
    assert "no person" in take(office, written(name="3@haus.example"), "--sender", "", SENDER="erika@haus.example")
    assert "not answered" in take(office, written(name="4@haus.example"), "--sender", "x@haus.example")
    assert len(mails(office, "request-received")) == 1 and len(requests(office)) == 2


def test_exit_codes_make_the_mail_system_do_the_right_thing(office, tmp_path):
    # Returned, it would reach whoever the envelope names.
    assert "no sender" in take(office, written(sender=None))
    assert "no sender" in take(office, b"")
    blocker = sqlite3.connect(office.folder / "nachlese.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    assert "in use" in take(office, written(), code=75)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert "no database" in take(office, written(), "--data", str(tmp_path / "nowhere"), code=75)
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write("guest-days = many\n")
    assert "guest-days" in take(office, written(), code=75)
    assert office("request", "list", "--all").out == "Requests: 0\n"


def test_what_would_be_filed_can_be_asked(office):
    before = office.everything()
    said = take(office, written(), "--dry-run")
    assert "door took-part, module 2017-iv, language de" in said
    assert take(office, written(sender=None), "-n", code=65)
    assert office.everything() == before and requests(office, "--all") == []


def test_nobody_is_kept_waiting_at_a_terminal(office):
    leader, follower = pty.openpty()
    done = subprocess.run(
        [BINARY, "request", "intake"], env=office.environment, stdin=follower, capture_output=True, timeout=PATIENCE)
    os.close(leader)
    os.close(follower)
    assert done.returncode == 64 and b"nachlese request intake < mail.eml" in done.stderr


@pytest.mark.parametrize("name, value, said", [
    ("guest-days", "0", "1 to 3650"), ("undo-minutes", "61", "0 to 60"), ("announce-minutes", "-1", "0 to 1440"),
    ("remind-days", "91", "1 to 90"), ("office-language", "fr", "de or en")])
def test_wrong_setting_says_what_is_expected(office, name, value, said):
    with open(office.folder / "nachlese.conf", "a") as settings:
        settings.write(f"{name} = {value}\n")
    result = office.attempt("config", "check")
    assert result.code == 78 and name in result.err and said in result.err
