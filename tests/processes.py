"""Programs that a test starts, with what they say kept in a file, and never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.eventually import eventually

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


class Program:
    """A program in a process group of its own."""

    def __init__(self, command: Sequence[str], log: Path, settings: Mapping[str, str]) -> None:
        self.log = log
        kept = {name: value for name, value in os.environ.items() if name[:7] != "THIDUA_"}
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=ROOT,
                env={**kept, **settings},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        """Everything it has written."""
        return self.log.read_text("utf-8", "replace")

    def says(self, words: str, *, within_s: float = 30) -> None:
        """Wait until it has written *words*."""

        def heard() -> bool:
            assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.said}"
            return words in self.said

        eventually(heard, within_s=within_s)

    def ends_within(self, seconds: float) -> bool:
        """Wait so long, and say whether it has ended by itself."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self.process.wait(10)

    def stop(self) -> int:
        """Ask it to end; return its exit status."""
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def running(
    command: Sequence[str], log: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Program]:
    """Run a program while the block lasts."""
    program = Program(command, log, settings or {})
    try:
        yield program
    finally:
        program.kill()
