"""An account that is revoked by a command is out on its next request to the running server."""

from site_driver import downloads

MODULE = "/modules/2017-iv"


def test_next_request_feels_the_revocation_even_on_an_open_connection(site):
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(browser.get(MODULE))["vortrag.pdf"]
    assert browser.get(link).status == 200
    # The same socket before and after: nothing of what the worker remembers may count.
    socket_before = browser.connection.sock
    result = site("account", "revoke", "a@example.org")
    assert "Sessions ended: 1" in result.err or "sessions ended: 1" in result.err
    reply = browser.get(link)
    assert browser.connection.sock is socket_before
    assert reply.status == 303 and reply.location.startswith("/login")


def test_resumed_download_feels_the_revocation(site):
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    link = downloads(browser.get(MODULE))["folien.pptx"]
    first = browser.get(link, Range="bytes=0-24999")
    assert first.status == 206
    site("account", "revoke", "a@example.org")
    rest = browser.get(link, Range="bytes=25000-", If_Range=first.headers["ETag"])
    assert rest.status == 303
    assert site.files["folien.pptx"][25000:25100] not in rest.body


def test_revoked_account_signs_in_no_more_until_it_is_restored(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    site("account", "revoke", "a@example.org")
    browser = site.server.browser()
    assert browser.sign_in(letter.user_name, letter.password).status == 422
    refused = site.attempt("account", "renew", "a@example.org")
    assert refused.code == 1 and "--restore" in refused.err
    site("account", "renew", "a@example.org", "--restore")
    assert browser.sign_in(letter.user_name, letter.password).status == 422
    browser.enter(site.letter("a@example.org"))
    assert downloads(browser.get(MODULE))


def test_all_connections_of_all_workers_feel_it(site):
    letter = site.issue("a@example.org", "--module", "2017-iv")
    browsers = [site.server.browser() for _ in range(12)]
    browsers[0].enter(letter)
    link = downloads(browsers[0].get(MODULE))["vortrag.pdf"]
    for browser in browsers:
        browser.cookies = dict(browsers[0].cookies)
        assert browser.get(link).status == 200
    site("account", "revoke", "a@example.org")
    assert [browser.get(link).status for browser in browsers] == [303] * 12
