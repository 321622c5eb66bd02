"""Deadlines on the page of a bloc year: why each is what it is, and who was late."""

from collections.abc import Iterable, Iterator
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences.deadlines import reasons
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.model import Book
from workflow.domain.scores import criteria_groups
from workflow.domain.stages.lateness import KIND as LATENESS
from workflow.domain.stages.lateness import LateEntry, Lateness
from workflow.domain.stages.moving import Moved, StageRecord
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState


def stage_moves(book: Book, stage: StageRecord | None) -> dict[str, Any]:
    """Return why a stage is due when it is, and every move of its due moment, for a document."""
    if stage is None:
        return {"why_due": [], "moves": [], "calendar": None}
    pairs = zip(reasons(book, stage, "vi"), reasons(book, stage, "en"), strict=True)
    return {
        "why_due": [{"vi": vi, "en": en} for vi, en in pairs],
        "moves": moves_document(stage.moves),
        "calendar": stage.calendar,
    }


def moves_document(moves: Iterable[Moved]) -> list[dict[str, Any]]:
    """Return every move of a due moment for a document."""
    return [
        {
            "cause": move.cause,
            "was": iso(move.was),
            "due": iso(move.due),
            "on": iso(move.on),
            "by": move.by,
            "reason": move.reason,
            "calendar": move.calendar,
        }
        for move in moves
    ]


def late_document(book: Book) -> list[dict[str, Any]]:
    """Return everything that came late, unit by unit, for a document."""
    return [
        {
            "unit": unit,
            "stage": entry.stage,
            "criteria_group": entry.criteria_group,
            "due": iso(entry.due),
            "handed_in": iso(entry.handed_in),
            "effective": iso(entry.effective),
            "working_days": entry.working_days,
        }
        for unit, state in book.each(Lateness, LATENESS).items()
        for entry in state.entries
    ]


def reasons_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield why the current stage is due when it is."""
    current = book.load(YearState, YEAR).current
    if current:
        yield from reasons(book, current, asked.language)


def late_text(asked: Asked, book: Book) -> Iterator[str]:
    """Yield who was late, and who is permitted to be."""
    found = [*_entries(asked, book), *_permits(asked, book)]
    if found:
        yield from ("", told(asked, "part_late"), *found)


def _entries(asked: Asked, book: Book) -> Iterator[str]:
    for unit, state in book.each(Lateness, LATENESS).items():
        for one in state.entries:
            yield told(
                asked, "late_entry", unit=unit_name(book, unit), due=one.due,
                stage=_late_in(book, one), handed_in=one.handed_in,
                effective=one.effective, days=one.working_days,
            )  # fmt: skip


def _late_in(book: Book, one: LateEntry) -> Text | Phrase:
    """Return what a unit was late in: a stage, or a criteria group of it."""
    stage = book.definition.stage(one.stage).title
    group = criteria_groups.named(book, one.criteria_group) if one.criteria_group else None
    return Phrase("stage_and_part", {"stage": stage, "part": group}) if group else stage


def _permits(asked: Asked, book: Book) -> Iterator[str]:
    for unit, state in book.each(Lateness, LATENESS).items():
        for one in state.permits:
            yield told(
                asked, "late_permit", unit=unit_name(book, unit), reason=one.reason,
                stage=book.definition.stage(one.stage).title,
                office=book.definition.office_title(one.office),
            )  # fmt: skip
