"""Units that belong to the bloc for a part of its year: how many months, and what that means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Protocol

from definitions.schema.part_years import MONTHS, PartYear, PartYearRule
from definitions.schema.rubric import Rubric
from workflow.domain.members.roster import KEY, Roster
from workflow.domain.model import Book
from workflow.domain.scores.rounding import as_decimal, to_decimals, to_step
from workflow.domain.scores.scoring import Total, percent_of

DAY = timedelta(days=1)


class Within(Protocol):
    """Whatever lasts from a first day to a last."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def end(self) -> date:
        """The last day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """A unit's time in the bloc within the twelve months that are scored: first and last day.

    `rule` is what the definition says of it; none for a member of the whole year. `short` says
    that it has fewer months than a place takes.
    """

    unit: str
    start: date
    end: date
    months: int
    rule: PartYearRule | None = None
    short: bool = False

    @property
    def ranked(self) -> bool:
        """Whether the unit has a place in the order."""
        return self.rule != "not_ranked" and not self.short

    @property
    def any_unassigned(self) -> bool:
        """Whether the unit may leave any criterion unassigned."""
        return self.rule == "assigned"


def membership(book: Book, unit: str) -> Membership:
    """Return the time of *unit* in the bloc, and the rule for it where that is not the year."""
    roster, rule = book.load(Roster, KEY), book.definition.rubric.part_year
    first, *_, last = scored_months(book)
    former = next((one for one in roster.former if one.unit.id == unit), None)
    start = max(first[0], roster.joined.get(unit, first[0]))
    end = min(last[1], former.end if former else last[1])
    counted = rule.month if rule else "begun"
    whole = (start, end) == (first[0], last[1])
    months = MONTHS if whole else _counted(scored_months(book), start, end, counted)
    found = Membership(unit=unit, start=start, end=end, months=months)
    if rule is None or months == MONTHS:
        return found
    said = rule.left if former else rule.joined
    return replace(found, rule=said, short=months < (rule.least_months or 0))


def months_in(book: Book, found: Membership, of: "Within") -> int:
    """Return how many months between two days count as months of a membership."""
    rule = book.definition.rubric.part_year
    counted = rule.month if rule else "begun"
    months = [one for one in scored_months(book) if of.start <= one[0] and one[1] <= of.end]
    return _counted(months, found.start, found.end, counted)


def _counted(months: Iterable[tuple[date, date]], start: date, end: date, counted: str) -> int:
    return sum(_counts(month, start, end, counted) for month in months)


def scored_months(book: Book) -> list[tuple[date, date]]:
    """Return the first and the last day of each of the twelve months that are scored."""
    begins = book.definition.rubric.scored_from
    return _from(book.year - (begins.year == "previous"), begins.month)


@cache
def _from(year: int, month: int) -> list[tuple[date, date]]:
    numbers = range(year * MONTHS + month - 1, year * MONTHS + month + MONTHS)
    firsts = [date(number // MONTHS, number % MONTHS + 1, 1) for number in numbers]
    return [(day, after - DAY) for day, after in pairwise(firsts)]


def _counts(month: tuple[date, date], start: date, end: date, counted: str) -> bool:
    """Whether a month counts as one of a membership from *start* to *end*."""
    first, last = month
    days = (min(last, end) - max(first, start)).days + 1
    if counted == "begun":
        return days > 0
    of = (last - first).days + 1
    return days == of if counted == "whole" else days * 2 >= of


def scored_once(book: Book) -> Iterator[str]:
    """Yield the units that are gone and may still have a score, where there is a rule for them."""
    if book.definition.rubric.part_year is not None:
        yield from (one.unit.id for one in book.load(Roster, KEY).former)


def pro_rata(rubric: Rubric, found: Membership, total: Total) -> Total:
    """Return *total* for the months of a membership; as it is where no rule takes it pro rata."""
    rule = rubric.part_year
    if rule is None or found.rule != "pro_rata":
        return total
    points = _taken(rubric, rule, total.points, found.months)
    of = total.of
    if rule.maximum == "pro_rata":
        of = as_decimal(Fraction(total.of) * found.months / MONTHS)
    whole = total.points
    return replace(total, points=points, of=of, percent=percent_of(rubric, points, of), whole=whole)


def _taken(rubric: Rubric, rule: PartYear, points: Decimal, months: int) -> Decimal:
    to = rule.rounding or to_decimals(rubric.decimals)
    return as_decimal(to_step(Fraction(points) * months / MONTHS, to))
