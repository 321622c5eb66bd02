"""Groups of units inside one bloc: clusters ranked apart and measured by their own best."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import MinLen

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Id
from workflow.domain.scores.closed import settled

KEY = "groups"


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """Which group each unit stands in."""

    of: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitsGrouped(Event):
    """Units are put into groups; a later group takes the place of an earlier one."""

    kind: ClassVar[str] = "units_grouped"
    groups: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupUnits(Given):
    """Put units into groups: unit to the name of its group."""

    groups: Annotated[dict[Id, Id], MinLen(1)]


def group_prevents(book: Book, given: GroupUnits, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents units from being grouped: strangers, or results that stand already."""
    members = book.load(Roster, ROSTER).unit_ids()
    for unit in [one for one in given.groups if one not in members]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    yield from settled(book)


def group(_book: Book, given: GroupUnits, _call: Call) -> list[Draft]:
    """Record the groups."""
    return [Draft(stream=KEY, event=UnitsGrouped(groups=dict(given.groups)))]


def of(book: Book) -> dict[str, str]:
    """Return the group of each unit, where the definition ranks inside groups."""
    found = book.find(Groups, KEY)
    return found.of if found and book.definition.ranking.inside != "bloc" else {}


def missing_groups(book: Book) -> Iterator[Unmet]:
    """Yield that units stand in no group, where the ranking needs one of each."""
    if book.definition.ranking.inside == "bloc":
        return
    roster, found = book.load(Roster, ROSTER), of(book)
    without = [roster.name(unit) for unit in roster.unit_ids() if unit not in found]
    if without:
        yield Unmet(code="UNITS_WITHOUT_GROUP", facts={"units": without}, who=("admin",))


def evolve(state: Groups | None, event: Event, _call: Call) -> Groups:
    """Return the groups after *event*."""
    if isinstance(event, UnitsGrouped):
        return Groups(of=(state.of if state else {}) | event.groups)
    raise OutOfPlace(event.kind)
