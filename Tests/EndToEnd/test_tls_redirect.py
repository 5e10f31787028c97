"""The plain listener beside TLS, and Strict-Transport-Security."""

import re
import socket

import pytest

from raw_client import AnswerReader
from secure_client import HOST, SecureBrowser, read_all, trusting
from site_driver import PATIENCE, free_port
from tls_house import answers

MODULE = "/modules/2017-iv"


@pytest.fixture
def redirecting(house):
    house.plain = free_port()
    house.serve(redirect_listen=f"127.0.0.1:{house.plain}")
    return house


def plainly(port, octets):
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(octets)
        connection.shutdown(socket.SHUT_WR)
        return read_all(connection)


PATHS = ["/", f"{MODULE}?view=1&x=%C3%A4", "//evil.example/", "/@evil.example", "/a?x=%0d%0aSet-Cookie:%20a=b"]
HOSTS = [HOST, f"{HOST}:80", "evil.example", "127.0.0.1", "evil.example:443", "[::1]:80"]


def test_plain_requests_are_sent_to_the_public_address(redirecting):
    """T3: with path and query, whatever `Host` says, and with nothing that counts over TLS only."""
    asked_for = [(path, host, path) for path in PATHS for host in HOSTS]
    asked_for += [("http://evil.example/x?y", "evil.example", "/x?y"), ("http://evil.example", "evil.example", "/")]
    for target, host, path in asked_for:
        for method in ["GET", "HEAD"]:
            octets = plainly(redirecting.plain, f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            [answer] = AnswerReader(octets).answers(lambda number: method == "HEAD")
            assert answer.status == 301 and answer.get("Location") == f"https://{HOST}{path}", (target, host)
            assert {name for name, _ in answer.fields} <= {
                "location", "cache-control", "connection", "content-length", "date"}


REFUSED = [
    ("POST /login", HOST, 403), ("OPTIONS /", HOST, 403), ("POST /", "evil.example", 403), ("GET /", "a b", 400),
    ("GET /", "evil.example/path", 400), ("GET /\x01", HOST, 400), ("GET /", f"{HOST}\r\nHost: evil.example", 400),
    ("GET /", f"{HOST}\rX: y", 400), ("GET /a%0d%0aSet-Cookie:%20a=b", HOST, 400),
    ("GET http://evil.example/", HOST, 400),
]


def test_plain_listener_refuses_everything_else(redirecting):
    for request_line, host, status in REFUSED:
        octets = plainly(redirecting.plain, f"{request_line} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        [answer] = answers(octets)
        assert answer.status == status, (request_line, host)
        assert not {"location", "set-cookie", "strict-transport-security"} & {name for name, _ in answer.fields}
        assert b"evil" not in octets


@pytest.mark.parametrize("days, value", [(None, "max-age=31536000"), (30, "max-age=2592000"), (0, None)])
def test_strict_transport_security_is_a_setting(house, authority, days, value):
    server = house.serve(**({} if days is None else {"hsts_days": days}))
    browser = SecureBrowser(server.port, trusting(authority))
    style = re.search(r'href="(/assets/[^"]+\.css[^"]*)"', browser.get("/").text)[1]
    for target, status in [("/", 200), ("/unknown", 404), (style, 200), ("/account", 303)]:
        reply = browser.get(target)
        assert (reply.status, reply.headers["Strict-Transport-Security"]) == (status, value), target
