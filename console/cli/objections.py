"""Objections and complaints of a year: what each waits for, whose move it is, by when."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from console.cli.asked import Asked
from console.cli.conditions_text import condition_lines
from console.cli.saying import told
from console.sentences import Condition, conditions
from console.sentences.conditions import entry
from console.sentences.moments import iso
from workflow.domain.model import Book
from workflow.domain.objections import windows
from workflow.domain.objections.state import Objection, objections_of, unsettled


def objections_document(
    book: Book, now: datetime, about: Collection[str] | None = None
) -> dict[str, Any]:
    """Return the objections about *about*, units or ballots, or all of them; never a statement."""
    found = [one for one in objections_of(book).objections if _concerns(one, about)]
    waiting = {one.id: _waiting(book, one, now) for one in unsettled(book, now)}
    return {
        "objections": [
            {
                "id": one.id, "rule": one.rule, "about": one.about, "objector": one.objector,
                "unit": one.unit, "of": one.of, "status": one.status, "due": iso(one.due),
                "overdue": one.overdue, "correction": one.correction, "corrected": one.corrected,
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
    if not found:
        return
    yield ""
    yield told(asked, "part_objections")
    for one in found:
        yield from condition_lines(asked, _waiting(book, one, now), now)


def _concerns(objection: Objection, about: Collection[str] | None) -> bool:
    return about is None or bool({objection.unit, objection.of} & {*about})


def _waiting(book: Book, objection: Objection, now: datetime) -> list[Condition]:
    return conditions(windows.condition(book, objection, now), book, now)
