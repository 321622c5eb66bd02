"""The way through the year: every stage is reached and left, and only one way at once."""

from collections import Counter
from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground, reached
from definitions.problems import Problem
from definitions.schema.stages import CLOSED, Stage

RESERVED = frozenset({CLOSED, "suspended", "dissolved"})


def lint_routes(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the arrows between stages."""
    stages = ground.definition.stages
    entered = reached(stages[0].id, ground.arrows)
    leaving = reached(CLOSED, ground.backward)
    for at, stage in enumerate(stages):
        path = ("stages", at)
        if stage.id in RESERVED:
            yield ground.error("stage_id_reserved", (*path, "id"), id=stage.id)
        if stage.id not in entered:
            yield ground.error("stage_unreachable", path, stage=stage.title)
        if stage.id not in leaving:
            yield ground.error("stage_dead_end", path, stage=stage.title)
        yield from _unknown(ground, at, stage)
        yield from _back(ground, at, stage)
        yield from _at_once(ground, at, stage)


def _unknown(ground: Ground, at: int, stage: Stage) -> Iterator[Problem]:
    known = [*(one.id for one in ground.definition.stages), CLOSED]
    for number, route in enumerate(stage.next):
        if route.to not in known:
            path = ("stages", at, "next", number, "to")
            advice = did_you_mean(route.to, known)
            yield ground.error("route_unknown", path, stage=route.to, advice=advice)


def _back(ground: Ground, at: int, stage: Stage) -> Iterator[Problem]:
    """Yield ways to the stage itself, or to one before it: a stage is lived once."""
    passed = {one.id: one.title for one in ground.definition.stages[: at + 1]}
    for number, route in enumerate(stage.next):
        if route.to in passed:
            path = ("stages", at, "next", number, "to")
            yield ground.error("route_back", path, stage=passed[route.to])


def _at_once(ground: Ground, at: int, stage: Stage) -> Iterator[Problem]:
    path = ("stages", at, "next")
    otherwise = [route for route in stage.next if route.when is None]
    conditional = [route for route in stage.next if route.when is not None]
    if len(otherwise) > 1:
        yield ground.error("routes_otherwise", path, count=len(otherwise))
    if len(conditional) > 1:
        yield ground.error("routes_conditional", path, count=len(conditional))
    if conditional and not otherwise:
        yield ground.error("route_no_otherwise", path)
    for target, count in Counter(route.to for route in stage.next).items():
        if count > 1:
            yield ground.error("routes_same_target", path, stage=target)
