"""Points worked out a second time: in fractions, leaf by leaf, without a line of the product's."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from definitions.schema.rounding import RoundTo
from definitions.schema.rubric import Criterion, Rubric
from tests.property.scales import Filled

Bloc = Mapping[str, Filled]


def points_of(rubric: Rubric, bloc: Bloc, unit: str) -> tuple[Fraction, Fraction]:
    """Return the points of *unit* and the maximum that counts for it."""
    sheet = bloc[unit]
    points, of = Fraction(0), Fraction(0)
    for leaf in rubric.leaves():
        names = [name for name in sheet.entries if name.split("/")[0] == leaf.id]
        values = [sheet.entries[name] for name in names]
        if all(value is None for value in values):
            if leaf.unassigned_points is not None:
                points += Fraction(leaf.unassigned_points)
                of += Fraction(leaf.max)
            continue
        of += Fraction(leaf.max)
        if leaf.evidence == "gate" and leaf.id not in sheet.evidence:
            continue
        made = leaf_points(leaf, [Fraction(value or 0) for value in values], bloc, unit)
        points += _leaf_rounded(rubric, made)
    points = max(points + _adjusted(rubric, sheet), Fraction(0))
    if rubric.rounding and rubric.rounding.total:
        points = rounded(points, rubric.rounding.total)
    if rubric.cap is not None:
        points = min(points, Fraction(rubric.cap))
    return points, of


def _leaf_rounded(rubric: Rubric, made: Fraction) -> Fraction:
    if rubric.rounding and rubric.rounding.leaf:
        return rounded(made, rubric.rounding.leaf)
    return rounded(made, RoundTo(way="half_up", step=Decimal(1).scaleb(-rubric.decimals)))


def rounded(value: Fraction, to: RoundTo) -> Fraction:
    """Return *value* at its nearest step; a half goes where the rule says, seen from zero."""
    if to.step is None:
        return value
    step = Fraction(to.step)
    size, sign = abs(value) / step, -1 if value < 0 else 1
    low, rest = floor(size), size - floor(size)
    match to.way:
        case "down":
            whole = low
        case "up":
            whole = ceil(size)
        case "half_even":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1)
            whole = low + up
        case _:
            whole = low + (rest >= Fraction(1, 2))
    return sign * whole * step


def _adjusted(rubric: Rubric, sheet: Filled) -> Fraction:
    sizes = {}
    for one in rubric.adjustments:
        size = Fraction(sheet.times.get(one.id, 0)) * Fraction(one.points_each)
        sizes[one.id] = min(size, Fraction(one.bound)) * (1 if one.kind == "bonus" else -1)
    together = [one.id for one in rubric.adjustments if one.highest_of]
    if together:
        heaviest = max(together, key=lambda name: abs(sizes[name]))
        for name in together:
            if name != heaviest:
                sizes[name] = Fraction(0)
    bonus = sum((size for size in sizes.values() if size > 0), Fraction(0))
    if rubric.bonus_cap is not None:
        bonus = min(bonus, Fraction(rubric.bonus_cap))
    return bonus + sum((size for size in sizes.values() if size < 0), Fraction(0))


def leaf_points(leaf: Criterion, values: list[Fraction], bloc: Bloc, unit: str) -> Fraction:
    """Return what one leaf makes, before rounding."""
    assert leaf.score
    if leaf.score.way in ALONE:
        return ALONE[leaf.score.way](leaf.score, Fraction(leaf.max), values)
    return beside_others(leaf, values[0], bloc, unit)


def _bounded(low: Fraction | int, value: Fraction, high: Fraction) -> Fraction:
    return sorted((Fraction(low), value, high))[1]


def _step(score: Any, _most: Fraction, values: list[Fraction]) -> Fraction:  # noqa: ANN401
    fitting = [band for band in score.steps.bands if band.at_least <= values[0]]
    return Fraction(max(fitting, key=lambda band: band.at_least).points)


def _whole(rule: Any, value: Fraction) -> Fraction:  # noqa: ANN401 - a rule that has `whole`
    return Fraction(floor(value)) if rule.whole else value


def _balance(score: Any, most: Fraction, values: list[Fraction]) -> Fraction:  # noqa: ANN401
    rule = score.bonus_penalty
    made = values[0] * Fraction(rule.bonus_each) - values[1] * Fraction(rule.penalty_each)
    return _bounded(Fraction(rule.least), made, most)


def _lost(score: Any, most: Fraction, values: list[Fraction]) -> Fraction:  # noqa: ANN401
    rule = score.percent_lost
    return max(most - _whole(rule, values[0]) * Fraction(rule.points_each), Fraction(0))


def _lapsed(score: Any, most: Fraction, values: list[Fraction]) -> Fraction:  # noqa: ANN401
    rule = score.lapses
    return max(most - values[0] * Fraction(rule.points_each), Fraction(rule.least))


def _planned(score: Any, most: Fraction, values: list[Fraction]) -> Fraction:  # noqa: ANN401
    rule = score.plan_points
    return min(_whole(rule, values[0] / Fraction(rule.percent_each)), most)


ALONE: dict[str, Callable[[Any, Fraction, list[Fraction]], Fraction]] = {
    "manual": lambda _score, _most, values: values[0],
    "pass_fail": lambda _score, most, values: most if values[0] == 1 else Fraction(0),
    "ratio": lambda score, most, values: most * min(
        values[0] / Fraction(score.ratio.target), Fraction(1)
    ),
    "count": lambda score, most, values: min(
        values[0] * Fraction(score.count.points_each), most
    ),
    "bonus_penalty": _balance,
    "steps": _step,
    "sample": lambda score, most, values: most * sum(values, Fraction(0)) / (
        score.sample.size * Fraction(score.sample.most)
    ),
    "percent_lost": _lost,
    "lapses": _lapsed,
    "plan_points": _planned,
    "imported": lambda score, most, values: most * values[0] / Fraction(score.imported.scale),
}  # fmt: skip
"""Leaves whose points depend on nothing but what is entered on them."""


def beside_others(leaf: Criterion, value: Fraction, bloc: Bloc, unit: str) -> Fraction:
    """Return what a leaf makes that is measured against the unit's group."""
    score, most = leaf.score, Fraction(leaf.max)
    assert score
    others = {
        name: Fraction(entry)
        for name, sheet in bloc.items()
        if sheet.group == bloc[unit].group and (entry := sheet.entries.get(leaf.id)) is not None
    }
    if score.from_rank:
        rule, rank = score.from_rank, int(value)
        if rule.by == "highest":
            rank = 1 + len([one for one in others.values() if one > value])
        elif rule.by == "lowest":
            rank = 1 + len([one for one in others.values() if one < value])
        return Fraction(rule.points[rank - 1] if rank <= len(rule.points) else rule.otherwise)
    if score.best_of_group:
        best = max(others.values())
        return most * value / best if best else Fraction(0)
    against = score.against_best
    assert against
    targets = {
        name: against.target if against.target is not None else bloc[name].targets.get(leaf.id)
        for name in others
    }
    target = targets[unit]
    if target is None:
        best = max(one for name, one in others.items() if targets[name] is None)
        return most * value / best if best else Fraction(0)
    base, goal = most * Fraction(against.baseline) / 100, Fraction(target)
    if value <= goal:
        return base * value / goal
    over = {
        name: (one - Fraction(aim)) / (Fraction(aim) if against.excess == "percent" else 1)
        for name, one in others.items()
        if (aim := targets[name]) is not None
    }
    return base + (most - base) * over[unit] / max(over.values())
