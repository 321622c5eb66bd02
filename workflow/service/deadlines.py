"""Deadlines that have come: taken a few at a time, each acted on in one transaction, once.

Any number of ticks may run at once. A tick that dies leaves what it took to the others when its
lease is over; a timer that kills or fails every tick is stopped after a few tries, and shown.
"""

from collections.abc import Generator
from contextlib import closing
from datetime import datetime, timedelta

from definitions.errors import ThiduaError
from workflow.domain.errors import StaleStream
from workflow.domain.model import SYSTEM, Call
from workflow.domain.stages import year
from workflow.domain.timing import EDGE
from workflow.runtime import Runtime
from workflow.service import heartbeats, trying
from workflow.service.desk import Desk, Page
from workflow.service.ringing import ring
from workflow.service.trying import GoingOn, always
from workflow.store import books, doubtful, timers
from workflow.store.engine import reader
from workflow.store.timers import TimerRow, Trouble

BATCH = 50
LEASE = timedelta(minutes=1)


class ClockAstray(ThiduaError):
    """A machine's clock is not that of the database: nothing is acted on by such a clock."""

    code = "clock_astray"


def next_due(runtime: Runtime) -> datetime | None:
    """Return the moment of the earliest armed deadline."""
    with reader(runtime.engine).begin() as conn:
        return timers.next_due(conn)


def stopped(runtime: Runtime) -> list[Trouble]:
    """Return the timers that were stopped after too many tries, at most a hundred."""
    with reader(runtime.engine).begin() as conn:
        return timers.stopped(conn)


def fire_due(runtime: Runtime, going_on: GoingOn = always) -> int:
    """Act on every deadline whose moment has come; return how many this call took.

    No other one is begun once *going_on* says no; what was taken with it is put back untried.

    Raises:
        ClockAstray: The clock is off from the database's. Nothing was acted on.
        ExceptionGroup: Some could not be acted on. They stay armed, and all others were acted on.
    """
    earliest = next_due(runtime)
    if earliest is None or earliest > runtime.clock.now():
        return 0
    check_clock(runtime)
    fired, failures = 0, list[Exception]()
    try:
        with closing(_taken(runtime, going_on)) as taken:
            for row in taken:
                fired += _tried(runtime, row, going_on, failures)
    finally:
        if fired:
            runtime.nudge()
    if failures:
        message = "deadlines that could not be acted on"
        raise ExceptionGroup(message, failures)
    return fired


def _tried(runtime: Runtime, row: TimerRow, going_on: GoingOn, failures: list[Exception]) -> bool:
    """Act on one deadline; return whether that was done. What fails is noted."""
    try:
        return _fire(runtime, row)
    except StaleStream as lost:
        _note(runtime, row, lost)  # an act of the same year was first: with the next tick
    except Exception as failure:
        if not going_on():
            raise  # what ends a task that takes too long: no fault of the year in hand
        _note(runtime, row, failure)
        failure.add_note(f"{row.year_id}: {row.name}")
        failures.append(failure)
    return False


def check_clock(runtime: Runtime) -> None:
    """Raise ClockAstray when this machine's clock is off from the database's."""
    offset = heartbeats.clock_offset(runtime)
    if abs(offset) > heartbeats.CLOCKS_WITHIN:
        raise ClockAstray(seconds=round(offset.total_seconds()))


def _taken(runtime: Runtime, going_on: GoingOn) -> Generator[TimerRow, None, None]:
    """Yield timers as they are taken: first what failed before, one by one; then batches.

    Acting on one deadline may arm another that is due as well: it is taken with a later batch.
    """
    again: TimerRow | None = None
    while going_on() and (again := _retaken(runtime, again)):
        yield again
    while going_on() and (rows := _batch(runtime)):
        try:
            while rows and going_on():
                yield rows.pop(0)
        finally:
            _put_back(runtime, rows)


def _batch(runtime: Runtime) -> list[TimerRow]:
    with runtime.engine.begin() as conn:
        return timers.take(conn, runtime.clock.now(), LEASE, limit=BATCH)


def _retaken(runtime: Runtime, after: TimerRow | None) -> TimerRow | None:
    with runtime.engine.begin() as conn:
        return next(iter(timers.retake(conn, runtime.clock.now(), LEASE, after=after)), None)


def _fire(runtime: Runtime, row: TimerRow) -> bool:
    with runtime.engine.begin() as conn:
        if row.attempt > timers.ATTEMPTS:
            timers.fail(conn, row, "killed whoever acted on it", timedelta())
            return False
        books.lock_year(conn, row.year_id)
        if not timers.claim(conn, row):
            return False
        # Deterministic, so that a history replayed in simulated time has the same ids.
        desk = Desk(conn, f"timer:{row.year_id}:{row.name}:{row.due:%Y%m%dT%H%M%S}")
        page = desk.open(row.year_id, subjects=None)
        call = _call(runtime, page, row)
        desk.born = doubtful.born(conn, call.at)
        if why := ring(desk, page, row, call):
            timers.drop(conn, row, why)
        desk.follow(page)
        desk.flush()
    return True


def _call(runtime: Runtime, page: Page, row: TimerRow) -> Call:
    """Return the circumstances: in force when it was due, recorded now, and never before that."""
    due = row.due - EDGE if row.name.endswith("/due") else row.due
    current = page.book.load(year.YearState, year.KEY).current
    at = max(due, current.entered_at) if current else due
    return Call(actor=SYSTEM, at=at, now=max(at, runtime.clock.now()))


def _put_back(runtime: Runtime, rows: list[TimerRow]) -> None:
    if rows:
        with runtime.engine.begin() as conn:
            timers.release(conn, rows)


def _note(runtime: Runtime, row: TimerRow, failure: Exception) -> None:
    with runtime.engine.begin() as conn:
        timers.fail(conn, row, trying.told(failure), trying.rest(row.attempt, failure))
