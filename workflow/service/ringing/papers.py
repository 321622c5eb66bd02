"""Papers that are to come in by a day: what offices report of units, and the dossiers of awards."""

from functools import partial

from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedOverdue
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations import dossier_deadlines, owed_dossiers
from workflow.domain.telling import occasions
from workflow.service.ringing.rungs import Handlers, Owed, over_time, reminded

FACT_IN = "every office has reported the fact"
DOSSIER_IN = "the dossier is there, or the award is open no more"


def _feed(book: Book, name: str, _call: Call) -> Owed | None:
    fact = feeds.find(book, name)
    due = feeds.due_of(book, fact) if fact else None
    if fact is None or due is None or not feeds.lacking(book, fact):
        return None
    return Owed(
        due=due,
        expire=lambda: [Draft(stream=feeds.KEY, event=FeedOverdue(fact=name, due=due))],
        remind=fact.remind,
        reminder=partial(occasions.feed_occasion, book, "facts_reminder", fact),
    )


def _dossier(book: Book, award: str, _call: Call) -> Owed | None:
    rule = owed_dossiers.rule_of(book, award)
    if rule is None or award not in owed_dossiers.owed(book):
        return None
    return Owed(
        due=owed_dossiers.due_of(book, award),
        expire=partial(dossier_deadlines.expire, book, award),
        told=award in owed_dossiers.dues_of(book).overdue,
        remind=rule.remind,
        reminder=partial(occasions.award_dossier_occasion, book, "award_dossier_reminder", award),
    )


HANDLERS: Handlers = {
    ("feed", "remind"): reminded(_feed, FACT_IN),
    ("feed", "due"): over_time(_feed, FACT_IN),
    ("dossier", "remind"): reminded(_dossier, DOSSIER_IN),
    ("dossier", "due"): over_time(_dossier, DOSSIER_IN),
}
