"""Objections: about what there is by then, heard by somebody, holding up only what comes after."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.objections import OPENS, ObjectionRule

BEFORE = {
    "ranking": frozenset[str](),
    "publication": frozenset({"publication"}),
    "ballot": frozenset[str](),
    "nomination": frozenset({"publication", "nomination"}),
}
"""What is done already when objections open, and cannot wait for them."""


def lint_objections(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the ways of objecting, and needs that nothing settles."""
    definition = ground.definition
    for at, rule in enumerate(definition.objections):
        yield from _rule(ground, rule, ("objections", at))
    for at, stage in enumerate(definition.stages):
        for number, need in enumerate(stage.needs):
            if need.objections and not definition.objections:
                yield ground.error("need_without_objections", ("stages", at, "needs", number))


def _rule(ground: Ground, rule: ObjectionRule, path: Path) -> Iterator[Problem]:
    definition = ground.definition
    for number, about in enumerate(rule.about):
        if about not in OPENS[rule.opens]:
            allowed: list[str] = sorted(OPENS[rule.opens])
            place = (*path, "about", number)
            yield ground.error(
                "objection_about_other", place, about=about, opens=rule.opens, allowed=allowed
            )
    for number, waiting in enumerate(rule.waits):
        if waiting in BEFORE[rule.opens]:
            place = (*path, "waits", number)
            yield ground.error("objection_waits_too_late", place, waits=waiting, opens=rule.opens)
    scoring = definition.stage_of("scoring")
    published = scoring is not None and scoring.publication is not None
    if not published and (rule.opens == "publication" or "publication" in rule.waits):
        yield ground.error("objection_without_publication", path, rule=rule.title)
    if rule.again and len(rule.heard_by) == 1:
        yield ground.error("objection_again_nowhere", (*path, "again"))
