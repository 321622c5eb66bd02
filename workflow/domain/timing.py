"""When: rules resolved into moments, Hà Nội for people, UTC for storage. `now` comes in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from definitions.holidays_of import known_year
from definitions.schema.definition import Definition
from definitions.schema.timing import DateRule, Reminder, Span
from definitions.workdays import Calendar

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
END_OF_DAY = time(23, 59, 59)
START_OF_DAY = time(0, 0)
YEARS = {"previous": -1, "this": 0, "next": 1}


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer:
    """A deadline to arm: `name` is unique in its bloc year; arming it again moves it."""

    name: str
    due: datetime
    about: str


def hanoi_day(moment: datetime) -> date:
    """Return the day on which *moment* falls in Hà Nội."""
    return moment.astimezone(HANOI).date()


def moment(day: date, at: time) -> datetime:
    """Return the moment, in UTC, of a time of day in Hà Nội."""
    return datetime.combine(day, at, tzinfo=HANOI).astimezone(UTC)


def resolve(rule: DateRule, definition: Definition, year: int, entered: datetime) -> datetime:
    """Return the last moment that *rule* allows, for a stage entered at *entered*.

    A day that the year lacks (29 February) falls back to the last day of its month. An exclusive
    date ("trước ngày") ends the day before. Without a time, the day ends at 23:59:59.
    """
    calendar = Calendar.named(definition.calendar)
    day = calendar.roll(_day(rule, calendar, year, hanoi_day(entered)), rule.roll)
    if not rule.inclusive:
        day -= timedelta(days=1)
    return moment(day, rule.time or END_OF_DAY)


def opening(rule: DateRule, definition: Definition, year: int, entered: datetime) -> datetime:
    """Return the first moment of the day that *rule* names, or its time on that day."""
    calendar = Calendar.named(definition.calendar)
    day = calendar.roll(_day(rule, calendar, year, hanoi_day(entered)), rule.roll)
    return moment(day, rule.time or START_OF_DAY)


def _day(rule: DateRule, calendar: Calendar, year: int, entered: date) -> date:
    if rule.after_entry is not None:
        return calendar.shift(entered, rule.after_entry)
    wanted = known_year(year + YEARS[rule.year])
    month, day = rule.month or 1, rule.day or 1
    try:
        return date(wanted, month, day)
    except ValueError:
        return date(wanted, month, 28)


def after(definition: Definition, start: datetime, span: Span) -> datetime:
    """Return the end of the day that lies *span* after *start*; the first day is not counted."""
    calendar = Calendar.named(definition.calendar)
    return moment(calendar.shift(hanoi_day(start), span), END_OF_DAY)


def ladder(
    definition: Definition, reminders: list[Reminder], due: datetime, about: str
) -> Iterator[Timer]:
    """Yield a timer per rung, at 08:00 in Hà Nội of its day; `about` names stage or step."""
    calendar = Calendar.named(definition.calendar)
    for number, rung in enumerate(reminders):
        span = rung.before or rung.after
        if span is None:
            continue
        signed = Span(-span.length if rung.before else span.length, span.unit)
        day = calendar.shift(hanoi_day(due), signed)
        yield Timer(name=f"{about}/remind/{number}", due=moment(day, time(8)), about=about)
