"""`thidua work`: the inbox of one person, or of everybody."""

from dataclasses import dataclass
from datetime import datetime

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.conditions_text import movers
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences import Condition, conditions
from console.sentences.conditions import entry
from console.sentences.naming import seat_name
from workflow.domain.errors import NotFound
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.reading import Task


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits for a seat, in words."""

    book: Book
    seat: str
    condition: Condition


def work(asked: Asked, person: str | None) -> Answer:
    """Answer with what waits, the earliest deadline first. Raises NotFound."""
    with stored(asked) as runtime:
        books = {one.id: reading.load_book(runtime, one.id) for one in reading.list_years(runtime)}
        if person is not None:
            _known(books, person)
        waiting = list(_waiting(runtime, books, person))
    table = _table(asked, waiting, personal=person is not None)
    text = [table] if waiting else [told(asked, "no_work")]
    return Answer(document={"work": [_entry(one) for one in waiting]}, text=text)


def _known(books: dict[str, Book], person: str) -> None:
    known = {one.id for book in books.values() for one in book.load(Roster, ROSTER).people}
    if person not in known:
        raise NotFound("person", person, known)


def _waiting(runtime: Runtime, books: dict[str, Book], person: str | None) -> list[Waiting]:
    now = runtime.clock.now()
    return [_told(books[task.year], task, now) for task in reading.work(runtime, person)]


def _told(book: Book, task: Task, now: datetime) -> Waiting:
    (condition,) = conditions([task.unmet], book, book.not_before(now))
    return Waiting(book=book, seat=task.seat, condition=condition)


def _entry(waiting: Waiting) -> dict[str, object]:
    return {
        "year": waiting.book.id,
        "bloc_name": waiting.book.bloc_name,
        "seat": waiting.seat,
        **entry(waiting.condition),
    }


def _table(asked: Asked, waiting: list[Waiting], *, personal: bool) -> Table:
    """Return one row per thing that waits; in everybody's inbox, with all whose move it is."""
    heads = [told(asked, head) for head in ("head_due", "head_year", "head_what", "head_mover")]
    rows = [
        (
            worded(asked, one.condition.due) if one.condition.due else NOTHING,
            one.book.id,
            one.condition.sentences[asked.language],
            worded(asked, seat_name(one.book, one.seat))
            if personal
            else movers(asked, one.condition),
        )
        for one in waiting
    ]
    return Table(heads, list(dict.fromkeys(rows)))
