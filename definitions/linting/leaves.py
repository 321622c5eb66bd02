"""Leaves: what is entered is measured, targets are of that measure, steps cover it exactly once."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.linting.steps import lint_steps
from definitions.problems import Path, Problem
from definitions.schema.measures import Measure
from definitions.schema.rounding import RoundTo
from definitions.schema.rubric import Criterion
from definitions.schema.scores import COMPARED, DIVIDING, MEASURED, SELF_MEASURED

ONE = Decimal(1)


def lint_leaves(ground: Ground) -> Iterator[Problem]:
    """Yield everything that is wrong with single criteria."""
    for leaf, path in criteria(ground.definition.rubric.parts, ("rubric", "parts")):
        if leaf.score is None:
            yield from _of_leaves_only(ground, leaf, path)
            continue
        yield from _measured(ground, leaf, path)
        yield from _plan(ground, leaf, path)
        yield from _target(ground, leaf, path)
        yield from lint_steps(ground, leaf, (*path, "score", "steps", "bands"))
        yield from _bounds(ground, leaf, path)
        yield from _ranks(ground, leaf, path)
        yield from _assignment(ground, leaf, path)
        yield from _agency(ground, leaf, path)
    yield from _adjusted(ground)
    yield from _rounding(ground)


def criteria(parts: list[Criterion], path: Path) -> Iterator[tuple[Criterion, Path]]:
    """Yield every node of the tree with its path."""
    for at, part in enumerate(parts):
        yield part, (*path, at)
        yield from criteria(part.parts, (*path, at, "parts"))


def _of_leaves_only(ground: Ground, node: Criterion, path: Path) -> Iterator[Problem]:
    given = {
        "measure": node.measure is not None,
        "evidence": node.evidence != "optional",
        "may_be_unassigned": node.may_be_unassigned,
        "unassigned_points": node.unassigned_points is not None,
    }
    for key, there in given.items():
        if there:
            yield ground.error("key_of_leaves", (*path, key), key=key, criterion=node.id)


def _measured(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    measure, way = leaf.measure, leaf.score.way if leaf.score else ""
    if measure is None:
        if way in MEASURED or (leaf.score and leaf.score.relative):
            yield ground.error("measure_missing", path, criterion=leaf.id, way=way)
        return
    if way in SELF_MEASURED:
        yield ground.error("measure_unused", (*path, "measure"), criterion=leaf.id, way=way)
        return
    yield from _range(ground, measure, (*path, "measure"))
    if way in {"percent_lost", "plan_points"} and measure.kind != "percent":
        at = (*path, "measure", "kind")
        yield ground.error("measure_not_percent", at, way=way, kind=measure.kind)
    if measure.kind == "rank" and way != "from_rank":
        yield ground.error("measure_rank", (*path, "measure", "kind"), way=way)
    yield from _said(ground, leaf, measure, path)


def _range(ground: Ground, measure: Measure, path: Path) -> Iterator[Problem]:
    """Yield that entries, or targets, are said to lie where none can."""
    ends = {"least": measure.least, "most": measure.ceiling}
    if _backwards(measure):
        yield ground.error("measure_backwards", path, **ends)
    elif measure.misread:
        facts = {"most": measure.most, "unit": measure.kind}
        yield ground.error("most_of_other_unit", (*path, "most"), **facts)
    if _usual_wrong(measure):
        yield ground.error("usual_wrong", (*path, "usual"), **ends)


def _usual_wrong(measure: Measure) -> bool:
    """Whether targets are said to lie where no entry can."""
    usual, ceiling = measure.usual, measure.ceiling
    if usual is None:
        return False
    beyond = ceiling is not None and usual.most > ceiling
    return beyond or not measure.least <= usual.least <= usual.most


def _said(ground: Ground, leaf: Criterion, measure: Measure, path: Path) -> Iterator[Problem]:
    """Yield that a measure does not say of what it is or where it ends, or says so twice."""
    way, at = leaf.score.way if leaf.score else "", (*path, "measure")
    if measure.kind == "amount" and leaf.unit_title is None:
        yield ground.error("measure_nameless", at, criterion=leaf.id)
    if way in COMPARED and measure.ceiling is None:
        yield ground.error("measure_endless", at, criterion=leaf.id, kind=measure.kind)
    if leaf.score and leaf.score.ratio and leaf.score.ratio.most is not None:
        place = (*path, "score", "ratio", "most")
        yield ground.error("most_twice", place, most=leaf.score.ratio.most)


def _plan(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    """Yield that more of a plan makes the maximum than can be entered."""
    rule, measure = leaf.score.plan_points if leaf.score else None, leaf.entered
    ceiling = measure.ceiling if measure else None
    if rule and ceiling is not None and ceiling < leaf.max * rule.percent_each:
        wanted = leaf.max * rule.percent_each
        facts = {"criterion": leaf.id, "max": leaf.max, "wanted": wanted, "most": ceiling}
        yield ground.error("plan_out_of_reach", (*path, "score", "plan_points"), **facts)


def _adjusted(ground: Ground) -> Iterator[Problem]:
    for at, one in enumerate(ground.definition.rubric.adjustments):
        if one.measure and _backwards(one.measure):
            facts = {"least": one.measure.least, "most": one.measure.ceiling}
            path = ("rubric", "adjustments", at, "measure")
            yield ground.error("measure_backwards", path, **facts)


def _backwards(measure: Measure) -> bool:
    return measure.ceiling is not None and measure.ceiling <= measure.least


def _target(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    """Yield targets that cannot be in the unit that is entered: 0.9 or 9 where 90 is meant."""
    score, measure = leaf.score, leaf.measure
    if score is None or measure is None or _backwards(measure) or measure.misread:
        return
    rule = score.against_best
    if rule and rule.no_target and rule.target is not None:
        yield ground.error("no_target_unused", (*path, "score", "against_best", "no_target"))
    told = rule or score.ratio
    if told is None or told.target is None:
        return
    at, target = (*path, "score", score.way, "target"), told.target
    ceiling = measure.ceiling
    if target < measure.doubt or (measure.kind == "share" and target > ONE):
        yield ground.error("target_of_other_unit", at, target=target, unit=measure.kind)
    elif target < measure.least or (ceiling is not None and target > ceiling):
        most = ceiling if ceiling is not None else "…"
        yield ground.error("target_out_of_range", at, target=target, least=measure.least, most=most)
    elif target != round(target, measure.places):
        yield ground.error("target_too_precise", at, target=target, decimals=measure.places)
    elif not _usual_wrong(measure) and (expected := measure.unusual(target)):
        facts = {"target": target, "least": expected[0], "most": expected[1]}
        yield ground.error("target_unusual", at, **facts)


def _bounds(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    rule = leaf.score.bonus_penalty if leaf.score else None
    if rule is None:
        return
    at = (*path, "score", "bonus_penalty")
    if rule.most is not None and rule.most > leaf.max:
        facts = {"most": rule.most, "max": leaf.max}
        yield ground.error("bonus_above_max", (*at, "most"), **facts)
    if rule.bonus_each == 0 and rule.penalty_each == 0:
        yield ground.error("bonus_without_points", at, criterion=leaf.id)


def _ranks(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    rule = leaf.score.from_rank if leaf.score else None
    if rule is None:
        return
    at: Path = (*path, "score", "from_rank", "points")
    for number, points in enumerate(rule.points):
        if points > leaf.max:
            facts = {"points": points, "max": leaf.max}
            yield ground.error("points_above_max", (*at, number), **facts)
    listed = [*rule.points, rule.otherwise]
    for number, (better, worse) in enumerate(pairwise(listed)):
        if worse > better:
            last = number + 1 == len(rule.points)
            place: Path = (*at[:-1], "otherwise") if last else (*at, number + 1)
            yield ground.error(
                "rank_points_rise", place, rank=number + 2, points=worse, before=better
            )


def _assignment(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    points = leaf.unassigned_points
    if points is None:
        return
    at = (*path, "unassigned_points")
    if not leaf.may_be_unassigned:
        yield ground.error("unassigned_never", at, criterion=leaf.id)
    if points > leaf.max:
        yield ground.error("points_above_max", at, points=points, max=leaf.max)


def _agency(ground: Ground, leaf: Criterion, path: Path) -> Iterator[Problem]:
    known = [office.id for office in ground.definition.offices]
    if leaf.agency and leaf.agency not in known:
        advice = did_you_mean(leaf.agency, known)
        at = (*path, "score", "imported", "agency")
        yield ground.error("office_unknown", at, id=leaf.agency, advice=advice)


def _rounding(ground: Ground) -> Iterator[Problem]:
    """Yield that points without end are rounded nowhere, or that a maximum lies between steps."""
    rubric = ground.definition.rubric
    rounding = rubric.rounding
    if rounding is None:
        return
    divides = [leaf.id for leaf in rubric.leaves() if leaf.score and leaf.score.way in DIVIDING]
    open_ended = rounding.leaf is not None and rounding.leaf.way == "none"
    if open_ended and divides and (rounding.total is None or rounding.total.way == "none"):
        at = ("rubric", "rounding", "leaf", "way")
        yield ground.error("rounding_nowhere", at, criteria=divides)
    if rounding.leaf is not None:
        for leaf, path in criteria(rubric.parts, ("rubric", "parts")):
            if leaf.score and _off_step(leaf.max, rounding.leaf):
                facts = {"criterion": leaf.id, "max": leaf.max, "step": rounding.leaf.step}
                yield ground.error("max_off_step", (*path, "max"), **facts)


def _off_step(points: Decimal, to: RoundTo) -> bool:
    return to.step is not None and points % to.step != 0
