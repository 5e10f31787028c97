"""Authenticated downloads beside plain nginx, which checks nothing."""
import contextlib

import figures
import load
import nginx

# Octets, their name, and the most CPU time by nginx's that the project allows itself.
SIZES = [(4096, "4 KB", 1.0), (65_536, "64 KB", 0.9), (1_048_576, "1 MB", 0.9)]


def measure(bench):
    installation = bench.installation("files-data")
    files = [bench.file(size) for size, _, _ in SIZES]
    password = installation.publish(*files)
    installation.settings()
    for (_, name, target), file in zip(SIZES, files):
        # Servers are started anew, so that the peak of their memory belongs to this size.
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(
                nginx.serving(bench.scratch / f"nginx-{file.stem}", bench.served, nginx.PLAIN))
            server = stack.enter_context(installation.serving())
            cookie = server.sign_in(password)
            path = server.path(file, cookie)
            theirs, ours = load.alternate(
                bench.rounds,
                lambda: load.drive(plain, f"/{file.name}", bench.seconds),
                lambda: load.drive(server, path, bench.seconds, headers=[f"Cookie: {cookie}"]))
            yield from compared("files", name, ours, theirs, target)
            yield figures.Figure("files", f"{name}: nginx peak RSS", plain.peak_memory / 1e6, "MB")
            yield figures.Figure("files", f"{name}: Nachlese peak RSS", server.peak_memory / 1e6, "MB")
        if name == "4 KB":
            yield tuned(bench, installation, password, file)


def tuned(bench, installation, password, file):
    """For comparison without a target: nginx that keeps descriptors open."""
    with nginx.serving(bench.scratch / "nginx-tuned", bench.served, nginx.TUNED) as plain, \
            installation.serving() as server:
        cookie = server.sign_in(password)
        path = server.path(file, cookie)
        theirs, ours = load.alternate(
            bench.rounds,
            lambda: load.drive(plain, f"/{file.name}", bench.seconds),
            lambda: load.drive(server, path, bench.seconds, headers=[f"Cookie: {cookie}"]))
        return figures.ratio(
            "files", "4 KB: CPU ratio, nginx with open_file_cache",
            [run.cpu for run in ours], [run.cpu for run in theirs])


def compared(scenario, name, ours, theirs, target, beside="nginx"):
    """CPU time and rate of both sides, and their ratio against its target."""
    for side, runs in ((beside, theirs), ("Nachlese", ours)):
        yield figures.median(scenario, f"{name}: {side} CPU", [run.cpu for run in runs], "µs/request")
        yield figures.median(scenario, f"{name}: {side} rate", [run.rate for run in runs], "requests/s")
    yield figures.ratio(
        scenario, f"{name}: CPU ratio", [run.cpu for run in ours], [run.cpu for run in theirs], target)
