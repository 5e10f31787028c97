"""Sockets that a service manager passes, Unix sockets, and what the manager is told."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from site_driver import BINARY, PATIENCE, free_port

PROBE = b"GET /healthz HTTP/1.1\r\nHost: slides.example.org\r\nConnection: close\r\n\r\n"

# Puts descriptors where a manager puts them and becomes the server.
PASS = """
import fcntl, os, sys
given = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 100) for number in sys.argv[1].split()]
for number in sys.argv[1].split():
    os.close(int(number))
for number, descriptor in enumerate(given):
    os.dup2(descriptor, 3 + number)
    os.close(descriptor)
os.environ.setdefault("LISTEN_FDS", str(len(given)))
os.environ.setdefault("LISTEN_PID", str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
"""


@pytest.fixture
def house(nachlese):
    """An installation with a public address, whose processes are gone after the test."""
    nachlese.settings(listen=f"127.0.0.1:{free_port()}", public_url="https://slides.example.org")
    nachlese.processes = []
    yield nachlese
    for process in nachlese.processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def start(house, *arguments, **options):
    """A server that is ready, and what it says then."""
    process = house.start("serve", *arguments, **options)
    house.processes.append(process)
    return process, ready(process)


def ready(process):
    line = process.stdout.readline().decode()
    assert line.startswith("Nachlese is ready at "), process.communicate()[1].decode()
    return line.removeprefix("Nachlese is ready at ").strip()


def pass_to(house, passed, *arguments, **environment):
    """A server that gets sockets, or files, as a manager passes them."""
    process = subprocess.Popen(
        [sys.executable, "-c", PASS, " ".join(str(one.fileno()) for one in passed), BINARY, "serve", *arguments],
        pass_fds=[one.fileno() for one in passed], env={**house.environment, **environment}, bufsize=0,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    house.processes.append(process)
    return process


@contextlib.contextmanager
def listening(address, family=socket.AF_INET):
    with socket.socket(family) as opened:
        opened.bind(address)
        opened.listen(64)
        yield opened


def connect(address):
    client = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
    client.settimeout(PATIENCE)
    client.connect(address)
    return client


def answer(client):
    """The status of what a client gets until the server closes."""
    with client:
        return int(b"".join(iter(lambda: client.recv(4096), b"")).split()[1])


def ask(address):
    client = connect(address)
    client.sendall(PROBE)
    return answer(client)


def end(process):
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_passed_sockets_are_served_instead_of_the_settings(house, tmp_path):
    path = str(tmp_path / "passed.socket")
    own = int((house.folder / "nachlese.conf").read_text().split("127.0.0.1:")[1].split()[0])
    with listening(("127.0.0.1", 0)) as tcp, listening(path, socket.AF_UNIX) as unix:
        process = pass_to(house, [tcp, unix], "--workers", "2")
        assert ready(process) == f"http://127.0.0.1:{tcp.getsockname()[1]} and unix:{path}"
        assert [ask(address) for address in [tcp.getsockname(), path] * 20] == [200] * 40
        with pytest.raises(ConnectionRefusedError):
            connect(("127.0.0.1", own))
        # No program that the server starts has them, nor any other descriptor.
        descriptors = list(pathlib.Path(f"/proc/{process.pid}/fdinfo").iterdir())
        for descriptor in descriptors:
            flags = int(re.search(r"^flags:\s+([0-7]+)", descriptor.read_text(), re.MULTILINE)[1], 8)
            assert int(descriptor.name) < 3 or flags & os.O_CLOEXEC, descriptor.name
        assert len(descriptors) > 5
        end(process)
        # It is the manager's, who goes on listening there.
        assert pathlib.Path(path).is_socket()
        connect(path).close()


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_UNIX])
def test_restart_refuses_nobody(house, tmp_path, family):
    with listening(("127.0.0.1", 0) if family == socket.AF_INET else str(tmp_path / "socket"), family) as passed:
        address = passed.getsockname()
        early = connect(address)
        early.sendall(PROBE)
        first = pass_to(house, [passed])
        assert answer(early) == 200
        ready(first)
        idle = connect(address)
        idle.sendall(PROBE.replace(b"close", b"keep-alive"))
        assert idle.recv(4096).startswith(b"HTTP/1.1 200 ")
        end(first)
        assert idle.recv(1) == b""
        waiting = [connect(address) for _ in range(20)]
        for client in waiting:
            client.sendall(PROBE)
        second = pass_to(house, [passed])
        assert [answer(client) for client in waiting] == [200] * 20
        end(second)


def test_what_is_passed_to_another_process_does_not_count(house):
    with listening(("127.0.0.1", 0)) as passed:
        process = pass_to(house, [passed], LISTEN_PID=str(os.getpid()))
        assert str(passed.getsockname()[1]) not in ready(process)


@pytest.mark.parametrize("count", ["x", "-1", "65", "", "1.0", "99999999999"])
def test_numbers_that_make_no_sense_are_refused(house, count):
    with listening(("127.0.0.1", 0)) as passed:
        process = pass_to(house, [passed], LISTEN_FDS=count)
        out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78 and out == b""
    assert f"LISTEN_FDS is '{count}'" in log.decode() and len(log.splitlines()) == 1


def file(folder):
    return open(folder / "file", "wb")


def connected(folder):
    return socket.socketpair()[0]


def unbound(folder):
    return socket.socket()


def datagrams(folder):
    opened = socket.socket(type=socket.SOCK_DGRAM)
    opened.bind(("127.0.0.1", 0))
    return opened


def packets(folder):
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    opened.bind(str(folder / "packets"))
    opened.listen()
    return opened


@pytest.mark.parametrize("make", [file, connected, unbound, datagrams, packets])
def test_what_does_not_listen_is_refused(house, tmp_path, make):
    with listening(("127.0.0.1", 0)) as good, make(tmp_path) as wrong:
        process = pass_to(house, [good, wrong])
        out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78 and out == b""
    assert "descriptor 4" in log.decode() and "ListenStream=" in log.decode() and len(log.splitlines()) == 1


def test_a_descriptor_that_is_not_there_is_refused(house):
    with listening(("127.0.0.1", 0)) as good:
        process = pass_to(house, [good], LISTEN_FDS="2")
        _, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78 and "descriptor 4" in log.decode()


def test_a_flag_beside_passed_sockets_is_a_contradiction(house):
    with listening(("127.0.0.1", 0)) as passed:
        process = pass_to(house, [passed], "--listen", f"127.0.0.1:{free_port()}")
        out, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 64 and out == b""
    assert "--listen" in log.decode() and len(log.splitlines()) == 1


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_owner_and_group_can_connect_to_a_unix_socket_whatever_the_umask(house, tmp_path, umask):
    path = tmp_path / "site.socket"
    process, name = start(house, "--listen", f"unix:{path}", umask=umask)
    assert name == f"unix:{path}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert ask(str(path)) == 200
    end(process)
    assert not path.exists()


def test_all_workers_serve_a_unix_socket(house, tmp_path):
    path = str(tmp_path / "site.socket")
    process, _ = start(house, "--workers", "3", "--listen", f"unix:{path}")

    def switches():
        """How often each worker went to sleep."""
        found = {}
        for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
            name = (task / "comm").read_text().strip()
            if name.startswith("worker-"):
                count = re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.MULTILINE)
                found[name] = int(count[1])
        return found

    before = switches()
    assert sorted(before) == ["worker-0", "worker-1", "worker-2"]
    for _ in range(200):
        clients = [connect(path) for _ in range(6)]
        for client in clients:
            client.sendall(PROBE)
        assert [answer(client) for client in clients] == [200] * 6
        after = switches()
        if all(after[name] >= before[name] + 20 for name in before):
            break
    else:
        pytest.fail(f"{before} became {after}")


def test_the_path_of_a_server_that_was_killed_is_taken_over(house, tmp_path):
    path = tmp_path / "site.socket"
    first, _ = start(house, "--listen", f"unix:{path}")
    other = house.attempt("serve", "--listen", f"unix:{path}")
    assert other.code == 69 and "--listen" in other.err
    assert ask(str(path)) == 200
    first.kill()
    first.wait()
    assert path.is_socket()
    second, _ = start(house, "--listen", f"unix:{path}")
    assert ask(str(path)) == 200
    end(second)


def test_a_file_in_the_place_of_a_unix_socket_is_left_alone(house, tmp_path):
    path = tmp_path / "site.socket"
    path.write_text("precious")
    result = house.attempt("serve", "--listen", f"unix:{path}")
    assert result.code == 78 and "no socket" in result.err and len(result.err.splitlines()) == 1
    assert path.read_text() == "precious"


def test_service_manager_is_told_of_each_step_in_order(house, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)
        house.environment["NOTIFY_SOCKET"] = str(tmp_path / "notify")
        begin = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        process, _ = start(house)
        assert manager.recv(200) == b"READY=1"
        for _ in range(2):
            asked = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
            process.send_signal(signal.SIGHUP)
            told = dict(line.split("=") for line in manager.recv(200).decode().splitlines())
            assert sorted(told) == ["MONOTONIC_USEC", "RELOADING"] and told["RELOADING"] == "1"
            now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
            assert begin < asked <= int(told["MONOTONIC_USEC"]) <= now
            assert manager.recv(200) == b"READY=1"
        process.terminate()
        assert manager.recv(200) == b"STOPPING=1"
        assert process.wait(PATIENCE) == 0
        manager.setblocking(False)
        with pytest.raises(BlockingIOError):
            manager.recv(200)
