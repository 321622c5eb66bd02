"""Stages of the year and steps of approvals: opened, reminded of, over time."""

from workflow.domain.approvals import clock
from workflow.domain.model import Call, Draft
from workflow.domain.stages import year
from workflow.domain.stages.moving import StageRecord
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import NOT_DUE, TOLD, Handlers, pointless, remind, tell
from workflow.store.timers import TimerRow

STAGE_LEFT = "the stage was left"
STEP_DECIDED = "the step was decided"


def _stage_due(desk: Desk, page: Page, _row: TimerRow, stage_id: str, call: Call) -> str | None:
    current = _current(page, stage_id)
    if current is None:
        return STAGE_LEFT
    if current.due is None or current.due >= call.now:
        return NOT_DUE
    if current.overdue:
        return TOLD
    event = year.StageOverdue(stage=current.id, due=current.due)
    desk.record(page, [Draft(stream=year.KEY, event=event)], call)
    return None


def _stage_opens(desk: Desk, page: Page, row: TimerRow, stage_id: str, call: Call) -> str | None:
    if _current(page, stage_id) is None:
        return STAGE_LEFT
    occasion = occasions.stage_occasion(page.book, "stage_opened", stage_id)
    tell(desk, page, occasion, row, call)
    return None


def _stage_remind(desk: Desk, page: Page, row: TimerRow, stage_id: str, call: Call) -> str | None:
    current = _current(page, stage_id)
    if current is None:
        return STAGE_LEFT
    ladder = page.book.definition.stage(stage_id).remind
    if why := pointless(desk, row, ladder, current.due, call):
        return why
    occasion = occasions.stage_occasion(page.book, "stage_reminder", stage_id, at=call.at)
    remind(desk, page, occasion, ladder, row, call)
    return None


def _current(page: Page, stage_id: str) -> StageRecord | None:
    """Return the stage that the year is in, where that is the one that a timer is about."""
    current = page.book.load(year.YearState, year.KEY).current
    return current if current and current.id == stage_id else None


def _step_due(desk: Desk, page: Page, _row: TimerRow, step_id: str, call: Call) -> str | None:
    matter, _ = clock.open_at(page.book, step_id, call)
    if matter is None:
        return STEP_DECIDED
    if matter.turn.due is None or matter.turn.due >= call.now:
        return NOT_DUE
    if matter.turn.expired:
        return TOLD
    desk.record(page, clock.expire(page.book, matter.step.id, call), call)
    return None


def _step_remind(desk: Desk, page: Page, row: TimerRow, step_id: str, call: Call) -> str | None:
    matter, _ = clock.open_at(page.book, step_id, call)
    if matter is None:
        return STEP_DECIDED
    ladder = matter.step.remind
    if why := pointless(desk, row, ladder, matter.turn.due, call):
        return why
    occasion = occasions.step_occasion(page.book, "approval_reminder", step_id, at=call.at)
    remind(desk, page, occasion, ladder, row, call)
    return None


HANDLERS: Handlers = {
    ("stage", "opens"): _stage_opens,
    ("stage", "remind"): _stage_remind,
    ("stage", "due"): _stage_due,
    ("step", "remind"): _step_remind,
    ("step", "due"): _step_due,
}
