"""People who look at their own work while everything is killed: what they were shown, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Thread

from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.reading import Task

LOOKING = ("of-an", "of-binh", "of-admin")
"""Whose own work is looked at: a head, a member, an administrator."""

PAUSE_S = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What one person was shown at some second of the run."""

    at_s: float
    person: str
    tasks: Sequence[Task]


@dataclass
class Onlooker:
    """Looks at one person's work after another's, until it is told to stop.

    `blind` counts the looks to which there was no answer.
    """

    runtime: Runtime
    now_s: Callable[[], float]
    looks: list[Look] = field(default_factory=list)
    blind: int = 0

    def __post_init__(self) -> None:
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="onlooker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, within_s: float) -> None:
        """End after the look that is going on."""
        self._stopping.set()
        self._thread.join(within_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            for person in LOOKING:
                self._look(person)
            self._stopping.wait(PAUSE_S)

    def _look(self, person: str) -> None:
        try:
            tasks = reading.work(self.runtime, person)
        except Exception:  # noqa: BLE001 - the database was killed: there is nothing to be seen
            self.blind += 1
        else:
            self.looks.append(Look(at_s=self.now_s(), person=person, tasks=tasks))
