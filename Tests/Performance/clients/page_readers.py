"""Readers of pages, each of whom goes on to the next at once: page_readers.py PORT COUNT EACH_SECOND PATH...

So many visits a second by each, of the pages in turn; who still waits for an answer waits on.
"""
import re
import sys

import crowd

port, count, rate, paths = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4:]


def visit(member, counts):
    if member.is_busy:
        member.answer += member.receive(1 << 20)
        head, end, body = member.answer.partition(b"\r\n\r\n")
        if not end or len(body) < int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head)[1]):
            return
        counts[head[9:12].decode()] += 1
    member.answer = b""
    path = paths[(member.number + counts["sent"]) % len(paths)]
    member.send(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    counts["sent"] += 1
    member.is_busy = True


crowd.run(port, count, 1 / rate, visit, is_settled=lambda member: member.octets > 0, spread=100)
