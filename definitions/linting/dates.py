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
    for at, stage in enumerate(ground.definition.stages):
        for key, rule in (("opens", stage.opens), ("due", stage.due)):
            yield from _exists(ground, rule, ("stages", at, key))
        yield from _holiday(ground, stage.due, ("stages", at, "due"))
        opens, due = _fixed(stage.opens), _fixed(stage.due)
        if opens and due and due < opens:
            yield ground.error("due_before_opens", ("stages", at, "due"))
    periods = ground.definition.rubric.periods
    for at, one in enumerate(periods.parts if periods else ()):
        path: Path = ("rubric", "periods", "parts", at, "due")
        yield from _exists(ground, one.due, path)
        yield from _holiday(ground, one.due, path)
    for _, _, dossier, where in dossiers(ground):
        yield from _exists(ground, dossier.due, (*where, "due"))
        yield from _holiday(ground, dossier.due, (*where, "due"))
    yield from _backwards(ground)


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
    fixed = ((at, stage, _fixed(stage.due)) for at, stage in enumerate(ground.definition.stages))
    dated = [(at, stage, day) for at, stage, day in fixed if day]
    for (_, before, earlier), (at, stage, later) in pairwise(dated):
        if later < earlier:
            facts = {"stage": stage.title, "before": before.title}
            yield ground.warning("due_goes_backwards", ("stages", at, "due"), **facts)


def _fixed(rule: DateRule | None) -> Fixed | None:
    if rule is None or rule.month is None or rule.day is None:
        return None
    return YEARS[rule.year], rule.month, rule.day
