"""What went otherwise for a unit in the year: late, absent, not registered, under investigation.

Nothing here is stored: it is worked out from what was recorded when it happened, and from what the
definition says of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from definitions.schema.deviations import Absent, Deduction
from definitions.schema.record import Basis, Text
from workflow.domain import holds, lateness, meeting, registering
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot, rule_of
from workflow.domain.ballots.turnout import absent_from
from workflow.domain.lateness import Lateness
from workflow.domain.meeting import Meeting
from workflow.domain.model import Book

Kind = Literal["late", "absent_meeting", "absent_vote", "unregistered", "investigated"]
ZERO = Decimal(0)
TOTAL = ""
"""Stands for the total where points are not taken from one criterion."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """One thing that went otherwise: how often or how many days, what that means, what it costs.

    `on`: the criterion that points are taken from; None: the total. `note`: the ground of an
    investigation, or who demands registration.
    """

    kind: Kind
    where: Text | str
    effect: str
    count: int = 1
    points: Decimal = ZERO
    on: str | None = None
    note: str | None = None
    basis: Basis | None = None


def of_unit(book: Book, unit: str) -> tuple[Deviation, ...]:
    """Return everything that went otherwise for *unit*, in the order of the definition."""
    return (
        *_late(book, unit),
        *_absent_from_meetings(book, unit),
        *_absent_from_votes(book, unit),
        *_unregistered(book, unit),
        *_investigated(book, unit),
    )


def deducted(book: Book, unit: str) -> Mapping[str, Decimal]:
    """Return the points that deviations take from *unit*, by criterion; `""` is the total."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    if not _deducts(book):
        return found
    lost = (*_late(book, unit), *_absent_from_meetings(book, unit), *_absent_from_votes(book, unit))
    for one in lost:
        if one.points:
            found[one.on or TOTAL] += one.points
    return found


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
    """Yield each stage that a unit was late in; of work handed in again the longest delay."""
    state = book.find(Lateness, f"{lateness.KIND}/{unit}") or Lateness()
    for stage in book.definition.stages:
        entries = [one for one in state.entries if one.stage == stage.id]
        if entries:
            days, deduct = max(one.working_days for one in entries), stage.late.deduct
            yield Deviation(
                kind="late",
                where=stage.title,
                effect=stage.late.effect,
                count=days,
                points=cost(deduct, len(entries), days),
                on=deduct.on if deduct else None,
            )


def _absent_from_meetings(book: Book, unit: str) -> Iterator[Deviation]:
    held = book.each(Meeting, meeting.KIND).values()
    for kind in book.definition.meetings:
        missed = [one for one in held if one.meeting == kind.id and unit in one.unexcused]
        yield from _absent("absent_meeting", kind.title, kind.absent, len(missed))


def _absent_from_votes(book: Book, unit: str) -> Iterator[Deviation]:
    held = book.each(Ballot, BALLOT).values()
    for rule in book.definition.ballots:
        missed = [
            one
            for one in held
            if one.rule == rule.id and one.status == "closed" and unit in absent_from(one)
        ]
        yield from _absent("absent_vote", rule_of(book, rule.id).title, rule.absent, len(missed))


def _absent(kind: Kind, where: Text, rule: Absent, times: int) -> Iterator[Deviation]:
    if times and rule.effect != "nothing":
        yield Deviation(
            kind=kind,
            where=where,
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
            where=one.source,
            effect=getattr(rule, one.ground),
            note=one.ground,
        )
