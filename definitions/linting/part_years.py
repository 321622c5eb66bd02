"""Scores for a part of the year: what is said has a use, and what is divided is rounded."""

from collections.abc import Iterator

from definitions.linting.ground import Ground
from definitions.problems import Problem
from definitions.schema.part_years import PartYear

PATH = ("rubric", "part_year")


def lint_part_years(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the rule for units that join or leave within the year."""
    rule = ground.definition.rubric.part_year
    if rule is None:
        return
    yield from _of_pro_rata(ground, rule)
    if "assigned" in {rule.joined, rule.left} and ground.definition.ranking.by == "total":
        yield ground.warning("part_year_by_total", PATH)
    stage = ground.definition.stage_of("scoring")
    if rule.left != "not_ranked" and stage and not stage.early:
        yield ground.warning("part_year_left_unscored", (*PATH, "left"), stage=stage.title)


def _of_pro_rata(ground: Ground, rule: PartYear) -> Iterator[Problem]:
    if rule.takes_pro_rata:
        if rule.rounding and rule.rounding.way == "none":
            yield ground.error("part_year_rounded_nowhere", (*PATH, "rounding", "way"))
        return
    said = {"rounding": rule.rounding is not None, "maximum": rule.maximum != "whole"}
    for key, there in said.items():
        if there:
            yield ground.error("part_year_unused", (*PATH, key), key=key)
