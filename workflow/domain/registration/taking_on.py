"""The bloc takes a registration on, or sends it back; and which ones wait for that."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.registration.dossier import LIST, wrong_status
from workflow.domain.registration.events import RegistrationAccepted, RegistrationReturned
from workflow.domain.registration.running import list_prevents, runs_until, stage_left
from workflow.domain.registration.state import KIND, Registration
from workflow.domain.stages import year
from workflow.domain.stages.course import WORK


@dataclass(frozen=True, kw_only=True, slots=True)
class AcceptRegistration(Given):
    """Take a unit's registration on."""

    unit: Id


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnRegistration(Given):
    """Send a unit's registration back."""

    unit: Id
    comment: Words


def accept_prevents(book: Book, given: AcceptRegistration, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a registration from being taken on."""
    yield from _decidable(book, given.unit, "accept")


def return_prevents(book: Book, given: ReturnRegistration, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a registration from being sent back: nobody could hand it in again."""
    yield from list_prevents(book, call)
    yield from _decidable(book, given.unit, "return")


def _decidable(book: Book, unit: str, trigger: str) -> Iterator[Unmet]:
    state = book.find(Registration, f"{KIND}/{unit}")
    facts: dict[str, object] = {"dossier": KIND, "unit": unit}
    yield from wrong_status(state.status if state else "none", trigger, facts, LIST)


def accept(_book: Book, given: AcceptRegistration, _call: Call) -> list[Draft]:
    """Record that a registration is taken on."""
    return [Draft(stream=f"{KIND}/{given.unit}", event=RegistrationAccepted())]


def send_back(_book: Book, given: ReturnRegistration, _call: Call) -> list[Draft]:
    """Record that a registration is sent back."""
    return [Draft(stream=f"{KIND}/{given.unit}", event=RegistrationReturned(comment=given.comment))]


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield the registrations that nobody has taken on and no need of the current stage asks for.

    They came late, were changed after they had been taken on, or the year has left their stage.
    Where the bloc need not take registrations on, only those that are late or changed wait. What
    was sent back after that stage is its unit's move.
    """
    state, stage = book.load(year.YearState, year.KEY), book.definition.stage_of(KIND)
    if stage is None or state.state in WORK:
        return
    asked = any(need.registrations == "accepted" for need in stage.needs)
    if asked and state.current and state.current.id == stage.id:
        return  # then that is what keeps the year in its stage
    found = book.each(Registration, KIND)
    members = book.load(Roster, ROSTER).unit_ids()
    for unit in members:
        if unit in found and _waits(found[unit], asked=asked):
            facts: dict[str, object] = {"unit": unit}
            yield Unmet(code="REGISTRATION_WAITING", facts=facts, who=("head", "deputy"))
        elif unit in found and found[unit].status == "returned" and stage_left(book):
            facts = {"unit": unit, "comment": found[unit].comment}
            who = (f"unit:{unit}",)
            yield Unmet(code="REGISTRATION_CAME_BACK", facts=facts, who=who, due=runs_until(book))


def _waits(one: Registration, *, asked: bool) -> bool:
    return one.status == "submitted" and (asked or one.late or bool(one.amended))
