"""Periods of a year: recomputed in fractions, in any order, and never at another's cost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.property.profiles import SUMS
from tests.unit.domain.builders import sheet, standing_in
from tests.years import Paper
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.scores import tallying
from workflow.domain.scores.scoring import Total

UNITS = ("an", "binh", "chau", "dong")
LENGTHS = {"halves": (6, 6), "quarters": (3,) * 4, "months": (1,) * 12, "uneven": (2, 7, 3)}
WAYS = ("sum", "average", "weights", "last")


class Case(NamedTuple):
    """How the year is cut, what makes its score, who joined in which month, and every entry."""

    cut: str
    makes: str
    joined: dict[str, int]
    entries: dict[str, list[int]]


cases = st.builds(
    Case,
    st.sampled_from(sorted(LENGTHS)),
    st.sampled_from(WAYS),
    st.dictionaries(st.sampled_from(UNITS), st.integers(1, 12), max_size=3),
    st.fixed_dictionaries(
        {unit: st.lists(st.integers(0, 30), min_size=12, max_size=12) for unit in UNITS}
    ),
)


@cache
def year(cut: str, makes: str) -> Paper:
    """Return a year cut into periods; where they are weighed, by their number."""
    parts = [
        {"id": f"p{number}", "months": months, "title": {"vi": "Kỳ", "en": "Period"}}
        | ({"weight": number} if makes == "weights" else {})
        for number, months in enumerate(LENGTHS[cut], 1)
    ]
    rule = f"{{parts: {parts}, makes: {makes}, rounding: {{step: 0.25}}}}"
    return standing_in("scoring", f"rubric: {{periods: {rule}}}")


def book_of(case: Case, units: Iterable[str] = UNITS) -> Book:
    """Return a year with every sheet of these units, entered in the order given."""
    paper, wanted = year(case.cut, case.makes), list(units)
    roster = paper.book.load(Roster, "roster")
    changed = replace(
        roster,
        units=tuple(one for one in roster.units if one.id in wanted),
        joined={unit: date(2025, month, 1) for unit, month in case.joined.items()},
    )
    sheets = {
        f"sheet@p{number}/{unit}": sheet(I_1=str(case.entries[unit][number - 1]))
        for unit in wanted
        for number in range(1, len(LENGTHS[case.cut]) + 1)
    }
    return replace(paper.book, streams={**paper.streams, "roster": changed, **sheets})


def totals(book: Book) -> dict[str, Total]:
    return tallying.tally(book)


def slowly(case: Case, unit: str) -> tuple[Fraction, Fraction]:
    """Return the points of a unit and their maximum, from its months one by one."""
    month_of = [n for n, months in enumerate(LENGTHS[case.cut], 1) for _ in range(months)]
    mine = sorted({n for month, n in enumerate(month_of, 1) if month >= case.joined.get(unit, 1)})
    made = {n: Fraction(70 + case.entries[unit][n - 1]) for n in mine}
    weights = dict.fromkeys(mine, 1)
    if case.makes == "weights":
        weights = {n: n for n in mine}
    if case.makes == "last":
        weights = {n: int(n == mine[-1]) for n in mine}
    whole = 1 if case.makes == "sum" else sum(weights.values())
    points = sum((made[n] * weights[n] for n in mine), Fraction(0)) / whole
    of = Fraction(100 * (len(mine) if case.makes == "sum" else 1))
    return Fraction(floor(points * 4 + Fraction(1, 2)), 4), of


@SUMS
@given(cases)
def test_a_years_score_is_what_a_slow_recomputation_makes_it(case: Case) -> None:
    for unit, made in totals(book_of(case)).items():
        assert (Fraction(made.points), Fraction(made.of)) == slowly(case, unit)


@SUMS
@given(cases, st.permutations(UNITS))
def test_no_order_of_entry_changes_a_years_score(case: Case, order: list[str]) -> None:
    assert totals(book_of(case, order)) == totals(book_of(case))


@SUMS
@given(cases)
def test_one_unit_more_changes_no_others_year(case: Case) -> None:
    before, after = totals(book_of(case, UNITS[:3])), totals(book_of(case))

    assert before == {unit: after[unit] for unit in before}
