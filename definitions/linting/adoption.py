"""A rubric that is still to be adopted: there is a time for it, and something that it is for."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.rubric import PENDING


def lint_adoption(ground: Ground) -> Iterator[Problem]:
    """Yield that a year would begin with scoring by it, or never score at all."""
    definition, path = ground.definition, ("rubric", PENDING)
    if not definition.rubric.to_be_adopted:
        return
    first = definition.stages[0]
    if first.kind == "scoring":
        yield ground.error("adopted_too_late", path, stage=first.title)
    if definition.stage_of("scoring") is None:
        yield ground.warning("adopted_for_nothing", path)
