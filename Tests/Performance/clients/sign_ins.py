"""A storm of wrong sign-ins, each for another account: sign_ins.py PORT EACH_SECOND.

As many connections, from a network of their own each, try once a second; who still waits for an answer waits on.
"""
import itertools
import sys
import urllib.parse

import crowd

serial = itertools.count()


def visit(member, counts):
    status = member.receive(65_536)[9:12]
    if status.isdigit():
        counts[status.decode()] += 1
        member.is_busy = False
    if member.is_busy:
        return
    form = urllib.parse.urlencode({"email": f"nobody-{next(serial)}@example.org", "password": "falsch-falsch-falsch"})
    member.send(
        f"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}".encode())
    counts["sent"] += 1
    member.is_busy = True


crowd.run(int(sys.argv[1]), int(sys.argv[2]), 1.0, visit, spread=100)
