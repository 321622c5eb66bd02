"""`thidua year why`: everything that keeps a bloc year in its stage. Changes nothing."""

from collections.abc import Iterator
from datetime import datetime

from console.cli.adoption import adoption_document, adoption_text
from console.cli.answers import Answer
from console.cli.approvals import approvals_document, approvals_text
from console.cli.asked import Asked
from console.cli.conditions_text import condition_lines
from console.cli.objections import objections_document, objections_text
from console.cli.opening import stored
from console.cli.saying import told
from console.cli.tables import Table
from console.cli.written import both
from console.cli.year_deadlines import reasons_text, stage_moves
from console.sentences import Condition, conditions
from console.sentences.conditions import entry
from console.sentences.moments import deadline, iso, working_days_left
from console.sentences.naming import mover_name, state_name
from workflow.domain.adoption.state import adoption_of
from workflow.domain.model import Book
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState
from workflow.service import reading
from workflow.service.reading import Why


def why(asked: Asked, year: str) -> Answer:
    """Answer with every unmet condition, whose move each is and by when. Raises NotFound."""
    with stored(asked) as runtime:
        found, book = reading.why(runtime, year), reading.load_book(runtime, year)
        now = book.not_before(runtime.clock.now())
    unmet = conditions(found.unmet, book, now)
    document = {
        "year": found.year,
        "bloc_name": found.bloc_name,
        "state": found.state,
        "stage": both(found.stage) if found.stage else None,
        "next": both(found.next) if found.next else None,
        "due": iso(found.due),
        "working_days_left": working_days_left(book, found.due, now),
        "overdue": found.overdue,
        **stage_moves(book, book.load(YearState, YEAR).current),
        "unmet": [entry(one) for one in unmet],
        "beside": [entry(one) for one in conditions(found.beside, book, now)],
        **approvals_document(book, now),
        **objections_document(book, now),
        "adoption": adoption_document(book),
    }
    return Answer(document=document, text=list(_text(asked, book, found, unmet, now)))


def _text(
    asked: Asked, book: Book, found: Why, unmet: list[Condition], now: datetime
) -> Iterator[str | Table]:
    yield told(
        asked, "year_heading", bloc=book.bloc_name, year=str(book.year),
        state=state_name(book, found.state),
    )  # fmt: skip
    if found.due:
        left = working_days_left(book, found.due, now)
        yield told(asked, "stage_deadline", when=deadline(found.due, left, now, asked.language))
        yield from reasons_text(asked, book)
    if unmet:
        yield told(asked, "why_blocked", count=len(unmet))
    else:
        yield _ready(asked, book, found, now)
    yield from condition_lines(asked, unmet, now)
    if found.beside:
        yield told(asked, "why_beside")
        yield from condition_lines(asked, conditions(found.beside, book, now), now)
    yield from approvals_text(asked, book, now)
    yield from objections_text(asked, book, now)
    if adoption_of(book).waiting:
        yield from ("", *adoption_text(asked, book))


def _ready(asked: Asked, book: Book, found: Why, now: datetime) -> str:
    current = book.load(YearState, YEAR).current
    owner = book.definition.stage(current.id).owner if current else None
    who = mover_name(book, owner or "admin", now)
    if found.next is None:
        return told(asked, "why_ready_to_close", who=who)
    return told(asked, "why_ready", next=found.next, who=who)
