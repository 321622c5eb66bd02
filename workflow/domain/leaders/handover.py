"""Handover: the files listed, both sides sign; the last signature opens the next bloc year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from annotated_types import MinLen

from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.leaders.succession import KEY as SUCCESSION
from workflow.domain.leaders.succession import Succession
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Event, Given, Name
from workflow.domain.stages import year

KEY = "handover"
Side = Literal["outgoing_head", "incoming_head", "incoming_deputy"]


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverSignature:
    """One side's signature under the handover list."""

    side: Side
    unit: str
    person: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """The state of the handover; `by` prepared its list."""

    items: tuple[str, ...]
    next_definition: str | None = None
    signatures: tuple[HandoverSignature, ...] = ()
    next_year: str | None = None
    by: tuple[str, ...] = ()

    def signed(self, side: Side, unit: str) -> bool:
        """Whether *unit* has signed for *side*."""
        return any(one.side == side and one.unit == unit for one in self.signatures)


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverPrepared(Event):
    """The list of what is handed over; which definition the next year starts on."""

    kind: ClassVar[str] = "handover_prepared"
    items: tuple[str, ...]
    next_definition: str | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverSigned(Event):
    """A unit signs for one side."""

    kind: ClassVar[str] = "handover_signed"
    side: Side
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverCompleted(Event):
    """Every side has signed; the next bloc year is opened in the same act."""

    kind: ClassVar[str] = "handover_completed"
    next_year: str
    next_definition: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepareHandover(Given):
    """List what is handed over, and name the next year's definition when it is another."""

    items: Annotated[tuple[Name, ...], MinLen(1)]
    next_definition: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SignHandover(Given):
    """Sign the handover for every side that one's unit stands on."""


def prepare_prevents(book: Book, _given: PrepareHandover, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the handover list from being laid open."""
    yield from year.stage_prevents(book, KEY, call)
    if book.find(Succession, SUCCESSION) is None:
        yield Unmet(code="LEADERS_NOT_AGREED", facts={}, who=("head",))
    yield from completed_prevents(book)


def completed_prevents(book: Book) -> Iterator[Unmet]:
    """Yield that the handover is over. Until then leaders and list may be set again.

    A list set again is another text: it is signed anew by every side.
    """
    handover = book.find(Handover, KEY)
    if handover and handover.next_year:
        yield Unmet(code="HANDOVER_COMPLETED", facts={"year": handover.next_year})


def prepare(_book: Book, given: PrepareHandover, call: Call) -> list[Draft]:
    """Record the handover list."""
    event = HandoverPrepared(
        items=given.items, next_definition=given.next_definition, by=call.hands
    )
    return [Draft(stream=KEY, event=event)]


def signed_anew(book: Book) -> list[Draft]:
    """Return the list laid open again, so that nobody's signature stands under other leaders."""
    handover = book.find(Handover, KEY)
    if handover is None or not handover.signatures:
        return []
    event = HandoverPrepared(
        items=handover.items, next_definition=handover.next_definition, by=handover.by
    )
    return [Draft(stream=KEY, event=event)]


def sides(book: Book, at: datetime) -> list[tuple[Side, str]]:
    """Return who must sign: each side that the definition asks for, with its unit."""
    chosen = book.load(Succession, SUCCESSION)
    heads = book.load(Roster, ROSTER).holders("head", timing.hanoi_day(at))
    everyone: list[tuple[Side, str]] = [
        *(("outgoing_head", unit) for unit in heads),
        ("incoming_head", chosen.head),
        *(("incoming_deputy", unit) for unit in chosen.deputies),
    ]
    wanted = book.definition.succession.signed_by
    return [(side, unit) for side, unit in everyone if side in wanted]


def sign_prevents(book: Book, _given: SignHandover, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a unit from signing the handover."""
    yield from year.stage_prevents(book, KEY, call)
    handover = book.find(Handover, KEY)
    if handover is None or book.find(Succession, SUCCESSION) is None:
        yield Unmet(code="HANDOVER_NOT_PREPARED", facts={}, who=("head",))
        return
    mine = [side for side, unit in sides(book, call.at) if unit == call.actor.unit]
    if not mine:
        yield Unmet(code="NO_SIDE", facts={"unit": call.actor.unit or ""})
    elif all(handover.signed(side, call.actor.unit or "") for side in mine):
        yield Unmet(code="ALREADY_SIGNED", facts={"unit": call.actor.unit or ""})


def sign(book: Book, _given: SignHandover, call: Call) -> list[Draft]:
    """Record the signatures of one's unit; the last one completes the handover."""
    handover, unit = book.load(Handover, KEY), call.actor.unit or ""
    wanted = sides(book, call.at)
    mine = [side for side, one in wanted if one == unit and not handover.signed(side, unit)]
    drafts = [Draft(stream=KEY, event=HandoverSigned(side=side, unit=unit)) for side in mine]
    if all(handover.signed(side, one) or one == unit for side, one in wanted):
        event = HandoverCompleted(
            next_year=f"{book.bloc}/{book.year + 1}", next_definition=handover.next_definition
        )
        drafts.append(Draft(stream=KEY, event=event))
    return drafts


def unsigned(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield why the handover is not complete: nothing prepared, or who has not signed."""
    handover = book.find(Handover, KEY)
    if handover is None or book.find(Succession, SUCCESSION) is None:
        yield Unmet(code="HANDOVER_NOT_PREPARED", facts={}, who=("head",))
        return
    if handover.next_year:
        return
    roster = book.load(Roster, ROSTER)
    missing = [unit for side, unit in sides(book, at) if not handover.signed(side, unit)]
    facts: dict[str, object] = {"units": [roster.name(unit) for unit in dict.fromkeys(missing)]}
    who = tuple(f"unit:{unit}" for unit in dict.fromkeys(missing))
    yield Unmet(code="HANDOVER_NOT_SIGNED", facts=facts, who=who)


def evolve(state: Handover | None, event: Event, call: Call) -> Handover:
    """Return the handover after *event*."""
    match event, state:
        case HandoverPrepared(), _:
            return Handover(items=event.items, next_definition=event.next_definition, by=event.by)
        case HandoverSigned(), Handover():
            signature = HandoverSignature(
                side=event.side, unit=event.unit, person=call.actor.person, at=call.at
            )
            return replace(state, signatures=(*state.signatures, signature))
        case HandoverCompleted(), Handover():
            return replace(state, next_year=event.next_year)
    raise OutOfPlace(event.kind)
