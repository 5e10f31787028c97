"""Connections that ask once and then stay: idlers.py PORT COUNT.

Says `ready` when all have their answer; after a line on standard input, how many are still open.
"""
import pathlib
import re
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import machine  # noqa: E402


def ask(number, port):
    """A connection with one answer read to its end."""
    connection = socket.socket()
    connection.settimeout(30)
    connection.bind((machine.source_address(number), 0))
    connection.connect(("127.0.0.1", port))
    connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    answer = b""
    while b"\r\n\r\n" not in answer:
        octets = connection.recv(65_536)
        if not octets:
            raise SystemExit(f"connection {number} was closed without an answer")
        answer += octets
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head)[1])
    if not head.startswith(b"HTTP/1.1 200 "):
        raise SystemExit(f"connection {number} was answered with {head[:40]!r}")
    while len(body) < length:
        body += connection.recv(65_536)
    connection.setblocking(False)
    return connection


def is_open(connection):
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


machine.raise_file_limit()
connections = [ask(number, int(sys.argv[1])) for number in range(int(sys.argv[2]))]
print("ready", flush=True)
sys.stdin.readline()
print(sum(map(is_open, connections)), flush=True)
