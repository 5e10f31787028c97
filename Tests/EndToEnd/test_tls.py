"""TLS as browsers and hostile clients meet it."""

import contextlib
import hashlib
import os
import re
import signal
import socket
import ssl
import time
import urllib.parse

import pytest

from secure_client import HOST, SecureBrowser, connect, half_closed, read_all, trusting
from site_driver import PATIENCE, downloads, sha256
from tls_house import MODULE, answers, asked, wait_for



@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["TLS 1.2", "TLS 1.3"])
def context(request, authority):
    context = trusting(authority)
    context.minimum_version = context.maximum_version = request.param
    return context


@pytest.fixture
def member(served, context, make_file):
    """Somebody who has signed in over TLS, and files of all sizes."""
    sizes = {"klein.pdf": 4096, "mittel.pdf": 1 << 20, "gross.pdf": 50_000_000}
    served.sizes = {}
    for seed, (name, size) in enumerate(sizes.items(), 3):
        path = make_file(name, size, seed)
        served("presentation", "add", "2017-iv", path)
        served.sizes[name] = path.read_bytes()
    letter = served.issue("a@example.org", "--module", "2017-iv")
    assert letter.address == f"https://{HOST}/login?email=a@example.org"
    browser = SecureBrowser(served.server.port, context)
    browser.greeting = browser.sign_in(letter.user_name, letter.password)
    assert browser.greeting.status == 303
    browser.links = downloads(browser.get(MODULE))
    browser.cookie = f"Cookie: __Host-nachlese={browser.cookies['__Host-nachlese']}"
    return browser


def test_member_downloads_over_tls(served, member):
    cookie = member.greeting.headers["Set-Cookie"]
    assert cookie.startswith("__Host-nachlese=") and "; Secure" in cookie and "; Path=/" in cookie
    assert "Domain" not in cookie
    for name, content in served.sizes.items():
        link = member.links[name]
        reply = member.get(link)
        assert reply.status == 200 and sha256(reply.body) == sha256(content)
        tag, end = reply.headers["ETag"], len(content)
        head = member.request("HEAD", link)
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(end))
        assert member.get(link, If_None_Match=tag).status == 304
        assert member.get(link, If_Match='"other"').status == 412
        for first, last in [(0, 0), (1, end - 2), (end - 1, end - 1), (1000, 3000)]:
            part = member.get(link, Range=f"bytes={first}-{last}", If_Range=tag)
            assert part.status == 206 and part.body == content[first:last + 1]
        assert member.get(link, Range="bytes=-500").body == content[-500:]
        assert member.get(link, Range=f"bytes={end}-").status == 416
        parts = member.get(link, Range=f"bytes=0-9,2000-2999,{end - 7}-")
        assert parts.status == 206
        boundary = re.fullmatch(r"multipart/byteranges; boundary=(\S+)", parts.headers["Content-Type"])[1].strip('"')
        pieces = parts.body.split(b"--" + boundary.encode())[1:-1]
        bodies = [piece.split(b"\r\n\r\n", 1)[1][:-2] for piece in pieces]
        assert bodies == [content[:10], content[2000:3000], content[-7:]]


def test_pipelined_requests_in_any_records(served, member):
    """Records need not begin or end where requests do."""
    content = served.sizes["mittel.pdf"]
    octets = asked(member.links["mittel.pdf"], member.cookie) * 3 + asked("/healthz", "Connection: close")
    for size in [len(octets), 7]:
        with connect(served.server.port, member.connection.real_context) as connection:
            for at in range(0, len(octets), size):
                connection.sendall(octets[at:at + size])
            found = answers(read_all(connection))
        assert [answer.status for answer in found] == [200] * 4
        assert all(answer.content == content for answer in found[:3])


def test_continue_comes_before_the_content(served, context):
    body = urllib.parse.urlencode({"email": "nobody@example.org", "password": "x"}).encode()
    with connect(served.server.port, context) as connection:
        connection.sendall(asked(
            "/login", "Expect: 100-continue", "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}", "Connection: close", method="POST"))
        assert connection.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        assert [answer.status for answer in answers(read_all(connection))] == [422]


def test_slow_reader_gets_all(served, member):
    """The server waits at the socket, over and over, in the middle of records."""
    content = served.sizes["gross.pdf"]
    digest, count, head = hashlib.sha256(), 0, b""
    with connect(served.server.port, member.connection.real_context, receive_buffer=16384) as connection:
        connection.sendall(asked(member.links["gross.pdf"], member.cookie, "Connection: close"))
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        pauses = 0
        while piece := connection.recv(100_000):
            digest.update(piece)
            count += len(piece)
            if count // 5_000_000 > pauses:
                pauses += 1
                time.sleep(0.1)
    assert count == len(content) and digest.hexdigest() == sha256(content)


def test_half_closed_client_is_answered(served, member):
    """It may end its side with close_notify (RFC 8446 section 6.1), or by TCP alone."""
    content = served.sizes["mittel.pdf"]
    request = asked(member.links["mittel.pdf"], member.cookie)
    context = member.connection.real_context
    [answer] = answers(half_closed(served.server.port, context, request))
    assert answer.status == 200 and answer.content == content
    with connect(served.server.port, context) as connection:
        connection.sendall(request)
        # Not the method of the TLS socket, which would forget the keys.
        socket.socket.shutdown(connection, socket.SHUT_WR)
        [answer] = answers(read_all(connection))
    assert answer.status == 200 and answer.content == content


def test_end_is_announced(served, context):
    """T6: `read_all` takes an end without close_notify for an error; so does OpenSSL's own client."""
    port = served.server.port
    for request, status in [
        (asked("/", "Connection: close"), 200), (b"nonsense\r\n\r\n", 400),
        (asked("/", "Content-Length: x"), 400), (asked("/") + b"GET", None),
    ]:
        with connect(port, context) as connection:
            connection.sendall(request)
            if status is None:
                socket.socket.shutdown(connection, socket.SHUT_WR)
            found = answers(read_all(connection))
            assert found[0].status == status or status is None
    with connect(port, context) as idle, connect(port, context) as fresh:
        idle.sendall(asked("/healthz"))
        assert idle.recv(1 << 16).startswith(b"HTTP/1.1 200")
        served.server.signal(signal.SIGTERM)
        assert read_all(idle) == b"" and read_all(fresh) == b""
    assert served.server.process.wait(PATIENCE) == 0


def test_session_is_resumed_also_with_another_certificate(served, context, pool):
    port = served.server.port

    def visit(session=None):
        plain = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        with context.wrap_socket(plain, server_hostname=HOST, session=session) as connection:
            # With TLS 1.3 the ticket comes behind the handshake.
            connection.sendall(asked("/healthz", "Connection: close"))
            assert answers(read_all(connection))[0].status == 200
            return connection.session, connection.session_reused

    session, is_resumed = visit()
    assert not is_resumed
    assert visit(session)[1]
    pool[1].copy_to(served.certificate)
    served.server.signal(signal.SIGHUP)
    wait_for(served, pool[1])
    assert visit(session)[1]


# Clients that do not mean well.

GARBAGE = {
    "plain HTTP": b"GET / HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n", "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
    "zeros": bytes(1000), "record beyond its limit": b"\x16\x03\x01\xff\xff" + b"x" * 70000,
    "no hello": b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", "alert": b"\x15\x03\x03\x00\x02\x02\x28",
    "data first": b"\x17\x03\x03\x00\x05hello", "SSL 2": b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + bytes(37),
    "change of cipher": b"\x14\x03\x03\x00\x01\x01" * 100, "empty records": b"\x16\x03\x01\x00\x00" * 1000,
}


def test_what_is_no_tls_gets_an_alert_or_the_end(served, authority):
    port = served.server.port
    for name, octets in GARBAGE.items():
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            got = b""
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                connection.sendall(octets)
                got = read_all(connection)
            # Alerts alone (RFC 8446 section 6), and nothing of HTTP.
            assert re.fullmatch(rb"(\x15\x03[\x00-\x04]\x00\x02..)*", got, re.DOTALL), name
    assert served.server.process.poll() is None
    assert SecureBrowser(port, trusting(authority)).get("/").status == 200


def hello():
    """The first octets of a client, which a server answers with its certificate."""
    outgoing = ssl.MemoryBIO()
    session = trusting(None).wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=HOST)
    with contextlib.suppress(ssl.SSLWantReadError):
        session.do_handshake()
    return outgoing.read()


def test_stalled_handshakes_disturb_nobody(served, authority):
    """T4: those who say nothing, half a hello, or nothing more after it."""
    first = hello()
    with contextlib.ExitStack() as stack:
        for number in range(300):
            stalled = stack.enter_context(socket.create_connection(("127.0.0.1", served.server.port), PATIENCE))
            stalled.sendall([b"", first[:len(first) // 2], first][number % 3])
        context, times = trusting(authority), []
        for _ in range(100):
            before = time.monotonic()
            browser = SecureBrowser(served.server.port, context)
            assert browser.get("/healthz").status == 200
            browser.connection.close()
            times.append(time.monotonic() - before)
        # Far above what it takes, and far below a handshake's deadline.
        assert max(times) < 10
    assert served.server.process.poll() is None


def test_clients_that_break_off_leave_nothing_open(served, authority):
    def descriptors():
        return len(os.listdir(f"/proc/{served.server.process.pid}/fd"))

    context, first = trusting(authority), hello()
    browser = SecureBrowser(served.server.port, context)
    assert browser.get("/healthz").status == 200
    before = descriptors()
    for number in range(60):
        with socket.create_connection(("127.0.0.1", served.server.port), PATIENCE) as broken:
            broken.sendall([b"", first[:50], first][number % 3])
    deadline = time.monotonic() + PATIENCE
    while descriptors() > before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert browser.get("/healthz").status == 200
