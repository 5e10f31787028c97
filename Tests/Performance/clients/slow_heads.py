"""Heads that never end, an octet every two seconds: slow_heads.py PORT COUNT."""
import sys

import crowd

START = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "


def greet(member):
    member.send(START)


def visit(member, counts):
    status = member.receive(4096)[9:12]
    if status:
        counts[status.decode()] += 1
    member.send(b"a")


crowd.run(int(sys.argv[1]), int(sys.argv[2]), 2.0, visit, greet=greet)
