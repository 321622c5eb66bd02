"""Rule sets: they follow each other by day, and whatever names one names one that exists."""

from collections.abc import Iterator
from itertools import pairwise

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.rule_sets import InForce


def lint_rule_sets(ground: Ground) -> Iterator[Problem]:
    """Yield rule sets in reverse or over each other, and names of rule sets that are none."""
    sets = ground.definition.rule_sets
    for at, one in enumerate(sets):
        if one.to and one.to < one.start:
            facts = {"id": one.id, "start": one.start, "end": one.to}
            yield ground.error("rule_set_backwards", ("rule_sets", at, "to"), **facts)
    for (_, before), (at, one) in pairwise(enumerate(sets)):
        if before.to is None or one.start <= before.to:
            facts = {"id": one.id, "before": before.id}
            yield ground.error("rule_sets_overlap", ("rule_sets", at, "from"), **facts)
    known = [one.id for one in sets]
    for name, path in _named(ground):
        if name not in known:
            advice = did_you_mean(name, known)
            yield ground.error("rule_set_unknown", path, id=name, advice=advice)


def _named(ground: Ground) -> Iterator[tuple[str, Path]]:
    for at, entry in enumerate(ground.definition.catalogue):
        for number, version in enumerate(entry.versions):
            yield version.id, ("catalogue", at, "versions", number, "id")
    for force, path in forces(ground):
        if force.rule_set:
            yield force.rule_set, (*path, "rule_set")


def forces(ground: Ground) -> Iterator[tuple[InForce, Path]]:
    """Yield every `in_force` of the rules of awards, with its path."""
    for at, rule in enumerate(ground.definition.awards):
        if rule.in_force:
            yield rule.in_force, ("awards", at, "in_force")
        for number, version in enumerate(rule.versions):
            yield version.in_force, ("awards", at, "versions", number, "in_force")
    for at, one in enumerate(ground.definition.people_awards):
        if one.in_force:
            yield one.in_force, ("people_awards", at, "in_force")
