"""Pages beside an asset of the same size, with reports of three sizes; and a good client among readers of pages.

The asset is the list of pages for search engines of another data folder, with as many modules as make it as large as
the page: it is sent as the style sheet is, and can have any size. Both are driven in turn by the same wrk.
"""
import contextlib
import os
import sqlite3

import figures
import load
import machine
import nachlese
from scenarios import hostile

TARGET = 4.0
P99_TARGET = 5
READERS = 64
VISITS = 4  # each second, of each reader

PARAGRAPH = (
    "In den Räumen der Hochschule sprachen *rund achtzig* Teilnehmende über **Netzwerke** und "
    "[Kooperation](https://example.org/koop?x=1). „Vertrauen“ entsteht dabei – so der Tenor – \"langsam\".\n"
    "- Punkt eins\n- Punkt zwei\n  geht weiter\n\n> Ein Zitat aus der Runde\n\n## Ausblick\n\n")
# Bytes of a report, and its name; the last is the longest that is taken.
REPORTS = [(1_200, "short report"), (12_288, "12 kB report"), (131_072, "longest report")]
MODULE_PAGE = f"/modules/{nachlese.MODULE}"


def measure(bench):
    for size, name in REPORTS:
        installation, password = published(bench, size)
        with installation.serving() as server:
            cookie = server.sign_in(password)
            for page, path in (("start page", "/"), ("module page", MODULE_PAGE)):
                yield from beside_asset(bench, server, f"{name}, {page}, guest", path, "")
                yield from beside_asset(bench, server, f"{name}, {page}, member", path, cookie)
        if name == "12 kB report":
            yield from among_readers(bench, installation, password)


def published(bench, size):
    """A module with five presentations and a report of so many bytes."""
    installation = bench.installation(f"pages-{size}-data")
    report = bench.scratch / f"report-{size}.txt"
    text = PARAGRAPH * (size // len(PARAGRAPH.encode()) + 1)
    report.write_bytes(text.encode()[:size].decode(errors="ignore").encode())
    password = installation.publish(*(bench.file(4096 + number) for number in range(5)))
    installation.settings()
    installation("module", "edit", nachlese.MODULE, "--report", report)
    return installation, password


def beside_asset(bench, server, what, path, cookie):
    """CPU time of a page and of an asset that is as large."""
    status, page = server.get(path, cookie)
    if status != 200:
        raise machine.NotMeasured(f"{path} was answered with {status}")
    headers = [f"Cookie: {cookie}"] if cookie else []
    with asset_of(bench, len(page)) as other:
        pages, assets = load.alternate(
            bench.rounds,
            lambda: load.drive(server, path, bench.seconds, headers=headers),
            lambda: load.drive(other, "/sitemap.xml", bench.seconds))
    what = f"{what}, {len(page) / 1000:.0f} kB"
    yield figures.median("pages", f"{what}: CPU", [run.cpu for run in pages], "µs/request")
    yield figures.median("pages", f"{what}: CPU of the asset", [run.cpu for run in assets], "µs/request")
    yield figures.ratio(
        "pages", f"{what}: CPU ratio", [run.cpu for run in pages], [run.cpu for run in assets], TARGET)


@contextlib.contextmanager
def asset_of(bench, size):
    """A server whose list of pages has so many bytes."""
    installation = bench.installation("pages-asset-data")
    installation.settings()
    with installation.serving() as server:
        sizes = []
        for count in (0, 10):
            listed(installation, count)
            sizes.append(len(server.get("/sitemap.xml", "")[1]))
        listed(installation, max(0, round((size - sizes[0]) * 10 / (sizes[1] - sizes[0]))))
        reached = len(server.get("/sitemap.xml", "")[1])
        if abs(reached - size) > max(1500, size / 20):
            raise machine.NotMeasured(f"there is no asset of {size} bytes, only of {reached}")
        yield server


def listed(installation, count):
    """So many published modules, whose addresses are all as long."""
    with contextlib.closing(sqlite3.connect(installation.folder / "nachlese.db")) as database, database:
        database.execute("DELETE FROM module")
        database.execute("INSERT OR IGNORE INTO series (id, slug, title, created_at) VALUES (1, 'reihe', 'Reihe', 1)")
        database.executemany(
            "INSERT INTO module (series_id, slug, number, title, held_on, published_at, created_at)"
            " VALUES (1, ?, '', 'Modul', '2017-02-02', 1, 1)", ((f"modul-{n:06}",) for n in range(count)))


def among_readers(bench, installation, password):
    """The good client of the hostile scenario, alone and beside readers of pages."""
    file = bench.file(4096)
    with installation.serving(workers=None, cores=os.sched_getaffinity(0)) as server:
        cookie = server.sign_in(password)
        path = server.path(file, cookie)
        site = hostile.Site(bench, server, cookie, path, path, READERS)
        site.latencies(1)
        alone, beside, answered = [], [], 0
        for _ in range(bench.several(3, 1)):
            alone.append(site.latencies(bench.several(6, 1)))
            with hostile.hostile(
                    bench, "page_readers.py", server.port, READERS, VISITS, "/", MODULE_PAGE) as readers:
                beside.append(site.latencies(bench.several(6, 1)))
                answered += hostile.end(readers).get("200", 0)
    for name, runs in (("alone", alone), (f"beside {READERS} readers", beside)):
        yield figures.median(
            "pages", f"{name}: p99", [figures.percentile(run, 0.99) / 1000 for run in runs], "ms")
    yield figures.Figure("pages", "pages that the readers got", answered, "")
    yield figures.ratio(
        "pages", f"p99 ratio beside {READERS} readers",
        *([figures.percentile(run, 0.99) for run in runs] for runs in (beside, alone)), at_most=P99_TARGET)
