"""A program in a process group of its own, with what it says kept in a file."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from time import monotonic, sleep
from typing import Any

LOOK_EVERY_S = 0.02
NOBODY = 65534


class NotStarted(Exception):
    """A program ended, or did not answer in time; says what it wrote."""


class Program:
    """A program with its children: it can be asked to end, killed, frozen and thawed."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        user: int | None = None,
    ) -> None:
        self.command, self.log = [str(word) for word in command], log
        self._options: dict[str, Any] = {"cwd": cwd, "env": None if env is None else dict(env)}
        if user is not None:
            self._options |= {"user": user, "group": user, "extra_groups": []}
        self._begun_at = 0
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as output:
            self._begun_at = output.tell()
            return subprocess.Popen(  # noqa: S603 - our own programs
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._options,
            )

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def said(self) -> str:
        """Everything it has written since it was last started."""
        with self.log.open("rb") as file:
            file.seek(self._begun_at)
            return file.read().decode("utf-8", "replace")

    def until(self, answers: Callable[[], bool], within_s: float = 30) -> None:
        """Wait until *answers* says so. Raises NotStarted when it ends, or takes too long."""
        stop = monotonic() + within_s
        while not answers():
            if not self.alive or monotonic() > stop:
                message = f"{self.command[0]} ({self.process.poll()}): {self.said[-2000:]}"
                raise NotStarted(message)
            sleep(LOOK_EVERY_S)

    def says(self, words: str, *, within_s: float = 30) -> None:
        """Wait until it has written *words*. Raises NotStarted as `until` does."""
        self.until(lambda: words in self.said, within_s)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the program and its children; nothing happens to what is gone.

        PostgreSQL's children each lead a group of their own, so they are looked for by descent.
        """
        family = descendants(self.process.pid)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        for child in family:
            with suppress(ProcessLookupError):
                os.kill(child, number)

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        self.send(signal.SIGKILL)
        self.process.wait(10)

    def stop(self, number: signal.Signals = signal.SIGTERM, within_s: float = 30) -> int:
        """Ask it to end, and kill it when it does not; return its exit status."""
        self.ask(number)
        return self.ended(within_s)

    def ask(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, thawing it if it was frozen, and do not wait."""
        if self.alive:
            self.send(signal.SIGCONT)
            self.process.send_signal(number)

    def ended(self, within_s: float = 30) -> int:
        """Wait until it has ended, and kill it when it does not; return its exit status."""
        try:
            return self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return self.process.wait(10)

    def again(self) -> None:
        """Start it anew, after it has ended."""
        self.process = self._start()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hear Ctrl-C and SIGTERM only after the block: a process that it starts is known by then.

    Interrupted in between, nobody would end that process. Signals are the main thread's.
    """
    if current_thread() is not main_thread():
        yield
        return
    heard: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {
        one: signal.signal(one, lambda number, _frame: heard.append(number)) for one in numbers
    }
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    if heard:
        signal.raise_signal(heard[0])


def without_settings(**settings: str) -> dict[str, str]:
    """Return this process's environment with none of our settings but the ones given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("THIDUA_")}
    return kept | settings


def descendants(pid: int) -> list[int]:
    """Return the processes that descend from *pid*, as far as the system tells (Linux does)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            fields = entry.read_text("utf-8", "replace").rpartition(") ")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = list(parents.get(pid, ()))
    for child in found:  # grows while it is read
        found += parents.get(child, ())
    return found


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answering(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
