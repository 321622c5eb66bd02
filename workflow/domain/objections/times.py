"""The times of objections that run: to object, to answer, to take a rejection further.

Each is reckoned anew when the calendar has changed, or the definition. What is over stays over:
people were told so, and have gone on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from definitions.schema.timing import Span
from definitions.wording import Phrase
from workflow.domain.model import Book, Draft, Event
from workflow.domain.objections.events import ObjectionMoved, WindowMoved
from workflow.domain.objections.state import (
    KEY,
    Objection,
    Time,
    Window,
    objections_of,
    rule_of,
)
from workflow.domain.stages import counted, year
from workflow.domain.stages.counted import Counted, Fate
from workflow.domain.stages.moving import Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """A time that runs: the window of a rule, or one of an objection before its `level`."""

    what: Time
    rule: str
    of: str | None = None
    objection: str | None = None
    level: int = 0
    time: Counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Anew:
    """What becomes of a time that runs: whether it moves, and when it is due then."""

    running: Running
    fate: Fate
    due: datetime


def running(book: Book, now: datetime) -> Iterator[Running]:
    """Yield every time that is not over, windows first."""
    at, found = moment(book, now), objections_of(book)
    for window in found.windows:
        if window.until >= at and (span := _span(book, window.rule, "window", 0)):
            yield _of_window(window, span)
    for one in found.objections:
        what = _runs(one, at)
        span = _span(book, one.rule, what, one.level) if what else None
        if what and span:
            yield _of_objection(one, what, span)


def moment(book: Book, now: datetime) -> datetime:
    """Return the moment by which times are over: since when, in a year that stands still."""
    return book.load(year.YearState, year.KEY).suspended_at or now


def _runs(one: Objection, at: datetime) -> Time | None:
    """Return which time of an objection runs; one whose answer is late was dealt with as such."""
    if one.status == "open" and not one.overdue:
        return "answer"
    again = one.status == "rejected" and one.again_until and one.again_until >= at
    return "again" if again else None


def _span(book: Book, name: str, what: Time, level: int) -> Span | None:
    rule = rule_of(book, name)
    if rule is None:
        return None
    if what == "answer":
        return rule.heard_by[level].within if level < len(rule.heard_by) else None
    return rule.window if what == "window" else rule.again


def _of_window(one: Window, span: Span) -> Running:
    time = Counted(
        since=one.opened_at, span=span, due=one.until, moves=one.moves, calendar=one.calendar
    )
    return Running(what="window", rule=one.rule, of=one.of, time=time)


def _of_objection(one: Objection, what: Time, span: Span) -> Running:
    due = one.again_until if what == "again" and one.again_until else one.due
    time = Counted(
        since=one.since or one.at, span=span, due=due, moves=one.moves, calendar=one.calendar
    )
    return Running(what=what, rule=one.rule, objection=one.id, level=one.level, time=time)


def anew(book: Book, now: datetime) -> Iterator[Anew]:
    """Yield what becomes of every time that runs under the book's calendar."""
    at = moment(book, now)
    for one in running(book, now):
        fate, due = counted.anew(book, one.time, at)
        yield Anew(running=one, fate=fate, due=due)


def otherwise(book: Book, after: Book, now: datetime) -> Iterator[Anew]:
    """Yield the times that move where the year goes on by the definition of *after*.

    Only those of which the rule says another number of days; none to where it would be past.
    """
    at = moment(book, now)
    for one in running(book, now):
        span = _span(after, one.rule, one.what, one.level)
        if span and span != one.time.span:
            fate, due = counted.anew(after, one.time, at, span=span)
            if fate == "moves":
                yield Anew(running=one, fate=fate, due=due)


def moved(one: Anew, cause: Cause, reason: str, calendar: int | None) -> Draft:
    """Return the event by which a time moves."""
    found = one.running
    event: Event
    if found.objection is None:
        event = WindowMoved(
            rule=found.rule, of=found.of, cause=cause, was=found.time.due, until=one.due,
            reason=reason, calendar=calendar,
        )  # fmt: skip
    else:
        event = ObjectionMoved(
            id=found.objection, time="again" if found.what == "again" else "answer", cause=cause,
            was=found.time.due, due=one.due, reason=reason, calendar=calendar,
        )  # fmt: skip
    return Draft(stream=KEY, event=event)


def title(book: Book, what: Time, name: str, objection: str | None) -> Phrase:
    """Return what a time is for, to be said in a sentence."""
    rule = rule_of(book, name)
    facts: dict[str, object] = {"objection": rule.title if rule else name, "number": objection}
    return Phrase(f"objection_time_{what}", facts)
