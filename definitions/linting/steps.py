"""Bands of a step table: half open, without gaps, overlaps or a boundary in two of them."""

from collections.abc import Iterator
from itertools import pairwise

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.measures import Measure
from definitions.schema.rubric import Criterion
from definitions.schema.scores import Step

OPEN = "…"


def lint_steps(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the steps of *leaf*, whose bands stand at *path*."""
    steps = leaf.score.steps if leaf.score else None
    if steps is None or leaf.measure is None:
        return
    for at, band in enumerate(steps.bands):
        yield from _band(ground, leaf, band, (*path, at))
        if not leaf.measure.misread:
            yield from _begins(ground, leaf.measure, band, (*path, at, "at_least"))
    filled = [(at, band) for at, band in enumerate(steps.bands) if not _empty(band)]
    ordered = sorted(filled, key=lambda pair: pair[1].at_least)
    if ordered:
        yield from _ends(ground, ordered, leaf.measure, path)
    for (at, band), (_, above) in pairwise(ordered):
        yield from _seam(ground, band, above, (*path, at))
    if all(band.points < leaf.max for band in steps.bands):
        yield ground.warning("steps_never_full", path, criterion=leaf.id, max=leaf.max)


def _empty(band: Step) -> bool:
    return band.below is not None and band.below <= band.at_least


def _ends(
    ground: Ground, ordered: list[tuple[int, Step]], measure: Measure, path: Path
) -> Iterator[Problem]:
    """Yield that an entry which can be true lies below the lowest band, or above the highest."""
    (first, lowest), (last, top) = ordered[0], ordered[-1]
    if lowest.at_least > measure.least:
        at = (*path, first, "at_least")
        yield ground.error("steps_start_late", at, at_least=lowest.at_least, least=measure.least)
    ceiling = measure.ceiling
    if top.below is not None and (ceiling is None or top.below <= ceiling):
        most = OPEN if ceiling is None else ceiling
        yield ground.error("steps_end_early", (*path, last, "below"), below=top.below, most=most)


def _begins(ground: Ground, measure: Measure, band: Step, path: Path) -> Iterator[Problem]:
    """Yield that a step begins where no entry can be: at 0.9 or 9000 where 90 is meant."""
    begin, ceiling = band.at_least, measure.ceiling
    if meant := measure.meant(begin):
        facts = {"at_least": begin, "unit": measure.kind, "meant": meant}
        yield ground.error("step_of_other_unit", path, **facts)
    elif ceiling is not None and begin > ceiling:
        yield ground.error("step_beyond_most", path, at_least=begin, most=ceiling)


def _seam(ground: Ground, band: Step, above: Step, path: Path) -> Iterator[Problem]:
    below = OPEN if band.below is None else band.below
    if band.below is None or band.below > above.at_least:
        yield ground.error("steps_overlap", (*path, "below"), edge=above.at_least, below=below)
    elif band.below < above.at_least:
        yield ground.error("steps_gap", (*path, "below"), edge=above.at_least, below=below)


def _band(ground: Ground, leaf: Criterion, band: Step, path: Path) -> Iterator[Problem]:
    if _empty(band):
        facts = {"at_least": band.at_least, "below": band.below}
        yield ground.error("step_empty", (*path, "below"), **facts)
    if band.points > leaf.max:
        facts = {"points": band.points, "max": leaf.max}
        yield ground.error("points_above_max", (*path, "points"), **facts)
