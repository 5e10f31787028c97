"""Every case of raw_cases.py over a real socket: which answers come back, and what becomes of the connection."""

import concurrent.futures
import contextlib
import signal

import pytest

from conftest import PDF
from raw_cases import (
    CASES, CLOSED, ESCAPES, FILE_SIZE, FORM, OPEN, Case, Head, body, chunked, length, post, request)
from raw_client import AnswerReader, Plain, Secure, converse, read_all, read_to
from site_driver import PATIENCE, Nachlese, certificate, downloads

TRANSPORTS = {"plain": Plain, "TLS": Secure}

# What the table writes for the scheme in use, the one that is not, and the port that goes without saying.
CLEAR = {b"own://": b"http://", b"OWN://": b"HTTP://", b"other://": b"https://", b"@port": b"80"}
SECURE = {b"own://": b"https://", b"OWN://": b"HTTPS://", b"other://": b"http://", b"@port": b"443"}

# Sent behind every case that does not end by itself, as whoever shares the connection would.
BEHIND = request(b"Connection: close")

ALL = [pytest.param(case, id=f"{group}: {case.name}") for group, cases in CASES.items() for case in cases]
SHORT = [case for cases in CASES.values() for case in cases if len(case.octets) < 400]


class Place:
    """A running server, the way to it, and what the placeholders of the table stand for."""

    def __init__(self, server, connect):
        self.server = server
        self.connect = connect
        self.names = dict(SECURE if connect is Secure else CLEAR)

    def octets(self, case):
        octets = case.octets
        for placeholder, real in self.names.items():
            octets = octets.replace(placeholder, real)
        return octets

    def answers(self, parts, heads=(), finishes=False):
        octets = converse(self.connect, self.server, parts, finishes)
        return AnswerReader(octets).answers(lambda number: number < len(heads) and isinstance(heads[number], Head))

    def ask(self, case, split=lambda octets: [octets]):
        """What a case is answered, the request behind it included."""
        behind = b"" if case.then not in (OPEN, CLOSED) else BEHIND
        finals = [status for status in case.answers if status >= 200]
        return self.answers(split(self.octets(case) + behind), finals, finishes=not behind)


@pytest.fixture(scope="module", params=TRANSPORTS)
def place(request, tmp_path_factory):
    connect = TRANSPORTS[request.param]
    folder = tmp_path_factory.mktemp("raw")
    settings = {}
    if connect is Secure:
        chain, key = certificate(folder)
        settings = {"public_url": "https://localhost", "tls_certificate": chain, "tls_key": key}
    content = PDF + bytes(number % 251 for number in range(FILE_SIZE - len(PDF)))
    (folder / "folien.pdf").write_bytes(content)
    nachlese = Nachlese(folder / "data", TMPDIR=str(folder))
    nachlese.settings(listen="127.0.0.1:0", mail_from="nachlese@example.org", **settings)
    nachlese("series", "add", "s", "--title", "S")
    nachlese("module", "add", "s", "2017-iv", "--number", "IV", "--title", "M", "--date", "2017-02-02", "--publish")
    nachlese("presentation", "add", "2017-iv", folder / "folien.pdf", "--audience", "public")
    place = Place(nachlese.serve(stderr=(folder / "log").open("wb")), connect)
    try:
        page, = place.answers([request_for(b"/modules/2017-iv")])
        address, = set(downloads(Page(page.content)).values())
        file, = place.answers([request_for(address.encode())])
        assert file.content == content
        place.names |= {b"/@file": address.encode(), b"@tag": file.get("ETag").encode(),
                        b"@date": file.get("Last-Modified").encode()}
        yield place
        # The same process answered everything, and whatever watches it, as a sanitizer does, has nothing to tell.
        assert nachlese.server.process.poll() is None, "the server did not survive"
        nachlese.server.signal(signal.SIGTERM)
        assert nachlese.server.process.wait(PATIENCE) == 0
        assert "level=error" not in (folder / "log").read_text()
    finally:
        nachlese.server.kill()


class Page:
    def __init__(self, content):
        self.text = content.decode()


def request_for(target):
    return request(b"Connection: close", line=b"GET " + target + b" HTTP/1.1")


def judge(case, answers):
    """Compares what came with what the table says."""
    expected = [*case.answers, *([200] if case.then is OPEN else [])]
    statuses = [answer.status for answer in answers]
    told = f"RFC {case.section}, {case.name}: {statuses} instead of {expected}, after {case.octets[:300]}"
    assert statuses == expected, told
    if case.then is OPEN:
        assert answers[-1].content == b"ok\n", "the answer behind is another one"
    for answer in answers:
        method = case.octets.partition(b" ")[0].decode("latin-1")
        assert answer.status != 405 or method not in answer.get("Allow").split(", ")
    if not case.answers:
        return
    last = answers[len(case.answers) - 1]
    for name, value in case.fields.items():
        assert last.get(name) == value, f"{name} is {last.get(name)!r}"
    assert case.holds in last.content
    if case.size is not None:
        assert len(last.content) == case.size
    if case.lacks:
        assert not any(case.lacks.decode() in str(answer) for answer in answers)


@pytest.mark.parametrize("case", ALL)
def test_answers_of_the_table(place, case):
    judge(case, place.ask(case))


def test_the_table_is_large_and_names_no_case_twice():
    assert len(ALL) >= 180
    assert len({parameter.id for parameter in ALL}) == len(ALL)


def test_octet_by_octet_is_the_same(place):
    """What trickles in is answered like what comes at once."""
    # The request behind a connection that closes could meet a socket that is gone; and who is slow with the content is
    # told to go on.
    cases = [case for case in SHORT if case.then is not CLOSED and b"Expect: 100" not in case.octets]
    assert len(cases) > 100
    each_of(cases, lambda case: judge(
        case, place.ask(case, lambda octets: [octets[at:at + 1] for at in range(len(octets))])))


def test_cut_anywhere_is_the_same(place):
    """Two requests with content, in two pieces cut at every place."""
    case = Case("9112 2", "cut", body(chunked(FORM[:9], FORM[9:])) + length(b"21"), [422, 422], OPEN, holds=b"marke")
    each_of(range(1, len(case.octets)), lambda at: judge(
        case, place.ask(case, lambda octets: [octets[:at], octets[at:]])))


def test_many_at_once_do_not_meet(place):
    """All cases side by side: no connection gets what belongs to another."""
    cases = [case for cases in CASES.values() for case in cases]
    each_of(cases, lambda case: judge(case, place.ask(case)))


def test_no_path_leads_out(place):
    """Every way to write dots and slashes: refused, or the name of nothing; and nothing of another file comes back."""
    assert len(ESCAPES) > 800
    each_of(ESCAPES, lambda octets: lead_nowhere(place, Case("3986 5.2.4", "escape", octets, [], OPEN)))


@pytest.mark.parametrize("form", [length(b"21", b""), post(b"Transfer-Encoding: chunked")], ids=["length", "chunks"])
def test_continue_comes_before_the_content(place, form):
    """RFC 9110 section 10.1.1: the client waits, is told to go on, and is answered."""
    head = form.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    content = FORM if b"Content-Length" in head else chunked(FORM)
    with contextlib.closing(place.connect(place.server)) as connection:
        connection.send(head)
        interim = read_to(connection, b"\r\n\r\n")
        assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.send(content + BEHIND)
        answers = AnswerReader(read_all(connection)).answers(lambda number: False)
    assert [answer.status for answer in answers] == [422, 200]
    assert b"marke" in answers[0].content


def lead_nowhere(place, case):
    first, *behind = place.ask(case)
    assert first.status == 400 and not behind or first.status == 404 and behind[0].content == b"ok\n", case.octets
    assert not any(secret in first.content for secret in [b"root:", b"SQLite format", b"mail-from"])


def each_of(items, check):
    """Checks all of them, many at a time."""
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(check, item) for item in items]:
            done.result()
