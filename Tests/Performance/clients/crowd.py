"""Many connections that are visited in turn, cheaply: the shape of every hostile client.

A visit must not wait. A connection that ended is made anew, so that the crowd keeps its size. The crowd says `ready`
on a line once every member has got as far as it wanted; a line on standard input ends it, and it prints its counts.
"""
import collections
import json
import pathlib
import select
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import machine  # noqa: E402

TICK = 0.05  # seconds


class Ended(Exception):
    """The server has closed the connection."""


class Member:
    """One connection, with whatever the visits want to remember."""

    def __init__(self, number, port, receive_buffer=None):
        self.number = number
        self.octets = 0
        self.is_busy = False
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.bind((machine.source_address(number), 0))
        self.socket.settimeout(10)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)

    def receive(self, most):
        """What has come, at most so much; nothing if nothing has."""
        try:
            octets = self.socket.recv(most)
        except BlockingIOError:
            return b""
        if not octets:
            raise Ended
        self.octets += len(octets)
        return octets

    def send(self, octets):
        """Sends a little; what the socket does not take is not sent."""
        try:
            self.socket.send(octets)
        except BlockingIOError:
            pass


def run(port, size, period, visit, *, greet=None, is_settled=lambda member: True, receive_buffer=None, spread=1):
    """Keeps so many connections and visits each once in a period.

    `visit(member, counts)` may raise `Ended`; `greet(member)` comes first; `spread` is the distance of the members'
    source addresses, 100 for a network of its own each.
    """
    machine.raise_file_limit()
    counts = collections.Counter()

    def join(number):
        member = Member(number * spread, port, receive_buffer)
        if greet:
            greet(member)
        return member

    members = []
    for number in range(size):
        members.append(join(number))
    settled = set()
    is_told = False
    position = 0.0
    while not select.select([sys.stdin], [], [], 0)[0]:
        began = time.monotonic()
        step = size * TICK / period
        for index in range(int(position), int(position + step)):
            number = index % size
            try:
                visit(members[number], counts)
                if is_settled(members[number]):
                    settled.add(number)
            except (Ended, OSError):
                counts["ended"] += 1
                members[number].socket.close()
                try:
                    members[number] = join(number)
                except OSError:
                    counts["refused"] += 1
        position = position + step if position + step < 1e9 else 0.0
        if not is_told and len(settled) == size:
            print("ready", flush=True)
            is_told = True
        time.sleep(max(0.0, TICK - (time.monotonic() - began)))
    print(json.dumps({"settled": len(settled), **counts}), flush=True)
