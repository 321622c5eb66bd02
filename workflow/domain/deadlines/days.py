"""Deadlines of what has a day of its own: periods, criteria groups, reported facts, dossiers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

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
from workflow.domain.timing import Timer


class Timers(Protocol):
    """Returns what is still to be told of one kind of thing with a day of its own."""

    def __call__(self, book: Book, now: datetime, *, anew: bool = ...) -> tuple[Timer, ...]: ...


def _moved(timers: Timers, kind: str) -> Callable[[Book, Any, Call], Deadlines]:
    """Return a rule that arms what moved: by the calendar alone no reminder goes out anew."""

    def moved(book: Book, event: Any, call: Call) -> Deadlines:  # noqa: ANN401 - one of four events
        anew = event.cause != "calendar"
        return Deadlines(arm=timers(book, call.now, anew=anew), cancel=(kind,))

    return moved


def _dossier_in(book: Book, event: DossierReceived, _call: Call) -> Deadlines:
    """Cancel what is told of files that are there now."""
    state, lacking = book.load(Nomination, NOMINATION), owed(book)
    awards = dict.fromkeys(one.award for one in state.proposed if event.dossier.covers(one.award))
    return Deadlines(
        cancel=tuple(dossier_deadlines.about(one) for one in awards if one not in lacking)
    )


RULES: Rules = {
    PeriodsDue: _moved(period_deadlines.timers, "period/"),
    CriteriaGroupsDated: _moved(criteria_groups.timers, "criteria_group/"),
    FeedsDue: _moved(feeds.timers, "feed/"),
    RankingFixed: over("period/", "criteria_group/"),
    DossiersDue: _moved(dossier_deadlines.timers, "dossier/"),
    DossierReceived: _dossier_in,
}
