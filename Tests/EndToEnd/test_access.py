"""The two doors: a code before any human sees a request, and floods that keep nobody out and fill no mailbox."""

import random
import re
import statistics
import time

import pytest

from site_driver import Browser
from stranger import (
    CONFIRM, DOOR, Network, code_in, filled, hidden, letter, rows, wait_until, worked)


def requests(office):
    """What the office sees."""
    return rows(office, "SELECT reference, email, door, message FROM access_request ORDER BY id")


def waiting(office):
    """What nobody has seen to: at the doors, and for new credentials."""
    return (rows(office, "SELECT count(*) FROM unconfirmed_access_request WHERE selector IS NULL")[0][0],
            rows(office, "SELECT count(*) FROM credential_request")[0][0])


def ask(network, address, **fields):
    """The whole form, with a script, after the shortest time."""
    page = network.page()
    values = filled(worked(page), address, **fields)
    time.sleep(2.1)
    return network.request("POST", DOOR, values)


def test_door_without_a_script_and_on_another_device(site):
    browser = site.server.browser()
    page = browser.get("/modules/2017-iv")
    page = browser.get(f"{DOOR}?door=took-part&module=2017-iv")
    values = filled(hidden(page), "nora@example.org", message="Bitte um Zugang")
    early = browser.post(DOOR, **values)
    assert early.status == 429
    seconds = int(early.headers["Retry-After"])
    assert 0 < seconds <= 20 and f"{seconds} Sekunde" in early.text and "Bitte um Zugang</textarea>" in early.text
    time.sleep(seconds)
    sent = browser.post(DOOR, **filled(hidden(early), "nora@example.org", message="Bitte um Zugang"))
    assert (sent.status, sent.location) == (303, f"{CONFIRM}?sent")
    assert not browser.cookies
    mail = letter(site, "nora@example.org", "access-code")
    assert mail.defects() == [] and "Bitte um" not in mail.text and "Nora" not in mail.octets.decode()
    assert requests(site) == []
    # On the telephone: the page by its address, the code in small letters and with a blank.
    other = Browser(site.server.host, site.server.port)
    assert mail.address == f"http://127.0.0.1:{site.server.port}{CONFIRM}"
    form = other.get(CONFIRM)
    done = other.submit(form, CONFIRM, code=code_in(mail).lower().replace("-", " "))
    assert done.status == 303 and not other.cookies
    [(reference, email, door, message)] = requests(site)
    assert re.fullmatch(r"A-\d{4}-0001", reference)
    assert (email, door, message) == ("nora@example.org", "took-part", "Bitte um Zugang")
    assert reference in other.get(done.location).text
    log = site.server.stop()
    assert "example.org" not in log and code_in(mail) not in log


def test_english_reader_gets_an_english_code(site):
    network = Network(site.server)
    page = network.page(f"{DOOR}?lang=en&door=slides")
    values = filled(worked(page), "nora@example.org", door="slides", module="none")
    time.sleep(2.1)
    assert network.request("POST", f"{DOOR}?lang=en", values).location == f"{CONFIRM}?sent&lang=en"
    mail = letter(site, "nora@example.org", "access-code")
    assert "Please enter it on this page" in mail.text and mail.address.endswith(f"{CONFIRM}?lang=en")
    assert network.confirm(code_in(mail)).status == 303


def test_who_has_an_account_gets_a_password_and_the_office_sees_nothing(site):
    first = site.issue("known@example.org", "--module", "2017-iv")
    answer = ask(Network(site.server), "Known@Example.org")
    other = ask(Network(site.server), "unknown@example.org")
    assert answer.status == other.status == 303 and answer.body == other.body
    mail = letter(site, "known@example.org", "new-credentials")
    assert mail.password != first.password
    Browser(site.server.host, site.server.port).enter(mail)
    letter(site, "unknown@example.org", "access-code")
    wait_until(lambda: waiting(site) == (0, 0), "requests were not seen to")
    assert requests(site) == []
    assert not [mail for mail in site.mails() if (mail["recipient"], mail["kind"]) == ("known@example.org", "access-code")]


@pytest.mark.alone
def test_time_tells_nothing(site):
    site.issue("known@example.org", "--module", "2017-iv")
    times = {"known": [], "unknown": []}
    prepared = []
    for number in range(60):
        for name in random.Random(number).sample(list(times), 2):
            network = Network(site.server, source=f"127.1.{number}.{1 + (name == 'known')}")
            prepared.append((network, name, worked(network.page())))
    time.sleep(2.1)
    for network, name, fields in prepared:
        reply = network.request("POST", DOOR, filled(fields, f"{name}@example.org"))
        assert reply.status == 303, reply.text
        times[name].append(reply.taken)
    count = len(times["known"])
    wins = sum((a < b) + (a == b) / 2 for a in times["known"] for b in times["unknown"])
    deviation = (count * count * (2 * count + 1) / 12) ** 0.5
    score = (wins - count * count / 2) / deviation
    assert abs(score) < 4, (score, {name: statistics.median(taken) for name, taken in times.items()})


def test_scanner_that_opens_and_posts_everything_spoils_nothing(site):
    network = Network(site.server)
    assert ask(network, "nora@example.org").status == 303
    mail = letter(site, "nora@example.org", "access-code")
    scanner = Network(site.server, source="127.7.7.7")
    for _ in range(3):
        for target in {mail.address, *re.findall(r'href="(http[^"]+)"', mail.octets.decode())}:
            path = target.partition(f":{site.server.port}")[2]
            if path:
                assert scanner.request("GET", path).status == 200
                assert scanner.request("HEAD", path).status == 200
        for fields in [{}, {"code": ""}, {"code": "1234"}, {"code": "password"}]:
            assert scanner.request("POST", CONFIRM, fields).status == 422
        assert scanner.request("POST", DOOR, hidden(scanner.page())).status == 422
    assert requests(site) == []
    assert network.confirm(code_in(mail)).status == 303
    assert len(requests(site)) == 1


def test_form_of_another_site_changes_nothing(site):
    browser = site.server.browser()
    fields = hidden(browser.get(DOOR))
    for foreign in [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}]:
        for target, body in [(DOOR, filled(fields, "a@example.org")), (CONFIRM, {"code": "AAA-AAA-AAA"})]:
            content = "&".join(f"{name}={value}" for name, value in body.items()).replace("@", "%40").replace(" ", "+")
            reply = browser.request(
                "POST", target, content, Content_Type="application/x-www-form-urlencoded", **foreign)
            assert reply.status == 403
    assert waiting(site) == (0, 0)


def test_kill_between_request_and_code_leads_to_one_mail(archive):
    rounds = 6
    dice = random.Random(11)
    unseen = 0
    for number in range(rounds):
        archive.serve()
        assert ask(Network(archive.server, source=f"127.2.{number}.1"), f"p{number}@example.org").status == 303
        time.sleep(1.8 * number / rounds + 0.1 * dice.random())
        archive.server.kill()
        unseen += waiting(archive)[0]
    assert 0 < unseen, "no kill came before the request was seen to"
    archive.serve()
    for number in range(rounds):
        mail = letter(archive, f"p{number}@example.org", "access-code")
        assert Network(archive.server).confirm(code_in(mail)).status == 303
    assert sorted(mail["recipient"] for mail in archive.mails()) == [f"p{number}@example.org" for number in range(rounds)]
    assert len(requests(archive)) == rounds


def test_wording_of_the_code_is_the_office_s(site):
    shown = site("mail", "preview", "access-code").out
    assert "Code: 000-111-000" in shown and f"{CONFIRM}" in shown
    site("mail", "wording", "init", "access-code")
    file = site.folder / "wording" / "access-code.de.txt"
    source = file.read_text()
    file.write_text(source.replace("Guten Tag,", "Guten Tag {name},"))
    assert "{name}" in site.attempt("mail", "wording", "check").err
    file.write_text(source.replace("Code: {code}", "Ihr Code lautet {code}"))
    assert site.attempt("mail", "wording", "check").code != 0
    file.write_text(source.replace("Guten Tag,", "Liebe Anfragende,"))
    site("mail", "wording", "check")
    assert ask(Network(site.server), "nora@example.org").status == 303
    assert "Liebe Anfragende," in letter(site, "nora@example.org", "access-code").text


@pytest.fixture
def besieged(archive):
    """A site behind a proxy with 40 accounts, and low ceilings; mails are few, so that a test can count them."""
    with (archive.folder / "nachlese.conf").open("a") as settings:
        settings.write("trusted-proxies = 127.0.0.1\naccess-codes-per-hour = 20\nrequested-credentials-per-hour = 20\n")
    people = archive.folder.parent / "people.csv"
    people.write_text("E-Mail;Name\n" + "".join(f"p{number}@example.org;P {number}\n" for number in range(40)))
    archive("account", "import", people, "--module", "2017-iv")
    archive.issue("known@example.org", "--module", "2017-iv")
    # Into a file: nobody reads a pipe meanwhile.
    archive.log = archive.folder.parent / "log"
    with archive.log.open("wb") as log:
        archive.serve(stderr=log)
    return archive


# What one password hash costs, times those whose turn comes before, on a machine that does other things as well.
LONG = 300


@pytest.mark.hash_cost("")
def test_flood_fills_no_mailbox_and_keeps_nobody_out(besieged):
    site = besieged
    networks = [Network(site.server, forwarded=f"10.{number}.0.7") for number in range(12)]
    # Every form needs work; a robot does it, and waits for the shortest time.
    prepared = [(network, worked(network.page())) for network in networks for _ in range(6)]
    unproven = [(network, hidden(network.page())) for network in networks]
    time.sleep(2.1)
    statuses = []
    for number, (network, fields) in enumerate(prepared):
        # Half of it at one stranger's mailbox, the rest at as many as there are.
        address = "opfer@example.org" if number % 2 else f"opfer{number}@example.org"
        values = filled(fields, address, message="Gewonnen! https://boese.example", name="https://boese.example")
        statuses.append(network.request("POST", DOOR, values).status)
        # Sent again as it is, and used for somebody else: neither does anything.
        replay = network.request("POST", DOOR, values)
        other = network.request("POST", DOOR, {**values, "email": "opfer999@example.org"})
        assert replay.status in (303, 429) and other.status in (422, 429)
    for network, fields in unproven:
        early = network.request("POST", DOOR, filled(fields, "opfer998@example.org"))
        assert early.status == 429 and int(early.headers["Retry-After"]) > 0 and "opfer998@example.org" in early.text
    assert 303 in statuses and 429 in statuses
    # The other page: from 52 networks, more than may wait, known addresses among them.
    crowd = [Network(site.server, forwarded=f"172.{16 + number}.3.9") for number in range(52)]
    for number in range(20 * len(crowd)):
        address = f"p{number % 40}@example.org" if number % 5 == 0 else f"nobody{number}@example.org"
        reply = crowd[number % len(crowd)].forgotten(address)
        assert reply.status in (303, 429)
    assert waiting(site)[1] > 500

    # Meanwhile somebody new, and somebody who lost the mail.
    new = Network(site.server, forwarded="203.0.113.5")
    assert new.forgotten("known@example.org").status == 303
    assert ask(new, "nora@example.org", message="Guten Tag").status == 303
    assert letter(site, "known@example.org", "new-credentials", LONG).password
    mail = letter(site, "nora@example.org", "access-code", LONG)
    assert waiting(site)[1] > 100, "the flood was over before"
    assert requests(site) == []
    assert new.confirm(code_in(mail)).status == 303
    assert [(email, message) for _, email, _, message in requests(site)] == [("nora@example.org", "Guten Tag")]

    # What went out to strangers stays within the limits: in all, and for each.
    sent = [mail["recipient"] for mail in site.mails() if mail["kind"] == "access-code"]
    assert len(sent) <= 20
    assert all(sent.count(address) <= 3 for address in sent), sent
    assert "opfer999@example.org" not in sent and "opfer998@example.org" not in sent
    assert all("boese" not in (site.outbox / f"{mail['id']}.eml").read_text() for mail in site.mails()
               if mail["kind"] == "access-code")
    assert len([mail for mail in site.mails() if mail["kind"] == "new-credentials"]) <= 20
    site.server.process.terminate()
    site.server.process.wait(LONG)
    log = site.log.read_text()
    assert "opfer" not in log and "boese" not in log and "access-codes-per-hour" in log


def test_codes_cannot_be_guessed(besieged):
    site = besieged
    person = Network(site.server, forwarded="203.0.113.5")
    assert ask(person, "nora@example.org").status == 303
    code = code_in(letter(site, "nora@example.org", "access-code"))
    # From one network: slowed down soon, and told how long.
    robot = Network(site.server, forwarded="10.1.1.1")
    statuses = [robot.confirm(f"222-222-2{first}{second}").status for first in "23456" for second in "789"]
    assert statuses[0] == 422 and statuses[-1] == 429
    # From many, with the part that is no secret known: after five tries there is nothing left to find.
    ends = [end for end in ("22", "33", "44", "55", "66", "77") if not code.endswith(end)][:5]
    for number, end in enumerate(ends):
        assert Network(site.server, forwarded=f"10.{2 + number}.1.1").confirm(code[:-2] + end).status == 422
    assert person.confirm(code).status == 422
    assert rows(site, "SELECT count(*) FROM unconfirmed_access_request") == [(0,)]
    assert requests(site) == []
