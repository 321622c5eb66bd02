"""How objections and complaints stand after each event."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Call, Event
from workflow.domain.objections.events import (
    ComplaintConcluded,
    ComplaintRecorded,
    CorrectionMade,
    ObjectionAnswered,
    ObjectionCarried,
    ObjectionMoved,
    ObjectionOverdue,
    ObjectionRaised,
    ObjectionsOpened,
    ObjectionsPutOff,
    ObjectionWithdrawn,
    WindowMoved,
)
from workflow.domain.objections.state import (
    Answered,
    Complaint,
    Objection,
    Objections,
    Window,
)
from workflow.domain.stages.moving import Moved


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
