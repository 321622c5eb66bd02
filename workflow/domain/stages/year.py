"""The bloc year as a state machine over the stages of its definition."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from definitions.schema.needs import Need
from definitions.schema.record import Text
from definitions.schema.stages import CLOSED, Stage
from workflow.domain import timing
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Name, Words
from workflow.domain.stages import awaited
from workflow.domain.stages.course import DISSOLVED, SUSPENDED, Facts, machine_of
from workflow.domain.stages.machine import allows, next_state
from workflow.domain.stages.moving import DeadlineMoved, StageRecord, moved, put_off

KEY = "year"
SCORING = "scoring"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """The bloc year before this one: its last event and head when this one was opened."""

    year: str
    seq: int
    head: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Decree:
    """The paper by which a bloc ceases to be: its number, its day, who issued it."""

    number: Name
    on: date
    issuer: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Successor:
    """A bloc that takes the place of another."""

    bloc: Id
    name: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """A unit that goes on in a bloc, by its id there or the successor."""

    unit: Id
    to: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class YearState:
    """The state of the year stream."""

    state: str
    stages: tuple[StageRecord, ...] = ()
    resume_to: str | None = None
    suspended_at: datetime | None = None
    previous: Link | None = None
    dissolved: "YearDissolved | None" = None

    @property
    def current(self) -> StageRecord | None:
        """The stage that the year is in, also while suspended."""
        return self.stages[-1] if self.stages and self.stages[-1].left_at is None else None

    def lived(self, stage: str) -> StageRecord | None:
        """Return the record of *stage*, when the year has entered it."""
        return next((record for record in self.stages if record.id == stage), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class YearOpened(Event):
    """A bloc year begins, bound to its definition and to the year before it."""

    kind: ClassVar[str] = "year_opened"
    bloc: str
    bloc_name: str
    year: int
    definition: str
    definition_hash: str
    previous: Link | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StageEntered(Event):
    """The year enters a stage, and leaves the one it was in."""

    kind: ClassVar[str] = "stage_entered"
    stage: str
    opens: datetime | None = None
    due: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class StageOverdue(Event):
    """The due moment passed while the stage was still open."""

    kind: ClassVar[str] = "stage_overdue"
    stage: str
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class YearSuspended(Event):
    """The year stands still until it is resumed; its deadlines do not run."""

    kind: ClassVar[str] = "year_suspended"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class YearResumed(Event):
    """The year goes on in the stage where it stood.

    `due` is later by at least the time it stood still than it `was`, and so is `opens` where that
    was to come. Events of the first release say neither.
    """

    kind: ClassVar[str] = "year_resumed"
    reason: str
    due: datetime | None = None
    opens: datetime | None = None
    was: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class YearDissolved(Event):
    """The bloc ceased to be; the year ends by force.

    `ballots` and `approvals` were open, and ended with it. Events of the first release say no more
    than the reason.
    """

    kind: ClassVar[str] = "year_dissolved"
    reason: str
    paper: Decree | None = None
    successor: Successor | None = None
    carried: tuple[Carried, ...] = ()
    ballots: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class YearClosed(Event):
    """The year is over."""

    kind: ClassVar[str] = "year_closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Advance(Given):
    """Leave the current stage. `leaving` guards against a second click."""

    leaving: Id | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspend(Given):
    """Let the year stand still."""

    reason: Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Resume(Given):
    """Let the year go on."""

    reason: Words


def began_prevents(book: Book, call: Call) -> Iterator[Unmet]:
    """Yield that an act is dated before the bloc year was opened."""
    stages = book.load(YearState, KEY).stages
    if stages and call.at < stages[0].entered_at:
        facts: dict[str, object] = {"at": call.at, "opened": stages[0].entered_at}
        yield Unmet(code="BEFORE_OPENING", facts=facts)


def barred_prevents(book: Book, states: frozenset[str]) -> Iterator[Unmet]:
    """Yield that the year is in one of *states*, in which such an act is not taken."""
    state = book.load(YearState, KEY).state
    if state in states:
        yield Unmet(code="YEAR_NOT_RUNNING", facts={"state": state}, who=("admin",))


def stage_prevents(book: Book, kind: str, call: Call) -> Iterator[Unmet]:
    """Yield why work of a stage kind is not taken now: not open yet, or over."""
    stage, state = book.definition.stage_of(kind), book.load(YearState, KEY)
    if stage is None:
        yield Unmet(code="NO_SUCH_STAGE", facts={"stage": kind}, who=("admin",))
        return
    lived = state.lived(stage.id)
    facts: dict[str, object] = {"stage": stage.title}
    waiting = lived is None or bool(lived.opens and call.at < lived.opens)
    if waiting and not stage.early:
        facts |= {"opens": lived.opens if lived else None}
        yield Unmet(code="STAGE_NOT_OPEN", facts=facts, who=(stage.owner or "admin",))
    if lived and lived.left_at:
        yield Unmet(code="STAGE_OVER", facts=facts, who=("admin",))
    if kind == SCORING:
        yield from awaited.rubric_prevents(book)


def advance(book: Book, call: Call, holds: Callable[[Need], bool]) -> list[Draft]:
    """Return the event that takes the year out of its stage; the rules were asked before."""
    state = book.load(YearState, KEY)
    to = next_state(machine_of(book.pinned), state.state, "advance", Facts(holds=holds))
    event = YearClosed() if to == CLOSED else entering(book, to, call)
    return [Draft(stream=KEY, event=event)]


def entering(book: Book, stage_id: str, call: Call) -> StageEntered:
    """Return the event of entering a stage, with its opening and due moments resolved."""
    stage = book.definition.stage(stage_id)
    due = timing.resolve(stage.due, book, call.at) if stage.due else None
    opens = timing.opening(stage.opens, book, call.at) if stage.opens else None
    return StageEntered(stage=stage_id, opens=opens, due=due, calendar=book.overlay.version)


def advance_prevents(book: Book, given: Advance, call: Call) -> Iterator[Unmet]:
    """Yield why the year cannot be asked to advance at all; its needs are the gates' matter."""
    year = book.load(YearState, KEY)
    if given.leaving and given.leaving != year.state:
        facts: dict[str, object] = {"left": given.leaving, "state": year.state}
        yield Unmet(code="STAGE_MOVED", facts=facts)
    if year.current and call.at < year.current.entered_at:
        facts = {"at": call.at, "entered": year.current.entered_at}
        yield Unmet(code="BEFORE_STAGE", facts=facts)


def following(book: Book, holds: Callable[[Need], bool]) -> Text | None:
    """Return the title of the stage that the year would go to now; None when it would close."""
    to = going_to(book, holds)
    return to.title if to else None


def going_to(book: Book, holds: Callable[[Need], bool]) -> Stage | None:
    """Return the stage that the year would go to now; None when it would close."""
    state = book.load(YearState, KEY)
    if not allows(machine_of(book.pinned), state.state, "advance"):
        return None
    to = next_state(machine_of(book.pinned), state.state, "advance", Facts(holds=holds))
    return None if to == CLOSED else book.definition.stage(to)


def stood_still(book: Book, call: Call) -> timedelta:
    """Return how long the year has been suspended."""
    since = book.load(YearState, KEY).suspended_at
    return call.at - since if since else timedelta(0)


def resume(book: Book, given: Resume, call: Call) -> list[Draft]:
    """Record that the year goes on: what was to come is put off by the time it stood still."""
    state, by = book.load(YearState, KEY), stood_still(book, call)
    current, since = state.current, state.suspended_at
    due = timing.later(current.due, by) if current and current.due else None
    opens = current.opens if current else None
    if opens and since and opens > since:
        opens = timing.later(opens, by)
    was = current.due if current else None
    event = YearResumed(reason=given.reason, due=due, opens=opens, was=was)
    return [Draft(stream=KEY, event=event)]


def trigger_prevents(book: Book, trigger: str) -> Iterator[Unmet]:
    """Yield why *trigger* has no arrow from the state that the year is in."""
    state = book.load(YearState, KEY).state
    if not allows(machine_of(book.pinned), state, trigger):
        yield Unmet(code="YEAR_STATE", facts={"state": state, "trigger": trigger}, who=("admin",))


def evolve(state: YearState | None, event: Event, call: Call) -> YearState:
    """Return the year after *event*."""
    _not_ended(state, event)
    match event, state:
        case YearOpened(), None:
            return YearState(state="opened", previous=event.previous)
        case StageEntered(), YearState():
            entered = StageRecord(
                id=event.stage, entered_at=call.at, opens=event.opens, due=event.due,
                calendar=event.calendar,
            )  # fmt: skip
            return replace(state, state=event.stage, stages=(*_left(state, call), entered))
        case DeadlineMoved(), YearState():
            return replace(state, stages=tuple(moved(one, event, call) for one in state.stages))
        case StageOverdue(), YearState():
            records = tuple(
                replace(one, overdue=True) if one.id == event.stage else one for one in state.stages
            )
            return replace(state, stages=records)
        case YearSuspended(), YearState():
            return replace(state, state=SUSPENDED, resume_to=state.state, suspended_at=call.at)
        case YearResumed(), YearState():
            return _resumed(state, event, call)
        case YearDissolved() | YearClosed(), YearState():
            return _over(state, event, call)
    raise OutOfPlace(event.kind)


def _over(state: YearState, event: YearDissolved | YearClosed, call: Call) -> YearState:
    ended = replace(state, state=CLOSED, stages=_left(state, call), resume_to=None)
    if isinstance(event, YearClosed):
        return ended
    return replace(ended, state=DISSOLVED, dissolved=event)


def _resumed(state: YearState, event: YearResumed, call: Call) -> YearState:
    records = tuple(
        one
        if one.left_at
        else put_off(
            replace(one, opens=event.opens or one.opens), event.was, event.due, event.reason, call
        )
        for one in state.stages
    )
    stood = state.resume_to or state.state
    return replace(state, state=stood, stages=records, resume_to=None, suspended_at=None)


def _not_ended(state: YearState | None, event: Event) -> None:
    if state and state.state in {CLOSED, DISSOLVED}:
        raise OutOfPlace(event.kind)


def _left(state: YearState, call: Call) -> tuple[StageRecord, ...]:
    return tuple(
        replace(one, left_at=call.at) if one.left_at is None else one for one in state.stages
    )
