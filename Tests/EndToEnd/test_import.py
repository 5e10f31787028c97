"""A participant list out of a spreadsheet program becomes accounts, once, and mails, once."""

import csv
import hashlib
import io
import os
import pty
import random
import re
import signal
import sqlite3
import stat
import subprocess
import time

import pytest

from site_driver import PATIENCE, Letter

LIST = """E-Mail;Name;Einrichtung;Telefon
a@example.org;Änne Ähre;Träger "Nord"; 1
b@example.org;Bodo Buß;;2
"""


@pytest.fixture
def make_list(tmp_path):
    def make(text, encoding="utf-8", name="list.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path
    return make


def database_octets(nachlese):
    """Everything in the data folder whose change would be a change of the database."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in nachlese.folder.iterdir()
            # Whoever reads may leave an empty log of changes behind, and the index of it in shared memory.
            if path.is_file() and not path.name.endswith("-shm") and path.stat().st_size}


def states(nachlese):
    return {account["email"]: account for account in nachlese.accounts()}


def test_list_is_imported_once(office, make_list):
    path = make_list(LIST)
    first = office("account", "import", path, "--module", "2017-iv")
    assert "delimiter ;" in first.out and "UTF-8" in first.out and "2 lines" in first.out
    assert "2 new   0 unchanged" in first.out
    assert "'Telefon'" in first.out and "'Einrichtung' is the organisation" in first.out
    assert "--issue" in first.err
    people = states(office)
    assert people["a@example.org"]["name"] == "Änne Ähre"
    assert people["a@example.org"]["organisation"] == 'Träger "Nord"'
    assert [a["slug"] for a in people["b@example.org"]["admissions"]] == ["2017-iv"]
    assert office.mails() == []
    before = office.everything()
    again = office("account", "import", path, "--module", "2017-iv")
    assert "0 new   2 unchanged" in again.out
    assert office.everything() == before


@pytest.mark.parametrize("encoding, named", [
    ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with a byte order mark"), ("cp1252", "Windows-1252")])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_delimiters_and_line_ends(office, make_list, encoding, named, line_end, delimiter):
    text = LIST.replace(";", delimiter).replace("\n", line_end)
    report = office("account", "import", make_list(text, encoding), "--module", "2017-iv", "--dry-run", "--json").json
    assert report["encoding"] == named
    assert report["delimiter"] == {"\t": "tab"}.get(delimiter, delimiter)
    assert [person["name"] for person in report["people"]] == ["Änne Ähre", "Bodo Buß"]
    assert [column["meaning"] for column in report["columns"]] == ["email", "name", "organisation"]
    assert report["ignored_columns"] == ["Telefon"] and report["faulty"] == 0


FAULTY = """E-Mail;Name;Sprache;gültig bis
a@example.org;A;;
b@;B;;
a@example.org;C;;
d@example.org;;;
e@example.org;E;fr;
f@example.org;F;en;31.2.2027
g@example.org;G;en;30.06.2037
"""
REASONS = {3: "no e-mail address", 4: "as on line 2", 5: "no name", 6: "write de or en", 7: "2.2.2017"}


def test_faulty_lines_are_named_and_the_others_applied(office, make_list):
    result = office.attempt("account", "import", make_list(FAULTY), "--module", "2017-iv")
    assert result.code == 3 and result.err.splitlines()[-1].startswith("nachlese: faulty lines: 5")
    named = dict(re.findall(r"^  line (\d+): (.*)$", result.out, re.MULTILINE))
    assert list(map(int, named)) == list(REASONS)
    for line, words in REASONS.items():
        assert words in named[str(line)], named
    people = states(office)
    assert sorted(people) == ["a@example.org", "g@example.org"]
    assert people["g@example.org"]["language"] == "en"
    assert people["g@example.org"]["admissions"][0]["ends"] == "2037-06-30T21:59:59Z"


def test_strict_changes_nothing(office, make_list):
    before = office.everything()
    result = office.attempt("account", "import", make_list(FAULTY), "--module", "2017-iv", "--strict", "--issue")
    assert result.code == 65 and "--strict" in result.err and "line 3" in result.out
    assert office.everything() == before


def test_list_without_a_good_line_is_refused(office, make_list):
    before = office.everything()
    for text in ["E-Mail;Name\nb@;B\n", "Vorname;Name\nA;B\n", "a@example.org;A\n", "", "E-Mail\n",
                 'E-Mail;Name\na@example.org;"A\n']:
        result = office.attempt("account", "import", make_list(text), "--module", "2017-iv")
        assert result.code == 65, result
        assert len(result.err.splitlines()) == 1
    assert "E-Mail;Name;Einrichtung" in office.attempt("account", "import", make_list("")).err
    assert office.everything() == before


@pytest.mark.parametrize("arguments", [[], ["--issue"], ["--strict"], ["--update"], ["--issue", "--yes"]])
@pytest.mark.parametrize("text, code", [(LIST, 0), (FAULTY, 3)])
def test_dry_run_writes_nothing_and_answers_the_same(office, make_list, tmp_path, arguments, text, code):
    office("account", "issue", "b@example.org", "--name", "Anders", "--print")
    path = make_list(text)
    before = database_octets(office), office.everything()
    command = ["account", "import", path, "--module", "2017-iv", *arguments]
    shown = office.attempt(*command, "--dry-run", "--errors", tmp_path / "errors.csv")
    assert (database_octets(office), office.everything()) == before
    assert not (tmp_path / "errors.csv").exists()
    assert "dry run" in shown.err
    done = office.attempt(*command)
    assert shown.code == done.code == (65 if code and "--strict" in arguments else code)
    # The same counts, and the same lines with the same reasons.
    assert [line for line in shown.out.splitlines() if line.startswith("  ")] == [
        line for line in done.out.splitlines() if line.startswith("  ")]


def test_names_stay_unless_update(office, make_list):
    office("account", "issue", "a@example.org", "--name", "Alt", "--print")
    path = make_list("E-Mail;Name;Einrichtung;Sprache\na@example.org;Neu;Haus;en\n")
    left = office("account", "import", path, "--module", "2017-iv")
    assert "--update" in left.err and "1 there already" in left.out
    assert states(office)["a@example.org"]["name"] == "Alt"
    taken = office("account", "import", path, "--module", "2017-iv", "--update")
    assert "1 updated" in taken.out
    person = states(office)["a@example.org"]
    assert (person["name"], person["organisation"], person["language"]) == ("Neu", "Haus", "en")
    assert "1 unchanged" in office("account", "import", path, "--module", "2017-iv", "--update").out


def test_revoked_accounts_stay_revoked(office, make_list):
    office("account", "issue", "a@example.org", "--name", "A", "--print")
    office("account", "revoke", "a@example.org")
    result = office.attempt("account", "import", make_list(LIST), "--module", "2017-iv", "--issue")
    assert result.code == 3 and "line 2" in result.out and "--restore" in result.out
    assert states(office)["a@example.org"]["state"] == "revoked"
    assert [mail["recipient"] for mail in office.mails()] == ["b@example.org"]


def test_module_column(office, make_list):
    office("module", "add", "sozialplanung", "2017-v", "--number", "V", "--title", "T", "--date", "2017-06-01")
    text = "E-Mail,Name,Modul\na@example.org,A,Modul IV\na@example.org,A,2017-v\nb@example.org,B,VI\n"
    result = office.attempt("account", "import", make_list(text))
    assert result.code == 3 and "'VI'" in result.out
    assert [a["slug"] for a in states(office)["a@example.org"]["admissions"]] == ["2017-iv", "2017-v"]


def test_standard_input(office):
    result = office("account", "import", "-", "--module", "2017-iv", input=LIST)
    assert result.out.startswith("standard input: ") and len(office.accounts()) == 2


def test_terminal_says_what_it_waits_for(office):
    leader, follower = pty.openpty()
    process = office.start("account", "import", "-", "--module", "2017-iv", stdin=follower)
    os.close(follower)
    assert b"Ctrl-D" in process.stderr.readline()
    os.write(leader, b"E-Mail;Name\na@example.org;A\n\x04")
    process.communicate(timeout=PATIENCE)
    os.close(leader)
    assert process.returncode == 0 and len(office.accounts()) == 1


def test_errors_file_is_corrected_and_imported(office, make_list, tmp_path):
    faulty = 'E-Mail;Name;Bemerkung\na@example.org;A;gut\nb@;"=B;\nx";@sum\nc@example.org;;-1\n;D;"a;""b"\ne@example.org;E;1;2\n'
    errors = tmp_path / "errors.csv"
    os.umask(0)
    try:
        result = office.attempt("account", "import", make_list(faulty), "--module", "2017-iv", "--errors", errors)
    finally:
        os.umask(0o022)
    assert result.code == 3 and str(errors) in result.err
    assert stat.S_IMODE(errors.stat().st_mode) == 0o600
    octets = errors.read_bytes()
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Grund / reason", "Zeile / line", "E-Mail", "Name", "Bemerkung"]
    assert [row[1] for row in rows[1:]] == ["3", "5", "6", "7"]
    assert [row[2:] for row in rows[1:]] == [
        ["b@", "'=B;\nx", "'@sum"], ["c@example.org", "", "'-1"], ["", "D", 'a;"b'], ["e@example.org", "E", "1", "2"]]
    for row in rows:
        assert not any(cell[:1] in tuple("=+-@\t\r") and cell for cell in row)
    # It is refused a second time, and nothing is changed then.
    before = office.everything()
    again = office.attempt("account", "import", make_list(FAULTY), "--module", "2017-iv", "--errors", errors)
    assert again.code == 5 and "not overwritten" in again.err
    assert errors.read_bytes() == octets and office.everything() == before
    # Corrected in place, it is a list itself.
    text = octets.decode("utf-8-sig").replace("b@;", "b@example.org;").replace("'=B;\nx", "B")
    text = text.replace("c@example.org;;", "c@example.org;C;").replace(";;D;", ";d@example.org;D;").replace(";1;2", ";1")
    corrected = office("account", "import", make_list(text, "utf-8-sig", "corrected.csv"), "--module", "2017-iv")
    assert "4 new" in corrected.out and "'Grund / reason'" in corrected.out
    assert sorted(states(office)) == [f"{letter}@example.org" for letter in "abcde"]


def test_errors_file_is_not_made_without_errors(office, make_list, tmp_path):
    office("account", "import", make_list(LIST), "--module", "2017-iv", "--errors", tmp_path / "errors.csv")
    assert not (tmp_path / "errors.csv").exists()
    result = office.attempt("account", "import", make_list(FAULTY), "--errors", "/nowhere/errors.csv")
    assert result.code == 4 and len(office.accounts()) == 2


def test_issue_mails_everybody_once(office, make_list):
    office("account", "issue", "b@example.org", "--name", "B", "--print")
    result = office("account", "import", make_list(LIST + "c@example.org;C;;\n"), "--module", "2017-iv", "--issue")
    assert "Passwords issued: 2. Mails handed over: 2." in result.err
    letters = [Letter(path) for path in office.eml_files()]
    assert sorted(letter.user_name for letter in letters) == ["a@example.org", "c@example.org"]
    assert all(letter.defects() == [] for letter in letters)
    assert "Passwords issued" not in office(
        "account", "import", make_list(LIST), "--module", "2017-iv", "--issue").err
    assert len(office.mails()) == 2
    server = office.serve()
    server.browser().enter(letters[0])


@pytest.mark.hash_cost(14)
def test_running_server_and_import_share_the_work(office, make_list):
    server = office.serve()
    lines = "".join(f"p{number}@example.org;P {number}\n" for number in range(12))
    process = office.start(
        "account", "import", str(make_list("E-Mail;Name\n" + lines)), "--module", "2017-iv", "--issue")
    # The site answers, and other commands write, while passwords are hashed.
    while process.poll() is None:
        assert server.browser().get("/modules/2017-iv").status == 200
        office("series", "edit", "sozialplanung", "--title", "Kooperative Sozialplanung")
    assert process.returncode == 0
    deadline = time.monotonic() + PATIENCE
    while any(mail["state"] != "handed-over" for mail in office.mails()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    letters = [Letter(path) for path in office.eml_files()]
    assert sorted(letter.user_name for letter in letters) == sorted(f"p{n}@example.org" for n in range(12))
    server.browser().enter(letters[5])


def many(count):
    return "E-Mail;Name\n" + "".join(f"p{number}@example.org;Person {number}\n" for number in range(count))


def test_many_mails_are_asked_for(office, make_list):
    path = make_list(many(201))
    command = ["account", "import", str(path), "--module", "2017-iv", "--issue"]
    before = office.everything()
    refused = office.attempt(*command)
    assert refused.code == 64 and "--yes" in refused.err and "201" in refused.err
    assert office.attempt(*command[:2], "-", *command[3:], input=path.read_text()).code == 64
    leader, follower = pty.openpty()
    process = office.start(*command, stdin=follower)
    os.close(follower)
    assert b"Type 201 to go on" in process.stderr.readline()
    os.write(leader, b"200\n")
    process.communicate(timeout=PATIENCE)
    os.close(leader)
    assert process.returncode == 1
    assert office.everything() == before
    # So many as are not asked for are imported without a mail, too.
    assert office("account", "import", path, "--module", "2017-iv").code == 0


@pytest.mark.hash_cost(14)
def test_interrupt_finishes_what_was_begun(office, make_list):
    path = make_list(many(60))
    command = ["account", "import", str(path), "--module", "2017-iv", "--issue"]
    process = office.start(*command)
    deadline = time.monotonic() + PATIENCE
    while len(office.mails()) < 3:
        assert time.monotonic() < deadline
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert b"Passwords issued: " in said and b"the same command goes on" in said
    count = len(office.mails())
    assert 3 <= count < 60
    assert f"Passwords issued: {count}.".encode() in said
    process = office.start(*command)
    while len(office.mails()) < count + 2:
        assert process.poll() is None and time.monotonic() < deadline
    # The second one does not wait.
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode in (130, -signal.SIGINT)


@pytest.mark.hash_cost(14)
def test_kill_while_many_are_issued(office, make_list):
    path = make_list(many(40))
    command = ["account", "import", str(path), "--module", "2017-iv", "--issue"]
    dice = random.Random(4)
    killed = 0
    for _ in range(5):
        process = office.start(*command)
        reached = len(office.mails()) if (office.folder / "nachlese.db").exists() else 0
        aim = reached + dice.randint(2, 7)
        while process.poll() is None and len(office.mails()) < aim:
            pass
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        for account in office.accounts():
            assert len(account["credentials"]) <= 1
    assert killed >= 3 and len(office.mails()) < 40
    done = office(*command)
    assert len(office.mails()) == 40
    assert "40 unchanged" in done.out
    letters = [Letter(path) for path in office.eml_files()]
    assert sorted(letter.user_name for letter in letters) == sorted(f"p{n}@example.org" for n in range(40))
    assert {mail["state"] for mail in office.mails()} == {"handed-over"}
    server = office.serve()
    server.browser().enter(letters[dice.randrange(40)])


def test_mails_of_an_interrupted_run_are_handed_over_by_the_next(office, make_list):
    path = make_list(LIST)
    office("account", "import", path, "--module", "2017-iv", "--issue")
    for letter in office.eml_files():
        letter.unlink()
    # As a kill between storing and handing over leaves them.
    office.outbox.rmdir()
    office.outbox.write_text("in the way")
    result = office.attempt("account", "import", make_list(many(2)), "--module", "2017-iv", "--issue")
    assert result.code == 3 and "held up so far: 2" in result.err
    office.outbox.unlink()
    with sqlite3.connect(office.folder / "nachlese.db") as database:
        database.execute("UPDATE mail SET next_attempt_at = 1 WHERE state = 'waiting'")
    again = office("account", "import", make_list(many(2)), "--module", "2017-iv", "--issue")
    assert "Passwords issued: 0. Mails handed over: 0; of earlier commands: 2." in again.err
    assert len(office.eml_files()) == 2 and len(office.mails()) == 4


def test_ten_thousand_lines(office, make_list):
    lines = "".join(f"p{number}@example.org;Person {number};Träger {number % 97}\n" for number in range(10_000))
    path = make_list("E-Mail;Name;Einrichtung\n" + lines, "cp1252")
    before = office.everything()
    shown = office("account", "import", path, "--module", "2017-iv", "--dry-run", "--json").json
    assert (shown["new"], shown["faulty"], shown["applied"]) == (10_000, 0, False)
    assert office.everything() == before
    done = office("account", "import", path, "--module", "2017-iv", "--json").json
    assert (done["new"], done["applied"]) == (10_000, True)
    again = office("account", "import", path, "--module", "2017-iv", "--json").json
    assert (again["new"], again["unchanged"]) == (0, 10_000)
    listed = office("account", "list", "--module", "2017-iv")
    assert len(listed.out.splitlines()) == 10_001 and "10000 listed" in listed.err


@pytest.mark.hash_cost(14)
def test_progress_is_drawn_at_a_terminal(office, make_list):
    path = make_list(many(24))
    for more, sign in [({}, "█"), ({"NO_COLOR": "1"}, "#"), ({"TERM": "dumb"}, None)]:
        leader, follower = pty.openpty()
        office.environment = {**office.environment, "TERM": "xterm", "NO_COLOR": "", **more}
        command = (["account", "import", str(path), "--module", "2017-iv", "--issue"] if not office.accounts() else
                   ["account", "renew", "--all-pending", "--module", "2017-iv", "--older-than", "0"])
        process = office.start(*command, stderr=follower, stdout=subprocess.DEVNULL)
        os.close(follower)
        said = b""
        while True:
            try:
                octets = os.read(leader, 65536)
            except OSError:
                break
            if not octets:
                break
            said += octets
        process.wait(timeout=PATIENCE)
        os.close(leader)
        assert process.returncode == 0, said
        drawn = re.findall(r"Issuing (\d+)/24  (\S{12})  \d:\d\d", said.decode())
        if sign is None:
            assert not drawn and "\x1b" not in said.decode()
        else:
            assert drawn and all(set(bar) <= set(sign + {"█": "░", "#": "."}[sign]) for _, bar in drawn)
            assert int(drawn[-1][0]) > int(drawn[0][0]) or len(drawn) == 1


def random_cell(dice):
    return "".join(dice.choice('ab;,\t"\'\n\r =+-@ä€😀') for _ in range(dice.randrange(6)))


def test_quoting_is_read_as_by_an_independent_reader(office, make_list):
    """Two thousand random lists: what Python's csv reads is what we read."""
    dice = random.Random(11)
    texts, expected, rows = [], [], []
    for number in range(2000):
        organisation = random_cell(dice) + "x"
        rows.append([f"p{number}@example.org", f"Person {number}", organisation, random_cell(dice)])
    for delimiter in ";,\t":
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator=dice.choice(["\n", "\r\n", "\r"]),
                            quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        writer.writerow(["E-Mail", "Name", "Einrichtung", "Notiz"])
        writer.writerows(rows)
        text = buffer.getvalue()
        back = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        report = office.attempt("account", "import", make_list(text), "--dry-run", "--json")
        found = {person["email"]: person for person in report.json["people"]}
        faults = report.json["faults"]
        assert report.json["lines"] == len(back) - 1 == 2000
        # Formulas, and addresses in a cell of several lines, are refused; all others are taken as they are.
        refused = [row[0] for row in back[1:] if meant(row[2]).startswith("=")
                   or "@" in meant(row[2]) and re.search("[\r\n]", meant(row[2]))]
        assert len(refused) == len(faults) and not set(refused) & set(found)
        assert all("formula" in fault["reason"] or "several lines" in fault["reason"] for fault in faults)
        texts.append(text)
        expected.append(back)
    applied = office.attempt("account", "import", make_list(texts[0]), "--json")
    assert applied.json["applied"]
    people = states(office)
    for row in expected[0][1:]:
        if row[0] in people:
            assert people[row[0]]["organisation"] == " ".join(meant(row[2]).split()), row


def meant(cell):
    text = cell.strip()
    return text[1:].strip() if re.match(r"'[=+\-@\t\r\n]", text) else text
