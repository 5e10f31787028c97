"""Somebody without an account, at one of the two doors: with a script or without, and from whichever network."""

import hashlib
import http.client
import re
import sqlite3
import time
import urllib.parse

from site_driver import PATIENCE, Forms, Letter, Reply

FORM = "application/x-www-form-urlencoded"
DOOR, CONFIRM, FORGOTTEN = "/access", "/access/confirm", "/password/forgotten"


class Network:
    """A place from which requests come: behind a proxy that says so, or an address of this machine."""

    def __init__(self, server, forwarded=None, source="127.0.0.1"):
        self.server, self.forwarded, self.source = server, forwarded, source

    def request(self, method, target, fields=None):
        connection = http.client.HTTPConnection(
            self.server.host, self.server.port, timeout=PATIENCE, source_address=(self.source, 0))
        headers = {"X-Forwarded-For": self.forwarded} if self.forwarded else {}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = FORM
        connection.connect()
        begin = time.perf_counter()
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        reply = Reply(answer, answer.read())
        reply.taken = time.perf_counter() - begin
        connection.close()
        return reply

    def page(self, target=DOOR):
        reply = self.request("GET", target)
        assert reply.status == 200, reply.text
        return reply

    def forgotten(self, address):
        return self.request("POST", FORGOTTEN, {"email": address})

    def confirm(self, code):
        return self.request("POST", CONFIRM, {"code": code})


def prove(stamp, difficulty):
    """What the page's script does."""
    begun = hashlib.sha256(f"{stamp}:".encode())
    limit = 1 << (256 - difficulty)
    number = 0
    while True:
        trial = begun.copy()
        trial.update(b"%d" % number)
        if int.from_bytes(trial.digest()) < limit:
            return str(number)
        number += 1


def hidden(page):
    """The hidden fields of the form."""
    return next(form for form in Forms.of(page) if urllib.parse.urlsplit(form["action"]).path == DOOR)["fields"]


def worked(page):
    """The hidden fields once a script has done its work."""
    fields = hidden(page)
    return {**fields, "proof": prove(fields["stamp"], int(re.search(r'data-difficulty="(\d+)"', page.text).group(1)))}


def filled(fields, address, **more):
    return {"door": "took-part", "name": "Nora Neu", "email": address, "organisation": "", "module": "2017-iv",
            "message": "", "homepage": "", **fields, **more}


def rows(office, sql):
    with sqlite3.connect(f"file:{office.folder / 'nachlese.db'}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


def wait_until(holds, what, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
    return found


def letter(office, address, kind, patience=PATIENCE):
    """The newest mail of a kind to an address, once it is there."""
    def found():
        for mail in office.mails():
            if (mail["recipient"], mail["kind"], mail["state"]) == (address, kind, "handed-over"):
                return Letter(office.outbox / f"{mail['id']}.eml")
        return None

    return wait_until(found, f"{kind} to {address} did not come", patience)


def code_in(mail):
    return re.search(r"^Code: (\S+)$", mail.text, re.MULTILINE).group(1)
