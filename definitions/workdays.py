"""Working days: which days count, and how far one day lies from another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from definitions.canonical import canonical_json, digest
from definitions.checking import check_shape
from definitions.errors import UnknownCalendar
from definitions.holidays_of import holidays_of
from definitions.reading import read
from definitions.schema.calendars import NATION, CalendarFile, DecreedDay
from definitions.schema.record import Text
from definitions.schema.timing import Span

FOLDER = Path(__file__).with_name("calendars")
SATURDAY = 5
DAY = timedelta(days=1)
WEEKEND = (Text(vi="Thứ Bảy", en="Saturday"), Text(vi="Chủ nhật", en="Sunday"))

Roll = Literal["none", "previous", "next"]


@dataclass(frozen=True)
class Calendar:
    """Public holidays, with decided days laid over them. A value: it never changes."""

    decreed: dict[date, DecreedDay]

    @staticmethod
    @cache
    def named(name: str) -> "Calendar":
        """Return the shipped calendar of that name for the whole nation. Raises UnknownCalendar."""
        return Calendar({day.date: day for day in calendar_file(name).days if day.scope == NATION})

    @property
    def version(self) -> str:
        """A hash of everything decided; deadlines resolved under another one may have moved."""
        days = [self.decreed[day].model_dump(mode="json") for day in sorted(self.decreed)]
        return digest(canonical_json(days))

    def is_working(self, day: date) -> bool:
        """Return whether people work on *day*. Raises YearOutOfCalendar."""
        if day in self.decreed:
            return self.decreed[day].kind == "working"
        year = holidays_of(day.year)
        return day not in year.off and (day.weekday() < SATURDAY or day in year.worked)

    def why_not(self, day: date) -> Text | None:
        """Return why people do not work on *day*, or None when they do."""
        if self.is_working(day):
            return None
        if day in self.decreed:
            return self.decreed[day].title
        if day in (off := holidays_of(day.year).off):
            return off[day]
        return WEEKEND[day.weekday() - SATURDAY]

    def roll(self, day: date, direction: Roll) -> date:
        """Return *day*, or the nearest working day in that direction when it is none."""
        if direction == "none" or self.is_working(day):
            return day
        return next(self._working_days(day, DAY if direction == "next" else -DAY))

    def shift(self, day: date, span: Span) -> date:
        """Return the day so far after *day*, or before it; *day* itself is not counted."""
        if not span.working or span.length == 0:
            return day + timedelta(days=span.length)
        days = self._working_days(day, DAY if span.length > 0 else -DAY)
        return next(found for count, found in enumerate(days, 1) if count == abs(span.length))

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after *start* up to *end*; negative when it is past."""
        if end < start:
            return -self._count(end, start - DAY)
        return self._count(start + DAY, end)

    def _count(self, first: date, last: date) -> int:
        days = (first + timedelta(days=passed) for passed in range((last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def _working_days(self, day: date, step: timedelta) -> Iterator[date]:
        while True:
            day += step
            if self.is_working(day):
                yield day


@cache
def calendar_file(name: str) -> CalendarFile:
    """Return the shipped calendar file of that name. Raises UnknownCalendar."""
    if name not in calendar_names():
        raise UnknownCalendar(name=name, known=calendar_names())
    file = FOLDER / f"{name}.yaml"
    return check_shape(read(file, f"definitions/calendars/{file.name}"), CalendarFile)


def calendar_names() -> list[str]:
    """Return the names of the shipped calendars."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))
