"""People and households that units put forward: for what, and what is known of each.

Kept is what the rules ask about and no more: no birth date, no number of an identity card, no
membership of the Party. What is published of anybody is the name, the unit and the award.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from definitions.schema.awards import SubjectKind
from definitions.schema.standing import Discipline, Position, Rating
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members.honours import Held, Ideas
from workflow.domain.model import Book, Call, Count, Draft, Event, Given, Id, Name
from workflow.domain.stages import year

KIND = "people"
STAGE = "nomination"
Wanted = Annotated[tuple[Id, ...], MinLen(1), MaxLen(20)]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonForward:
    """A person of a unit, for which awards: position, rating and heaviest sanction of the year.

    `held` and `initiatives` are the person's own, each with its source.
    """

    id: Id
    name: Name
    awards: Wanted
    position: Position = "staff"
    rating: Rating | None = None
    discipline: Discipline = "none"
    held: Held = ()
    initiatives: Ideas = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseholdForward:
    """A household that a unit puts forward, by the name of its head."""

    id: Id
    name: Name
    awards: Wanted
    held: Held = ()


People = Annotated[tuple[PersonForward, ...], MaxLen(2000)]
Households = Annotated[tuple[HouseholdForward, ...], MaxLen(2000)]
Forward = PersonForward | HouseholdForward


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitPeople:
    """Whom a unit has put forward, in its own order, by which minutes; and how many it has.

    `staff` counts everybody, leaders included; absent, the registration says how many.
    """

    minutes: str
    people: tuple[PersonForward, ...] = ()
    households: tuple[HouseholdForward, ...] = ()
    staff: int | None = None
    leaders: int = 0

    def of(self, kind: SubjectKind) -> tuple[Forward, ...]:
        """Return those of one kind, in the order of the unit."""
        return self.households if kind == "household" else self.people

    def find(self, subject: str) -> Forward | None:
        """Return the person or household of that id."""
        return next((one for one in self.everybody if one.id == subject), None)

    @property
    def everybody(self) -> tuple[Forward, ...]:
        """Return people and households."""
        return (*self.people, *self.households)


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleProposed(Event):
    """A unit puts people and households forward; it takes the place of what it did before."""

    kind: ClassVar[str] = "people_proposed"
    minutes: str
    people: tuple[PersonForward, ...]
    households: tuple[HouseholdForward, ...]
    staff: int | None
    leaders: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposePeople(Given):
    """Put people and households of the unit forward, by the minutes of its meeting."""

    minutes: Name
    people: People = ()
    households: Households = ()
    staff: Count | None = None
    leaders: Count = 0

    @property
    def everybody(self) -> tuple[Forward, ...]:
        """Return people and households."""
        return (*self.people, *self.households)


def propose_prevents(book: Book, given: ProposePeople, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: not the time, proposed by the bloc already, ids twice, awards."""
    if STAGE not in book.streams:
        yield from year.stage_prevents(book, STAGE, call)
    elif getattr(book.streams[STAGE], "status", None) not in {"returned", "rejected"}:
        yield Unmet(code="ALREADY_PROPOSED", facts={})
    ids = [one.id for one in given.everybody]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield Unmet(code="SUBJECT_TWICE", facts={"id": twice})
    yield from _not_offered(book, given)
    if given.staff is not None and given.leaders > given.staff:
        facts: dict[str, object] = {"leaders": given.leaders, "staff": given.staff}
        yield Unmet(code="MORE_LEADERS_THAN_STAFF", facts=facts)
    for one in given.everybody:
        for honour in one.held:
            if honour.year > book.year:
                facts = {"what": honour.what, "held_in": honour.year}
                yield Unmet(code="HONOUR_TOO_LATE", facts=facts)


def _not_offered(book: Book, given: ProposePeople) -> Iterator[Unmet]:
    for kind, ones in (("individual", given.people), ("household", given.households)):
        offered = [one.award for one in book.definition.people_awards if one.to == kind]
        wanted = dict.fromkeys(award for one in ones for award in one.awards)
        for award in wanted:
            if award not in offered:
                facts: dict[str, object] = {"award": award, "offered": sorted(set(offered))}
                yield Unmet(code="AWARD_NOT_OFFERED", facts=facts)


def propose(_book: Book, given: ProposePeople, call: Call) -> list[Draft]:
    """Record whom the unit puts forward."""
    event = PeopleProposed(
        minutes=given.minutes,
        people=given.people,
        households=given.households,
        staff=given.staff,
        leaders=given.leaders,
    )
    return [Draft(stream=f"{KIND}/{call.actor.unit}", event=event)]


def evolve(_state: UnitPeople | None, event: Event, _call: Call) -> UnitPeople:
    """Return whom a unit has put forward after *event*."""
    if isinstance(event, PeopleProposed):
        return UnitPeople(
            minutes=event.minutes,
            people=event.people,
            households=event.households,
            staff=event.staff,
            leaders=event.leaders,
        )
    raise OutOfPlace(event.kind)


def of_unit(book: Book, unit: str) -> UnitPeople:
    """Return whom a unit has put forward; nobody at first."""
    return book.find(UnitPeople, f"{KIND}/{unit}") or UnitPeople(minutes="")


def kind_of(book: Book, unit: str, subject: str | None) -> SubjectKind:
    """Return what the line of a list is about: the unit, a person of it, or a household."""
    if subject is None:
        return "collective"
    found = of_unit(book, unit).find(subject)
    return "household" if isinstance(found, HouseholdForward) else "individual"


def name_of(book: Book, unit: str, subject: str) -> str:
    """Return the name of a person or household of a unit, or the id of a stranger."""
    found = of_unit(book, unit).find(subject)
    return found.name if found else subject
