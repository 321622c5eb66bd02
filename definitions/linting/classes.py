"""Classes and ranking: floors that exist, conditions that can be judged, ties that end."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.conditions import walk
from definitions.linting.ground import Ground
from definitions.linting.ids import named_criteria
from definitions.problems import Path, Problem
from definitions.schema.classes import Band
from definitions.schema.ranking import SETTLING

CIRCULAR = ("rank_at_most", "class_at_least", "ballot")
"""Conditions that only the finished ranking, or a vote after it, could answer."""


def lint_classes(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with floors and conditions of classes, and with the ways out of ties."""
    rubric = ground.definition.rubric
    for at, band in enumerate(rubric.classes):
        yield from _floors(ground, band, ("rubric", "classes", at))
        yield from _condition(ground, band, ("rubric", "classes", at, "when"))
    if rubric.classes:
        yield from _lowest(ground)
    elif rubric.class_rule != type(rubric.class_rule)():
        yield ground.error("class_rule_without_classes", ("rubric", "class_rule"))
    yield from _bonus(ground)
    yield from _ties(ground)
    yield from _ties_end(ground)


def _floors(ground: Ground, band: Band, path: Path) -> Iterator[Problem]:
    floors = band.every_criterion
    if floors is None or isinstance(floors.of, str):
        return
    known = [name for name, _ in named_criteria(ground.definition.rubric.parts)]
    for number, name in enumerate(floors.of):
        if name not in known:
            advice = did_you_mean(name, known)
            at = (*path, "every_criterion", "of", number)
            yield ground.error("criterion_unknown", at, id=name, advice=advice)


def _condition(ground: Ground, band: Band, path: Path) -> Iterator[Problem]:
    facts = {fact.id for fact in ground.definition.facts}
    for condition, place in walk(band.when, path) if band.when else ():
        if condition.name in CIRCULAR:
            said = {"condition": condition.name, "band": band.title}
            yield ground.error("class_condition_circular", (*place, condition.name), **said)
        if condition.fact and condition.fact.id not in facts:
            advice = did_you_mean(condition.fact.id, facts)
            at = (*place, "fact", "id")
            yield ground.error("fact_unknown", at, id=condition.fact.id, advice=advice)


def _lowest(ground: Ground) -> Iterator[Problem]:
    """Yield that the lowest class demands something: whoever misses it would have no class."""
    bands = enumerate(ground.definition.rubric.classes)
    at, lowest = min(bands, key=lambda pair: pair[1].at_least)
    if lowest.every_criterion or lowest.when:
        path = ("rubric", "classes", at)
        yield ground.warning("lowest_class_demands", path, band=lowest.title)


def _bonus(ground: Ground) -> Iterator[Problem]:
    rubric = ground.definition.rubric
    if rubric.bonus_cap is not None and not any(one.kind == "bonus" for one in rubric.adjustments):
        yield ground.error("bonus_cap_unused", ("rubric", "bonus_cap"), cap=rubric.bonus_cap)


def _ties(ground: Ground) -> Iterator[Problem]:
    ties = ground.definition.ranking.ties
    facts = {fact.id: fact for fact in ground.definition.facts}
    for at, tie in enumerate(ties):
        path: Path = ("ranking", "ties", at, tie.name)
        if tie.name in SETTLING and at + 1 < len(ties):
            yield ground.error("tie_unreachable", ("ranking", "ties", at + 1), way=tie.name)
        told = tie.external or tie.share_of_women
        if told is None:
            continue
        if told.fact not in facts:
            advice = did_you_mean(told.fact, facts)
            yield ground.error("fact_unknown", (*path, "fact"), id=told.fact, advice=advice)
        elif facts[told.fact].kind != "count":
            yield ground.error("tie_fact_kind", (*path, "fact"), fact=told.fact)


def _ties_end(ground: Ground) -> Iterator[Problem]:
    """Yield that units may stay equal, where that is not said to be meant."""
    ties = ground.definition.ranking.ties
    if ground.definition.ranking.equal == "share":
        return
    if not ties:
        yield ground.warning("ties_none", ("ranking", "ties"))
    elif not any(tie.name in SETTLING | {"ballot"} for tie in ties):
        path = ("ranking", "ties", len(ties) - 1)
        yield ground.warning("ties_without_end", path, way=ties[-1].name)
