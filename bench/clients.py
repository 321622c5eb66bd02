"""The bench's side of clients: processes told to act at once, and what they answered together."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PYTHON = Path(sys.executable)


class ClientFailed(Exception):
    """A client ended before it answered; says what it wrote."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """What clients did together in one round."""

    per_s: float
    cpu_us: float
    took_us: tuple[int, ...]
    tried: int
    refused: Counter[str]


class Client:
    """One process, `python -m MODULE ARGUMENT...`, ready to act."""

    def __init__(self, module: str, *arguments: str, python: Path = PYTHON) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own modules
            [python, "-m", module, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def order(self, **order: object) -> None:
        """Tell it what to do."""
        if self._process.stdin is not None:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Return its next answer. Raises ClientFailed when it has none."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            said = self._process.stderr.read() if self._process.stderr else ""
            raise ClientFailed(said[-2000:])
        found: dict[str, Any] = json.loads(line)
        return found

    def stop(self) -> None:
        """Let it end, and wait; one that does not end is killed."""
        try:
            self._process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


@contextmanager
def clients(
    module: str, each: Sequence[Sequence[str]], python: Path = PYTHON
) -> Iterator[list[Client]]:
    """Start one client for every tuple of arguments; ready when entered, gone when left.

    Raises:
        ClientFailed: One of them could not start.
    """
    with ExitStack() as stack:
        started = [Client(module, *arguments, python=python) for arguments in each]
        for client in started:
            stack.callback(client.stop)
        for client in started:
            client.answer()
        yield started


def together(acting: Sequence[Client], seconds: float, *, which: str = "own") -> Round:
    """Let *acting* act at the same time for so many seconds."""
    for client in acting:
        client.order(seconds=seconds, which=which)
    answers = [client.answer() for client in acting]
    tried = sum(one["tried"] for one in answers)
    done = [one["tried"] - sum(one["refused"].values()) for one in answers]
    return Round(
        per_s=sum(acts / one["seconds"] for acts, one in zip(done, answers, strict=True)),
        cpu_us=1e6 * sum(one["cpu_s"] for one in answers) / tried,
        took_us=tuple(took for one in answers for took in one["took_us"]),
        tried=tried,
        refused=sum((Counter(one["refused"]) for one in answers), Counter()),
    )
