"""Any calendar, any jumps of the clock: every deadline fires once, and never before its moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from definitions.catalogue import Catalogue
from definitions.schema.calendars import DecreedDay
from tests.approving import OneDefinition
from tests.calendars import ROLLING, edited, off
from tests.databases import copied
from tests.factories import FOLDER, START, plain
from tests.years import Lived, opened
from workflow.runtime import CountedIds, Runtime
from workflow.service import calendars, reading
from workflow.service.deadlines import fire_due
from workflow.service.verifying import verify
from workflow.store.engine import connect
from workflow.store.schema import outbox, timers

NUMBERS = count()
DAYS = st.dates(date(2025, 2, 20), date(2025, 4, 10))
DECREES = st.lists(
    st.builds(
        lambda day, kind: off(str(day), kind=kind), DAYS, st.sampled_from(["off", "working"])
    ),
    max_size=6,
    unique_by=lambda day: day.date,
)
JUMPS = st.lists(st.tuples(st.integers(-48, 24 * 60), DECREES), min_size=1, max_size=8)


@dataclass
class Jumping:
    """A clock that is set, forward and back."""

    moment: datetime

    def now(self) -> datetime:
        """Return what it was set to."""
        return self.moment


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(jumps=JUMPS)
def test_every_deadline_fires_once_and_never_before_its_moment(
    empty_database: Path, tmp_path: Path, jumps: list[tuple[int, list[DecreedDay]]]
) -> None:
    folder = tmp_path / str(next(NUMBERS))
    folder.mkdir()
    engine = connect(f"sqlite:///{copied(empty_database, folder)}", synchronous="normal")
    clock, definition = Jumping(START), plain(ROLLING)
    runtime = Runtime(engine=engine, catalogue=Catalogue(FOLDER), clock=clock, ids=CountedIds("id"))
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    try:
        for hours, decreed in jumps:
            clock.moment += timedelta(hours=hours)
            if decreed:
                _decree(runtime, decreed)
            fire_due(runtime)
            _holds(lived, clock.moment)
    finally:
        engine.dispose()


def _decree(runtime: Runtime, decreed: list[DecreedDay]) -> None:
    overlay = edited(runtime, *decreed)
    calendars.lay_down(runtime, overlay, person="of-admin", reason="Thử")
    list(calendars.catch_up(runtime))


def _holds(lived: Lived, now: datetime) -> None:
    """Check a year after every step: what fired was due, and once for each moment it was due."""
    history = [(one.kind, one.data) for one in reading.history(lived.runtime, lived.id)]
    overdue = [data["due"] for kind, data in history if kind == "stage_overdue"]
    assert len(overdue) == len(set(overdue))
    for kind, data in history:
        if kind == "stage_overdue":
            assert datetime.fromisoformat(data["due"]) <= max(now, _latest(lived))
    current = lived.stream("year").current
    assert current.overdue == (current.due.isoformat() in {_plain(one) for one in overdue})
    _reminded_once(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def _plain(moment: str) -> str:
    return datetime.fromisoformat(moment).isoformat()


def _latest(lived: Lived) -> datetime:
    return max(
        datetime.fromisoformat(one.recorded_at) for one in reading.history(lived.runtime, lived.id)
    )


def _reminded_once(lived: Lived) -> None:
    """Check that nobody is told twice by one rung, and that no timer is left that is due."""
    with lived.runtime.engine.connect() as conn:
        wanted = select(outbox.c.key).where(outbox.c.notice == "stage_reminder")
        told = [tuple(key.split("|")[1:2] + key.split("|")[3:4]) for key in conn.scalars(wanted)]
        rungs = [(place.rpartition("/")[0], person) for place, person in told]
        due = select(timers.c.name).where(timers.c.status == "armed", timers.c.due <= lived.now)
        assert conn.scalars(due).all() == []
    assert len(rungs) == len(set(rungs))
