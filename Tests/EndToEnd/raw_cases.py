"""Requests octet by octet, and what must come back: the table behind test_raw_requests.py.

`/@file` stands for the address of a public file of 20 000 octets, `@tag` for its entity tag, `@date` for its last
change; `own://` for the scheme the server is reached by, `@port` for its default port, `other://` for http over TLS
and for https without. `localhost` is the server's name. A request for /healthz is answered `ok`; a form sent to /login
without a password is answered 422 with its e-mail address in it, so that `marke` in an answer shows that the content
was read as it was meant.
"""

import enum
import typing


class Then(enum.Enum):
    """What the connection does after the answers."""

    OPEN = "goes on: the request behind is answered"
    CLOSED = "closes: the request behind is not answered"
    ENDED = "closes after the client has closed its side; nothing is sent behind"


OPEN, CLOSED, ENDED = Then


class Head(int):
    """The status of an answer to HEAD, which has no content."""


class Case(typing.NamedTuple):
    section: str
    name: str
    octets: bytes
    # Every response that comes back, informational ones too, before that to the request behind.
    answers: list
    then: Then
    # Fields of the last answer; None for one that must not be there.
    fields: dict = {}
    # What the content of the last answer holds, and what no answer holds anywhere.
    holds: bytes = b""
    lacks: bytes = b""
    # The number of octets of content of the last answer.
    size: int | None = None


def request(*fields, line=b"GET /healthz HTTP/1.1", host=b"localhost", content=b""):
    """A request with one Host, or none."""
    lines = [line, *([b"Host: " + host] if host is not None else []), *fields]
    return b"\r\n".join(lines) + b"\r\n\r\n" + content


def line(text):
    return request(line=text)


def target(text):
    return request(line=b"GET " + text + b" HTTP/1.1")


def host(value):
    return request(host=value)


def post(*fields, content=b"", line=b"POST /login HTTP/1.1"):
    return request(b"Content-Type: application/x-www-form-urlencoded", *fields, line=line, content=content)


def length(value, content=None):
    return post(b"Content-Length: " + value, content=FORM if content is None else content)


def coding(value, *more):
    return post(b"Transfer-Encoding: " + value, *more, content=chunked(FORM))


def chunked(*parts, end=b"0\r\n\r\n"):
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


def body(octets):
    """A form whose chunked content is exactly these octets."""
    return post(b"Transfer-Encoding: chunked", content=octets)


def file(*fields, method=b"GET"):
    return request(*fields, line=method + b" /@file HTTP/1.1")


def wanted(ranges):
    return file(b"Range: " + ranges)


FORM = b"email=marke&password="
SIZE = b"%x" % len(FORM)
GOOD = request()
# What a request that must not be seen would ask for.
HIDDEN = request(line=b"GET /readyz HTTP/1.1")
FILE_SIZE = 20_000
# What goes with a file whatever is asked of it.
FILE_FIELDS = {
    "Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Accept-Ranges": "bytes",
    "Content-Disposition": "attachment; filename=\"folien.pdf\"; filename*=UTF-8''folien.pdf",
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox", "Cross-Origin-Resource-Policy": "same-origin",
}

HELLO = bytes.fromhex(
    "16030100b8010000b40303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000008130213031301c02f0100")

L = "9112 3"
REQUEST_LINES = [
    Case(L, "plain", GOOD, [200], OPEN, {"Connection": None}, b"ok"),
    Case(L, "HEAD", line(b"HEAD /healthz HTTP/1.1"), [Head(200)], OPEN, {"Content-Length": "3"}),
    Case("9112 2.2", "one empty line before", b"\r\n" + GOOD, [200], OPEN),
    Case("9112 2.2", "two empty lines before", b"\r\n\r\n" + GOOD, [400], CLOSED),
    Case("9112 2.2", "bare LF before", b"\n" + GOOD, [400], CLOSED),
    Case("9112 2.2", "bare CR before", b"\r" + GOOD, [400], CLOSED),
    Case(L, "blank before", b" " + GOOD, [400], CLOSED),
    Case(L, "tab before", b"\t" + GOOD, [400], CLOSED),
    Case(L, "byte order mark before", b"\xef\xbb\xbf" + GOOD, [400], CLOSED),
    Case(L, "blanks only", line(b"   "), [400], CLOSED),
    Case(L, "two blanks behind the method", line(b"GET  /healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "two blanks before the version", line(b"GET /healthz  HTTP/1.1"), [400], CLOSED),
    Case(L, "tab behind the method", line(b"GET\t/healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "tab before the version", line(b"GET /healthz\tHTTP/1.1"), [400], CLOSED),
    Case(L, "blank at the end", line(b"GET /healthz HTTP/1.1 "), [400], CLOSED),
    Case(L, "tab at the end", line(b"GET /healthz HTTP/1.1\t"), [400], CLOSED),
    Case(L, "blank in the target", line(b"GET /healthz HTTP/1.1 HTTP/1.1"), [400], CLOSED),
    Case("9112 2.2", "bare CR in the line", line(b"GET /healthz\rHTTP/1.1"), [400], CLOSED),
    Case("9112 2.2", "bare LF ends the line", GOOD.replace(b"\r\n", b"\n", 1), [400], CLOSED),
    Case("9112 2.2", "bare LF ends every line", GOOD.replace(b"\r\n", b"\n"), [400], CLOSED),
    Case("9112 2.2", "CR CR LF ends the line", GOOD.replace(b"\r\n", b"\r\r\n", 1), [400], CLOSED),
    Case(L, "NUL in the line", line(b"GET /health\0z HTTP/1.1"), [400], CLOSED),
    Case(L, "vertical tab as a blank", line(b"GET\x0b/healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "no-break space as a blank", line(b"GET\xa0/healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "method alone", line(b"GET"), [400], CLOSED),
    Case(L, "no target", line(b"GET HTTP/1.1"), [400], CLOSED),
    Case(L, "no method", line(b"/healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "method is no token", line(b"G:T /healthz HTTP/1.1"), [400], CLOSED),
    Case(L, "method beyond ASCII", line(b"G\xc3\x89T /healthz HTTP/1.1"), [400], CLOSED),
    Case("9110 9.1", "method in lower case", line(b"get /healthz HTTP/1.1"), [501], CLOSED),
    Case("9110 9.1", "method in mixed case", line(b"Get /healthz HTTP/1.1"), [501], CLOSED),
    Case("9110 9.1", "method that is a prefix", line(b"GE /healthz HTTP/1.1"), [501], CLOSED),
    Case("9110 9.1", "long method", line(b"M" * 300 + b" /healthz HTTP/1.1"), [501], CLOSED),
    Case(L, "line of 8000 octets", line(b"GET /".ljust(7991, b"a") + b" HTTP/1.1"), [404], OPEN),
    Case(L, "line of 16384 octets", line(b"GET /".ljust(16375, b"a") + b" HTTP/1.1"), [404], OPEN),
    Case(L, "line of 16385 octets", line(b"GET /".ljust(16376, b"a") + b" HTTP/1.1"), [414], CLOSED),
    Case(L, "endless method", b"A" * 20_000, [414], CLOSED),
    Case("9112 2.3", "no version but fields", line(b"GET /healthz"), [400], CLOSED),
    Case("9112 2.3", "simple request of HTTP/0.9", b"GET /healthz\r\n", [400], CLOSED),
    Case("9110 15.6.6", "HTTP/0.9", line(b"GET /healthz HTTP/0.9"), [505], CLOSED),
    Case("9112 2.3", "HTTP/1.0", line(b"GET /healthz HTTP/1.0"), [200], CLOSED, {"Connection": "close"}),
    Case("9110 2.5", "HTTP/1.2", line(b"GET /healthz HTTP/1.2"), [200], OPEN),
    Case("9110 2.5", "HTTP/1.9", line(b"GET /healthz HTTP/1.9"), [200], OPEN),
    Case("9110 15.6.6", "HTTP/2.0", line(b"GET /healthz HTTP/2.0"), [505], CLOSED),
    Case("9110 15.6.6", "HTTP/3.0", line(b"GET /healthz HTTP/3.0"), [505], CLOSED),
    Case("9112 2.3", "HTTP/3", line(b"GET /healthz HTTP/3"), [400], CLOSED),
    Case("9112 2.3", "HTTP/1", line(b"GET /healthz HTTP/1"), [400], CLOSED),
    Case("9112 2.3", "HTTP/1.", line(b"GET /healthz HTTP/1."), [400], CLOSED),
    Case("9112 2.3", "HTTP/1.10", line(b"GET /healthz HTTP/1.10"), [400], CLOSED),
    Case("9112 2.3", "HTTP/01.1", line(b"GET /healthz HTTP/01.1"), [400], CLOSED),
    Case("9112 2.3", "HTTP/1,1", line(b"GET /healthz HTTP/1,1"), [400], CLOSED),
    Case("9112 2.3", "http/1.1", line(b"GET /healthz http/1.1"), [400], CLOSED),
    Case("9112 2.3", "HTTPS/1.1", line(b"GET /healthz HTTPS/1.1"), [400], CLOSED),
    Case("9112 2.3", "version of forty digits", line(b"GET /healthz HTTP/" + b"9" * 40 + b".1"), [400], CLOSED),
    Case("9112 2.3", "fullwidth digit", line("GET /healthz HTTP/１.1".encode()), [400], CLOSED),
    Case("9113 3.4", "preface of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", [505], CLOSED),
    Case(L, "TLS where none is spoken", HELLO, [400], CLOSED),
    Case(L, "SSH", b"SSH-2.0-OpenSSH_9.2\r\n", [400], CLOSED),
    Case(L, "SMTP", b"EHLO localhost\r\n", [400], CLOSED),
    Case(L, "zeros", b"\0" * 64, [400], CLOSED),
    Case(L, "a status line", line(b"HTTP/1.1 200 OK"), [400], CLOSED),
]

T = "9112 3.2"
U = "3986 7.3"
TARGETS = [
    Case(T, "empty query", target(b"/healthz?"), [200], OPEN),
    Case(T, "query", target(b"/healthz?a=b&c=/?"), [200], OPEN),
    Case(T, "absolute form", target(b"own://localhost/healthz"), [200], OPEN, holds=b"ok"),
    Case(T, "absolute form in capitals", target(b"OWN://LOCALHOST/healthz"), [200], OPEN, holds=b"ok"),
    Case(T, "absolute form with the default port", target(b"own://localhost:@port/healthz"), [200], OPEN),
    Case(T, "absolute form without a path", target(b"own://localhost"), [200], OPEN, holds=b"<html"),
    Case(T, "absolute form with a query alone", target(b"own://localhost?a"), [200], OPEN, holds=b"<html"),
    Case(T, "absolute form in HTTP/1.0", request(line=b"GET own://localhost/healthz HTTP/1.0", host=None), [200],
         CLOSED, holds=b"ok"),
    Case(T, "absolute form with a user", target(b"own://user@localhost/healthz"), [400], CLOSED),
    Case(T, "absolute form with a password", target(b"own://user:word@localhost/healthz"), [400], CLOSED),
    Case(T, "absolute form without a host", target(b"own:///healthz"), [400], CLOSED),
    Case(T, "absolute form with one slash", target(b"http:/localhost/healthz"), [400], CLOSED),
    Case(T, "absolute form of another scheme", target(b"ftp://localhost/healthz"), [400], CLOSED),
    Case("9110 7.4", "absolute form of the scheme not in use", target(b"other://localhost/healthz"), [421], OPEN),
    Case("9110 7.4", "form to the scheme not in use",
         post(b"Content-Length: 21", content=FORM, line=b"POST other://localhost/login HTTP/1.1"), [421], OPEN,
         lacks=b"marke"),
    Case("9110 7.4", "file of the scheme not in use", target(b"other://localhost/@file"), [421], OPEN, lacks=b"%PDF"),
    Case("9110 7.4", "OPTIONS of a server of the scheme not in use", line(b"OPTIONS other://localhost HTTP/1.1"), [421],
         OPEN),
    Case(T, "absolute form with a port out of range", target(b"own://localhost:65536/"), [400], CLOSED),
    Case("9112 3.2.2", "absolute form and another Host", target(b"own://example.org/healthz"), [400], CLOSED),
    Case("9112 3.2.2", "absolute form and another port", target(b"own://localhost:81/healthz"), [400], CLOSED),
    Case("9112 3.2.2", "absolute form without Host", request(line=b"GET own://localhost/ HTTP/1.1", host=None), [400],
         CLOSED),
    Case("9110 7.4", "absolute form of a foreign site",
         request(line=b"GET own://evil.example/ HTTP/1.1", host=b"evil.example"), [421], OPEN, lacks=b"evil"),
    Case("9112 3.2.3", "authority form with GET", target(b"localhost:80"), [400], CLOSED),
    Case("9112 3.2.4", "asterisk form with GET", target(b"*"), [400], CLOSED),
    Case("9112 3.2.4", "asterisk form with POST", line(b"POST * HTTP/1.1"), [400], CLOSED),
    Case(T, "relative path", target(b"healthz"), [400], CLOSED),
    Case(T, "query alone", target(b"?a"), [400], CLOSED),
    Case(T, "fragment", target(b"/healthz#a"), [400], CLOSED),
    Case(T, "fragment behind a query", target(b"/healthz?a#b"), [400], CLOSED),
    Case("3986 2.3", "encoded letters", target(b"/%68%65althz"), [200], OPEN, holds=b"ok"),
    Case(U, "encoded slash", target(b"/modules%2f2017-iv"), [400], CLOSED),
    Case(U, "encoded slash in capitals", target(b"/modules%2F2017-iv"), [400], CLOSED),
    Case(U, "backslash", target(b"/modules\\2017-iv"), [400], CLOSED),
    Case(U, "encoded backslash", target(b"/modules%5c2017-iv"), [400], CLOSED),
    Case("3986 5.2.4", "dot segment", target(b"/./healthz"), [400], CLOSED),
    Case("3986 5.2.4", "two dots", target(b"/../healthz"), [400], CLOSED),
    Case("3986 5.2.4", "two dots inside", target(b"/modules/../healthz"), [400], CLOSED),
    Case("3986 5.2.4", "two dots at the end", target(b"/modules/.."), [400], CLOSED),
    Case("3986 5.2.4", "encoded dots", target(b"/%2e%2e/healthz"), [400], CLOSED),
    Case("3986 5.2.4", "half encoded dots", target(b"/.%2E/healthz"), [400], CLOSED),
    Case("3986 5.2.4", "dots in the absolute form", target(b"own://localhost/../healthz"), [400], CLOSED),
    Case("3986 5.2.4", "dots with a parameter are a name", target(b"/..;/healthz"), [404], OPEN),
    Case("3986 5.2.4", "three dots are a name", target(b"/.../healthz"), [404], OPEN),
    Case("3986 2.4", "dots encoded twice are a name", target(b"/%252e%252e/healthz"), [404], OPEN),
    Case("3986 2.4", "slash encoded twice is a name", target(b"/modules%252f2017-iv"), [404], OPEN),
    Case(U, "encoded NUL", target(b"/healthz%00"), [400], CLOSED),
    Case(U, "encoded line end", target(b"/healthz%0d%0aX:%20y"), [400], CLOSED),
    Case(U, "encoded DEL", target(b"/healthz%7f"), [400], CLOSED),
    Case("3629 3", "dots in overlong UTF-8", target(b"/%c0%ae%c0%ae/healthz"), [400], CLOSED),
    Case("3629 3", "slash in overlong UTF-8", target(b"/modules%e0%80%af2017-iv"), [400], CLOSED),
    Case("3629 3", "surrogate", target(b"/%ed%a0%80"), [400], CLOSED),
    Case("3629 3", "octet FF", target(b"/%ff"), [400], CLOSED),
    Case("3629 3", "UTF-8 cut short", target(b"/%e2%82"), [400], CLOSED),
    Case("3986 2.5", "encoded UTF-8", target(b"/%e2%82%ac"), [404], OPEN),
    Case("3986 2", "raw UTF-8", target("/größe".encode()), [400], CLOSED),
    Case("3986 2", "raw UTF-8 in the query", target("/healthz?größe".encode()), [400], CLOSED),
    Case("3986 2", "raw octet 85", target(b"/healthz\x85"), [400], CLOSED),
    Case("3986 2", "quotation mark", target(b'/"'), [400], CLOSED),
    Case("3986 2", "angle bracket", target(b"/<a>"), [400], CLOSED),
    Case("3986 2.1", "percent alone", target(b"/%"), [400], CLOSED),
    Case("3986 2.1", "one digit", target(b"/%4"), [400], CLOSED),
    Case("3986 2.1", "no digits", target(b"/%zz"), [400], CLOSED),
    Case("3986 2.1", "sign instead of a digit", target(b"/%+1"), [400], CLOSED),
    Case("3986 2.1", "wide escape", target(b"/%u0041"), [400], CLOSED),
    Case("URL 5.1", "NUL in the query", target(b"/healthz?a=%00"), [400], OPEN),
    Case("URL 5.1", "bad escape in the query", target(b"/healthz?a=%zz"), [400], OPEN),
    Case("3986 3.3", "two slashes are no one", target(b"//healthz"), [404], OPEN),
    Case("3986 3.3", "parameter is a part of the name", target(b"/healthz;a"), [404], OPEN),
    Case("9110 15.4.2", "slash too many", target(b"/healthz/"), [301], OPEN, {"Location": "/healthz"}),
]

H = "9112 3.2"
HOSTS = [
    Case(H, "no Host", host(None), [400], CLOSED),
    Case(H, "Host twice", request(b"Host: localhost"), [400], CLOSED),
    Case(H, "two Hosts", request(b"Host: evil.example"), [400], CLOSED, lacks=b"evil"),
    Case(H, "two Hosts in HTTP/1.0", request(b"Host: localhost", line=b"GET /healthz HTTP/1.0"), [400], CLOSED),
    Case(H, "no Host in HTTP/1.0", request(line=b"GET /healthz HTTP/1.0", host=None), [200], CLOSED),
    Case("9110 4.2.1", "empty Host", host(b""), [400], CLOSED),
    Case("9110 4.2.1", "port alone", host(b":80"), [400], CLOSED),
    Case("9110 7.2", "user in Host", host(b"user@localhost"), [400], CLOSED),
    Case("9110 7.2", "path in Host", host(b"localhost/healthz"), [400], CLOSED),
    Case("9110 7.2", "scheme in Host", host(b"http://localhost"), [400], CLOSED),
    Case("9110 7.2", "list in Host", host(b"localhost, localhost"), [400], CLOSED),
    Case("9110 7.2", "blank in Host", host(b"local host"), [400], CLOSED),
    Case("9110 7.2", "blanks around Host", host(b" \tlocalhost\t "), [200], OPEN),
    Case("9110 7.2", "Host in capitals", host(b"LOCALHOST"), [200], OPEN),
    Case("9110 7.2", "field name in capitals", GOOD.replace(b"Host", b"HOST"), [200], OPEN),
    Case("3986 3.2.3", "empty port", host(b"localhost:"), [200], OPEN),
    Case("3986 3.2.3", "port 65536", host(b"localhost:65536"), [400], CLOSED),
    Case("3986 3.2.3", "port beyond 2^64", host(b"localhost:18446744073709551696"), [400], CLOSED),
    Case("3986 3.2.3", "port with a sign", host(b"localhost:+80"), [400], CLOSED),
    Case("3986 3.2.3", "port is a word", host(b"localhost:http"), [400], CLOSED),
    Case("3986 3.2.3", "two ports", host(b"localhost:80:80"), [400], CLOSED),
    Case("3986 3.2.2", "IPv6", host(b"[::1]"), [200], OPEN),
    Case("3986 3.2.2", "IPv6 with a port", host(b"[::1]:8087"), [200], OPEN),
    Case("3986 3.2.2", "IPv6 without brackets", host(b"::1"), [400], CLOSED),
    Case("3986 3.2.2", "IPv6 not closed", host(b"[::1"), [400], CLOSED),
    Case("3986 3.2.2", "IPv6 with two gaps", host(b"[1::2::3]"), [400], CLOSED),
    Case("6874 2", "IPv6 with a zone", host(b"[fe80::1%25eth0]"), [400], CLOSED),
    Case("3986 3.2.2", "IPv6 and more", host(b"[::1]x"), [400], CLOSED),
    Case("3986 3.2.2", "host of 256 octets", host(b"a" * 256), [400], CLOSED),
    Case("3986 3.2.2", "host beyond ASCII", host("größe.example".encode()), [400], CLOSED),
    Case("9110 7.4", "foreign host", request(line=b"GET / HTTP/1.1", host=b"evil.example"), [421], OPEN,
         lacks=b"evil"),
    Case("9110 7.4", "foreign host that begins like a number",
         request(line=b"GET / HTTP/1.1", host=b"127.evil.example"), [421], OPEN, lacks=b"evil"),
    Case("9110 7.4", "host with a comma", request(line=b"GET / HTTP/1.1", host=b"localhost,evil.example"), [421], OPEN,
         lacks=b"evil"),
    Case("9110 7.4", "encoded host", request(line=b"GET / HTTP/1.1", host=b"%6cocalhost"), [421], OPEN),
    *[Case("9110 7.4", f"foreign host with {path.decode()}",
           request(line=b"GET " + path + b" HTTP/1.1", host=b"evil.example"), [421], OPEN, lacks=b"evil")
      for path in (b"/login", b"/modules/2017-iv", b"/@file", b"/assets/nachlese.css", b"/nothing", b"/nothing/")],
    Case("9110 7.4", "foreign host in HTTP/1.0", request(line=b"GET / HTTP/1.0", host=b"evil.example"), [421], CLOSED,
         lacks=b"evil"),
    Case("9110 7.4", "own host with a line of another proxy", request(b"X-Forwarded-Host: evil.example",
         b"Forwarded: host=evil.example", line=b"GET /login HTTP/1.1"), [200], OPEN, lacks=b"evil"),
    Case("9110 7.4", "foreign host with a form", request(b"Content-Length: 21", line=b"POST /login HTTP/1.1",
         host=b"evil.example", content=FORM), [421], OPEN, lacks=b"evil"),
]

F = "9112 5"
FIELDS = [
    Case("9112 5.2", "folded line", request(b"X: a", b" b"), [400], CLOSED),
    Case("9112 5.2", "folded line with a tab", request(b"X: a", b"\tb"), [400], CLOSED),
    Case("9112 2.2", "blank before the first field", request(b" X: a", host=None), [400], CLOSED),
    Case("9112 5.1", "blank before the colon", request(b"X : a"), [400], CLOSED),
    Case("9112 5.1", "tab before the colon", request(b"X\t: a"), [400], CLOSED),
    Case("9112 5.1", "blank before the colon of a length", post(b"Content-Length : 21", content=FORM), [400], CLOSED),
    Case("9112 5.1", "blank before the colon of a coding", post(b"Transfer-Encoding : chunked"), [400], CLOSED),
    Case(F, "no name", request(b": a"), [400], CLOSED),
    Case(F, "no colon", request(b"X"), [400], CLOSED),
    Case(F, "name with a blank", request(b"X Y: a"), [400], CLOSED),
    Case(F, "name with a bracket", request(b"X(Y): a"), [400], CLOSED),
    Case(F, "name beyond ASCII", request("Größe: a".encode()), [400], CLOSED),
    Case(F, "name with a long s", request("Tranſfer-Encoding: chunked".encode()), [400], CLOSED),
    Case(F, "name with NUL", request(b"X\0: a"), [400], CLOSED),
    Case(F, "name with an underscore is another one", request(b"Transfer_Encoding: chunked"), [200], OPEN),
    Case("9110 5.5", "empty value", request(b"X:"), [200], OPEN),
    Case("9110 5.5", "value of blanks", request(b"X: \t "), [200], OPEN),
    Case("9110 5.5", "no blank before the value", request(b"X:a"), [200], OPEN),
    Case("9110 5.5", "tab in the value", request(b"X: a\tb"), [200], OPEN),
    Case("9110 5.5", "octets beyond ASCII in the value", request(b"X: \x80\xff\xc3\xa4"), [200], OPEN),
    Case("9110 5.5", "NUL in the value", request(b"X: a\0b"), [400], CLOSED),
    Case("9110 5.5", "octet 01 in the value", request(b"X: a\x01b"), [400], CLOSED),
    Case("9110 5.5", "DEL in the value", request(b"X: a\x7fb"), [400], CLOSED),
    Case("9110 5.5", "escape in the value", request(b"X: \x1b[2J"), [400], CLOSED),
    Case("9112 2.2", "bare CR in the value", request(b"X: a\rb"), [400], CLOSED),
    Case("9112 2.2", "bare LF in the value", request(b"X: a\nTransfer-Encoding: chunked"), [400], CLOSED),
    Case("9112 2.2", "CR CR LF ends a field", request(b"X: a\r"), [400], CLOSED),
    Case("9112 2.2", "bare LF ends the head", GOOD[:-2] + b"\n", [400], CLOSED),
    Case("9112 2.2", "CR CR LF ends the head", GOOD[:-2] + b"\r\r\n", [400], CLOSED),
    Case("6585 5", "cookie of 4096 octets", request(b"Cookie: a=" + b"b" * 4094), [200], OPEN),
    Case("6585 5", "100 fields", request(*[b"X: a"] * 99), [200], OPEN),
    Case("6585 5", "101 fields", request(*[b"X: a"] * 100), [431], CLOSED),
    Case("6585 5", "1000 fields", request(*[b"X: a"] * 1000), [431], CLOSED),
    Case("6585 5", "field of 30000 octets", request(b"X: " + b"a" * 30_000), [200], OPEN),
    Case("6585 5", "field of 33000 octets", request(b"X: " + b"a" * 33_000), [431], CLOSED),
    Case("6585 5", "name of 33000 octets", request(b"X" * 33_000 + b": a"), [431], CLOSED),
    Case("6585 5", "field of 500000 octets", request(b"X: " + b"a" * 500_000), [431], CLOSED),
    Case("9110 5.3", "two cookies", request(b"Cookie: a=b", b"Cookie: c=d"), [200], OPEN),
    Case("6265 5.4", "garbage for a cookie", request(b'Cookie: ;;=;"\x80=nachlese; nachlese="'), [200], OPEN),
    Case("9110 5.3", "two origins", post(b"Origin: own://localhost", b"Origin: own://localhost",
         b"Content-Length: 0"), [403], OPEN),
    Case("6454 7", "foreign origin", post(b"Origin: http://evil.example", b"Content-Length: 21", content=FORM), [403],
         OPEN, lacks=b"evil"),
    Case("9110 8.3.1", "type in capitals with a parameter",
         request(b"Content-Type: APPLICATION/X-WWW-Form-URLencoded ; Charset=utf-8", b"Content-Length: 21",
                 line=b"POST /login HTTP/1.1", content=FORM), [422], OPEN, holds=b"marke"),
    Case("9110 8.3.1", "type that only begins right",
         request(b"Content-Type: application/x-www-form-urlencodedly", b"Content-Length: 21",
                 line=b"POST /login HTTP/1.1", content=FORM), [415], OPEN, lacks=b"marke"),
    Case("9110 8.3", "two types", post(b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 21",
         content=FORM), [415], OPEN, lacks=b"marke"),
    Case("9110 8.3", "content of another type", request(b"Content-Type: text/plain", b"Content-Length: 21",
         line=b"POST /login HTTP/1.1", content=FORM), [415], OPEN),
]

C = "9110 8.6"
LENGTHS = [
    Case(C, "length", length(b"21"), [422], OPEN, holds=b"marke"),
    Case(C, "length with zeros", length(b"0000021"), [422], OPEN, holds=b"marke"),
    Case(C, "length between blanks", length(b"\t 21 \t"), [422], OPEN, holds=b"marke"),
    Case(C, "length 0", length(b"0", b""), [422], OPEN),
    Case("9112 6.3", "no length is no content", post(), [422], OPEN),
    Case("9112 6.3", "content too short by two", length(b"19"), [422, 400], CLOSED),
    Case("9112 6.3", "length twice", post(b"Content-Length: 21", b"Content-Length: 21", content=FORM), [400], CLOSED),
    Case("9112 6.3", "two lengths", post(b"Content-Length: 21", b"Content-Length: 0", content=FORM), [400], CLOSED),
    Case("9112 6.3", "two lengths, the first 0", post(b"Content-Length: 0", b"Content-Length: 21", content=FORM), [400],
         CLOSED),
    Case("9112 6.3", "list of equal lengths", length(b"21, 21"), [400], CLOSED),
    Case("9112 6.3", "list of lengths", length(b"0, 21"), [400], CLOSED),
    Case(C, "list with an empty element", length(b"21,"), [400], CLOSED),
    Case(C, "length with a plus", length(b"+21"), [400], CLOSED),
    Case(C, "length with a minus", length(b"-21"), [400], CLOSED),
    Case(C, "minus zero", length(b"-0"), [400], CLOSED),
    Case(C, "hexadecimal length", length(b"0x15"), [400], CLOSED),
    Case(C, "hexadecimal digits", length(b"1a"), [400], CLOSED),
    Case(C, "length with a point", length(b"21.0"), [400], CLOSED),
    Case(C, "length with an exponent", length(b"2e1"), [400], CLOSED),
    Case(C, "length with a group", length(b"2_1"), [400], CLOSED),
    Case(C, "length with a blank", length(b"2 1"), [400], CLOSED),
    Case(C, "length in quotes", length(b'"21"'), [400], CLOSED),
    Case(C, "empty length", length(b""), [400], CLOSED),
    Case(C, "length of blanks", length(b"  "), [400], CLOSED),
    Case(C, "fullwidth digits", length("２１".encode()), [400], CLOSED),
    Case(C, "superscript digit", length("2¹".encode()), [400], CLOSED),
    Case(C, "length behind NEL", length(b"\xc2\x8521"), [400], CLOSED),
    Case(C, "length behind a no-break space", length(b"\xc2\xa021"), [400], CLOSED),
    Case(C, "length behind a form feed", length(b"\x0c21"), [400], CLOSED),
    Case(C, "length of Arabic digits", length("٢١".encode()), [400], CLOSED),
    Case(C, "length 2^63-1", length(b"9223372036854775807"), [413], CLOSED),
    Case(C, "length 2^63", length(b"9223372036854775808"), [413], CLOSED),
    Case(C, "length 2^64+21", length(b"18446744073709551637"), [413], CLOSED),
    Case(C, "length of forty digits", length(b"1" * 40), [413], CLOSED),
    Case("9110 15.5.14", "form of 65537 octets", length(b"65537", b"a" * 65_537), [413], CLOSED),
    Case("9110 15.5.14", "large form that never comes", length(b"1000000", b""), [413], CLOSED),
    Case(C, "bad length with GET", request(b"Content-Length: x"), [400], CLOSED),
]

E = "9112 6.1"
CODINGS = [
    Case(E, "chunked", coding(b"chunked"), [422], OPEN, holds=b"marke"),
    Case(E, "chunked in capitals", coding(b"CHUNKED"), [422], OPEN, holds=b"marke"),
    Case(E, "tab before chunked", coding(b"\tchunked"), [422], OPEN, holds=b"marke"),
    Case("9112 6.3", "length and chunked", post(b"Content-Length: 6", b"Transfer-Encoding: chunked",
         content=b"0\r\n\r\n" + HIDDEN), [400], CLOSED),
    Case("9112 6.3", "chunked and length", coding(b"chunked", b"Content-Length: 21"), [400], CLOSED),
    Case("9112 6.3", "length 0 and chunked", coding(b"chunked", b"Content-Length: 0"), [400], CLOSED),
    Case("9112 6.3", "bad length and chunked", coding(b"chunked", b"Content-Length: x"), [400], CLOSED),
    Case("9112 6.3", "length and an unknown coding", coding(b"x", b"Content-Length: 21"), [400], CLOSED),
    Case(E, "chunked twice", coding(b"chunked, chunked"), [400], CLOSED),
    Case(E, "chunked in two fields", coding(b"chunked", b"Transfer-Encoding: chunked"), [400], CLOSED),
    Case(E, "chunked and identity in two fields", coding(b"chunked", b"Transfer-Encoding: identity"), [400], CLOSED),
    Case(E, "identity", coding(b"identity"), [501], CLOSED),
    Case(E, "identity, chunked", coding(b"identity, chunked"), [501], CLOSED),
    Case(E, "gzip, chunked", coding(b"gzip, chunked"), [501], CLOSED),
    Case("9112 6.3", "chunked, gzip", coding(b"chunked, gzip"), [400], CLOSED),
    Case(E, "gzip alone", coding(b"gzip"), [501], CLOSED),
    Case(E, "xchunked", coding(b"xchunked"), [501], CLOSED),
    Case(E, "chunkedx", coding(b"chunkedx"), [501], CLOSED),
    Case(E, "chunked in quotes", coding(b'"chunked"'), [400], CLOSED),
    Case(E, "chunked with a parameter", coding(b"chunked;q=1"), [400], CLOSED),
    Case(E, "chunked without a comma", coding(b"chunked chunked"), [400], CLOSED),
    Case(E, "comma behind chunked", coding(b"chunked,"), [400], CLOSED),
    Case(E, "comma before chunked", coding(b",chunked"), [400], CLOSED),
    Case(E, "empty coding", coding(b""), [400], CLOSED),
    Case(E, "vertical tab before chunked", coding(b"\x0bchunked"), [400], CLOSED),
    Case(E, "no-break space before chunked", coding(b"\xa0chunked"), [400], CLOSED),
    Case(E, "NEL behind chunked", coding(b"chunked\xc2\x85"), [400], CLOSED),
    Case(E, "form feed behind chunked", coding(b"chunked\x0c"), [400], CLOSED),
    Case(E, "Kelvin sign in chunked", coding("chun\u212aed".encode()), [400], CLOSED),
    Case(E, "chunked in HTTP/1.0", post(b"Transfer-Encoding: chunked", content=chunked(FORM),
         line=b"POST /login HTTP/1.0"), [400], CLOSED),
    Case(E, "folded coding", coding(b"\r\n chunked"), [400], CLOSED),
    Case(E, "gzip with GET", request(b"Transfer-Encoding: gzip"), [501], CLOSED),
    Case("9110 10.1.4", "TE is another field", post(b"TE: trailers, chunked", b"Content-Length: 21", content=FORM),
         [422], OPEN, holds=b"marke"),
]

K = "9112 7.1"
X = "9112 7.1.1"
R = "9112 7.1.2"
CHUNKS = [
    Case(K, "several chunks", body(chunked(FORM[:3], FORM[3:9], FORM[9:])), [422], OPEN, holds=b"marke"),
    Case(K, "chunks of one octet", body(chunked(*[b"%c" % octet for octet in FORM])), [422], OPEN, holds=b"marke"),
    Case(K, "size in capitals", body(chunked(b"email=marke", end=b"A\r\n&password=\r\n0\r\n\r\n")), [422], OPEN,
         holds=b"marke"),
    Case(K, "size with zeros", body(b"0000" + chunked(FORM)), [422], OPEN, holds=b"marke"),
    Case(K, "end of many zeros", body(chunked(FORM, end=b"00000\r\n\r\n")), [422], OPEN, holds=b"marke"),
    Case(K, "no content", body(b"0\r\n\r\n"), [422], OPEN),
    Case(K, "size of 15 digits", body(b"0000000000000" + chunked(FORM)), [422], OPEN, holds=b"marke"),
    Case(K, "size of 16 digits", body(b"00000000000000" + chunked(FORM)), [400], CLOSED),
    Case(K, "size of 40 digits", body(b"0" * 38 + chunked(FORM)), [400], CLOSED),
    Case(K, "size 2^63", body(b"8000000000000000\r\n" + FORM), [400], CLOSED),
    Case(K, "size 2^64+21", body(b"10000000000000015\r\n" + FORM), [400], CLOSED),
    Case("9110 15.5.14", "size 2^60-1", body(b"FFFFFFFFFFFFFFF\r\n" + FORM), [413], CLOSED),
    Case("9110 15.5.14", "65537 octets in chunks", body(chunked(b"a" * 32_768, b"b" * 32_769)), [413], CLOSED),
    Case(K, "negative size", body(b"-" + chunked(FORM)), [400], CLOSED),
    Case(K, "size with a plus", body(b"+" + chunked(FORM)), [400], CLOSED),
    Case(K, "size with 0x", body(b"0x" + chunked(FORM)), [400], CLOSED),
    Case(K, "fullwidth size", body("１５\r\n".encode() + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "NUL behind the size", body(SIZE + b"\0\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "size is no number", body(b"g\r\n" + FORM), [400], CLOSED),
    Case(K, "blank before the size", body(b" " + chunked(FORM)), [400], CLOSED),
    Case(K, "blank behind the size", body(SIZE + b" \r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "underscore in the size", body(b"1_5\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "no size", body(b"\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "no size but an extension", body(b";a=b\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case("9112 2.2", "bare LF behind the size", body(SIZE + b"\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case("9112 2.2", "bare CR behind the size", body(SIZE + b"\r" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case("9112 2.2", "bare LF behind the content", body(SIZE + b"\r\n" + FORM + b"\n0\r\n\r\n"), [400], CLOSED),
    Case("9112 2.2", "bare LF behind the end", body(chunked(FORM, end=b"0\n\n")), [400], CLOSED),
    Case("9112 2.2", "bare LF as the last line", body(chunked(FORM, end=b"0\r\n\n")), [400], CLOSED),
    Case(K, "nothing behind the content", body(SIZE + b"\r\n" + FORM + b"0\r\n\r\n"), [400], CLOSED),
    Case(K, "content longer than its size", body(b"5\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "content shorter than its size", body(b"17\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(K, "a request inside a chunk", body(chunked(b"email=marke&password=&x=" + HIDDEN)), [422], OPEN,
         holds=b"marke"),
    Case(K, "a request instead of the last line", body(chunked(FORM, end=b"0\r\n")), [400], CLOSED),
    Case(X, "extension", body(SIZE + b";a=b\r\n" + FORM + b"\r\n0\r\n\r\n"), [422], OPEN, holds=b"marke"),
    Case(X, "extension without a value", body(SIZE + b";a;b\r\n" + FORM + b"\r\n0;c\r\n\r\n"), [422], OPEN,
         holds=b"marke"),
    Case(X, "extension in quotes", body(SIZE + b';a="b; \\"c"\r\n' + FORM + b"\r\n0\r\n\r\n"), [422], OPEN,
         holds=b"marke"),
    Case(X, "extension between blanks", body(SIZE + b" ;\ta\t= b \t; c\r\n" + FORM + b"\r\n0\r\n\r\n"), [422], OPEN,
         holds=b"marke"),
    Case(X, "extension without a name", body(SIZE + b";\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "extension with a value alone", body(SIZE + b";=b\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "extension without its value", body(SIZE + b";a=\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "extension not closed", body(SIZE + b';a="b\r\n' + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "line end in quotes", body(SIZE + b';a="\r\n' + FORM + b'"\r\n0\r\n\r\n'), [400], CLOSED),
    Case(X, "octets behind the quotes", body(SIZE + b';a="b"c\r\n' + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "bare LF in an extension", body(SIZE + b";a=b\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "NUL in an extension", body(SIZE + b";a=\0\r\n" + FORM + b"\r\n0\r\n\r\n"), [400], CLOSED),
    Case(X, "extension of 4000 octets", body(SIZE + b";" + b"a" * 4000 + b"\r\n" + FORM + b"\r\n0\r\n\r\n"), [422],
         OPEN, holds=b"marke"),
    Case(X, "extension of 5000 octets", body(SIZE + b";" + b"a" * 5000 + b"\r\n" + FORM + b"\r\n0\r\n\r\n"), [400],
         CLOSED),
    Case(X, "many extensions", body(b"1;%b\r\na\r\n" % (b"a" * 300) * 20 + b"0\r\n\r\n"), [400], CLOSED),
    Case(R, "trailer", body(chunked(FORM, end=b"0\r\nX: y\r\nZ:\r\n\r\n")), [422], OPEN, holds=b"marke"),
    Case(R, "forbidden trailers are dropped", body(chunked(FORM, end=b"0\r\nContent-Length: 9\r\nHost: evil.example\r\n"
         b"Transfer-Encoding: gzip\r\nConnection: close\r\n\r\n")), [422], OPEN, holds=b"marke", lacks=b"evil"),
    Case(R, "trailer without a colon", body(chunked(FORM, end=b"0\r\nX\r\n\r\n")), [400], CLOSED),
    Case(R, "trailer with a blank before the colon", body(chunked(FORM, end=b"0\r\nX : y\r\n\r\n")), [400], CLOSED),
    Case(R, "trailer without a name", body(chunked(FORM, end=b"0\r\n: y\r\n\r\n")), [400], CLOSED),
    Case(R, "folded trailer", body(chunked(FORM, end=b"0\r\nX: y\r\n z\r\n\r\n")), [400], CLOSED),
    Case(R, "NUL in a trailer", body(chunked(FORM, end=b"0\r\nX: \0\r\n\r\n")), [400], CLOSED),
    Case(R, "bare LF in a trailer", body(chunked(FORM, end=b"0\r\nX: y\nZ: a\r\n\r\n")), [400], CLOSED),
    Case(R, "trailer of 9000 octets", body(chunked(FORM, end=b"0\r\nX: " + b"a" * 9000 + b"\r\n\r\n")),
         [431], CLOSED),
]

B = "9112 9.3"
UNREAD = [
    Case(B, "GET with content", request(b"Content-Length: 5", content=b"hello"), [200], OPEN),
    Case(B, "GET with chunks", request(b"Transfer-Encoding: chunked", content=chunked(b"hello")), [200], OPEN),
    Case(B, "GET with a request for content", request(b"Content-Length: %d" % len(HIDDEN), content=HIDDEN), [200],
         OPEN, holds=b"ok"),
    Case(B, "HEAD with content", request(b"Content-Length: 5", line=b"HEAD /healthz HTTP/1.1", content=b"hello"),
         [Head(200)], OPEN),
    Case(B, "little that nobody reads", post(b"Content-Length: 21", content=FORM, line=b"POST / HTTP/1.1"), [405],
         OPEN),
    Case(B, "chunks that nobody reads", post(b"Transfer-Encoding: chunked", content=chunked(FORM, FORM),
         line=b"POST / HTTP/1.1"), [405], OPEN),
    Case(B, "bad chunks that nobody reads", post(b"Transfer-Encoding: chunked", content=b"5\r\nhello!\r\n0\r\n\r\n",
         line=b"POST / HTTP/1.1"), [405], CLOSED),
    Case(B, "much that nobody reads", post(b"Content-Length: 300000", content=b"a" * 300_000, line=b"POST / HTTP/1.1"),
         [405], CLOSED, {"Connection": "close"}),
    Case(B, "many chunks that nobody reads", post(b"Transfer-Encoding: chunked", content=chunked(*[b"a" * 30_000] * 10),
         line=b"POST / HTTP/1.1"), [405], CLOSED),
    Case(B, "more than could ever come", post(b"Content-Length: 9223372036854775807", line=b"POST / HTTP/1.1"), [405],
         CLOSED, {"Connection": "close"}),
]

P = "9110 10.1.1"
EXPECTATIONS = [
    Case(P, "content is there already", post(b"Expect: 100-continue", b"Content-Length: 21", content=FORM), [422], OPEN,
         holds=b"marke"),
    Case(P, "expectation in capitals", post(b"Expect: 100-CONTINUE", b"Content-Length: 21", content=FORM), [422], OPEN,
         holds=b"marke"),
    Case(P, "length 0", post(b"Expect: 100-continue", b"Content-Length: 0"), [422], OPEN),
    Case(P, "no content", request(b"Expect: 100-continue"), [200], OPEN),
    Case(P, "HTTP/1.0", post(b"Expect: 100-continue", b"Content-Length: 21", content=FORM,
         line=b"POST /login HTTP/1.0"), [422], CLOSED, holds=b"marke"),
    Case(P, "unknown in HTTP/1.0", request(b"Expect: tea", line=b"GET /healthz HTTP/1.0"), [200], CLOSED),
    Case(P, "unknown", post(b"Expect: tea", b"Content-Length: 21", content=FORM), [417], CLOSED),
    Case(P, "known and unknown", post(b"Expect: 100-continue, tea", b"Content-Length: 21", content=FORM), [417],
         CLOSED),
    Case(P, "nobody wants the content", post(b"Expect: 100-continue", b"Content-Length: 21", line=b"POST / HTTP/1.1"),
         [405], CLOSED, {"Connection": "close"}),
    Case(P, "too large", post(b"Expect: 100-continue", b"Content-Length: 65537"), [413], CLOSED),
]

N = "9112 9.6"
CONNECTIONS = [
    Case(N, "close", request(b"Connection: close"), [200], CLOSED, {"Connection": "close"}),
    Case(N, "close in capitals", request(b"Connection: CLOSE"), [200], CLOSED, {"Connection": "close"}),
    Case(N, "close in a list", request(b"Connection: x, ,close ,y"), [200], CLOSED),
    Case(N, "close in the second field", request(b"Connection: keep-alive", b"Connection: close"), [200], CLOSED),
    Case(N, "close with content", post(b"Connection: close", b"Content-Length: 21", content=FORM), [422], CLOSED,
         holds=b"marke"),
    Case(B, "closed is another word", request(b"Connection: closed"), [200], OPEN),
    Case(B, "empty", request(b"Connection:"), [200], OPEN),
    Case(B, "keep-alive", request(b"Connection: keep-alive"), [200], OPEN),
    Case(B, "keep-alive in HTTP/1.0", request(b"Connection: Keep-Alive", line=b"GET /healthz HTTP/1.0"), [200], OPEN,
         {"Connection": "keep-alive"}),
    Case(B, "keep-alive and close in HTTP/1.0", request(b"Connection: keep-alive, close",
         line=b"GET /healthz HTTP/1.0"), [200], CLOSED),
    Case(B, "keep-alive and content in HTTP/1.0", post(b"Connection: keep-alive", b"Content-Length: 21", content=FORM,
         line=b"POST /login HTTP/1.0"), [422], OPEN, holds=b"marke"),
    Case("9110 7.6.1", "Host named as an option", request(b"Connection: Host"), [200], OPEN),
    Case("9110 7.8", "upgrade to h2c", request(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c",
         b"HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"), [200], OPEN, {"Upgrade": None}),
    Case("9110 7.8", "upgrade to a web socket", request(b"Connection: Upgrade", b"Upgrade: websocket",
         b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), [200], OPEN, {"Upgrade": None}),
    Case("9110 7.8", "upgrade with content", post(b"Connection: Upgrade", b"Upgrade: h2c", b"Content-Length: 21",
         content=FORM), [422], OPEN, holds=b"marke"),
]

Q = "9112 9.3.2"
HEAD = request(line=b"HEAD /healthz HTTP/1.1")
PIPELINES = [
    Case(Q, "two requests", GOOD * 2, [200] * 2, OPEN),
    Case(Q, "ten requests", GOOD * 10, [200] * 10, OPEN),
    Case(Q, "a hundred requests", GOOD * 100, [200] * 100, OPEN),
    Case(Q, "two thousand requests", GOOD * 2000, [200] * 2000, OPEN),
    Case(Q, "HEAD, then GET", HEAD + GOOD, [Head(200), 200], OPEN, holds=b"ok"),
    Case(Q, "GET, HEAD, HEAD, GET", GOOD + HEAD * 2 + GOOD, [200, Head(200), Head(200), 200], OPEN, holds=b"ok"),
    Case(Q, "form, then GET", length(b"21") + GOOD, [422, 200], OPEN, holds=b"ok"),
    Case(Q, "chunks, then GET", coding(b"chunked") + GOOD, [422, 200], OPEN, holds=b"ok"),
    Case(Q, "forms in turn", (length(b"21") + coding(b"chunked")) * 3, [422] * 6, OPEN, holds=b"marke"),
    Case(Q, "good ones, then a bad one", GOOD * 3 + line(b"bad") + GOOD, [200] * 3 + [400], CLOSED),
    Case(Q, "a bad one, then good ones", line(b"bad") + GOOD * 3, [400], CLOSED),
    Case(Q, "good ones, then an unknown method", GOOD * 3 + line(b"FLY / HTTP/1.1") + GOOD, [200] * 3 + [501], CLOSED),
    Case(Q, "refusals go on", target(b"/nothing") + host(b"evil.example") + GOOD, [404, 200, 200], OPEN),
    Case(N, "nothing is answered behind close", GOOD + request(b"Connection: close") + GOOD, [200, 200], CLOSED),
    Case(N, "nothing is answered behind HTTP/1.0", line(b"GET /healthz HTTP/1.0") + GOOD, [200], CLOSED),
    Case("9112 2.2", "an empty line between", GOOD + b"\r\n" + GOOD, [200, 200], OPEN),
    Case("9112 2.2", "two empty lines between", GOOD + b"\r\n\r\n" + GOOD, [200, 400], CLOSED),
    Case("9112 6.3", "content without a length", request(line=b"POST / HTTP/1.1") + b"hello\r\n", [405, 400], CLOSED),
]

V = "9110 13.1"
CONDITIONS = [
    Case("9110 13.1.1", "If-Match: *", file(b"If-Match: *"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.1", "If-Match", file(b"If-Match: @tag"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.1", "If-Match in a list", file(b'If-Match: "a", @tag'), [200], OPEN),
    Case("9110 13.1.1", "If-Match in two fields", file(b'If-Match: "a"', b"If-Match: @tag"), [200], OPEN),
    Case("9110 13.1.1", "If-Match weakly", file(b"If-Match: W/@tag"), [412], OPEN),
    Case("9110 13.1.1", "If-Match without quotes", file(b"If-Match: a"), [412], OPEN),
    Case("9110 13.1.1", "If-Match not closed", file(b'If-Match: "a'), [412], OPEN),
    Case("9110 13.1.1", "If-Match without a value", file(b"If-Match:"), [412], OPEN),
    Case("9110 13.1.2", "If-None-Match", file(b"If-None-Match: @tag"), [304], OPEN, {"Content-Type": None}),
    Case("9110 13.1.2", "If-None-Match weakly", file(b"If-None-Match: W/@tag"), [304], OPEN),
    Case("9110 13.1.2", "If-None-Match: *", file(b"If-None-Match: *"), [304], OPEN),
    Case("9110 13.1.2", "If-None-Match of another", file(b'If-None-Match: "a", W/"b"'), [200], OPEN),
    Case("9110 13.1.2", "If-None-Match without quotes", file(b"If-None-Match: a"), [200], OPEN),
    Case("9110 13.1.2", "If-None-Match of a thousand", file(b'If-None-Match: "a"' + b', "b"' * 1000 + b", @tag"), [304],
         OPEN),
    Case("9110 13.1.2", "If-None-Match with HEAD", file(b"If-None-Match: @tag", method=b"HEAD"), [Head(304)], OPEN),
    Case("9110 13.2.2", "If-Match before If-None-Match", file(b'If-Match: "a"', b"If-None-Match: @tag"), [412], OPEN),
    Case("9110 13.1.3", "If-None-Match before If-Modified-Since",
         file(b'If-None-Match: "a"', b"If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT"), [200], OPEN),
    Case("9110 13.1.3", "date that cannot be read", file(b"If-Modified-Since: yesterday"), [200], OPEN),
    Case("9110 13.1.3", "date that does not exist", file(b"If-Modified-Since: Sat, 30 Feb 2097 00:00:00 GMT"), [200],
         OPEN),
    Case("9110 13.1.3", "year of many digits",
         file(b"If-Modified-Since: Sat, 30 Jan 99999999999999999999 00:00:00 GMT"), [200], OPEN),
    Case("9110 13.1.4", "If-Unmodified-Since that cannot be read", file(b"If-Unmodified-Since: 0"), [200], OPEN),
    Case("9110 13.1.3", "If-Modified-Since", file(b"If-Modified-Since: @date"), [304], OPEN, {"Content-Type": None}),
    Case("9110 13.1.3", "If-Modified-Since before the change",
         file(b"If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.3", "If-Modified-Since with HEAD", file(b"If-Modified-Since: @date", method=b"HEAD"), [Head(304)],
         OPEN),
    Case("9110 13.1.3", "If-Modified-Since twice", file(*[b"If-Modified-Since: @date"] * 2), [200], OPEN),
    Case("9110 13.1.4", "If-Unmodified-Since", file(b"If-Unmodified-Since: @date"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.4", "If-Unmodified-Since before the change",
         file(b"If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT"), [412], OPEN),
    Case("9110 13.2.2", "If-Match before If-Unmodified-Since",
         file(b"If-Match: @tag", b"If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT"), [200], OPEN),
    Case("9110 5.6.7", "date of RFC 850", file(b"If-Modified-Since: Saturday, 01-Jan-00 00:00:00 GMT"), [200], OPEN),
    Case("9110 5.6.7", "date of asctime", file(b"If-Modified-Since: Sat Jan  1 00:00:00 2000"), [200], OPEN),
    Case("9110 13.2.2", "If-None-Match before Range", file(b"Range: bytes=0-9", b"If-None-Match: @tag"), [304], OPEN),
    Case("9110 13.2.2", "If-Match before Range", file(b"Range: bytes=0-9", b'If-Match: "a"'), [412], OPEN),
    Case("9110 13.2.2", "If-Match, then Range", file(b"Range: bytes=0-9", b"If-Match: @tag"), [206], OPEN, size=10),
    Case("9110 13.2.2", "412 before 416", file(b"Range: bytes=20000-", b'If-Match: "a"'), [412], OPEN,
         {"Content-Range": None}),
    Case("9110 13.1.5", "If-Range of another and a range beyond", file(b"Range: bytes=20000-", b'If-Range: "a"'),
         [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.5", "If-Range twice", file(b"Range: bytes=0-9", *[b"If-Range: @tag"] * 2), [200], OPEN,
         size=FILE_SIZE),
    Case("9110 13.1.5", "If-Range", file(b"Range: bytes=0-9", b"If-Range: @tag"), [206], OPEN, size=10),
    Case("9110 13.1.5", "If-Range of another", file(b"Range: bytes=0-9", b'If-Range: "a"'), [200], OPEN,
         size=FILE_SIZE),
    Case("9110 13.1.5", "If-Range weakly", file(b"Range: bytes=0-9", b"If-Range: W/@tag"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.5", "If-Range of an old date",
         file(b"Range: bytes=0-9", b"If-Range: Sat, 01 Jan 2000 00:00:00 GMT"), [200], OPEN, size=FILE_SIZE),
    Case("9110 13.1.5", "If-Range without Range", file(b'If-Range: "a"'), [200], OPEN, size=FILE_SIZE),
]

G = "9110 14.1.2"
RANGES = [
    Case(G, "first octet", wanted(b"bytes=0-0"), [206], OPEN, {"Content-Range": "bytes 0-0/20000"}, b"%", size=1),
    Case(G, "prefix", wanted(b"bytes=0-999"), [206], OPEN, {"Content-Range": "bytes 0-999/20000"}, size=1000),
    Case(G, "rest", wanted(b"bytes=19990-"), [206], OPEN, {"Content-Range": "bytes 19990-19999/20000"}, size=10),
    Case(G, "suffix", wanted(b"bytes=-10"), [206], OPEN, {"Content-Range": "bytes 19990-19999/20000"}, size=10),
    Case(G, "suffix beyond the start", wanted(b"bytes=-99999"), [206], OPEN, {"Content-Range": "bytes 0-19999/20000"},
         size=FILE_SIZE),
    Case(G, "end beyond the end", wanted(b"bytes=19999-99999"), [206], OPEN,
         {"Content-Range": "bytes 19999-19999/20000"}, size=1),
    Case(G, "end 2^63-1", wanted(b"bytes=0-9223372036854775807"), [206], OPEN,
         {"Content-Range": "bytes 0-19999/20000"}),
    Case(G, "end 2^64", wanted(b"bytes=19999-18446744073709551616"), [206], OPEN,
         {"Content-Range": "bytes 19999-19999/20000"}),
    Case(G, "suffix of forty digits", wanted(b"bytes=-" + b"9" * 40), [206], OPEN,
         {"Content-Range": "bytes 0-19999/20000"}),
    Case(G, "unit in capitals", wanted(b"BYTES=0-9"), [206], OPEN, size=10),
    Case("9110 15.5.17", "start at the end", wanted(b"bytes=20000-"), [416], OPEN, {"Content-Range": "bytes */20000"}),
    Case("9110 15.5.17", "suffix 0", wanted(b"bytes=-0"), [416], OPEN, {"Content-Range": "bytes */20000"}),
    Case("9110 15.5.17", "start 2^63", wanted(b"bytes=9223372036854775808-"), [416], OPEN,
         {"Content-Range": "bytes */20000"}),
    Case("9110 15.5.17", "start of forty digits", wanted(b"bytes=" + b"9" * 40 + b"-"), [416], OPEN,
         {"Content-Range": "bytes */20000"}),
    Case("9110 14.2", "another unit", wanted(b"lines=0-9"), [200], OPEN, {"Content-Range": None}, size=FILE_SIZE),
    Case("9110 14.2", "end before start", wanted(b"bytes=9-0"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "no numbers", wanted(b"bytes=-"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "no ranges", wanted(b"bytes="), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "no unit", wanted(b"0-9"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "words", wanted(b"bytes=a-b"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "signs", wanted(b"bytes=+0-+9"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "blank inside", wanted(b"bytes=0 -9"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "fullwidth digits", wanted("bytes=０-９".encode()), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "two fields", file(b"Range: bytes=0-9", b"Range: bytes=0-9"), [200], OPEN, size=FILE_SIZE),
    Case("9110 14.2", "HEAD", file(b"Range: bytes=0-9", method=b"HEAD"), [Head(200)], OPEN,
         {"Content-Length": "20000"}),
    Case(G, "overlapping ones are one", wanted(b"bytes=0-9,5-14"), [206], OPEN,
         {"Content-Range": "bytes 0-14/20000"}, size=15),
    Case(G, "touching ones are one", wanted(b"bytes=5-9, 0-4"), [206], OPEN, {"Content-Range": "bytes 0-9/20000"},
         size=10),
    Case(G, "the same a thousand times", wanted(b"bytes=" + b"0-," * 1000 + b"0-"), [206], OPEN,
         {"Content-Range": "bytes 0-19999/20000"}, size=FILE_SIZE),
    Case(G, "one inside and one beyond", wanted(b"bytes=0-9,30000-"), [206], OPEN,
         {"Content-Range": "bytes 0-9/20000"}, size=10),
    Case(G, "one of them is bad", wanted(b"bytes=0-9,x"), [200], OPEN, size=FILE_SIZE),
]

D = "6266 4"
DELIVERY = [
    Case(D, "file", file(), [200], OPEN, FILE_FIELDS, b"%PDF", size=FILE_SIZE),
    Case(D, "HEAD of the file", file(method=b"HEAD"), [Head(200)], OPEN, FILE_FIELDS),
    Case(D, "part of the file", wanted(b"bytes=0-9"), [206], OPEN, FILE_FIELDS, size=10),
    Case(D, "unchanged file", file(b"If-None-Match: @tag"), [304], OPEN,
         {"Cache-Control": "private, no-cache", "Content-Disposition": None}),
    Case("9110 15.5.13", "precondition of the file", file(b'If-Match: "a"'), [412], OPEN,
         {"Content-Security-Policy": "default-src 'none'; sandbox", "Content-Length": "0", "ETag": None}),
    Case("9111 5.2", "page", target(b"/login"), [200], OPEN,
         {"X-Content-Type-Options": "nosniff", "Set-Cookie": None, "Content-Type": "text/html; charset=utf-8"}),
    Case("9110 8.3", "asset", target(b"/assets/nachlese.css"), [200], OPEN,
         {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "Vary": "Accept-Encoding",
          "Content-Encoding": None}),
    Case("9110 12.5.3", "asset in gzip", request(b"Accept-Encoding: gzip", line=b"GET /assets/nachlese.css HTTP/1.1"),
         [200], OPEN, {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, b"\x1f\x8b"),
    Case("9110 12.5.3", "asset in no coding that is refused",
         request(b"Accept-Encoding: gzip;q=0, *;q=0", line=b"GET /assets/nachlese.css HTTP/1.1"), [200], OPEN,
         {"Content-Encoding": None}),
    Case("9110 12.5.3", "range of an asset", request(b"Range: bytes=0-9", line=b"GET /assets/nachlese.css HTTP/1.1"),
         [200], OPEN, {"Content-Range": None}),
]

M = "9112 8"
TRUNCATED = [
    Case(M, "nothing at all", b"", [], ENDED),
    Case(M, "an empty line", b"\r\n", [], ENDED),
    Case(M, "half a method", b"GE", [], ENDED),
    Case(M, "half a request line", b"GET /healthz HT", [], ENDED),
    Case(M, "request line without its end", b"GET /healthz HTTP/1.1\r", [], ENDED),
    Case(M, "request line alone", b"GET /healthz HTTP/1.1\r\n", [], ENDED),
    Case(M, "half a field", GOOD[:-8], [], ENDED),
    Case(M, "no empty line", GOOD[:-2], [], ENDED),
    Case(M, "half an empty line", GOOD[:-1], [], ENDED),
    Case(M, "a request and a half", GOOD + GOOD[:-1], [200], ENDED),
    Case(M, "whole requests, then the end", GOOD * 3, [200] * 3, ENDED),
    Case(M, "content without its last octet", length(b"21", FORM[:-1]), [400], ENDED,
         {"Connection": "close"}, lacks=b"marke"),
    Case(M, "no content", length(b"21", b""), [400], ENDED),
    Case(M, "half a chunk", body(SIZE + b"\r\n" + FORM[:-1]), [400], ENDED, lacks=b"marke"),
    Case(M, "no last chunk", body(SIZE + b"\r\n" + FORM + b"\r\n"), [400], ENDED, lacks=b"marke"),
    Case(M, "no last line", body(chunked(FORM, end=b"0\r\n")), [400], ENDED, lacks=b"marke"),
]

O = "9110 9.3.7"
METHODS = [
    Case("9110 9.1", "unknown", line(b"BREW / HTTP/1.1"), [501], CLOSED),
    Case("9110 9.1", "of WebDAV", line(b"PROPFIND / HTTP/1.1"), [501], CLOSED),
    Case("9110 15.5.6", "POST to a file", file(method=b"POST"), [405], OPEN),
    Case("9110 9.3.2", "HEAD of a page", line(b"HEAD / HTTP/1.1"), [Head(200)], OPEN),
    Case("9110 9.3.2", "HEAD of nothing", line(b"HEAD /nothing HTTP/1.1"), [Head(404)], OPEN),
    Case("9110 9.3.2", "HEAD of a file", file(method=b"HEAD"), [Head(200)], OPEN, {"Content-Length": "20000"}),
    Case("9112 3.2.3", "CONNECT to a path", line(b"CONNECT / HTTP/1.1"), [400], CLOSED),
    Case("9112 3.2.3", "CONNECT without a port", line(b"CONNECT localhost HTTP/1.1"), [400], CLOSED),
    Case("9110 15.5.6", "GET where only POST is", line(b"GET /logout HTTP/1.1"), [405], OPEN,
         {"Allow": "POST, OPTIONS"}),
    Case("9110 15.5.6", "POST where it is not", line(b"POST / HTTP/1.1"), [405], OPEN,
         {"Allow": "GET, HEAD, OPTIONS"}),
    Case("9110 9.3.4", "PUT", request(b"Content-Length: 5", line=b"PUT / HTTP/1.1", content=b"hello"), [405], OPEN,
         {"Allow": "GET, HEAD, OPTIONS"}),
    Case("9110 9.3.5", "DELETE", line(b"DELETE /login HTTP/1.1"), [405], OPEN, {"Allow": "GET, HEAD, POST, OPTIONS"}),
    Case("5789 2", "PATCH", line(b"PATCH / HTTP/1.1"), [405], OPEN, {"Allow": "GET, HEAD, OPTIONS"}),
    Case("9110 9.3.8", "TRACE", request(b"X: reflect", line=b"TRACE / HTTP/1.1"), [405], OPEN,
         {"Allow": "GET, HEAD, OPTIONS"}, lacks=b"reflect"),
    Case("9110 9.3.6", "CONNECT", request(line=b"CONNECT localhost:443 HTTP/1.1", host=b"localhost:443"), [501],
         CLOSED),
    Case(O, "OPTIONS", line(b"OPTIONS / HTTP/1.1"), [204], OPEN, {"Allow": "GET, HEAD, OPTIONS"}),
    Case(O, "OPTIONS of a form", line(b"OPTIONS /login HTTP/1.1"), [204], OPEN, {"Allow": "GET, HEAD, POST, OPTIONS"}),
    Case(O, "OPTIONS of a file", file(method=b"OPTIONS"), [204], OPEN, {"Allow": "GET, HEAD, OPTIONS"}),
    Case(O, "OPTIONS of nothing", line(b"OPTIONS /nothing HTTP/1.1"), [404], OPEN),
    Case(O, "OPTIONS with content", request(b"Content-Length: 5", line=b"OPTIONS / HTTP/1.1", content=b"hello"), [204],
         OPEN, {"Allow": "GET, HEAD, OPTIONS"}),
    Case("9112 3.2.4", "OPTIONS *", line(b"OPTIONS * HTTP/1.1"), [204], OPEN, {"Allow": "GET, HEAD, POST, OPTIONS"}),
    Case("9112 3.2.4", "OPTIONS of a server", line(b"OPTIONS own://localhost HTTP/1.1"), [204], OPEN,
         {"Allow": "GET, HEAD, POST, OPTIONS"}),
    Case("9112 3.2.4", "OPTIONS **", line(b"OPTIONS ** HTTP/1.1"), [400], CLOSED),
    Case("9110 7.4", "OPTIONS * of a foreign site", request(line=b"OPTIONS * HTTP/1.1", host=b"evil.example"), [421],
         OPEN, lacks=b"evil"),
]

PARTS = [
    Case(G, "two ranges", wanted(b"bytes=0-9,100-109"), [206], OPEN, {"Content-Range": None},
         b"Content-Range: bytes 0-9/20000\r\n"),
    Case(G, "two ranges in reverse", wanted(b"bytes=-10, 0-9"), [206], OPEN, {"Content-Range": None},
         b"Content-Range: bytes 19990-19999/20000\r\n"),
    Case(G, "some overlap", wanted(b"bytes=0-9,5-14,100-109,14-19"), [206], OPEN, {"Content-Range": None},
         b"Content-Range: bytes 0-19/20000\r\n"),
    Case(G, "two and one beyond", wanted(b"bytes=0-9,100-109,30000-"), [206], OPEN, {"Content-Range": None},
         b"Content-Range: bytes 100-109/20000\r\n"),
    Case("9110 14.2", "a hundred tiny ones are the whole",
         wanted(b"bytes=" + b",".join(b"%d-%d" % (place, place) for place in range(0, 2000, 20))), [200], OPEN,
         {"Content-Range": None}, size=FILE_SIZE),
    Case("9110 14.2", "large ones that leave a gap are the whole", wanted(b"bytes=0-9998,10000-19999"), [200], OPEN,
         {"Content-Range": None}, size=FILE_SIZE),
]

CASES = {
    "request-line": REQUEST_LINES, "target": TARGETS, "host": HOSTS, "field": FIELDS, "length": LENGTHS,
    "coding": CODINGS, "chunk": CHUNKS, "unread": UNREAD, "expect": EXPECTATIONS, "connection": CONNECTIONS,
    "pipeline": PIPELINES, "condition": CONDITIONS, "range": RANGES, "truncated": TRUNCATED, "method": METHODS,
    "parts": PARTS, "delivery": DELIVERY,
}

# Ways out of a folder as people try them, and what they hope to find.
DOTS = [b"..", b"%2e%2e", b".%2E", b"%2e.", b"%252e%252e", b"..%00", b"%c0%ae%c0%ae", b"%e0%80%ae%e0%80%ae", b"..;",
        b"...", b"%ef%bc%8e%ef%bc%8e", b"%u002e%u002e"]
SLASHES = [b"/", b"//", b"/./", b"%2f", b"\\", b"%5c", b"%252f"]
PLACES = [b"/", b"/assets/", b"/modules/2017-iv/", b"/@file/"]
GOALS = [(6, b"etc/passwd"), (1, b"nachlese.db"), (2, b"nachlese.conf")]
ESCAPES = [
    request(line=b"GET " + place + (dots + slash) * depth + goal.replace(b"/", slash) + b" HTTP/1.1")
    for dots in DOTS for slash in SLASHES for place in PLACES for depth, goal in GOALS]
