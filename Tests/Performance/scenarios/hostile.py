"""A good client's latency while others do their worst, and what they cost.

Slow readers of a large file, heads that never end, and a storm of wrong sign-ins. The server runs with its defaults
on all cores; the hostile clients are cheap and have low priority, so that the good client, a process of its own with
a fixed rate, measures the server and not its neighbours.
"""
import contextlib
import dataclasses
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
    rounds = bench.several(3, 1)
    installation = bench.installation("hostile-data")
    small, large = bench.file(4096), bench.file(bench.several(100_000_000, 8_000_000))
    password = installation.publish(small, large)
    installation.settings()
    with installation.serving(workers=None, cores=os.sched_getaffinity(0)) as server:
        cookie = server.sign_in(password)
        site = Site(bench, server, cookie, server.path(small, cookie), server.path(large, cookie), crowd)
        site.latencies(1)
        alone, attacked, told = [], [], []
        for _ in range(rounds):
            # Close together, so that what else happens on the machine disturbs both sides of a round.
            alone.append(site.latencies(bench.several(6, 1)))
            values, counts = site.attacked(bench.several(6, 1))
            attacked.append(values)
            told.append(counts)
    for name, runs in (("alone", alone), ("attacked", attacked)):
        for share, text in ((0.5, "p50"), (0.99, "p99"), (1, "longest")):
            values = [figures.percentile(run, share) / 1000 for run in runs]
            yield figures.median("hostile", f"{name}: {text}", values, "ms")
    yield figures.ratio(
        "hostile", "p99 ratio", *([figures.percentile(run, 0.99) for run in runs] for runs in (attacked, alone)),
        at_most=TARGET)
    # Of the first round: later ones find memory that was used before.
    before, readers, heads, peak = told[0]["memory"]
    yield figures.Figure("hostile", "RSS before", before / 2**20, "MiB")
    yield figures.Figure("hostile", "for each slow reader", (readers - before) / crowd, "octets")
    yield figures.Figure("hostile", "for each slow head", (heads - readers) / crowd, "octets")
    yield figures.Figure("hostile", "RSS peak, hashing included", peak / 2**20, "MiB")
    for what, name in (("wrong sign-ins sent", "sent"), ("of them refused with 422", "422"),
                       ("of them refused with 429", "429"), ("of them refused with 503", "503")):
        yield figures.Figure("hostile", what, sum(counts["sign_ins.py"].get(name, 0) for counts in told), "")
    for name in ("slow_readers.py", "slow_heads.py"):
        yield figures.Figure(
            "hostile", f"{name[:-3].replace('_', ' ')} closed by the server",
            sum(counts[name].get("ended", 0) for counts in told), "")


@dataclasses.dataclass
class Site:
    """The server with what its clients ask of it."""
    bench: object
    server: object
    cookie: str
    path: str
    long_path: str
    crowd: int

    def latencies(self, seconds):
        """Microseconds of every download of the good client, none of which may fail."""
        command = self.bench.client(
            "steady.py", self.server.port, RATE, seconds, self.path, self.cookie, 4096, niceness=-10)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise machine.NotMeasured(f"the good client ended: {done.stderr[-500:]}")
        told = json.loads(done.stdout)
        if told["failures"]:
            raise machine.NotMeasured(f"{told['failures']} downloads of the good client failed")
        return told["latencies"]

    def attacked(self, seconds):
        """The same among hostile clients, and what these counted."""
        port = self.server.port
        memory = [self.server.memory]
        with contextlib.ExitStack() as stack:
            clients = {}
            for name, arguments in (
                    ("slow_readers.py", (port, self.crowd, self.long_path, self.cookie)),
                    ("slow_heads.py", (port, self.crowd)),
                    ("sign_ins.py", (port, self.bench.several(SIGN_INS, 20)))):
                clients[name] = stack.enter_context(hostile(self.bench, name, *arguments))
                memory.append(self.server.memory)
            latencies = self.latencies(seconds)
            memory[-1] = self.server.peak_memory
            return latencies, {"memory": memory} | {name: end(client) for name, client in clients.items()}


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
