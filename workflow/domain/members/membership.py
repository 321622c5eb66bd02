"""Who belongs to the bloc from day to day: units join, leave, merge, split and are renamed.

A unit that is gone keeps everything it did; it is asked for nothing more, and names who it went to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, Literal

from annotated_types import MaxLen

from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.members import contacts, roster, seating
from workflow.domain.members.roster import KEY, Elsewhere, Former, Person, Roster, SeatHeld, Unit
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

How = Literal["leave", "merge", "split"]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitAdmitted(Event):
    """A unit belongs to the bloc from a day on, with the people who sit for it."""

    kind: ClassVar[str] = "unit_admitted"
    unit: Unit
    start: date
    paper: str
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitWithdrawn(Event):
    """A unit belongs to the bloc no longer; `end` is its last day."""

    kind: ClassVar[str] = "unit_withdrawn"
    unit: str
    how: How
    end: date
    paper: str
    successors: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitRenamed(Event):
    """A unit has another name; its id, and all it did, stay."""

    kind: ClassVar[str] = "unit_renamed"
    unit: str
    name: str
    paper: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderChanged(Event):
    """The official order of the units is another."""

    kind: ClassVar[str] = "order_changed"
    order: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AdmitUnit(Given):
    """Admit a unit to the bloc. `after`: its place in the official order; last where left out."""

    unit: Unit
    start: date
    paper: Name
    people: Annotated[tuple[Person, ...], MaxLen(50)] = ()
    after: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawUnit(Given):
    """Let a unit go: it leaves, is merged into a unit, or split into several.

    `successors` are members of this bloc, `elsewhere` units of other blocs.
    """

    unit: Id
    how: How = "leave"
    end: date
    paper: Name
    successors: Annotated[tuple[Id, ...], MaxLen(50)] = ()
    elsewhere: Annotated[tuple[Elsewhere, ...], MaxLen(50)] = ()

    @property
    def count(self) -> int:
        """How many units it went into, each once."""
        return len({*self.successors, *((one.bloc, one.unit) for one in self.elsewhere)})


@dataclass(frozen=True, kw_only=True, slots=True)
class RenameUnit(Given):
    """Give a unit another name."""

    unit: Id
    name: Name
    paper: Name


def admit_prevents(book: Book, given: AdmitUnit, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from joining: it is a member, was one, or the day is to come."""
    members = book.load(Roster, KEY)
    yield from seating.kinds_prevent(book.definition, [given.unit])
    if given.unit.id in members.unit_ids():
        yield Unmet(code="MEMBER_ALREADY", facts={"unit": given.unit.name}, who=("admin",))
    if any(one.unit.id == given.unit.id for one in members.former):
        yield Unmet(code="MEMBER_BEFORE", facts={"unit": given.unit.name}, who=("admin",))
    if any(_alike(one.name, given.unit.name) for one in members.units):
        yield Unmet(code="NAME_TAKEN", facts={"name": given.unit.name}, who=("admin",))
    known = {one.id: one for one in members.people}
    for person in given.people:
        if known.get(person.id, person) != person:
            yield Unmet(code="PERSON_KNOWN", facts={"person": person.id}, who=("admin",))
    yield from contacts.mail_prevents(given.people, "admin")
    if given.after is not None and given.after not in members.unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.after}, who=("admin",))
    yield from _days_prevent(book, given.start, timing.hanoi_day(call.at))


def _days_prevent(book: Book, start: date, today: date) -> Iterator[Unmet]:
    """Yield that a unit would join before the year, or on a day to come."""
    first = _first_day(book)
    if start < first:
        facts: dict[str, object] = {"day": start, "first": first}
        yield Unmet(code="MEMBERSHIP_BEFORE_YEAR", facts=facts, who=("admin",))
    if start > today:
        yield Unmet(code="MEMBERSHIP_TO_COME", facts={"day": start}, who=("admin",))


def _alike(one: str, other: str) -> bool:
    """Whether two names differ in nothing that is heard: capitals and spaces."""
    return one.casefold().split() == other.casefold().split()


def _first_day(book: Book) -> date:
    """Return the day from which a unit of the whole year belongs to it: its first scored month."""
    begins = book.definition.rubric.scored_from
    scored = date(book.year - (begins.year == "previous"), begins.month, 1)
    return min(scored, date(book.year, 1, 1))


def admit(book: Book, given: AdmitUnit, _call: Call) -> list[Draft]:
    """Record that a unit joins, and where it stands in the official order."""
    event = UnitAdmitted(unit=given.unit, start=given.start, paper=given.paper, people=given.people)
    return [Draft(stream=KEY, event=event), *_placed(book, given)]


def _placed(book: Book, given: AdmitUnit) -> list[Draft]:
    if given.after is None:
        return []
    order = [*book.load(Roster, KEY).unit_ids()]
    order.insert(order.index(given.after) + 1, given.unit.id)
    return [Draft(stream=KEY, event=OrderChanged(order=tuple(order)))]


def withdraw_prevents(book: Book, given: WithdrawUnit, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from going: no member, successors that are none, the last head."""
    members = book.load(Roster, KEY)
    if given.unit not in members.unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit}, who=("admin",))
        return
    yield from _successors_prevent(book, given)
    if given.end > timing.hanoi_day(call.at):
        yield Unmet(code="MEMBERSHIP_TO_COME", facts={"day": given.end}, who=("admin",))
    start = members.joined.get(given.unit, date(book.year, 1, 1))
    if given.end < start:
        yield Unmet(code="ENDS_BEFORE_START", facts={"start": start, "end": given.end})
    if len(members.unit_ids()) == 1:
        facts = {"unit": members.name(given.unit)}
        yield Unmet(code="LAST_MEMBER", facts=facts, who=("admin",))


def _successors_prevent(book: Book, given: WithdrawUnit) -> Iterator[Unmet]:
    """Yield successors that are no members here, or are no units elsewhere, and too few of them."""
    members = book.load(Roster, KEY)
    for one in given.successors:
        if one not in members.unit_ids() or one == given.unit:
            yield Unmet(code="SUCCESSOR_NOT_A_MEMBER", facts={"unit": one}, who=("admin",))
    wanted = {"leave": 0, "merge": 1, "split": 2}[given.how]
    for other in [one for one in given.elsewhere if one.bloc == book.bloc]:
        yield Unmet(code="ELSEWHERE_IS_HERE", facts={"unit": other.name}, who=("admin",))
    if given.count < wanted:
        facts: dict[str, object] = {"least": wanted, "count": given.count}
        yield Unmet(code="SUCCESSORS_MISSING", facts=facts, who=("admin",))


def withdraw(_book: Book, given: WithdrawUnit, _call: Call) -> list[Draft]:
    """Record that a unit is gone."""
    event = UnitWithdrawn(
        unit=given.unit,
        how=given.how,
        end=given.end,
        paper=given.paper,
        successors=given.successors,
        elsewhere=given.elsewhere,
    )
    return [Draft(stream=KEY, event=event)]


def rename_prevents(book: Book, given: RenameUnit, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from being renamed."""
    members = book.load(Roster, KEY)
    if given.unit not in members.unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit}, who=("admin",))
    elif any(_alike(one.name, given.name) and one.id != given.unit for one in members.units):
        yield Unmet(code="NAME_TAKEN", facts={"name": given.name}, who=("admin",))


def rename(_book: Book, given: RenameUnit, _call: Call) -> list[Draft]:
    """Record the new name."""
    event = UnitRenamed(unit=given.unit, name=given.name, paper=given.paper)
    return [Draft(stream=KEY, event=event)]


def evolve(state: Roster | None, event: Event, call: Call) -> Roster:
    """Return the roster after *event*, a change of membership or any other."""
    match event, state:
        case UnitAdmitted(), Roster():
            return _admitted(state, event)
        case UnitWithdrawn(), Roster():
            return _withdrawn(state, event)
        case UnitRenamed(), Roster():
            return _renamed(state, event)
        case OrderChanged(), Roster():
            place = {unit: number for number, unit in enumerate(event.order)}
            return replace(state, units=tuple(sorted(state.units, key=lambda one: place[one.id])))
    return roster.evolve(state, event, call)


def _renamed(state: Roster, event: UnitRenamed) -> Roster:
    units = [replace(one, name=event.name) if one.id == event.unit else one for one in state.units]
    return replace(state, units=tuple(units))


def _admitted(state: Roster, event: UnitAdmitted) -> Roster:
    named = {one.id for one in event.people}
    others = tuple(one for one in state.people if one.id not in named)
    seats = tuple(
        SeatHeld(person=one.id, seat=f"unit:{event.unit.id}", start=event.start)
        for one in event.people
    )
    return replace(
        state,
        units=(*state.units, event.unit),
        people=(*others, *event.people),
        seats=(*state.seats, *seats),
        joined={**state.joined, event.unit.id: event.start},
    )


def _withdrawn(state: Roster, event: UnitWithdrawn) -> Roster:
    gone = next(one for one in state.units if one.id == event.unit)
    former = Former(
        unit=gone,
        end=event.end,
        how=event.how,
        successors=event.successors,
        elsewhere=event.elsewhere,
    )
    ended = event.end
    return replace(
        state,
        units=tuple(one for one in state.units if one.id != event.unit),
        former=(*state.former, former),
        mandates=tuple(
            replace(one, end=min(one.end or ended, ended)) if one.unit == event.unit else one
            for one in state.mandates
        ),
        seats=tuple(
            replace(one, end=min(one.end or ended, ended))
            if one.seat == f"unit:{event.unit}"
            else one
            for one in state.seats
        ),
    )
