"""Periods: together they are a year, and what makes the year's score of them is said once."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.part_years import MONTHS
from definitions.schema.periods import Periods

PATH: Path = ("rubric", "periods")
YEARS = {"previous": -1, "this": 0, "next": 1}


def lint_periods(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the periods of the year."""
    rubric = ground.definition.rubric
    periods = rubric.periods
    if periods is None:
        return
    months = sum(one.months for one in periods.parts)
    if months != MONTHS:
        yield ground.error("periods_no_year", (*PATH, "parts"), months=months, of=MONTHS)
    yield from _weights(ground, periods)
    yield from _dues(ground, periods)
    divides = periods.makes in {"average", "weights"}
    if divides and periods.rounding and periods.rounding.way == "none":
        yield ground.error("periods_rounded_nowhere", (*PATH, "rounding", "way"))
    if rubric.part_year and rubric.part_year.takes_pro_rata and periods.makes == "sum":
        yield ground.error("part_year_taken_twice", (*PATH, "makes"))
    stage = ground.definition.stage_of("scoring")
    if stage and not stage.early:
        yield ground.warning("periods_all_at_once", PATH, stage=stage.title)


def _dues(ground: Ground, periods: Periods) -> Iterator[Problem]:
    """Yield periods that are due before they begin, and reminders of no deadline."""
    scored, begun = ground.definition.rubric.scored_from, 0
    for at, one in enumerate(periods.parts):
        path = (*PATH, "parts", at)
        number = (scored.month - 1 + begun) + (-MONTHS if scored.year == "previous" else 0)
        begun += one.months
        due = one.due
        if due and due.month and YEARS[due.year] * MONTHS + due.month - 1 < number:
            yield ground.error("period_due_early", (*path, "due"), period=one.title)
        if one.remind and due is None:
            yield ground.error("period_remind_of_nothing", (*path, "remind"), period=one.title)


def _weights(ground: Ground, periods: Periods) -> Iterator[Problem]:
    for at, one in enumerate(periods.parts):
        path = (*PATH, "parts", at)
        if periods.makes == "weights" and one.weight is None:
            yield ground.error("period_weightless", path, period=one.title)
        elif periods.makes != "weights" and one.weight is not None:
            facts = {"period": one.title, "makes": periods.makes}
            yield ground.error("period_weight_unused", (*path, "weight"), **facts)
