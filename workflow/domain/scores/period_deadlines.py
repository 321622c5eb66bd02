"""Deadlines of periods: a half, a quarter, a month has its own day by which its sheets are due.

The day is a rule of the definition, counted from the last day of the period where it is no fixed
one. It is resolved and recorded when the year is opened, and again whenever it moves. What follows
from being late is what the stage of scoring says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import ClassVar

from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.scores import owing, periods
from workflow.domain.scores.periods import Span
from workflow.domain.scores.sheet import find
from workflow.domain.stages import dues
from workflow.domain.stages.dues import Cause, Dues
from workflow.domain.stages.lateness import Own
from workflow.domain.timing import Timer

KEY = "periods"


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodOverdue(Event):
    """The due moment of a period passed while sheets of it were missing."""

    kind: ClassVar[str] = "period_overdue"
    period: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodsDue(Event):
    """Periods are due then, or are now due at another time than they were."""

    kind: ClassVar[str] = "periods_due"
    cause: Cause
    dues: dict[str, datetime]
    was: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


def about(period: str) -> str:
    """Return how timers and notices name a period."""
    return f"period/{period}"


def span_of(book: Book, period: str | None) -> Span | None:
    """Return the period of that id with its days."""
    return next((one for one in periods.spans(book) if one.period.id == period), None)


def due_of(book: Book, span: Span) -> datetime | None:
    """Return the last moment for the sheets of a period; None where it has none of its own."""
    return _state(book).dues.get(span.period.id) if span.period.due else None


def _state(book: Book) -> Dues:
    return book.find(Dues, KEY) or Dues()


def _resolved(book: Book) -> dict[str, datetime]:
    """Return when each period is due by its rule."""
    return {
        span.period.id: timing.resolve(span.period.due, book, timing.moment(span.end, time(12)))
        for span in periods.spans(book)
        if span.period.due
    }


def declared(book: Book) -> list[Draft]:
    """Return the event that says when the periods of a year that is opened are due."""
    resolved = _resolved(book)
    return [_due("opening", resolved, Dues())] if resolved else []


def _due(cause: Cause, moved: dict[str, datetime], state: Dues, reason: str | None = None) -> Draft:
    event = PeriodsDue(cause=cause, dues=moved, was=state.before(moved), reason=reason)
    return Draft(stream=KEY, event=event)


def by_calendar(book: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which periods move with the calendar of *book*."""
    moved = _state(book).otherwise(_resolved(book), now)
    return [_due("calendar", moved, _state(book), reason)] if moved else []


def by_definition(book: Book, after: Book, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which periods are due as the definition of *after* rules otherwise."""
    otherwise = dues.ruled_otherwise(_resolved(book), _resolved(after))
    moved = _state(book).ruled(otherwise, now)
    return [_due("definition", moved, _state(book), reason)] if moved else []


def due(book: Book, period: str | None) -> datetime | None:
    """Return the last moment for a sheet of the period of that id, as `due_of` does."""
    span = span_of(book, period)
    return due_of(book, span) if span else None


def own(book: Book, period: str | None) -> Own | None:
    """Return what a sheet of the period of that id is late by, where it has a day of its own."""
    until = due(book, period)
    return Own(due=until) if until else None


def missing(book: Book, period: str) -> tuple[str, ...]:
    """Return the units whose sheet of a period is not handed in, in official order."""
    return tuple(
        unit
        for unit, of in owing.owed(book)
        if of == period and find(book, unit, of).status in {"none", "returned"}
    )


def waiting(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield each period with a day of its own that is over, or due, and still lacks sheets."""
    if RANKING in book.streams:
        return
    for span in periods.spans(book):
        until = due_of(book, span)
        if until is None or timing.hanoi_day(at) <= min(span.end, timing.hanoi_day(until)):
            continue
        if units := missing(book, span.period.id):
            roster = book.load(Roster, ROSTER)
            facts: dict[str, object] = {
                "period": span.period.title,
                "count": len(units),
                "units": [roster.name(unit) for unit in units],
            }
            who = tuple(f"unit:{unit}" for unit in units)
            yield Unmet(code="MISSING_PERIOD_SHEET", facts=facts, who=who, due=until)


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of periods; with *anew*, reminders that went out as well."""
    if RANKING in book.streams or not dues.at_work(book):
        return ()
    ladders = [(one.period.id, due_of(book, one), one.period.remind) for one in periods.spans(book)]
    found = dues.timers(book, _state(book), ladders, about, now)
    return tuple(found if anew else map(timing.once, found))


def put_off(book: Book, call: Call) -> list[Draft]:
    """Return the event by which periods are due later by as much as the year stood still."""
    later = dues.later(book, _state(book), call)
    return [_due("suspension", later, _state(book))] if later else []


def evolve(state: Dues | None, event: Event, _call: Call) -> Dues:
    """Return how the periods stand after *event*."""
    before = state or Dues()
    match event:
        case PeriodOverdue():
            return before.told(event.period)
        case PeriodsDue():
            return before.moved(event.dues, event.cause)
    raise OutOfPlace(event.kind)
