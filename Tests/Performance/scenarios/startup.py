"""From exec to the first answer: the sign-in page of a folder with little, and of one with a million accounts.

Not the start page, which names every module: with 5,000 of them it has a megabyte, whenever it is asked for.
"""
import socket
import subprocess
import time

import figures
import machine

TARGET = 100  # milliseconds
PATIENCE = 60  # seconds


def measure(bench):
    little = bench.installation("startup-data")
    little.publish(bench.file(4096))
    little.settings()
    times = bench.several(20, 3)
    for name, installation in (("small folder", little), ("large folder", bench.populated("large").installation)):
        taken = [start(installation) * 1000 for _ in range(times)]
        yield figures.median("startup", f"{name}: exec to first answer", taken, "ms", TARGET)


def start(installation):
    """Seconds from the start of the process to the end of its first answer; then it is stopped."""
    port = machine.free_port()
    request = b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    began = time.monotonic()
    process = subprocess.Popen(
        [installation.binary, "serve", "--listen", f"127.0.0.1:{port}"], env=installation.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with machine.ending(process):
        while time.monotonic() - began < PATIENCE:
            if process.poll() is not None:
                raise machine.NotMeasured(f"nachlese ended with {process.returncode}")
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
                    connection.sendall(request)
                    answer = b"".join(iter(lambda: connection.recv(65_536), b""))
            except OSError:
                # It does not listen yet, or listens for a moment to see that nobody else does.
                time.sleep(0.0005)
                continue
            taken = time.monotonic() - began
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise machine.NotMeasured(f"the first answer was {answer[:40]!r}")
            return taken
    raise machine.NotMeasured(f"no answer within {PATIENCE} s")
