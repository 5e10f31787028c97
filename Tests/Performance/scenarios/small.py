"""Pages and assets for somebody who is not signed in."""
import figures
import load

TARGETS = [("start page", "/"), ("sign-in page", "/login"), ("asset", "/assets/nachlese.css")]


def measure(bench):
    installation = bench.installation("small-data")
    installation.publish(bench.file(4096))
    installation.settings()
    with installation.serving() as server:
        for name, path in TARGETS:
            runs, = load.alternate(bench.rounds, lambda: load.drive(server, path, bench.seconds))
            yield figures.median("small", f"{name}: rate", [run.rate for run in runs], "requests/s")
            yield figures.median("small", f"{name}: CPU", [run.cpu for run in runs], "µs/request")
