"""Who belongs to the bloc in this year: units in official order, people, roles by mandate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from definitions.schema.seats import SUBJECTS, MemberKind
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event, Id, Name

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

        With the units, too, that went into them. Whoever sits for one of these keeps out of what is
        about the others.
        """
        own = frozenset(units)
        own |= {one for unit in own for one in self.gone_into(unit)}
        parts = {one.id for one in self.units if one.parent in own}
        wholes = {one.parent for one in self.units if one.id in own and one.parent}
        return own | parts | wholes

    def gone_into(self, unit: str) -> tuple[str, ...]:
        """Return the units that went into *unit* in this year, wholly or in part.

        What went into those before is among them.
        """
        own = [one.unit.id for one in self.former if unit in one.successors]
        return tuple(dict.fromkeys((*own, *(each for one in own for each in self.gone_into(one)))))

    def answering_for(self, unit: str) -> tuple[str, ...]:
        """Return the members that answer for *unit*: itself, or those that it went into."""
        gone = next((one for one in self.former if one.unit.id == unit), None)
        if gone is None:
            return (unit,)
        heirs = (each for one in gone.successors for each in self.answering_for(one))
        return tuple(dict.fromkeys(heirs))

    def holders(self, role: str, on: date) -> tuple[str, ...]:
        """Return the units that hold *role* on a day."""
        return holders(self.mandates, role, on)

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


def holders(mandates: Iterable[Mandate], role: str, on: date) -> tuple[str, ...]:
    """Return the units that hold *role* on a day."""
    return tuple(
        mandate.unit for mandate in mandates if mandate.role == role and mandate.covers(on)
    )


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
