"""Certificates that change, or are wrong; and which of them a client is shown."""

import concurrent.futures
import contextlib
import signal
import ssl
import threading

import pytest

from certificates import openssl, replace
from secure_client import HOST, SecureBrowser, connect, fingerprint, read_all, trusting
from site_driver import PATIENCE, sha256
from tls_house import answers, asked, downloads_of, logged, wait_for


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
