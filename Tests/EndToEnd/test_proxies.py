"""Behind nginx and Caddy, over TCP and a Unix socket: the same answers as without, and the true client counts."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.parse

import pytest

from site_driver import PATIENCE, Reply, certificate, clean_environment, downloads, free_port

HOST = "slides.example.org"
FORM = "application/x-www-form-urlencoded"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CADDY = shutil.which("caddy")


def nginx(folder, upstream, plain, secure=None, certificate=None):
    tls = f"listen 127.0.0.1:{secure} ssl; ssl_certificate {certificate}.pem; ssl_certificate_key {certificate}.key;"
    paths = "".join(f"{kind}_temp_path {folder}/nginx-{kind};"
                    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    file = folder / "nginx.conf"
    file.write_text(f"""
        daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
        events {{ worker_connections 256; }}
        http {{
            access_log off; {paths}
            upstream site {{ server {upstream}; keepalive 4; }}
            server {{
                listen 127.0.0.1:{plain};
                {tls if secure else ""}
                location / {{
                    proxy_pass http://site;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                    proxy_set_header X-Forwarded-Proto $scheme;
                }}
            }}
        }}""")
    return [NGINX, "-c", file, "-p", folder, "-e", folder / "nginx.log"]


def caddy(folder, upstream, plain, secure=None, certificate=None):
    upstream = upstream.replace("unix:", "unix/")
    ways = [f"http://:{plain} {{\n bind 127.0.0.1\n reverse_proxy {upstream}\n}}\n"]
    if secure:
        ways.append(f"https://:{secure} {{\n bind 127.0.0.1\n tls {certificate}.pem {certificate}.key\n"
                    f" reverse_proxy {upstream}\n}}\n")
    file = folder / "Caddyfile"
    file.write_text("{\n admin off\n auto_https off\n}\n" + "".join(ways))
    return [CADDY, "run", "--adapter", "caddyfile", "--config", file]


@contextlib.contextmanager
def running(proxy, folder, upstream, *ways):
    """A proxy for as long as the block lasts; the first of its ways is its plain port, the second the secure one."""
    folder.mkdir(exist_ok=True)
    log = open(folder / "output.log", "wb")
    process = subprocess.Popen(
        proxy(folder, upstream, *ways), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        env=clean_environment(HOME=str(folder), XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder)))
    try:
        for port in ways[:2]:
            wait_for(port, process, folder)
        yield
    finally:
        process.kill()
        process.wait()
        log.close()


def wait_for(port, process, folder):
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        assert process.poll() is None and time.monotonic() < deadline, (folder / "output.log").read_text()
        time.sleep(0.02)


class Client:
    """Asks for the public host, whatever it connects to; a client of its own network where an address is given."""

    def __init__(self, port, address="127.0.0.1", context=None):
        self.address = ("127.0.0.1", port)
        self.source = (address, 0)
        self.context = context

    def __call__(self, method, target, body=None, **fields):
        options = {"timeout": PATIENCE, "source_address": self.source}
        if self.context:
            connection = http.client.HTTPSConnection(*self.address, context=self.context, **options)
        else:
            connection = http.client.HTTPConnection(*self.address, **options)
        with contextlib.closing(connection):
            connection.request(
                method, target, body, {"Host": HOST, **{name.replace("_", "-"): v for name, v in fields.items()}})
            answer = connection.getresponse()
            return Reply(answer, answer.read())

    def sign_in(self, email, password, **fields):
        body = urllib.parse.urlencode({"email": email, "password": password})
        return self("POST", "/login", body, Content_Type=FORM, **fields)


@pytest.fixture
def house(archive, make_file, tmp_path):
    """The archive with a large file, served on a port and a socket, with proxies on this machine to believe."""
    archive.settings(
        listen=f"127.0.0.1:{free_port()}, unix:{tmp_path}/site.socket", public_url=f"http://{HOST}",
        trusted_proxies="127.0.0.1, unix", office_name="Beispielverband", mail_from="nachlese@example.org")
    archive("presentation", "add", "2017-iv", make_file("gross.pdf", 20_000_000, 5))
    archive.serve()
    archive.upstreams = {"TCP": f"127.0.0.1:{archive.server.port}", "Unix socket": f"unix:{tmp_path}/site.socket"}
    return archive


def described(reply):
    """What of an answer means the same wherever it passes through."""
    own = {"date", "connection", "keep-alive", "server", "via", "transfer-encoding"}
    fields = sorted((name.lower(), value) for name, value in reply.headers.items() if name.lower() not in own)
    body = reply.body
    # A new session and a new boundary are other ones each time.
    fields = [(name, re.sub(r"^([^=]*nachlese)=[^;]+", r"\1=…", value) if name == "set-cookie" else value)
              for name, value in fields]
    boundary = re.search(r"^multipart/byteranges; *boundary=\"?([^\";]+)", reply.headers["Content-Type"] or "")
    if boundary:
        body = body.replace(boundary[1].encode(), b"boundary")
        fields = [(name, value.replace(boundary[1], "boundary")) for name, value in fields]
    return reply.status, fields, body


def requests(client, links, letter, etag):
    """One request of every kind, by name; each with a connection of its own."""
    entered = client.sign_in(letter.user_name, letter.password)
    cookie = entered.headers["Set-Cookie"].split(";")[0]
    small, large = links["vortrag.pdf"], links["gross.pdf"]
    wrong = urllib.parse.urlencode({"email": "nobody@example.org", "password": "", "next": "/account"}).encode()
    yield "start page", client("GET", "/")
    yield "start page in English", client("GET", "/", Accept_Language="en")
    yield "head of the start page", client("HEAD", "/")
    yield "sign-in page", client("GET", "/login?next=%2Faccount")
    yield "sign-in", entered
    yield "incomplete sign-in", client("POST", "/login", wrong, Content_Type=FORM)
    yield "incomplete sign-in in chunks", client("POST", "/login", iter([wrong[:9], wrong[9:]]), Content_Type=FORM)
    yield "sign-in from elsewhere", client("POST", "/login", wrong, Content_Type=FORM, Origin="http://evil.example")
    yield "sign-in of another type", client("POST", "/login", wrong, Content_Type="text/plain")
    yield "sign-in without an end", client("POST", "/login", b"a=" + bytes(70_000), Content_Type=FORM)
    yield "locked file", client("GET", small)
    yield "module", client("GET", "/modules/2017-iv")
    for name, link in links.items():
        yield f"file {name}", client("GET", link, Cookie=cookie)
        yield f"file {name} again", client("GET", link, Cookie=cookie)
        yield f"head of file {name}", client("HEAD", link, Cookie=cookie)
    yield "shown file", client("GET", small + "?view", Cookie=cookie)
    for ranges in ["0-0", "100-199", "-7", "19990000-", "0-99999999", "99999999-", "5-4", "0-9,20-29", "0-9,-9", "x"]:
        yield f"range {ranges}", client("GET", large, Cookie=cookie, Range=f"bytes={ranges}")
    yield "range if the same", client("GET", small, Cookie=cookie, Range="bytes=1-2", If_Range=etag)
    yield "range if another", client("GET", small, Cookie=cookie, Range="bytes=1-2", If_Range='"x"')
    yield "unchanged", client("GET", small, Cookie=cookie, If_None_Match=etag)
    yield "unchanged head", client("HEAD", small, Cookie=cookie, If_None_Match=f'"x", W/{etag}')
    yield "changed", client("GET", small, Cookie=cookie, If_None_Match='"x"')
    yield "failed precondition", client("GET", small, Cookie=cookie, If_Match='"x"')
    yield "style sheet", client("GET", Assets.find(client("GET", "/").text))
    yield "no such page", client("GET", "/nowhere")
    yield "no such page, encoded", client("GET", "/modules/%C3%BC%20?a=%2F")
    yield "dot segment, encoded", client("GET", "/a/%2E%2E/b")
    yield "slash too many", client("GET", "/login/")
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]:
        yield f"{method} where it is not known", client(method, "/", b"" if method == "POST" else None)
    yield "another host", client("GET", "/", Host="evil.example")
    yield "probe", client("GET", "/healthz")


class Assets:
    @staticmethod
    def find(page):
        return re.search(r'href="(/assets/[^"]+\.css[^"]*)"', page)[1]


def test_answers_are_the_same_behind_a_proxy(house, tmp_path):
    direct = Client(house.server.port)
    letters = [house.issue(f"p{number}@example.org", "--module", "2017-iv") for number in range(5)]
    cookie = direct.sign_in(letters[0].user_name, letters[0].password).headers["Set-Cookie"].split(";")[0]
    page = direct("GET", "/modules/2017-iv", Cookie=cookie)
    links = downloads(page)
    assert len(links) == 4
    etag = direct("HEAD", links["vortrag.pdf"], Cookie=cookie).headers["ETag"]

    expected = {name: described(reply) for name, reply in requests(direct, links, letters[0], etag)}
    statuses = {status for status, _, _ in expected.values()}
    assert statuses >= {200, 206, 303, 304, 403, 404, 405, 412, 413, 415, 416, 421, 422}
    assert expected["file gross.pdf"][2] == (tmp_path / "slides" / "gross.pdf").read_bytes()

    ways = [(proxy, name) for proxy in (nginx, caddy) for name in house.upstreams]
    for letter, (proxy, name) in zip(letters[1:], ways):
        port = free_port()
        with running(proxy, tmp_path / "proxy", house.upstreams[name], port):
            seen = {what: described(reply) for what, reply in requests(Client(port), links, letter, etag)}
        assert seen.keys() == expected.keys()
        for what in expected:
            assert seen[what] == expected[what], f"{what}, through {proxy.__name__} by {name}"


@pytest.mark.parametrize("upstream", ["TCP", "Unix socket"])
@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_throttle_counts_the_true_client_behind_a_proxy(house, tmp_path, proxy, upstream):
    port = free_port()
    with running(proxy, tmp_path / "proxy", house.upstreams[upstream], port):
        guesser = Client(port, "127.0.7.2")
        statuses = [guesser.sign_in("a@example.org", "falsch", X_Forwarded_For=f"192.0.{number}.1",
                                    Forwarded=f"for=192.0.{number}.1").status for number in range(8)]
        assert statuses[0] == 422 and statuses[-1] == 429
        assert Client(port, "127.0.9.2").sign_in("a@example.org", "falsch").status == 422
    log = house.server.stop()
    assert "network=127.0.7.0/24" in log and "network=127.0.9.0/24" in log
    assert "192.0." not in log


def test_forged_fields_without_a_proxy_change_nothing(house):
    guesser = Client(house.server.port, "127.0.7.2")
    statuses = [guesser.sign_in("a@example.org", "falsch", X_Forwarded_For=f"192.0.{number}.1",
                                Forwarded=f"for=192.0.{number}.1", X_Real_IP=f"192.0.{number}.1").status
                for number in range(8)]
    assert statuses[0] == 422 and statuses[-1] == 429
    log = house.server.stop()
    assert "network=127.0.7.0/24" in log and "192.0." not in log


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_a_proxy_that_ends_tls(archive, tmp_path, proxy):
    archive.settings(
        listen=f"127.0.0.1:{free_port()}", public_url=f"https://{HOST}", trusted_proxies="127.0.0.1", hsts_days=30,
        office_name="Beispielverband", mail_from="nachlese@example.org")
    letter = archive.issue("a@example.org", "--module", "2017-iv")
    server = archive.serve()
    chain, _ = certificate(tmp_path, HOST)
    context = ssl.create_default_context(cafile=chain)
    context.check_hostname = False
    plain, secure = free_port(), free_port()
    with running(proxy, tmp_path / "proxy", f"127.0.0.1:{server.port}", plain, secure, chain.with_suffix("")):
        led = Client(plain)("GET", "/login?next=%2Faccount", X_Forwarded_Proto="https")
        assert (led.status, led.location) == (301, f"https://{HOST}/login?next=%2Faccount")
        assert led.headers["Strict-Transport-Security"] is None
        assert Client(plain).sign_in(letter.user_name, letter.password).status == 403
        client = Client(secure, context=context)
        entered = client.sign_in(letter.user_name, letter.password, Origin=f"https://{HOST}", X_Forwarded_Proto="http")
        assert entered.status == 303 and entered.location.startswith("/")
        assert "Secure" in entered.headers["Set-Cookie"] and entered.headers["Set-Cookie"].startswith("__Host-")
        assert entered.headers["Strict-Transport-Security"] == "max-age=2592000"
        cookie = entered.headers["Set-Cookie"].split(";")[0]
        assert client("GET", "/account", Cookie=cookie).status == 200
