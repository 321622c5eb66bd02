"""What time does to the bloc's answer: it is due, it may be late, it stands still with the year."""

from collections.abc import Iterator
from datetime import datetime

from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.praise.events import PraiseMoved, PraiseOverdue, PraiseReturned
from workflow.domain.praise.state import KEY, Praise, find, praises_of
from workflow.domain.stages import year
from workflow.domain.stages.counted import by_suspension
from workflow.domain.timing import Timer


def about(praise: str) -> str:
    """Return how timers and notices name a proposal for praise."""
    return f"praise/{praise}"


def due(book: Book, since: datetime) -> datetime | None:
    """Return when the bloc's answer is due to what it is asked at that moment, if ever."""
    rules = book.definition.praise
    rule = rules.answer if rules else None
    return timing.after(book, since, rule.within) if rule else None


def timers(book: Book, call: Call, *, again: bool = True) -> Iterator[Timer]:
    """Yield the deadlines and reminders of every answer that is waited for and not told late.

    Without *again*, no reminder that went out before goes out once more.
    """
    for one in praises_of(book):
        yield from _timers(book, one, call, again=again)


def timer(book: Book, praise: str, call: Call) -> tuple[Timer, ...]:
    """Return the deadline and reminders of the answer to one proposal."""
    found = find(book, praise)
    return tuple(_timers(book, found, call, again=True)) if found else ()


def _timers(book: Book, one: Praise, call: Call, *, again: bool) -> Iterator[Timer]:
    rules = book.definition.praise
    rule = rules.answer if rules else None
    if one.due is None or rule is None or one.overdue or not one.unanswered:
        return
    for rung in timing.ladder(book, rule.remind, one.due, about(one.id)):
        if rung.due > call.now:
            yield Timer(name=rung.name, due=rung.due, about=rung.about, again=again)
    yield timing.over(about(one.id), one.due)


def expire(praise: str) -> list[Draft]:
    """Return that nobody answered in time. It is told, and stays the bloc's move."""
    return [Draft(stream=KEY, event=PraiseOverdue(id=praise))]


def returned(book: Book, praise: str, comment: str | None, call: Call) -> list[Draft]:
    """Return that an office sent a proposal back to the bloc, which has its time anew."""
    event = PraiseReturned(
        id=praise, comment=comment, due=due(book, call.at), calendar=book.overlay.version
    )
    return [Draft(stream=KEY, event=event)]


def put_off(book: Book, call: Call, reason: str) -> Iterator[Draft]:
    """Yield by how much answers are due later, since the year stood still."""
    by = year.stood_still(book, call)
    for one in praises_of(book):
        if one.due and one.unanswered and not one.overdue:
            event = PraiseMoved(
                id=one.id, cause="suspension", was=one.due, due=timing.later(one.due, by),
                reason=reason,
            )  # fmt: skip
            yield Draft(stream=KEY, event=event)


def moved(book: Book, call: Call, reason: str) -> Iterator[Draft]:
    """Yield the answers that are due at another moment under the book's calendar.

    None moves into the past, and what was put off stays put off by as much.
    """
    for one in praises_of(book):
        fresh = _due_now(book, one)
        if one.due and fresh and fresh != one.due and fresh > call.now:
            event = PraiseMoved(
                id=one.id, cause="calendar", was=one.due, due=fresh, reason=reason,
                calendar=book.overlay.version,
            )  # fmt: skip
            yield Draft(stream=KEY, event=event)


def _due_now(book: Book, one: Praise) -> datetime | None:
    if one.asked_at is None or one.overdue or not one.unanswered:
        return None
    fresh = due(book, one.asked_at)
    later = by_suspension(one.moves)
    return timing.later(fresh, later) if fresh else None
