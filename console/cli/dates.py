"""Days and moments as people type them."""

import re
from datetime import UTC, date, datetime, time

from console.sentences import WrongUse
from workflow.domain.timing import HANOI, hanoi_day

MORNING = time(9)
"""What a bare day means: a time at which an office is open."""

DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T](\d{1,2}):(\d{2}))?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?")


def moment_of(written: str, now: datetime) -> datetime:
    """Return the moment meant by 27/03/2018, 2018-03-27 14:00 or a full ISO moment.

    Today without a time is this very moment. Raises WrongUse for what is no date.
    """
    parts = _parts(written.strip())
    if parts is None:
        return _iso(written)
    year, month, day, clock = parts
    found = _day(written, year, month, day)
    if clock is None and found == hanoi_day(now):
        return now
    return datetime.combine(found, clock or MORNING, tzinfo=HANOI).astimezone(UTC)


def _parts(written: str) -> tuple[int, int, int, time | None] | None:
    if found := DAY_FIRST.fullmatch(written):
        day, month, year = (int(found[at]) for at in (1, 2, 3))
    elif found := YEAR_FIRST.fullmatch(written):
        year, month, day = (int(found[at]) for at in (1, 2, 3))
    else:
        return None
    return year, month, day, _clock(written, found[4], found[5])


def _clock(written: str, hour: str | None, minute: str | None) -> time | None:
    if hour is None or minute is None:
        return None
    try:
        return time(int(hour), int(minute))
    except ValueError as wrong:
        raise WrongUse("date_form", value=written) from wrong


def _day(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as wrong:
        if 1 <= month <= 12 and year and day:  # noqa: PLR2004 - the months of a year
            raise WrongUse("no_such_day", day=day, month=month, year=str(year)) from wrong
        raise WrongUse("date_form", value=written) from wrong


def _iso(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written.strip())
    except ValueError as wrong:
        raise WrongUse("date_form", value=written) from wrong
    return (found if found.tzinfo else found.replace(tzinfo=HANOI)).astimezone(UTC)
