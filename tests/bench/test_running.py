"""The bench itself runs, from its servers to its file. What it measures here means nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.test_results import IDS
from tests.processes import ROOT


@pytest.mark.timeout(400)
def test_a_glance_measures_every_target(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    done = subprocess.run(  # noqa: S603 - our own bench
        [sys.executable, "-m", "bench", "--quick", "--to", str(file)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    found = {one["id"]: one for one in json.loads(file.read_text("utf-8"))["targets"]}
    assert tuple(found) == IDS
    assert found["4a"]["held"]  # counted, so true whatever else the machine is doing
    assert found["4b"]["held"]
    assert found["7b"]["held"]
    assert found["11b"]["held"]


def test_a_target_that_is_not_known_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "12"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "'12' is not one of" in done.stderr
