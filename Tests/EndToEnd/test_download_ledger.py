"""What a member has of a file: the union of the octets that reached them, written down by the server."""

import signal
import socket
import sqlite3
import subprocess
import threading
import time

import pytest

from site_driver import PATIENCE, downloads

MODULE = "/modules/2017-iv"
LARGE = 24_000_000


@pytest.fixture
def shelf(office, make_file):
    """A small and a large file, served, with a member signed in."""
    office.large = make_file("gross.pdf", LARGE, 5).read_bytes()
    office("presentation", "add", "2017-iv", make_file("klein.pdf", 4_000, 1))
    office("presentation", "add", "2017-iv", make_file("gross.pdf", LARGE, 5))
    office.serve()
    office.member = office.server.browser().enter(office.issue("a@example.org", "--module", "2017-iv"))
    office.links = downloads(office.member.get(MODULE))
    return office


def rows(office):
    """The ledger: by address and file name, what is there of it and whether that is all."""
    with sqlite3.connect(f"file:{office.folder / 'nachlese.db'}?mode=ro", uri=True) as database:
        found = database.execute(
            "SELECT a.email, v.name, d.delivered, d.completed_at IS NOT NULL FROM download d"
            " JOIN account a ON a.id = d.account_id JOIN file_version v ON v.id = d.file_version_id")
        return {(email, name): (delivered, bool(complete)) for email, name, delivered, complete in found}


def row(office, name, email="a@example.org"):
    return rows(office).get((email, name))


def wait_for(office, name, wanted):
    """Waits until the ledger says what is wanted, or passes a test."""
    deadline = time.monotonic() + PATIENCE
    holds = wanted if callable(wanted) else lambda found: found == wanted
    while not holds(row(office, name)):
        assert time.monotonic() < deadline, row(office, name)
        time.sleep(0.1)
    return row(office, name)


def whole(size):
    return f"0-{size - 1}", True


def request(office, link, *fields):
    """A request of the member as octets."""
    cookie = "; ".join(f"{name}={value}" for name, value in office.member.cookies.items())
    lines = [f"GET {link} HTTP/1.1", f"Host: {office.server.host}:{office.server.port}", f"Cookie: {cookie}", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def connect(office):
    return socket.create_connection((office.server.host, office.server.port), timeout=PATIENCE)


def read_head(connection):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        octet = connection.recv(1)
        assert octet, head
        head += octet
    return head


def read_exactly(connection, count):
    content = bytearray()
    while len(content) < count:
        part = connection.recv(min(1 << 20, count - len(content)))
        assert part, "cut"
        content += part
    return bytes(content)


def test_whole_files_from_memory_and_from_disk(shelf):
    assert len(shelf.member.get(shelf.links["klein.pdf"]).body) == 4_000
    assert shelf.member.get(shelf.links["gross.pdf"] + "?view").body == shelf.large
    wait_for(shelf, "klein.pdf", whole(4_000))
    wait_for(shelf, "gross.pdf", whole(LARGE))
    assert "klein.pdf" not in shelf.server.stop()


def test_what_brings_no_octets_leaves_nothing(shelf):
    link = shelf.links["klein.pdf"]
    etag = shelf.member.request("HEAD", link).headers["ETag"]
    assert shelf.member.get(link, If_None_Match=etag).status == 304
    assert shelf.member.get(link, Range="bytes=4000-").status == 416
    assert shelf.server.browser().get(link).status == 303
    shelf.server.stop()
    assert rows(shelf) == {}


def test_parts_from_two_connections_at_a_time(shelf):
    link = shelf.links["gross.pdf"]
    middle = LARGE // 2
    parts = {}

    def take(first, last):
        with connect(shelf) as connection:
            connection.sendall(request(shelf, link, f"Range: bytes={first}-{last}"))
            assert b" 206 " in read_head(connection)
            parts[first] = read_exactly(connection, last - first + 1)

    takers = [threading.Thread(target=take, args=span)
              for span in [(0, middle + 99), (middle, LARGE - 2)]]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert parts[0] + parts[middle][100:] == shelf.large[:-1]
    wait_for(shelf, "gross.pdf", (f"0-{LARGE - 2}", False))
    # A part of one octet counts one octet: the last one.
    assert shelf.member.get(link, Range="bytes=-1").body == shelf.large[-1:]
    wait_for(shelf, "gross.pdf", whole(LARGE))


def test_repeated_parts_inflate_nothing(shelf):
    link = shelf.links["klein.pdf"]
    for _ in range(20):
        assert shelf.member.get(link, Range="bytes=0-99").status == 206
    assert shelf.member.get(link, Range="bytes=200-299,0-9,3990-3999").status == 206
    wait_for(shelf, "klein.pdf", ("0-99,200-299,3990-3999", False))


def test_cut_in_the_middle_and_resumed(shelf):
    link = shelf.links["gross.pdf"]
    connection = connect(shelf)
    connection.sendall(request(shelf, link))
    read_head(connection)
    start = read_exactly(connection, 2_000_000)
    # Much of the rest lies in the kernels of both sides by now; closing throws it away.
    time.sleep(0.2)
    connection.close()
    delivered, complete = wait_for(shelf, "gross.pdf", lambda found: found is not None)
    first, last = map(int, delivered.split("-"))
    assert first == 0 and 2_000_000 <= last + 1 < LARGE and not complete
    rest = shelf.member.get(link, Range=f"bytes={len(start)}-")
    assert start + rest.body == shelf.large
    wait_for(shelf, "gross.pdf", whole(LARGE))


def test_curl_goes_on_where_it_was_killed(shelf, tmp_path):
    link = f"{shelf.server.url}{shelf.links['gross.pdf']}"
    [(name, value)] = shelf.member.cookies.items()
    target = tmp_path / "gross.pdf"
    command = ["curl", "--silent", "--fail", "--cookie", f"{name}={value}", "--output", target, link]
    slow = subprocess.Popen([*command, "--limit-rate", "4M"])
    deadline = time.monotonic() + PATIENCE
    while not target.exists() or target.stat().st_size < 1_000_000:
        assert slow.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    slow.send_signal(signal.SIGKILL)
    slow.wait()
    kept = target.stat().st_size
    delivered, complete = wait_for(shelf, "gross.pdf", lambda found: found is not None)
    assert kept <= int(delivered.split("-")[1]) + 1 and not complete
    subprocess.run([*command, "--continue-at", "-"], check=True, timeout=PATIENCE)
    assert target.read_bytes() == shelf.large
    wait_for(shelf, "gross.pdf", whole(LARGE))


def test_client_that_reads_nothing_is_not_said_to_have_the_file(shelf):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((shelf.server.host, shelf.server.port))
    connection.sendall(request(shelf, shelf.links["gross.pdf"]))
    connection.settimeout(PATIENCE)
    # It has begun, and goes on until nothing more fits in between.
    assert connection.recv(1, socket.MSG_PEEK)
    time.sleep(0.3)
    connection.close()
    delivered, complete = wait_for(shelf, "gross.pdf", lambda found: found is not None)
    assert int(delivered.split("-")[1]) < 3_000_000 and not complete


def test_stopping_writes_down_what_is_left(shelf):
    # Stopped at once: well before the second is over after which the ledger is written.
    for name in ("klein.pdf", "gross.pdf"):
        shelf.member.get(shelf.links[name])
    shelf.server.stop()
    assert row(shelf, "klein.pdf") == whole(4_000)
    assert row(shelf, "gross.pdf") == whole(LARGE)


def test_stopping_in_the_middle_of_a_download_counts_all_of_it(shelf):
    with connect(shelf) as connection:
        connection.sendall(request(shelf, shelf.links["gross.pdf"]))
        read_head(connection)
        start = read_exactly(connection, 100_000)
        shelf.server.signal(signal.SIGTERM)
        assert start + read_exactly(connection, LARGE - 100_000) == shelf.large
    shelf.server.stop()
    assert row(shelf, "gross.pdf") == whole(LARGE)


def test_killed_server_goes_on_after_the_restart(shelf):
    shelf.member.get(shelf.links["klein.pdf"], Range="bytes=0-1999")
    wait_for(shelf, "klein.pdf", ("0-1999", False))
    shelf.server.kill()
    shelf.serve()
    browser = shelf.server.browser()
    browser.cookies = shelf.member.cookies
    browser.get(shelf.links["klein.pdf"], Range="bytes=2000-")
    wait_for(shelf, "klein.pdf", whole(4_000))


def test_corrected_file_and_erased_person_begin_anew(shelf, make_file):
    link = shelf.links["klein.pdf"]
    shelf.member.get(link)
    wait_for(shelf, "klein.pdf", whole(4_000))
    [found] = [found for found in shelf.presentations("2017-iv") if found["file"]["name"] == "klein.pdf"]
    shelf("presentation", "replace", found["id"], make_file("klein.pdf", 5_000, 9))
    assert len(shelf.member.get(link, Range="bytes=0-9").body) == 10
    deadline = time.monotonic() + PATIENCE

    def versions():
        with sqlite3.connect(f"file:{shelf.folder / 'nachlese.db'}?mode=ro", uri=True) as database:
            return [tuple(row) for row in database.execute(
                "SELECT v.number, d.delivered, d.completed_at IS NOT NULL FROM download d"
                " JOIN file_version v ON v.id = d.file_version_id ORDER BY v.number")]

    while versions() != [(1, "0-3999", 1), (2, "0-9", 0)]:
        assert time.monotonic() < deadline, versions()
        time.sleep(0.1)


def test_repeated_downloads_write_nothing(shelf):
    link = shelf.links["klein.pdf"]
    shelf.member.get(link)
    wait_for(shelf, "klein.pdf", whole(4_000))
    log = shelf.folder / "nachlese.db-wal"
    before = log.stat().st_size, log.stat().st_mtime_ns
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        assert len(shelf.member.get(link).body) == 4_000
    assert (log.stat().st_size, log.stat().st_mtime_ns) == before


def test_file_that_takes_the_number_of_a_removed_one_is_counted_anew(shelf, make_file):
    assert len(shelf.member.get(shelf.links["gross.pdf"]).body) == LARGE
    wait_for(shelf, "gross.pdf", whole(LARGE))
    newest = shelf.presentations("2017-iv")[-1]
    assert newest["file"]["name"] == "gross.pdf"
    time.sleep(1.1)
    shelf("presentation", "remove", newest["id"], "--yes")
    shelf("presentation", "add", "2017-iv", make_file("neu.pdf", 5_000, 9))
    link = downloads(shelf.member.get(MODULE))["neu.pdf"]
    assert len(shelf.member.get(link).body) == 5_000
    wait_for(shelf, "neu.pdf", whole(5_000))
