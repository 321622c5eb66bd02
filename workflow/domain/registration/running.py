"""Until when a unit may register, amend and withdraw."""

from collections.abc import Iterator
from datetime import date, datetime, time

from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call
from workflow.domain.registration.state import KIND
from workflow.domain.stages import year


def list_prevents(book: Book, call: Call) -> Iterator[Unmet]:
    """Yield that registration is not open: in its stage, or for as long as its list runs."""
    until = runs_until(book)
    if until is None or not stage_left(book):
        yield from year.stage_prevents(book, KIND, call)
    elif call.handed_in > until:
        yield Unmet(code="REGISTRATION_LIST_CLOSED", facts={"until": until}, due=until)


def runs_until(book: Book) -> datetime | None:
    """Return the last moment of a running list; None where registration ends with its stage."""
    stage = book.definition.stage_of(KIND)
    if stage is None or stage.running is None:
        return None
    lived = book.load(year.YearState, year.KEY).lived(stage.id)
    begun = lived.entered_at if lived else timing.moment(date(book.year, 1, 1), time(0))
    return timing.resolve(stage.running.until, book, begun)


def stage_left(book: Book) -> bool:
    stage = book.definition.stage_of(KIND)
    lived = book.load(year.YearState, year.KEY).lived(stage.id) if stage else None
    return lived is not None and lived.left_at is not None
