"""Percentages stand as 90, never as 0.9: below one percent nothing is ever asked."""

from collections.abc import Iterator
from decimal import Decimal

from definitions.linting.conditions import every_condition, walk
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.awards import Condition

ONE, FULL = Decimal(1), Decimal(100)


def lint_percents(ground: Ground) -> Iterator[Problem]:
    """Yield the percentages of classes, floors and conditions that are written as shares of one."""
    rubric = ground.definition.rubric
    conditions: list[tuple[Condition, Path]] = [*every_condition(ground)]
    for at, band in enumerate(rubric.classes):
        path: Path = ("rubric", "classes", at)
        if rubric.class_rule.by == "percent":
            yield from _told(ground, band.at_least, (*path, "at_least"))
        if band.every_criterion:
            place = (*path, "every_criterion", "percent")
            yield from _told(ground, band.every_criterion.percent, place)
        conditions += walk(band.when, (*path, "when")) if band.when else ()
    for condition, path in conditions:
        if condition.percent_at_least is not None:
            place = (*path, "percent_at_least")
            unverified = condition.status == "unverified"
            yield from _told(ground, condition.percent_at_least, place, warns=unverified)


def _told(
    ground: Ground, percent: Decimal, path: Path, *, warns: bool = False
) -> Iterator[Problem]:
    if 0 < percent < ONE:
        tell = ground.warning if warns else ground.error
        yield tell("percent_as_share", path, percent=percent, meant=percent * FULL)
