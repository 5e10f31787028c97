"""The demo, served, with the few things beside it that a page about a failure needs."""

import contextlib
import dataclasses
import itertools
import pathlib
import re
import sqlite3
import time

from site_driver import PATIENCE, Letter, Nachlese, Server, free_port

MEMBER = "teilnehmerin@example.org"
# Somebody with an account that covers nothing of the series.
OTHER = "kim@example.org"
# A reader of English, who may do what the member may.
ENGLISH = "alex@example.org"

# Whoever comes does so from a network of their own, so that nobody has to wait for what others tried.
networks = (f"100.{64 + number // 250}.{number % 250}.7" for number in itertools.count())


@dataclasses.dataclass
class Participant:
    """Somebody who took part, with the mail that they got."""

    address: str
    letter: Letter
    network: str


class DemoSite(Nachlese):
    """One for all tests that only read."""

    def __init__(self, folder):
        # A test says from which network somebody comes, so that one who is told to wait keeps nobody else out.
        super().__init__(folder, TMPDIR=str(folder), NACHLESE_TRUSTED_PROXIES="127.0.0.1")
        server = Server(self.start("demo", "--listen", f"127.0.0.1:{free_port()}"))
        printed = "\n".join(server.lines)
        place = re.search(r"The demo lies in (\S+) until", printed).group(1)
        super().__init__(place, TMPDIR=str(folder), NACHLESE_TRUSTED_PROXIES="127.0.0.1")
        self.server = server
        self.letters = {MEMBER: Letter(pathlib.Path(re.search(r"Mail: +(\S+)", printed).group(1)))}
        self.sessions = {}
        # The pages that were seen, as they were sent, by name and language.
        self.sources = {}
        try:
            self.fill(pathlib.Path(folder))
        except BaseException:
            server.kill()
            raise

    @property
    def url(self):
        return self.server.url

    def fill(self, folder):
        """A series of its own holds what is withdrawn, lost or open to all."""
        self("series", "add", "archiv", "--title", "Archiv")
        for slug, number, day in [("2015-offen", "1", "2015-03-05"), ("2015-fort", "2", "2015-05-07")]:
            self("module", "add", "archiv", slug, "--number", number, "--title", "Aus dem Archiv", "--date", day,
                 "--place", "Jena", "--publish")
        for name, audience in [("verloren.pdf", "admitted"), ("fort.pdf", "admitted"), ("offen.pdf", "public")]:
            path = folder / name
            path.write_bytes(b"%PDF-1.4\n" + name.encode() * 1000)
            self("presentation", "add", "2015-offen", path, "--title", path.stem.capitalize(), "--audience", audience)
        found = {row["file"]["name"]: row for row in self.presentations("2015-offen")}
        digest = found["verloren.pdf"]["file"]["sha256"]
        next((self.folder / "files").rglob(f"*{digest[4:]}*")).unlink()
        self("presentation", "withdraw", found["fort.pdf"]["id"])
        self("module", "withdraw", "2015-fort")
        self.lost = f"/modules/2015-offen/{found['verloren.pdf']['slug']}/verloren.pdf"
        self.withdrawn = f"/modules/2015-offen/{found['fort.pdf']['slug']}/fort.pdf"
        talks = self.presentations("2017-iv")
        self.asked = talks[1]["slug"]
        self.file_of_another_module = f"/modules/2017-iv/{talks[0]['slug']}/{talks[0]['file']['name']}"
        self("account", "admit", MEMBER, "--series", "archiv")
        # The member has one of the files already.
        member = self.server.browser().enter(self.letters[MEMBER])
        assert member.get(self.file_of_another_module).status == 200
        self.letters[OTHER] = self.issue(OTHER, "--module", "2016-i", name="Kim Beispiel")
        self.letters[ENGLISH] = self.issue(
            ENGLISH, "--series", "kooperative-sozialplanung", "--language", "en", name="Alex Example")
        self("account", "admit", ENGLISH, "--series", "archiv")

    def participant(self):
        """Somebody new."""
        network = next(networks)
        address = f"person-{network.replace('.', '-')}@example.org"
        return Participant(address, self.issue(address, "--module", "2017-iv"), network)

    def next_letter(self, participant):
        """The mail to them that comes after the one that they have."""
        participant.letter = self.awaited_letter(participant.address, 2)
        return participant.letter

    def first_letter(self, address):
        """The mail to somebody who has had none."""
        return self.awaited_letter(address, 1)

    def awaited_letter(self, address, number):
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [mail for mail in self.mails() if mail["recipient"] == address]
            if len(found) == number and found[0]["state"] == "handed-over":
                return Letter(self.outbox / f"{found[0]['id']}.eml")
            assert time.monotonic() < deadline, f"no mail to {address}: {found}"
            time.sleep(0.05)

    def digests(self, module):
        """What the files of a module have to be, by name."""
        return {row["file"]["name"]: row["file"]["sha256"] for row in self.presentations(module)}

    def session(self, address):
        """The cookies of somebody who has signed in, once for all tests that leave the session alone."""
        if address not in self.sessions:
            browser = self.server.browser().enter(self.letters[address])
            self.sessions[address] = {"cookies": [
                {"name": name, "value": value, "domain": self.server.host, "path": "/", "expires": -1,
                 "httpOnly": True, "secure": False, "sameSite": "Lax"} for name, value in browser.cookies.items()],
                "origins": []}
        return self.sessions[address]

    def database(self):
        """As another program has it, to hold it or to move its clock."""
        return sqlite3.connect(self.folder / "nachlese.db", isolation_level=None, timeout=PATIENCE)

    def rows(self, sql, *values):
        with contextlib.closing(self.database()) as database:
            return database.execute(sql, values).fetchall()

    def let_sessions_expire(self, address):
        """As if nothing had been asked for a day."""
        self.rows(
            """UPDATE session SET last_used_at = last_used_at - 86400
               WHERE account_id = (SELECT id FROM account WHERE email = ?)""", address)
