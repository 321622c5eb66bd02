"""A part of the year: recomputed day by day, in any order of entry, and never at another's cost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.property.profiles import SUMS
from tests.unit.domain.builders import sheet, with_sheets
from workflow.domain.members.places import Place
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.results import ordering
from workflow.domain.scores.part_years import membership

UNITS = ("an", "binh", "chau", "dong")
YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]


class Case(NamedTuple):
    """Who joined when, how a month counts, and what everybody reached on the first criterion."""

    joined: dict[str, date]
    month: str
    points: dict[str, int]
    rule: str


cases = st.builds(
    Case,
    st.dictionaries(st.sampled_from(UNITS), st.sampled_from(YEAR), max_size=3),
    st.sampled_from(["begun", "half", "whole"]),
    st.fixed_dictionaries({unit: st.integers(0, 30) for unit in UNITS}),
    st.sampled_from(["pro_rata", "not_ranked"]),
)


def book_of(case: Case, units: tuple[str, ...] = UNITS) -> Book:
    """Return a year of these units, entered in the order given."""
    sheets = {unit: sheet(I_1=str(case.points[unit])) for unit in units}
    rule = f"{{joined: {case.rule}, month: {case.month}, rounding: {{step: 0.5}}}}"
    paper = with_sheets(f"rubric: {{part_year: {rule}}}", **sheets)
    roster = paper.book.load(Roster, "roster")
    members = tuple(one for one in roster.units if one.id in units)
    changed = replace(roster, units=members, joined=case.joined)
    return replace(paper.book, streams={**paper.streams, "roster": changed})


def results(book: Book) -> dict[str, Place]:
    """Return what every unit has, those without a place among them."""
    return {one.unit: one for one in (*ordering.places(book, ()), *ordering.unranked(book))}


def slow_months(case: Case, unit: str) -> int:
    """Count the months of a unit by looking at every day of the year."""
    days = [day for day in YEAR if day >= case.joined.get(unit, YEAR[0])]
    counted = 0
    for month in range(1, 13):
        of = len([day for day in YEAR if day.month == month])
        mine = len([day for day in days if day.month == month])
        least = {"begun": Fraction(1), "half": Fraction(of, 2), "whole": Fraction(of)}[case.month]
        counted += mine >= least
    return counted


@SUMS
@given(cases)
def test_points_are_what_counting_the_days_makes_them(case: Case) -> None:
    book = book_of(case)

    for unit, found in results(book).items():
        months, whole = slow_months(case, unit), 70 + case.points[unit]
        assert membership(book, unit).months == months
        taken = Fraction(whole * months, 12) if case.rule == "pro_rata" else Fraction(whole)
        assert Fraction(found.points) == Fraction(floor(taken * 2 + Fraction(1, 2)), 2)
        placed = case.rule == "pro_rata" or months == 12
        assert (found.rank > 0) == placed


@SUMS
@given(cases, st.permutations(UNITS))
def test_no_order_of_entry_changes_a_part_of_a_year(case: Case, order: list[str]) -> None:
    assert results(book_of(case, tuple(order))) == results(book_of(case))


@SUMS
@given(cases)
def test_one_unit_more_changes_the_points_of_no_other(case: Case) -> None:
    before, after = results(book_of(case, UNITS[:3])), results(book_of(case))

    kept = {unit: replace(one, rank=0, tie_broken_by=None) for unit, one in before.items()}
    assert kept == {unit: replace(after[unit], rank=0, tie_broken_by=None) for unit in before}


def test_the_days_of_a_month_are_enough_for_half_of_it() -> None:
    case = Case({"an": date(2025, 6, 16)}, "half", dict.fromkeys(UNITS, 30), "pro_rata")

    assert results(book_of(case))["an"].points == Decimal("58.5")
