"""Days of their own that work has beside the stages of a year: periods, reported facts, dossiers.

Each is resolved and recorded when the year is opened, or what it is about is proposed, and again
whenever it moves; what was told to be over time is told once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from definitions.schema.timing import Reminder
from workflow.domain import timing
from workflow.domain.model import Book, Call
from workflow.domain.stages import year
from workflow.domain.stages.course import WORK
from workflow.domain.timing import Timer

Cause = Literal["opening", "proposal", "calendar", "definition", "suspension"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dues:
    """When things are due, which were told to be over time, and which a standstill put off."""

    dues: dict[str, datetime] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()

    def otherwise(self, resolved: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
        """Return those that move where they are now *resolved* so.

        None moves into the past or out of it, and what a standstill put off stays put off.
        """
        return {
            name: until
            for name, until in resolved.items()
            if until != self.dues.get(name) and name not in self.put_off
            and until > now and self.dues.get(name, until) > now
        }  # fmt: skip

    def ruled(self, otherwise: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
        """Return those that a definition rules *otherwise*, whatever had moved them before.

        None moves into the past; what has passed may be put off.
        """
        return {
            name: until
            for name, until in otherwise.items()
            if until > now and until != self.dues.get(name)
        }

    def before(self, dues: Mapping[str, datetime]) -> dict[str, datetime]:
        """Return when those that move were due."""
        return {name: one for name, one in self.dues.items() if name in dues}

    def moved(self, dues: Mapping[str, datetime], cause: Cause) -> "Dues":
        """Return how things stand when some are due otherwise."""
        told = tuple(one for one in self.overdue if one not in dues)
        kept = tuple(one for one in self.put_off if one not in dues)
        stood = tuple(sorted(dues)) if cause == "suspension" else ()  # stored keys are sorted
        return Dues(dues={**self.dues, **dues}, overdue=told, put_off=(*kept, *stood))

    def told(self, name: str) -> "Dues":
        """Return how things stand when one was told to be over time."""
        return replace(self, overdue=(*self.overdue, name))


def later(book: Book, state: Dues, call: Call) -> dict[str, datetime]:
    """Return what is due later by as much as the year stood still."""
    by = year.stood_still(book, call)
    since = call.at - by
    return {name: timing.later(one, by) for name, one in state.dues.items() if one > since}


Ladders = Iterable[tuple[str, datetime | None, list[Reminder]]]
"""Things with a day of their own: name, when due, reminders."""


def at_work(book: Book) -> bool:
    """Whether a year runs: it neither stands still nor has ended."""
    return book.load(year.YearState, year.KEY).state not in WORK


def timers(
    book: Book, state: Dues, ladders: Ladders, about: Callable[[str], str], now: datetime
) -> Iterator[Timer]:
    """Yield what is still to be told of each that was not told to be over time."""
    for name, until, remind in ladders:
        if until is None or name in state.overdue:
            continue
        rungs = timing.ladder(book, remind, until, about(name))
        yield from (one for one in rungs if one.due > now)
        yield timing.over(about(name), until)


def ruled_otherwise(
    before: Mapping[str, datetime], after: Mapping[str, datetime]
) -> dict[str, datetime]:
    """Return what is due by other rules than before, with when it is due by them."""
    return {name: until for name, until in after.items() if until != before.get(name)}
