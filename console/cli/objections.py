"""Objections and complaints of a year: what each waits for, whose move it is, by when."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from console.cli.asked import Asked
from console.cli.conditions_text import condition_lines
from console.cli.saying import told
from console.cli.year_deadlines import moves_document
from console.sentences import Condition, conditions
from console.sentences.conditions import entry
from console.sentences.deadlines import moved
from console.sentences.moments import iso
from workflow.domain.model import Book
from workflow.domain.objections import times, windows
from workflow.domain.objections.state import Objection, Window, objections_of, unsettled


def objections_document(
    book: Book, now: datetime, about: Collection[str] | None = None
) -> dict[str, Any]:
    """Return the objections about *about*, units or ballots, or all of them; never a statement."""
    found = [one for one in objections_of(book).objections if _concerns(one, about)]
    waiting = {one.id: _waiting(book, one, now) for one in unsettled(book, now)}
    return {
        "windows": [_window(one) for one in objections_of(book).windows if about is None],
        "objections": [
            {
                "id": one.id, "rule": one.rule, "about": one.about, "objector": one.objector,
                "unit": one.unit, "of": one.of, "status": one.status, "due": iso(one.due),
                "overdue": one.overdue, "correction": one.correction, "corrected": one.corrected,
                "calendar": one.calendar, "moves": moves_document(one.moves),
                "waiting": [entry(each) for each in waiting.get(one.id, ())],
            }
            for one in found
        ]
    }  # fmt: skip


def objections_text(
    asked: Asked, book: Book, now: datetime, about: Collection[str] | None = None
) -> Iterator[str]:
    """Yield what objections wait for that are about *about*, units or ballots, or about anything.

    A result with an objection open is not the last word on it.
    """
    found = [one for one in unsettled(book, now) if _concerns(one, about)]
    moved_ends = [*_moved_ends(asked, book, now)] if about is None else []
    if not found and not moved_ends:
        return
    yield ""
    yield told(asked, "part_objections")
    for one in found:
        yield from condition_lines(asked, _waiting(book, one, now), now)
        yield from moved(one.moves, asked.language)
    yield from moved_ends


def _moved_ends(asked: Asked, book: Book, now: datetime) -> Iterator[str]:
    """Yield why a window that runs ends at another time than was said when it was opened."""
    for one in objections_of(book).windows:
        if one.moves and one.until >= now:
            what = times.title(book, "window", one.rule, None)
            yield told(asked, "objection_window_ends", what=what, until=one.until)
            yield from moved(one.moves, asked.language)


def _window(one: Window) -> dict[str, Any]:
    return {
        "rule": one.rule, "of": one.of, "opened_at": iso(one.opened_at), "until": iso(one.until),
        "calendar": one.calendar, "moves": moves_document(one.moves),
    }  # fmt: skip


def _concerns(objection: Objection, about: Collection[str] | None) -> bool:
    return about is None or bool({objection.unit, objection.of} & {*about})


def _waiting(book: Book, objection: Objection, now: datetime) -> list[Condition]:
    return conditions(windows.condition(book, objection, now), book, now)
