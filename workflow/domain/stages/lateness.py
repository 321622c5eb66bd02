"""Work handed in after the due moment: taken, marked, refused, or taken by permission of an office.

What counts is when work was handed in, not the day it is dated: a unit cannot date itself back to
before the deadline. Both days are kept, with the working days between due and handed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from definitions.schema.rubric import Criterion
from definitions.schema.stages import Stage
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Words
from workflow.domain.stages import year
from workflow.domain.stages.moving import StageRecord

KIND = "lateness"


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """The due moment of a part of a stage's work: of a period, or of a criteria group."""

    due: datetime
    group: Criterion | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Permit:
    """An office lets a unit hand in late, for good or until a moment."""

    stage: str
    office: str
    person: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LateEntry:
    """Something that a unit handed in late: what it was due, when it came, what day it is of.

    `working_days` lie after the day it was due up to the day it came; 0 when that is one day.
    `criteria_group`: only entries of this criteria group came late.
    """

    stage: str
    due: datetime
    handed_in: datetime
    effective: datetime
    working_days: int
    criteria_group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lateness:
    """What one unit handed in late, and was permitted to."""

    permits: tuple[Permit, ...] = ()
    entries: tuple[LateEntry, ...] = ()

    def permitted(self, stage: str, at: datetime) -> bool:
        """Whether work for *stage* may come in late at *at*."""
        return any(
            one.stage == stage and (one.until is None or at <= one.until) for one in self.permits
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LatePermitted(Event):
    """An office lets a unit hand in late."""

    kind: ClassVar[str] = "late_permitted"
    stage: str
    office: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LateTaken(Event):
    """What a unit handed in late was taken, and marked so."""

    kind: ClassVar[str] = "late_taken"
    stage: str
    due: datetime
    handed_in: datetime
    working_days: int
    criteria_group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PermitLate(Given):
    """Let a unit hand in late; `until` is the last day on which it may."""

    unit: Id
    stage: Id
    reason: Words
    until: date | None = None


def prevents(book: Book, kind: str, call: Call, own: Own | None = None) -> Iterator[Unmet]:
    """Yield why a unit's own work comes too late, where the definition does not just take it.

    The bloc's officers are not asked this: their work after the due moment is what ends a delay.
    *own* is the due moment of that part of the work, where it has one; else the stage's holds.
    """
    found = _overdue(book, kind, call, own)
    if found is None:
        return
    stage, due = found
    facts: dict[str, object] = {"stage": stage.title, "due": due}
    if own and own.group:
        yield from _group_prevents(book, stage, own.group, due, call)
    elif stage.late.effect == "refuse":
        yield Unmet(code="DEADLINE_PASSED", facts=facts, who=(stage.owner or "admin",), due=due)
    elif stage.late.effect == "permit" and not _permitted(book, stage, call):
        facts |= {"office": book.definition.office_title(stage.late.office or "")}
        who = (f"office:{stage.late.office}",)
        yield Unmet(code="LATE_NEEDS_PERMISSION", facts=facts, who=who, due=due)


def _group_prevents(
    book: Book, stage: Stage, group: Criterion, due: datetime, call: Call
) -> Iterator[Unmet]:
    """Yield why entries of a criteria group come too late, and who may help."""
    facts: dict[str, object] = {"group": group.title, "due": due}
    owner = (stage.owner or "admin",)
    if stage.late.effect == "refuse":
        yield Unmet(code="CRITERIA_GROUP_OVER", facts=facts, who=owner, due=due)
    elif stage.late.effect == "permit" and not _permitted(book, stage, call):
        facts |= {"office": book.definition.office_title(stage.late.office or "")}
        who = (f"office:{stage.late.office}",)
        yield Unmet(code="CRITERIA_GROUP_NEEDS_PERMISSION", facts=facts, who=who, due=due)


def is_late(book: Book, kind: str, call: Call, own: Own | None = None) -> bool:
    """Whether work handed in now is marked late by the definition."""
    found = _overdue(book, kind, call, own)
    return found is not None and found[0].late.effect in {"mark", "permit", "points"}


def taken(book: Book, kind: str, call: Call, own: Own | None = None) -> list[Draft]:
    """Return the event that something came late; nothing when it is not marked so.

    Entries of a criteria group come one by one: they are late once, and again by a longer delay.
    """
    found = _overdue(book, kind, call, own)
    if found is None or not is_late(book, kind, call, own):
        return []
    stage, due = found
    group = own.group.id if own and own.group else None
    days = book.calendar.working_days_between(
        timing.hanoi_day(due), timing.hanoi_day(call.handed_in)
    )
    if group and days <= _marked(book, stage, group, call):
        return []
    event = LateTaken(
        stage=stage.id, due=due, handed_in=call.handed_in, working_days=days, criteria_group=group
    )
    return [Draft(stream=_key(call.actor.unit), event=event)]


def _marked(book: Book, stage: Stage, group: str, call: Call) -> int:
    """Return by how many working days a group was marked late already; -1 when it never was."""
    state = book.find(Lateness, _key(call.actor.unit)) or Lateness()
    found = [one for one in state.entries if (one.stage, one.criteria_group) == (stage.id, group)]
    return max((one.working_days for one in found), default=-1)


def _overdue(book: Book, kind: str, call: Call, own: Own | None) -> tuple[Stage, datetime] | None:
    """Return the stage of *kind* with when it was due, if work handed in now is past that."""
    stage, lived = _lived(book, kind)
    due = own.due if own else (lived.due if lived else None)
    return None if stage is None or due is None or call.handed_in <= due else (stage, due)


def _lived(book: Book, kind: str) -> tuple[Stage | None, StageRecord | None]:
    stage = book.definition.stage_of(kind)
    return stage, book.load(year.YearState, year.KEY).lived(stage.id) if stage else None


def _permitted(book: Book, stage: Stage, call: Call) -> bool:
    state = book.find(Lateness, _key(call.actor.unit))
    return state is not None and state.permitted(stage.id, call.handed_in)


def _key(unit: str | None) -> str:
    return f"{KIND}/{unit}"


def permit_prevents(book: Book, given: PermitLate, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an office from letting a unit hand in late."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    stage = next((one for one in book.definition.stages if one.id == given.stage), None)
    if stage is None or stage.late.office is None:
        yield Unmet(code="LATE_NOT_PERMITTABLE", facts={"stage": given.stage})
        return
    office = f"office:{stage.late.office}"
    if call.actor.seat != office:
        facts: dict[str, object] = {"office": book.definition.office_title(stage.late.office)}
        yield Unmet(code="NOT_THE_OFFICE", facts=facts, who=(office,))
    if given.until and given.until < timing.hanoi_day(call.now):
        yield Unmet(code="PERMIT_IN_THE_PAST", facts={"until": given.until}, who=(office,))


def permit(_book: Book, given: PermitLate, call: Call) -> list[Draft]:
    """Record that a unit may hand in late."""
    until = timing.moment(given.until, time(0)) + timedelta(days=1) if given.until else None
    event = LatePermitted(
        stage=given.stage, office=call.actor.office or "", reason=given.reason,
        until=until - timing.EDGE if until else None,
    )  # fmt: skip
    return [Draft(stream=_key(given.unit), event=event)]


def evolve(state: Lateness | None, event: Event, call: Call) -> Lateness:
    """Return a unit's lateness after *event*."""
    before = state or Lateness()
    match event:
        case LatePermitted():
            one = Permit(
                stage=event.stage, office=event.office, person=call.actor.person,
                reason=event.reason, until=event.until,
            )  # fmt: skip
            return replace(before, permits=(*before.permits, one))
        case LateTaken():
            entry = LateEntry(
                stage=event.stage, due=event.due, handed_in=event.handed_in, effective=call.at,
                working_days=event.working_days, criteria_group=event.criteria_group,
            )  # fmt: skip
            return replace(before, entries=(*before.entries, entry))
    raise OutOfPlace(event.kind)
