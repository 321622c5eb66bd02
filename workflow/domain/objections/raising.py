"""A unit objects, takes an objection further, or takes it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.objections import OPENS, About, ObjectionRule
from definitions.schema.record import Slug
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Name, Words
from workflow.domain.objections import hearing
from workflow.domain.objections.events import (
    ObjectionCarried,
    ObjectionRaised,
    ObjectionWithdrawn,
    Why,
)
from workflow.domain.objections.state import KEY, Objection, Window, objections_of, rule_of


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseObjection(Given):
    """Object to a result: one's own, or that of `unit` where the rule lets a unit do so.

    `of` names the criterion, the ballot or the award that it is about.
    """

    id: Slug
    rule: Id
    about: About
    unit: Id | None = None
    of: Id | None = None
    statement: Words
    papers: Annotated[tuple[Name, ...], MaxLen(20)] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CarryObjection(Given):
    """Take an objection that was rejected to the next instance."""

    id: Slug


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawObjection(Given):
    """Take one's own objection back."""

    id: Slug
    reason: Words | None = None


def raise_prevents(book: Book, given: RaiseObjection, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from objecting."""
    if objections_of(book).find(given.id):
        yield Unmet(code="OBJECTION_TAKEN", facts={"number": given.id})
    rule = rule_of(book, given.rule)
    if rule is None:
        known = [one.id for one in book.definition.objections]
        yield Unmet(code="NO_SUCH_OBJECTION_RULE", facts={"rule": given.rule, "known": known})
        return
    if given.about not in rule.about:
        facts: dict[str, object] = {"objection": rule.title, "about": given.about}
        yield Unmet(code="OBJECTION_NOT_ABOUT", facts=facts | {"taken": list(rule.about)})
        return
    yield from _whose(book, rule, given, call)
    yield from _of(book, given)
    yield from _in_time(rule, _window(book, rule, given), call)
    yield from _twice(book, given, call)


def _whose(book: Book, rule: ObjectionRule, given: RaiseObjection, call: Call) -> Iterator[Unmet]:
    members = book.load(Roster, ROSTER).unit_ids()
    if given.unit is not None and given.unit not in members:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    elif rule.raised_by == "own_unit" and given.unit not in {None, call.actor.unit}:
        who = (f"unit:{given.unit}",)
        yield Unmet(code="OBJECTION_FOR_ANOTHER", facts={"unit": given.unit}, who=who)


def _of(book: Book, given: RaiseObjection) -> Iterator[Unmet]:
    """Yield that what it is about is not named, or is nothing that there is."""
    if given.about == "score" and given.of:
        known = {one.id for one in book.definition.rubric.leaves()}
        known |= {one.id for one in book.definition.rubric.adjustments}
        if given.of not in known:
            yield Unmet(code="NO_SUCH_CRITERION", facts={"criterion": given.of})
    if given.about == "nomination" and given.of:
        offered = sorted(one.id for one in book.definition.awards)
        if given.of not in offered:
            yield Unmet(code="AWARD_NOT_OFFERED", facts={"award": given.of, "offered": offered})
    if given.about == "ballot" and given.of is None:
        yield Unmet(code="OBJECTION_WITHOUT_BALLOT")


def _window(book: Book, rule: ObjectionRule, given: RaiseObjection) -> Window | None:
    of = given.of if OPENS[rule.opens] == {"ballot"} else None
    return objections_of(book).window(rule.id, of)


def _in_time(rule: ObjectionRule, window: Window | None, call: Call) -> Iterator[Unmet]:
    facts: dict[str, object] = {"objection": rule.title}
    if window is None or call.handed_in < window.opened_at:
        yield Unmet(code="OBJECTION_TOO_EARLY", facts=facts, who=("head",))
    elif call.handed_in > window.until:
        facts |= {"until": window.until}
        yield Unmet(code="OBJECTION_WINDOW_OVER", facts=facts, due=window.until)


def _twice(book: Book, given: RaiseObjection, call: Call) -> Iterator[Unmet]:
    """Yield that the unit has the same objection open already."""
    unit = given.unit or call.actor.unit
    for one in objections_of(book).objections:
        same = (one.objector, one.unit, one.about, one.of) == (
            call.actor.unit, unit, given.about, given.of,
        )  # fmt: skip
        if same and one.status == "open":
            yield Unmet(code="OBJECTION_OPEN_ALREADY", facts={"number": one.id})


def object_to(book: Book, given: RaiseObjection, call: Call) -> list[Draft]:
    """Record the objection, before the first instance with somebody who may answer it."""
    rule = rule_of(book, given.rule)
    if rule is None:
        raise OutOfPlace(ObjectionRaised.kind)
    unit = call.actor.unit or ""
    asked = Objection(
        id=given.id, rule=rule.id, about=given.about, objector=unit, unit=given.unit or unit,
        of=given.of, statement=given.statement, papers=given.papers, person=call.actor.person,
        at=call.at, level=0, due=call.at,
    )  # fmt: skip
    level = hearing.instance(book, rule, asked, 0, call.at) or 0
    event = ObjectionRaised(
        id=asked.id, rule=asked.rule, about=asked.about, objector=unit, unit=asked.unit,
        of=asked.of, statement=asked.statement, papers=asked.papers, level=level,
        due=due_at(book, rule, level, call), since=call.handed_in, calendar=book.overlay.version,
    )  # fmt: skip
    return [Draft(stream=KEY, event=event)]


def due_at(book: Book, rule: ObjectionRule, level: int, call: Call) -> datetime:
    """Return when an instance must have answered what comes before it now."""
    return timing.after(book, call.handed_in, rule.heard_by[level].within)


def next_level(book: Book, objection: Objection, at: datetime) -> int | None:
    """Return the instance after the present one with somebody who may answer, if there is one."""
    rule = rule_of(book, objection.rule)
    return hearing.instance(book, rule, objection, objection.level + 1, at) if rule else None


def carried(book: Book, objection: Objection, why: Why, call: Call) -> list[Draft]:
    """Return the event that takes an objection to the next instance; none where there is none."""
    level, rule = next_level(book, objection, call.at), rule_of(book, objection.rule)
    if level is None or rule is None:
        return []
    event = ObjectionCarried(
        id=objection.id, level=level, due=due_at(book, rule, level, call), why=why,
        since=call.handed_in, calendar=book.overlay.version,
    )  # fmt: skip
    return [Draft(stream=KEY, event=event)]


def _mine(book: Book, name: str, call: Call) -> Iterator[Unmet]:
    found = objections_of(book).find(name)
    if found is None:
        known = [one.id for one in objections_of(book).objections]
        yield Unmet(code="NO_SUCH_OBJECTION", facts={"number": name, "known": known})
    elif found.objector != call.actor.unit:
        who = (f"unit:{found.objector}",)
        yield Unmet(code="OBJECTION_OF_ANOTHER", facts={"unit": found.objector}, who=who)


def carry_prevents(book: Book, given: CarryObjection, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an objection from being taken further."""
    yield from _mine(book, given.id, call)
    found = objections_of(book).find(given.id)
    if found is None:
        return
    facts: dict[str, object] = {"number": found.id}
    if found.status != "rejected" or found.again_until is None:
        yield Unmet(code="OBJECTION_NOT_TO_CARRY", facts=facts)
    elif call.handed_in > found.again_until:
        yield Unmet(code="OBJECTION_TOO_LATE_TO_CARRY", facts=facts | {"until": found.again_until})


def carry(book: Book, given: CarryObjection, call: Call) -> list[Draft]:
    """Record that the unit takes it further."""
    found = objections_of(book).find(given.id)
    return carried(book, found, "rejected", call) if found else []


def withdraw_prevents(book: Book, given: WithdrawObjection, call: Call) -> Iterator[Unmet]:
    """Yield what prevents an objection from being taken back."""
    yield from _mine(book, given.id, call)
    found = objections_of(book).find(given.id)
    if found and found.status not in {"open", "rejected"}:
        yield Unmet(code="OBJECTION_OVER", facts={"number": found.id})


def withdraw(_book: Book, given: WithdrawObjection, _call: Call) -> list[Draft]:
    """Record that the unit takes it back."""
    return [Draft(stream=KEY, event=ObjectionWithdrawn(id=given.id, reason=given.reason))]
