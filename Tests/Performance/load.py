"""Drives a server with wrk and takes its CPU time meanwhile."""
import dataclasses
import re
import subprocess

import machine


@dataclasses.dataclass
class Run:
    """What one run of wrk showed."""
    cpu: float  # microseconds of the server's CPU time for each request
    rate: float  # requests per second


def drive(server, target, seconds, *, connections=50, headers=(), script=None, scheme="http"):
    """Requests one address over kept connections, or what a script names, for some seconds.

    The CPU time is the server processes' own (user and system, /proc/PID/stat) by the number of requests that wrk
    counted; it is steadier than requests per second, which depend on wrk as well.
    """
    host = "localhost" if scheme == "https" else "127.0.0.1"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    if script:
        command += ["-s", str(script[0])]
    command.append(f"{scheme}://{host}:{server.port}{target}")
    if script:
        command += ["--", *map(str, script[1:])]
    before = machine.cpu_seconds(server.pids)
    done = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=machine.pinned(machine.client_cores()))
    used = machine.cpu_seconds(server.pids) - before
    if done.returncode or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise machine.NotMeasured(f"wrk met errors at {target}: {done.stdout}{done.stderr}")
    requests = int(re.search(r"(\d+) requests in", done.stdout)[1])
    if not requests:
        raise machine.NotMeasured(f"wrk got no answer from {target}")
    return Run(used / requests * 1e6, float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]))


def alternate(rounds, *drivers):
    """Lets every driver run once in each round, and gives the runs of each.

    Every second round goes the other way round, so that neither side is always the one that comes first.
    """
    runs = [[] for _ in drivers]
    for number in range(rounds):
        order = range(len(drivers)) if number % 2 == 0 else reversed(range(len(drivers)))
        for index in order:
            runs[index].append(drivers[index]())
    return runs
