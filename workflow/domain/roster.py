"""Who belongs to the bloc in this year: units in official order, people, roles by mandate."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from definitions.schema.definition import Definition
from definitions.schema.seats import SUBJECTS, MemberKind
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KEY = "roster"
DAY = timedelta(days=1)
RoleName = Literal["head", "deputy", "standing_unit"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A member: a unit, a part of one with its `parent`, or a person with where they belong.

    `parent` is the id of another member, or of an agency outside the bloc.
    """

    id: Id
    name: Name
    kind: MemberKind = "unit"
    parent: Id | None = None

    @property
    def subject(self) -> str:
        """What the member is where awards are given: collective or individual."""
        return SUBJECTS[self.kind]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A person who acts or is told: name, mail address, language of notices."""

    id: Id
    name: Name
    title: Name | None = None
    email: Name | None = None
    language: Literal["vi", "en"] = "vi"


@dataclass(frozen=True, kw_only=True, slots=True)
class SeatHeld:
    """A person's seat, from one day to another: `unit:x`, `office:x`, `admin`, `overseer`."""

    person: Id
    seat: Id
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Mandate:
    """A unit's role in the bloc, from one day to another; `end` is the last day."""

    role: RoleName
    unit: Id
    start: date
    end: date | None = None
    paper: str | None = None

    def covers(self, day: date) -> bool:
        """Whether the role is held on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """A unit of another bloc, as it is called there."""

    bloc: Id
    unit: Id
    name: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Former:
    """A unit that belonged to the bloc until its last day, and the units it went into.

    `elsewhere` are units of other blocs.
    """

    unit: Unit
    end: date
    how: Literal["leave", "merge", "split"]
    successors: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """The state of the roster stream.

    `joined` holds the first day of those who were not members from the start of the year.
    """

    units: tuple[Unit, ...]
    people: tuple[Person, ...] = ()
    seats: tuple[SeatHeld, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    joined: dict[str, date] = field(default_factory=dict)
    former: tuple[Former, ...] = ()

    def unit_ids(self) -> tuple[str, ...]:
        """Return the member units in official order."""
        return tuple(unit.id for unit in self.units)

    def name(self, unit: str) -> str:
        """Return the name of *unit*, or the id when it never was a member."""
        known = (*self.units, *(one.unit for one in self.former))
        return next((one.name for one in known if one.id == unit), unit)

    def person_name(self, person: str) -> str:
        """Return the name of *person*, or the id when nobody of it ever sat here."""
        return next((one.name for one in self.people if one.id == person), person)

    def kin(self, units: Iterable[str]) -> frozenset[str]:
        """Return *units* with the members that are parts of them, and those that they are part of.

        Whoever sits for one of them keeps out of what is about the others.
        """
        own = frozenset(units)
        parts = {one.id for one in self.units if one.parent in own}
        wholes = {one.parent for one in self.units if one.id in own and one.parent}
        return own | parts | wholes

    def holders(self, role: str, on: date) -> tuple[str, ...]:
        """Return the units that hold *role* on a day."""
        return _holders(self.mandates, role, on)

    def seated(self, seat: str, on: date) -> tuple[Person, ...]:
        """Return the people who hold *seat* on a day."""
        ids = {held.person for held in self.seats if held.seat == seat and _lasts(held, on)}
        return tuple(person for person in self.people if person.id in ids)

    def holds(self, person: str, seat: str, on: date) -> bool:
        """Whether *person* holds *seat* on a day."""
        return any(
            held.person == person and held.seat == seat and _lasts(held, on) for held in self.seats
        )

    def seats_of(self, person: str, on: date) -> tuple[str, ...]:
        """Return the seats that *person* holds on a day."""
        return tuple(held.seat for held in self.seats if held.person == person and _lasts(held, on))


def _holders(mandates: Iterable[Mandate], role: str, on: date) -> tuple[str, ...]:
    return tuple(
        mandate.unit for mandate in mandates if mandate.role == role and mandate.covers(on)
    )


def _within(day: date, mandate: "Mandate | GiveMandate") -> bool:
    return mandate.start <= day and (mandate.end is None or day <= mandate.end)


def _lasts(held: SeatHeld, on: date) -> bool:
    return (held.start is None or held.start <= on) and (held.end is None or on <= held.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterFixed(Event):
    """The bloc year starts with these units, people and seats."""

    kind: ClassVar[str] = "roster_fixed"
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    seats: tuple[SeatHeld, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonSeated(Event):
    """A person takes a seat.

    What was known of the person is replaced, and so is an earlier hold on the same seat from the
    day on which this one starts.
    """

    kind: ClassVar[str] = "person_seated"
    person: Person
    seat: SeatHeld


@dataclass(frozen=True, kw_only=True, slots=True)
class MandateTaken(Event):
    """A unit takes a role; its earlier hold on the same role is over the day before."""

    kind: ClassVar[str] = "mandate_taken"
    mandate: Mandate


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


def evolve(state: Roster | None, event: Event, _call: Call) -> Roster:
    """Return the roster after *event*."""
    match event, state:
        case RosterFixed(), None:
            return Roster(units=event.units, people=event.people, seats=event.seats)
        case PersonSeated(), Roster():
            others = tuple(one for one in state.people if one.id != event.person.id)
            seats = tuple(_seats_until(state.seats, event.seat))
            return replace(state, people=(*others, event.person), seats=(*seats, event.seat))
        case MandateTaken(), Roster():
            mandates = tuple(_mandates_until(state.mandates, event.mandate))
            return replace(state, mandates=(*mandates, event.mandate))
    raise OutOfPlace(event.kind)


def _seats_until(seats: Iterable[SeatHeld], new: SeatHeld) -> Iterator[SeatHeld]:
    for held in seats:
        if (held.person, held.seat) != (new.person, new.seat):
            yield held
        elif new.start is not None and (held.start or date.min) < new.start:
            yield replace(held, end=_earlier(held.end, new.start - DAY))


def _mandates_until(mandates: Iterable[Mandate], new: Mandate) -> Iterator[Mandate]:
    for held in mandates:
        if (held.role, held.unit) != (new.role, new.unit):
            yield held
        elif held.start < new.start:
            yield replace(held, end=_earlier(held.end, new.start - DAY))


def _earlier(end: date | None, last: date) -> date:
    return last if end is None else min(end, last)


def seat_prevents(book: Book, given: SeatPerson, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a person from being seated."""
    kind, _, name = given.seat.partition(":")
    units = book.load(Roster, KEY).unit_ids()
    offices = [office.id for office in book.definition.offices]
    known = (kind == "unit" and name in units) or (kind == "office" and name in offices)
    if not known and given.seat not in {"admin", "overseer"}:
        yield Unmet(code="NO_SUCH_SEAT", facts={"seat": given.seat}, who=(call.actor.seat,))
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
    taken = max((_holders(others, given.role, day) for day in sorted(days)), key=len)
    if len(taken) >= most:
        label = getattr(book.definition.labels, given.role)
        names = [roster.name(one) for one in taken]
        facts = {"role": label, "most": most, "units": names}
        yield Unmet(code="ROLE_FULL", facts=facts, who=("admin",))


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


def give_mandate(_book: Book, given: GiveMandate, _call: Call) -> list[Draft]:
    """Record that a unit takes a role."""
    mandate = Mandate(
        role=given.role, unit=given.unit, start=given.start, end=given.end, paper=given.paper
    )
    return [Draft(stream=KEY, event=MandateTaken(mandate=mandate))]
