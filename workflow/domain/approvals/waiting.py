"""Whose move it is: what an open approval waits for, and what keeps a stage that needs one."""

from collections.abc import Iterator
from datetime import date, datetime

from definitions.schema.stages import Stage
from workflow.domain import timing
from workflow.domain.approvals import counting, leaving, signers, standins, subjects
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import SYSTEM, Book, Call


def open_now(book: Book, at: datetime) -> list[Matter]:
    """Return every open approval, also one that began before approvals had a history."""
    book, _ = subjects.carried_over(book, Call(actor=SYSTEM, at=at, now=at))
    return list(subjects.open_matters(book))


def of_stage(book: Book, stage: Stage, at: datetime) -> Iterator[Unmet]:
    """Yield what the open approval of one stage waits for."""
    for matter in open_now(book, at):
        if matter.stage.id == stage.id:
            yield from waits(matter, at)


def waits(matter: Matter, at: datetime) -> Iterator[Unmet]:
    """Yield whose move it is in a step: offices, and people beyond their holders; or nobody's.

    Where nobody is able to act on one side only, both.
    """
    day, book = timing.hanoi_day(at), matter.book
    now, sides = counting.open_parts(matter, day), leaving.nobodys(matter, day)
    facts: dict[str, object] = {
        "step": matter.step.title,
        "office": book.definition.office_title(matter.step.office),
    }
    if sides:
        yield Unmet(code="NOBODY_ABLE", facts=facts, who=("admin",), due=matter.turn.due)
    gone = leaving.for_adders(matter, day)
    for one in gone:
        named: dict[str, object] = {"step": matter.step.title, "person": one.person}
        adder = (f"person:{one.by}", "admin")
        yield Unmet(code="SIGNER_GONE", facts=named, who=adder, due=matter.turn.due)
    if (sides or gone) and not now and not signers.awaited(matter, day):
        return
    who = tuple(dict.fromkeys((*_offices(now), *_people(matter, now, at))))
    if matter.subject.praise is None:
        yield Unmet(code="STEP_WAITING", facts=facts, who=who, due=matter.turn.due)
        return
    facts |= {"praise": matter.subject.praise}
    yield Unmet(code="PRAISE_STEP_WAITING", facts=facts, who=who, due=matter.turn.due)


def _offices(now: tuple[signers.Part, ...]) -> Iterator[str]:
    for part in now:
        yield from part.seats


def movers(matter: Matter, day: date) -> tuple[str, ...]:
    """Return everybody whose move a step is: who may act, whose opinion is awaited, who added."""
    people = (
        *signers.people_of(counting.open_parts(matter, day)),
        *(one.to for one in signers.awaited(matter, day)),
        *(one.by for one in leaving.for_adders(matter, day)),
    )
    return tuple(dict.fromkeys(people))


def _people(matter: Matter, now: tuple[signers.Part, ...], at: datetime) -> Iterator[str]:
    """Yield those who hold none of the offices whose move it is: stand-ins, added signers."""
    roster, day = matter.book.load(Roster, ROSTER), timing.hanoi_day(at)
    offices = set(_offices(now))
    for one in signers.awaited(matter, day):
        yield f"person:{one.to}"
    for person in signers.people_of(now):
        if not offices & set(roster.seats_of(person, day)):
            yield f"person:{person}"


def concerns(book: Book, unmet: Unmet, person: str, at: datetime) -> bool:
    """Whether a condition is *person*'s to end: no step that they answered or are barred from."""
    if unmet.code not in {"STEP_WAITING", "PRAISE_STEP_WAITING"}:
        return True
    day, titled = timing.hanoi_day(at), unmet.facts["step"]
    return any(
        person in signers.people_of(counting.open_parts(matter, day))
        or any(one.to == person for one in signers.awaited(matter, day))
        for matter in open_now(book, at)
        if matter.step.title == titled and matter.subject.praise == unmet.facts.get("praise")
    )


def unapproved(book: Book, stage: Stage, at: datetime) -> Iterator[Unmet]:
    """Yield why the work of a stage is not approved, or not as it lies there now."""
    approval, who = approvals_of(book).of_stage(stage.id), (stage.owner or "admin",)
    facts: dict[str, object] = {"stage": stage.title}
    if approval is None:
        yield Unmet(code="APPROVAL_NOT_REQUESTED", facts=facts, who=who)
    elif approval.status == "open":
        yield from of_stage(book, stage, at)
    elif approval.status == "approved":
        if subjects.outdated(book, stage):
            yield Unmet(code="APPROVAL_OUTDATED", facts=facts, who=who)
    else:
        yield from returned(book, stage)


def returned(book: Book, stage: Stage) -> Iterator[Unmet]:
    """Yield that the work of a stage was returned or rejected, and why."""
    approval = approvals_of(book).of_stage(stage.id)
    facts: dict[str, object] = {
        "stage": stage.title,
        "comment": approval.comment if approval else None,
    }
    who = (stage.owner or "admin",)
    if approval and approval.status == "returned":
        yield Unmet(code="APPROVAL_RETURNED", facts=facts, who=who)
    if approval and approval.status == "rejected":
        yield Unmet(code="APPROVAL_REJECTED", facts=facts, who=who)


def everywhere(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield what every approval of a bloc year waits for; it may outlast the stages."""
    for matter in open_now(book, at):
        yield from waits(matter, at)
    for stage in book.definition.stages:
        if stage.kind != "nomination":
            yield from returned(book, stage)


def warnings(book: Book, at: datetime) -> tuple[Unmet, ...]:
    """Return what to look at in the stand-in rules that are in force, or will be."""
    day = timing.hanoi_day(at)
    rules = [one for one in standins.rules_of(book).rules if one.active and one.end >= day]
    return tuple(standins.warnings(book, rules))
