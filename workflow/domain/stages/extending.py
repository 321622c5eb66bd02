"""Putting a deadline off: one person proposes with a reason, a second one confirms.

Both times are recorded. Making a deadline earlier asks for a reason of its own, since people have
planned by the later one; and no deadline is ever moved into the past.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import ClassVar

from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Words
from workflow.domain.stages import year
from workflow.domain.stages.moving import DeadlineMoved, StageRecord
from workflow.domain.stages.year import YearState

KEY = "extension"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A new due moment that waits for a second person."""

    stage: str
    was: datetime
    due: datetime
    reason: str
    hands: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    """The proposal that waits, if one does."""

    waiting: Proposal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionProposed(Event):
    """Somebody proposes that a stage be due at another time."""

    kind: ClassVar[str] = "extension_proposed"
    stage: str
    was: datetime
    due: datetime
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionConfirmed(Event):
    """A second person agrees; the deadline moves with the event after this one."""

    kind: ClassVar[str] = "extension_confirmed"
    stage: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtensionDeclined(Event):
    """Somebody says no, or takes the proposal back; the deadline stays."""

    kind: ClassVar[str] = "extension_declined"
    stage: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeExtension(Given):
    """Propose that the current stage be due on another day.

    Without a time of day it ends when it would have. `shortened_because` is asked for, and taken,
    only where the new moment is earlier.
    """

    stage: Id
    until: date
    at_time: time | None = None
    reason: Words
    shortened_because: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmExtension(Given):
    """Agree to what is proposed; `due` guards against another proposal than was seen."""

    stage: Id
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineExtension(Given):
    """Say no to what is proposed."""

    stage: Id
    reason: Words


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield that a proposal waits for a second person: it is somebody's move, never silence."""
    found, current = _waiting(book), _current(book)
    if found and current and found.stage == current.id:
        stage = book.definition.stage(found.stage)
        facts: dict[str, object] = {"stage": stage.title, "was": found.was, "until": found.due}
        yield Unmet(code="EXTENSION_WAITING", facts=facts, who=("admin", "overseer"), due=found.was)


def _current(book: Book) -> StageRecord | None:
    return book.load(YearState, year.KEY).current


def _waiting(book: Book) -> Proposal | None:
    state = book.find(Extension, KEY)
    return state.waiting if state else None


def _here(book: Book, stage: str) -> Iterator[Unmet]:
    state = book.load(YearState, year.KEY)
    if state.current is None or state.current.id != stage:
        yield Unmet(code="NOT_THE_CURRENT_STAGE", facts={"state": state.state})


def propose_prevents(book: Book, given: ProposeExtension, call: Call) -> Iterator[Unmet]:
    """Yield what prevents another due moment from being proposed."""
    yield from _here(book, given.stage)
    current, other = _current(book), _waiting(book)
    if current is None or current.id != given.stage:
        return
    if current.due is None:
        title = book.definition.stage(current.id).title
        yield Unmet(code="NO_DEADLINE", facts={"stage": title}, who=("admin",))
        return
    if other and other.stage == current.id:
        yield Unmet(code="EXTENSION_PENDING", facts={"until": other.due}, who=("admin",))
    due = _wanted(given, current.due)
    yield from _in_the_past(due, call)
    if due == current.due:
        yield Unmet(code="DEADLINE_THE_SAME", facts={"due": current.due})
    if due < current.due and not given.shortened_because:
        facts: dict[str, object] = {"was": current.due, "until": due}
        yield Unmet(code="SHORTENING_REASON_MISSING", facts=facts)


def _in_the_past(due: datetime, call: Call) -> Iterator[Unmet]:
    if due <= call.now:
        yield Unmet(code="DEADLINE_IN_THE_PAST", facts={"until": due})


def _wanted(given: ProposeExtension, due: datetime) -> datetime:
    return timing.moment(given.until, given.at_time or due.astimezone(timing.HANOI).time())


def propose(book: Book, given: ProposeExtension, _call: Call) -> list[Draft]:
    """Record the proposal."""
    was = book.load(YearState, year.KEY).stages[-1].due
    if was is None:
        raise OutOfPlace(ExtensionProposed.kind)
    due = _wanted(given, was)
    reason = given.shortened_because if due < was and given.shortened_because else given.reason
    event = ExtensionProposed(stage=given.stage, was=was, due=due, reason=reason)
    return [Draft(stream=KEY, event=event)]


def confirm_prevents(book: Book, given: ConfirmExtension, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a second person from agreeing."""
    found, current = _waiting(book), _current(book)
    yield from _here(book, given.stage)
    if found is None or found.stage != given.stage:
        yield Unmet(code="NO_EXTENSION_WAITING", facts={})
        return
    for person in sorted({*found.hands}.intersection(call.hands)):
        yield Unmet(code="EXTENSION_FOUR_EYES", facts={"person": person}, who=("admin",))
    if given.due and given.due != found.due:
        yield Unmet(code="OTHER_EXTENSION", facts={"until": found.due})
    if current and current.due is None:
        title = book.definition.stage(current.id).title
        yield Unmet(code="NO_DEADLINE", facts={"stage": title}, who=("admin",))
    elif current and current.due != found.was:
        facts: dict[str, object] = {"was": found.was, "due": current.due}
        yield Unmet(code="DEADLINE_MOVED_SINCE", facts=facts)
    yield from _in_the_past(found.due, call)


def confirm(book: Book, given: ConfirmExtension, _call: Call) -> list[Draft]:
    """Record that a second person agreed, and the deadline's move."""
    found = _waiting(book)
    if found is None:
        raise OutOfPlace(ExtensionConfirmed.kind)
    moved = DeadlineMoved(
        stage=found.stage,
        cause="extension" if found.due > found.was else "shortening",
        was=found.was,
        due=found.due,
        reason=found.reason,
    )
    return [
        Draft(stream=KEY, event=ExtensionConfirmed(stage=given.stage)),
        Draft(stream=year.KEY, event=moved),
    ]


def decline_prevents(book: Book, given: DeclineExtension, _call: Call) -> Iterator[Unmet]:
    """Yield what prevents a proposal from being declined; whoever made it may take it back."""
    found = _waiting(book)
    if found is None or found.stage != given.stage:
        yield Unmet(code="NO_EXTENSION_WAITING", facts={})


def decline(_book: Book, given: DeclineExtension, _call: Call) -> list[Draft]:
    """Record that the deadline stays."""
    return [Draft(stream=KEY, event=ExtensionDeclined(stage=given.stage, reason=given.reason))]


def evolve(state: Extension | None, event: Event, call: Call) -> Extension:
    """Return what waits after *event*."""
    before = state or Extension()
    match event:
        case ExtensionProposed():
            proposal = Proposal(
                stage=event.stage, was=event.was, due=event.due, reason=event.reason,
                hands=call.hands,
            )  # fmt: skip
            return replace(before, waiting=proposal)
        case ExtensionConfirmed() | ExtensionDeclined():
            return replace(before, waiting=None)
    raise OutOfPlace(event.kind)
