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
    best = base + sum(one.bound for one in rubric.adjustments if one.kind == "bonus")
    return FULL * (best if rubric.cap is None else min(best, rubric.cap)) / base


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
    best = highest_percent(rubric)
    if top[1].below is not None and top[1].below <= best:
        facts = {"below": top[1].below, "best": best}
        yield ground.error("classes_end_early", (*path, top[0], "below"), **facts)


def _seam(ground: Ground, band: Band, above: Band, path: Path) -> Iterator[Problem]:
    facts = {"band": band.title, "above": above.title, "edge": above.at_least, "below": band.below}
    if band.below is None or band.below > above.at_least:
        yield ground.error("classes_overlap", (*path, "below"), **facts)
    elif band.below < above.at_least:
        yield ground.error("classes_gap", (*path, "below"), **facts)
