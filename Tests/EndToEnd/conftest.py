"""Data folders, files to publish, and servers that are gone after each test."""

import pytest

from site_driver import BINARY, Nachlese, free_port
# Fixtures for the tests of TLS.
from tls_house import authority, house, pool, served  # noqa: F401

PDF = b"%PDF-1.4\n"
PPTX = b"PK\x03\x04"


def pytest_sessionstart(session):
    if not BINARY.exists():
        pytest.exit(f"{BINARY} is not there: run 'swift build', or set NACHLESE_BINARY", returncode=2)


def pytest_addoption(parser):
    parser.addoption(
        "--alone", choices=["except", "only"], help="leave out the tests that are to run alone, or all the others")


def pytest_collection_modifyitems(config, items):
    """Each test is in exactly one of the two parts, so that those left out are not said to be skipped."""
    if part := config.getoption("--alone"):
        items[:] = [item for item in items if (item.get_closest_marker("alone") is not None) == (part == "only")]


@pytest.fixture
def nachlese(tmp_path, request):
    """An installation whose folder does not exist yet; its settings name a free port."""
    more = {"TMPDIR": str(tmp_path)}
    if cost := request.node.get_closest_marker("hash_cost"):
        more["PASSWORD_HASH_COST"] = str(cost.args[0])
    elif request.node.get_closest_marker("alone"):
        more["PASSWORD_HASH_COST"] = ""
    installation = Nachlese(tmp_path / "data", **more)
    yield installation
    if installation.server and installation.server.process.poll() is None:
        installation.server.kill()


@pytest.fixture
def office(nachlese):
    """An installation with settings, a series and a public module."""
    nachlese.settings(
        listen=f"127.0.0.1:{free_port()}", office_name="Beispielverband, Büro Erfurt", office_city="Erfurt",
        office_phone="0361 000000", office_email="buero@example.org", mail_from="nachlese@example.org")
    nachlese("series", "add", "sozialplanung", "--title", "Kooperative Sozialplanung")
    nachlese("module", "add", "sozialplanung", "2017-iv", "--number", "IV", "--title", "Netzwerke und Kooperation",
             "--date", "2017-02-02", "--place", "Erfurt", "--publish")
    return nachlese


@pytest.fixture
def make_file(tmp_path):
    """Writes a file that begins like its kind; the seed makes contents differ."""
    folder = tmp_path / "slides"
    folder.mkdir()

    def make(name, size=20_000, seed=1):
        start = PPTX if name.endswith(".pptx") else PDF
        block = bytes((seed * 31 + number * 7 + number // 251) % 256 for number in range(4096))
        content = (start + f"{seed} {name}\n".encode() + block * (size // len(block) + 1))[:size]
        path = folder / name
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def archive(office, make_file):
    """The office with three files in its module."""
    files = [make_file("vortrag.pdf"), make_file("folien.pptx", 50_000, 2),
             make_file('Übersicht "größer".pdf', 9_000, 3)]
    for path in files:
        office("presentation", "add", "2017-iv", path)
    office.files = {path.name: path.read_bytes() for path in files}
    return office


@pytest.fixture
def site(archive):
    """The archive, served."""
    archive.serve()
    return archive
