"""Asking for new credentials: the same answer for everybody, mails that are bounded, and nothing that stops working."""

import http.client
import random
import re
import sqlite3
import statistics
import time
import urllib.parse

import pytest

from site_driver import PATIENCE, Browser, Letter

PAGE = "/password/forgotten"


def wait_until(holds, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
    return found


def requested(office):
    """The mails on request, as they are listed."""
    return [mail for mail in office.mails() if mail["kind"] == "new-credentials"]


def handed_over(office, count):
    def found():
        mails = requested(office)
        return mails if len([mail for mail in mails if mail["state"] == "handed-over"]) >= count else None

    return wait_until(found, f"{count} mails did not come")


def letters(office, address):
    """All mails to an address, the newest first."""
    return [Letter(office.outbox / f"{mail['id']}.eml") for mail in office.mails() if mail["recipient"] == address]


def waiting(office):
    """How many requests nobody has seen to."""
    with sqlite3.connect(f"file:{office.folder / 'nachlese.db'}?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM credential_request").fetchone()[0]


def ask(server, address, source="127.0.0.1", **fields):
    """Sends the form from an address of this machine, and returns how long the answer took and its octets."""
    connection = http.client.HTTPConnection(
        server.host, server.port, timeout=PATIENCE, source_address=(source, 0))
    body = urllib.parse.urlencode({"email": address, **fields})
    connection.connect()
    begin = time.perf_counter()
    connection.request("POST", PAGE, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    content = answer.read()
    taken = time.perf_counter() - begin
    octets = [(name, value) for name, value in answer.headers.items() if name != "Date"], content
    connection.close()
    return answer.status, octets, taken


def test_person_gets_in_with_the_new_mail_without_a_script(site):
    first = site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser()
    page = browser.get("/login?next=/modules/2017-iv")
    [link] = {link for link in re.findall(r'href="([^"]+)"', page.text) if link.startswith(PAGE)}
    form = browser.get(link.replace("&amp;", "&"))
    reply = browser.submit(form, PAGE, email="A@Example.org")
    assert reply.status == 303 and reply.location == f"{PAGE}?sent&next=/modules/2017-iv"
    sent = browser.get(reply.location)
    assert "Wenn es zu dieser Adresse ein Konto gibt" in sent.text
    assert 'href="/login?next=/modules/2017-iv"' in sent.text
    handed_over(site, 1)
    second = site.letter("a@example.org")
    assert second.password != first.password and second.defects() == []
    # Both work until the new one is used; then only that.
    assert site.server.browser().sign_in("a@example.org", second.password).status == 303
    assert site.server.browser().sign_in("a@example.org", first.password).status == 422


def test_earlier_passwords_work_until_the_new_one_is_used(site):
    issued = site.issue("a@example.org", "--module", "2017-iv")
    for _ in range(3):
        assert ask(site.server, "a@example.org")[0] == 303
    handed_over(site, 1)
    newest = site.letter("a@example.org")
    # Several mails are open; opening, fetching and posting the page again consumed none of them.
    for _ in range(3):
        assert site.server.browser().get(f"{PAGE}?email=a@example.org").status == 200
        assert ask(site.server, "a@example.org")[0] == 303
    site.server.browser().enter(issued)
    site.server.browser().enter(newest)
    assert site.server.browser().sign_in("a@example.org", issued.password).status == 422


def test_own_password_stays(site):
    browser = site.server.browser().enter(site.issue("a@example.org", "--module", "2017-iv"))
    own = "Ein ganzer Satz ist gut"
    assert browser.submit(browser.get("/account/password"), "/account/password", new_password=own).status == 303
    assert ask(site.server, "a@example.org")[0] == 303
    handed_over(site, 1)
    assert browser.get("/account").status == 200
    assert site.server.browser().sign_in("a@example.org", own).status == 303
    site.server.browser().enter(site.letter("a@example.org"))
    assert site.server.browser().sign_in("a@example.org", own).status == 422


def test_answers_are_equal_octet_by_octet_and_only_one_mail_goes_out(site):
    site.issue("known@example.org", "--module", "2017-iv")
    site.issue("revoked@example.org", "--module", "2017-iv")
    site("account", "revoke", "revoked@example.org")
    answers = []
    for _ in range(3):
        for name in ["known", "unknown", "revoked"]:
            status, octets, _ = ask(site.server, f"{name}@example.org", next="/modules/2017-iv")
            answers.append((status, octets))
    assert answers[0][0] == 303
    assert all(answer == answers[0] for answer in answers)
    handed_over(site, 1)
    # Over its limit, too.
    assert ask(site.server, "known@example.org", next="/modules/2017-iv")[:2] == answers[0]
    wait_until(lambda: waiting(site) == 0, "requests were not seen to")
    [mail] = requested(site)
    assert mail["recipient"] == "known@example.org"
    log = site.server.stop()
    assert "example.org" not in log
    assert len(re.findall('msg="new credentials written"', log)) == 1, log


@pytest.mark.alone
def test_time_tells_nothing(site):
    site.issue("known@example.org", "--module", "2017-iv")
    times = {"known": [], "unknown": []}
    # From many networks, since one has to wait after a while.
    for number in range(150):
        for name in random.Random(number).sample(list(times), 2):
            status, _, taken = ask(
                site.server, f"{name}@example.org", source=f"127.1.{number}.{1 + (name == 'known')}")
            assert status == 303
            times[name].append(taken)
    # Mann and Whitney: how often one of the one kind is faster than one of the other.
    count = len(times["known"])
    wins = sum((a < b) + (a == b) / 2 for a in times["known"] for b in times["unknown"])
    deviation = (count * count * (2 * count + 1) / 12) ** 0.5
    score = (wins - count * count / 2) / deviation
    assert abs(score) < 4, (score, {name: statistics.median(taken) for name, taken in times.items()})


def test_flood_for_one_address_gives_one_mail_and_the_network_has_to_wait(site):
    site.issue("a@example.org", "--module", "2017-iv")
    statuses = [ask(site.server, "a@example.org")[0] for _ in range(30)]
    assert statuses[:20] == [303] * 20 and statuses[-1] == 429
    assert ask(site.server, "b@example.org", source="127.9.9.9")[0] == 303
    handed_over(site, 1)
    wait_until(lambda: waiting(site) == 0, "requests were not seen to")
    assert len(requested(site)) == 1


def test_ceiling_an_hour_holds_for_all_together_and_is_logged(archive):
    with (archive.folder / "nachlese.conf").open("a") as settings:
        settings.write("requested-credentials-per-hour = 2\n")
    for number in range(4):
        archive("account", "issue", f"p{number}@example.org", "--name", "P", "--module", "2017-iv")
    archive.serve()
    for number in range(4):
        assert ask(archive.server, f"p{number}@example.org")[0] == 303
        assert ask(archive.server, f"unknown{number}@example.org")[0] == 303
    handed_over(archive, 2)
    wait_until(lambda: waiting(archive) == 2, "the requests beyond the ceiling should wait, and no others")
    assert len(requested(archive)) == 2
    log = archive.server.stop()
    assert "requested-credentials-per-hour" in log


def test_kill_between_request_and_mail_leads_to_one_mail(archive):
    rounds = 8
    for number in range(rounds):
        archive("account", "issue", f"p{number}@example.org", "--name", "P", "--module", "2017-iv")
    dice = random.Random(7)
    unseen = 0
    for number in range(rounds):
        archive.serve()
        assert ask(archive.server, f"p{number}@example.org", source=f"127.2.{number}.1")[0] == 303
        time.sleep(2.5 * number / rounds + 0.1 * dice.random())
        archive.server.kill()
        unseen += waiting(archive)
    assert 0 < unseen, "no kill came before the request was seen to"
    archive.serve()
    mails = handed_over(archive, rounds)
    wait_until(lambda: waiting(archive) == 0, "requests were not seen to")
    assert sorted(mail["recipient"] for mail in mails) == [f"p{number}@example.org" for number in range(rounds)]
    for number in (0, rounds - 1):
        Browser(archive.server.host, archive.server.port).enter(letters(archive, f"p{number}@example.org")[0])


def test_form_of_another_site_changes_nothing(site):
    site.issue("a@example.org", "--module", "2017-iv")
    browser = site.server.browser()
    body = urllib.parse.urlencode({"email": "a@example.org"})
    for fields in [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}]:
        reply = browser.request("POST", PAGE, body, Content_Type="application/x-www-form-urlencoded", **fields)
        assert reply.status == 403
    assert waiting(site) == 0
