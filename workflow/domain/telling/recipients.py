"""Who is told of an occasion: the definition's notices, one per person, in their language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from definitions.filling import shown
from definitions.schema.notices import Notice
from workflow.domain import timing
from workflow.domain.leaders import succession
from workflow.domain.members import contacts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Person, Roster
from workflow.domain.model import Book
from workflow.domain.stages import year
from workflow.domain.telling.occasions.occasion import Occasion


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A notice owed to one person, with the facts that its template may mention."""

    notice: str
    kind: Notice
    person: Person
    facts: dict[str, str]


def owed(book: Book, occasion: Occasion, at: datetime) -> Iterator[Owed]:
    """Yield the notices that the definition wants sent on *occasion*, one per person."""
    for notice in book.definition.notices:
        if notice.on == occasion.on:
            for person, unit in _recipients(book, notice, occasion, at):
                yield owed_to(book, notice, occasion, person, unit)


def owed_to(
    book: Book, notice: Notice, occasion: Occasion, person: Person, unit: str | None
) -> Owed:
    """Return a notice to *person*, who is told as *unit*, in the language that they read."""
    reach = contacts.reach_of(book, person.id)
    if reach and reach.language:
        person = replace(person, language=reach.language)
    facts = _facts(book, occasion, person, unit)
    return Owed(notice=notice.id, kind=notice, person=person, facts=facts)


def _facts(book: Book, occasion: Occasion, person: Person, unit: str | None) -> dict[str, str]:
    given: dict[str, object] = {
        "bloc": book.bloc_name,
        "year": str(book.year),
        "recipient": person.name,
        "unit": book.load(Roster, ROSTER).name(unit) if unit else None,
        **occasion.facts,
    }
    return {name: shown(value, person.language) for name, value in given.items()}


def _recipients(
    book: Book, notice: Notice, occasion: Occasion, at: datetime
) -> Iterable[tuple[Person, str | None]]:
    """Return each person once, with the unit they are told as."""
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(at)
    wanted = [occasion.only] if occasion.only else notice.to
    found: dict[str, tuple[Person, str | None]] = {}
    named = [one for one in wanted if one in NAMED and occasion.people]
    for person in roster.people if named else ():
        if person.id in occasion.people:
            found[person.id] = (person, None)
    left = [recipient for recipient in wanted if recipient not in named]
    seats = [seat for recipient in left for seat in SEATS[recipient](book, occasion, at)]
    also = [f"office:{office}" for office in occasion.also]
    alone = occasion.office and not found and not any(roster.seated(seat, day) for seat in seats)
    if alone or not all(roster.seated(seat, day) for seat in also):
        seats.append("admin")  # an office that nobody holds is not left in silence
    for seat in (*seats, *also):
        unit = seat.removeprefix("unit:") if seat.startswith("unit:") else None
        for person in roster.seated(seat, day):
            found.setdefault(person.id, (person, unit))
    return found.values()


def _units(units: Iterable[str]) -> list[str]:
    return [f"unit:{unit}" for unit in units]


def _role(role: str) -> Callable[[Book, Occasion, datetime], list[str]]:
    return lambda book, _occasion, at: _units(
        book.load(Roster, ROSTER).holders(role, timing.hanoi_day(at))
    )


def _owner(book: Book, occasion: Occasion, at: datetime) -> list[str]:
    current = book.load(year.YearState, year.KEY).current
    owner = book.definition.stage(current.id).owner if current else None
    return ["admin"] if owner in {None, "admin"} else _role(str(owner))(book, occasion, at)


def _incoming(book: Book, _occasion: Occasion, _at: datetime) -> list[str]:
    chosen = book.find(succession.Succession, succession.KEY)
    return _units((chosen.head, *chosen.deputies)) if chosen else []


def _office(_book: Book, occasion: Occasion, _at: datetime) -> list[str]:
    return [f"office:{occasion.office}"] if occasion.office else []


NAMED = frozenset({"approver", "preparer"})
"""Recipients that an occasion may name one by one."""

SEATS: dict[str, Callable[[Book, Occasion, datetime], list[str]]] = {
    "every_unit": lambda book, _occasion, _at: _units(book.load(Roster, ROSTER).unit_ids()),
    "unit": lambda _book, occasion, _at: _units(occasion.units),
    "missing": lambda _book, occasion, _at: _units(occasion.units),
    "head": _role("head"),
    "deputy": _role("deputy"),
    "owner": _owner,
    "approver": _office,
    "office": _office,
    "incoming": _incoming,
    "admin": lambda _book, _occasion, _at: ["admin"],
    "preparer": lambda _book, _occasion, _at: [],
}
"""Implements exactly the recipients of `definitions.schema.notices`; a test compares."""
