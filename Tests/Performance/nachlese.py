"""Nachlese: data folders, the running server, and a signed-in client."""
import contextlib
import dataclasses
import http.client
import json
import os
import re
import ssl
import subprocess
import urllib.parse

import machine

MODULE = "messung-i"
ADDRESS = "messung@example.org"
# Where the binary knows these settings, they are raised, so that what is measured is the server and not its caps.
CAPS = {"connections": 20_000, "connections-per-network": 20_000, "connections-per-address": 20_000}


class Installation:
    """A data folder and the commands that work on it."""

    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NACHLESE_")}
        self.environment = {**kept, "NACHLESE_DATA": str(folder)}

    def __call__(self, *arguments):
        done = subprocess.run(
            [self.binary, *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise machine.NotMeasured(f"nachlese {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout

    def known_settings(self):
        return {setting["key"] for setting in json.loads(self("config", "show", "--json"))}

    def settings(self, **values):
        """Writes nachlese.conf; underscores stand for hyphens. The caps are raised where the binary has them."""
        values = {name.replace("_", "-"): value for name, value in values.items()}
        (self.folder / "nachlese.conf").unlink(missing_ok=True)
        known = self.known_settings()
        values = {name: value for name, value in CAPS.items() if name in known} | values
        missing = values.keys() - known
        if missing:
            raise machine.NotMeasured(f"this binary has no setting {', '.join(sorted(missing))}")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        (self.folder / "nachlese.conf").write_text("".join(f"{name} = {value}\n" for name, value in values.items()))

    def publish(self, *files):
        """A public module with files for the admitted, and the password of somebody who is."""
        self("series", "add", "messung", "--title", "Messung")
        self("module", "add", "messung", MODULE, "--number", "I", "--title", "Messung", "--date", "2017-02-02",
             "--publish")
        for file in files:
            self("presentation", "add", MODULE, file)
        issued = self("account", "issue", ADDRESS, "--name", "Messung", "--module", MODULE, "--print")
        return re.search(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}", issued)[0]

    @contextlib.contextmanager
    def serving(self, *, workers=1, cores=None, port=None):
        """The server: one worker on the servers' core unless told otherwise."""
        port = port or machine.free_port()
        command = [self.binary, "serve", "--listen", f"127.0.0.1:{port}"]
        if workers:
            command += ["--workers", str(workers)]
        log = self.folder.with_suffix(".log").open("ab")
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=log,
            preexec_fn=machine.pinned(cores or machine.server_cores()))
        with log, process.stdout, machine.ending(process):
            if not process.stdout.readline():
                raise machine.NotMeasured(
                    f"nachlese did not start: {self.folder.with_suffix('.log').read_text()[-500:]}")
            yield Server(process, port)


@dataclasses.dataclass
class Server:
    process: subprocess.Popen
    port: int
    context: ssl.SSLContext | None = None

    @property
    def pids(self):
        return [self.process.pid]

    @property
    def peak_memory(self):
        return machine.peak_memory(self.process.pid)

    @property
    def memory(self):
        return machine.memory(self.process.pid)

    def connect(self):
        if self.context:
            return http.client.HTTPSConnection("localhost", self.port, timeout=30, context=self.context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path, cookie):
        with contextlib.closing(self.connect()) as connection:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def sign_in(self, password):
        """The cookie of a new session, as `name=value`."""
        with contextlib.closing(self.connect()) as connection:
            form = urllib.parse.urlencode({"email": ADDRESS, "password": password})
            connection.request("POST", "/login", form, {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 303:
                raise machine.NotMeasured(f"signing in was answered with {answer.status}")
            return answer.getheader("Set-Cookie").split(";")[0]

    def path(self, file, cookie):
        """The address of a published file, which is tried."""
        page = self.get(f"/modules/{MODULE}", cookie)[1].decode()
        links = set(re.findall(rf'href="(/modules/{MODULE}/[^"?#]+/[^"?#]+)"', page))
        for link in links:
            if link.endswith(f"/{file.name}"):
                if self.get(link, cookie) != (200, file.read_bytes()):
                    raise machine.NotMeasured(f"{link} does not answer with the file")
                return link
        raise machine.NotMeasured(f"{file.name} is not on the module's page")
