"""Open approvals looked at again: others may act today than were asked, or nobody may.

Seats, mandates and stand-ins begin and end with a day and not with an event, so somebody has to
look. One transaction for each bloc year, safe any number of times and by any number of processes.
"""

from collections.abc import Iterator
from typing import cast

from sqlalchemy import bindparam, select

from workflow.domain.approvals import clock, standins, subjects
from workflow.domain.approvals.state import KEY, Approvals, Turn
from workflow.domain.model import SYSTEM, Call
from workflow.domain.stages.course import OUTLASTING
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import trying
from workflow.service.desk import Desk
from workflow.service.trying import GoingOn, always
from workflow.store import books, codec, doubtful
from workflow.store.engine import reader
from workflow.store.schema import streams, years

WORK = "approvals"
"""What the look is called where tries are counted."""

AT_ONCE = 50
"""So many years are counted together: hardly ever does one of them need it."""

_STREAMS = (
    select(streams.c.year_id, streams.c.state)
    .join(years)
    .where(streams.c.kind == KEY, years.c.state.not_in(bindparam("still", expanding=True)))
    .order_by(streams.c.year_id)
)


def open_years(runtime: Runtime) -> list[str]:
    """Return the bloc years with an open approval, leaving out those that stand still."""
    return [year_id for year_id, turns in _open(runtime) if turns]


def stuck_years(runtime: Runtime) -> list[str]:
    """Return the bloc years of which it was said aloud that nobody is able to act on a step."""
    return [year_id for year_id, turns in _open(runtime) if any(one.stuck for one in turns)]


def _open(runtime: Runtime) -> Iterator[tuple[str, list[Turn]]]:
    """Yield each bloc year that has approvals and does not stand still, with its open steps."""
    with reader(runtime.engine).begin() as conn:
        found = conn.execute(_STREAMS, {"still": sorted(OUTLASTING)}).all()
    for year_id, stored in found:
        state = cast("Approvals", codec.load_state(KEY, stored))
        yield year_id, [one.turn for one in state.approvals if one.turn]


def recheck(runtime: Runtime, going_on: GoingOn = always) -> int:
    """Look at every open approval while *going_on* says so; return how many events that took.

    Raises:
        ExceptionGroup: Some years could not be looked at; all others were.
    """
    years, recorded = open_years(runtime), 0
    try:
        for events in trying.each(
            runtime, WORK, years, lambda one: recheck_year(runtime, one),
            at_once=AT_ONCE, going_on=going_on,
        ):  # fmt: skip
            recorded += events
    finally:
        if recorded:
            runtime.nudge()
    return recorded


def recheck_year(runtime: Runtime, year_id: str) -> int:
    """Look at the open approvals of one bloc year; return how many events that took."""
    with runtime.engine.begin() as conn:
        books.lock_year(conn, year_id)
        now = runtime.clock.now()
        desk = Desk(conn, f"recheck:{year_id}:{now:%Y%m%dT%H%M%S%f}")
        desk.born = doubtful.born(conn, None)
        page = desk.open(year_id, subjects=None)
        now = page.not_before(now)
        if page.book.load(YearState, YEAR).state in OUTLASTING:
            return 0
        call = Call(actor=SYSTEM, at=now, now=now)
        desk.record(page, standins.lapse(page.book, hanoi_day(now)), call)
        for matter in list(subjects.open_matters(page.book)):
            desk.record(page, clock.recheck(matter, call), call)
        desk.follow(page)
        desk.flush()
        return len(desk.recorded)
