"""The processes of an installation: what each is, and whether it runs, stands frozen, or ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from console.cluster.programs import Program

POSTGRES, REDIS, WORKER, SCHEDULER, WEB = "postgres", "redis", "worker", "scheduler", "web"
RUNNING, FROZEN, ENDED = "running", "frozen", "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessState:
    """One process as it is now. `memory` is in bytes; `ran_s` counts since its last start."""

    name: str
    kind: str
    state: str
    pid: int
    address: str | None
    ran_s: float
    starts: int
    memory: int


@dataclass(kw_only=True)
class Process:
    """A program of the installation. `start_again` returns when it is of use again."""

    name: str
    kind: str
    program: Program
    start_again: Callable[[], None]
    address: str | None = None
    starts: int = 1
    since: float = field(default_factory=monotonic)

    def again(self) -> None:
        """Start it anew, after it has ended; return when it is of use."""
        self.start_again()
        self.starts += 1
        self.since = monotonic()

    @property
    def now(self) -> ProcessState:
        """What the machine says of it."""
        pid = self.program.process.pid
        return ProcessState(
            name=self.name,
            kind=self.kind,
            state=_state(self.program),
            pid=pid,
            address=self.address,
            ran_s=round(monotonic() - self.since, 1),
            starts=self.starts,
            memory=memory_of(pid),
        )


def _state(program: Program) -> str:
    if not program.alive:
        return ENDED
    return FROZEN if _letter(program.process.pid) == "T" else RUNNING


def _letter(pid: int) -> str:
    """Return the letter by which the system tells what a process does; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2][:1]
    except OSError:
        return ""


def memory_of(pid: int) -> int:
    """Return how many bytes of memory a process holds; 0 when it is gone or cannot be known."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    held = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return int(held[0]) * 1024 if held else 0
