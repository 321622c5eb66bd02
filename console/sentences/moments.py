"""Moments in documents and in words, and how many working days are left until one."""

from datetime import UTC, date, datetime

from definitions.errors import YearOutOfCalendar
from definitions.wording import say
from workflow.domain.model import Book
from workflow.domain.timing import hanoi_day


def iso(moment: datetime | None) -> str | None:
    """Return a moment as documents write it: RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def day_of(moment: str) -> date:
    """Return the day in Hà Nội of a moment as documents and histories write it."""
    return hanoi_day(datetime.fromisoformat(moment))


def working_days_left(book: Book | None, due: datetime | None, at: datetime | None) -> int | None:
    """Return how many working days lie between *at* and *due*; negative when it is past."""
    if book is None or due is None or at is None:
        return None
    try:
        return book.calendar.working_days_between(hanoi_day(at), hanoi_day(due))
    except YearOutOfCalendar:
        return None


def deadline(due: datetime, days_left: int | None, at: datetime, language: str) -> str:
    """Return a deadline in words, with what is left of it."""
    if days_left is None:
        return say("days_unknown", {"due": due}, language)
    if due < at:
        code = "days_over" if days_left else "days_passed"
    else:
        code = "days_left" if days_left else "days_none"
    return say(code, {"due": due, "days": abs(days_left)}, language)
