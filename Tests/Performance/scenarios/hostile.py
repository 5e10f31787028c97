"""A good client's latency while others do their worst, and what they cost.

Slow readers of a large file, heads that never end, and a storm of wrong sign-ins. The server runs with its defaults
on all cores; the hostile clients are cheap and have low priority, so that the good client, a process of its own with
a fixed rate, measures the server and not its neighbours.
"""
import contextlib
import json
import os
import subprocess

import figures
import machine

TARGET = 5
RATE = 200  # downloads each second
SIGN_INS = 200  # each second


def measure(bench):
    crowd = bench.several(1000, 30)
    seconds = bench.several(15, 1)
    installation = bench.installation("hostile-data")
    small, large = bench.file(4096), bench.file(bench.several(100_000_000, 8_000_000))
    password = installation.publish(small, large)
    installation.settings()
    with installation.serving(workers=None, cores=os.sched_getaffinity(0)) as server, contextlib.ExitStack() as stack:
        cookie = server.sign_in(password)
        path, long_path = server.path(small, cookie), server.path(large, cookie)

        def good(duration=seconds):
            return latencies(bench, server, path, cookie, small.stat().st_size, duration)

        def begin(name, *arguments):
            return stack.enter_context(hostile(bench, name, server.port, *arguments))

        good(1)
        alone = good()
        before = server.memory
        readers = begin("slow_readers.py", crowd, long_path, cookie)
        with_readers = server.memory
        heads = begin("slow_heads.py", crowd)
        with_heads = server.memory
        storm = begin("sign_ins.py", bench.several(SIGN_INS, 20))
        attacked = good()
        peak = server.peak_memory
        told = {name: end(client) for name, client in
                (("readers", readers), ("heads", heads), ("storm", storm))}
        alone += good()
    yield from summary("alone", alone)
    yield from summary("attacked", attacked)
    yield figures.Figure(
        "hostile", "p99 ratio", figures.percentile(attacked, 0.99) / figures.percentile(alone, 0.99), "",
        at_most=TARGET)
    yield figures.Figure("hostile", "RSS before", before / 2**20, "MiB")
    yield figures.Figure("hostile", "for each slow reader", (with_readers - before) / crowd, "octets")
    yield figures.Figure("hostile", "for each slow head", (with_heads - with_readers) / crowd, "octets")
    yield figures.Figure("hostile", "RSS peak, hashing included", peak / 2**20, "MiB")
    answered = sum(count for status, count in told["storm"].items() if status.isdigit())
    yield figures.Figure("hostile", "wrong sign-ins sent", told["storm"].get("sent", 0), "")
    yield figures.Figure("hostile", "of them answered", answered, "")
    yield figures.Figure("hostile", "of them answered with 422", told["storm"].get("422", 0), "")
    for name in ("readers", "heads"):
        yield figures.Figure("hostile", f"slow {name} closed by the server", told[name].get("ended", 0), "")


def summary(name, values):
    for share, text in ((0.5, "p50"), (0.99, "p99"), (1, "longest")):
        yield figures.Figure("hostile", f"{name}: {text}", figures.percentile(values, share) / 1000, "ms")


def latencies(bench, server, path, cookie, size, seconds):
    """Microseconds of every download of the good client, none of which may fail."""
    command = bench.client("steady.py", server.port, RATE, seconds, path, cookie, size, niceness=-10)
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise machine.NotMeasured(f"the good client ended: {done.stderr[-500:]}")
    told = json.loads(done.stdout)
    if told["failures"]:
        raise machine.NotMeasured(f"{told['failures']} downloads of the good client failed")
    return told["latencies"]


@contextlib.contextmanager
def hostile(bench, name, *arguments):
    """A crowd of hostile clients that has reached its size."""
    command = bench.client(name, *arguments, niceness=10)
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with machine.ending(client):
        if client.stdout.readline() != "ready\n":
            raise machine.NotMeasured(f"{name} did not come to its size")
        yield client


def end(client):
    """Ends a crowd and gives what it counted."""
    return json.loads(client.communicate("\n", timeout=60)[0])
