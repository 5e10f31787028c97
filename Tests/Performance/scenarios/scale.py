"""A download from a folder with a million accounts and sessions and 100,000 presentations : one with a hundred."""
import contextlib
import random

import figures
import load
import machine

TARGET = 1.1
REQUESTS = 100_000


def measure(bench):
    small, large = bench.populated("small"), bench.populated("large")
    script = machine.REPOSITORY / "Tests/Performance/clients/many.lua"
    with contextlib.ExitStack() as stack:
        sides = [(population, stack.enter_context(population.installation.serving())) for population in (small, large)]

        def compared(what, lists, target):
            """Drives both in turn with their lists of downloads; only the ratio has a target."""
            for (population, server), pairs in zip(sides, lists):
                status = server.get(*pairs[0])[0]
                if status != 200:
                    raise machine.NotMeasured(f"{pairs[0][0]} was answered with {status}")
            paths = []
            for name, pairs in zip(("small", "large"), lists):
                path = bench.scratch / f"scale-{name}.txt"
                path.write_text("".join(f"{target}\t{cookie}\n" for target, cookie in pairs))
                paths.append(path)
            few, many = load.alternate(bench.rounds, *(
                lambda server=server, path=path: load.drive(server, "/", bench.seconds, script=(script, path))
                for (_, server), path in zip(sides, paths)))
            yield figures.median("scale", f"{what}: CPU, small folder", [run.cpu for run in few], "µs/request")
            yield figures.median("scale", f"{what}: CPU, large folder", [run.cpu for run in many], "µs/request")
            yield figures.ratio(
                "scale", f"{what}: CPU ratio", [run.cpu for run in many], [run.cpu for run in few], target)

        chance = random.Random(1)
        yield from compared(
            "one session, one file", [side.sample(1, 1, 1, chance) for side, _ in sides], TARGET)
        yield from compared(
            "90 sessions, 90 files", [side.sample(90, 90, REQUESTS, chance) for side, _ in sides], TARGET)
        # What no cache can hold, beside what every cache holds: a bound for the worst, without a target.
        yield from compared(
            "all sessions, all files",
            [side.pairs(REQUESTS, range(side.presentations), chance) for side, _ in sides], None)
