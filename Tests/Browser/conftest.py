"""A served installation and a real browser."""

import pathlib
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))

from demo_site import DemoSite  # noqa: E402
from site_driver import BINARY, Nachlese, free_port  # noqa: E402
from visitor import PATIENCE  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
# Nothing but what the tests ask for goes out.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]


def pytest_sessionstart(session):
    for program in [BINARY, pathlib.Path(CHROMIUM)]:
        if not program.exists():
            pytest.exit(f"{program} is not there: see .dev/test", returncode=2)


@pytest.fixture(scope="session")
def chromium():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        # With the memory that a person's browser has for its back button.
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demo, for tests that leave it as it is."""
    site = DemoSite(tmp_path_factory.mktemp("demo"))
    yield site
    site.server.stop()


@pytest.fixture
def participant(demo):
    """Somebody who was never here."""
    return demo.participant()


@pytest.fixture
def site(tmp_path):
    """A published module with two files, served.

    Whoever comes is believed to come through a proxy on this machine, so that a test says from which network: that of
    a mail gateway or that of a person.
    """
    installation = Nachlese(tmp_path / "data", TMPDIR=str(tmp_path))
    installation.settings(
        listen=f"127.0.0.1:{free_port()}", trusted_proxies="127.0.0.1", office_name="Beispielverband, Büro Erfurt",
        office_city="Erfurt", office_phone="0361 000000", office_email="buero@example.org",
        mail_from="nachlese@example.org")
    installation("series", "add", "sozialplanung", "--title", "Kooperative Sozialplanung")
    installation("module", "add", "sozialplanung", "2017-iv", "--number", "IV", "--title", "Netzwerke",
                 "--date", "2017-02-02", "--place", "Erfurt", "--publish")
    installation.files = {
        "vortrag.pdf": b"%PDF-1.4\n" + bytes(range(256)) * 100,
        "größer.pptx": b"PK\x03\x04" + bytes(reversed(range(256))) * 300,
    }
    for name, content in installation.files.items():
        path = tmp_path / name
        path.write_bytes(content)
        installation("presentation", "add", "2017-iv", path)
    installation.serve()
    yield installation
    installation.server.kill()
