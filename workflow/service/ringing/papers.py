"""Papers that are to come in by a day: what offices report of units, and the files of awards."""

from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedOverdue
from workflow.domain.model import Call, Draft
from workflow.domain.nominations import dossier_deadlines, owed_dossiers
from workflow.domain.telling import occasions
from workflow.service.desk import Desk, Page
from workflow.service.ringing.rungs import NOT_DUE, TOLD, Handlers, pointless, remind
from workflow.store.timers import TimerRow

FACT_IN = "every office has reported the fact"
DOSSIER_IN = "the file is there, or the award is open no more"


def _feed_due(desk: Desk, page: Page, _row: TimerRow, name: str, call: Call) -> str | None:
    fact = feeds.find(page.book, name)
    due = feeds.due_of(page.book, fact) if fact else None
    if fact is None or due is None or not feeds.lacking(page.book, fact):
        return FACT_IN
    if due >= call.now:
        return NOT_DUE
    desk.record(page, [Draft(stream=feeds.KEY, event=FeedOverdue(fact=name, due=due))], call)
    return None


def _feed_remind(desk: Desk, page: Page, row: TimerRow, name: str, call: Call) -> str | None:
    fact = feeds.find(page.book, name)
    due = feeds.due_of(page.book, fact) if fact else None
    if fact is None or due is None or not feeds.lacking(page.book, fact):
        return FACT_IN
    if why := pointless(desk, row, fact.remind, due, call):
        return why
    occasion = occasions.feed_occasion(page.book, "facts_reminder", fact)
    remind(desk, page, occasion, fact.remind, row, call)
    return None


def _dossier_due(desk: Desk, page: Page, _row: TimerRow, award: str, call: Call) -> str | None:
    due = owed_dossiers.due_of(page.book, award)
    if due is None or award not in owed_dossiers.owed(page.book):
        return DOSSIER_IN
    if due >= call.now:
        return NOT_DUE
    drafts = dossier_deadlines.expire(page.book, award)
    desk.record(page, drafts, call)
    return None if drafts else TOLD


def _dossier_remind(desk: Desk, page: Page, row: TimerRow, award: str, call: Call) -> str | None:
    rule = owed_dossiers.rule_of(page.book, award)
    due = owed_dossiers.due_of(page.book, award)
    if rule is None or award not in owed_dossiers.owed(page.book):
        return DOSSIER_IN
    if why := pointless(desk, row, rule.remind, due, call):
        return why
    occasion = occasions.award_dossier_occasion(page.book, "award_dossier_reminder", award)
    remind(desk, page, occasion, rule.remind, row, call)
    return None


HANDLERS: Handlers = {
    ("feed", "remind"): _feed_remind,
    ("feed", "due"): _feed_due,
    ("dossier", "remind"): _dossier_remind,
    ("dossier", "due"): _dossier_due,
}
