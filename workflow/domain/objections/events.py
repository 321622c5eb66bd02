"""What happens to objections and complaints, and the fold of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from definitions.schema.objections import About, Correction
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.objections.state import (
    Answered,
    Complaint,
    Objection,
    Objections,
    Outcome,
    Window,
)
from workflow.domain.stages.moving import Cause, Moved

Why = Literal["expired", "rejected", "nobody"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionsOpened(Event):
    """From now until a moment, units may object under a rule."""

    kind: ClassVar[str] = "objections_opened"
    rule: str
    until: datetime
    of: str | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionRaised(Event):
    """A unit objects; the instance of that level has until `due`, counted from `since`.

    `calendar` is the overlay that this was reckoned by, here and below.
    """

    kind: ClassVar[str] = "objection_raised"
    id: str
    rule: str
    about: About
    objector: str
    unit: str
    of: str | None
    statement: str
    papers: tuple[str, ...]
    level: int
    due: datetime
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionCarried(Event):
    """An objection goes to the next instance: time is over, or the unit takes it further."""

    kind: ClassVar[str] = "objection_carried"
    id: str
    level: int
    due: datetime
    why: Why
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionOverdue(Event):
    """The last instance has not answered in time; it still has to."""

    kind: ClassVar[str] = "objection_overdue"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionAnswered(Event):
    """An instance upholds an objection, with what follows, or rejects it.

    A rejection may be taken further until `again_until`, counted from `since`.
    """

    kind: ClassVar[str] = "objection_answered"
    id: str
    outcome: Outcome
    reason: str
    correction: Correction | None = None
    again_until: datetime | None = None
    since: datetime | None = None
    calendar: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionWithdrawn(Event):
    """The unit takes its objection back."""

    kind: ClassVar[str] = "objection_withdrawn"
    id: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionMade(Event):
    """What follows from an objection that was upheld is done."""

    kind: ClassVar[str] = "correction_made"
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowEnd:
    """When a window ends."""

    rule: str
    of: str | None
    opened_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionsPutOff(Event):
    """The year stood still: windows, answers and second tries end later.

    Where there is no `reason`, it was recorded before that was kept, and before moves were.
    """

    kind: ClassVar[str] = "objections_put_off"
    windows: tuple[WindowEnd, ...] = ()
    dues: dict[str, datetime] = field(default_factory=dict)
    again: dict[str, datetime] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WindowMoved(Event):
    """A window ends at another time, since the calendar or the definition is another."""

    kind: ClassVar[str] = "objection_window_moved"
    rule: str
    of: str | None
    cause: Cause
    was: datetime
    until: datetime
    reason: str
    calendar: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionMoved(Event):
    """An objection is to be answered, or may be taken further, until another time than before."""

    kind: ClassVar[str] = "objection_moved"
    id: str
    time: Literal["answer", "again"]
    cause: Cause
    was: datetime
    due: datetime
    reason: str
    calendar: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintRecorded(Event):
    """An authority has a complaint or a denunciation before it."""

    kind: ClassVar[str] = "complaint_recorded"
    id: str
    channel: str
    unit: str
    paper: str
    received: date
    complainant: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplaintConcluded(Event):
    """The authority has answered, by its paper."""

    kind: ClassVar[str] = "complaint_concluded"
    id: str
    conclusion: Literal["upheld", "rejected", "withdrawn"]
    paper: str


def evolve(state: Objections | None, event: Event, call: Call) -> Objections:
    """Return the objections after *event*."""
    fold = FOLDS.get(type(event))
    if fold is None:
        raise OutOfPlace(event.kind)
    return fold(state or Objections(), event, call)


def _opened(state: Objections, event: ObjectionsOpened, call: Call) -> Objections:
    """Open a window; one of the same kind that was opened before is no longer asked about."""
    window = Window(
        rule=event.rule, of=event.of, opened_at=call.at, until=event.until,
        calendar=event.calendar,
    )  # fmt: skip
    kept = tuple(one for one in state.windows if (one.rule, one.of) != (event.rule, event.of))
    return replace(state, windows=(*kept, window))


def _raised(state: Objections, event: ObjectionRaised, call: Call) -> Objections:
    raised = Objection(
        id=event.id, rule=event.rule, about=event.about, objector=event.objector, unit=event.unit,
        of=event.of, statement=event.statement, papers=event.papers, person=call.actor.person,
        at=call.at, level=event.level, due=event.due, since=event.since, calendar=event.calendar,
    )  # fmt: skip
    return replace(state, objections=(*state.objections, raised))


def _answered(one: Objection, event: ObjectionAnswered, call: Call) -> Objection:
    answer = Answered(
        level=one.level, outcome=event.outcome, reason=event.reason,
        person=call.actor.person, seat=call.actor.seat, at=call.at,
    )  # fmt: skip
    return replace(
        one, status=event.outcome, answers=(*one.answers, answer), overdue=False,
        again_until=event.again_until, correction=event.correction,
        corrected=event.correction == "none", since=event.since, calendar=event.calendar, moves=(),
    )  # fmt: skip


def _carried(one: Objection, event: ObjectionCarried, _call: Call) -> Objection:
    return replace(
        one, status="open", level=event.level, due=event.due, overdue=False, again_until=None,
        since=event.since, calendar=event.calendar, moves=(),
    )  # fmt: skip


def _put_off(state: Objections, event: ObjectionsPutOff, call: Call) -> Objections:
    ends = {(one.rule, one.of): one.until for one in event.windows}
    windows = tuple(
        _window_until(one, ends.get((one.rule, one.of), one.until), event, call)
        for one in state.windows
    )
    objections = tuple(_objection_put_off(one, event, call) for one in state.objections)
    return replace(state, windows=windows, objections=objections)


def _window_until(one: Window, until: datetime, event: ObjectionsPutOff, call: Call) -> Window:
    return replace(one, until=until, moves=(*one.moves, *_stood(one.until, until, event, call)))


def _objection_put_off(one: Objection, event: ObjectionsPutOff, call: Call) -> Objection:
    due, again = event.dues.get(one.id, one.due), event.again.get(one.id, one.again_until)
    moves = _stood(one.due, due, event, call)
    if one.again_until and again:
        moves += _stood(one.again_until, again, event, call)
    return replace(one, due=due, again_until=again, moves=(*one.moves, *moves))


def _stood(was: datetime, due: datetime, event: ObjectionsPutOff, call: Call) -> tuple[Moved, ...]:
    if event.reason is None or was == due:
        return ()
    return (
        Moved(
            cause="suspension", was=was, due=due, reason=event.reason, by=call.actor.person,
            on=call.at,
        ),
    )  # fmt: skip


def _window_moved(state: Objections, event: WindowMoved, call: Call) -> Objections:
    if state.window(event.rule, event.of) is None:
        raise OutOfPlace(event.kind)
    move = _move(event, event.until, call)
    windows = tuple(
        replace(one, until=event.until, moves=(*one.moves, move))
        if (one.rule, one.of) == (event.rule, event.of)
        else one
        for one in state.windows
    )
    return replace(state, windows=windows)


def _moved(one: Objection, event: ObjectionMoved, call: Call) -> Objection:
    moves = (*one.moves, _move(event, event.due, call))
    if event.time == "again":
        return replace(one, again_until=event.due, moves=moves)
    return replace(one, due=event.due, moves=moves)


def _move(event: WindowMoved | ObjectionMoved, due: datetime, call: Call) -> Moved:
    return Moved(
        cause=event.cause, was=event.was, due=due, reason=event.reason, by=call.actor.person,
        on=call.at, calendar=event.calendar,
    )  # fmt: skip


def _complained(state: Objections, event: ComplaintRecorded, call: Call) -> Objections:
    made = Complaint(
        id=event.id, channel=event.channel, unit=event.unit, paper=event.paper,
        received=event.received, recorded_by=call.recorder or call.actor.person,
        complainant=event.complainant,
    )  # fmt: skip
    return replace(state, complaints=(*state.complaints, made))


def _concluded(state: Objections, event: ComplaintConcluded, _call: Call) -> Objections:
    complaints = tuple(
        replace(one, conclusion=event.conclusion, answer=event.paper) if one.id == event.id else one
        for one in state.complaints
    )
    return replace(state, complaints=complaints)


def _on_one(
    change: Callable[[Objection, Any, Call], Objection],
) -> Callable[[Objections, Any, Call], Objections]:
    """Return the fold of an event that changes the one objection it names."""

    def fold(state: Objections, event: Any, call: Call) -> Objections:  # noqa: ANN401 - each its own
        if state.find(event.id) is None:
            raise OutOfPlace(event.kind)
        changed = tuple(
            change(one, event, call) if one.id == event.id else one for one in state.objections
        )
        return replace(state, objections=changed)

    return fold


FOLDS: dict[type[Event], Callable[[Objections, Any, Call], Objections]] = {
    ObjectionsOpened: _opened,
    ObjectionRaised: _raised,
    ObjectionCarried: _on_one(_carried),
    ObjectionOverdue: _on_one(lambda one, _event, _call: replace(one, overdue=True)),
    ObjectionAnswered: _on_one(_answered),
    ObjectionWithdrawn: _on_one(lambda one, _event, _call: replace(one, status="withdrawn")),
    CorrectionMade: _on_one(lambda one, _event, _call: replace(one, corrected=True)),
    ObjectionsPutOff: _put_off,
    WindowMoved: _window_moved,
    ObjectionMoved: _on_one(_moved),
    ComplaintRecorded: _complained,
    ComplaintConcluded: _concluded,
}
