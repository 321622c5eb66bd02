"""Targets that are a unit's own: set for it before it scores itself, never by the unit itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MinLen

from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Amount, Book, Call, Draft, Event, Given, Id
from workflow.domain.scores import entering
from workflow.domain.scores.closed import settled
from workflow.domain.stages import awaited

KIND = "targets"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitTargets:
    """A unit's own targets by criterion; None says that it has none there."""

    values: dict[str, Decimal | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetsSet(Event):
    """Targets of a unit are set; a later value takes the place of an earlier one."""

    kind: ClassVar[str] = "targets_set"
    values: dict[str, Decimal | None]
    sure: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetsLapsed(Event):
    """Targets of a unit no longer hold, since the rubric has changed; they are set anew."""

    kind: ClassVar[str] = "targets_lapsed"
    criteria: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetTargets(Given):
    """Set a unit's own targets. null: it has no target there and joins those without one.

    `sure`: also those that lie where targets usually do not.
    """

    unit: Id
    values: Annotated[dict[Id, Amount | None], MinLen(1)]
    sure: bool = False


def own_target(leaf: Criterion) -> bool:
    """Whether each unit has a target of its own on *leaf*."""
    rule = leaf.score.against_best if leaf.score else None
    return rule is not None and rule.targets is not None


def set_prevents(book: Book, given: SetTargets, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents targets from being set: unknown criteria, values that cannot be."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    yield from settled(book)
    yield from awaited.rubric_prevents(book)
    leaves = {leaf.id: leaf for leaf in book.definition.rubric.leaves() if own_target(leaf)}
    for name, value in given.values.items():
        if name not in leaves:
            yield Unmet(code="NO_OWN_TARGET", facts={"criterion": name, "known": sorted(leaves)})
        else:
            yield from _value_wrong(leaves[name], value, book.definition.rubric)
            yield from () if given.sure else unusual(leaves[name], value)


def _value_wrong(leaf: Criterion, value: Decimal | None, rubric: Rubric) -> Iterator[Unmet]:
    rule = leaf.score.against_best if leaf.score else None
    if value is None:
        if rule and rule.no_target is None:
            yield Unmet(code="TARGET_NEEDED", facts=entering.leaf_facts(leaf))
    elif value == 0:
        yield Unmet(code="TARGET_NEEDED", facts=entering.leaf_facts(leaf))
    else:
        yield from entering.value_wrong(leaf, value, rubric)


def unusual(leaf: Criterion, value: Decimal | None) -> Iterator[Unmet]:
    """Yield that a target lies where targets on *leaf* usually do not: 9 where 90 is meant."""
    expected = leaf.measure.unusual(value) if leaf.measure and value else None
    if expected:
        facts: dict[str, object] = entering.leaf_facts(leaf)
        facts |= {"target": leaf.id, "value": value, "least": expected[0], "most": expected[1]}
        yield Unmet(code="TARGET_UNUSUAL", facts=facts)


def set_targets(_book: Book, given: SetTargets, _call: Call) -> list[Draft]:
    """Record a unit's targets."""
    event = TargetsSet(values=dict(given.values), sure=given.sure)
    return [Draft(stream=f"{KIND}/{given.unit}", event=event)]


def of_unit(book: Book, unit: str) -> dict[str, Decimal | None]:
    """Return the targets set for *unit*."""
    found = book.find(UnitTargets, f"{KIND}/{unit}")
    return found.values if found else {}


def missing(rubric: Rubric, values: Mapping[str, Decimal | None]) -> list[Criterion]:
    """Return the criteria on which a target of the unit's own is still to be set."""
    return [leaf for leaf in rubric.leaves() if own_target(leaf) and leaf.id not in values]


def evolve(state: UnitTargets | None, event: Event, _call: Call) -> UnitTargets:
    """Return a unit's targets after *event*."""
    before = state.values if state else {}
    if isinstance(event, TargetsSet):
        return UnitTargets(values=before | event.values)
    if isinstance(event, TargetsLapsed):
        kept = {name: one for name, one in before.items() if name not in event.criteria}
        return UnitTargets(values=kept)
    raise OutOfPlace(event.kind)
