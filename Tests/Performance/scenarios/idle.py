"""The memory of the whole process while many kept connections wait."""
import os
import subprocess
import time

import figures
import machine

TARGET = 64  # MB of 1024 x 1024 octets


def measure(bench):
    count = bench.several(10_000, 300)
    if machine.raise_file_limit() < count + 100:
        raise machine.NotMeasured(f"{count} connections need a higher limit of open files (ulimit -n)")
    installation = bench.installation("idle-data")
    installation.publish(bench.file(4096))
    installation.settings()
    with installation.serving(workers=None, cores=os.sched_getaffinity(0)) as server:
        before = server.memory
        client = subprocess.Popen(
            bench.client("idlers.py", server.port, count), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with machine.ending(client):
            if client.stdout.readline() != "ready\n":
                raise machine.NotMeasured("not every connection got its answer")
            time.sleep(1)
            waiting = server.memory
            still_open = int(client.communicate("\n", timeout=60)[0])
    if still_open != count:
        raise machine.NotMeasured(f"{count - still_open} of {count} idle connections were closed meanwhile")
    yield figures.Figure("idle", "RSS before", before / 2**20, "MiB")
    yield figures.Figure("idle", f"RSS with {count} idle connections", waiting / 2**20, "MiB", at_most=TARGET)
    yield figures.Figure("idle", "for each connection", (waiting - before) / count, "octets")
