"""When: rules resolved into moments, Hà Nội for people, UTC for storage. `now` comes in.

The edge: a due moment is itself still in time; the first millisecond after it is late.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from definitions.holidays_of import known_year
from definitions.schema.record import Text
from definitions.schema.timing import DateRule, Reminder, Span
from definitions.workdays import Calendar
from workflow.domain.model import Book

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
END_OF_DAY = time(23, 59, 59)
START_OF_DAY = time(0, 0)
YEARS = {"previous": -1, "this": 0, "next": 1}
EDGE = timedelta(milliseconds=1)
"""How long after its due moment something is over time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """A deadline to arm: `name` is unique in its bloc year; arming it again moves it.

    `again`: also when it was acted on before. A reminder that went out and only moves with the
    calendar does not go out twice.
    """

    name: str
    due: datetime
    about: str
    again: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoning:
    """How a rule came to its day: the day it names, what that day rolled to, and the last day.

    `off` says why people do not work on the day named; None when they do.
    """

    named: date
    rolled: date
    last: date
    off: Text | None


def hanoi_day(moment: datetime) -> date:
    """Return the day on which *moment* falls in Hà Nội."""
    return moment.astimezone(HANOI).date()


def moment(day: date, at: time) -> datetime:
    """Return the moment, in UTC, of a time of day in Hà Nội."""
    return datetime.combine(day, at, tzinfo=HANOI).astimezone(UTC)


def resolve(rule: DateRule, book: Book, entered: datetime) -> datetime:
    """Return the last moment that *rule* allows, where `after_entry` counts from *entered*.

    That is when a stage was entered, a period ended or an award was proposed. Without a time of its
    own the day ends when the definition says.
    """
    found = reckon(rule, book.calendar, book.year, entered)
    return moment(found.last, rule.time or _closing(book))


def opening(rule: DateRule, book: Book, entered: datetime) -> datetime:
    """Return the first moment of the day that *rule* names, or its time on that day."""
    found = reckon(rule, book.calendar, book.year, entered)
    return moment(found.rolled, rule.time or START_OF_DAY)


def reckon(rule: DateRule, calendar: Calendar, year: int, entered: datetime) -> Reckoning:
    """Return how *rule* comes to its day.

    A day that the year or the month lacks falls back to the last day of its month. An exclusive
    date ("trước ngày") ends the day before, whatever day that is.
    """
    named = _day(rule, calendar, year, hanoi_day(entered))
    rolled = calendar.roll(named, rule.roll)
    last = rolled if rule.inclusive else rolled - timedelta(days=1)
    return Reckoning(named=named, rolled=rolled, last=last, off=calendar.why_not(named))


def _day(rule: DateRule, calendar: Calendar, year: int, entered: date) -> date:
    if rule.after_entry is not None:
        return calendar.shift(entered, rule.after_entry)
    wanted, month = known_year(year + YEARS[rule.year]), rule.month or 1
    return date(wanted, month, min(rule.day or 1, monthrange(wanted, month)[1]))


def after(book: Book, start: datetime, span: Span) -> datetime:
    """Return the end of the day that lies *span* after *start*; the first day is not counted."""
    return moment(book.calendar.shift(hanoi_day(start), span), _closing(book))


def _closing(book: Book) -> time:
    return book.definition.due_time or END_OF_DAY


def later(due: datetime, by: timedelta) -> datetime:
    """Return a due moment put off by at least *by*, at its own time of day in Hà Nội."""
    at, least = due.astimezone(HANOI).timetz(), due + by
    found = datetime.combine(hanoi_day(least), at).astimezone(UTC)
    return found if found >= least else found + timedelta(days=1)


def ladder(book: Book, reminders: list[Reminder], due: datetime, about: str) -> Iterator[Timer]:
    """Yield a timer per rung, at 08:00 in Hà Nội of its day; `about` names what is due."""
    for number, rung in enumerate(reminders):
        span = rung.before or rung.after
        if span is None:
            continue
        signed = Span(-span.length if rung.before else span.length, span.unit)
        day = book.calendar.shift(hanoi_day(due), signed)
        yield Timer(name=f"{about}/remind/{number}", due=moment(day, time(8)), about=about)


def once(timer: Timer) -> Timer:
    """Return a timer that does not ring again where it rang before, unless it is over time."""
    return timer if timer.name == f"{timer.about}/due" else replace(timer, again=False)


def over(about: str, due: datetime) -> Timer:
    """Return the timer that finds *about* over time: it rings with the first late millisecond."""
    return Timer(name=f"{about}/due", due=due + EDGE, about=about)
