"""Opening bloc years: the first by an administrator, every later one by the handover before it."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from definitions.hashing import canonical, digest
from definitions.schema.definition import Definition
from workflow.domain import history
from workflow.domain.eligibility import feeds
from workflow.domain.errors import Refused, Unmet
from workflow.domain.leaders import succession
from workflow.domain.leaders.handover import HandoverCompleted
from workflow.domain.members import contacts, roster, seating
from workflow.domain.members.roster import Mandate, Person, Roster, SeatHeld, Unit
from workflow.domain.model import Actor, Call, Draft, Id, Name, Pinned
from workflow.domain.scores import criteria_groups, period_deadlines
from workflow.domain.stages import year
from workflow.domain.stages.year import Link
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service.desk import Desk, Page
from workflow.store import books
from workflow.store.books import YearRow


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenYear:
    """A bloc year to open: the bloc, its units in official order, its people, its leaders."""

    bloc: Id
    bloc_name: Name
    year: int
    definition: str
    units: tuple[Unit, ...]
    people: tuple[Person, ...] = ()
    seats: tuple[SeatHeld, ...] = ()
    mandates: tuple[Mandate, ...] = ()

    @property
    def id(self) -> str:
        """The id of the bloc year."""
        return f"{self.bloc}/{self.year}"


def pin(runtime: Runtime, definition: str) -> Pinned:
    """Return the definition of that id with its content hash. Raises FileRefused."""
    loaded = runtime.catalogue.load(definition)
    return Pinned(definition=loaded, hash=digest(canonical(loaded)))


def open_first(
    runtime: Runtime, desk: Desk, wanted: Sequence[OpenYear], actor: Actor, at: datetime
) -> None:
    """Open bloc years from what is given, all or none.

    Raises:
        Refused: One is open already or named twice, or a roster does not hold together.
    """
    pinned = {name: pin(runtime, name) for name in dict.fromkeys(one.definition for one in wanted)}
    there = books.open_already(desk.direct, [one.id for one in wanted])
    ids = [one.id for one in wanted]
    there |= {one for one in ids if ids.count(one) > 1} if len(set(ids)) < len(ids) else set()
    unmet = [
        found if len(wanted) == 1 else replace(found, facts={"bloc": one.bloc_name, **found.facts})
        for one in wanted
        for found in _wrong(one, pinned[one.definition].definition, there)
    ]
    if unmet:
        raise Refused(unmet)
    call = Call(actor=actor, at=at, now=runtime.clock.now())
    for one in wanted:
        _roles_hold(pinned[one.definition], one, one.mandates, hanoi_day(at))
        _open(desk, one, pinned[one.definition], call)


def _open(desk: Desk, wanted: OpenYear, pinned: Pinned, call: Call) -> None:
    page = _begin(desk, wanted, pinned)
    taken = [roster.MandateTaken(mandate=mandate) for mandate in wanted.mandates]
    _record(desk, page, wanted, taken, None, call)


def open_next(
    runtime: Runtime, desk: Desk, page: Page, completed: HandoverCompleted, call: Call
) -> None:
    """Open the year after *page*'s with the leaders agreed on; the roster is carried over.

    A year that an administrator opened before takes the leaders' mandates as far as it lacks them.

    Raises:
        Refused: The leaders do not fit the roles of that year's definition.
    """
    taken = succession.mandates(page.book, call.at)
    if books.find_year(desk.conn, completed.next_year) is not None:
        _take_over(desk, completed.next_year, taken, call)
        return
    members, row = page.book.load(Roster, roster.KEY), page.row
    wanted = OpenYear(
        bloc=row.bloc,
        bloc_name=row.bloc_name,
        year=row.year + 1,
        definition=completed.next_definition or page.book.definition.id,
        units=members.units,
        people=members.people,
        seats=members.seats,
    )
    pinned = (
        pin(runtime, completed.next_definition) if completed.next_definition else page.book.pinned
    )
    first_day = max([hanoi_day(call.at), *(one.mandate.start for one in taken)])
    _roles_hold(pinned, wanted, [one.mandate for one in taken], first_day)
    link = Link(year=row.id, seq=page.seq, head=page.head.hex())
    _record(desk, _begin(desk, wanted, pinned), wanted, taken, link, call)


def _take_over(desk: Desk, year_id: str, taken: list[roster.MandateTaken], call: Call) -> None:
    page = desk.open(year_id, subjects=set())
    day = max([hanoi_day(call.at), *(one.mandate.start for one in taken)])
    members = page.book.load(Roster, roster.KEY)
    lacking = [
        one for one in taken if one.mandate.unit not in members.holders(one.mandate.role, day)
    ]
    held = [one for one in members.mandates if one.covers(day)]
    mandates = [*held, *(one.mandate for one in lacking)]
    if unmet := seating.roles_prevent(page.book.definition, mandates, members.units, day):
        raise Refused(unmet)
    desk.record(page, [Draft(stream=roster.KEY, event=one) for one in lacking], call)


def _roles_hold(pinned: Pinned, wanted: OpenYear, mandates: Sequence[Mandate], day: date) -> None:
    if unmet := seating.roles_prevent(pinned.definition, mandates, wanted.units, day):
        raise Refused(unmet)


def _begin(desk: Desk, wanted: OpenYear, pinned: Pinned) -> Page:
    row = YearRow(
        id=wanted.id,
        bloc=wanted.bloc,
        bloc_name=wanted.bloc_name,
        year=wanted.year,
        definition=pinned.hash,
        seq=0,
        head=history.genesis(wanted.id, pinned.hash),
        state="",
    )
    return desk.begin(row, pinned)


def _record(
    desk: Desk,
    page: Page,
    wanted: OpenYear,
    mandates: list[roster.MandateTaken],
    link: Link | None,
    call: Call,
) -> None:
    definition = page.book.definition
    opened = year.YearOpened(
        bloc=wanted.bloc,
        bloc_name=wanted.bloc_name,
        year=wanted.year,
        definition=definition.id,
        definition_hash=page.book.pinned.hash,
        previous=link,
    )
    fixed = roster.RosterFixed(units=wanted.units, people=wanted.people, seats=wanted.seats)
    first = year.entering(page.book, definition.stages[0].id, call)
    drafts = [
        Draft(stream=year.KEY, event=opened),
        Draft(stream=roster.KEY, event=fixed),
        *(Draft(stream=roster.KEY, event=mandate) for mandate in mandates),
        Draft(stream=year.KEY, event=first),
        *period_deadlines.declared(page.book),
        *feeds.declared(page.book),
        *criteria_groups.declared(page.book),
    ]
    desk.record(page, drafts, call)


def _is_open(year_id: str) -> Unmet:
    return Unmet(code="YEAR_EXISTS", facts={"year": year_id}, who=("admin",))


def _wrong(wanted: OpenYear, definition: Definition, there: Container[str]) -> list[Unmet]:
    people = [person.id for person in wanted.people]
    known = {"admin", "overseer", *(f"unit:{unit.id}" for unit in wanted.units)}
    known |= {f"office:{office.id}" for office in definition.offices}
    return [
        *_roster_wrong(wanted),
        *seating.kinds_prevent(definition, wanted.units),
        *contacts.mail_prevents(wanted.people, "admin"),
        *(
            Unmet(code="PERSON_TWICE", facts={"person": one}, who=("admin",))
            for one in sorted({one for one in people if people.count(one) > 1})
        ),
        *(
            Unmet(code="NO_SUCH_SEAT", facts={"seat": one.seat}, who=("admin",))
            for one in wanted.seats
            if one.seat not in known
        ),
        *([_is_open(wanted.id)] if wanted.id in there else []),
    ]


def _roster_wrong(wanted: OpenYear) -> list[Unmet]:
    units = [unit.id for unit in wanted.units]
    people = {person.id for person in wanted.people}
    unknown = [one.unit for one in wanted.mandates if one.unit not in units]
    seated = [one.person for one in wanted.seats if one.person not in people]
    twice = sorted({unit for unit in units if units.count(unit) > 1})
    return [
        *([Unmet(code="NO_UNITS", who=("admin",))] if not units else []),
        *(Unmet(code="NOT_A_MEMBER", facts={"unit": unit}, who=("admin",)) for unit in unknown),
        *(Unmet(code="UNIT_TWICE", facts={"unit": unit}, who=("admin",)) for unit in twice),
        *(Unmet(code="NO_SUCH_PERSON", facts={"person": one}, who=("admin",)) for one in seated),
    ]
