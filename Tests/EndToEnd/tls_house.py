"""A data folder that is served over TLS, and what tests ask of it."""

import time

import pytest

from certificates import Authority, Certificate
from raw_client import AnswerReader
from secure_client import HOST, fingerprint
from site_driver import PATIENCE, downloads, free_port

MODULE = "/modules/2017-iv"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def pool(authority):
    """Certificates for the site, made once: the one in use first, and others to change to."""
    return [authority.issue(f"site-{number}", HOST, "localhost") for number in range(3)]


@pytest.fixture
def house(archive, pool, tmp_path):
    """The archive with a certificate of its own, named by paths in the data folder; not yet served."""
    (archive.folder / "tls").mkdir()
    archive.certificate = Certificate(archive.folder / "tls" / "chain.pem", archive.folder / "tls" / "key.pem")
    pool[0].copy_to(archive.certificate)
    archive.log = tmp_path / "server.log"

    def configure(**more):
        archive.settings(**{
            "listen": f"127.0.0.1:{free_port()}", "public_url": f"https://{HOST}",
            "tls_certificate": "tls/chain.pem", "tls_key": "tls/key.pem", "office_name": "Beispielverband",
            "mail_from": "nachlese@example.org", **more})

    def serve(**more):
        archive.configure(**more)
        with open(archive.log, "wb") as log:
            server = type(archive).serve(archive, stderr=log)
        assert server.url == f"https://127.0.0.1:{server.port}"
        return server

    archive.configure, archive.serve = configure, serve
    return archive


@pytest.fixture
def served(house):
    house.serve()
    return house


def logged(house, words, count=1):
    """The lines of the log with some words, as soon as there are enough."""
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = [line for line in house.log.read_text().splitlines() if words in line]
        if len(lines) >= count:
            return lines
        assert time.monotonic() < deadline, house.log.read_text()
        time.sleep(0.05)


def wait_for(house, certificate):
    """Until new connections are shown a certificate."""
    deadline = time.monotonic() + PATIENCE
    while fingerprint(house.server.port) != certificate.fingerprint:
        assert time.monotonic() < deadline, house.log.read_text()
        time.sleep(0.1)


def asked(target, *fields, method="GET"):
    return "\r\n".join([f"{method} {target} HTTP/1.1", f"Host: {HOST}", *fields, "", ""]).encode()


def answers(octets):
    return AnswerReader(octets).answers(lambda number: False)


def downloads_of(browser, name):
    """The address of a file on the module's page, for who may have it."""
    return downloads(browser.get(MODULE))[name]
