"""An office whose mails go where a test wants them."""

import pytest

from misbehaving_server import PASSWORD


@pytest.fixture(scope="module")
def local(authority):
    """A certificate for this machine."""
    return authority.issue("mail", "localhost", "127.0.0.1")


@pytest.fixture
def mailing(office):
    """The office with a way to set where its mails go."""
    base = {line.split(" = ")[0].replace("-", "_"): line.split(" = ")[1]
            for line in (office.folder / "nachlese.conf").read_text().splitlines()}

    def go(settings, password=PASSWORD):
        office.settings(**{**base, **settings})
        write_password(office, password)
        return office

    office.go = go
    office.try_mail = lambda address="a@example.org", *more: office.attempt("mail", "test", address, *more)
    office.try_issue = lambda address, name="Erika Muster": office.attempt(
        "account", "issue", address, "--name", name, "--module", "2017-iv")
    return office


def write_password(office, password, mode=0o600):
    path = office.folder / "smtp-password"
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(password + "\n")
    path.chmod(mode)
