"""The measuring program runs, and every scenario gives its figures; how fast anything is matters to no test."""

import json
import subprocess
import sys

import pytest

from site_driver import BINARY, REPOSITORY

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
