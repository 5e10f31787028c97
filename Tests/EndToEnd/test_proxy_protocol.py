"""The PROXY protocol: whom a relay speaks for is who counts, and nobody else may say so."""

import contextlib
import os
import select
import shutil
import socket
import ssl
import struct
import subprocess
import urllib.parse

import pytest

from raw_client import AnswerReader
from site_driver import PATIENCE, free_port
from test_proxies import HOST, running

HAPROXY = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
PROBE = f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode()


def text(source="192.0.2.7", family="TCP4", target="198.51.100.1"):
    """A header of version 1."""
    return f"PROXY {family} {source} {target} 51234 443\r\n".encode()


def binary(addresses=b"", kind=0x11, command=0x21, extensions=b"", length=None):
    """A header of version 2."""
    content = addresses + extensions
    return SIGNATURE + struct.pack("!BBH", command, kind, len(content) if length is None else length) + content


def ipv4(source="192.0.2.7"):
    return socket.inet_aton(source) + socket.inet_aton("198.51.100.1") + struct.pack("!HH", 51234, 443)


def ipv6(source="2001:db8:1:2::7"):
    return (socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, "2001:db8::1")
            + struct.pack("!HH", 51234, 443))


def extension(kind, content):
    return struct.pack("!BH", kind, len(content)) + content


UNIX = b"/run/relay.socket".ljust(108, b"\0") * 2
EXTENSIONS = extension(0x01, b"http/1.1") + extension(0x02, HOST.encode()) + extension(0x04, bytes(200))

HEADERS = {
    "text": text(),
    "text IPv6": text("2001:db8:1:2::7", "TCP6", "2001:db8::1"),
    "text unknown": b"PROXY UNKNOWN\r\n",
    "text unknown with addresses": text("ffff:f...f", "UNKNOWN", "ffff:f...f"),
    "binary": binary(ipv4()),
    "binary IPv6": binary(ipv6(), 0x21),
    "binary Unix": binary(UNIX, 0x31),
    "binary with extensions": binary(ipv4(), extensions=EXTENSIONS),
    "binary local": binary(kind=0, command=0x20),
    "binary local with addresses": binary(ipv4(), command=0x20),
    "binary unspecified": binary(kind=0),
}

NO_HEADERS = {
    "nothing but a request": PROBE,
    "another word": b"PROXX TCP4 192.0.2.7 198.51.100.1 51234 443\r\n",
    "small letters": b"proxy TCP4 192.0.2.7 198.51.100.1 51234 443\r\n",
    "no such family": text(family="TCP5"),
    "IPv6 as IPv4": text("2001:db8::7"),
    "IPv4 as IPv6": text(family="TCP6"),
    "a name": text("localhost"),
    "leading zero": text("192.0.2.07"),
    "two blanks": text().replace(b"TCP4 ", b"TCP4  "),
    "a port too large": text().replace(b" 443", b" 65536"),
    "a signed port": text().replace(b" 443", b" +443"),
    "no ports": b"PROXY TCP4 192.0.2.7 198.51.100.1\r\n",
    "a word too many": text().replace(b" 443", b" 443 1"),
    "LF alone, then the end": text().replace(b"\r", b""),
    "CR alone": text().replace(b"\n", b"x"),
    "an endless line": b"PROXY UNKNOWN " + b"x" * 200,
    "binary, a wrong signature": b"\r\n\r\n\0\r\nQUIX\n\x21\x11\0\x0c" + ipv4(),
    "binary, version 1": binary(ipv4(), command=0x11),
    "binary, version 3": binary(ipv4(), command=0x31),
    "binary, no such command": binary(ipv4(), command=0x22),
    "binary, datagrams": binary(ipv4(), kind=0x12),
    "binary, no such family": binary(ipv4(), kind=0x41),
    "binary, shorter than its addresses": binary(ipv4(), length=11),
    "binary, endless": binary(ipv4(), length=65535),
    "half a line, then the end": text()[:20],
    "half a signature, then the end": SIGNATURE[:5],
    "half of the addresses, then the end": binary(ipv4())[:20],
    "the end at once": b"",
}


def secure(folder):
    """Settings with a chain and its key for the tests' host."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", chain],
        check=True, capture_output=True)
    return {"tls_certificate": chain, "tls_key": key, "public_url": f"https://{HOST}"}


@pytest.fixture
def relayed(nachlese):
    """Starts a server that expects headers from 127.0.0.1, with further settings; `stop` tells what it logged."""

    def start(**settings):
        values = {"listen": f"127.0.0.1:{free_port()}", "public_url": f"http://{HOST}", "trusted_proxies": "127.0.0.1",
                  "proxy_protocol": "required", **settings}
        port = int(values["listen"].split(",")[0].split(":")[1])
        nachlese.settings(**values)
        process = nachlese.start("serve")
        assert process.stdout.readline().startswith(b"Nachlese is ready at "), process.communicate()
        started.append(process)
        return port

    def stop():
        for process in started:
            process.terminate()
        return "".join(process.communicate(timeout=PATIENCE)[1].decode() for process in started)

    started = []
    start.stop = stop
    yield start
    for process in started:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def connection(port, source="127.0.0.1"):
    with socket.create_connection(("127.0.0.1", port), PATIENCE, (source, 0)) as opened:
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield opened


def rest(opened):
    """Everything until the server closes; a reset is an end too."""
    found = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while part := opened.recv(1 << 16):
            found += part
    return bytes(found)


def answers(octets):
    return AnswerReader(octets).answers(lambda number: False)


def statuses(octets):
    return [answer.status for answer in answers(octets)]


def sign_in(port, header, source="127.0.0.1"):
    """A wrong sign-in behind a header: the answer's status."""
    body = urllib.parse.urlencode({"email": "nobody@example.org", "password": "falsch"}).encode()
    head = (f"POST /login HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode()
    with connection(port, source) as opened:
        opened.sendall(header + head + body)
        [answer] = answers(rest(opened))
    return answer.status


def test_headers_are_taken_however_they_arrive(relayed):
    port = relayed()
    for name, header in HEADERS.items():
        with connection(port) as opened:
            opened.sendall(header + PROBE)
            assert statuses(rest(opened)) == [200], f"{name}, with the request"
        with connection(port) as opened:
            opened.sendall(header)
            opened.sendall(PROBE)
            assert statuses(rest(opened)) == [200], f"{name}, before the request"
        with connection(port) as opened:
            for octet in header + PROBE:
                opened.send(bytes([octet]))
            assert statuses(rest(opened)) == [200], f"{name}, octet by octet"
        with connection(port) as opened:
            again = PROBE.replace(b"close", b"keep-alive")
            opened.sendall(header + again + again[:9])
            opened.sendall(again[9:] + PROBE)
            assert statuses(rest(opened)) == [200] * 3, f"{name}, with more than one request"


@pytest.mark.parametrize("is_secure", [False, True])
def test_whatever_else_comes_is_no_connection(relayed, tmp_path, is_secure):
    if is_secure:
        port = relayed(**secure(tmp_path))
    else:
        port = relayed()
    for name, octets in NO_HEADERS.items():
        with connection(port) as opened:
            opened.sendall(octets)
            # It may be gone already.
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_WR)
            assert rest(opened) == b"", name
    for name, octets in NO_HEADERS.items():
        # What is wrong already is not waited for to end.
        if "the end" not in name:
            with connection(port) as opened:
                opened.sendall(octets)
                assert rest(opened) == b"", name


def test_who_is_not_trusted_is_not_listened_to(relayed):
    port = relayed()
    for octets in [*HEADERS.values(), PROBE, b""]:
        with connection(port, "127.0.0.2") as opened:
            with contextlib.suppress(ConnectionError):
                opened.sendall(octets + PROBE)
            assert rest(opened) == b""


def test_a_second_header_is_no_request(relayed):
    port = relayed()
    with connection(port) as opened:
        opened.sendall(text() + text("192.0.2.8") + PROBE)
        assert statuses(rest(opened)) == [400]


@pytest.mark.parametrize("make, network, other", [
    (lambda number: text(f"192.0.2.{number}"), "192.0.2.0/24", text("192.0.3.1")),
    (lambda number: text(f"2001:db8:1:2::{number}", "TCP6", "::1"), "2001:db8:1:2::/64",
     text("2001:db8:1:3::1", "TCP6", "::1")),
    (lambda number: binary(ipv4(f"192.0.2.{number}")), "192.0.2.0/24", binary(ipv4("192.0.3.1"))),
    (lambda number: binary(ipv6(f"2001:db8:1:2::{number}"), 0x21, extensions=EXTENSIONS), "2001:db8:1:2::/64",
     binary(ipv6("2001:db8:1:3::1"), 0x21)),
], ids=["text", "text IPv6", "binary", "binary IPv6"])
def test_throttle_counts_whom_the_relay_speaks_for(relayed, make, network, other):
    port = relayed()
    found = [sign_in(port, make(number)) for number in range(1, 9)]
    assert found[0] == 422 and found[-1] == 429
    assert sign_in(port, other) == 422
    log = relayed.stop()
    assert f"network={network}" in log and "127.0.0" not in log


def test_networks_have_their_share_by_whom_the_relay_speaks_for(relayed):
    port = relayed(connections_per_network=3)
    with contextlib.ExitStack() as stack:
        def ask(header):
            opened = stack.enter_context(connection(port))
            opened.sendall(header + PROBE.replace(b"close", b"keep-alive"))
            return opened, answers(opened.recv(1 << 16))[0]

        first = [ask(text(f"192.0.2.{number}")) for number in range(1, 4)]
        assert [answer.status for _, answer in first] == [200] * 3
        # Others are none of them, and the relay itself has no share.
        for number in range(3, 9):
            assert ask(text(f"192.0.{number}.1"))[1].status == 200
            assert ask(binary(kind=0, command=0x20))[1].status == 200
        first = [client for client, _ in first]
        assert select.select(first, [], [], 0.05) == ([], [], [])
        # Who comes now makes one of those go who wait.
        assert ask(text("192.0.2.4"))[1].status == 200
        [gone], _, _ = select.select(first, [], [], PATIENCE)
        assert gone.recv(1) == b""


def test_the_header_comes_before_tls(relayed, tmp_path):
    port = relayed(**secure(tmp_path))
    context = ssl.create_default_context(cafile=tmp_path / "chain.pem")
    for name, header in HEADERS.items():
        for split in [None, 1, len(header) // 2, len(header), len(header) + 3]:
            # The handshake goes through memory, so that header and ClientHello can share a segment.
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = context.wrap_bio(incoming, outgoing, server_hostname=HOST)
            with connection(port) as opened:
                sent = header

                def exchange(step):
                    nonlocal sent
                    while True:
                        try:
                            done = step()
                        except ssl.SSLWantReadError:
                            done = None
                        sent += outgoing.read()
                        if sent and split and sent.startswith(header):
                            opened.sendall(sent[:split])
                            sent = sent[split:]
                        opened.sendall(sent)
                        sent = b""
                        if done is not None:
                            return done
                        part = opened.recv(1 << 16)
                        assert part, f"{name}, split at {split}"
                        incoming.write(part)

                exchange(lambda: tls.do_handshake() or True)
                exchange(lambda: tls.write(PROBE))
                assert exchange(lambda: tls.read(1 << 16)).startswith(b"HTTP/1.1 200 "), f"{name}, split at {split}"


def test_tls_before_the_header_is_none(relayed, tmp_path):
    port = relayed(**secure(tmp_path))
    context = ssl.create_default_context(cafile=tmp_path / "chain.pem")
    with connection(port) as opened, pytest.raises((ssl.SSLError, ConnectionResetError)):
        context.wrap_socket(opened, server_hostname=HOST)


def haproxy(word):
    """HAProxy that relays octets and says for whom."""
    def command(folder, upstream, plain):
        file = folder / "haproxy.cfg"
        file.write_text(f"""
            defaults
                mode tcp
                timeout connect 10s
                timeout client 60s
                timeout server 60s
            listen relay
                bind 127.0.0.1:{plain}
                server site {upstream} {word}
            """.replace("\n            ", "\n"))
        return [HAPROXY, "-db", "-f", file]
    return command


@pytest.mark.parametrize("word", ["send-proxy", "send-proxy-v2", "send-proxy-v2-ssl"])
def test_haproxy_speaks_for_its_clients(relayed, tmp_path, word):
    upstream, port = relayed(), free_port()
    with running(haproxy(word), tmp_path / "haproxy", f"127.0.0.1:{upstream}", port):
        found = [sign_in(port, b"", f"127.0.7.{number}") for number in range(1, 9)]
        assert found[0] == 422 and found[-1] == 429
        assert sign_in(port, b"", "127.0.9.1") == 422
    assert "network=127.0.7.0/24" in relayed.stop()
