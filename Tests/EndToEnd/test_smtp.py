"""Handing mails over to mail servers: a real one, and one that does what it should not.

The numbers of cases are those of the list of mail tests that the project keeps.
"""

import email
import email.errors
import email.policy
import signal
import sqlite3
import time

import pytest

from aiosmtpd_house import Aiosmtpd
from mail_office import local, mailing, write_password  # noqa: F401
from misbehaving_server import PASSWORD, MisbehavingServer
from postfix_house import postfix  # noqa: F401
from site_driver import PATIENCE, free_port

SENDER = "nachlese@example.org"


def make_due(office):
    """Lets the time until the next try pass."""
    with sqlite3.connect(office.folder / "nachlese.db", timeout=PATIENCE) as database:
        database.execute("UPDATE mail SET next_attempt_at = 0 WHERE state = 'waiting'")
    database.close()


def wait_until(check):
    deadline = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def states(office):
    return {mail["recipient"]: mail["state"] for mail in office.mails()}


def plain(message):
    """What the mail says as text."""
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def defects(message):
    found = []
    for part in message.walk():
        found += part.defects
        for name, value in part.items():
            # Python knows RFC 6532 and calls such addresses defective all the same.
            found += [(name, defect) for defect in value.defects
                      if not isinstance(defect, email.errors.NonASCIILocalPartDefect)]
    return found


# A real mail server.


def test_right_credentials_bring_a_mail_to_a_real_server(mailing, postfix):
    """Case 1."""
    office = mailing.go(postfix.settings(), postfix.password)
    result = office.try_mail("probe@good.example")
    assert result.code == 0, result
    assert "was handed over to localhost" in result.out
    [mail] = postfix.wait_for("probe@good.example")
    assert mail["Return-Path"] == f"<{SENDER}>" and "Testnachricht" in mail["Subject"]
    assert office.mails() == []

    result = office.try_issue("a@good.example")
    assert result.code == 0 and "handed over to localhost" in result.err, result
    [mail] = postfix.wait_for("a@good.example")
    assert "Benutzername: a@good.example" in plain(mail)
    assert states(office) == {"a@good.example": "handed-over"}
    assert "with ESMTPSA" in mail["Received"]
    assert office.eml_files() == []


def test_test_mail_in_english_and_as_json(mailing, postfix):
    office = mailing.go(postfix.settings(), postfix.password)
    told = office("mail", "test", "json@good.example", "--language", "en", "--json").json
    assert told["handed_over"] is True and told["fault"] is None and told["exit"] == 0
    [mail] = postfix.wait_for("json@good.example")
    assert mail["Message-ID"] == told["message_id"] and "Test message" in mail["Subject"]


def test_wrong_password_is_told_and_costs_no_mail(mailing, postfix):
    """Case 2."""
    office = mailing.go(postfix.settings(), "falsch")
    result = office.try_mail()
    assert result.code == 77 and "refuses the user name or the password" in result.err and "535" in result.err
    assert "falsch" not in result.err
    assert office.try_issue("pw@good.example").code == 3
    [mail] = office.mails()
    assert mail["state"] == "waiting" and "user name or the password" in mail["last_error"]
    # Put right, without a restart, it goes.
    write_password(office, postfix.password)
    make_due(office)
    office.serve()
    postfix.wait_for("pw@good.example")


def test_untrusted_certificate_gets_nothing(mailing, postfix):
    """Case 4."""
    settings = postfix.settings()
    del settings["smtp_ca_file"]
    result = mailing.go(settings, postfix.password).try_mail("untrusted@good.example")
    assert result.code == 77 and "not from an authority that is trusted" in result.err, result
    assert "smtp-ca-file" in result.err


def test_certificate_for_another_name_gets_nothing(mailing, authority):
    """Case 5."""
    with MisbehavingServer(authority.issue("other", "mail.example.net")) as server:
        office = mailing.go(server.settings(authority))
        result = office.try_mail()
        assert result.code == 77 and "for another name" in result.err, result
        assert office.try_issue("a@example.org").code == 3
        assert states(office) == {"a@example.org": "waiting"}
        assert server.mails == [] and server.said("AUTH") == 0 and server.said("MAIL") == 0


def test_expired_certificate_gets_nothing(mailing, authority):
    with MisbehavingServer(authority.issue("old", "localhost", days=-1)) as server:
        result = mailing.go(server.settings(authority)).try_mail()
        assert result.code == 77 and "expired" in result.err, result
        assert server.said("AUTH") == 0


def test_implicit_tls(mailing, postfix):
    """Case 6."""
    office = mailing.go(postfix.settings(smtp_security="tls", smtp_port=postfix.tls), postfix.password)
    assert office.try_mail("implicit@good.example").code == 0
    postfix.wait_for("implicit@good.example")


def test_unknown_recipient_at_a_real_server_is_the_end_of_the_mail(mailing, postfix):
    """Case 7."""
    office = mailing.go(postfix.settings(), postfix.password)
    result = office.try_mail("unbekannt@fail.example")
    assert result.code == 65 and "no such recipient" in result.err and "550 5.1.1" in result.err
    assert office.try_issue("unbekannt@fail.example").code == 3
    [mail] = office.mails()
    assert mail["state"] == "undeliverable" and mail["last_error"].startswith("no such recipient")


def test_full_and_greylisted_mailboxes_are_tried_again(mailing, postfix):
    """Case 8."""
    office = mailing.go(postfix.settings(), postfix.password)
    for address, words in [("voll@fail.example", "mailbox full"), ("grau@fail.example", "greylisted")]:
        assert office.try_mail(address).code == 75
        assert office.try_issue(address).code == 3
        [mail] = [mail for mail in office.mails() if mail["recipient"] == address]
        assert mail["state"] == "waiting" and mail["last_error"].startswith(words), mail


def test_refused_sender_costs_no_mail(mailing, postfix):
    office = mailing.go(postfix.settings(mail_from="fremd@example.org"), postfix.password)
    result = office.try_mail("sender@good.example")
    assert result.code == 77 and "refuses the sender" in result.err and "mail-from" in result.err, result
    assert office.try_issue("sender@good.example").code == 3
    assert states(office) == {"sender@good.example": "waiting"}


def test_umlauts_everywhere(mailing, postfix):
    """Case 13."""
    office = mailing.go(postfix.settings(office_name="Büro für Bildung"), postfix.password)
    office("series", "add", "bucher", "--title", "Bücher und Größe")
    address = "jörg.groß@müller.example"
    office("account", "issue", address, "--name", "Jörg Groß", "--series", "bucher")
    [mail] = postfix.wait_for("rg.gro")
    assert mail["To"].addresses[0].username == "jörg.groß"
    assert mail["To"].addresses[0].domain == "xn--mller-kva.example"
    assert mail["To"].addresses[0].display_name == "Jörg Groß"
    assert "Bücher und Größe" in mail["Subject"]
    assert f"Benutzername: {address}\n" in plain(mail)
    assert "with UTF8SMTPSA" in mail["Received"]
    assert defects(mail) == []
    # The same person, typed another way (decomposed, large letters).
    assert office("account", "show", "Jo\u0308rg.Groß@MÜLLER.example", "--json").json["email"] == address


def test_umlauts_before_the_at_where_the_server_cannot_serve_them(mailing, authority, local):
    """Case 13, the other way."""
    with MisbehavingServer(local, utf8=False) as server:
        office = mailing.go(server.settings(authority))
        result = office.try_mail("jörg@example.org")
        assert result.code == 65 and "cannot serve addresses with umlauts before the @" in result.err, result
        assert office.try_issue("jörg@example.org").code == 3
        assert states(office) == {"jörg@example.org": "undeliverable"}
        # In the domain they are no matter.
        assert office.try_mail("joerg@müller.example").code == 0
        assert [mail.recipient for mail in server.mails] == ["joerg@xn--mller-kva.example"]


@pytest.mark.parametrize("name", [
    "Müller-Straße, Jörg", 'Anna "die Gute" Nuß', "Erika 🎓 Muster", "Ärger\r\nBcc: alle@example.org"])
def test_names_arrive_as_they_are_and_add_no_recipient(mailing, postfix, name, request):
    """Case 14."""
    address = f"name{len(request.node.name)}{abs(hash(name)) % 10_000}@good.example"
    office = mailing.go(postfix.settings(), postfix.password)
    office("account", "issue", address, "--name", name, "--module", "2017-iv")
    [mail] = postfix.wait_for(address)
    assert mail["X-Original-To"] == address and mail["Bcc"] is None
    assert mail["To"].addresses[0].display_name == " ".join(name.split())
    assert defects(mail) == []


def test_line_with_a_dot_in_front_arrives_whole(mailing, postfix):
    """Case 15."""
    office = mailing.go(postfix.settings(office_street=".", office_note="..zwei Punkte"), postfix.password)
    office("account", "issue", "dots@good.example", "--name", "A", "--module", "2017-iv")
    [mail] = postfix.wait_for("dots@good.example")
    lines = plain(mail).splitlines()
    assert "." in lines and "..zwei Punkte" in lines and any("0361 000000" in line for line in lines), lines


def test_thirty_in_a_row_go_ten_a_connection(mailing, postfix):
    """Case 16."""
    office = mailing.go(postfix.settings(smtp_port=free_port()), postfix.password)
    addresses = [f"p{number}@thirty.example" for number in range(30)]
    people = "E-Mail;Name\n" + "".join(f"{address};Erika Muster\n" for address in addresses)
    office.attempt("account", "import", "-", "--module", "2017-iv", "--issue", input=people)
    assert len(office.mails()) == 30 and set(states(office).values()) == {"waiting"}
    office.go(postfix.settings(), postfix.password)
    make_due(office)
    before = postfix.log.count(": disconnect from")
    office.serve()
    for address in addresses:
        postfix.wait_for(address)
    wait_until(lambda: set(states(office).values()) == {"handed-over"})
    # Each of them has said goodbye.
    wait_until(lambda: postfix.log.count(": disconnect from") >= before + 3 - 1)
    sessions = postfix.log.split("\n")
    tens = [line for line in sessions if "disconnect from" in line and "data=10" in line]
    assert len(tens) >= 2 and all("quit=1" in line for line in tens[:2])


def test_report_of_failed_delivery_comes_back_to_the_sender(mailing, postfix):
    """Case 17."""
    office = mailing.go(postfix.settings(), postfix.password)
    assert office.try_mail("weg@bounce.example").code == 0
    [report] = postfix.wait_for(SENDER)
    assert report.get_content_type() == "multipart/report" and report["Return-Path"] == "<>"
    fields = "\n".join(str(part) for part in report.walk() if part.get_content_type() == "message/delivery-status")
    assert "weg@bounce.example" in fields and "5.1.1" in fields


def test_every_mail_that_arrived_is_without_a_defect(mailing, postfix):
    """Case 22."""
    office = mailing.go(postfix.settings(), postfix.password)
    office("account", "issue", "last@good.example", "--name", "Jörg, Müller", "--module", "2017-iv")
    postfix.wait_for("last@good.example")
    ours = [mail for mail in postfix.stored() if mail["Return-Path"] != "<>"]
    assert len(ours) >= 1
    for mail in ours:
        assert defects(mail) == [] and mail.as_bytes(policy=email.policy.SMTPUTF8)
        if all(field.isascii() for _, field in mail.raw_items()):
            assert defects(email.message_from_bytes(mail.as_bytes(), policy=email.policy.SMTP)) == []


# A server that misbehaves.


def test_no_password_goes_out_without_tls(mailing, authority):
    """Case 3: AUTH is offered, STARTTLS is not."""
    with Aiosmtpd() as server:
        office = mailing.go(server.settings(authority))
        result = office.try_mail()
        assert result.code == 69 and "offers no TLS" in result.err, result
        assert office.try_issue("a@example.org").code == 3
        assert server.handler.attempts == [] and server.handler.mails == []
        assert states(office) == {"a@example.org": "waiting"}
    with MisbehavingServer(starttls=False, auth_in_clear=True) as server:
        assert mailing.go(server.settings(authority)).try_mail().code == 69
        assert not server.heard_the_password() and server.said("AUTH") == server.said("MAIL") == 0


def test_refusals_of_aiosmtpd(mailing, authority, local):
    """Cases 7, 8 and 9."""
    with Aiosmtpd(local) as server:
        office = mailing.go(server.settings(authority))
        for name, code, state in [
            ("gut", 0, "handed-over"), ("unbekannt", 65, "undeliverable"), ("grau", 75, "waiting"),
            ("voll", 75, "waiting"), ("spaeter", 75, "waiting"), ("werbung", 65, "undeliverable"),
            ("fremd", 77, "waiting"),
        ]:
            address = f"{name}@example.org"
            result = office.try_mail(address)
            assert result.code == code, result
            office.try_issue(address)
            assert states(office)[address] == state
        assert {mail.recipient for mail in server.handler.mails} == {"gut@example.org"}
        assert all(mail.secure and b"\n" not in mail.octets.replace(b"\r\n", b"") for mail in server.handler.mails)


def test_delay_at_the_message_is_tried_again(mailing, authority, local):
    """Case 9."""
    with MisbehavingServer(local) as server:
        office = mailing.go(server.settings(authority))
        assert office.try_issue("spaeter@example.org").code == 3
        [mail] = office.mails()
        assert mail["state"] == "waiting" and "451 4.3.0" in mail["last_error"]


def test_server_that_leaves_mid_session_costs_one_delay(mailing, authority, local):
    """Case 10."""
    with MisbehavingServer(local) as server:
        office = mailing.go(server.settings(authority, smtp_port=free_port()))
        for address in ["weg@example.org", "unbekannt@example.org", "unbekannt@haus.example", "gut@example.org"]:
            assert office.try_issue(address).code == 3
        office.go(server.settings(authority))
        make_due(office)
        office.serve()
        wait_until(lambda: list(states(office).values()).count("waiting") == 1)
        assert states(office) == {
            "weg@example.org": "waiting", "unbekannt@example.org": "undeliverable",
            "unbekannt@haus.example": "undeliverable", "gut@example.org": "handed-over"}
        # After a refusal the conversation went on, from a clean slate.
        assert server.said("RSET") >= 1
        assert [mail.recipient for mail in server.mails] == ["gut@example.org"]


def test_lost_confirmation_brings_the_same_mail_again(mailing, authority, local):
    """Case 11."""
    with MisbehavingServer(local) as server:
        office = mailing.go(server.settings(authority))
        assert office.try_issue("verloren@example.org").code == 3
        [mail] = office.mails()
        assert mail["state"] == "waiting" and "whether the mail was taken is not known" in mail["last_error"]
        assert len(server.mails) == 1, "it must not be sent again right away"
        make_due(office)
        office.serve()
        wait_until(lambda: states(office)["verloren@example.org"] == "handed-over")
        first, second = server.mails
        assert first.octets == second.octets and mail["message_id"].encode() in first.octets


def test_stale_connection_is_opened_anew_for_the_same_mail(mailing, authority, local):
    with MisbehavingServer(local, most=1) as server:
        office = mailing.go(server.settings(authority, smtp_port=free_port()))
        for name in ["eins", "zwei", "drei"]:
            assert office.try_issue(f"{name}@example.org").code == 3
        office.go(server.settings(authority))
        make_due(office)
        office.serve()
        wait_until(lambda: set(states(office).values()) == {"handed-over"})
        # That nobody was at the other address counts for none of them.
        assert {mail["attempts"] for mail in office.mails()} == {1}
        assert [mail.recipient for mail in server.mails] == ["eins@example.org", "zwei@example.org", "drei@example.org"]


def test_silent_server_is_given_up(mailing, authority, local):
    """Case 12."""
    with MisbehavingServer(local) as server:
        result = mailing.go(server.settings(authority, smtp_timeout=1)).try_mail("stille@example.org")
        assert result.code == 69 and "did not answer in time: at RCPT TO" in result.err, result
    with MisbehavingServer(local, greeting=b"") as server:
        result = mailing.go(server.settings(authority, smtp_timeout=1)).try_mail()
        assert result.code == 69 and "greeting" in result.err and "465 goes with tls" in result.err, result


def test_silent_server_keeps_nobody_from_stopping(mailing, authority, local):
    with MisbehavingServer(local) as server:
        office = mailing.go(server.settings(authority, smtp_port=free_port()))
        assert office.try_issue("stille@example.org").code == 3
        office.go(server.settings(authority, smtp_timeout=600))
        make_due(office)
        running = office.serve()
        wait_until(lambda: server.said("RCPT") == 1)
        running.stop()
        assert running.process.returncode == 0
        assert states(office) == {"stille@example.org": "waiting"}


def test_octets_injected_before_tls_end_the_connection(mailing, authority, local):
    with MisbehavingServer(local, injected=b"250-fake\r\n250 AUTH PLAIN\r\n") as server:
        result = mailing.go(server.settings(authority)).try_mail()
        assert result.code == 77 and "before it was secure" in result.err, result
        assert server.said("AUTH") == 0 and server.said("MAIL") == 0 and server.mails == []


@pytest.mark.parametrize("greeting, words", [
    (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak SMTP"),
    (b"\x00\xff\xfe garbage", "does not speak SMTP"),
    (b"220 " + b"a" * 1_000_000 + b"\r\n", "does not speak SMTP: a line that is too long"),
    (b"220-a\r\n" * 150_000, "does not speak SMTP: an answer that is too long"),
    (b"554 5.7.1 go away\r\n", "takes no mail from this machine"),
])
def test_strange_greetings(mailing, authority, local, greeting, words):
    with MisbehavingServer(local, greeting=greeting) as server:
        result = mailing.go(server.settings(authority)).try_mail()
        assert result.code in (69, 77) and words in result.err, result


def test_greeting_octet_by_octet_has_one_deadline(mailing, authority, local):
    with MisbehavingServer(local, trickle=0.2) as server:
        result = mailing.go(server.settings(authority, smtp_timeout=1)).try_mail()
        assert result.code == 69 and "did not answer in time" in result.err, result


def test_login_where_plain_is_not_offered(mailing, authority, local):
    with MisbehavingServer(local, auth="LOGIN CRAM-MD5") as server:
        assert mailing.go(server.settings(authority)).try_mail().code == 0
        assert [mail.secure for mail in server.mails] == [True] and not server.heard_the_password()
        result = mailing.go(server.settings(authority), "wrong").try_mail()
        assert result.code == 77 and "535" in result.err
    with MisbehavingServer(local, auth="GSSAPI") as server:
        result = mailing.go(server.settings(authority)).try_mail()
        assert result.code == 77 and "PLAIN and LOGIN are known" in result.err


def test_mail_larger_than_the_server_takes_is_refused_before_it_is_sent(mailing, authority, local):
    with MisbehavingServer(local, size=100) as server:
        result = mailing.go(server.settings(authority)).try_mail()
        assert result.code == 65 and "too large" in result.err and server.said("MAIL") == 0, result


def test_without_tls_on_this_machine_only(mailing, authority):
    with MisbehavingServer(starttls=False, auth_in_clear=True) as server:
        office = mailing.go(server.settings(authority, smtp_security="none"))
        assert office.try_mail().code == 0
        assert [mail.recipient for mail in server.mails] == ["a@example.org"]
        result = office.go(server.settings(authority, smtp_security="none", smtp_host="192.0.2.1")).try_mail()
        assert result.code == 78 and "smtp-security" in result.err, result


def test_secure_port_spoken_to_in_clear_and_the_other_way_round(mailing, authority, local):
    with MisbehavingServer(local, tls=True) as server:
        assert mailing.go(server.settings(authority)).try_mail().code == 0
        result = mailing.go(server.settings(authority, smtp_security="starttls", smtp_timeout=1)).try_mail()
        assert result.code == 69 and "465 goes with tls" in result.err, result
    with MisbehavingServer(local) as server:
        result = mailing.go(server.settings(authority, smtp_security="tls", smtp_timeout=1)).try_mail()
        assert result.code == 69 and "587 with starttls" in result.err, result


def test_nobody_at_the_address_and_no_such_name(mailing, authority):
    settings = {"mail_transport": "smtp", "smtp_host": "localhost", "smtp_port": free_port(), "smtp_timeout": 5}
    result = mailing.go(settings).try_mail()
    assert result.code == 69 and "nobody answers" in result.err and "smtp-port" in result.err, result
    result = mailing.go({**settings, "smtp_host": "nowhere.invalid"}).try_mail("a@example.org", "--json")
    assert result.code == 69 and result.json["fault"] in ("name-not-found", "name-server"), result
    assert "nowhere.invalid" in result.json["reason"] and result.json["handed_over"] is False


# The other ways.


def test_machine_s_own_mail_system(mailing, postfix, tmp_path):
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\nexec /usr/sbin/sendmail -C {postfix.folder}/etc "$@"\n')
    program.chmod(0o755)
    office = mailing.go({"mail_transport": "sendmail", "sendmail_path": program})
    result = office.try_mail("local@good.example")
    assert result.code == 0 and f"handed over to {program}" in result.out, result
    [mail] = postfix.wait_for("local@good.example")
    assert mail["Return-Path"] == f"<{SENDER}>"
    assert office.try_issue("own@good.example").code == 0
    [mail] = postfix.wait_for("own@good.example")
    assert "Benutzername: own@good.example\n" in plain(mail)


def test_mail_program_that_fails_or_is_not_there(mailing, tmp_path):
    program = tmp_path / "sendmail"
    office = mailing.go({"mail_transport": "sendmail", "sendmail_path": program})
    result = office.try_mail()
    assert result.code == 78 and "sendmail-path" in result.err, result
    for code, expected, state in [(67, 65, "undeliverable"), (75, 75, "waiting"), (1, 1, "waiting")]:
        program.write_text(f"#!/bin/sh\necho 'the reason' >&2\nexit {code}\n")
        program.chmod(0o755)
        result = office.try_mail()
        assert result.code == expected and "the reason" in result.err, result
        office.try_issue(f"a{code}@example.org")
        assert states(office)[f"a{code}@example.org"] == state


def test_folder_that_cannot_be_written(mailing):
    office = mailing.go({})
    assert office.try_mail().code == 0
    [path] = office.eml_files()
    assert b"Subject: Testnachricht" in path.read_bytes()
    path.unlink()
    office.outbox.rmdir()
    office.outbox.write_text("in the way")
    result = office.try_mail()
    assert result.code == 73 and "mail folder" in result.err, result


# Settings.


def test_password_file_for_its_owner_alone(mailing, postfix):
    office = mailing.go(postfix.settings(), postfix.password)
    for mode in [0o640, 0o604, 0o660]:
        write_password(office, postfix.password, mode)
        for command in [("config", "check"), ("mail", "test", "a@good.example")]:
            result = office.attempt(*command)
            assert result.code == 78 and "chmod 600" in result.err and postfix.password not in result.err
    (office.folder / "smtp-password").unlink()
    result = office.attempt("config", "check")
    assert result.code == 78 and "smtp-password" in result.err
    write_password(office, "")
    assert "is empty" in office.attempt("config", "check").err


def test_password_by_systemd(mailing, postfix, tmp_path):
    settings = postfix.settings()
    del settings["smtp_password_file"]
    office = mailing.go(settings)
    result = office.try_mail("systemd@good.example")
    assert result.code == 78 and "systemd credential" in result.err, result
    (tmp_path / "smtp-password").write_text(postfix.password)
    (tmp_path / "smtp-password").chmod(0o440)
    office.environment["CREDENTIALS_DIRECTORY"] = str(tmp_path)
    assert office.try_mail("systemd@good.example").code == 0
    postfix.wait_for("systemd@good.example")


def test_settings_are_checked_and_never_show_the_password(mailing, postfix):
    office = mailing.go(postfix.settings(), postfix.password)
    shown = office("config", "show").out
    assert "smtp-host = localhost" in shown and "smtp-password-file = smtp-password" in shown
    assert postfix.password not in shown
    assert f"mails go to localhost, port {postfix.starttls}, by STARTTLS, as {postfix.user}" in office(
        "config", "check").err
    for change, words in [
        ({"smtp_host": ""}, "needs 'smtp-host'"), ({"smtp_user": ""}, "needs 'smtp-user'"),
        ({"mail_transport": "folder"}, "mails go by 'folder'"), ({"smtp_ca_file": "nowhere.pem"}, "smtp-ca-file"),
        ({"smtp_password": "x"}, "there is no setting 'smtp-password'"),
    ]:
        result = office.go(postfix.settings(**change)).attempt("config", "check")
        assert result.code == 78 and words in result.err, result
        assert office.attempt("serve").code == 78


def test_demo_mails_nobody(nachlese, postfix):
    nachlese.environment.update(
        NACHLESE_MAIL_TRANSPORT="smtp", NACHLESE_SMTP_HOST="localhost", NACHLESE_SMTP_PORT=str(postfix.starttls))
    from site_driver import Server
    server = Server(nachlese.start("demo", "--listen", f"127.0.0.1:{free_port()}"))
    mail = next(line.split()[-1] for line in server.lines if line.startswith("Mail:"))
    assert mail.endswith(".eml")
    server.signal(signal.SIGTERM)
    server.stop()
