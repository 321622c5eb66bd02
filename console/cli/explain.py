"""`thidua explain`: why a result is what it is, worked out again from the history."""

from collections.abc import Callable, Sequence
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.explain_document import class_document, coarse_document, rank_document
from console.cli.explain_text import Part, class_text, coarse_text, rank_text
from console.cli.objections import objections_document, objections_text
from console.cli.opening import stored
from workflow.domain.errors import NotFound
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor, Book
from workflow.domain.results import explaining, publishing
from workflow.domain.results.explaining import Explained
from workflow.domain.scores import part_years, tallying
from workflow.domain.timing import hanoi_day
from workflow.service import reading
from workflow.service.reading import EventLine

History = Sequence[EventLine]
Told = tuple[dict[str, Any], list[Part]]
Telling = Callable[[Asked, Book, Explained, History], Told]


def explain_class(asked: Asked, unit: str, year: str, person: str | None) -> Answer:
    """Answer with why a unit has its points and its class. Raises NotFound."""
    return _explained(asked, unit, year, person, _class)


def explain_rank(asked: Asked, unit: str, year: str, person: str | None) -> Answer:
    """Answer with why a unit has its rank. Raises NotFound."""
    return _explained(asked, unit, year, person, _rank)


def _class(asked: Asked, book: Book, found: Explained, history: History) -> Told:
    return class_document(book, found, history), list(class_text(asked, book, found, history))


def _rank(asked: Asked, book: Book, found: Explained, history: History) -> Told:
    return rank_document(book, found, history), list(rank_text(asked, book, found, history))


def _explained(asked: Asked, unit: str, year: str, person: str | None, telling: Telling) -> Answer:
    with stored(asked) as runtime:
        book, now = reading.load_book(runtime, year), runtime.clock.now()
        history = reading.history(runtime, year)
    members = (*book.load(Roster, ROSTER).unit_ids(), *part_years.scored_once(book))
    if unit not in members:
        raise NotFound("unit", unit, members)
    seats = book.load(Roster, ROSTER).seats_of(person, hanoi_day(now)) if person else ()
    if person and not seats:
        raise NotFound("person", person, [one.id for one in book.load(Roster, ROSTER).people])
    actors = [Actor(person=person or "", seat=seat) for seat in seats]
    if actors and not any(publishing.sees(book, actor, unit) for actor in actors):
        state = publishing.coarse(book, unit)
        text = list(coarse_text(asked, book, unit, state))
        return Answer(document=coarse_document(book, unit, state), text=text)
    if unit not in tallying.entered(book):
        raise NotFound("scores", unit)
    document, text = telling(asked, book, explaining.explain(book, unit), history)
    return Answer(
        document=document | objections_document(book, now, {unit}),
        text=[*text, *objections_text(asked, book, now, {unit})],
    )
