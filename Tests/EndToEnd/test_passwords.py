"""Passwords: wrong ones, many wrong ones, initial ones, own ones."""

import time

import pytest

from site_driver import downloads


def test_wrong_password_is_answered_like_an_unknown_address(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser()
    wrong = browser.sign_in("a@example.org", "ABCD-EFGH-JKLM-NPQR")
    unknown = browser.sign_in("z@example.org", "ABCD-EFGH-JKLM-NPQR")
    assert wrong.status == unknown.status == 422
    # As typed, and in the link to where new credentials are asked for.
    renamed = wrong.text.replace("a@example.org", "z@example.org").replace("a%40example.org", "z%40example.org")
    assert renamed == unknown.text
    assert not browser.cookies
    assert browser.sign_in(letter.user_name, letter.password).status == 303


@pytest.mark.parametrize("change", [
    str.lower,
    lambda password: password.replace("-", ""),
    lambda password: password.replace("-", " "),
    lambda password: password.replace("-", "–"),
    lambda password: f" {password}\t",
])
def test_initial_password_may_be_typed_as_people_type(site, change):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    assert site.server.browser().sign_in(letter.user_name.upper(), change(letter.password)).status == 303


def test_guessing_is_slowed_down_and_the_owner_gets_in_after_the_wait(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser()
    for guess in range(20):
        reply = browser.sign_in("a@example.org", f"guess number {guess}")
        if reply.status == 429:
            break
        assert reply.status == 422
    assert reply.status == 429
    wait = int(reply.headers["Retry-After"])
    assert 1 <= wait <= 60
    # Even the right one has to wait: otherwise a guesser would learn it in between.
    assert browser.sign_in(letter.user_name, letter.password).status == 429
    time.sleep(wait + 1)
    assert browser.sign_in(letter.user_name, letter.password).status == 303


def test_renewed_password_leaves_the_old_one_working_until_it_is_used(site):
    first = site.issue("a@example.org", "--module", "2017-iv")
    site("account", "renew", "a@example.org")
    second = site.letter("a@example.org")
    assert second.password != first.password
    assert [found["kind"] for found in site.account("a@example.org")["credentials"]] == ["initial", "initial"]
    assert site.server.browser().sign_in(first.user_name, first.password).status == 303
    assert site.server.browser().sign_in(second.user_name, second.password).status == 303
    assert site.server.browser().sign_in(first.user_name, first.password).status == 422
    assert site.server.browser().sign_in(second.user_name, second.password).status == 303


def test_own_password_ends_the_initial_one_and_other_sessions(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    elsewhere = site.server.browser().enter(letter)
    browser = site.server.browser().enter(letter)
    own = "Ein ganzer Satz ist gut"
    page = browser.get("/account/password")
    assert browser.submit(page, "/account/password", new_password="kurz").status == 422
    assert browser.submit(page, "/account/password", new_password=own).status == 303
    assert browser.get("/account").status == 200
    assert elsewhere.get("/account").status == 303
    assert site.server.browser().sign_in(letter.user_name, letter.password).status == 422
    assert site.server.browser().sign_in(letter.user_name, own).status == 303
    assert site.account("a@example.org")["password"] == "own"


def test_printed_password_is_on_standard_output_only_and_signs_in(site):
    result = site("account", "issue", "a@example.org", "--name", "A", "--module", "2017-iv", "--print")
    lines = dict(line.split(": ", 1) for line in result.out.splitlines())
    assert set(lines) == {"User name", "Password"}
    assert lines["Password"] not in result.err
    assert site.mails() == [] and site.eml_files() == []
    assert site.server.browser().sign_in(lines["User name"], lines["Password"]).status == 303
    renewed = site("account", "renew", "a@example.org", "--print")
    assert "Password: " in renewed.out and site.eml_files() == []


def test_signing_out_ends_the_session_on_the_server(site):
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    page = browser.get("/modules/2017-iv")
    link = downloads(page)["vortrag.pdf"]
    cookies = dict(browser.cookies)
    assert browser.submit(page, "/logout").status == 303
    browser.cookies = cookies
    assert browser.get(link).status == 303
