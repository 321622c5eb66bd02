"""Periods of one bloc year: which of them a unit was a member in, and the year's score of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from definitions.schema.periods import Period
from definitions.schema.rubric import Rubric
from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.scores import part_years
from workflow.domain.scores.rounding import Exact, as_decimal, to_decimals, to_step
from workflow.domain.scores.scoring import Total, percent_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A period with the first and the last day of its months."""

    period: Period
    start: date
    end: date


def spans(book: Book) -> list[Span]:
    """Return the periods in their order; none where the year is scored as one."""
    declared, months = book.definition.rubric.periods, part_years.scored_months(book)
    found, at = [], 0
    for one in declared.parts if declared else ():
        mine = months[at : at + one.months]
        at += one.months
        if mine:
            found.append(Span(period=one, start=mine[0][0], end=mine[-1][1]))
    return found


def of_unit(book: Book, unit: str) -> list[str | None]:
    """Return the periods for which *unit* has a sheet; only None where the year is one.

    A period counts for a unit that was a member for a month of it, as months are counted.
    """
    if book.definition.rubric.periods is None:
        return [None]
    member = part_years.membership(book, unit)
    return [one.period.id for one in spans(book) if part_years.months_in(book, member, one)]


def prevents(book: Book, unit: str, period: str | None, call: Call) -> Iterator[Unmet]:
    """Yield why *period* is not one for which *unit* has a sheet now."""
    known = {one.period.id: one for one in spans(book)}
    if period is None:
        if known:
            yield Unmet(code="PERIOD_MISSING", facts={"known": list(known)})
    elif period not in known:
        yield Unmet(code="NO_SUCH_PERIOD", facts={"period": period, "known": list(known) or "-"})
    else:
        span = known[period]
        facts: dict[str, object] = {"period": span.period.title, "start": span.start}
        if timing.hanoi_day(call.at) < span.start:
            yield Unmet(code="PERIOD_TO_COME", facts=facts)
        if period not in of_unit(book, unit):
            yield Unmet(code="NO_MEMBER_IN_PERIOD", facts={"period": span.period.title})


def year_of(rubric: Rubric, made: Mapping[str, Total]) -> Total:
    """Return the year's total of the totals *made* in periods, which are kept in it.

    Points of criteria and maxima are combined in the same way, so that floors, ties and classes
    can go by them.
    """
    weights = weights_of(rubric, list(made))
    first = next(iter(made.values()))

    def whole(values: Mapping[str, Decimal]) -> Exact:
        return sum((Fraction(values[name]) * weights[name] for name in weights), Fraction(0))

    def each(values: Mapping[str, Mapping[str, Decimal]], node: str) -> Decimal:
        return as_decimal(whole({name: values[name][node] for name in weights}))

    nodes, maxima = ({k: getattr(t, name) for k, t in made.items()} for name in ("nodes", "maxima"))
    to = (rubric.periods.rounding if rubric.periods else None) or to_decimals(rubric.decimals)
    points = as_decimal(to_step(whole({name: one.points for name, one in made.items()}), to))
    of = as_decimal(whole({name: one.of for name, one in made.items()}))
    return replace(
        first,
        points=points,
        of=of,
        percent=percent_of(rubric, points, of),
        nodes={node: each(nodes, node) for node in first.nodes},
        maxima={node: each(maxima, node) for node in first.maxima},
        periods=dict(made),
    )


def weights_of(rubric: Rubric, names: list[str]) -> dict[str, Fraction]:
    """Return how much each of the periods *names* counts in the year, in their order."""
    periods = rubric.periods
    if periods is None or periods.makes == "sum":
        return dict.fromkeys(names, Fraction(1))
    if periods.makes == "last":
        return {name: Fraction(int(name == names[-1])) for name in names}
    if periods.makes == "average":
        return dict.fromkeys(names, Fraction(1, len(names)))
    given = {name: Fraction(periods.period(name).weight or 0) for name in names}
    return {name: one / sum(given.values()) for name, one in given.items()}
