"""Each stage: the only one of its kind, whose move it is, by when, and what its kind knows."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.stages import Stage

OF_KIND = {
    "offers": "registration",
    "unregistered": "registration",
    "running": "registration",
    "witness": "pledge",
    "behind_below": "review",
    "appraisal": "scoring",
    "chain": "scoring",
    "publication": "scoring",
}
"""Keys that only one kind of stage knows."""


def lint_stages(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with single stages."""
    first: dict[str, Stage] = {}
    for at, stage in enumerate(ground.definition.stages):
        path = ("stages", at)
        before = first.setdefault(stage.kind, stage)
        if before is not stage:
            facts = {"kind": stage.kind, "before": before.title}
            yield ground.error("stage_kind_twice", (*path, "kind"), **facts)
        if stage.owner is None:
            yield ground.error("stage_no_owner", path, stage=stage.title)
        if stage.due is None:
            yield ground.error("stage_no_due", path, stage=stage.title)
        yield from _of_other_kinds(ground, path, stage)
        if stage.kind == "scoring":
            yield from _scoring(ground, path, stage)
        if stage.kind == "nomination":
            yield from _nomination(ground, path, stage)


def _of_other_kinds(ground: Ground, path: Path, stage: Stage) -> Iterator[Problem]:
    for key, kind in OF_KIND.items():
        given = getattr(stage, key) != type(stage).model_fields[key].get_default()
        if given and stage.kind != kind:
            facts = {"key": key, "kind": kind, "found": stage.kind}
            yield ground.error("key_of_other_kind", (*path, key), **facts)


def _scoring(ground: Ground, path: Path, stage: Stage) -> Iterator[Problem]:
    if stage.appraisal is None:
        if not stage.chain:
            yield ground.error("scoring_no_appraisal", path, stage=stage.title)
        return
    seats = dict(ground.definition.roles)
    appraisers = sum(seats[role].most for role in set(stage.appraisal.by))
    if appraisers < 2:  # noqa: PLR2004 - nobody appraises the own unit, so one is one too few
        yield ground.error("appraisal_of_own_unit", (*path, "appraisal", "by"))


def _nomination(ground: Ground, path: Path, stage: Stage) -> Iterator[Problem]:
    if not stage.approvals:
        yield ground.error("nomination_no_approvals", path, stage=stage.title)
        return
    deciding = [step for step in stage.approvals if step.writes == "decided"]
    if not deciding:
        yield ground.error("nomination_not_decided", (*path, "approvals"))
        return
    named: list[tuple[str, Path]] = [
        *((rule.id, ("awards", at)) for at, rule in enumerate(ground.definition.awards)),
        *((one.award, ("people_awards", at))
          for at, one in enumerate(ground.definition.people_awards)
          if one.decided_by == "offices"),
    ]  # fmt: skip
    for award, place in named:
        if not any(step.awards is None or award in step.awards for step in deciding):
            yield ground.error("award_not_decided", place, award=award)
