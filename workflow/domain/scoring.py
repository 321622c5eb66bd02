"""Points: from the entries of a score sheet to the total, in exact decimals.

Zero is a real score; what is not assigned leaves the denominator; what is empty is neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from definitions.schema.rubric import Adjustment, Criterion, Rubric

ZERO = Decimal(0)
Entries = Mapping[str, Decimal | None]
"""Criterion id to what was entered; None says that the criterion is not assigned to the unit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """A sheet added up: points, the maximum of what is assigned, percent, and points per node."""

    points: Decimal
    of: Decimal
    percent: Decimal
    nodes: Mapping[str, Decimal]


def leaf_points(leaf: Criterion, entry: Decimal, decimals: int) -> Decimal:
    """Return the points that *entry* makes on *leaf*, rounded half up to the rubric's decimals.

    Manual: the entry. Pass or fail: 1 or 0 times the maximum. Ratio: entry over target, at most 1,
    times the maximum. Count: entry times points each, at most the maximum. Multiplied before it is
    divided: a third of three points is one point, not a little less.
    """
    score = leaf.score
    if score is None or score.manual is not None:
        made = entry
    elif score.pass_fail is not None:
        made = leaf.max * entry
    elif score.ratio is not None:
        made = min(leaf.max * entry / score.ratio.target, leaf.max)
    elif score.count is not None:
        made = min(entry * score.count.points_each, leaf.max)
    return rounded(made, decimals)


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Return *points* rounded half up to *decimals* places."""
    return points.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def most(leaf: Criterion) -> Decimal | None:
    """Return the largest entry that can be true of *leaf*, or None when there is no such limit."""
    score = leaf.score
    if score is None or score.manual is not None:
        return leaf.max
    if score.pass_fail is not None:
        return Decimal(1)
    return score.ratio.most if score.ratio else None


def adjustment_points(adjustment: Adjustment, times: Decimal) -> Decimal:
    """Return what an adjustment adds, or takes away as a negative number, within its bound."""
    size = min(times * adjustment.points_each, adjustment.bound)
    return size if adjustment.kind == "bonus" else -size


def total(rubric: Rubric, entries: Entries, times: Mapping[str, Decimal]) -> Total:
    """Return the sheet added up. Leaves without an entry count as not yet made: no points.

    The total is never negative, and never above the rubric's cap. Percent is of the maximum of the
    assigned criteria, to two decimals; of nothing assigned it is 0.
    """
    nodes: dict[str, Decimal] = {}
    points = sum((_add_up(part, entries, rubric.decimals, nodes) for part in rubric.parts), ZERO)
    of = sum((leaf.max for leaf in rubric.leaves() if entries.get(leaf.id, ZERO) is not None), ZERO)
    for adjustment in rubric.adjustments:
        nodes[adjustment.id] = adjustment_points(adjustment, times.get(adjustment.id, ZERO))
        points += nodes[adjustment.id]
    points = max(points, ZERO)
    points = min(points, rubric.cap) if rubric.cap is not None else points
    share = rounded(points * 100 / of, 2) if of else ZERO
    return Total(points=points, of=of, percent=share, nodes=nodes)


def _add_up(node: Criterion, entries: Entries, decimals: int, nodes: dict[str, Decimal]) -> Decimal:
    if node.parts:
        made = sum((_add_up(part, entries, decimals, nodes) for part in node.parts), ZERO)
    else:
        entry = entries.get(node.id)
        made = leaf_points(node, entry, decimals) if entry is not None else ZERO
    nodes[node.id] = made
    return made


def class_of(rubric: Rubric, percent: Decimal) -> str | None:
    """Return the class whose half-open band holds *percent*; None where the rubric has no classes.

    The band without an upper end takes everything above.
    """
    for band in rubric.classes:
        if band.at_least <= percent and (band.below is None or percent < band.below):
            return band.id
    return None
