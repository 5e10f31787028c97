"""The mail with credentials, as a mail program reads it."""

import re

import pytest

NAMES = [
    "Erika Muster", "Jörg Müller-Weiß", 'Anna "die Gute" Nuß', "Nguyễn Văn A", "Müller, Jörg", "李小龙",
    "O'Brien; Pat",
    "Ümlaut " * 12, "a\\b (c) <d>", "Ärger\nBcc: alle@example.org",
]


@pytest.mark.parametrize("name", NAMES)
def test_mail_has_no_defect_whatever_the_name(office, name):
    letter = office.issue("a@example.org", "--module", "2017-iv", name=name)
    assert letter.defects() == []
    shown = " ".join(name.split())
    assert letter.recipient_name == shown
    assert letter.message["To"].addresses[0].addr_spec == "a@example.org"
    assert letter.message["Bcc"] is None and len(letter.message.get_all("To")) == 1
    assert all(octet < 128 for octet in letter.octets)
    assert b"\n" not in letter.octets.replace(b"\r\n", b"")
    assert max(map(len, letter.octets.split(b"\r\n"))) <= 78
    assert f"Benutzername: a@example.org\nPasswort: {letter.password}\n" in letter.text
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", letter.password)


def test_german_mail_says_who_writes_and_whom_to_ask(office):
    letter = office.issue("a@example.org", "--module", "2017-iv")
    assert letter.message["Content-Language"] == "de"
    assert letter.message["From"].addresses[0].addr_spec == "nachlese@example.org"
    assert letter.message["Reply-To"].addresses[0].addr_spec == "buero@example.org"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert "Netzwerke und Kooperation" in str(letter.message["Subject"])
    for words in ["Guten Tag Erika Muster", "Beispielverband, Büro Erfurt", "0361 000000", "gilt bis"]:
        assert words in letter.text


def test_english_mail_for_an_english_account(office):
    letter = office.issue("a@example.org", "--series", "sozialplanung", "--language", "en")
    assert letter.message["Content-Language"] == "en"
    assert "User name: a@example.org\nPassword: " in letter.text
    assert "Benutzername" not in letter.text and "Guten Tag" not in letter.text


def test_mail_is_listed_without_what_it_says(office):
    letter = office.issue("a@example.org", "--module", "2017-iv")
    [mail] = office.mails()
    assert mail["state"] == "handed-over" and mail["recipient"] == "a@example.org"
    assert mail["message_id"] == letter.message["Message-ID"]
    shown = office("mail", "show", mail["id"])
    assert letter.password not in shown.out and "handed-over" in shown.out
    assert letter.password.encode() not in (office.folder / "nachlese.db").read_bytes()


def test_mail_waits_for_a_full_outbox_and_is_sent_later(office):
    office.outbox.write_text("in the way")
    result = office.attempt("account", "issue", "a@example.org", "--name", "A")
    assert result.code == 3 and "wait" in result.err
    [mail] = office.mails()
    assert mail["state"] == "waiting" and mail["last_error"]
    assert [account["email"] for account in office.accounts()] == ["a@example.org"]
