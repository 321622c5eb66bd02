"""A stage as it was lived, and every move of its deadline: from when to when, by whom, and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal

from workflow.domain.model import Call, Event

Cause = Literal["calendar", "extension", "shortening", "suspension", "definition"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """Why something is due at another time than it was: from when to when, by whom, and why.

    By another definition a stage may be given a deadline that it had not (`was` is None), or lose
    the one it had (`due` is None). `calendar` is the version of the overlay by which it was
    reckoned anew, if it was.
    """

    cause: Cause
    was: datetime | None
    due: datetime | None
    reason: str
    by: str
    on: datetime
    calendar: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StageRecord:
    """One stage as it was lived. `calendar`: the overlay that its moments were reckoned by."""

    id: str
    entered_at: datetime
    opens: datetime | None = None
    due: datetime | None = None
    left_at: datetime | None = None
    overdue: bool = False
    calendar: int = 0
    moves: tuple[Moved, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadlineMoved(Event):
    """The current stage is due at another time, or opens at another; both times are kept.

    Where it was due at no time before, or is due at none now, that one is None.
    """

    kind: ClassVar[str] = "deadline_moved"
    stage: str
    cause: Cause
    was: datetime | None
    due: datetime | None
    opened: datetime | None = None
    opens: datetime | None = None
    reason: str
    calendar: int | None = None


def put_off(
    stage: StageRecord, was: datetime | None, due: datetime | None, reason: str, call: Call
) -> StageRecord:
    """Return a stage after its year stood still; `was` is not known of years of the first release.

    A deadline that is put off by nothing has not moved.
    """
    if was is None or due is None or was == due:
        return replace(stage, due=due)
    move = Moved(
        cause="suspension", was=was, due=due, reason=reason, by=call.actor.person, on=call.at
    )
    return replace(stage, due=due, moves=(*stage.moves, move))


def moved(stage: StageRecord, event: DeadlineMoved, call: Call) -> StageRecord:
    """Return a stage after *event*; another than the one it names is left as it is.

    One that is due after now, or at no time, is over time no more.
    """
    if stage.id != event.stage or stage.left_at is not None:
        return stage
    move = Moved(
        cause=event.cause,
        was=event.was,
        due=event.due,
        reason=event.reason,
        by=call.actor.person,
        on=call.at,
        calendar=event.calendar,
    )
    return replace(
        stage,
        due=event.due,
        opens=event.opens or stage.opens,
        moves=stage.moves if event.was is event.due is None else (*stage.moves, move),
        overdue=stage.overdue and event.due is not None and event.due < call.now,
    )
