"""Power goes at any moment: all of it is there afterwards, or nothing."""

import random
import signal
import subprocess
import time

from site_driver import PATIENCE, Letter, sha256

ROUNDS = 24


class Moments:
    """Times to kill a command at, spread over its whole run and beyond its end, in random order.

    How long a run takes is learned from each one, since it depends on what else the machine does.
    """

    def __init__(self, longest, seed):
        dice = random.Random(seed)
        self.longest = longest
        self.shares = [1.5 * (number + dice.random()) / ROUNDS for number in range(ROUNDS)]
        dice.shuffle(self.shares)

    def run_and_kill(self, nachlese, arguments, share):
        """Whether the command was killed at that share of its time, rather than ending before."""
        begin = time.monotonic()
        process = nachlese.start(*map(str, arguments))
        try:
            process.wait(self.longest * share)
            self.longest = time.monotonic() - begin
        except subprocess.TimeoutExpired:
            process.kill()
            self.longest = max(self.longest, self.longest * share)
        process.communicate()
        return process.returncode == -signal.SIGKILL


def test_kill_while_a_file_is_taken_in(office, make_file):
    size = 6_000_000
    begin = time.monotonic()
    office("presentation", "add", "2017-iv", make_file("probe.pdf", size, 99))
    longest = time.monotonic() - begin
    added = {"probe.pdf"}
    killed = 0
    moments = Moments(longest, 1)
    for number, share in enumerate(moments.shares):
        path = make_file(f"nummer-{number}.pdf", size, 100 + number)
        killed += moments.run_and_kill(office, ["presentation", "add", "2017-iv", path], share)
        present = office.presentations("2017-iv")
        new = {found["file"]["name"] for found in present} - added
        assert new <= {path.name}
        added |= new
    assert killed >= ROUNDS // 4
    # Every row has its file, and every file is what its name says: nothing is half there.
    for found in office.presentations("2017-iv"):
        digest = found["file"]["sha256"]
        assert sha256((office.folder / "files" / digest[:2] / digest).read_bytes()) == digest
    for path in (office.folder / "files").glob("??/*"):
        assert sha256(path.read_bytes()) == path.name
    server = office.serve()
    # What is half written is swept away beside serving.
    deadline = time.monotonic() + PATIENCE
    while left := list((office.folder / "files").glob(".*")):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    # What was cut can simply be done again.
    missing = make_file("nummer-0.pdf", size, 100)
    if missing.name not in added:
        office("presentation", "add", "2017-iv", missing)
    server.stop()


def test_kill_while_an_account_is_issued(office):
    begin = time.monotonic()
    office.issue("probe@example.org", "--module", "2017-iv")
    longest = time.monotonic() - begin
    killed = 0
    moments = Moments(longest, 2)
    for number, share in enumerate(moments.shares):
        address = f"person{number}@example.org"
        arguments = ["account", "issue", address, "--name", "Erika Muster", "--module", "2017-iv"]
        killed += moments.run_and_kill(office, arguments, share)
        for account in office.accounts():
            assert len(account["credentials"]) == 1, account
            assert [admission["slug"] for admission in account["admissions"]] == ["2017-iv"], account
    assert killed >= ROUNDS // 4
    accounts = [account["email"] for account in office.accounts()]
    assert 1 < len(accounts) < ROUNDS + 1, "the moments missed one of the two outcomes; choose others"
    office.serve()
    deadline = time.monotonic() + PATIENCE
    while any(mail["state"] != "handed-over" for mail in office.mails()):
        assert time.monotonic() < deadline, office.mails()
        time.sleep(0.2)
    letters = [Letter(path) for path in office.eml_files()]
    assert sorted(letter.user_name for letter in letters) == sorted(accounts)
    assert len({letter.message["Message-ID"] for letter in letters}) == len(letters)
    assert all(letter.defects() == [] for letter in letters)
    assert not list(office.outbox.glob(".*"))
    # And each of these passwords is the one that is stored.
    newest = letters[random.Random(3).randrange(len(letters))]
    assert office.server.browser().sign_in(newest.user_name, newest.password).status == 303


def test_kill_of_the_server_loses_nothing_that_was_answered(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser().enter(letter)
    site.server.kill()
    site.serve()
    again = site.server.browser()
    again.cookies = browser.cookies
    assert again.get("/account").status == 200
