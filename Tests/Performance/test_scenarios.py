"""The measuring program runs, and every scenario gives its figures. It takes a quiet machine, so .dev/test leaves it out:

    .build/tests-venv/bin/pytest Tests/Performance
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("NACHLESE_BINARY", REPOSITORY / ".build" / "debug" / "nachlese")

SCENARIOS = {
    "files": "4 KB: CPU ratio",
    "auth": "4 KB: CPU ratio",
    "idle": "for each connection",
    "hostile": "p99 ratio",
    "scale": "one session, one file: CPU ratio",
    "startup": "small folder: exec to first answer",
    "small": "asset: rate",
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_gives_its_figures(scenario):
    done = subprocess.run(
        [sys.executable, REPOSITORY / "Tests/Performance/run", "--quick", "--json", "--binary", BINARY, scenario],
        capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["not_measured"] == {}
    figures = {figure["what"]: figure["value"] for figure in told["figures"] if figure["scenario"] == scenario}
    assert SCENARIOS[scenario] in figures
    assert all(isinstance(value, (int, float)) for value in figures.values())
