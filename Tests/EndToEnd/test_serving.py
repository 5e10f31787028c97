"""Starting, running beside commands, stopping."""

import concurrent.futures
import fcntl
import os
import re
import signal
import socket
import stat
import subprocess
import time

import pytest

from site_driver import PATIENCE, Nachlese, Server, downloads, free_port

MODULE = "/modules/2017-iv"


def test_empty_folder_is_enough(nachlese):
    server = nachlese.serve("--listen", f"127.0.0.1:{free_port()}")
    assert server.lines == [f"Nachlese is ready at {server.url}"]
    assert server.browser().get("/").status == 200
    assert server.browser().get("/healthz").status == 200
    assert server.browser().get("/readyz").status == 200
    server.stop()
    assert server.process.returncode == 0


def test_port_zero_takes_any_free_one_and_says_which(nachlese):
    server = nachlese.serve("--listen", "127.0.0.1:0")
    assert server.port > 0
    assert server.browser().get("/").status == 200


def test_folder_is_for_its_owner_alone_whatever_the_umask(nachlese, make_file):
    nachlese.settings(listen=f"127.0.0.1:{free_port()}")
    (nachlese.folder / "nachlese.conf").unlink()
    nachlese.folder.rmdir()
    server = nachlese.serve("--listen", f"127.0.0.1:{free_port()}", umask=0)
    nachlese("series", "add", "s", "--title", "S", umask=0)
    nachlese("module", "add", "s", "m", "--number", "I", "--title", "M", "--date", "2017-02-02", umask=0)
    nachlese("presentation", "add", "m", make_file("a.pdf"), umask=0)
    nachlese("account", "issue", "a@example.org", "--name", "A", "--module", "m", umask=0)
    seen = 0
    for path in [nachlese.folder, *nachlese.folder.rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), f"{path}: {mode:o}"
        seen += 1
    assert seen >= 8
    server.stop()


def test_second_server_on_the_same_address_is_refused(nachlese, tmp_path):
    nachlese.settings(listen=f"127.0.0.1:{free_port()}")
    nachlese.serve()
    other = Nachlese(tmp_path / "other").attempt("serve", "--listen", f"127.0.0.1:{nachlese.server.port}")
    assert other.code == 69
    assert "--listen" in other.err and len(other.err.splitlines()) == 1
    assert nachlese.server.browser().get("/").status == 200


def test_open_address_needs_the_public_one(nachlese):
    result = nachlese.attempt("serve", "--listen", f"0.0.0.0:{free_port()}")
    assert result.code == 78 and "public-url" in result.err
    assert not nachlese.folder.exists()


def refuses_connections(server):
    """Whether it stops listening: each worker does so for itself."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection((server.host, server.port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:
            # The listener went away while this connection waited to be accepted: the next one tells.
            continue
        time.sleep(0.05)
    return False


def test_signal_finishes_a_slow_download(site, make_file):
    big = make_file("gross.pdf", 60_000_000, 5)
    site("presentation", "add", "2017-iv", big)
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(browser.get(MODULE))["gross.pdf"]
    idle = site.server.browser()
    idle.get("/")
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    with socket.create_connection((site.server.host, site.server.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        slow.sendall(f"GET {link} HTTP/1.1\r\nHost: {site.server.host}\r\nCookie: {cookie}\r\n\r\n".encode())
        received = bytearray(slow.recv(65536))
        site.server.signal(signal.SIGTERM)
        # An idle connection is let go while the download runs: the server has heard the signal.
        idle.connection.sock.settimeout(PATIENCE)
        assert idle.connection.sock.recv(1) == b""
        assert refuses_connections(site.server)
        assert site.server.process.poll() is None
        while chunk := slow.recv(1 << 20):
            received += chunk
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == big.read_bytes()
    site.server.process.wait(PATIENCE)
    assert site.server.process.returncode == 0


def test_second_signal_ends_it_at_once(site, make_file):
    site("presentation", "add", "2017-iv", make_file("gross.pdf", 60_000_000, 5))
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(browser.get(MODULE))["gross.pdf"]
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    with socket.create_connection((site.server.host, site.server.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        slow.sendall(f"GET {link} HTTP/1.1\r\nHost: {site.server.host}\r\nCookie: {cookie}\r\n\r\n".encode())
        slow.recv(65536)
        site.server.signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):
            site.server.process.wait(1)
        site.server.signal(signal.SIGINT)
        site.server.process.wait(PATIENCE)
    assert site.server.process.returncode == 0


def test_hangup_does_not_end_it(site):
    site.server.signal(signal.SIGHUP)
    assert site.server.browser().get(MODULE).status == 200
    assert "restart" in site.server.stop()


def test_commands_in_parallel_beside_the_server(site, make_file):
    """Four loops of commands and one of requests, all on the same folder."""
    site("module", "add", "sozialplanung", "parallel", "--number", "V", "--title", "P", "--date", "2018-01-01")

    def loop(number):
        for step in range(4):
            person = f"p{number}-{step}@example.org"
            site("account", "issue", person, "--name", f"P {number}", "--module", "2017-iv")
            # All loops add and remove the same content, so that each could take the others' file away.
            path = make_file(f"gleich-{number}-{step}.pdf", 300_000, 7)
            path.write_bytes(b"%PDF-1.4\n" + bytes(300_000))
            site("presentation", "add", "parallel", path, "--title", f"Gleich {number} {step}")
            if step % 2 == 0:
                mine = next(found["id"] for found in site.presentations("parallel")
                            if found["title"] == f"Gleich {number} {step}")
                site("presentation", "remove", mine, "--yes")
            site("account", "renew", person)
            if step == 3:
                site("account", "revoke", person)

    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        loops = [pool.submit(loop, number) for number in range(4)]
        browser = site.server.browser()
        requests = 0
        while not all(done.done() for done in loops):
            assert browser.get(MODULE).status == 200
            requests += 1
        for done in loops:
            done.result()
    assert requests > 10
    assert len(site.accounts()) == 16
    assert sum(account["state"] == "revoked" for account in site.accounts()) == 4
    left = site.presentations("parallel")
    assert len(left) == 8
    assert sorted(found["position"] for found in left) == sorted({found["position"] for found in left})
    digest = left[0]["file"]["sha256"]
    assert (site.folder / "files" / digest[:2] / digest).stat().st_size == left[0]["file"]["size"]
    deadline = time.monotonic() + PATIENCE
    while any(mail["state"] == "waiting" for mail in site.mails()) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert all(mail["state"] == "handed-over" for mail in site.mails())
    assert len(site.mails()) == len(site.eml_files())


def test_running_server_hands_over_what_a_command_could_not(site):
    with open(site.folder / "outbox.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        issued = site("account", "issue", "a@example.org", "--name", "A")
        assert "the running server hands it over" in issued.err
        assert [mail["state"] for mail in site.mails()] == ["waiting"] and site.eml_files() == []
    deadline = time.monotonic() + PATIENCE
    while site.mails()[0]["state"] == "waiting" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert site.mails()[0]["state"] == "handed-over"
    site.server.browser().enter(site.letter("a@example.org"))


def test_log_lines_are_logfmt_without_secrets(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    site.server.browser().enter(letter)
    site.server.browser().sign_in("evil@example.org\x1b[31m", "secret guess")
    log = site.server.stop()
    for line in log.splitlines():
        assert re.match(r"time=\S+Z level=[a-z]+ msg=", line), line
    assert "\x1b" not in log
    for secret in [letter.password, "secret guess", "a@example.org"]:
        assert secret not in log


def test_no_times_in_the_log_under_the_journal(nachlese):
    nachlese.environment["JOURNAL_STREAM"] = "8:1234"
    server = nachlese.serve("--listen", "127.0.0.1:0")
    assert server.stop().startswith("level=")


@pytest.mark.parametrize("is_abstract", [False, True])
def test_service_manager_is_told(nachlese, tmp_path, is_abstract):
    name = f"@nachlese-test-{os.getpid()}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name[1:] if is_abstract else name)
        manager.settimeout(PATIENCE)
        nachlese.environment["NOTIFY_SOCKET"] = name
        server = nachlese.serve("--listen", "127.0.0.1:0")
        assert manager.recv(100) == b"READY=1"
        server.stop()
        assert manager.recv(100) == b"STOPPING=1"


def test_demo_prints_what_signs_in_and_leaves_nothing(nachlese, tmp_path):
    demo = Server(nachlese.start("demo", "--listen", f"127.0.0.1:{free_port()}"))
    try:
        printed = dict(re.match(r"(Address|User name|Password|Mail): +(.+)", line).groups()
                       for line in demo.lines if re.match(r"(Address|User name|Password|Mail):", line))
        assert printed["User name"] == "teilnehmerin@example.org"
        assert printed["Address"].startswith(demo.url)
        assert f"Passwort: {printed['Password']}" in open(printed["Mail"]).read()
        [folder] = tmp_path.glob("nachlese-demo-*")
        assert printed["Mail"].startswith(str(folder))
        browser = demo.browser()
        assert browser.sign_in(printed["User name"], printed["Password"]).status == 303
        page = browser.get(printed["Address"].removeprefix(demo.url))
        assert "Netzwerke und Kooperation" in page.text and "Beispielstraße 1" in page.text
        files = downloads(page)
        assert set(files) == {
            "koopkurrenz.pdf", "freie-wohlfahrtspflege.pptx", "verwaltung-von-innen.pdf", "thinka-meiningen.pptx"}
        for name, link in files.items():
            assert browser.get(link).body[:4] == (b"%PDF" if name.endswith(".pdf") else b"PK\x03\x04")
        assert all(module["state"] == "published" for module in Nachlese(folder).modules())
        assert [module["number"] for module in Nachlese(folder).modules()] == ["I", "II", "III", "IV"]
    finally:
        demo.stop()
    assert demo.process.returncode == 0
    assert not list(tmp_path.glob("nachlese-demo-*"))


def test_a_unix_socket_serves_with_several_workers(nachlese, tmp_path):
    path = tmp_path / "site.socket"
    nachlese.settings(public_url="https://slides.example.org")
    process = nachlese.start("serve", "--workers", "2", "--listen", f"unix:{path}")
    try:
        assert process.stdout.readline().startswith(b"Nachlese is ready at ")
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            client.connect(str(path))
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = b"".join(iter(lambda: client.recv(4096), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0
        assert not path.exists()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
