"""Deadlines of dossiers of awards: declared with the proposal, moved, told, over.

A year that stands still puts none off: such a day is set outside the bloc, and what counts is the
day on which the office had the dossier. A year that has ceased to be waits for none.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import (
    KEY,
    DossierOverdue,
    DossiersDue,
    Owed,
    again,
    due_of,
    dues_of,
    open_lines,
    owed,
)
from workflow.domain.stages import dues, year
from workflow.domain.stages.course import OUTLASTING
from workflow.domain.stages.dues import Cause, Dues
from workflow.domain.timing import Timer


def about(award: str) -> str:
    """Return how timers and notices name the dossier of an award."""
    return f"dossier/{award}"


def _resolved(book: Book, found: Iterable[Owed], now: datetime) -> dict[str, datetime]:
    """Return when each dossier is due by its rule."""
    noon = time(12)
    return {
        one.award: timing.resolve(
            one.rule.due, book, timing.moment(_since(book, one.award, now), noon)
        )
        for one in found
    }


def _since(book: Book, award: str, now: datetime) -> date:
    """Return the day on which the bloc proposed what is open of an award, the last of it."""
    state = book.load(Nomination, NOMINATION)
    days = [state.proposed_day(one) for one in open_lines(book) if one.award == award]
    return max((one for one in days if one), default=timing.hanoi_day(now))


def declared(book: Book, call: Call, *, only: str | None = None) -> list[Draft]:
    """Return the event that says when the dossiers of what was just proposed are due.

    Of everything, or *only* of one award of which somebody was proposed later.
    """
    found = [
        one
        for award, one in owed(book).items()
        if only in {None, award} and not again(book, award, one.rule)
    ]
    resolved = _resolved(book, found, call.at)
    return [_due("proposal", resolved, Dues())] if resolved else []


def _due(cause: Cause, moved: dict[str, datetime], state: Dues, reason: str | None = None) -> Draft:
    event = DossiersDue(cause=cause, dues=moved, was=state.before(moved), reason=reason)
    return Draft(stream=KEY, event=event)


def reckoned(book: Book, cause: Cause, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which dossiers move with the book's calendar, or its definition."""
    state = dues_of(book)
    moved = state.otherwise(_resolved(book, owed(book).values(), now), now)
    return [_due(cause, moved, state, reason)] if moved else []


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of dossiers; with *anew*, reminders that went out as well."""
    if book.load(year.YearState, year.KEY).state in OUTLASTING:
        return ()
    ladders = [(one.award, one.due, one.rule.remind) for one in owed(book).values()]
    found = dues.timers(book, dues_of(book), ladders, about, now)
    return tuple(found if anew else map(timing.once, found))


def expire(book: Book, award: str) -> list[Draft]:
    """Return that the dossier of an award was not there in time; nothing where that was told."""
    due = due_of(book, award)
    if due is None or award in dues_of(book).overdue:
        return []
    return [Draft(stream=KEY, event=DossierOverdue(award=award, due=due))]
