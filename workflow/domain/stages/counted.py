"""A time counted in days from a moment, reckoned anew under another calendar or another rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from definitions.overlays import SHIPPED
from definitions.schema.timing import Span
from workflow.domain import timing
from workflow.domain.model import Book
from workflow.domain.stages.moving import Moved

Fate = Literal["moves", "stays", "set_by_people", "would_be_past", "put_off_unrecorded"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A time that runs: `span` from `since` on, due by now at `due`, with every move of that.

    `calendar` is the overlay that it was first reckoned by.
    """

    since: datetime
    span: Span
    due: datetime
    moves: tuple[Moved, ...] = ()
    calendar: int = 0


def anew(
    book: Book, time: Counted, running: datetime, *, span: Span | None = None
) -> tuple[Fate, datetime]:
    """Return what becomes of a time under the book's calendar, and when it is due then.

    With *span* its rule says another number of days by now. What was put off while the year stood
    still stays put off by as much. None moves to where it would be past at *running*.
    """
    due = timing.after(book, time.since, span or time.span) + by_suspension(time.moves)
    if _put_off_unseen(book, time):
        return "put_off_unrecorded", time.due
    if due == time.due:
        return "stays", due
    return ("moves", due) if due > running else ("would_be_past", time.due)


def _put_off_unseen(book: Book, time: Counted) -> bool:
    """Whether it was put off before such moves were kept: then its time cannot be undone."""
    shipped = timing.after(by_shipped(book), time.since, time.span)
    return not (time.moves or time.calendar) and shipped != time.due


def by_suspension(moves: Iterable[Moved]) -> timedelta:
    """Return by how much something was put off while its year stood still."""
    stood = (move for move in moves if move.cause == "suspension")
    put_off = (move.due - move.was for move in stood if move.was is not None is not move.due)
    return sum(put_off, timedelta())


def by_shipped(book: Book) -> Book:
    """Return the book as it stood before anybody laid days down."""
    return replace(book, overlay=SHIPPED)
