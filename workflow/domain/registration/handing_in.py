"""A unit registers, and changes or withdraws that while the list of the year runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from definitions.schema.stages import Offers
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Count, Draft, Given, Id, Words
from workflow.domain.registration.dossier import LIST, wrong_status
from workflow.domain.registration.events import (
    RegistrationAmended,
    RegistrationSubmitted,
    RegistrationWithdrawn,
)
from workflow.domain.registration.running import list_prevents, runs_until
from workflow.domain.registration.state import KIND, Names, PeopleFor, Registration
from workflow.domain.stages import lateness


@dataclass(frozen=True, kw_only=True, slots=True)
class Register(Given):
    """Register the unit: awards aimed at, how many of its people take part, and whom it names."""

    collective: tuple[Id, ...] = ()
    individual: tuple[PeopleFor, ...] = ()
    recognitions: tuple[Id, ...] = ()
    staff: Count = 0
    people: Count = 0
    persons: Names = ()
    households: Names = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AmendRegistration(Register):
    """Register otherwise than before, where the list is a running one. It is accepted anew."""

    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawRegistration(Given):
    """Take the unit's registration back, where the list is a running one."""

    reason: Words


def register_prevents(book: Book, given: Register, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from registering."""
    yield from list_prevents(book, call)
    if runs_until(book) is None:  # a running list is in time to its own last day
        yield from lateness.prevents(book, KIND, call)
    yield from _own_status(book, call, "submit")
    yield from _content_prevents(book, given, call)


def _own_status(book: Book, call: Call, trigger: str) -> Iterator[Unmet]:
    state = book.find(Registration, _key(call.actor.unit))
    return wrong_status(state.status if state else "none", trigger, {"dossier": KIND}, LIST)


def _content_prevents(book: Book, given: Register, call: Call) -> Iterator[Unmet]:
    yield from _not_offered(book, given)
    ids = [one.id for one in (*given.persons, *given.households)]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield Unmet(code="SUBJECT_TWICE", facts={"id": twice})
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
        *((award, offers.individual) for one in given.persons for award in one.awards),
        *((award, offers.household) for one in given.households for award in one.awards),
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
        persons=given.persons,
        households=given.households,
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
    yield from list_prevents(book, call)
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
        persons=given.persons,
        households=given.households,
    )
    return [Draft(stream=_key(call.actor.unit), event=event)]


def withdraw(_book: Book, given: WithdrawRegistration, call: Call) -> list[Draft]:
    """Record that a registration is taken back."""
    event = RegistrationWithdrawn(reason=given.reason)
    return [Draft(stream=_key(call.actor.unit), event=event)]


def _key(unit: str | None) -> str:
    return f"{KIND}/{unit}"
