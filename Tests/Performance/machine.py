"""What the measurements need of this machine: packages, the release build, cores, and what a process has used."""
import contextlib
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")


class NotMeasured(Exception):
    """A measurement that could not be made, and why."""


def install(*packages):
    """Installs what is missing from Debian; nothing that brings a service starts it."""
    policy = pathlib.Path("/usr/sbin/policy-rc.d")
    is_ours = os.geteuid() == 0 and not policy.exists()
    if is_ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        subprocess.run([REPOSITORY / ".dev/install", *packages], check=True, stdout=sys.stderr)
    finally:
        if is_ours:
            policy.unlink()


def build():
    """The release binary, built now as the README says."""
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "nachlese"]
    subprocess.run(command, cwd=REPOSITORY, check=True, stdout=sys.stderr)
    shown = subprocess.run([*command, "--show-bin-path"], cwd=REPOSITORY, check=True, capture_output=True, text=True)
    return pathlib.Path(shown.stdout.strip()) / "nachlese"


def raise_file_limit():
    """As many descriptors as the system lets this process have, for the clients and whatever they start."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def server_cores():
    """Servers have the first core to themselves while they are driven with wrk, if there is another for wrk."""
    return sorted(os.sched_getaffinity(0))[:1]


def client_cores():
    return sorted(os.sched_getaffinity(0))[1:] or server_cores()


def pinned(cores):
    """For `preexec_fn`: what is started runs on these cores."""
    return lambda: os.sched_setaffinity(0, cores)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def source_address(number):
    """A loopback address in a network of its own for every 100 clients: limits for a network meet nobody."""
    network, host = divmod(number, 100)
    return f"127.{64 + network // 250}.{1 + network % 250}.{1 + host}"


def cpu_seconds(pids):
    """User and system time that the processes have used."""
    used = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        used += int(fields[11]) + int(fields[12])
    return used / TICK


def _memory(pid, name):
    return int(re.search(rf"{name}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def memory(pid):
    """Octets of the process that are in memory."""
    return _memory(pid, "VmRSS")


def peak_memory(pid):
    """The most octets of the process that were in memory since it began."""
    return _memory(pid, "VmHWM")


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def ending(process, signal_number=15):
    """Ends a process that was started, in every case."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal_number)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
