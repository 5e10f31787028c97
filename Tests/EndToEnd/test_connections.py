"""Many connections, slow ones, and too many: who behaves is served, and nothing is left behind."""

import contextlib
import hashlib
import pathlib
import resource
import signal
import socket
import subprocess
import time

import pytest

from raw_client import AnswerReader
from site_driver import PATIENCE, downloads, free_port

HOST = b"Host: localhost\r\n"
PROBE = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
LAST = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
HALF_HEAD = b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-Slow: "
HALF_CONTENT = (b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: 1000\r\n\r\nuser=")
MODULE = "/modules/2017-iv"


@pytest.fixture
def crowd():
    """Connections that are closed after the test, whatever becomes of it."""
    with contextlib.ExitStack() as stack:
        yield stack


@pytest.fixture
def hall(archive):
    """Starts the archive with further settings; one worker, so that all connections are on it, unless more are named."""

    def start(workers=1, **settings):
        archive.settings(**{
            "listen": f"127.0.0.1:{free_port()}", "office_name": "Beispielverband",
            "mail_from": "nachlese@example.org", **settings})
        return archive.serve("--workers", str(workers))

    return start


def connect(server, source="127.0.0.1", room=None):
    client = socket.socket()
    client.settimeout(PATIENCE)
    if room:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    client.bind((source, 0))
    client.connect((server.host, server.port))
    return client


def someone(number):
    """An address of one of ten networks."""
    return f"127.0.{number % 10 + 1}.{number % 200 + 1}"


def rest(client):
    """Everything until the server closes; a reset is an end too."""
    found = bytearray()
    with contextlib.suppress(ConnectionResetError):
        while part := client.recv(1 << 20):
            found += part
    return bytes(found)


def answers(octets):
    return AnswerReader(octets).answers(lambda number: False)


def asked(client):
    """Asks on a connection that stays open: the answer."""
    client.sendall(PROBE)
    [answer] = answers(client.recv(1 << 16))
    return answer


def turned_away(answer):
    return (answer.status, answer.get("Connection")) == (503, "close") and int(answer.get("Retry-After")) > 0


def eventually(condition, patience=PATIENCE):
    """Whether something comes true before patience ends."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_served(server, source="127.0.0.1"):
    """Whether somebody new is."""
    with contextlib.suppress(OSError, AssertionError), connect(server, source) as client:
        client.sendall(LAST)
        return [answer.status for answer in answers(rest(client))] == [200]
    return False


def unread(client):
    """Octets of a client that the server has not read yet, from the table of sockets (proc(5))."""
    def written(address):
        host, port = address
        return socket.inet_aton(host)[::-1].hex().upper() + f":{port:04X}"

    ends = [written(client.getpeername()), written(client.getsockname())]
    [line] = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()
              if line.split()[1:3] == ends]
    return int(line[4].partition(":")[2], 16)


def descriptors(server):
    return len(list(pathlib.Path(f"/proc/{server.process.pid}/fd").iterdir()))


def memory(server):
    """Octets of the process that are in memory."""
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def processor_time(server):
    """Seconds."""
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


class Members:
    """A file of the archive, and somebody who may have it."""

    def __init__(self, archive, path):
        archive("presentation", "add", "2017-iv", path)
        browser = archive.server.browser().enter(archive.issue("a@example.org", "--module", "2017-iv"))
        link = downloads(browser.get(MODULE))[path.name]
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self.size = path.stat().st_size
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.request = (f"GET {link} HTTP/1.1\r\nHost: 127.0.0.1:{archive.server.port}\r\n"
                        f"Cookie: {cookie}\r\n").encode()
        browser.connection.close()

    def begin(self, server, source="127.0.0.1", room=4096):
        """Somebody who has asked for it and taken a little."""
        client = connect(server, source, room)
        client.sendall(self.request + b"Connection: close\r\n\r\n")
        begun = client.recv(2048)
        assert begun.startswith(b"HTTP/1.1 200 "), begun
        return client, begun

    def finish(self, client, begun, pause=0):
        """Takes the rest: whether it is the whole file, as it is."""
        head, _, body = begun.partition(b"\r\n\r\n")
        digest, size = hashlib.sha256(body), len(body)
        with contextlib.suppress(ConnectionResetError):
            while part := client.recv(1 << 20):
                digest.update(part)
                size += len(part)
                time.sleep(pause)
        return size == self.size and digest.hexdigest() == self.digest


# Caps


def test_a_full_network_makes_room_by_itself(hall, crowd):
    server = hall(connections_per_network=3)
    mine = [crowd.enter_context(connect(server, f"127.0.1.{number}")) for number in range(1, 4)]
    others = [crowd.enter_context(connect(server, f"127.0.{number}.1")) for number in range(2, 9)]
    for client in mine + others:
        assert asked(client).status == 200
        # Far enough apart for any clock to tell who waits longer.
        time.sleep(0.02)
    for number in range(4, 9):
        mine.append(crowd.enter_context(connect(server, f"127.0.1.{number}")))
        assert asked(mine[-1]).status == 200
        assert rest(mine.pop(0)) == b""
    assert [asked(client).status for client in mine + others] == [200] * 10


def test_an_address_has_a_share_of_its_networks(hall, crowd):
    server = hall(connections_per_network=4, connections_per_address=2)
    office = [crowd.enter_context(connect(server, "127.0.1.1")) for _ in range(2)]
    neighbours = [crowd.enter_context(connect(server, f"127.0.1.{number}")) for number in (2, 3)]
    # The neighbours wait longest, but it is the office that has its share.
    for client in neighbours + office:
        assert asked(client).status == 200
        time.sleep(0.02)
    for _ in range(5):
        office.append(crowd.enter_context(connect(server, "127.0.1.1")))
        assert asked(office[-1]).status == 200
        assert rest(office.pop(0)) == b""
    assert [asked(client).status for client in neighbours + office] == [200] * 4


def test_who_is_being_answered_does_not_make_room(hall, archive, crowd, make_file):
    big = make_file("gross.pdf", 16_000_000, 5)
    server = hall(workers=2, connections_per_network=4, connections_per_address=3)
    members = Members(archive, big)
    busy = [members.begin(server, "127.0.1.1") for _ in range(3)]
    for client, _ in busy:
        crowd.enter_context(client)
    for _ in range(5):
        with connect(server, "127.0.1.1") as client:
            assert turned_away(*answers(rest(client)))
    assert is_served(server, "127.0.1.2") and is_served(server, "127.0.2.1")
    for client, begun in busy:
        assert members.finish(client, begun)
        client.close()
    assert eventually(lambda: is_served(server, "127.0.1.1"))


def test_an_office_behind_one_address_does_not_fill_it(hall, crowd):
    """Forty browsers have more connections than the address may have."""
    server = hall(workers=2)
    neighbour = crowd.enter_context(connect(server, "127.0.1.2"))
    assert asked(neighbour).status == 200
    for _ in range(40 * 8):
        assert asked(crowd.enter_context(connect(server, "127.0.1.1"))).status == 200
    assert [is_served(server, "127.0.1.1") for _ in range(40)] == [True] * 40
    assert is_served(server, "127.0.1.3")
    assert asked(neighbour).status == 200


@pytest.mark.parametrize("octets", [HALF_HEAD, HALF_CONTENT], ids=["heads", "contents"])
@pytest.mark.parametrize("addresses", [1, 20])
def test_half_sent_requests_do_not_shut_neighbours_out(hall, crowd, octets, addresses):
    """A flood, from one address and from many of one network, that is more than each of them may have."""
    server = hall(workers=2, connections_per_network=200, connections_per_address=100)
    clients = []
    crowd.callback(lambda: close(clients))
    for number in range(500):
        clients.append(connect(server, f"127.0.1.{number % addresses + 1}"))
        with contextlib.suppress(ConnectionError):
            clients[-1].sendall(octets)
        if number % 20 == 0:
            assert is_served(server, "127.0.1.99")
    assert [is_served(server, "127.0.1.99") for _ in range(20)] == [True] * 20
    # Their own are served as well, and who had to go was told.
    assert is_served(server, "127.0.1.1")
    assert turned_away(*answers(rest(clients[0])))
    assert eventually(lambda: descriptors(server) < 300)


def test_proxies_have_no_share(hall, crowd, tmp_path):
    path = tmp_path / "site.socket"
    server = hall(connections_per_network=3, listen=f"127.0.0.1:{free_port()}, unix:{path}",
                  public_url="http://localhost", trusted_proxies="127.0.0.2, unix")
    for _ in range(10):
        assert asked(crowd.enter_context(connect(server, "127.0.0.2"))).status == 200
        client = crowd.enter_context(socket.socket(socket.AF_UNIX))
        client.connect(str(path))
        assert asked(client).status == 200
    # Their neighbours do.
    first, *_ = [crowd.enter_context(connect(server, "127.0.0.3")) for _ in range(3)]
    assert asked(first).status == 200
    assert is_served(server, "127.0.0.4")
    assert rest(first) == b""


def test_who_waits_longest_makes_room(hall, archive, crowd, make_file):
    big = make_file("gross.pdf", 16_000_000, 5)
    server = hall(connections=5)
    members = Members(archive, big)
    busy, begun = members.begin(server)
    crowd.enter_context(busy)
    idle = [crowd.enter_context(connect(server, f"127.0.{number}.1")) for number in (1, 2)]
    for client in idle:
        assert asked(client).status == 200
        # Far enough apart for any clock to tell who waits longer.
        time.sleep(0.1)
    slow = [crowd.enter_context(connect(server, f"127.0.{number}.1")) for number in (3, 4)]
    for client in slow:
        client.sendall(HALF_HEAD)
        assert eventually(lambda: unread(client) == 0)
        time.sleep(0.1)
    for client in idle:
        assert asked(crowd.enter_context(connect(server, "127.0.5.1"))).status == 200
        assert rest(client) == b""
    for client in slow:
        assert asked(crowd.enter_context(connect(server, "127.0.5.1"))).status == 200
        assert turned_away(*answers(rest(client)))
        client.close()
    assert members.finish(busy, begun)


def test_nobody_busy_makes_room(hall, archive, crowd, make_file):
    big = make_file("gross.pdf", 16_000_000, 5)
    server = hall(connections=5)
    members = Members(archive, big)
    busy = [members.begin(server, f"127.0.{number}.1") for number in range(1, 6)]
    for client, _ in busy:
        crowd.enter_context(client)
    for _ in range(5):
        with connect(server, "127.0.9.1") as client:
            assert turned_away(*answers(rest(client)))
    for client, begun in busy:
        assert members.finish(client, begun)
        client.close()
    assert eventually(lambda: is_served(server, "127.0.9.1"))


# Floods


def flood(server, count, octets=b""):
    """Connects so many, who say something and then wait; who is refused or turned away does not count."""
    clients = []
    for number in range(count):
        client = connect(server, someone(number))
        clients.append(client)
        with contextlib.suppress(ConnectionError):
            client.sendall(octets)
    return clients


def close(clients):
    for client in clients:
        client.close()


@pytest.mark.alone
@pytest.mark.parametrize("octets", [b"", HALF_HEAD, PROBE], ids=["mute", "half a head", "idle"])
def test_running_out_of_descriptors_is_survived(hall, octets):
    server = hall(workers=2)
    assert is_served(server)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (64, 64))
    used, begin = processor_time(server), time.monotonic()
    clients = flood(server, 500, octets)
    # It goes on for a while with nothing else to do: an accept that fails must not be repeated all the time.
    time.sleep(3)
    assert processor_time(server) - used < 0.5 * (time.monotonic() - begin) + 0.5
    close(clients)
    assert eventually(lambda: is_served(server))
    assert [is_served(server, someone(number)) for number in range(50)] == [True] * 50
    log = server.stop()
    assert server.process.returncode == 0
    # Each of the two workers says it once.
    assert 1 <= log.count("out of descriptors") <= 2 and len(log.splitlines()) < 10


def test_slow_heads_cost_others_nothing(hall, crowd):
    server = hall(workers=2)
    assert is_served(server)
    before = memory(server)
    clients = flood(server, 500, HALF_HEAD)
    crowd.callback(close, clients)
    good = crowd.enter_context(connect(server))
    assert [asked(good).status for _ in range(200)] == [200] * 200
    assert [is_served(server) for _ in range(50)] == [True] * 50
    assert memory(server) - before < 50 << 20
    # They are not forgotten either.
    for client in clients:
        client.sendall(b"\r\n\r\n")
        [answer] = answers(client.recv(1 << 16))
        assert answer.status == 200


def test_slow_readers_cost_no_memory(hall, archive, crowd, make_file):
    big = make_file("gross.pdf", 16 << 20, 5)
    server = hall(workers=2)
    members = Members(archive, big)
    before = memory(server)
    readers = []
    for number in range(200):
        client, begun = members.begin(server, someone(number))
        crowd.enter_context(client)
        readers.append((client, begun))
    good = crowd.enter_context(connect(server))
    assert [asked(good).status for _ in range(200)] == [200] * 200
    assert memory(server) - before < 50 << 20
    for client, begun in readers[::40]:
        assert members.finish(client, begun)


# Stopping


def test_stop_lets_a_download_finish_and_nobody_else_in(hall, archive, crowd, make_file):
    big = make_file("gross.pdf", 100_000_000, 5)
    server = hall(workers=2)
    members = Members(archive, big)
    slow, begun = members.begin(server, room=1 << 18)
    crowd.enter_context(slow)
    idle = [crowd.enter_context(connect(server)) for _ in range(10)]
    for client in idle:
        assert asked(client).status == 200
    server.signal(signal.SIGTERM)
    for client in idle:
        assert client.recv(1) == b""
    assert eventually(lambda: refuses(server))
    assert server.process.poll() is None
    assert members.finish(slow, begun, pause=0.001)
    assert server.process.wait(PATIENCE) == 0


def refuses(server):
    try:
        connect(server).close()
    except ConnectionRefusedError:
        return True
    except ConnectionError:
        pass
    return False


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_cuts_a_download(hall, archive, crowd, make_file, second):
    server = hall(workers=2)
    members = Members(archive, make_file("gross.pdf", 16 << 20, 5))
    slow, begun = members.begin(server)
    crowd.enter_context(slow)
    server.signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        server.process.wait(1)
    server.signal(second)
    assert server.process.wait(PATIENCE) == 0
    assert not members.finish(slow, begun)
    assert "stopping at once" in server.stop()


def test_stop_does_not_wait_for_a_thousand_who_wait(hall, crowd):
    server = hall(workers=2)
    clients = flood(server, 400, PROBE) + flood(server, 300) + flood(server, 300, HALF_HEAD)
    crowd.callback(close, clients)
    for client in clients[:400]:
        assert client.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
    # Who has not been accepted yet is turned away by the system, not by the server.
    deadline = time.monotonic() + PATIENCE
    while descriptors(server) < len(clients):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    server.signal(signal.SIGTERM)
    for client in clients[:700]:
        assert rest(client) == b""
    # Half heads may be completed, until their time is up.
    for client in clients[700:]:
        client.sendall(b"\r\n\r\n")
        [answer] = answers(rest(client))
        assert (answer.status, answer.get("Connection")) == (200, "close")
    assert server.process.wait(PATIENCE) == 0


# Leaks


def test_nothing_is_left_behind(hall, archive, crowd, make_file):
    server = hall(workers=2)
    members = Members(archive, make_file("gross.pdf", 16 << 20, 5))

    def requests(count):
        with connect(server) as client:
            client.sendall(PROBE)
            length = len(client.recv(1 << 16))
            for _ in range(count // 50):
                client.sendall(PROBE * 50)
                left = 50 * length
                while left > 0:
                    part = client.recv(min(left, 1 << 20))
                    assert part
                    left -= len(part)

    def abuse(count):
        clients = flood(server, count, HALF_HEAD) + flood(server, count, PROBE) + flood(server, count)
        clients += flood(server, count, b"GET / HTTP/1.1\r\nHost : x\r\n\r\n") + flood(server, count, bytes(9))
        clients += [members.begin(server, someone(number))[0] for number in range(count // 4)]
        for client in clients[::3]:
            # Some break the connection instead of ending it.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        close(clients)

    requests(1000)
    abuse(20)
    assert eventually(lambda: is_served(server))
    before = descriptors(server), memory(server)
    requests(20_000)
    for _ in range(3):
        abuse(200)
    # Who has not read the answer to an error is waited for some seconds.
    assert eventually(lambda: descriptors(server) <= before[0] + 5), (before[0], descriptors(server))
    assert is_served(server)
    assert memory(server) - before[1] < 30 << 20
