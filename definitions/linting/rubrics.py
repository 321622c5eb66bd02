"""Scales: parts add up to their whole, and classes cover every result exactly once."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.classes import Band
from definitions.schema.rubric import Criterion, Rubric

FULL = Decimal(100)


def lint_rubrics(ground: Ground) -> Iterator[Problem]:
    """Yield sums that do not add up, and classes that overlap or leave gaps."""
    rubric = ground.definition.rubric
    if rubric.unwritten:
        return
    yield from _sum(ground, rubric.parts, rubric.total, ("rubric", "total"))
    for at, part in enumerate(rubric.parts):
        yield from _node(ground, part, ("rubric", "parts", at))
    if rubric.cap is not None and rubric.cap < rubric.total:
        facts = {"cap": rubric.cap, "total": rubric.total}
        yield ground.warning("cap_below_total", ("rubric", "cap"), **facts)
    if rubric.classes:
        yield from _bands(ground, rubric)


def highest_percent(rubric: Rubric) -> Decimal:
    """Return the best result there can be: every bonus over the fewest criteria, up to the cap."""
    leaves = rubric.leaves()
    assigned = sum(leaf.max for leaf in leaves if not leaf.may_be_unassigned)
    base = assigned or min(leaf.max for leaf in leaves)
    return FULL * _with_bonus(rubric, Decimal(base)) / base


def highest_points(rubric: Rubric) -> Decimal:
    """Return the most points of a year: every criterion and bonus; of periods that add up, all."""
    best = _with_bonus(rubric, sum((leaf.max for leaf in rubric.leaves()), Decimal(0)))
    periods = rubric.periods
    return best * len(periods.parts) if periods and periods.makes == "sum" else best


def _with_bonus(rubric: Rubric, points: Decimal) -> Decimal:
    best = points + sum(one.bound for one in rubric.adjustments if one.kind == "bonus")
    return best if rubric.cap is None else min(best, rubric.cap)


def _node(ground: Ground, criterion: Criterion, path: Path) -> Iterator[Problem]:
    if criterion.parts:
        yield from _sum(ground, criterion.parts, criterion.max, (*path, "max"), criterion.id)
    for at, part in enumerate(criterion.parts):
        yield from _node(ground, part, (*path, "parts", at))


def _sum(
    ground: Ground, parts: list[Criterion], whole: Decimal, path: Path, of: str = ""
) -> Iterator[Problem]:
    found = sum((part.max for part in parts), Decimal(0))
    if found != whole:
        facts = {"criterion": of, "found": found, "whole": whole, "difference": whole - found}
        yield ground.error("sum_wrong" if of else "total_wrong", path, **facts)


def _bands(ground: Ground, rubric: Rubric) -> Iterator[Problem]:
    path = ("rubric", "classes")
    ordered = sorted(enumerate(rubric.classes), key=lambda pair: pair[1].at_least)
    lowest, top = ordered[0], ordered[-1]
    if lowest[1].at_least > 0:
        facts = {"at_least": lowest[1].at_least}
        yield ground.error("classes_start_late", (*path, lowest[0], "at_least"), **facts)
    for (at, band), (_, above) in pairwise(ordered):
        yield from _seam(ground, band, above, (*path, at))
    by_points = rubric.class_rule.by == "points"
    best = highest_points(rubric) if by_points else highest_percent(rubric)
    for at, band in ordered:
        yield from _reach(ground, band, best, (*path, at, "at_least"))
    if top[1].below is not None and top[1].below <= best:
        facts = {"below": top[1].below, "best": best}
        yield ground.error("classes_end_early", (*path, top[0], "below"), **facts)


def _reach(ground: Ground, band: Band, best: Decimal, path: Path) -> Iterator[Problem]:
    """Yield that nobody can have a class: most often it is in points, and taken for percent."""
    if band.at_least <= best:
        return
    rubric = ground.definition.rubric
    facts = {"band": band.title, "at_least": band.at_least, "best": best}
    in_points = rubric.class_rule.by == "percent" and band.at_least <= highest_points(rubric)
    code = "class_in_points" if in_points else "class_out_of_reach"
    yield ground.error(code, path, **facts)


def _seam(ground: Ground, band: Band, above: Band, path: Path) -> Iterator[Problem]:
    facts = {"band": band.title, "above": above.title, "edge": above.at_least, "below": band.below}
    if band.below is None or band.below > above.at_least:
        yield ground.error("classes_overlap", (*path, "below"), **facts)
    elif band.below < above.at_least:
        yield ground.error("classes_gap", (*path, "below"), **facts)
