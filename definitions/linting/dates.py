"""Days: dates that exist, in an order that time allows."""

import calendar
from collections.abc import Iterator
from itertools import pairwise

from definitions.advice import did_you_mean
from definitions.linting.dossiers import dossiers
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.timing import DateRule
from definitions.workdays import calendar_names

YEARS = {"previous": -1, "this": 0, "next": 1}
LEAP, COMMON = 2024, 2025
HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Days that are off in every year, whatever is decreed. Labour Code 2019, 112."""

Fixed = tuple[int, int, int]


def lint_dates(ground: Ground) -> Iterator[Problem]:
    """Yield dates that cannot be, or cannot follow each other."""
    yield from _validity(ground)
    yield from _calendar(ground)
    for key, rule, path in _days(ground):
        yield from _exists(ground, rule, (*path, key))
        if key == "due":
            yield from _holiday(ground, rule, (*path, key))
    for at, stage in enumerate(ground.definition.stages):
        opens, due = fixed_day(stage.opens), fixed_day(stage.due)
        if opens and due and due < opens:
            yield ground.error("due_before_opens", ("stages", at, "due"))
    yield from _backwards(ground)


def _days(ground: Ground) -> Iterator[tuple[str, DateRule | None, Path]]:
    """Yield every day that something opens or is due, with what it is a key of."""
    rubric = ground.definition.rubric
    for at, stage in enumerate(ground.definition.stages):
        yield "opens", stage.opens, ("stages", at)
        yield "due", stage.due, ("stages", at)
    for at, period in enumerate(rubric.periods.parts if rubric.periods else ()):
        yield "due", period.due, ("rubric", "periods", "parts", at)
    for at, group in enumerate(rubric.parts):
        yield "opens", group.opens, ("rubric", "parts", at)
        yield "due", group.due, ("rubric", "parts", at)
    for at, fact in enumerate(ground.definition.facts):
        yield "due", fact.due, ("facts", at)
    for _, _, dossier, path in dossiers(ground):
        yield "due", dossier.due, path


def _validity(ground: Ground) -> Iterator[Problem]:
    valid = ground.definition.valid
    if valid.to is not None and valid.to < valid.start:
        yield ground.error("validity_backwards", ("valid", "to"), start=valid.start, end=valid.to)


def _calendar(ground: Ground) -> Iterator[Problem]:
    name, known = ground.definition.calendar, calendar_names()
    if name not in known:
        advice = did_you_mean(name, known)
        yield ground.error("calendar_unknown", ("calendar",), name=name, advice=advice)


def _exists(ground: Ground, rule: DateRule | None, path: Path) -> Iterator[Problem]:
    if rule is None or rule.month is None or rule.day is None:
        return
    facts = {"day": rule.day, "month": rule.month}
    if rule.day > calendar.monthrange(LEAP, rule.month)[1]:
        yield ground.error("date_impossible", (*path, "day"), **facts)
    elif rule.day > calendar.monthrange(COMMON, rule.month)[1]:
        yield ground.warning("date_leap", (*path, "day"), **facts)


def _holiday(ground: Ground, rule: DateRule | None, path: Path) -> Iterator[Problem]:
    """Yield that something is due on a public holiday and does not move."""
    if rule and rule.roll == "none" and rule.inclusive and (rule.month, rule.day) in HOLIDAYS:
        facts = {"day": rule.day, "month": rule.month}
        yield ground.warning("due_on_holiday", path, **facts)


def _backwards(ground: Ground) -> Iterator[Problem]:
    fixed = ((at, stage, fixed_day(stage.due)) for at, stage in enumerate(ground.definition.stages))
    dated = [(at, stage, day) for at, stage, day in fixed if day]
    for (_, before, earlier), (at, stage, later) in pairwise(dated):
        if later < earlier:
            facts = {"stage": stage.title, "before": before.title}
            yield ground.warning("due_goes_backwards", ("stages", at, "due"), **facts)


def fixed_day(rule: DateRule | None) -> Fixed | None:
    """Return the day that a rule names, seen from the bloc year; None where it counts days."""
    if rule is None or rule.month is None or rule.day is None:
        return None
    return YEARS[rule.year], rule.month, rule.day
