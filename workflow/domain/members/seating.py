"""Seats and roles: who takes them, and whether there is room and the bloc has such members."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from definitions.schema.definition import Definition
from workflow.domain.errors import Unmet
from workflow.domain.members import contacts
from workflow.domain.members.roster import (
    KEY,
    Mandate,
    MandateTaken,
    Person,
    PersonSeated,
    RoleName,
    Roster,
    SeatHeld,
    Unit,
    holders,
)
from workflow.domain.model import Book, Call, Draft, Given, Id


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatPerson(Given):
    """Give a person a seat; give the seat that is held again, with an end, to end it."""

    person: Person
    seat: Id
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveMandate(Given):
    """Give a unit a role in the bloc; give the role that is held again, with an end, to end it."""

    role: RoleName
    unit: Id
    start: date
    end: date | None = None
    paper: str | None = None


def seat_prevents(book: Book, given: SeatPerson, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a person from being seated."""
    kind, _, name = given.seat.partition(":")
    units = book.load(Roster, KEY).unit_ids()
    offices = [office.id for office in book.definition.offices]
    known = (kind == "unit" and name in units) or (kind == "office" and name in offices)
    if not known and given.seat not in {"admin", "overseer"}:
        yield Unmet(code="NO_SUCH_SEAT", facts={"seat": given.seat}, who=(call.actor.seat,))
    yield from contacts.mail_prevents([given.person], call.actor.seat)
    yield from _reversed(given.start, given.end)


def _reversed(start: date | None, end: date | None) -> Iterator[Unmet]:
    if start is not None and end is not None and end < start:
        yield Unmet(code="ENDS_BEFORE_START", facts={"start": start, "end": end}, who=("admin",))


def seat(_book: Book, given: SeatPerson, _call: Call) -> list[Draft]:
    """Record that a person takes a seat."""
    held = SeatHeld(person=given.person.id, seat=given.seat, start=given.start, end=given.end)
    return [Draft(stream=KEY, event=PersonSeated(person=given.person, seat=held))]


def mandate_prevents(book: Book, given: GiveMandate, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from taking a role: no member, or no room on one of its days."""
    roster = book.load(Roster, KEY)
    if given.unit not in roster.unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit}, who=("admin",))
    yield from _reversed(given.start, given.end)
    most = getattr(book.definition.roles, given.role).most
    others = [one for one in roster.mandates if (one.role, one.unit) != (given.role, given.unit)]
    days = {given.start, *(one.start for one in others if _within(one.start, given))}
    taken = max((holders(others, given.role, day) for day in sorted(days)), key=len)
    if len(taken) >= most:
        label = getattr(book.definition.labels, given.role)
        names = [roster.name(one) for one in taken]
        facts = {"role": label, "most": most, "units": names}
        yield Unmet(code="ROLE_FULL", facts=facts, who=("admin",))


def _within(day: date, mandate: Mandate | GiveMandate) -> bool:
    return mandate.start <= day and (mandate.end is None or day <= mandate.end)


def give_mandate(_book: Book, given: GiveMandate, _call: Call) -> list[Draft]:
    """Record that a unit takes a role."""
    mandate = Mandate(
        role=given.role, unit=given.unit, start=given.start, end=given.end, paper=given.paper
    )
    return [Draft(stream=KEY, event=MandateTaken(mandate=mandate))]


def kinds_prevent(definition: Definition, units: Iterable[Unit]) -> Iterator[Unmet]:
    """Yield members of a kind that the bloc does not have, and parts that are part of nothing."""
    for one in units:
        if one.kind not in definition.members.kinds:
            facts = {"unit": one.name, "kind": one.kind, "kinds": list(definition.members.kinds)}
            yield Unmet(code="MEMBER_KIND", facts=facts, who=("admin",))
        if one.kind == "sub_unit" and one.parent in {None, one.id}:
            yield Unmet(code="PARENT_MISSING", facts={"unit": one.name}, who=("admin",))
        if one.kind == "unit" and one.parent is not None:
            yield Unmet(code="PARENT_OF_UNIT", facts={"unit": one.name}, who=("admin",))


def roles_prevent(
    definition: Definition, mandates: Sequence[Mandate], units: Sequence[Unit], on: date
) -> list[Unmet]:
    """Return what is wrong with the roles held on the first day of a bloc year: too few or many."""
    names = {unit.id: unit.name for unit in units}
    found = []
    for role, seats in definition.roles:
        held = [
            names.get(one.unit, one.unit) for one in mandates if one.role == role and one.covers(on)
        ]
        label = getattr(definition.labels, role)
        if len(held) < seats.least:
            facts = {"role": label, "least": seats.least, "count": len(held)}
            found.append(Unmet(code="ROLE_MISSING", facts=facts, who=("admin",)))
        if len(held) > seats.most:
            facts = {"role": label, "most": seats.most, "units": held}
            found.append(Unmet(code="ROLE_FULL", facts=facts, who=("admin",)))
    return found
