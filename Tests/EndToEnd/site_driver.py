"""Drives the real binary: commands, a running server, mails as files, and a browser without a window."""

import email
import email.header
import email.policy
import hashlib
import html.parser
import http.client
import json
import os
import pathlib
import re
import selectors
import signal
import socket
import subprocess
import time
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("NACHLESE_BINARY", REPOSITORY / ".build" / "debug" / "nachlese")).resolve()

# What a command may take on a busy machine; nothing waits for as long when it works.
PATIENCE = 300

# Passwords are hashed with the lowest priority, which Linux counts within a session: the tests beside do not starve it.
OWN_SESSION = {"start_new_session": True}

# Sockets that keep the ports given out from everybody else on this machine for as long as the tests run.
kept = []


def free_port():
    """A port that only those get who ask for it by number.

    It stays bound, but nobody listens. The kernel gives such a port neither to a connection nor to whoever asks for any
    port, and lets a program that sets SO_REUSEADDR, as servers do, listen there.
    """
    socket_of_port = socket.socket()
    socket_of_port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    socket_of_port.bind(("127.0.0.1", 0))
    kept.append(socket_of_port)
    return socket_of_port.getsockname()[1]


def clean_environment(**more):
    """The environment without settings of whoever runs the tests, and with password hashes that cost nothing."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("NACHLESE_")}
    settings.update({"PASSWORD_HASH_COST": "4", **more})
    return settings


def certificate(folder, name="localhost", days=2):
    """Makes a key and a certificate signed with it for a name, and says where they are: chain, key."""
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", str(days), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", key, "-out", chain], check=True, capture_output=True)
    return chain, key


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Result:
    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\nout: {self.out}\nerr: {self.err}"


class Nachlese:
    """One data folder with its commands and its server."""

    def __init__(self, folder, **environment):
        self.folder = pathlib.Path(folder)
        self.outbox = self.folder / "outbox"
        self.environment = clean_environment(NACHLESE_DATA=str(self.folder), **environment)
        self.server = None

    def start(self, *arguments, **options):
        """A command that is not waited for."""
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **OWN_SESSION,
                   **options}
        return subprocess.Popen([BINARY, *arguments], env=self.environment, bufsize=0, **options)

    def attempt(self, *arguments, input=None, **options):
        """A command with whatever comes of it."""
        given = {"input": input.encode()} if input is not None else {"stdin": subprocess.DEVNULL}
        return Result(subprocess.run(
            [BINARY, *map(str, arguments)], env=self.environment, capture_output=True, timeout=PATIENCE,
            **OWN_SESSION, **given, **options))

    def __call__(self, *arguments, **options):
        """A command that has to succeed."""
        result = self.attempt(*arguments, **options)
        assert result.code == 0, f"{arguments}: {result}"
        return result

    def settings(self, **values):
        """Writes nachlese.conf; underscores stand for hyphens."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [f"{name.replace('_', '-')} = {value}\n" for name, value in values.items()]
        (self.folder / "nachlese.conf").write_text("".join(lines))

    def serve(self, *arguments, **options):
        self.server = Server(self.start("serve", *arguments, **options))
        return self.server

    # What is in the data folder, told by the commands themselves.

    def series(self):
        return self("series", "list", "--json").json

    def modules(self):
        return self("module", "list", "--json").json

    def presentations(self, module):
        return self("presentation", "list", module, "--json").json

    def accounts(self):
        return self("account", "list", "--json").json

    def account(self, address):
        return self("account", "show", address, "--json").json

    def mails(self):
        return self("mail", "list", "--json").json

    def everything(self):
        """All that a command can change, to compare before and after."""
        if not (self.folder / "nachlese.db").exists():
            return None
        modules = self.modules()
        return {
            "series": self.series(),
            "modules": modules,
            "accounts": self.accounts(),
            "mails": self.mails(),
            "outbox": sorted(os.listdir(self.outbox)) if self.outbox.exists() else [],
            "files": self.stored_files(),
        }

    def stored_files(self):
        return sorted(str(path.relative_to(self.folder)) for path in (self.folder / "files").rglob("*")
                      if path.is_file())

    def issue(self, address, *arguments, name="Erika Muster"):
        self("account", "issue", address, "--name", name, *arguments)
        return self.letter(address)

    def letter(self, address):
        """The newest mail to an address."""
        found = [mail for mail in self.mails() if mail["recipient"] == address]
        return Letter(self.outbox / f"{found[0]['id']}.eml")

    def eml_files(self):
        return sorted(self.outbox.glob("*.eml")) if self.outbox.exists() else []


class Letter:
    """A mail as its receiver has it."""

    def __init__(self, path):
        self.path = path
        self.octets = path.read_bytes()
        self.message = email.message_from_bytes(self.octets, policy=email.policy.SMTP)
        self.text = self.message.get_body(("plain",)).get_content().replace("\r\n", "\n")

    def defects(self):
        """What the parser complains about, in the message, its parts and its fields."""
        found = []
        for part in self.message.walk():
            found += part.defects
            for name, value in part.items():
                found += [(name, defect) for defect in value.defects]
        return found

    @property
    def recipient_name(self):
        """Who the mail is for, as a mail program shows it.

        Python's address parser (until 3.12) keeps the white space between encoded words, which RFC 2047 section 6.2
        wants ignored; its older decoder gets that right, but knows nothing of quotation marks.
        """
        older = email.message_from_bytes(self.octets)["To"]
        if older.count("=?") > 1:
            return str(email.header.make_header(email.header.decode_header(older))).rpartition(" <")[0]
        return self.message["To"].addresses[0].display_name

    def line(self, *labels):
        """What stands behind one of the labels, on a line of its own."""
        return re.search(rf"^(?:{'|'.join(labels)}): (.+)$", self.text, re.MULTILINE).group(1)

    @property
    def user_name(self):
        return self.line("Benutzername", "User name")

    @property
    def password(self):
        return self.line("Passwort", "Password")

    @property
    def address(self):
        return re.search(r"^https?://\S+$", self.text, re.MULTILINE).group(0)


class Server:
    """A process of `nachlese serve` or `nachlese demo`, ready when this exists."""

    def __init__(self, process):
        self.process = process
        self.lines = []
        try:
            ready = self._wait_until_ready(time.monotonic() + PATIENCE)
        except BaseException:
            process.kill()
            raise
        self.url, self.host, self.port = ready.group(1), ready.group(2), int(ready.group(3))

    def _wait_until_ready(self, deadline):
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while True:
                assert selector.select(max(0, deadline - time.monotonic())), "the server was not ready in time"
                line = self.process.stdout.readline().decode()
                if not line:
                    raise AssertionError(f"the server ended: {self.process.communicate()[1].decode()}")
                self.lines.append(line.rstrip("\n"))
                ready = re.fullmatch(r"Nachlese is ready at (https?://([^:]+):(\d+))(?: and .+)?", self.lines[-1])
                if ready:
                    return ready

    def browser(self):
        return Browser(self.host, self.port)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Ends it and returns what it logged."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            _, log = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return log.decode()

    def kill(self):
        self.process.kill()
        self.process.communicate()


class Reply:
    def __init__(self, reply, body):
        self.status = reply.status
        self.headers = reply.headers
        self.body = body

    @property
    def text(self):
        return self.body.decode()

    @property
    def location(self):
        return self.headers["Location"]


class Browser:
    """Keeps a connection and cookies; follows nothing by itself."""

    def __init__(self, host, port):
        self.connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
        self.cookies = {}

    def request(self, method, target, body=None, **headers):
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            fields["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, target, body, fields)
        answer = self.connection.getresponse()
        reply = Reply(answer, answer.read())
        for cookie in reply.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return reply

    def get(self, target, **headers):
        return self.request("GET", target, **headers)

    def post(self, target, **fields):
        return self.request(
            "POST", target, urllib.parse.urlencode(fields), Content_Type="application/x-www-form-urlencoded")

    def submit(self, page, action, **values):
        """Sends the form of a page that leads to an address, hidden fields included."""
        form = next(form for form in Forms.of(page) if urllib.parse.urlsplit(form["action"]).path == action)
        return self.post(form["action"], **{**form["fields"], **values})

    def sign_in(self, user_name, password, **fields):
        return self.post("/login", email=user_name, password=password, **fields)

    def enter(self, letter):
        """Signs in with what a mail says."""
        reply = self.sign_in(letter.user_name, letter.password)
        assert reply.status == 303, reply.text
        return self


class Forms(html.parser.HTMLParser):
    """The forms and links of a page."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.links = []
        self.marked = []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "form":
            self.forms.append({"action": found["action"], "method": found.get("method", "get"), "fields": {}})
        elif tag == "input" and found.get("type") == "hidden":
            self.forms[-1]["fields"][found["name"]] = found["value"]
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        if "aria-current" in found and "id" in found:
            self.marked.append(found["id"])

    @classmethod
    def read(cls, page):
        parser = cls()
        parser.feed(page.text)
        return parser

    @classmethod
    def of(cls, page):
        return cls.read(page).forms


def downloads(page):
    """The addresses of files on a module's page, by file name."""
    found = {}
    for link in Forms.read(page).links:
        parts = urllib.parse.urlsplit(link)
        segments = parts.path.split("/")
        if len(segments) == 5 and segments[1] == "modules" and not parts.query:
            found[urllib.parse.unquote(segments[4])] = parts.path
    return found
