"""What each way of scoring makes of an entry: exact, not rounded, from one leaf alone.

Numbers are multiplied before they are divided, and divided as fractions: a third of three points
is one point, not a little less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from definitions.schema.rubric import Criterion
from definitions.schema.scores import AgainstBest, Score
from workflow.domain.scores.rounding import Exact

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """What a unit is measured against on one leaf: the best of its group, as far as it is known.

    `leader` exceeds its target most, having reached so much of so much. `best` is the most that
    was achieved, of all or of the units without a target. `values` are every unit's entries, where
    a rank is made of them. `period` is the one of the year that it was achieved in.
    """

    criterion: str
    group: str = ""
    leader: str | None = None
    reached: Decimal | None = None
    of: Decimal | None = None
    best_unit: str | None = None
    best: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    period: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """One leaf with what a unit entered on it, its own target and the standard of its group.

    `values` stand in the order of the leaf's entry names.
    """

    leaf: Criterion
    values: tuple[Decimal, ...]
    target: Decimal | None = None
    standard: Standard | None = None

    @property
    def value(self) -> Decimal:
        """The one value entered, where there is one."""
        return self.values[0]

    @property
    def score(self) -> Score:
        """How the leaf makes its points."""
        if self.leaf.score is None:
            raise KeyError(self.leaf.id)
        return self.leaf.score


def mark(entered: Entered) -> Exact:
    """Return the points that an entry makes on its leaf, before any rounding."""
    return MARKS[entered.score.way](entered)


def _manual(one: Entered) -> Exact:
    return one.value


def _pass_fail(one: Entered) -> Exact:
    return one.leaf.max * one.value


def _ratio(one: Entered) -> Exact:
    target = one.score.ratio.target if one.score.ratio else ZERO
    return one.leaf.max if one.value >= target else _part(one.leaf.max, one.value, target)


def _count(one: Entered) -> Exact:
    each = one.score.count.points_each if one.score.count else ZERO
    return min(one.value * each, one.leaf.max)


def _part(whole: Decimal, value: Decimal, of: Decimal) -> Fraction:
    """Return *whole* times *value* over *of*; of nothing, nothing."""
    return Fraction(whole) * Fraction(value) / Fraction(of) if of else Fraction(0)


def target_of(rule: AgainstBest, own: Decimal | None) -> Decimal | None:
    """Return the target that counts for a unit, given its own; None when it has none."""
    return own if rule.targets else rule.target


def excess(rule: AgainstBest, reached: Decimal, of: Decimal) -> Fraction:
    """Return by how much a target is exceeded: in its own unit, or as part of the target."""
    over = Fraction(reached) - Fraction(of)
    return over if rule.excess == "absolute" else over / Fraction(of)


def _against_best(one: Entered) -> Exact:
    rule = one.score.against_best or AgainstBest(target=HUNDRED)
    target, top = target_of(rule, one.target), Fraction(one.leaf.max)
    if target is None:
        return _best_of_group(one)
    base = top * Fraction(rule.baseline) / 100
    if one.value <= target:
        return base * Fraction(one.value) / Fraction(target)
    lead = one.standard
    if rule.baseline == HUNDRED:
        return one.leaf.max
    if lead is None or lead.reached is None or lead.of is None:
        return base
    share = excess(rule, one.value, target) / excess(rule, lead.reached, lead.of)
    return base + (top - base) * min(share, Fraction(1))


def _best_of_group(one: Entered) -> Exact:
    best = one.standard.best if one.standard else None
    if best is None or not best:
        return ZERO
    return min(_part(one.leaf.max, one.value, best), Fraction(one.leaf.max))


def _bonus_penalty(one: Entered) -> Exact:
    rule = one.score.bonus_penalty
    if rule is None:
        return ZERO
    bonus, penalty = one.values
    made = bonus * rule.bonus_each - penalty * rule.penalty_each
    return max(rule.least, min(made, rule.most if rule.most is not None else one.leaf.max))


def _steps(one: Entered) -> Exact:
    for band in one.score.steps.bands if one.score.steps else []:
        if band.at_least <= one.value and (band.below is None or one.value < band.below):
            return band.points
    return ZERO


def _sample(one: Entered) -> Exact:
    rule = one.score.sample
    full = rule.most * rule.size if rule else ZERO
    return _part(one.leaf.max, sum(one.values, ZERO), full)


def rank_in(one: Entered) -> int:
    """Return the rank that an entry is, or that it has among those of its group."""
    rule, lead = one.score.from_rank, one.standard
    if rule is None or rule.by == "entry":
        return int(one.value)
    others = lead.values if lead else ()
    better = [v for v in others if (v > one.value if rule.by == "highest" else v < one.value)]
    return len(better) + 1


def _from_rank(one: Entered) -> Exact:
    rule, rank = one.score.from_rank, rank_in(one)
    points = rule.points if rule else []
    if 1 <= rank <= len(points):
        return points[rank - 1]
    return rule.otherwise if rule else ZERO


def _percent_lost(one: Entered) -> Exact:
    rule = one.score.percent_lost
    if rule is None:
        return ZERO
    lost = Decimal(floor(one.value)) if rule.whole else one.value
    return max(one.leaf.max - lost * rule.points_each, ZERO)


def _lapses(one: Entered) -> Exact:
    rule = one.score.lapses
    return max(one.leaf.max - one.value * rule.points_each, rule.least) if rule else ZERO


def _plan_points(one: Entered) -> Exact:
    rule = one.score.plan_points
    made = Fraction(one.value) / Fraction(rule.percent_each) if rule else Fraction(0)
    if rule and rule.whole:
        made = Fraction(floor(made))
    return min(made, Fraction(one.leaf.max))


def _imported(one: Entered) -> Exact:
    scale = one.score.imported.scale if one.score.imported else None
    return one.value if scale is None else _part(one.leaf.max, one.value, scale)


MARKS: dict[str, Callable[[Entered], Exact]] = {
    "manual": _manual,
    "pass_fail": _pass_fail,
    "ratio": _ratio,
    "count": _count,
    "against_best": _against_best,
    "best_of_group": _best_of_group,
    "bonus_penalty": _bonus_penalty,
    "steps": _steps,
    "sample": _sample,
    "from_rank": _from_rank,
    "percent_lost": _percent_lost,
    "lapses": _lapses,
    "plan_points": _plan_points,
    "imported": _imported,
}
"""Implements exactly `definitions.schema.scores.WAYS`; a test compares."""
