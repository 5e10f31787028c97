"""TLS as browsers, scanners, renewals and hostile clients meet it."""

import concurrent.futures
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest

from certificates import Authority, Certificate, openssl, replace
from raw_client import AnswerReader
from secure_client import HOST, SecureBrowser, connect, fingerprint, half_closed, read_all, trusting
from site_driver import PATIENCE, clean_environment, downloads, free_port, sha256

MODULE = "/modules/2017-iv"
TESTSSL = shutil.which("testssl")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def pool(authority):
    """Certificates for the site, made once: the one in use first, and others to change to."""
    return [authority.issue(f"site-{number}", HOST, "localhost") for number in range(3)]


@pytest.fixture
def house(archive, pool, tmp_path):
    """The archive with a certificate of its own, named by paths in the data folder; not yet served."""
    (archive.folder / "tls").mkdir()
    archive.certificate = Certificate(archive.folder / "tls" / "chain.pem", archive.folder / "tls" / "key.pem")
    pool[0].copy_to(archive.certificate)
    archive.log = tmp_path / "server.log"

    def configure(**more):
        archive.settings(**{
            "listen": f"127.0.0.1:{free_port()}", "public_url": f"https://{HOST}",
            "tls_certificate": "tls/chain.pem", "tls_key": "tls/key.pem", "office_name": "Beispielverband",
            "mail_from": "nachlese@example.org", **more})

    def serve(**more):
        archive.configure(**more)
        with open(archive.log, "wb") as log:
            server = type(archive).serve(archive, stderr=log)
        assert server.url == f"https://127.0.0.1:{server.port}"
        return server

    archive.configure, archive.serve = configure, serve
    return archive


@pytest.fixture
def served(house):
    house.serve()
    return house


def logged(house, words, count=1):
    """The lines of the log with some words, as soon as there are enough."""
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = [line for line in house.log.read_text().splitlines() if words in line]
        if len(lines) >= count:
            return lines
        assert time.monotonic() < deadline, house.log.read_text()
        time.sleep(0.05)


def wait_for(house, certificate):
    """Until new connections are shown a certificate."""
    deadline = time.monotonic() + PATIENCE
    while fingerprint(house.server.port) != certificate.fingerprint:
        assert time.monotonic() < deadline, house.log.read_text()
        time.sleep(0.1)


def asked(target, *fields, method="GET"):
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {HOST}", *fields, "", ""]).encode()


def answers(octets):
    return AnswerReader(octets).answers(lambda number: False)


# What scanners find.

SUITES_1_2 = {"AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256"}


@pytest.mark.parametrize("bits", [None, 2048], ids=["P-256", "RSA"])
def test_sslyze_finds_what_mozilla_recommends_and_no_fault(house, authority, tmp_path, bits):
    """T1: the "intermediate" configuration, which leaves ECDHE with AEAD alone; the exit code says whether it is."""
    authority.issue("scanned", HOST, bits=bits).copy_to(house.certificate)
    server = house.serve()
    found = tmp_path / "sslyze.json"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "sslyze", "--mozilla_config", "intermediate", "--resum", "--early_data",
         "--certinfo_ca_file", authority.certificate, "--json_out", found, f"{HOST}:{server.port}{{127.0.0.1}}"],
        capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    [scan] = json.loads(found.read_text())["server_scan_results"]
    assert scan["scan_status"] == "COMPLETED"
    results = {name: part["result"] for name, part in scan["scan_result"].items() if part["status"] == "COMPLETED"}

    def suites(version):
        return {suite["cipher_suite"]["name"] for suite in results[version]["accepted_cipher_suites"]}

    kind = "RSA" if bits else "ECDSA"
    assert suites("tls_1_2_cipher_suites") == {f"TLS_ECDHE_{kind}_WITH_{rest}" for rest in SUITES_1_2}
    assert suites("tls_1_3_cipher_suites") == {f"TLS_{rest}" for rest in SUITES_1_2}
    for version in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"]:
        assert suites(f"{version}_cipher_suites") == set()
    assert results["tls_compression"]["supports_compression"] is False
    assert results["tls_1_3_early_data"]["supports_early_data"] is False
    assert results["session_renegotiation"]["supports_secure_renegotiation"] is True
    assert results["session_renegotiation"]["is_vulnerable_to_client_renegotiation_dos"] is False
    assert results["heartbleed"]["is_vulnerable_to_heartbleed"] is False
    assert results["robot"]["robot_result"] == "NOT_VULNERABLE_RSA_NOT_SUPPORTED"
    assert results["openssl_ccs_injection"]["is_vulnerable_to_ccs_injection"] is False
    assert results["tls_fallback_scsv"]["supports_fallback_scsv"] is True
    assert results["tls_extended_master_secret"]["supports_ems_extension"] is True
    assert results["session_resumption"]["tls_ticket_resumption_result"] == "FULLY_SUPPORTED"
    curves = {curve["name"] for curve in results["elliptic_curves"]["supported_curves"]}
    assert curves == {"X25519", "secp256r1", "secp384r1"}
    for deployment in results["certificate_info"]["certificate_deployments"]:
        assert deployment["received_chain_has_valid_order"] is True
        assert deployment["received_chain_contains_anchor_certificate"] is False
        assert any(part["was_validation_successful"] for part in deployment["path_validation_results"])


# What testssl.sh says of the place where it runs, not of the server.
BESIDE = {
    "engine_problem": "its openssl has no GOST engine, which only the tool itself could use",
    "DNS_CAArecord": "the name 'localhost' has no CAA record; that is for the admin's DNS",
}


def test_testssl_finds_nothing_worse_than_informational(house, authority, tmp_path):
    """T2, on the default settings."""
    port = free_port()
    house.serve(listen=f"127.0.0.1:{port}", public_url=f"https://localhost:{port}")
    file = tmp_path / "testssl.json"
    done = subprocess.run(
        [TESTSSL, "--quiet", "--color", "0", "--warnings", "off", "--ip", "127.0.0.1", "--add-ca",
         authority.certificate, "-p", "-S", "-P", "-h", "-U", "--jsonfile", file, f"https://localhost:{port}"],
        capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL, env=clean_environment(TERM="dumb"))
    found = json.loads(file.read_text())
    bad = [entry for entry in found if entry["severity"] not in ("OK", "INFO") and entry["id"] not in BESIDE]
    assert bad == [], done.stdout
    names = {entry["id"] for entry in found}
    # The scan came to its end and looked at each of these.
    assert names >= {
        "TLS1_2", "TLS1_3", "ALPN", "cipher_order", "cert_chain_of_trust", "HSTS_time", "heartbleed", "CCS",
        "ticketbleed", "ROBOT", "secure_renego", "secure_client_renego", "CRIME_TLS", "BREACH", "POODLE_SSL",
        "fallback_SCSV", "SWEET32", "FREAK", "DROWN", "LOGJAM", "BEAST", "LUCKY13", "RC4", "scanTime"}


@pytest.mark.parametrize("offered, chosen", [
    (["AES256-GCM-SHA384"], "AES256-GCM-SHA384"),
    (["AES256-GCM-SHA384", "AES128-GCM-SHA256"], "AES128-GCM-SHA256"),
    (["AES256-GCM-SHA384", "CHACHA20-POLY1305", "AES128-GCM-SHA256"], "AES128-GCM-SHA256"),
    # Who puts ChaCha20 first has no AES in hardware.
    (["CHACHA20-POLY1305", "AES128-GCM-SHA256"], "CHACHA20-POLY1305"),
])
def test_server_chooses_the_suite_but_spares_slow_clients(served, authority, offered, chosen):
    context = trusting(authority)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(":".join(f"ECDHE-ECDSA-{suite}" for suite in offered))
    with connect(served.server.port, context) as connection:
        assert connection.cipher()[0] == f"ECDHE-ECDSA-{chosen}"


# The plain listener beside TLS.

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


# Certificates that change.

def test_signal_has_certificates_read_again(served, pool):
    served.server.signal(signal.SIGHUP)
    # Unchanged files are read at a signal only.
    logged(served, "certificates read")
    pool[1].copy_to(served.certificate)
    served.server.signal(signal.SIGHUP)
    wait_for(served, pool[1])


def test_renewal_by_links_is_noticed_without_a_signal(house, pool):
    """As certbot does it: the names in use are links, which lead to other files after a renewal."""
    live = house.folder / "tls"

    def link(certificate):
        for name, target in [("chain.pem", certificate.chain), ("key.pem", certificate.key)]:
            (live / "new").symlink_to(target)
            (live / "new").rename(live / name)

    link(pool[0])
    server = house.serve()
    assert fingerprint(server.port) == pool[0].fingerprint
    link(pool[1])
    wait_for(house, pool[1])


def test_nobody_is_dropped_while_certificates_change(house, authority, pool, make_file):
    """T5: a download that has begun goes on, and so do requests on old and new connections."""
    content = make_file("gross.pdf", 50_000_000, 5).read_bytes()
    house("presentation", "add", "2017-iv", make_file("gross.pdf", 50_000_000, 5), "--audience", "public")
    server = house.serve()
    context = trusting(authority)
    link = downloads_of(SecureBrowser(server.port, context), "gross.pdf")
    done = threading.Event()

    def ask(is_kept):
        browser, count = SecureBrowser(server.port, context), 0
        while not done.is_set():
            if not is_kept:
                browser.connection.close()
            assert browser.get("/healthz").status == 200
            count += 1
        return count

    with concurrent.futures.ThreadPoolExecutor(2) as workers, contextlib.ExitStack() as stack:
        stack.callback(done.set)
        asking = [workers.submit(ask, is_kept) for is_kept in (True, False)]
        slow = stack.enter_context(connect(server.port, context, receive_buffer=65536))
        slow.sendall(asked(link, "Connection: close"))
        received = bytearray(slow.recv(65536))
        for certificate in [pool[1], pool[2], pool[0], pool[1]]:
            certificate.copy_to(house.certificate)
            server.signal(signal.SIGHUP)
            wait_for(house, certificate)
            received += slow.recv(65536)
        done.set()
        assert all(task.result() > 10 for task in asking)
        assert len(received) < len(content) // 2
        received += read_all(slow)
    [answer] = answers(bytes(received))
    assert sha256(answer.content) == sha256(content)


@pytest.mark.parametrize("fault, name, words, is_told", [
    ("key of another", "key.pem", "does not belong", True), ("half a chain", "chain.pem", "damaged", True),
    ("no key", "key.pem", "cannot be read", True), ("empty chain", "chain.pem", "no certificate", True),
    ("half a chain", "chain.pem", "damaged", False),
])
def test_files_that_are_not_in_order_change_nothing(served, authority, pool, fault, name, words, is_told):
    chain = pool[1].chain.read_bytes()
    if fault == "key of another":
        replace(served.certificate.chain, chain)
    elif fault == "half a chain":
        replace(served.certificate.chain, chain[:len(chain) // 2])
    elif fault == "no key":
        served.certificate.key.unlink()
    else:
        replace(served.certificate.chain, b"")
    if is_told:
        served.server.signal(signal.SIGHUP)
    line = logged(served, "certificates not changed")[0]
    assert "level=error" in line and str(served.certificate.chain.parent / name) in line and words in line
    assert fingerprint(served.server.port) == pool[0].fingerprint
    assert SecureBrowser(served.server.port, trusting(authority)).get("/").status == 200
    # The rest of the renewal arrives.
    pool[1].copy_to(served.certificate)
    if is_told:
        served.server.signal(signal.SIGHUP)
    wait_for(served, pool[1])


@pytest.mark.parametrize("days, mode, words", [
    (90, 0o600, None), (90, 0o640, None), (15, 0o600, None),
    (5, 0o600, ["a certificate expires soon", "chain.pem", "days"]),
    (-1, 0o600, ["a certificate has expired", "chain.pem", "days", "-1"]),
    (90, 0o644, ["everybody can read a private key", "key.pem", "mode", "0644"]),
])
def test_what_should_not_stay_so_is_told(house, authority, days, mode, words):
    authority.issue("aging", HOST, days=days).copy_to(house.certificate)
    house.certificate.key.chmod(mode)
    house.configure()
    checked = house("config", "check").err.splitlines()
    server = house.serve()
    assert fingerprint(server.port)
    if words:
        line = logged(house, words[0])[0]
        assert "level=warning" in line and all(word in line for word in words)
        assert len(checked) == 2 and checked[0].startswith("Warning: ")
        assert all(word in checked[0] for word in words)
    else:
        # Warnings come before this line, if they come.
        server.signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
        assert "level=warning" not in house.log.read_text()
        assert len(checked) == 1


# Which certificate, which protocol.

def test_name_chooses_the_certificate(house, authority, pool):
    wild = authority.issue("wild", "example.net", "*.example.net")
    exact = authority.issue("exact", "exact.example.net")
    server = house.serve(
        tls_certificate=f"tls/chain.pem, {wild.chain}, {exact.chain}", tls_key=f"tls/key.pem, {wild.key}, {exact.key}")
    for name, certificate in [
        (HOST, pool[0]), (HOST.upper(), pool[0]), ("example.net", wild), ("a.example.net", wild),
        ("exact.example.net", exact), ("a.b.example.net", pool[0]), ("unknown.example", pool[0]), (None, pool[0]),
    ]:
        assert fingerprint(server.port, name) == certificate.fingerprint, name
    # A name with a certificate is no public address by that.
    with connect(server.port, trusting(authority), "example.net") as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n")
        assert answers(read_all(connection))[0].status == 421


@pytest.mark.parametrize("offered, chosen", [
    (["h2", "http/1.1"], "http/1.1"), (["http/1.1"], "http/1.1"), (None, None), (["h2"], ssl.SSLError),
    (["http/1.0", "h3"], ssl.SSLError),
])
def test_only_http_1_1_is_negotiated(served, authority, offered, chosen):
    context = trusting(authority)
    if offered:
        context.set_alpn_protocols(offered)
    if chosen is ssl.SSLError:
        with pytest.raises(ssl.SSLError, match="alert no application protocol"):
            connect(served.server.port, context)
        return
    with connect(served.server.port, context) as connection:
        assert connection.selected_alpn_protocol() == chosen
        connection.sendall(asked("/healthz", "Connection: close"))
        assert answers(read_all(connection))[0].status == 200


# The main job.

def downloads_of(browser, name):
    """The address of a file on the module's page, for who may have it."""
    return downloads(browser.get(MODULE))[name]


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
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
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


# Settings that cannot work.

@pytest.mark.parametrize("fault, words", [
    ("no chain", ["nowhere.pem", "cannot be read", "'tls-certificate'"]),
    ("no key", ["nowhere.pem", "cannot be read", "'tls-key'"]),
    ("key of another", ["site-1.key", "does not belong", "order"]),
    ("locked key", ["locked.pem", "password", "openssl pkey"]),
    ("chain for key", ["chain.pem", "no private key", "'tls-key'"]),
    ("key for chain", ["key.pem", "no certificate", "'tls-certificate'"]),
    ("damaged", ["damaged.pem", "damaged"]),
    ("short key", ["short.pem", "too small", "2048"]),
    ("two for one", ["tls-key"]),
    ("folder", ["tls", "cannot be read"]),
])
def test_wrong_certificates_are_told_at_the_start(house, authority, pool, fault, words):
    """In one line that says what to do, before anything is opened; `config check` tells the same."""
    tls = house.folder / "tls"
    chain = pool[0].chain.read_bytes()
    if fault == "locked key":
        openssl("pkey", "-in", pool[0].key, "-aes256", "-passout", "pass:secret", "-out", tls / "locked.pem")
    elif fault == "short key":
        short = authority.issue("short", HOST, bits=1024)
        (tls / "short.pem").write_bytes(short.chain.read_bytes() + short.key.read_bytes())
    (tls / "damaged.pem").write_bytes(chain[:200] + b"\n" + chain[260:])
    house.configure(**{
        "no chain": {"tls_certificate": "tls/nowhere.pem"}, "no key": {"tls_key": "tls/nowhere.pem"},
        "key of another": {"tls_key": pool[1].key}, "locked key": {"tls_key": "tls/locked.pem"},
        "chain for key": {"tls_key": "tls/chain.pem"}, "key for chain": {"tls_certificate": "tls/key.pem"},
        "damaged": {"tls_certificate": "tls/damaged.pem"},
        "short key": {"tls_certificate": "tls/short.pem", "tls_key": "tls/short.pem"},
        "two for one": {"tls_certificate": "tls/chain.pem, tls/chain.pem"}, "folder": {"tls_certificate": "tls"},
    }[fault])
    results = [house.attempt("config", "check"), house.attempt("serve")]
    for result in results:
        assert result.code == 78 and result.out == "", result
        assert len(result.err.splitlines()) == 1 and result.err.startswith("nachlese: "), result
        assert words[0] in result.err and all(word in result.err for word in words), result
    assert results[0].err == results[1].err
