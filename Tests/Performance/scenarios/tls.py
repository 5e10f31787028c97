"""A 1 MB download over TLS beside nginx with the same certificate and suite, and handshakes."""
import contextlib
import re
import shutil
import socket
import ssl
import subprocess

import load
import machine
import nginx
from scenarios import files

TARGET = 1.0
ICON = "/assets/icon.svg"


def measure(bench):
    certificate, key = make_certificate(bench.scratch)
    shutil.copytree(machine.REPOSITORY / "Public", bench.served / "assets")
    installation = bench.installation("tls-data")
    file = bench.file(1_048_576)
    password = installation.publish(file)
    port = machine.free_port()
    installation.settings(tls_certificate=certificate, tls_key=key, public_url=f"https://localhost:{port}")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(installation.serving(port=port))
        server.context = ssl.create_default_context(cafile=certificate)
        suite = chosen(server)
        secure = stack.enter_context(nginx.serving(
            bench.scratch / "nginx-tls", bench.served, nginx.SECURE, certificate=certificate, key=key,
            suite=suite[0]))
        secure.context = server.context
        if chosen(secure) != suite:
            raise machine.NotMeasured(f"nginx chose {chosen(secure)}, Nachlese {suite}")
        cookie = server.sign_in(password)
        path = server.path(file, cookie)
        theirs, ours = load.alternate(
            bench.rounds,
            lambda: load.drive(secure, f"/{file.name}", bench.seconds, scheme="https"),
            lambda: load.drive(server, path, bench.seconds, scheme="https", headers=[f"Cookie: {cookie}"]))
        yield from files.compared("tls", f"1 MB, {suite[0]}", ours, theirs, TARGET)
        for name, option in (("full", "-new"), ("resumed", "-reuse")):
            theirs, ours = load.alternate(
                bench.rounds,
                lambda: handshakes(secure, option, bench.seconds), lambda: handshakes(server, option, bench.seconds))
            yield from files.compared("tls", f"{name} handshake and icon", ours, theirs, None)


def make_certificate(folder):
    """A certificate for localhost with a key on P-256."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    key.chmod(0o600)
    return certificate, key


def chosen(server):
    """Suite and version that a client with OpenSSL's defaults, like wrk, is given."""
    with contextlib.closing(socket.create_connection(("localhost", server.port))) as plain, \
            server.context.wrap_socket(plain, server_hostname="localhost") as connection:
        name, version, _ = connection.cipher()
        return name, version


def handshakes(server, option, seconds):
    """One connection after the other, each with one small request; resumed ones are counted as such by the client."""
    before = machine.cpu_seconds(server.pids)
    done = subprocess.run(
        ["openssl", "s_time", "-connect", f"localhost:{server.port}", option, "-time", str(seconds), "-www", ICON],
        capture_output=True, text=True, preexec_fn=machine.pinned(machine.client_cores()))
    used = machine.cpu_seconds(server.pids) - before
    # It tells of each pass on a line; the last one is that of the pass that was asked for.
    found = re.findall(r"(\d+) connections in (\d+) real seconds", done.stdout)
    if not found or not int(found[-1][0]):
        raise machine.NotMeasured(f"openssl s_time: {done.stdout[-300:]}{done.stderr[-300:]}")
    count, taken = map(int, found[-1])
    if option == "-reuse" and done.stdout.count("r") < count // 2:
        raise machine.NotMeasured("sessions were not resumed")
    return load.Run(used / count * 1e6, count / max(1, taken))
