"""Slow readers of a large file: slow_readers.py PORT COUNT PATH COOKIE."""
import sys

import crowd

port, count, path, cookie = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]


def greet(member):
    member.send(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())


def visit(member, counts):
    start = member.receive(2048) if member.octets else member.receive(12)
    if member.octets == len(start) == 12:
        counts[start[9:].decode()] += 1


crowd.run(port, count, 2.0, visit, greet=greet, is_settled=lambda member: member.octets > 12, receive_buffer=4096)
