"""What RFC 9110 asks of answers: several ranges, codings, methods, conditions."""

import email
import email.policy
import gzip
import re
import socket

import brotli
import pytest

from site_driver import PATIENCE, REPOSITORY, downloads

MODULE = "/modules/2017-iv"
PUBLIC = REPOSITORY / "Public"
SUFFIXES = (".br", ".gz")
ASSETS = sorted(path.name for path in PUBLIC.iterdir() if path.suffix not in SUFFIXES)
DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture
def member(site):
    return site.server.browser().enter(site.issue("a@example.org", "--series", "sozialplanung"))


def parts(reply):
    """The parts of a multipart answer as pairs of Content-Range and content, read as a mail program would."""
    head = f"Content-Type: {reply.headers['Content-Type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + reply.body, policy=email.policy.HTTP)
    assert message.get_content_type() == "multipart/byteranges"
    assert message.is_multipart() and not message.defects
    assert not message.preamble and not message.epilogue
    found = []
    for part in message.iter_parts():
        assert not part.defects
        assert part.get_content_type() == "application/pdf"
        found.append((part["Content-Range"], part.get_payload(decode=True)))
    return found


def raw_parts(reply):
    """The same split by hand: the mail reader takes line ends for its own, which slides do not mean them to be."""
    boundary = re.fullmatch(r"multipart/byteranges; boundary=([0-9a-f]{32})", reply.headers["Content-Type"]).group(1)
    mark = f"\r\n--{boundary}".encode()
    pieces = (b"\r\n" + reply.body).split(mark)
    assert pieces[0] == b"" and pieces[-1] == b"--\r\n"
    found = []
    for piece in pieces[1:-1]:
        fields, _, content = piece.partition(b"\r\n\r\n")
        found.append((re.search(rb"Content-Range: (.*)", fields).group(1).decode(), content))
    return found


@pytest.mark.parametrize("asked", [
    [(0, 0), (8_999, 8_999)], [(100, 199), (0, 4)], [(5_000, 5_999), (2_000, 2_999), (0, 999)],
    [(number * 500, number * 500 + 9) for number in range(16)],
])
def test_several_ranges_come_as_parts(site, member, asked):
    link = next(link for name, link in downloads(member.get(MODULE)).items() if "größer" in name)
    content = site.files['Übersicht "größer".pdf']
    reply = member.get(link, Range="bytes=" + ", ".join(f"{first}-{last}" for first, last in asked))
    assert reply.status == 206
    assert "Content-Range" not in reply.headers
    assert int(reply.headers["Content-Length"]) == len(reply.body) < len(content)
    wanted = [(f"bytes {first}-{last}/{len(content)}", content[first:last + 1]) for first, last in asked]
    assert raw_parts(reply) == wanted
    assert [name for name, _ in parts(reply)] == [name for name, _ in wanted]


@pytest.mark.parametrize("ranges", [
    "0-8000,8002-", ",".join(f"{number * 3}-{number * 3}" for number in range(2_000)),
    ",".join(["0-", "-1"] * 1_000), ",".join(f"{number * 100}-{number * 100 + 60}" for number in range(80)),
])
def test_no_choice_of_ranges_costs_more_than_the_file(site, member, ranges):
    link = next(link for name, link in downloads(member.get(MODULE)).items() if "größer" in name)
    content = site.files['Übersicht "größer".pdf']
    reply = member.get(link, Range=f"bytes={ranges}")
    assert reply.status in (200, 206)
    assert reply.body == content
    head = member.request("HEAD", link, Range=f"bytes={ranges}")
    assert head.status == 200 and int(head.headers["Content-Length"]) == len(content)


def test_every_compressed_asset_is_its_original(site):
    """None is stale, none is left over, and each is served as it lies in the folder."""
    browser = site.server.browser()
    for name in ASSETS:
        plain = (PUBLIC / name).read_bytes()
        stored = {"br": PUBLIC / f"{name}.br", "gzip": PUBLIC / f"{name}.gz"}
        stored = {coding: path for coding, path in stored.items() if path.exists()}
        tags = set()
        for accepted, coding in [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("br;q=0, *;q=0.1", "gzip"),
                                 (None, None), ("identity", None), ("zstd", None), ("gzip;q=1.5", None)]:
            reply = browser.get(f"/assets/{name}", **({"Accept_Encoding": accepted} if accepted else {}))
            assert reply.status == 200
            sent = reply.headers["Content-Encoding"]
            assert sent == coding or coding not in stored, (name, accepted)
            if sent:
                assert reply.body == stored[sent].read_bytes()
                assert len(reply.body) * 20 <= len(plain) * 19, "compressing this saves nothing"
            assert DECODERS[sent](reply.body) == plain, f"{name} changed: run .dev/compress"
            assert reply.headers["Vary"] == ("Accept-Encoding" if stored else None)
            tags.add((sent, reply.headers["ETag"]))
        assert len({tag for _, tag in tags}) == len(tags) == 1 + len(stored)
    originals = {path.stem for path in PUBLIC.iterdir() if path.suffix in SUFFIXES}
    assert originals and originals <= set(ASSETS)


def test_versioned_asset_is_kept_for_ever_and_a_page_is_never_compressed(site, member):
    page = member.get(MODULE, Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in page.headers
    address = re.search(r'href="(/assets/nachlese\.css\?v=[0-9a-f]+)"', page.text).group(1)
    versioned = member.get(address, Accept_Encoding="gzip, br")
    assert versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert versioned.headers["Content-Encoding"] == "br"
    unchanged = member.get(address, Accept_Encoding="gzip, br", If_None_Match=versioned.headers["ETag"])
    assert unchanged.status == 304 and unchanged.headers["Vary"] == "Accept-Encoding"
    assert member.get("/assets/nachlese.css").headers["Cache-Control"] == "no-cache"
    assert member.get("/assets/nachlese.css.br").status == 404


def test_methods(site):
    browser = site.server.browser()
    assert browser.request("OPTIONS", "*").headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    for target, allowed in [("/", "GET, HEAD, OPTIONS"), ("/login", "GET, HEAD, POST, OPTIONS"),
                            ("/logout", "POST, OPTIONS"), (MODULE, "GET, HEAD, OPTIONS")]:
        options = browser.request("OPTIONS", target)
        assert options.status == 204 and options.headers["Allow"] == allowed
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            reply = browser.request(method, target, X_Mine="reflect me")
            assert reply.status == 405 and reply.headers["Allow"] == allowed
            assert b"reflect" not in reply.body
    assert browser.request("BREW", "/").status == 501


def test_connect_opens_nothing(site):
    with socket.create_connection((site.server.host, site.server.port), timeout=PATIENCE) as connection:
        connection.sendall(b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n"
                           b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    assert received.startswith(b"HTTP/1.1 501 ")
    assert received.count(b"HTTP/1.1 ") == 1
