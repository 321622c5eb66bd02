"""`thidua cluster`: all parts start, the demo is lived through them, and nothing is left behind."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from console.cluster.programs import descendants
from tests.eventually import eventually
from tests.processes import BIN, Program, running

pytestmark = pytest.mark.timeout(400)

KINDS = {"postgres": 1, "redis": 1, "worker": 2, "scheduler": 2, "web": 1}


def command(folder: Path, *options: str) -> tuple[str, ...]:
    return (str(BIN / "thidua"), "cluster", "--dir", str(folder), "--json", *options)


def is_there(pid: int) -> bool:
    """Whether a process lives; one that is dead and not yet buried does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return False
    return stat.rpartition(") ")[2][:1] not in {"Z", "X"}


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - as JSON allows
    """What a whole run answers."""
    folder = tmp_path_factory.mktemp("cluster")
    with running(command(folder / "it"), folder / "log") as program:
        assert program.ended(300) == 0, program.said
        return json.loads(program.said)


def test_every_part_of_an_installation_ran(answer: Any) -> None:  # noqa: ANN401 - as above
    kinds = [one["kind"] for one in answer["processes"]]

    assert {kind: kinds.count(kind) for kind in set(kinds)} == KINDS
    assert {one["state"] for one in answer["processes"]} == {"running"}


def test_everything_held_after_the_demo(answer: Any) -> None:  # noqa: ANN401 - as above
    assert [one for one in answer["checks"] if not one["held"]] == []
    assert len(answer["checks"]) == 6


def test_no_process_is_left(answer: Any) -> None:  # noqa: ANN401 - as above
    assert [one["name"] for one in answer["processes"] if is_there(one["pid"])] == []


def started(program: Program) -> bool:
    """Whether the workers have begun: then everything else has."""
    logs = Path(program.command[3]) / "logs"
    return (logs / "worker-2.log").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_ends_all_that_it_started(tmp_path: Path, number: signal.Signals) -> None:
    with running(command(tmp_path / "it"), tmp_path / "log") as program:
        eventually(lambda: started(program), within_s=60)
        begun = descendants(program.process.pid)

        assert program.stop(number, within_s=60) == 2

    assert len(begun) >= 4
    eventually(lambda: not any(is_there(pid) for pid in begun))  # what was killed goes at once
