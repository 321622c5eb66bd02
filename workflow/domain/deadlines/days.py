"""Deadlines of what has a day of its own: periods, criteria groups, reported facts, dossiers."""

from workflow.domain.deadlines.arming import Deadlines, Rules, over
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedsDue
from workflow.domain.model import Book, Call
from workflow.domain.nominations import dossier_deadlines
from workflow.domain.nominations.dossiers import DossierReceived
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import DossiersDue, owed
from workflow.domain.results.ranking import RankingFixed
from workflow.domain.scores import criteria_groups, period_deadlines
from workflow.domain.scores.criteria_groups import CriteriaGroupsDated
from workflow.domain.scores.period_deadlines import PeriodsDue


def _periods_due(book: Book, event: PeriodsDue, call: Call) -> Deadlines:
    """Arm what moved; reminders go out anew but where the calendar alone moved it."""
    anew = event.cause != "calendar"
    return Deadlines(arm=period_deadlines.timers(book, call.now, anew=anew), cancel=("period/",))


def _groups_dated(book: Book, event: CriteriaGroupsDated, call: Call) -> Deadlines:
    """Arm what moved; reminders go out anew but where the calendar alone moved it."""
    anew = event.cause != "calendar"
    armed = criteria_groups.timers(book, call.now, anew=anew)
    return Deadlines(arm=armed, cancel=("criteria_group/",))


def _feeds_due(book: Book, event: FeedsDue, call: Call) -> Deadlines:
    """Arm what moved, as `_periods_due` does."""
    anew = event.cause != "calendar"
    return Deadlines(arm=feeds.timers(book, call.now, anew=anew), cancel=("feed/",))


def _dossiers_due(book: Book, event: DossiersDue, call: Call) -> Deadlines:
    """Arm what moved or was proposed; reminders go out anew but where the calendar moved it."""
    anew = event.cause != "calendar"
    return Deadlines(arm=dossier_deadlines.timers(book, call.now, anew=anew), cancel=("dossier/",))


def _dossier_in(book: Book, event: DossierReceived, _call: Call) -> Deadlines:
    """Cancel what is told of files that are there now."""
    state, lacking = book.load(Nomination, NOMINATION), owed(book)
    awards = dict.fromkeys(one.award for one in state.proposed if event.dossier.covers(one.award))
    return Deadlines(
        cancel=tuple(dossier_deadlines.about(one) for one in awards if one not in lacking)
    )


RULES: Rules = {
    PeriodsDue: _periods_due,
    CriteriaGroupsDated: _groups_dated,
    FeedsDue: _feeds_due,
    RankingFixed: over("period/", "criteria_group/"),
    DossiersDue: _dossiers_due,
    DossierReceived: _dossier_in,
}
