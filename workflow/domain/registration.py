"""Registration: what each unit and its people aim at, and how much of the bloc that covers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import ClassVar

from definitions.schema.stages import Offers
from workflow.domain import lateness, timing, year
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.machine import Machine, Move, allows, build, next_state
from workflow.domain.model import Book, Call, Count, Draft, Event, Given, Id, Words

KIND = "registration"
STANDING = frozenset({"submitted", "accepted"})
"""The states in which a registration stands."""

DOSSIER_STATES = ("none", "submitted", "returned", "accepted")
DOSSIER_MOVES = (
    Move(trigger="submit", source="none", target="submitted"),
    Move(trigger="submit", source="returned", target="submitted"),
    Move(trigger="return", source="submitted", target="returned"),
    Move(trigger="return", source="accepted", target="returned"),
    Move(trigger="accept", source="submitted", target="accepted"),
)
DOSSIER = build(DOSSIER_STATES, DOSSIER_MOVES)
"""The small machine of any dossier that a unit submits and the bloc accepts or returns."""

LIST = build(
    [*DOSSIER_STATES, "withdrawn"],
    [
        *DOSSIER_MOVES,
        *(
            Move(trigger="amend", source=one, target="submitted")
            for one in ("submitted", "accepted")
        ),
        *(
            Move(trigger="withdraw", source=one, target="withdrawn")
            for one in ("submitted", "returned", "accepted")
        ),
        Move(trigger="submit", source="withdrawn", target="submitted"),
    ],
)
"""The machine of a registration: a running list is amended and withdrawn from as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleFor:
    """So many people of a unit register for one individual award."""

    award: Id
    people: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """The state of one unit's registration."""

    status: str
    collective: tuple[str, ...] = ()
    individual: tuple[PeopleFor, ...] = ()
    recognitions: tuple[str, ...] = ()
    staff: int = 0
    people: int = 0
    late: bool = False
    comment: str | None = None
    amended: int = 0

    def aims_at(self, award: str) -> bool:
        """Whether the member registered for *award* and the bloc did not send that back."""
        return self.status in STANDING and award in (
            *self.collective,
            *self.recognitions,
            *(one.award for one in self.individual if one.people),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationSubmitted(Event):
    """A unit registers."""

    kind: ClassVar[str] = "registration_submitted"
    collective: tuple[str, ...]
    individual: tuple[PeopleFor, ...]
    recognitions: tuple[str, ...]
    staff: int
    people: int
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationAmended(Event):
    """A unit registers otherwise than before, and says why."""

    kind: ClassVar[str] = "registration_amended"
    collective: tuple[str, ...]
    individual: tuple[PeopleFor, ...]
    recognitions: tuple[str, ...]
    staff: int
    people: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationWithdrawn(Event):
    """A unit takes its registration back."""

    kind: ClassVar[str] = "registration_withdrawn"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationAccepted(Event):
    """The bloc takes a registration on."""

    kind: ClassVar[str] = "registration_accepted"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationReturned(Event):
    """The bloc sends a registration back, with the reason."""

    kind: ClassVar[str] = "registration_returned"
    comment: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Register(Given):
    """Register the unit: awards aimed at, and how many of its people take part."""

    collective: tuple[Id, ...] = ()
    individual: tuple[PeopleFor, ...] = ()
    recognitions: tuple[Id, ...] = ()
    staff: Count = 0
    people: Count = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendRegistration(Register):
    """Register otherwise than before, where the list is a running one. It is accepted anew."""

    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawRegistration(Given):
    """Take the unit's registration back, where the list is a running one."""

    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptRegistration(Given):
    """Take a unit's registration on."""

    unit: Id


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnRegistration(Given):
    """Send a unit's registration back."""

    unit: Id
    comment: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How much of the bloc has registered: units of all members, people of all staff counted."""

    units: int
    of_units: int
    people: int
    of_staff: int

    @property
    def units_percent(self) -> str:
        """Units as percent of all member units, to one decimal."""
        return percent(self.units, self.of_units)

    @property
    def people_percent(self) -> str:
        """People as percent of the staff that the registered units state, to one decimal."""
        return percent(self.people, self.of_staff)


def percent(part: int, whole: int) -> str:
    """Return *part* of *whole* in percent, to one decimal, computed in integers; 0.0 of nothing."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def coverage(book: Book, units: tuple[str, ...]) -> Coverage:
    """Return how much of *units* and of their people is covered by registrations."""
    found = book.each(Registration, KIND)
    live = [found[unit] for unit in units if unit in found and found[unit].status in STANDING]
    return Coverage(
        units=len(live),
        of_units=len(units),
        people=sum(one.people for one in live),
        of_staff=sum(one.staff for one in live),
    )


def _key(unit: str | None) -> str:
    return f"{KIND}/{unit}"


def wrong_status(
    status: str, trigger: str, facts: dict[str, object], machine: Machine = DOSSIER
) -> Iterator[Unmet]:
    """Yield an unmet condition when a dossier in *status* has no arrow for *trigger*."""
    if not allows(machine, status, trigger):
        yield Unmet(code="DOSSIER_STATUS", facts=facts | {"status": status, "trigger": trigger})


def register_prevents(book: Book, given: Register, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from registering."""
    yield from _list_prevents(book, call)
    if runs_until(book) is None:  # a running list is in time to its own last day
        yield from lateness.prevents(book, KIND, call)
    yield from _own_status(book, call, "submit")
    yield from _content_prevents(book, given, call)


def _own_status(book: Book, call: Call, trigger: str) -> Iterator[Unmet]:
    state = book.find(Registration, _key(call.actor.unit))
    return wrong_status(state.status if state else "none", trigger, {"dossier": KIND}, LIST)


def _list_prevents(book: Book, call: Call) -> Iterator[Unmet]:
    """Yield that registration is not open: in its stage, or for as long as its list runs."""
    until = runs_until(book)
    if until is None or not _entered(book):
        yield from year.stage_prevents(book, KIND, call)
    elif call.handed_in > until:
        yield Unmet(code="REGISTRATION_LIST_CLOSED", facts={"until": until}, due=until)


def runs_until(book: Book) -> datetime | None:
    """Return the last moment of a running list; None where registration ends with its stage."""
    stage = book.definition.stage_of(KIND)
    if stage is None or stage.running is None:
        return None
    lived = book.load(year.YearState, year.KEY).lived(stage.id)
    begun = lived.entered_at if lived else timing.moment(date(book.year, 1, 1), time(0))
    return timing.resolve(stage.running.until, book, begun)


def _entered(book: Book) -> bool:
    stage = book.definition.stage_of(KIND)
    lived = book.load(year.YearState, year.KEY).lived(stage.id) if stage else None
    return lived is not None and lived.left_at is not None


def _content_prevents(book: Book, given: Register, call: Call) -> Iterator[Unmet]:
    yield from _not_offered(book, given)
    if given.people > given.staff:
        facts: dict[str, object] = {"people": given.people, "staff": given.staff}
        yield Unmet(code="MORE_PEOPLE_THAN_STAFF", facts=facts, who=(call.actor.seat,))


def _not_offered(book: Book, given: Register) -> Iterator[Unmet]:
    stage = book.definition.stage_of(KIND)
    offers = (stage and stage.offers) or Offers()
    wanted = [
        *((award, offers.collective) for award in given.collective),
        *((one.award, offers.individual) for one in given.individual),
        *((award, offers.recognitions) for award in given.recognitions),
    ]
    for award, offered in wanted:
        if award not in offered:
            yield Unmet(code="AWARD_NOT_OFFERED", facts={"award": award, "offered": list(offered)})


def register(book: Book, given: Register, call: Call) -> list[Draft]:
    """Record a registration."""
    event = RegistrationSubmitted(
        collective=given.collective,
        individual=given.individual,
        recognitions=given.recognitions,
        staff=given.staff,
        people=given.people,
        late=runs_until(book) is None and lateness.is_late(book, KIND, call),
    )
    draft = Draft(stream=_key(call.actor.unit), event=event)
    return [draft, *(lateness.taken(book, KIND, call) if event.late else ())]


def amend_prevents(book: Book, given: AmendRegistration, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from registering otherwise."""
    yield from _running_prevents(book, call, "amend")
    yield from _content_prevents(book, given, call)


def withdraw_prevents(book: Book, _given: WithdrawRegistration, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from taking its registration back."""
    yield from _running_prevents(book, call, "withdraw")


def _running_prevents(book: Book, call: Call, trigger: str) -> Iterator[Unmet]:
    """Yield that the list is none that runs, or no longer, or that there is nothing to change."""
    if runs_until(book) is None:
        yield Unmet(code="REGISTRATION_NOT_RUNNING", facts={}, who=("head",))
        return
    yield from _list_prevents(book, call)
    yield from _own_status(book, call, trigger)


def amend(_book: Book, given: AmendRegistration, call: Call) -> list[Draft]:
    """Record what a unit registers now."""
    event = RegistrationAmended(
        collective=given.collective,
        individual=given.individual,
        recognitions=given.recognitions,
        staff=given.staff,
        people=given.people,
        reason=given.reason,
    )
    return [Draft(stream=_key(call.actor.unit), event=event)]


def withdraw(_book: Book, given: WithdrawRegistration, call: Call) -> list[Draft]:
    """Record that a registration is taken back."""
    event = RegistrationWithdrawn(reason=given.reason)
    return [Draft(stream=_key(call.actor.unit), event=event)]


def accept_prevents(book: Book, given: AcceptRegistration, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a registration from being taken on."""
    yield from _decidable(book, given.unit, "accept")


def return_prevents(book: Book, given: ReturnRegistration, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a registration from being sent back: nobody could hand it in again."""
    yield from _list_prevents(book, call)
    yield from _decidable(book, given.unit, "return")


def _decidable(book: Book, unit: str, trigger: str) -> Iterator[Unmet]:
    state = book.find(Registration, _key(unit))
    facts: dict[str, object] = {"dossier": KIND, "unit": unit}
    yield from wrong_status(state.status if state else "none", trigger, facts, LIST)


def accept(_book: Book, given: AcceptRegistration, _call: Call) -> list[Draft]:
    """Record that a registration is taken on."""
    return [Draft(stream=_key(given.unit), event=RegistrationAccepted())]


def send_back(_book: Book, given: ReturnRegistration, _call: Call) -> list[Draft]:
    """Record that a registration is sent back."""
    return [Draft(stream=_key(given.unit), event=RegistrationReturned(comment=given.comment))]


def evolve(state: Registration | None, event: Event, _call: Call) -> Registration:
    """Return a unit's registration after *event*."""
    before = state or Registration(status="none")
    match event:
        case RegistrationSubmitted():
            return Registration(
                status=next_state(LIST, before.status, "submit"),
                collective=event.collective,
                individual=event.individual,
                recognitions=event.recognitions,
                staff=event.staff,
                people=event.people,
                late=event.late,
            )
        case RegistrationAmended():
            return replace(
                before,
                status=next_state(LIST, before.status, "amend"),
                collective=event.collective,
                individual=event.individual,
                recognitions=event.recognitions,
                staff=event.staff,
                people=event.people,
                comment=event.reason,
                amended=before.amended + 1,
            )
        case RegistrationWithdrawn():
            status = next_state(LIST, before.status, "withdraw")
            return replace(before, status=status, comment=event.reason)
        case RegistrationAccepted():
            return replace(before, status=next_state(LIST, before.status, "accept"))
        case RegistrationReturned():
            status = next_state(LIST, before.status, "return")
            return replace(before, status=status, comment=event.comment)
    raise OutOfPlace(event.kind)
