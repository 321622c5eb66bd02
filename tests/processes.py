"""Programs that a test starts, with what they say kept in a file, and never left behind."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from console.cluster.programs import Program, without_settings

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent

__all__ = ["BIN", "ROOT", "Program", "running"]


@contextmanager
def running(
    command: Sequence[str], log: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Run a program while the block lasts."""
    program = Program(command, log, cwd=ROOT, env=without_settings(**(settings or {})))
    try:
        yield program
    finally:
        program.kill()
