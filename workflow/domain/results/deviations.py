"""What went otherwise for a unit in the year: late, absent, not registered, under investigation.

It is worked out from what was recorded when it happened, and from what the definition says of it.
What it costs is recorded once, when the ranking is fixed: what happens later costs nothing more.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Literal

from definitions.schema.ballots import BallotRule
from definitions.schema.definition import MeetingKind
from definitions.schema.deviations import Deduction
from definitions.schema.record import Basis, Text
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.ballots.turnout import absent_from
from workflow.domain.eligibility import holds, registering
from workflow.domain.errors import OutOfPlace
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.stages import lateness, meeting
from workflow.domain.stages.lateness import Lateness
from workflow.domain.stages.meeting import Meeting

KEY = "deductions"
Kind = Literal["late", "absent_meeting", "absent_vote", "unregistered", "investigated"]
ZERO = Decimal(0)
TOTAL = ""
"""Stands for the total where points are not taken from one criterion."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """The points that one rule of the definition took from a unit; `rule` is its id."""

    unit: str
    kind: Kind
    rule: str
    points: Decimal
    on: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deductions:
    """The state: what deviations cost when the ranking was fixed."""

    costs: tuple[Cost, ...] = ()

    def of(self, unit: str, kind: str, rule: str) -> Cost | None:
        """Return what a rule took from *unit*."""
        wanted = (unit, kind, rule)
        return next((one for one in self.costs if (one.unit, one.kind, one.rule) == wanted), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DeductionsFixed(Event):
    """The ranking is fixed with these points taken."""

    kind: ClassVar[str] = "deductions_fixed"
    costs: tuple[Cost, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """One thing that went otherwise: how often or how many days, what that means, what it costs.

    `rule` is the id of what says so in the definition. `on`: the criterion that points are taken
    from; None: the total. `note`: the ground of an investigation, or who demands registration.
    """

    kind: Kind
    rule: str
    where: Text | str
    effect: str
    count: int = 1
    points: Decimal = ZERO
    on: str | None = None
    note: str | None = None
    basis: Basis | None = None


def of_unit(book: Book, unit: str) -> tuple[Deviation, ...]:
    """Return everything that went otherwise for *unit*, in the order of the definition."""
    lost = (_as_fixed(book, unit, one) for one in _costly(book, unit))
    return (*lost, *_unregistered(book, unit), *_investigated(book, unit))


def _costly(book: Book, unit: str) -> Iterator[Deviation]:
    """Yield what may cost points."""
    yield from _late(book, unit)
    yield from _absent_from_meetings(book, unit)
    yield from _absent_from_votes(book, unit)


def _as_fixed(book: Book, unit: str, one: Deviation) -> Deviation:
    """Return a deviation with what it cost when the ranking was fixed, once that is so."""
    fixed = book.find(Deductions, KEY)
    if fixed is None or not one.points:
        return one
    cost = fixed.of(unit, one.kind, one.rule)
    if cost is None:
        return replace(one, effect="after_ranking", points=ZERO)
    return replace(one, points=cost.points)


def deducted(book: Book, unit: str) -> Mapping[str, Decimal]:
    """Return the points that deviations take from *unit*, by criterion; `""` is the total."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    fixed = book.find(Deductions, KEY)
    costs = [one for one in fixed.costs if one.unit == unit] if fixed else _costs(book, unit)
    for one in costs:
        found[one.on or TOTAL] += one.points
    return found


def _costs(book: Book, unit: str) -> list[Cost]:
    if not _deducts(book):
        return []
    return [
        Cost(unit=unit, kind=one.kind, rule=one.rule, points=one.points, on=one.on)
        for one in _costly(book, unit)
        if one.points
    ]


def fixed_with(book: Book) -> list[Draft]:
    """Return what is recorded with a ranking; nothing where the definition takes no points."""
    if not _deducts(book):
        return []
    members = book.load(Roster, ROSTER).unit_ids()
    costs = tuple(cost for unit in members for cost in _costs(book, unit))
    return [Draft(stream=KEY, event=DeductionsFixed(costs=costs))]


def evolve(_state: Deductions | None, event: Event, _call: Call) -> Deductions:
    """Return what deviations cost after *event*."""
    if isinstance(event, DeductionsFixed):
        return Deductions(costs=event.costs)
    raise OutOfPlace(event.kind)


def _deducts(book: Book) -> bool:
    """Whether the definition takes points for anything, so that there is something to look for."""
    definition = book.definition
    return (
        any(stage.late.deduct for stage in definition.stages)
        or any(kind.absent.deduct for kind in definition.meetings)
        or any(rule.absent.deduct for rule in definition.ballots)
    )


def cost(deduction: Deduction | None, times: int, days: int = 0) -> Decimal:
    """Return what a deviation costs that happened so many *times*, or lasted so many *days*."""
    if deduction is None or not times:
        return ZERO
    number = {"once": 1, "each": times, "working_day": max(days, 1)}[deduction.per]
    made = deduction.points * number
    return made if deduction.most is None else min(made, deduction.most)


def _late(book: Book, unit: str) -> Iterator[Deviation]:
    """Yield each stage that a unit was late in; of work handed in again the longest delay.

    Entries of a criteria group are late once, however often some of them came.
    """
    state = book.find(Lateness, f"{lateness.KIND}/{unit}") or Lateness()
    for stage in book.definition.stages:
        entries = [one for one in state.entries if one.stage == stage.id]
        if entries:
            days, deduct = max(one.working_days for one in entries), stage.late.deduct
            groups = {one.criteria_group for one in entries if one.criteria_group}
            times = len(groups) + sum(one.criteria_group is None for one in entries)
            yield Deviation(
                kind="late",
                rule=stage.id,
                where=stage.title,
                effect=stage.late.effect,
                count=days,
                points=cost(deduct, times, days),
                on=deduct.on if deduct else None,
            )


def _absent_from_meetings(book: Book, unit: str) -> Iterator[Deviation]:
    held = book.each(Meeting, meeting.KIND).values()
    for kind in book.definition.meetings:
        missed = [one for one in held if one.meeting == kind.id and unit in one.unexcused]
        yield from _absent("absent_meeting", kind, len(missed))


def _absent_from_votes(book: Book, unit: str) -> Iterator[Deviation]:
    held = book.each(Ballot, BALLOT).values()
    for rule in book.definition.ballots:
        missed = [
            one
            for one in held
            if one.rule == rule.id and one.status == "closed" and unit in absent_from(one, rule)
        ]
        yield from _absent("absent_vote", rule, len(missed))


def _absent(kind: Kind, of: MeetingKind | BallotRule, times: int) -> Iterator[Deviation]:
    rule = of.absent
    if times and rule.effect != "nothing":
        yield Deviation(
            kind=kind,
            rule=of.id,
            where=of.title,
            effect=rule.effect,
            count=times,
            points=cost(rule.deduct, times),
            on=rule.deduct.on if rule.deduct else None,
        )


def _unregistered(book: Book, unit: str) -> Iterator[Deviation]:
    stage = book.definition.stage_of("registration")
    if stage and registering.missing(book, unit) and stage.unregistered.effect != "allowed":
        rule = stage.unregistered
        yield Deviation(
            kind="unregistered",
            rule=stage.id,
            where=stage.title,
            effect=rule.effect,
            note=rule.by,
            basis=rule.basis,
        )


def _investigated(book: Book, unit: str) -> Iterator[Deviation]:
    rule = book.definition.investigated
    for one in holds.lasting(book, unit):
        yield Deviation(
            kind="investigated",
            rule=one.ground,
            where=one.source,
            effect=getattr(rule, one.ground),
            note=one.ground,
        )
