"""Deadlines of the files of awards: declared with the proposal, moved, told, over.

A year that stands still puts none off: such a day is set outside the bloc, and what counts is the
day on which the office had the file. A year that has ceased to be waits for none.
"""

from collections.abc import Collection
from datetime import date, datetime, time

from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import (
    KEY,
    DossierOverdue,
    DossiersDue,
    due_of,
    dues_of,
    open_lines,
    owed,
    rule_of,
)
from workflow.domain.stages import dues, year
from workflow.domain.stages.course import OUTLASTING
from workflow.domain.stages.dues import Cause, Dues
from workflow.domain.timing import Timer


def about(award: str) -> str:
    """Return how timers and notices name the file of an award."""
    return f"dossier/{award}"


def _resolved(book: Book, awards: Collection[str], now: datetime) -> dict[str, datetime]:
    """Return when the file of each award is due by its rule."""
    found = {award: rule_of(book, award) for award in awards}
    return {
        award: timing.resolve(rule.due, book, timing.moment(_since(book, award, now), time(12)))
        for award, rule in found.items()
        if rule
    }


def _since(book: Book, award: str, now: datetime) -> date:
    """Return the day on which the bloc proposed what is open of an award, the last of it."""
    state = book.load(Nomination, NOMINATION)
    days = [state.proposed_day(one) for one in open_lines(book) if one.award == award]
    return max((one for one in days if one), default=timing.hanoi_day(now))


def declared(book: Book, call: Call, *, only: str | None = None) -> list[Draft]:
    """Return the event that says when the files of what was just proposed are due.

    Of everything, or *only* of one award of which somebody was proposed later.
    """
    found = _resolved(book, [one for one in owed(book) if only in {None, one}], call.at)
    return [_due("proposal", found, Dues())] if found else []


def _due(cause: Cause, moved: dict[str, datetime], state: Dues, reason: str | None = None) -> Draft:
    event = DossiersDue(cause=cause, dues=moved, was=state.before(moved), reason=reason)
    return Draft(stream=KEY, event=event)


def reckoned(book: Book, cause: Cause, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which files are due otherwise under the book's calendar or definition."""
    state = dues_of(book)
    moved = state.otherwise(_resolved(book, owed(book), now), now)
    return [_due(cause, moved, state, reason)] if moved else []


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of files; with *anew*, reminders that went out as well."""
    if book.load(year.YearState, year.KEY).state in OUTLASTING:
        return ()
    rules = ((award, rule_of(book, award)) for award in owed(book))
    ladders = [(award, due_of(book, award), rule.remind) for award, rule in rules if rule]
    found = dues.timers(book, dues_of(book), ladders, about, now)
    return tuple(found if anew else map(timing.once, found))


def expire(book: Book, award: str) -> list[Draft]:
    """Return that the file of an award was not there in time; nothing where that was told."""
    due = due_of(book, award)
    if due is None or award in dues_of(book).overdue:
        return []
    return [Draft(stream=KEY, event=DossierOverdue(award=award, due=due))]
