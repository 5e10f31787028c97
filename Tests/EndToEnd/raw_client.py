"""Speaks to a server octet by octet and takes apart whatever comes back, strictly."""

import contextlib
import dataclasses
import socket
import ssl

from site_driver import PATIENCE


@dataclasses.dataclass(frozen=True)
class Answer:
    """One response as it came; the names of its fields are in lower case."""

    status: int
    fields: tuple
    content: bytes

    def all(self, name):
        return [value for known, value in self.fields if known == name.lower()]

    def get(self, name):
        found = self.all(name)
        assert len(found) <= 1, f"{name} came {len(found)} times"
        return found[0] if found else None


class Malformed(Exception):
    """The octets are no sequence of responses."""


class AnswerReader:
    """Takes responses from octets (RFC 9112 sections 4 and 6.3), and refuses what a good server does not send."""

    def __init__(self, octets):
        self.octets = octets
        self.position = 0

    def answers(self, to_head):
        """All responses; `to_head(n)` says whether final response number n answers HEAD and so has no content."""
        found = []
        finals = 0
        while self.position < len(self.octets):
            answer = self.one(to_head(finals))
            found.append(answer)
            finals += answer.status >= 200
        return found

    def one(self, is_to_head):
        end = self.octets.find(b"\r\n\r\n", self.position)
        if end < 0:
            raise Malformed(f"no end of a head in {self.octets[self.position:][:200]}")
        status_line, *lines = self.octets[self.position:end].split(b"\r\n")
        self.position = end + 4
        version, _, rest = status_line.partition(b" ")
        code, blank, reason = rest.partition(b" ")
        if version != b"HTTP/1.1" or len(code) != 3 or not code.isdigit() or not blank or not clean(reason):
            raise Malformed(f"status line {status_line}")
        fields = tuple(self.field(line) for line in lines)
        answer = Answer(int(code), fields, b"")
        return dataclasses.replace(answer, content=self.content(answer, is_to_head))

    @staticmethod
    def field(line):
        name, colon, value = line.partition(b":")
        if not colon or not name or any(octet in b" \t()<>@,;:\\\"/[]?={}" for octet in name) or not clean(line):
            raise Malformed(f"field line {line}")
        return name.decode("ascii").lower(), value.strip(b" ").decode("latin-1")

    def content(self, answer, is_to_head):
        lengths = answer.all("Content-Length")
        codings = answer.all("Transfer-Encoding")
        if answer.status >= 200 and len(answer.all("Date")) != 1:
            raise Malformed("not exactly one Date")
        if answer.status < 200 or answer.status in (204, 304):
            if answer.status != 304 and (lengths or codings):
                raise Malformed(f"{answer.status} with framing")
            return b""
        if len(lengths) + len(codings) != 1:
            raise Malformed(f"framings {lengths} {codings}")
        if is_to_head:
            return b""
        if codings:
            if codings != ["chunked"]:
                raise Malformed(f"transfer coding {codings}")
            return b"".join(iter(self.chunk, b""))
        if not lengths[0].isdigit():
            raise Malformed(f"length {lengths}")
        return self.take(int(lengths[0]))

    def chunk(self):
        """The content of the next chunk, empty for the last, whose trailer section is empty too."""
        end = self.octets.find(b"\r\n", self.position)
        if end < 0:
            raise Malformed("no end of a chunk size")
        size = int(self.octets[self.position:end], 16)
        self.position = end + 2
        content = self.take(size)
        if self.take(2) != b"\r\n":
            raise Malformed("no end of a chunk")
        return content

    def take(self, count):
        content = self.octets[self.position:self.position + count]
        if len(content) < count:
            raise Malformed(f"{len(content)} octets of content instead of {count}")
        self.position += count
        return content


def clean(octets):
    return all(octet >= 0x20 and octet != 0x7F for octet in octets)


class Plain:
    """A connection without TLS; others have the same methods."""

    def __init__(self, server):
        self.socket = socket.create_connection((server.host, server.port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, octets):
        self.socket.sendall(octets)

    def finish(self):
        """Says that nothing more will come; answers can still be read."""
        self.socket.shutdown(socket.SHUT_WR)

    def read_some(self):
        """Some octets, none at the end; a reset instead of an end is an error."""
        return self.socket.recv(1 << 16)

    def close(self):
        self.socket.close()


class Secure:
    """A connection by TLS, whose one direction can end before the other (RFC 8446 section 6.1)."""

    def __init__(self, server):
        self.plain = Plain(server)
        self.received, self.sent = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context()
        context.check_hostname = False
        # Who the server is, other tests ask.
        context.verify_mode = ssl.CERT_NONE
        self.session = context.wrap_bio(self.received, self.sent, server_hostname="localhost")
        self.until_done(self.session.do_handshake)

    def until_done(self, step):
        """Repeats a step until it needs nothing more from the other end."""
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self.flush()
                if part := self.plain.socket.recv(1 << 16):
                    self.received.write(part)
                else:
                    self.received.write_eof()
            finally:
                self.flush()

    def flush(self):
        if octets := self.sent.read():
            self.plain.send(octets)

    def send(self, octets):
        self.session.write(octets)
        self.flush()

    def finish(self):
        with contextlib.suppress(ssl.SSLWantReadError):
            self.session.unwrap()
        self.flush()

    def read_some(self):
        """Some octets, none at the end, which close_notify has to tell."""
        try:
            return self.until_done(lambda: self.session.read(1 << 16))
        except ssl.SSLZeroReturnError:
            return b""

    def close(self):
        self.plain.close()


def read_all(connection):
    """Everything until the other end closes."""
    return b"".join(iter(connection.read_some, b""))


def read_to(connection, end):
    """Everything until the octets end so."""
    octets = b""
    while not octets.endswith(end):
        part = connection.read_some()
        assert part, f"the connection ended behind {octets}"
        octets += part
    return octets


def converse(connect, server, parts, finishes=False):
    """Sends the parts in one write each and returns all octets until the server closes."""
    with contextlib.closing(connect(server)) as connection:
        for part in parts:
            connection.send(part)
        if finishes:
            connection.finish()
        return read_all(connection)
