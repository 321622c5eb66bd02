"""Deviations: points are taken from a criterion that there is, while there is still a total."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.deviations import Deduction

AFTER_SCORING = frozenset({"nomination", "handover"})
"""Kinds of stages that lie after the total is made."""


def lint_deviations(ground: Ground) -> Iterator[Problem]:
    """Yield deductions from nothing, or too late to count."""
    leaves = [leaf.id for leaf in ground.definition.rubric.leaves()]
    for deduction, path in _deductions(ground):
        if deduction.on is not None and deduction.on not in leaves:
            advice = did_you_mean(deduction.on, leaves)
            place = (*path, "on")
            yield ground.error("criterion_unknown", place, id=deduction.on, advice=advice)
    for at, stage in enumerate(ground.definition.stages):
        if stage.late.deduct and stage.kind in AFTER_SCORING:
            path = ("stages", at, "late", "deduct")
            yield ground.error("deduction_too_late", path, stage=stage.title)
    for at, kind in enumerate(ground.definition.meetings):
        over, under = map(int, (kind.quorum or "1/1").split("/"))
        if over > under:
            yield ground.error("quorum_over_all", ("meetings", at, "quorum"), quorum=kind.quorum)


def _deductions(ground: Ground) -> Iterator[tuple[Deduction, Path]]:
    for at, stage in enumerate(ground.definition.stages):
        if stage.late.deduct:
            yield stage.late.deduct, ("stages", at, "late", "deduct")
    for key in ("meetings", "ballots"):
        for at, one in enumerate(getattr(ground.definition, key)):
            if one.absent.deduct:
                yield one.absent.deduct, (key, at, "absent", "deduct")
