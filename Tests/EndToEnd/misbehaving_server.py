"""A mail server that does what it should not, as told by the recipient's address or by how it is made.

It stands in for what no real server can be brought to do. It notes everything that it is told, so that a test can say
what a client never said.
"""

import asyncio
import base64
import contextlib
import dataclasses
import ssl
import threading

USER, PASSWORD = "nachlese", "s3cret"

# What the part before the @ of a recipient brings about at RCPT; other names are taken.
RECIPIENTS = {
    "grau": "450 4.2.0 greylisted, try again later",
    "voll": "452 4.2.2 mailbox is full",
    "unbekannt": "550 5.1.1 no such user here",
    "weg": "421 4.3.2 shutting down",
    "fremd": "554 5.7.1 relay access denied",
}
# The same behind the message.
MESSAGES = {
    "spaeter": "451 4.3.0 cannot store this now",
    "werbung": "554 5.7.1 looks like spam",
}


@dataclasses.dataclass
class Mail:
    sender: str
    recipient: str
    octets: bytes
    secure: bool


@dataclasses.dataclass
class Behaviour:
    """How the server is; as made, it is in order."""

    starttls: bool = True
    tls: bool = False
    auth: str = "PLAIN LOGIN"
    auth_in_clear: bool = False
    utf8: bool = True
    size: int = 10_000_000
    greeting: bytes = b"220 misbehaving ESMTP\r\n"
    # Sent in clear together with the answer to STARTTLS.
    injected: bytes = b""
    # Seconds between octets of the greeting.
    trickle: float = 0
    # How many messages a connection takes; afterwards it ends without a word, as an idle one does.
    most: int = 1000
    # How often `verloren@…` loses its connection behind the message.
    losses: int = 1


class MisbehavingServer:
    """Listens on loopback in a thread of its own, from `with` on."""

    def __init__(self, certificate=None, **behaviour):
        self.behaviour = Behaviour(**behaviour)
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate.chain, certificate.key)
        self.mails = []
        # Lines as they came, with whether they came through TLS; messages are not among them.
        self.lines = []
        self.connections = 0
        self._tasks = set()

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self):
        secure = self.context if self.behaviour.tls else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=secure)
        return self._server.sockets[0].getsockname()[1]

    async def _close(self):
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        self._tasks.add(asyncio.current_task())
        self.connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            await self._conversation(reader, writer).run()
        writer.transport.abort()
        self._tasks.discard(asyncio.current_task())

    def _conversation(self, reader, writer):
        return Conversation(self, reader, writer)

    # What tests ask.

    def said(self, word):
        """How often a client said something that begins so."""
        return sum(line.upper().startswith(word.upper().encode()) for line, _ in self.lines)

    def heard_the_password(self):
        """Whether the password came in clear, in any form."""
        forms = [PASSWORD.encode(), base64.b64encode(PASSWORD.encode()).rstrip(b"="),
                 base64.b64encode(f"\0{USER}\0{PASSWORD}".encode())]
        return any(form in line for line, secure in self.lines if not secure for form in forms)

    def settings(self, authority, **more):
        """Settings that lead here as its behaviour wants it."""
        return {"mail_transport": "smtp", "smtp_host": "localhost", "smtp_port": self.port,
                "smtp_security": "tls" if self.behaviour.tls else "starttls", "smtp_user": USER,
                "smtp_password_file": "smtp-password", "smtp_ca_file": authority.certificate, "smtp_timeout": 30, **more}


class Conversation:
    def __init__(self, server, reader, writer):
        self.server = server
        self.behaviour = server.behaviour
        self.reader, self.writer = reader, writer
        self.secure = self.behaviour.tls
        self.taken = 0

    async def say(self, line):
        self.writer.write(line.encode() + b"\r\n")
        await self.writer.drain()

    async def hear(self):
        line = (await self.reader.readuntil(b"\r\n"))[:-2]
        self.server.lines.append((line, self.secure))
        return line.decode()

    async def run(self):
        await self._greet()
        while True:
            line = await self.hear()
            word, _, rest = line.partition(" ")
            if word == "QUIT":
                await self.say("221 2.0.0 bye")
                self.writer.close()
                await self.writer.wait_closed()
                return
            if not await getattr(self, f"_{word.lower()}", self._unknown)(rest):
                return

    async def _greet(self):
        if self.behaviour.trickle:
            for octet in self.behaviour.greeting:
                self.writer.write(bytes([octet]))
                await asyncio.sleep(self.behaviour.trickle)
        else:
            self.writer.write(self.behaviour.greeting)
            await self.writer.drain()

    async def _unknown(self, rest):
        await self.say("500 5.5.1 unknown")
        return True

    async def _ehlo(self, rest):
        offers = ["misbehaving", f"SIZE {self.behaviour.size}", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if self.behaviour.utf8:
            offers.append("SMTPUTF8")
        if self.behaviour.starttls and not self.secure:
            offers.append("STARTTLS")
        if self.behaviour.auth and (self.secure or self.behaviour.auth_in_clear):
            offers.append(f"AUTH {self.behaviour.auth}")
        for offer in offers[:-1]:
            await self.say(f"250-{offer}")
        await self.say(f"250 {offers[-1]}")
        return True

    async def _starttls(self, rest):
        self.writer.write(b"220 2.0.0 go ahead\r\n" + self.behaviour.injected)
        await self.writer.drain()
        await self.writer.start_tls(self.server.context)
        self.secure = True
        return True

    async def _auth(self, rest):
        mechanism, _, initial = rest.partition(" ")
        if mechanism == "PLAIN":
            given = base64.b64decode(initial).decode().split("\0")[1:]
        else:
            given = []
            for prompt in ["Username:", "Password:"]:
                await self.say("334 " + base64.b64encode(prompt.encode()).decode())
                given.append(base64.b64decode(await self.hear()).decode())
        if given == [USER, PASSWORD]:
            await self.say("235 2.7.0 welcome")
        else:
            await self.say("535 5.7.8 wrong user name or password")
        return True

    async def _mail(self, rest):
        if self.taken >= self.behaviour.most:
            return False
        self.sender = rest.split("<", 1)[1].split(">", 1)[0]
        await self.say("250 2.1.0 sender taken")
        return True

    async def _rcpt(self, rest):
        self.recipient = rest.split("<", 1)[1].split(">", 1)[0]
        name = self.recipient.split("@")[0]
        if name == "stille":
            await asyncio.sleep(3600)
        answer = RECIPIENTS.get(name, "250 2.1.5 recipient taken")
        await self.say(answer)
        return not answer.startswith("421")

    async def _rset(self, rest):
        await self.say("250 2.0.0 forgotten")
        return True

    async def _data(self, rest):
        await self.say("354 go ahead")
        lines = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        name = self.recipient.split("@")[0]
        if name in MESSAGES:
            await self.say(MESSAGES[name])
            return True
        self.server.mails.append(Mail(self.sender, self.recipient, b"".join(lines), self.secure))
        self.taken += 1
        if name == "verloren" and self.behaviour.losses > 0:
            self.behaviour.losses -= 1
            return False
        await self.say("250 2.0.0 taken")
        return True
