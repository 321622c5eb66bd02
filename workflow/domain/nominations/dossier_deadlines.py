"""Deadlines of the files of awards: declared with the proposal, moved, told, over.

A year that stands still puts none off: such a day is set outside the bloc, and what counts is the
day on which the office had the file. A year that has ceased to be waits for none.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from workflow.domain import timing
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations.lists import KEY as NOMINATION
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import (
    KEY,
    Cause,
    DossierOverdue,
    DossiersDue,
    due_of,
    dues_of,
    open_lines,
    owed,
    rule_of,
)
from workflow.domain.stages import year
from workflow.domain.stages.course import OUTLASTING
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
    dues = _resolved(book, [one for one in owed(book) if only in {None, one}], call.at)
    return [_due("proposal", dues)] if dues else []


def _due(
    cause: Cause,
    dues: dict[str, datetime],
    known: Mapping[str, datetime] | None = None,
    reason: str | None = None,
) -> Draft:
    was = {name: one for name, one in (known or {}).items() if name in dues}
    return Draft(stream=KEY, event=DossiersDue(cause=cause, dues=dues, was=was, reason=reason))


def reckoned(book: Book, cause: Cause, reason: str, now: datetime) -> list[Draft]:
    """Return the event by which files are due otherwise under the book's calendar or definition.

    None moves into the past or out of it.
    """
    known = dues_of(book).dues
    dues = {
        name: until
        for name, until in _resolved(book, owed(book), now).items()
        if until != known.get(name) and until > now and known.get(name, until) > now
    }
    return [_due(cause, dues, known, reason)] if dues else []


def timers(book: Book, now: datetime, *, anew: bool = False) -> tuple[Timer, ...]:
    """Return what is still to be told of files; with *anew*, reminders that went out as well."""
    state = book.load(year.YearState, year.KEY)
    if state.state in OUTLASTING:
        return ()
    told, found = dues_of(book).overdue, list[Timer]()
    for award in owed(book):
        rule, until = rule_of(book, award), due_of(book, award)
        if rule is None or until is None or award in told:
            continue
        rungs = timing.ladder(book, rule.remind, until, about(award))
        found += [replace(one, again=anew) for one in rungs if one.due > now]
        found.append(timing.over(about(award), until))
    return tuple(found)


def expire(book: Book, award: str) -> list[Draft]:
    """Return that the file of an award was not there in time; nothing where that was told."""
    due = due_of(book, award)
    if due is None or award in dues_of(book).overdue:
        return []
    return [Draft(stream=KEY, event=DossierOverdue(award=award, due=due))]
