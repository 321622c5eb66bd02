"""Points: from the entries of a score sheet to the total, exact to the last half point.

Zero is a real score; what is not assigned leaves the denominator; what is empty is neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from definitions.schema.rounding import RoundTo
from definitions.schema.rubric import Adjustment, Criterion, Rubric
from workflow.domain.scores import marks
from workflow.domain.scores.marks import ZERO, Entered, Standard
from workflow.domain.scores.rounding import Exact, as_decimal, rounded, to_decimals, to_step

HUNDRED = Decimal(100)
PERCENT = RoundTo(way="half_up", step=Decimal("0.01"))
Entries = Mapping[str, Decimal | None]
"""Entry name to what was entered; None says that the criterion is not assigned to the unit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What counts beside the entries: own targets, criteria with evidence, standards of the bloc.

    `standards` are by criterion, those of the unit's group. `final` says that the whole bloc is in.
    `deducted`: points lost for what went otherwise in the year, by criterion; `""` is the total.
    """

    targets: Entries = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    standards: Mapping[str, Standard] = field(default_factory=dict)
    final: bool = False
    deducted: Mapping[str, Decimal] = field(default_factory=dict)


ALONE = Beside()


@dataclass(frozen=True, kw_only=True, slots=True)
class Total:
    """A sheet added up: points, the maximum of what is assigned, percent, and points per node.

    `maxima` hold the assigned maximum of every node.
    `provisional`: some points depend on other units, and not the whole bloc is in. `whole` holds
    the points before they were taken for a part of the year, where they were; `periods` hold the
    totals that a year's is made of, where it is scored in periods.
    """

    points: Decimal
    of: Decimal
    percent: Decimal
    nodes: Mapping[str, Decimal]
    maxima: Mapping[str, Decimal] = field(default_factory=dict)
    provisional: bool = False
    whole: Decimal | None = None
    periods: Mapping[str, "Total"] = field(default_factory=dict)


def leaf_points(leaf: Criterion, entry: Decimal, decimals: int) -> Decimal:
    """Return the points that the one entry of *leaf* makes, rounded half up to *decimals*."""
    made = marks.mark(Entered(leaf=leaf, values=(entry,)))
    return as_decimal(to_step(made, to_decimals(decimals)))


def most(leaf: Criterion) -> Decimal | None:
    """Return the largest entry that can be true of *leaf*, or None when there is no such limit."""
    score = leaf.score
    if score is None or score.manual is not None:
        return leaf.max
    if score.pass_fail is not None:
        return Decimal(1)
    if score.sample is not None:
        return score.sample.most
    if score.imported is not None:
        return score.imported.scale or leaf.max
    if leaf.entered is not None:
        return leaf.entered.ceiling
    return score.ratio.most if score.ratio is not None else None


def adjustment_points(adjustment: Adjustment, times: Decimal) -> Decimal:
    """Return what an adjustment adds, or takes away as a negative number, within its bound."""
    size = min(times * adjustment.points_each, adjustment.bound)
    return size if adjustment.kind == "bonus" else -size


def total(
    rubric: Rubric, entries: Entries, times: Mapping[str, Decimal], beside: Beside = ALONE
) -> Total:
    """Return the sheet added up. Leaves without an entry count as not yet made: no points.

    The sum is never negative; it is rounded where the rubric says so, and then capped. Percent is
    of the maximum of the assigned criteria; of nothing assigned it is 0.
    """
    nodes: dict[str, Decimal] = {}
    maxima: dict[str, Decimal] = {}
    adding = _Adding(rubric, entries, beside, nodes, maxima)
    points = _sum([adding.up(part) for part in rubric.parts])
    of = sum((maxima[part.id] for part in rubric.parts), ZERO)
    points = _sum([points, _adjusted(rubric, times, nodes), -beside.deducted.get("", ZERO)])
    points = max(points, ZERO)
    if rubric.rounding and rubric.rounding.total:
        points = to_step(points, rubric.rounding.total)
    made = as_decimal(points if rubric.cap is None else min(points, rubric.cap))
    return Total(
        points=made,
        of=of,
        percent=percent_of(rubric, made, of),
        nodes=nodes,
        maxima=maxima,
        provisional=rubric.relative and not beside.final,
    )


def assigned(leaf: Criterion, entries: Entries) -> bool:
    """Whether *leaf* is assigned. What is empty is: it has not been scored yet."""
    return any(entries.get(name, ZERO) is not None for name in leaf.entry_names)


def percent_of(rubric: Rubric, points: Decimal, of: Decimal) -> Decimal:
    """Return *points* in percent of *of*, rounded as the rubric says; of nothing, 0."""
    if not of:
        return ZERO
    share = Fraction(points) * 100 / Fraction(of)
    return as_decimal(to_step(share, rubric.rounding.percent if rubric.rounding else PERCENT))


def _sum(values: list[Exact]) -> Exact:
    """Add up; decimals stay decimals, and one fraction among them makes all of them fractions."""
    if any(isinstance(value, Fraction) for value in values):
        return sum((Fraction(value) for value in values), Fraction(0))
    return sum((value for value in values if isinstance(value, Decimal)), ZERO)


def _adjusted(rubric: Rubric, times: Mapping[str, Decimal], nodes: dict[str, Decimal]) -> Decimal:
    """Return what bonuses and penalties make; of those that exclude each other, the heaviest."""
    made = {one.id: adjustment_points(one, times.get(one.id, ZERO)) for one in rubric.adjustments}
    heaviest: dict[str, str] = {}
    for one in rubric.adjustments:
        if one.highest_of:
            first = heaviest.setdefault(one.highest_of, one.id)
            if abs(made[one.id]) > abs(made[first]):
                heaviest[one.highest_of] = one.id
    for one in rubric.adjustments:
        out = one.highest_of is not None and heaviest[one.highest_of] != one.id
        nodes[one.id] = ZERO if out else made[one.id]
    found = [nodes[one.id] for one in rubric.adjustments]
    bonus = sum((points for points in found if points > 0), ZERO)
    penalty = sum((points for points in found if points < 0), ZERO)
    return penalty + (bonus if rubric.bonus_cap is None else min(bonus, rubric.bonus_cap))


@dataclass(frozen=True, slots=True)
class _Adding:
    rubric: Rubric
    entries: Entries
    beside: Beside
    nodes: dict[str, Decimal]
    maxima: dict[str, Decimal]

    def up(self, node: Criterion) -> Exact:
        """Add up a node, and keep what it and everything under it makes, and of how much."""
        if node.parts:
            made = _sum([self.up(part) for part in node.parts])
            of = sum((self.maxima[part.id] for part in node.parts), ZERO)
        else:
            made, of = self.leaf(node)
        self.nodes[node.id], self.maxima[node.id] = as_decimal(made), of
        return made

    def leaf(self, leaf: Criterion) -> tuple[Exact, Decimal]:
        """Return the points of a leaf, rounded where leaves are, and the maximum that counts."""
        if not assigned(leaf, self.entries):
            points = leaf.unassigned_points
            return (ZERO, ZERO) if points is None else (points, leaf.max)
        values = [self.entries.get(name) for name in leaf.entry_names]
        if all(value is None for value in values) or self._without_evidence(leaf):
            return ZERO, leaf.max
        made = self._rounded(self._mark(leaf, tuple(value or ZERO for value in values)))
        return self._less(leaf, made), leaf.max

    def _less(self, leaf: Criterion, made: Exact) -> Exact:
        """Return the points of a leaf less what deviations take from it; never below nothing."""
        lost = self.beside.deducted.get(leaf.id)
        return max(_sum([made, -lost]), min(made, ZERO)) if lost else made

    def _without_evidence(self, leaf: Criterion) -> bool:
        return leaf.evidence == "gate" and leaf.id not in self.beside.evidence

    def _mark(self, leaf: Criterion, values: tuple[Decimal, ...]) -> Exact:
        return marks.mark(
            Entered(
                leaf=leaf,
                values=values,
                target=self.beside.targets.get(leaf.id),
                standard=self.beside.standards.get(leaf.id),
            )
        )

    def _rounded(self, made: Exact) -> Exact:
        rounding = self.rubric.rounding
        if rounding and rounding.leaf:
            return to_step(made, rounding.leaf)
        if isinstance(made, Decimal):
            return rounded(made, self.rubric.decimals)
        return to_step(made, to_decimals(self.rubric.decimals))


def class_of(rubric: Rubric, result: Decimal) -> str | None:
    """Return the class whose half-open band holds *result*; None where the rubric has no classes.

    The band without an upper end takes everything above.
    """
    for band in rubric.classes:
        if band.at_least <= result and (band.below is None or result < band.below):
            return band.id
    return None
