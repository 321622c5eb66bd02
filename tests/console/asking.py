"""Asking the command line inside this process: arguments in, status and both streams out."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from console.cli import run
from worker import Composed
from workflow.runtime import Clock, Runtime, SimulatedClock
from workflow.settings import Settings

SIXTH = Path(__file__).parents[1] / "cases" / "sixth" / "case.yaml"
WRONG = SIXTH.parents[1] / "wrong" / "case.yaml"
YEAR = "school-cluster-3/2024"
SEPTEMBER = datetime(2024, 9, 16, 2, tzinfo=UTC)
"""A Monday morning between the opening of that year and the due date of its registration."""


class Standing(Composed):
    """Composes the real parts, under a clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def runtime(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        ids: Callable[[], str] | None = None,
        folders: tuple[Path, ...] = (),
    ) -> Runtime:
        return super().runtime(
            settings, clock=clock or SimulatedClock(self._moment), ids=ids, folders=folders
        )


@dataclass(frozen=True)
class Told:
    """What the command line answered."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - as JSON allows
        """The one document on standard output."""
        return json.loads(self.out)


def ask(*arguments: object, at: datetime = SEPTEMBER) -> Told:
    """Ask the command line, and return its answer."""
    out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
    with redirect_stdout(out), redirect_stderr(err):
        status = run(Standing(at), [str(one) for one in arguments])
    return Told(status, _read(out), _read(err))


def started(*arguments: object, **settings: str) -> subprocess.Popen[bytes]:
    """Start the command line as a process of its own, with both streams to be read."""
    program = [sys.executable, "-c", "import worker; worker.main()", *map(str, arguments)]
    environment = {**os.environ, **settings}
    return subprocess.Popen(  # noqa: S603 - our own program
        program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _read(stream: TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()
