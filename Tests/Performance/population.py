"""Data folders with as many accounts, sessions and presentations as asked for, made by SQL."""
import base64
import contextlib
import dataclasses
import hashlib
import pathlib
import sqlite3
import time

from nachlese import Installation

IN_A_MODULE = 20
IN_A_SERIES = 1000
FILE_SIZE = 4096


@dataclasses.dataclass
class Population:
    installation: Installation
    accounts: int
    presentations: int

    def target(self, presentation):
        return f"/modules/modul-{presentation // IN_A_MODULE}/folien-{presentation}/folien-{presentation}.pdf"

    def cookie(self, account):
        text = base64.urlsafe_b64encode(token(account)).decode().rstrip("=")
        return f"nachlese={text}"

    def member_of(self, presentation, chance):
        """An account that is admitted to it: each is admitted to one series."""
        series = presentation // IN_A_SERIES
        count = -(-self.presentations // IN_A_SERIES)
        return series + count * chance.randrange((self.accounts - series + count - 1) // count)

    def pairs(self, count, presentations, chance):
        """So many downloads, each (address, cookie): of those presentations, each by one of several sessions."""
        chosen = [chance.choice(presentations) for _ in range(count)]
        return [(self.target(number), self.cookie(self.member_of(number, chance))) for number in chosen]

    def sample(self, sessions, presentations, count, chance):
        """So many downloads by few sessions of few presentations, all of one series."""
        numbers = chance.sample(range(min(IN_A_SERIES, self.presentations)), presentations)
        series = -(-self.presentations // IN_A_SERIES)
        members = [series * number for number in chance.sample(range(-(-self.accounts // series)), sessions)]
        return [(self.target(chance.choice(numbers)), self.cookie(chance.choice(members))) for _ in range(count)]


def token(account):
    """The octets of an account's session token; its digest is what the database knows."""
    return hashlib.sha256(b"token %d" % account).digest()


def content(presentation):
    return (b"%%PDF-1.4\n%% %d\n" % presentation).ljust(FILE_SIZE, b"\n")


def make(installation, accounts, presentations):
    """Fills a new data folder, whose schema is made by the server itself."""
    installation.settings()
    with installation.serving():
        pass
    now = int(time.time())
    with contextlib.closing(sqlite3.connect(installation.folder / "nachlese.db")) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -400000")
        with database:
            _catalogue(database, installation.folder / "files", presentations, now)
            _people(database, accounts, -(-presentations // IN_A_SERIES), now)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Population(installation, accounts, presentations)


def _catalogue(database, files: pathlib.Path, presentations, now):
    database.executemany(
        "INSERT INTO series (id, slug, title, created_at) VALUES (?, ?, ?, ?)",
        ((n + 1, f"reihe-{n}", f"Reihe {n}", now) for n in range(-(-presentations // IN_A_SERIES))))
    database.executemany(
        "INSERT INTO module (id, series_id, slug, number, title, held_on, published_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, '2017-02-02', ?, ?)",
        ((n + 1, n * IN_A_MODULE // IN_A_SERIES + 1, f"modul-{n}", str(n), f"Modul {n}", now, now)
         for n in range(-(-presentations // IN_A_MODULE))))
    database.executemany(
        "INSERT INTO presentation (id, module_id, slug, title, position, audience, created_at)"
        " VALUES (?, ?, ?, ?, ?, 'admitted', ?)",
        ((n + 1, n // IN_A_MODULE + 1, f"folien-{n}", f"Folien {n}", n % IN_A_MODULE + 1, now)
         for n in range(presentations)))
    database.executemany(
        "INSERT INTO file_version (presentation_id, number, name, media_type, size, sha256, crc32, added_at)"
        " VALUES (?, 1, ?, 'application/pdf', ?, ?, 0, ?)",
        ((n + 1, f"folien-{n}.pdf", FILE_SIZE, _stored(files, content(n)), now) for n in range(presentations)))


def _stored(files, octets):
    """Lays the content where the store expects it; its digest."""
    digest = hashlib.sha256(octets)
    name = digest.hexdigest()
    folder = files / name[:2]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / name).write_bytes(octets)
    return digest.digest()


def _people(database, accounts, series, now):
    database.executemany(
        "INSERT INTO account (id, email, email_key, name, language, created_at) VALUES (?, ?, ?, ?, 'de', ?)",
        ((n + 1, f"person-{n}@example.org", f"person-{n}@example.org", f"Person {n}", now) for n in range(accounts)))
    database.executemany(
        "INSERT INTO admission (account_id, series_id, created_at) VALUES (?, ?, ?)",
        ((n + 1, n % series + 1, now) for n in range(accounts)))
    digests = sorted((hashlib.sha256(token(n)).digest(), n + 1) for n in range(accounts))
    database.executemany(
        "INSERT INTO session (digest, account_id, credential, remembered, created_at, last_used_at, ends_at)"
        " VALUES (?, ?, 'own', 1, ?, ?, ?)",
        ((digest, account, now, now, now + 30 * 86_400) for digest, account in digests))
