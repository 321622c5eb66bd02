"""What stages demand: only what can have come to be by then."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground, reached
from definitions.problems import Path, Problem
from definitions.schema.needs import Need
from definitions.schema.stages import Stage

WORK_OF = {
    "registrations": "registration",
    "pledge": "pledge",
    "reports": "review",
    "review": "review",
    "sheets": "scoring",
    "ranking": "scoring",
    "nomination": "nomination",
    "leaders": "handover",
    "handover": "handover",
}
"""The kind of stage in which each demanded thing is done; the others may be done at any time."""


def lint_needs(ground: Ground) -> Iterator[Problem]:
    """Yield the conditions that can never hold."""
    for at, stage in enumerate(ground.definition.stages):
        for number, need in enumerate(stage.needs):
            yield from _need(ground, stage, need, ("stages", at, "needs", number))
        for number, route in enumerate(stage.next):
            if route.when:
                path = ("stages", at, "next", number, "when")
                yield from _need(ground, stage, route.when, path)


def _need(ground: Ground, stage: Stage, need: Need, path: Path) -> Iterator[Problem]:
    path = (*path, need.name)
    if need.name == "meeting":
        yield from _meeting(ground, need, path)
    if need.name not in WORK_OF:
        return
    kind = WORK_OF[need.name]
    doing = [one for one in ground.definition.stages if one.kind == kind]
    if not doing:
        yield ground.error("need_without_stage", path, need=need.name, kind=kind)
    elif not any(_done_by(ground, one, stage) for one in doing):
        facts = {"need": need.name, "later": doing[0].title, "stage": stage.title}
        yield ground.error("need_too_early", path, **facts)


def _done_by(ground: Ground, doing: Stage, stage: Stage) -> bool:
    return doing.early or stage.id in reached(doing.id, ground.arrows)


def _meeting(ground: Ground, need: Need, path: Path) -> Iterator[Problem]:
    known = [meeting.id for meeting in ground.definition.meetings]
    if need.meeting and need.meeting not in known:
        advice = did_you_mean(need.meeting, known)
        yield ground.error("meeting_unknown", path, id=need.meeting, advice=advice)
