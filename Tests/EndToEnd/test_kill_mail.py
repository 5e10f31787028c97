"""Credentials go out while power goes again and again: everybody gets them, and twice only when nobody can help it.

`NACHLESE_KILLS` says how often a process is killed; with 500, 200 credentials go out in each round.
"""

import collections
import os
import random
import shutil
import signal
import sqlite3
import time

from losing_server import LosingServer
from site_driver import PATIENCE, Letter, Nachlese, free_port

KILLS = int(os.environ.get("NACHLESE_KILLS", 60))
CREDENTIALS = max(10, min(200, KILLS * 2 // 5))
SEED = int(os.environ.get("NACHLESE_SEED", 1))

# Seconds within which a process is killed after something happened, and those the mail server takes for an answer.
LATEST = 0.15
PAUSE = 0.015
# Answers that the mail server loses on purpose.
LOSSES = 0.08
SAMPLE = 3


def issue_all(office, tmp_path):
    """Writes the credentials into the outbox, with two commands at a time, while no mail server can be reached."""
    office("account", "list")
    lists = []
    for part in range(2):
        people = [f"p{number}@example.org;Person {number}\n" for number in range(part, CREDENTIALS, 2)]
        lists.append(tmp_path / f"list-{part}.csv")
        lists[-1].write_text("E-Mail;Name\n" + "".join(people))
    options = ["--module", "2017-iv", "--issue", "--yes"]
    commands = [office.start("account", "import", str(path), *options) for path in lists]
    for command in commands:
        said = command.communicate()[1].decode()
        # 3 for the one that tried; the other may have found the first at it.
        assert command.returncode in (0, 3) and "Mails handed over: 0" in said, said


def lead_to(installation, port):
    """Sets where mails go, and a free port to serve at."""
    lines = (installation.folder / "nachlese.conf").read_text().splitlines()
    kept = {name.replace("-", "_"): value for name, value in (line.split(" = ", 1) for line in lines)}
    installation.settings(**{
        **kept, "listen": f"127.0.0.1:{free_port()}", "mail_transport": "smtp", "smtp_host": "127.0.0.1",
        "smtp_port": port, "smtp_security": "none", "mails_per_minute": 6000, "mails_per_day": 1_000_000})


class Round:
    """One copy of the prepared folder, whose mails go out while its processes are killed."""

    def __init__(self, folder, server, dice):
        self.nachlese = Nachlese(folder)
        self.server, self.dice = server, dice
        lead_to(self.nachlese, server.port)
        self.killed_at = {}
        self.kinds = collections.Counter()
        self.handed_over = set()
        self.waiting = CREDENTIALS
        self.look_closely()

    def look_closely(self):
        """Reads what is on the disk from a copy, so that the next process finds what the killed one left."""
        look = self.nachlese.folder.parent / "look"
        shutil.rmtree(look, ignore_errors=True)
        look.mkdir()
        for path in self.nachlese.folder.glob("nachlese.db*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, look)
        database = sqlite3.connect(look / "nachlese.db")
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        mails = database.execute("SELECT message_id, state, next_attempt_at FROM mail").fetchall()
        database.close()
        assert len(mails) == CREDENTIALS and {state for _, state, _ in mails} <= {"waiting", "handed-over"}
        self.handed_over = {name for name, state, _ in mails if state == "handed-over"}
        self.waiting = CREDENTIALS - len(self.handed_over)
        self.due = sum(state == "waiting" and moment <= time.time() for _, state, moment in mails)

    def live(self):
        """Starts a process that hands over, and kills it."""
        self.server.begin_life()
        known, seen = set(self.handed_over), len(self.server.deliveries)
        # Mails whose confirmation was lost wait for a minute, which a command cuts short.
        kind = "retry" if not self.due or self.dice.random() < 0.1 else "serve"
        moment = self.dice.choice(["started", "ready", "arrived", "arrived", "answered", "answered"])
        arguments = ["mail", "retry", "--all"] if kind == "retry" else ["serve"]
        if kind == "serve" and moment != "started":
            process = self.nachlese.serve().process
        else:
            process = self.nachlese.start(*arguments)
        self.wait_for(moment, process)
        time.sleep(self.dice.random() * (2 * LATEST if moment == "started" else self.dice.choice([0.005, LATEST])))
        killed_at = time.monotonic()
        process.send_signal(signal.SIGKILL)
        _, log = process.communicate(timeout=PATIENCE)
        if process.returncode == -signal.SIGKILL:
            self.killed_at[self.server.life] = killed_at
            self.kinds[kind] += 1
        else:
            assert kind == "retry" and process.returncode in (0, 3), (process.returncode, log)
        assert b"the outbox was not" not in log, log
        self.settle()
        self.look_closely()
        # What is noted stays noted, and is not sent again.
        assert known <= self.handed_over
        new = self.server.deliveries[seen:]
        assert known.isdisjoint(delivery.message_id for delivery in new)
        # Who has heard the answer has noted it before anything else; what is noted was answered.
        assert {delivery.message_id for delivery in new if delivery.acknowledged} <= self.handed_over
        answered = {delivery.message_id for delivery in self.server.deliveries if delivery.answered_at}
        assert self.handed_over <= answered

    def wait_for(self, moment, process):
        event = {"arrived": self.server.arrived, "answered": self.server.answered}.get(moment)
        deadline = time.monotonic() + 3
        while event and not event.wait(0.02) and process.poll() is None and time.monotonic() < deadline:
            pass

    def settle(self):
        deadline = time.monotonic() + PATIENCE
        while not self.server.is_idle:
            assert time.monotonic() < deadline
            time.sleep(0.002)

    def run(self):
        """Kills until everything is out."""
        idle = 0
        while self.waiting:
            before = self.waiting
            self.live()
            idle = idle + 1 if self.waiting == before else 0
            assert idle < 100, "nothing goes out any more"

    # What has to be true afterwards.

    def deliveries_by_recipient(self):
        found = collections.defaultdict(list)
        for delivery in self.server.deliveries:
            found[delivery.recipient].append(delivery)
        return found

    def reason_of_another(self, delivery, following):
        """Why a message came again."""
        assert not delivery.acknowledged, "a mail came again although its answer was heard"
        if delivery.cut is not None:
            return "the server lost its answer"
        killed_at = self.killed_at.get(delivery.life)
        assert killed_at and following.life > delivery.life, "a mail came again although nobody was killed"
        if delivery.answered_at is None or delivery.answered_at >= killed_at:
            return "killed before the answer"
        return "killed with the answer on its way"

    def duplicates(self):
        """How many messages came again, by reason."""
        reasons = collections.Counter()
        for recipient, deliveries in self.deliveries_by_recipient().items():
            assert len({(one.message_id, one.sender, one.octets) for one in deliveries}) == 1, recipient
            for delivery, following in zip(deliveries, deliveries[1:]):
                reasons[self.reason_of_another(delivery, following)] += 1
        return reasons

    def letters(self):
        folder = self.nachlese.folder.parent / "letters"
        folder.mkdir(exist_ok=True)
        found = []
        for recipient, deliveries in self.deliveries_by_recipient().items():
            path = folder / f"{recipient}.eml"
            path.write_bytes(deliveries[0].octets)
            found.append(Letter(path))
            assert found[-1].user_name == recipient and found[-1].defects() == []
        return found

    def check(self, pieces):
        """Everybody has a mail that works, and nothing of it is left here."""
        assert set(self.deliveries_by_recipient()) == {f"p{number}@example.org" for number in range(CREDENTIALS)}
        letters = self.letters()
        assert len({letter.password for letter in letters}) == CREDENTIALS
        assert len({letter.message["Message-ID"] for letter in letters}) == CREDENTIALS
        count = len(self.server.deliveries)
        running = self.nachlese.serve()
        # Also what the last one killed left in the log of the database.
        deadline = time.monotonic() + PATIENCE
        while self.left(pieces):
            assert time.monotonic() < deadline, "sealed passwords are left"
            time.sleep(0.1)
        for letter in self.dice.sample(letters, SAMPLE):
            reply = running.browser().sign_in(letter.user_name, letter.password)
            assert reply.status == 303, reply.text
        assert {mail["state"] for mail in self.nachlese.mails()} == {"handed-over"}
        assert "No mail waits." in self.nachlese("mail", "retry", "--all").err
        running.stop()
        assert running.process.returncode == 0 and len(self.server.deliveries) == count
        assert self.left(pieces) == 0
        held = self.files()
        for letter in letters:
            for password in [letter.password.encode(), letter.password.replace("-", "").encode()]:
                assert password not in held
        self.look_closely()
        assert self.waiting == 0

    def files(self):
        return b"".join(path.read_bytes() for path in self.nachlese.folder.glob("nachlese.db*"))

    def left(self, pieces):
        """How many of these pieces of 16 octets are in the database and its log, wherever they begin."""
        held = self.files()
        return sum(held[start:start + 16] in pieces for start in range(len(held) - 15))


def sealed_pieces(folder):
    database = sqlite3.connect(folder / "nachlese.db", isolation_level=None)
    rows = database.execute("SELECT sealed FROM mail").fetchall()
    database.close()
    assert len(rows) == CREDENTIALS
    return {sealed[start:start + 16] for (sealed,) in rows for start in range(0, len(sealed) - 16, 64)}


def test_kill_while_credentials_go_out(office, tmp_path):
    begin = time.monotonic()
    # Nobody listens there.
    lead_to(office, free_port())
    issue_all(office, tmp_path)
    pieces = sealed_pieces(office.folder)
    prepared = time.monotonic() - begin
    dice = random.Random(SEED)
    kinds, reasons, delivered, rounds = collections.Counter(), collections.Counter(), 0, 0
    while kinds.total() < KILLS:
        rounds += 1
        folder = tmp_path / f"round-{rounds}" / "data"
        shutil.copytree(office.folder, folder)
        with LosingServer(dice.random(), PAUSE, LOSSES) as server:
            this = Round(folder, server, dice)
            assert this.left(pieces) > len(pieces) * 0.9, "this does not find what it looks for"
            try:
                this.run()
                this.check(pieces)
            finally:
                if this.nachlese.server and this.nachlese.server.process.poll() is None:
                    this.nachlese.server.kill()
            reasons += this.duplicates()
            kinds += this.kinds
            delivered += len(server.deliveries)
    assert delivered == rounds * CREDENTIALS + reasons.total()
    print(f"{kinds.total()} kills {dict(kinds)}, {rounds} rounds of {CREDENTIALS} credentials, {delivered} mails came, "
          f"{reasons.total()} of them again {dict(reasons)}; "
          f"{prepared:.0f} s to issue, {time.monotonic() - begin:.0f} s in all")
