"""The best of the bloc on each criterion that is scored against others.

As long as a unit may still hand in, change or be corrected, the standards move, and every score
made with them is provisional. Closing the scores fixes them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.scores.marks import Standard, excess, target_of
from workflow.domain.scores.scoring import Entries

Groups = Mapping[str, str]
"""Unit to the name of its group; whoever is in none stands in the group with the empty name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Achieved:
    """What a unit entered, and the targets that are its own."""

    entries: Entries
    targets: Entries = field(default_factory=dict)


def standards(
    rubric: Rubric, achieved: Mapping[str, Achieved], groups: Groups
) -> Iterator[Standard]:
    """Yield the standard of every relative criterion in each group. The order plays no part."""
    members: dict[str, dict[str, Achieved]] = defaultdict(dict)
    for unit in sorted(achieved):
        members[groups.get(unit, "")][unit] = achieved[unit]
    for leaf in rubric.leaves():
        if leaf.score and leaf.score.relative:
            for group, units in sorted(members.items()):
                yield _standard(leaf, group, units)


def of_group(found: tuple[Standard, ...], group: str) -> dict[str, Standard]:
    """Return the standards of *group* by criterion."""
    return {one.criterion: one for one in found if one.group == group}


def _standard(leaf: Criterion, group: str, units: Mapping[str, Achieved]) -> Standard:
    entered = {
        unit: value
        for unit, one in units.items()
        if (value := one.entries.get(leaf.id)) is not None
    }
    targets = {unit: _target(leaf, units[unit]) for unit in entered}
    leader = _leader(leaf, entered, targets)
    best = _best(leaf, entered, targets)
    ranked = leaf.score is not None and leaf.score.from_rank is not None
    return Standard(
        criterion=leaf.id,
        group=group,
        leader=leader,
        reached=entered[leader] if leader else None,
        of=targets[leader] if leader else None,
        best_unit=best,
        best=entered[best] if best else None,
        values=tuple(sorted(entered.values())) if ranked else (),
    )


def _target(leaf: Criterion, unit: Achieved) -> Decimal | None:
    rule = leaf.score.against_best if leaf.score else None
    return target_of(rule, unit.targets.get(leaf.id)) if rule else None


def _leader(
    leaf: Criterion, entered: Mapping[str, Decimal], targets: Mapping[str, Decimal | None]
) -> str | None:
    """Return the unit that exceeds its target most; of equals, the first by id."""
    rule = leaf.score.against_best if leaf.score else None
    beyond = {
        unit: excess(rule, value, target)
        for unit, value in entered.items()
        if rule and (target := targets[unit]) is not None and value > target
    }
    return max(sorted(beyond), key=beyond.__getitem__, default=None)


def _best(
    leaf: Criterion, entered: Mapping[str, Decimal], targets: Mapping[str, Decimal | None]
) -> str | None:
    """Return the unit that achieved most, of those that have no target."""
    if leaf.score is None or leaf.score.from_rank:
        return None
    among = [unit for unit in sorted(entered) if targets[unit] is None]
    return max(among, key=entered.__getitem__, default=None)
