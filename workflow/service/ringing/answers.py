"""Answers that are owed: to objections, and to proposals for praise."""

from functools import partial

from workflow.domain.model import Book, Call
from workflow.domain.objections import clock as objecting
from workflow.domain.objections.state import objections_of
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import state as praise
from workflow.domain.telling import occasions
from workflow.service.ringing.rungs import Handlers, Owed, over_time, reminded

OBJECTION_OVER = "the objection is over"
PRAISE_ANSWERED = "the proposal was answered"


def _objection(book: Book, objection: str, call: Call) -> Owed | None:
    found = objections_of(book).find(objection)
    if found is None or found.status != "open":
        return None
    expire = partial(objecting.expire, book, found, call)
    return Owed(due=found.due, expire=expire, told=found.overdue)


def _praise(book: Book, praise_id: str, _call: Call) -> Owed | None:
    found, rules = praise.find(book, praise_id), book.definition.praise
    if found is None or not found.unanswered:
        return None
    return Owed(
        due=found.due,
        expire=partial(praise_clock.expire, praise_id),
        told=found.overdue,
        remind=rules.answer.remind if rules and rules.answer else [],
        reminder=partial(occasions.praise_occasion, book, "praise_reminder", praise_id),
    )


HANDLERS: Handlers = {
    ("objection", "due"): over_time(_objection, OBJECTION_OVER),
    ("praise", "remind"): reminded(_praise, PRAISE_ANSWERED),
    ("praise", "due"): over_time(_praise, PRAISE_ANSWERED),
}
