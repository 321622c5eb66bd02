"""One province's year: opened, reminded, lived stage by stage, and counted."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from console.cluster.processes import memory_of
from console.cluster.programs import free_port
from tests.factories import ADMIN, START
from tests.processes import running
from tests.province.blocs import YEAR, blocs, unit_ids, write_definition
from tests.province.living import LIVING, advance, meeting
from tests.province.mailbox import HOST
from worker import Composed
from workflow.domain.timing import resolve
from workflow.runtime import Background, CountedIds, Runtime, SimulatedClock
from workflow.service import deadlines, notices, reading
from workflow.service.acts import perform
from workflow.service.opening import OpenYear
from workflow.service.years import open_year
from workflow.settings import Settings

LEASE_S = 10**9
"""Simulated time leaps by months: a lease would end while its worker is still at work."""

SETTLED_WITHIN_S = 600
ACT_BEFORE = timedelta(days=3)
"""Blocs meet so long before their stage is due, after everybody has been reminded."""

Tell = Callable[[int, int, str], None]


@dataclass
class Result:
    """What came of it; `memory`: bytes by percent of the steps, `letters`: how often each came."""

    units: int = 0
    blocs: int = 0
    owed: dict[tuple[str, int], int] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    memory: dict[int, int] = field(default_factory=dict)
    took_s: dict[str, float] = field(default_factory=dict)


@dataclass
class Steps:
    """How far it is, and what it holds in memory on the way."""

    total: int
    tell: Tell
    result: Result
    done: int = 0

    def step(self, what: str) -> None:
        """Take note of one step."""
        self.done += 1
        self.tell(self.done, self.total, what)
        share = 100 * self.done // self.total
        if share in {10, 50, 100} and share not in self.result.memory:
            self.result.memory[share] = memory_of(os.getpid())


def run(folder: Path, database: str, count: int, tell: Tell) -> Result:
    """Live the year of *count* blocs in *database*, a migrated one without blocs."""
    write_definition(folder)
    result, wanted = Result(), list(blocs(count))
    steps = Steps(total=count * (1 + len(LIVING)), tell=tell, result=result)
    with _mail(folder) as (url, letters):
        settings = Settings(dir=folder, database=database, smtp=url, lease_s=LEASE_S)
        parts = {"clock": SimulatedClock(START), "ids": CountedIds("province")}
        runtime = Composed().runtime(settings, folders=(folder,), **parts)  # type: ignore[arg-type]
        try:
            with Composed().background(runtime, ticking=False) as background:
                _live(background, wanted, steps)
            _count(runtime, result)
        finally:
            runtime.engine.dispose()
        result.letters.update(letters.read_text("ascii").split())
    result.blocs, result.units = count, sum(len(one.units) for one in wanted)
    return result


@contextmanager
def _mail(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a mail server; give its URL, and the file in which it writes down what it takes."""
    port, letters = free_port(), folder / "letters"
    letters.touch()
    command = (sys.executable, "-m", "tests.province.mailbox", str(port), str(letters))
    with running(command, folder / "mailbox.log") as server:
        server.says("listening")
        yield f"smtp://{HOST}:{port}", letters


def _live(background: Background, wanted: list[OpenYear], steps: Steps) -> None:
    runtime, clock = background.runtime, background.runtime.clock
    assert isinstance(clock, SimulatedClock)
    with _timed(steps.result, "opened"):
        for one in wanted:
            open_year(runtime, one, ADMIN, command_id=f"open {one.id}")
            steps.step(one.bloc)
    book = reading.load_book(runtime, wanted[0].id)
    for stage in book.definition.stages:
        assert stage.due
        with _timed(steps.result, "reminded"):
            _pass_time(background, clock, resolve(stage.due, book, clock.now()) - ACT_BEFORE)
        with _timed(steps.result, "acted"):
            for one in wanted:
                acts = LIVING[stage.kind](unit_ids(len(one.units)), book.definition)
                perform(runtime, meeting(one.id, stage.id, acts))
                perform(runtime, advance(one.id, stage.id))
                steps.step(f"{stage.id} {one.bloc}")


def _pass_time(background: Background, clock: SimulatedClock, until: datetime) -> None:
    """Move the clock on, stopping at each deadline and at each minute in which letters leave."""
    runtime = background.runtime
    while (coming := _next(runtime)) is not None and coming <= until:
        clock.move_to(coming)
        deadlines.fire_due(runtime)
        background.settle(SETTLED_WITHIN_S)
    clock.move_to(until)


def _next(runtime: Runtime) -> datetime | None:
    moments = (deadlines.next_due(runtime), notices.next_leaving(runtime))
    return min((one for one in moments if one is not None), default=None)


def _count(runtime: Runtime, result: Result) -> None:
    result.owed = reading.attempts(runtime)
    result.states = Counter(one.state for one in reading.list_years(runtime) if one.year == YEAR)


@contextmanager
def _timed(result: Result, what: str) -> Iterator[None]:
    start = perf_counter()
    yield
    result.took_s[what] = result.took_s.get(what, 0) + perf_counter() - start
