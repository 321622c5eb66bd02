"""Stages of the year and steps of approvals: opened, reminded of, over time."""

from functools import partial

from workflow.domain.approvals import clock
from workflow.domain.model import Book, Call, Draft
from workflow.domain.stages import year
from workflow.domain.stages.moving import StageRecord
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import Handlers, Owed, over_time, reminded, tell
from workflow.store.timers import TimerRow

STAGE_LEFT = "the stage was left"
STEP_DECIDED = "the step was decided"


def _stage(book: Book, stage_id: str, call: Call) -> Owed | None:
    current = _current(book, stage_id)
    if current is None:
        return None

    due = current.due
    over = [Draft(stream=year.KEY, event=year.StageOverdue(stage=stage_id, due=due))] if due else []
    return Owed(
        due=due,
        expire=lambda: over,
        told=current.overdue,
        remind=book.definition.stage(stage_id).remind,
        reminder=partial(occasions.stage_occasion, book, "stage_reminder", stage_id, at=call.at),
    )


def _stage_opens(desk: Desk, page: Page, row: TimerRow, stage_id: str, call: Call) -> str | None:
    if _current(page.book, stage_id) is None:
        return STAGE_LEFT
    tell(desk, page, occasions.stage_occasion(page.book, "stage_opened", stage_id), row, call)
    return None


def _current(book: Book, stage_id: str) -> StageRecord | None:
    """Return the stage that the year is in, where that is the one that a timer is about."""
    current = book.load(year.YearState, year.KEY).current
    return current if current and current.id == stage_id else None


def _step(book: Book, step_id: str, call: Call) -> Owed | None:
    matter, _ = clock.open_at(book, step_id, call)
    if matter is None:
        return None
    return Owed(
        due=matter.turn.due,
        expire=partial(clock.expire, book, step_id, call),
        told=matter.turn.expired,
        remind=matter.step.remind,
        reminder=partial(occasions.step_occasion, book, "approval_reminder", step_id, at=call.at),
    )


HANDLERS: Handlers = {
    ("stage", "opens"): _stage_opens,
    ("stage", "remind"): reminded(_stage, STAGE_LEFT),
    ("stage", "due"): over_time(_stage, STAGE_LEFT),
    ("step", "remind"): reminded(_step, STEP_DECIDED),
    ("step", "due"): over_time(_step, STEP_DECIDED),
}
