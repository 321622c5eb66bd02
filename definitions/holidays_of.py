"""The public holidays of a year, computed by the `holidays` package when first asked for."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from definitions.errors import YearOutOfCalendar
from definitions.schema.record import Text

FIRST_YEAR, LAST_YEAR = 1901, 2100


class Holidays(NamedTuple):
    """The days off of one year with their names, and the weekend days worked in exchange."""

    off: Mapping[date, Text]
    worked: frozenset[date]


def known_year(year: int) -> int:
    """Return *year*, when its holidays can be known. Raises YearOutOfCalendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfCalendar(year=year)
    return year


@cache
def holidays_of(year: int) -> Holidays:
    """Return the holidays of *year*. Raises YearOutOfCalendar."""
    known_year(year)
    from holidays import country_holidays  # noqa: PLC0415 - 60 ms that many never need

    vietnamese = country_holidays("VN", years=[year], language="vi")
    english = country_holidays("VN", years=[year], language="en_US")
    off = {day: Text(vi=name, en=english[day]) for day, name in vietnamese.items()}
    return Holidays(off, frozenset(vietnamese.weekend_workdays))
