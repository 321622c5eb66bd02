"""What counts from earlier years: titles and ratings held, recognised initiatives; with sources.

Each may serve for an award once: what has served before says for what.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MaxLen

from definitions.schema.record import Whole
from definitions.schema.standing import InitiativeLevel
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name

KIND = "honours"
HeldYear = Annotated[Whole, Ge(1948), Le(9999)]
"""A year of emulation; there is none before the call for patriotic emulation."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Honour:
    """A title, rating or class that a unit held in a year; `used_for` if it has served."""

    what: Id
    year: HeldYear
    source: Name
    used_for: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Initiative:
    """An initiative or topic that was recognised, and where; it serves once, whoever brings it.

    A level that nobody gives counts as the lowest.
    """

    id: Id
    title: Name
    source: Name
    used_for: Name | None = None
    level: InitiativeLevel | None = None


Held = Annotated[tuple[Honour, ...], MaxLen(200)]
Ideas = Annotated[tuple[Initiative, ...], MaxLen(200)]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitHonours:
    """What is recorded of one unit."""

    held: tuple[Honour, ...] = ()
    initiatives: tuple[Initiative, ...] = ()

    def of_year(self, what: list[str], year: int) -> tuple[Honour, ...]:
        """Return those of *what* that were held in *year*."""
        return tuple(one for one in self.held if one.year == year and one.what in what)


@dataclass(frozen=True, kw_only=True, slots=True)
class HonoursRecorded(Event):
    """What a unit held in earlier years is recorded; the same thing of a year takes its place."""

    kind: ClassVar[str] = "honours_recorded"
    unit: str
    held: tuple[Honour, ...]
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordHonours(Given):
    """Record what a unit held, and its recognised initiatives, each with its source."""

    unit: Id
    held: Held = ()
    initiatives: Ideas = ()


def record_prevents(book: Book, given: RecordHonours, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: no member, nothing given, a year that has not come."""
    if given.unit not in book.load(Roster, ROSTER).unit_ids():
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": given.unit})
    if not given.held and not given.initiatives:
        yield Unmet(code="HONOURS_EMPTY", facts={})
    for one in given.held:
        if one.year > book.year:
            yield Unmet(code="HONOUR_TOO_LATE", facts={"what": one.what, "held_in": one.year})


def record(_book: Book, given: RecordHonours, _call: Call) -> list[Draft]:
    """Record them."""
    event = HonoursRecorded(unit=given.unit, held=given.held, initiatives=given.initiatives)
    return [Draft(stream=f"{KIND}/{given.unit}", event=event)]


def evolve(state: UnitHonours | None, event: Event, _call: Call) -> UnitHonours:
    """Return what is recorded of a unit after *event*."""
    if isinstance(event, HonoursRecorded):
        before = state or UnitHonours()
        held = {(one.what, one.year): one for one in (*before.held, *event.held)}
        ideas = {one.id: one for one in (*before.initiatives, *event.initiatives)}
        return UnitHonours(held=tuple(held.values()), initiatives=tuple(ideas.values()))
    raise OutOfPlace(event.kind)
