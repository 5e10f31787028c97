"""Every command: what it answers to wrong input, and what it prints."""

import os
import pty
import sqlite3
import unicodedata

import pytest

from site_driver import PATIENCE, Nachlese

ADD_MODULE = ["module", "add", "sozialplanung", "neu", "--number", "V", "--title", "T", "--date", "2018-01-01"]

# Arguments, exit code, and words of the one line that says what to do.
WRONG = [
    (["unknown"], 64, "nachlese --help"),
    (["seris", "list"], 64, "did you mean 'nachlese series'?"),
    (["series", "ad"], 64, "did you mean 'nachlese series add'?"),
    (["series", "list", "--jason"], 64, "--json"),
    (["serve", "--listen", "8087"], 64, "127.0.0.1:8087"),
    (["serve", "--listen", "127.0.0.1:99999"], 64, "0 to 65535"),
    (["serve", "--workers", "0"], 64, "1 to 64"),
    (["serve", "--workers", "many"], 64, "--workers"),
    (["serve", "--listen", "*:0"], 78, "public-url"),
    (["demo", "--listen", "nowhere"], 64, "127.0.0.1:8087"),
    (["demo", "extra"], 64, "nachlese demo --help"),
    (["request", "list", "--state", "new"], 64, "open, accepted, declined"),
    (["request", "show", "7"], 64, "A-2026-0143"),
    (["request", "accept"], 64, "reference"),
    (["request", "decline", "A-2001-0001"], 4, "A-2001-0001"),
    (["request", "undo", "A-2001-0001"], 4, "A-2001-0001"),
    (["request", "intake", "mail.eml"], 64, "intake"),
    (["series", "add"], 64, "<series>"),
    (["series", "add", "x"], 64, "--title"),
    (["series", "add", "Über uns", "--title", "T"], 64, "a-z"),
    (["series", "add", "x", "--title", " \t "], 64, "text"),
    (["series", "add", "x", "--title", "T" * 301], 64, "300"),
    (["series", "add", "x", "--title", "T", "--summary", "/nowhere/text"], 4, "no such file"),
    (["series", "add", "sozialplanung", "--title", "T"], 5, "series edit"),
    (["series", "edit", "sozialplanung"], 64, "--title, --summary or --language"),
    (["series", "edit", "unbekannt", "--title", "T"], 4, "series list"),
    (["series", "remove", "unbekannt", "--yes"], 4, "series list"),
    (["series", "remove", "sozialplanung"], 64, "--yes"),
    (["series", "remove", "sozialplanung", "--yes"], 1, "remove them first"),
    (["series", "list", "extra"], 64, "series list --help"),
    (ADD_MODULE[:2], 64, "<series>"),
    (["module", "add", "unbekannt", *ADD_MODULE[3:]], 4, "series list"),
    (["module", "add", "sozialplanung", "2017-iv", *ADD_MODULE[4:]], 5, "module edit"),
    ([*ADD_MODULE[:-1], "2018-02-30"], 64, "2017-02-02"),
    ([*ADD_MODULE[:-1], "morgen"], 64, "2017-02-02"),
    ([*ADD_MODULE, "--report", "/nowhere/report.txt"], 4, "no such file"),
    ([*ADD_MODULE, "--report", "/"], 73, "'/'"),
    (["module", "list", "unbekannt"], 4, "series list"),
    (["module", "show", "unbekannt"], 4, "module list"),
    (["module", "edit", "2017-iv"], 64, "--number"),
    (["module", "edit", "unbekannt", "--title", "T"], 4, "module list"),
    (["module", "publish", "2017-iv"], 5, "public already"),
    (["module", "publish", "unbekannt"], 4, "module list"),
    (["module", "withdraw", "unbekannt"], 4, "module list"),
    (["module", "withdraw", "entwurf"], 1, "draft"),
    (["module", "remove", "2017-iv"], 64, "--yes"),
    (["module", "remove", "2017-iv", "--yes"], 1, "remove them first"),
    (["module", "picture", "add", "2017-iv", "FILE"], 64, "--decorative"),
    (["module", "picture", "add", "2017-iv", "FILE", "--alt", "Folien"], 65, "JPEG, PNG or WebP"),
    (["module", "picture", "list", "unbekannt"], 4, "module list"),
    (["module", "picture", "edit", "2017-iv", "saal.jpg"], 64, "--decorative"),
    (["module", "picture", "remove", "2017-iv", "saal.jpg", "--yes"], 4, "picture list"),
    (["presentation", "add", "2017-iv"], 64, "<file>"),
    (["presentation", "add", "unbekannt", "FILE"], 4, "module list"),
    (["presentation", "add", "2017-iv", "/nowhere/a.pdf"], 4, "no file"),
    (["presentation", "add", "2017-iv", "/"], 65, "name"),
    (["presentation", "add", "2017-iv", "FOLDER"], 65, "not a file"),
    (["presentation", "add", "2017-iv", "EMPTY"], 65, "empty"),
    (["presentation", "add", "2017-iv", "PROGRAM"], 65, "pdf"),
    (["presentation", "add", "2017-iv", "FALSE"], 65, "does not begin like a pdf"),
    (["presentation", "add", "2017-iv", "FILE", "--audience", "all"], 64, "'admitted' or 'public'"),
    (["presentation", "list"], 64, "<module>"),
    (["presentation", "list", "unbekannt"], 4, "module list"),
    (["presentation", "replace", "99", "FILE"], 4, "presentation list"),
    (["presentation", "replace", "eins", "FILE"], 64, "number"),
    (["presentation", "replace", "1", "FALSE"], 65, "pdf"),
    (["presentation", "edit", "1"], 64, "--audience"),
    (["presentation", "edit", "99", "--title", "T"], 4, "presentation list"),
    (["presentation", "order", "2017-iv", "1"], 65, "1 2 3"),
    (["presentation", "order", "2017-iv", "1", "2", "2"], 65, "1 2 3"),
    (["presentation", "order", "2017-iv"], 64, "<ids>"),
    (["presentation", "withdraw", "99"], 4, "presentation list"),
    (["presentation", "withdraw", "-1"], 64, "presentation"),
    (["presentation", "remove", "1"], 64, "--yes"),
    (["presentation", "remove", "99", "--yes"], 4, "presentation list"),
    (["account", "issue"], 64, "<email>"),
    (["account", "issue", "b@example.org"], 64, "--name"),
    (["account", "issue", "kein-at", "--name", "B"], 64, "name@example.org"),
    (["account", "issue", "b@example.org,c@example.org", "--name", "B"], 64, "name@example.org"),
    (["account", "issue", "b@example.org", "--name", "B", "--module", "unbekannt"], 4, "module list"),
    (["account", "issue", "b@example.org", "--name", "B", "--series", "unbekannt"], 4, "series list"),
    (["account", "issue", "b@example.org", "--name", "B", "--module", "2017-iv", "--series", "sozialplanung"], 64,
     "either"),
    (["account", "issue", "b@example.org", "--name", "B", "--until", "2030-01-01"], 64, "--module"),
    (["account", "issue", "b@example.org", "--name", "B", "--module", "2017-iv", "--until", "2017-01-01"], 65,
     "passed"),
    (["account", "issue", "b@example.org", "--name", "B", "--language", "fr"], 64, "'de' or 'en'"),
    (["account", "issue", "b@example.org", "--name", "B", "--password", "x"], 64, "--password"),
    (["account", "issue", "A@EXAMPLE.org", "--name", "B"], 5, "account renew"),
    (["account", "import"], 64, "<file>"),
    (["account", "import", "/nowhere/list.csv"], 4, "no such file"),
    (["account", "import", "FOLDER"], 65, "folder"),
    (["account", "import", "EMPTY"], 65, "E-Mail;Name"),
    (["account", "import", "FALSE"], 65, "E-Mail;Name"),
    (["account", "import", "LIST", "--module", "unbekannt"], 4, "module list"),
    (["account", "import", "LIST", "--series", "unbekannt", "--dry-run"], 4, "series list"),
    (["account", "import", "LIST", "--module", "2017-iv", "--until", "2017-01-01"], 65, "passed"),
    (["account", "import", "LIST", "--language", "fr"], 64, "'de' or 'en'"),
    (["account", "import", "LIST", "--data", "/nowhere"], 4, "--data"),
    (["account", "import", "LIST", "--errors", "EMPTY"], 5, "not overwritten"),
    (["account", "renew"], 64, "--all-pending"),
    (["account", "renew", "--all-pending"], 64, "--module"),
    (["account", "renew", "a@example.org", "--all-pending", "--module", "2017-iv"], 64, "stands alone"),
    (["account", "renew", "a@example.org", "--dry-run"], 64, "--all-pending"),
    (["account", "renew", "--all-pending", "--module", "unbekannt"], 4, "module list"),
    (["account", "renew", "--all-pending", "--module", "2017-iv", "--older-than", "2w"], 64, "12h"),
    (["account", "list", "--pending"], 64, "--module"),
    (["account", "list", "--module", "2017-iv", "--state", "gone"], 64, "own-password"),
    (["account", "renew", "z@example.org"], 4, "account list"),
    (["account", "edit", "a@example.org"], 64, "--name"),
    (["account", "edit", "z@example.org", "--name", "Z"], 4, "account list"),
    (["account", "revoke", "z@example.org"], 4, "account list"),
    (["account", "revoke", "revoked@example.org"], 5, "already"),
    (["account", "renew", "revoked@example.org"], 1, "--restore"),
    (["account", "admit", "a@example.org"], 64, "--module or --series"),
    (["account", "admit", "z@example.org", "--module", "2017-iv"], 4, "account list"),
    (["account", "admit", "a@example.org", "--module", "unbekannt"], 4, "module list"),
    (["account", "admit", "a@example.org", "--module", "2017-iv", "--withdraw", "--until", "2030-01-01"], 64,
     "--until"),
    (["account", "list", "--module", "unbekannt"], 4, "module list"),
    (["account", "show", "z@example.org"], 4, "account list"),
    (["account", "show"], 64, "<email>"),
    (["mail", "show", "unknown"], 4, "mail list"),
    (["mail", "list", "extra"], 64, "mail list --help"),
    (["mail", "preview", "credential"], 64, "did you mean 'credentials'?"),
    (["mail", "wording", "chek"], 64, "did you mean 'nachlese mail wording check'?"),
    (["mail", "wording", "list", "extra"], 64, "mail wording list --help"),
    (["mail", "wording", "show"], 64, "<kind>"),
    (["mail", "wording", "check", "/nowhere/credentials.de.txt"], 4, "no such file"),
    (["mail", "wording", "check", "--data", "/nowhere"], 4, "--data"),
    (["mail", "wording", "init", "credentials", "--language", "fr"], 64, "'de' or 'en'"),
    (["mail", "list", "--state", "lost"], 64, "undeliverable or bounced"),
    (["mail", "test"], 64, "<recipient>"),
    (["mail", "retry"], 64, "--all"),
    (["mail", "retry", "unknown"], 4, "mail list"),
    (["mail", "bounce", "extra"], 64, "mail bounce --help"),
    (["mail", "test", "nobody"], 64, "e-mail address"),
    (["page", "list", "extra"], 64, "page list --help"),
    (["page", "show"], 64, "<page>"),
    (["page", "show", "imprint"], 4, "page init"),
    (["page", "show", "impressum"], 64, "imprint, privacy"),
    (["page", "check", "/nowhere/imprint.de.txt"], 4, "no such file"),
    (["page", "check", "--data", "/nowhere"], 4, "--data"),
    (["page", "init", "imprint", "--language", "fr"], 64, "'de' or 'en'"),
    (["page", "chek"], 64, "did you mean 'nachlese page check'?"),
    (["check", "extra"], 64, "check --help"),
    (["check", "--data", "/nowhere"], 4, "--data"),
    (["series", "edit", "sozialplanung", "--language", "d"], 64, "such as de, en"),
    (["config", "show", "extra"], 64, "config show --help"),
    (["config", "chek"], 64, "did you mean 'nachlese config check'?"),
    (["series", "list", "--data", ""], 64, "--data"),
    (["series", "list", "--data", "/nowhere"], 4, "--data"),
    (["account", "revoke", "a@example.org", "--data", "/nowhere"], 4, "--data"),
]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """An installation that wrong commands must leave as it is, and files they name."""
    root = tmp_path_factory.mktemp("wrong")
    nachlese = Nachlese(root / "data")
    nachlese("series", "add", "sozialplanung", "--title", "Kooperative Sozialplanung")
    nachlese("module", "add", "sozialplanung", "2017-iv", "--number", "IV", "--title", "Netzwerke", "--date",
             "2017-02-02", "--publish")
    nachlese("module", "add", "sozialplanung", "entwurf", "--number", "V", "--title", "E", "--date", "2018-01-01")
    contents = {"FILE": ("file.pdf", b"%PDF-1.4 file"), "EMPTY": ("empty.pdf", b""),
                "PROGRAM": ("program.exe", b"MZ program"), "FALSE": ("false.pdf", b"<html>"),
                "LIST": ("list.csv", b"E-Mail;Name\nnew@example.org;New\n")}
    nachlese.names = {}
    for key, (name, content) in contents.items():
        (root / name).write_bytes(content)
        nachlese.names[key] = str(root / name)
    (root / "folder.pdf").mkdir()
    nachlese.names["FOLDER"] = str(root / "folder.pdf")
    for number in range(3):
        path = root / f"{number}.pdf"
        path.write_bytes(b"%PDF-1.4 " + str(number).encode())
        nachlese("presentation", "add", "2017-iv", path)
    for address in ["a@example.org", "revoked@example.org"]:
        nachlese("account", "issue", address, "--name", "A", "--print")
    nachlese("account", "revoke", "revoked@example.org")
    return nachlese


@pytest.mark.parametrize("arguments, code, words", WRONG, ids=[" ".join(arguments)[:60] for arguments, _, _ in WRONG])
def test_wrong_input_is_answered_in_one_line_and_changes_nothing(filled, arguments, code, words):
    before = filled.everything()
    result = filled.attempt(*[filled.names.get(word, word) for word in arguments])
    assert result.code == code, result
    assert result.out == ""
    assert len(result.err.splitlines()) == 1 and result.err.startswith("nachlese: "), result.err
    assert words in result.err
    for type_name in ["Error(", "Nachlese.", "SQLite.", "Optional("]:
        assert type_name not in result.err
    assert filled.everything() == before


def commands(nachlese, path=()):
    """Every command that the help names, as tuples of words."""
    listing = nachlese(*path, "--help").out.split("SUBCOMMANDS:")
    if len(listing) < 2:
        return {path}
    names = [line.split()[0] for line in listing[1].splitlines() if line.startswith("  ") and line[2:3].strip()]
    return {leaf for name in names if name != "See" for leaf in commands(nachlese, (*path, name))}


def test_table_of_wrong_input_names_every_command(filled):
    """A command without a wrong use in the table above is found by this."""
    tried = {tuple(arguments[:length]) for arguments, _, _ in WRONG for length in (1, 2, 3)}
    without_arguments = {("config", "check")}
    assert commands(filled) - without_arguments <= tried


LISTS = [
    ["series", "list"], ["module", "list"], ["module", "list", "sozialplanung"], ["module", "show", "2017-iv"],
    ["presentation", "list", "2017-iv"], ["account", "list"], ["account", "list", "--module", "2017-iv"],
    ["account", "list", "--module", "2017-iv", "--pending", "--state", "listed"],
    ["account", "show", "a@example.org"], ["mail", "list"], ["request", "list", "--all"], ["config", "show"],
]


@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_every_list_is_one_json_document(filled, arguments):
    result = filled(*arguments, "--json")
    assert isinstance(result.json, dict if "show" in arguments and arguments[0] != "config" else list)
    assert result.err == ""


@pytest.mark.parametrize("arguments", LISTS, ids=" ".join)
def test_empty_lists_are_lists_too(nachlese, arguments):
    nachlese("series", "add", "sozialplanung", "--title", "S")
    nachlese("module", "add", "sozialplanung", "2017-iv", "--number", "IV", "--title", "N", "--date", "2017-02-02")
    if arguments[-1] != "a@example.org":
        assert nachlese(*arguments).out


HOSTILE = "Evil \x1b[31m\x1b]0;title\x07 \x9b31m \u202egnp.exe \r\nEnde"


def test_output_is_free_of_control_octets(nachlese, tmp_path):
    nachlese("series", "add", "s", "--title", HOSTILE)
    report = tmp_path / "report.txt"
    report.write_text(f"# {HOSTILE}\n\ntext\n")
    nachlese("module", "add", "s", "m", "--number", HOSTILE, "--title", HOSTILE, "--date", "2017-02-02",
             "--place", HOSTILE, "--report", report)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 a")
    nachlese("presentation", "add", "m", path, "--title", HOSTILE, "--speaker", HOSTILE, "--organisation", HOSTILE)
    issued = nachlese("account", "issue", "a@example.org", "--name", HOSTILE, "--organisation", HOSTILE,
                      "--module", "m")
    mail = nachlese.mails()[0]["id"]
    results = [issued, nachlese.attempt("module", "show", HOSTILE),
               nachlese.attempt("presentation", "add", "m", HOSTILE), nachlese.attempt(HOSTILE),
               nachlese.attempt("series", "list", f"--{HOSTILE}"),
               nachlese.attempt("mail", "show", HOSTILE), nachlese.attempt("series", "list", "--data", HOSTILE)]
    for arguments in [["series", "list"], ["module", "list"], ["module", "show", "m"], ["presentation", "list", "m"],
                      ["account", "list"], ["account", "show", "a@example.org"], ["mail", "list"],
                      ["mail", "show", mail]]:
        results += [nachlese(*arguments), nachlese(*arguments, "--json")]
    for result in results:
        for sign in result.out + result.err:
            assert sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf"), (sign, result)


def test_tables_are_aligned_by_display_width(nachlese):
    nachlese("series", "add", "a", "--title", "Ä" * 10)
    nachlese("series", "add", "b", "--title", "漢字" * 5)
    nachlese("series", "add", "c", "--title", "e\u0301" * 3)

    def column(line):
        before = line[: line.rindex("0")]
        return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
                   for sign in before)

    rows = nachlese("series", "list").out.splitlines()
    assert rows[0].split() == ["SERIES", "TITLE", "MODULES"]
    assert len({column(row) for row in rows[1:]}) == 1


def test_data_goes_to_stdout_and_messages_to_stderr(nachlese):
    added = nachlese("series", "add", "s", "--title", "S")
    assert added.out == "" and "Next: nachlese module add s" in added.err
    assert nachlese("series", "list").err == ""


def test_help_without_arguments_is_short_and_begins_with_use(nachlese):
    result = nachlese()
    assert len(result.out.splitlines()) <= 25 and "nachlese serve" in result.out


def test_every_help_has_examples_before_flags_and_fits(nachlese):
    for command in commands(nachlese):
        text = nachlese(*command, "--help").out
        assert 0 < text.index("EXAMPLE") < text.index("USAGE:") < text.index("OPTIONS:"), command
        examples = text[text.index("EXAMPLE"): text.index("USAGE:")]
        assert all(len(line) <= 80 for line in examples.splitlines())
        assert "nachlese" in examples


def test_report_by_standard_input(nachlese):
    nachlese("series", "add", "s", "--title", "S")
    nachlese("module", "add", "s", "m", "--number", "I", "--title", "T", "--date", "2.2.2017", "--report", "-",
             input="\ufeff# Überschrift\r\n\r\nText\r\n")
    shown = nachlese("module", "show", "m", "--json").json
    assert shown["report"].startswith("# Überschrift") and shown["date"] == "2017-02-02"


@pytest.mark.parametrize("content, words", [
    (b"\xff\xfe", "UTF-8"), (b"a\x00b", "text"), (b"x" * (1 << 20) + b"xx", "longer"),
], ids=["not UTF-8", "NUL", "too long"])
def test_report_that_is_no_text_is_refused(nachlese, tmp_path, content, words):
    nachlese("series", "add", "s", "--title", "S")
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    result = nachlese.attempt("module", "add", "s", "m", "--number", "I", "--title", "T", "--date", "2017-02-02",
                              "--report", path)
    assert result.code == 65 and words in result.err
    assert nachlese.modules() == []


@pytest.mark.parametrize("typed, code", [(b"s\n", 0), (b"no\n", 1), (b"\n", 1), (b"\x04", 1)])
def test_removal_asks_at_a_terminal(nachlese, typed, code):
    nachlese("series", "add", "s", "--title", "S")
    leader, follower = pty.openpty()
    process = nachlese.start("series", "remove", "s", stdin=follower)
    os.close(follower)
    assert b"Type s to go on" in process.stderr.readline()
    os.write(leader, typed)
    process.communicate(timeout=PATIENCE)
    os.close(leader)
    assert process.returncode == code
    assert len(nachlese.series()) == (0 if code == 0 else 1)


def test_removed_presentation_takes_its_files_unless_another_names_them(nachlese, make_file):
    nachlese("series", "add", "s", "--title", "S")
    nachlese("module", "add", "s", "m", "--number", "I", "--title", "T", "--date", "2017-02-02")
    same = make_file("a.pdf")
    nachlese("presentation", "add", "m", same)
    nachlese("presentation", "add", "m", same, "--title", "Zweite")
    nachlese("presentation", "replace", 1, make_file("b.pdf", seed=2))
    assert len(nachlese.stored_files()) == 2
    nachlese("presentation", "remove", 1, "--yes")
    assert len(nachlese.stored_files()) == 1
    nachlese("presentation", "remove", 2, "--yes")
    assert nachlese.stored_files() == []
    nachlese("module", "remove", "m", "--yes")
    nachlese("series", "remove", "s", "--yes")
    assert nachlese.series() == []


def test_order_and_edits_are_kept(filled):
    filled("presentation", "order", "2017-iv", 3, 1, 2)
    assert [found["id"] for found in filled.presentations("2017-iv")] == [3, 1, 2]
    filled("presentation", "edit", 2, "--title", "Neu", "--speaker", "S", "--organisation", "", "--audience", "public")
    found = filled.presentations("2017-iv")[2]
    assert (found["title"], found["speaker"], found["organisation"], found["audience"]) == ("Neu", "S", "", "public")
    filled("presentation", "order", "2017-iv", 1, 2, 3)


def test_title_is_the_stem_of_the_file(nachlese, make_file):
    nachlese("series", "add", "s", "--title", "S")
    nachlese("module", "add", "s", "m", "--number", "I", "--title", "T", "--date", "2017-02-02")
    nachlese("presentation", "add", "m", make_file("Über uns 2.0.pdf"))
    [found] = nachlese.presentations("m")
    assert (found["title"], found["slug"]) == ("Über uns 2.0", "ueber-uns-2-0")
    assert found["file"]["name"] == "Über uns 2.0.pdf"


def test_admission_until_a_day_ends_in_the_night_after_it(nachlese):
    nachlese("series", "add", "s", "--title", "S")
    nachlese("account", "issue", "a@example.org", "--name", "A", "--series", "s", "--until", "2030-06-30")
    [admission] = nachlese.account("a@example.org")["admissions"]
    assert admission["kind"] == "series" and admission["ends"] == "2030-06-30T21:59:59Z"
    result = nachlese("account", "admit", "a@example.org", "--series", "s")
    assert "without an end" in result.err
    assert nachlese.account("a@example.org")["admissions"][0]["ends"] is None
    assert "already" in nachlese("account", "admit", "a@example.org", "--series", "s").err


def test_data_folder_is_found_in_order(tmp_path):
    nachlese = Nachlese(tmp_path / "by-variable", HOME=str(tmp_path / "home"), XDG_DATA_HOME=str(tmp_path / "xdg"))
    add = ["series", "add", "s", "--title", "S"]
    nachlese(*add, "--data", tmp_path / "by-option")
    nachlese(*add)
    del nachlese.environment["NACHLESE_DATA"]
    nachlese(*add)
    del nachlese.environment["XDG_DATA_HOME"]
    nachlese(*add)
    for folder in ["by-option", "by-variable", "xdg/nachlese", "home/.local/share/nachlese"]:
        assert (tmp_path / folder / "nachlese.db").exists()


def test_settings_come_from_file_then_environment(nachlese):
    nachlese.settings(service_name="Aus der Datei", office_name="Büro")
    nachlese.environment["NACHLESE_SERVICE_NAME"] = "Aus der Umgebung"
    shown = {entry["key"]: entry["value"] for entry in nachlese("config", "show", "--json").json}
    assert shown["service-name"] == "Aus der Umgebung" and shown["office-name"] == "Büro"
    assert "in order" in nachlese("config", "check").err


@pytest.mark.parametrize("line, words", [
    ("offise-name = x", "office-name"), ("listen", "key = value"), ("own-password = maybe", "offered or required"),
    ("initial-password-days = 0", "1 to 365"), ("public-url = example", "https://"),
    ("listen = 0.0.0.0:80", "public-url"), ("listen = here", "HOST:PORT"),
    ("redirect-listen = 80", "'redirect-listen'"), ("redirect-listen = 127.0.0.1:80", "public-url"),
    ("trusted-proxies = 10.0.0.1/8", "write 10.0.0.0/8"), ("trusted-proxies = proxy.example", "'trusted-proxies'"),
    ("proxy-protocol = required", "trusted-proxies"), ("tls-certificate = chain.pem", "tls-key"),
    ("tls-certificate = a\ntls-key = b", "https://"), ("forwarded-field = via", "x-forwarded-for or forwarded"),
])
def test_wrong_setting_is_named_with_its_place(nachlese, line, words):
    nachlese.folder.mkdir()
    (nachlese.folder / "nachlese.conf").write_text(f"# settings\n{line}\n")
    for arguments in [["config", "check"], ["serve"]]:
        result = nachlese.attempt(*arguments)
        assert result.code == 78 and words in result.err and len(result.err.splitlines()) == 1, result
    assert not (nachlese.folder / "nachlese.db").exists()


def test_unknown_variable_names_the_nearest(nachlese):
    nachlese.environment["NACHLESE_LISTENS"] = "127.0.0.1:1"
    result = nachlese.attempt("serve")
    assert result.code == 78 and "NACHLESE_LISTEN" in result.err


def test_database_of_a_newer_version_is_refused(office):
    with sqlite3.connect(office.folder / "nachlese.db") as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(schema_migration)")]
        known = {"number": 9999, "name": "the-future", "sql": b"SELECT 1"}
        values = [known.get(name, 0) for name in columns]
        marks = ", ".join("?" * len(columns))
        database.execute(f"INSERT INTO schema_migration VALUES ({marks})", values)
    for arguments in [["series", "list"], ["series", "add", "x", "--title", "X"], ["serve"]]:
        result = office.attempt(*arguments)
        assert result.code == 78 and "newer" in result.err and len(result.err.splitlines()) == 1, result


def test_data_folder_that_is_a_file_is_refused(nachlese):
    nachlese.folder.write_text("a file")
    result = nachlese.attempt("series", "add", "x", "--title", "X")
    assert result.code == 73 and str(nachlese.folder) in result.err


def test_key_that_others_can_read_is_refused(office):
    office.issue("a@example.org")
    (office.folder / "nachlese.key").chmod(0o644)
    result = office.attempt("account", "issue", "b@example.org", "--name", "B")
    assert result.code == 78 and "nachlese.key" in result.err
    assert len(office.accounts()) == 1


def test_what_cannot_be_printed_is_told(archive):
    archive.issue("person@example.org")
    for arguments in (["account", "list"], ["account", "list", "--json"], ["series", "list"]):
        with open("/dev/full", "w") as full:
            done = archive.start(*arguments, stdout=full)
            _, message = done.communicate(timeout=PATIENCE)
        assert done.returncode == 73
        assert b"cannot be written" in message
    with open("/dev/full", "w") as full:
        done = archive.start("account", "renew", "person@example.org", "--print", stdout=full)
        _, message = done.communicate(timeout=PATIENCE)
    assert done.returncode == 73
    assert b"nachlese account renew person@example.org --print" in message
