"""Answers that are owed: to objections, and to proposals for praise."""

from workflow.domain.model import Call
from workflow.domain.objections import clock as objecting
from workflow.domain.objections.state import objections_of
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import state as praise
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import NOT_DUE, TOLD, Handlers, pointless, remind
from workflow.store.timers import TimerRow

OBJECTION_OVER = "the objection is over"
PRAISE_ANSWERED = "the proposal was answered"


def _objection_due(
    desk: Desk, page: Page, _row: TimerRow, objection: str, call: Call
) -> str | None:
    found = objections_of(page.book).find(objection)
    if found is None or found.status != "open":
        return OBJECTION_OVER
    if found.due >= call.now:
        return NOT_DUE
    if found.overdue:
        return TOLD
    desk.record(page, objecting.expire(page.book, found, call), call)
    return None


def _praise_due(desk: Desk, page: Page, _row: TimerRow, praise_id: str, call: Call) -> str | None:
    found = praise.find(page.book, praise_id)
    if found is None or found.due is None or not found.unanswered:
        return PRAISE_ANSWERED
    if found.due >= call.now:
        return NOT_DUE
    if found.overdue:
        return TOLD
    desk.record(page, praise_clock.expire(praise_id), call)
    return None


def _praise_remind(desk: Desk, page: Page, row: TimerRow, praise_id: str, call: Call) -> str | None:
    found, rules = praise.find(page.book, praise_id), page.book.definition.praise
    if found is None or not found.unanswered or not rules or not rules.answer:
        return PRAISE_ANSWERED
    ladder = rules.answer.remind
    if why := pointless(desk, row, ladder, found.due, call):
        return why
    occasion = occasions.praise_occasion(page.book, "praise_reminder", praise_id)
    remind(desk, page, occasion, ladder, row, call)
    return None


HANDLERS: Handlers = {
    ("objection", "due"): _objection_due,
    ("praise", "remind"): _praise_remind,
    ("praise", "due"): _praise_due,
}
