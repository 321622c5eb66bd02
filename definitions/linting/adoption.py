"""A rubric that is adopted or added to within the year: a time for it, a use, and who is told."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.rubric import PENDING


def lint_adoption(ground: Ground) -> Iterator[Problem]:
    """Yield that a year would begin with scoring by it, or never score, or tell nobody of it."""
    yield from _untold(ground)
    definition, path = ground.definition, ("rubric", PENDING)
    if not definition.rubric.to_be_adopted:
        return
    first = definition.stages[0]
    if first.kind == "scoring":
        yield ground.error("adopted_too_late", path, stage=first.title)
    if definition.stage_of("scoring") is None:
        yield ground.warning("adopted_for_nothing", path)


def _untold(ground: Ground) -> Iterator[Problem]:
    """Yield that units would not be told of criteria that an office has added."""
    told = [one.to for one in ground.definition.notices if one.on == "definition_adopted"]
    if ground.definition.rubric.supplemented_by and not any("every_unit" in to for to in told):
        yield ground.error("supplemented_untold", ("rubric", "supplemented_by"))
