"""Mail gateways open, submit and press whatever a mail leads to; the mail still works for the person afterwards."""

import time
import urllib.parse

import pytest

import mail_links
from one_time_site import OneTimeSite
from person import Person
from scanner import Scanner
from site_driver import PATIENCE

ADDRESS = "erika@example.org"
MODULE = "2017-iv"


def rung(site):
    """How far the person got, as the office sees it."""
    [step] = site.account(ADDRESS)["ladder"]
    return step["rung"]


def requested(site):
    return [mail for mail in site.mails() if mail["kind"] == "new-credentials"]


def mail_on_request(site):
    """The mail that the scanner made the site write, when it is there."""
    deadline = time.monotonic() + PATIENCE
    while not any(mail["state"] == "handed-over" for mail in requested(site)):
        assert time.monotonic() < deadline, "no mail came for the form that the scanner sent"
        time.sleep(0.1)
    return site.letter(ADDRESS)


def assert_person_gets_everything(site, chromium, letter, script):
    with Person(chromium, letter, script) as person:
        assert person.sign_in().go_on_to_module().download() == site.files


@pytest.mark.parametrize("language, depth", [("de", 2), ("en", 1)])
def test_mail_works_after_everything_was_opened_submitted_and_pressed(site, chromium, tmp_path, language, depth):
    letter = site.issue(ADDRESS, "--module", MODULE, "--language", language)
    assert f'<html lang="{language}"' in mail_links.html_part(letter)
    # The way in, the site, and the office's four pages.
    assert len(mail_links.plain_links(letter)) == len(mail_links.html_links(letter)) == 6
    for script in (True, False):
        scanner = Scanner(chromium, site.server.url, letter)
        scanner.open_links_apart(script, 0)
        scanner.open_links_together(script, depth)
        scanner.click_through_mail(script, tmp_path)
        scanner.submit_by_get()
        scanner.fetch()
        assert_it_did_something(scanner, depth)

    # The mail that the scanner asked for is scanned like the first; that brings no third one.
    second = mail_on_request(site)
    assert second.password != letter.password
    again = Scanner(chromium, site.server.url, second)
    again.open_links_apart(script=True, depth=0)
    assert again.opened >= 2 and again.submitted >= 1 and again.pressed >= 2
    again.fetch(rounds=1)
    assert len(requested(site)) == 1
    assert rung(site) == "mailed"

    assert_person_gets_everything(site, chromium, letter, script=True)
    assert_person_gets_everything(site, chromium, letter, script=False)
    assert rung(site) == "complete"
    assert_person_gets_everything(site, chromium, second, script=True)


def assert_it_did_something(scanner, depth):
    """A scanner that finds nothing would leave every mail alone."""
    assert {urllib.parse.urlsplit(page).path for page in scanner.pages} >= {
        "/", "/login", "/password/forgotten", "/series/sozialplanung", "/modules/2017-iv"}
    assert {urllib.parse.urlsplit(action).path for action in scanner.forms} >= {
        "/login", "/password/forgotten", "/access"}
    assert scanner.opened >= 9 * depth, scanner.pages
    assert scanner.submitted >= 5 * depth
    assert scanner.pressed >= 8 * depth
    assert scanner.clicked >= 20
    assert scanner.followed[scanner.letter.address] >= 1
    assert scanner.fetched >= 3 * 2 * len(set(scanner.pages))
    # Wrong sign-ins were answered as such, and the form for new credentials was taken.
    assert scanner.statuses[422] > 0 and scanner.statuses[303] > 0


def test_mail_works_after_its_texts_were_typed_into_every_field(site, chromium):
    letter = site.issue(ADDRESS, "--module", MODULE)
    scanner = Scanner(chromium, site.server.url, letter)
    scanner.guess()
    # None was put off unread, and none got in.
    assert set(scanner.guesses) == {("/login", 422), ("/password/forgotten", 303), ("/password/forgotten", 422)}
    assert scanner.guesses["/login", 422] >= 20
    assert rung(site) == "mailed"
    assert_person_gets_everything(site, chromium, letter, script=True)


def test_person_in_the_network_of_the_scanner_waits_as_told_and_gets_in(site, chromium):
    letter = site.issue(ADDRESS, "--module", MODULE)
    scanner = Scanner(chromium, site.server.url, letter, network="198.51.100.7")
    told = scanner.knock()
    assert scanner.guesses["/login", 422] >= 5
    with Person(chromium, letter, network="198.51.100.20") as person:
        person.sign_in(longest_wait=told)
        assert person.go_on_to_module().download() == site.files


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_scanner_uses_up_what_works_once(site, chromium, script):
    letter = site.issue(ADDRESS, "--module", MODULE)
    with OneTimeSite() as other:
        scanner = Scanner(chromium, other.url, letter)
        with scanner.context(script) as page:
            for path in ["/open", "/button"] + ["/by-script"] * script:
                scanner.explore(page, f"{other.url}{path}", depth=0)
        assert other.used == {"/open", "/accept"} | ({"/script"} if script else set())
