"""What becomes of one bloc year under a calendar: its deadlines, and what each is the time of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from definitions.wording import Phrase
from workflow.domain import reckoning
from workflow.domain.approvals import subjects
from workflow.domain.model import Book
from workflow.domain.objections import times
from workflow.domain.reckoning import Reckoned
from workflow.domain.scores import criteria_groups, periods

Told = tuple[Phrase, Reckoned]
"""What a deadline is the time of, and what becomes of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearReckoned:
    """What becomes of every deadline of one bloc year: its stage first, then steps and objections.

    After those, what has days of its own: criteria groups, and of periods, reported facts, dossiers
    and answers to praise those that move.
    """

    year: str
    bloc_name: str
    deadlines: tuple[Told, ...] = ()


def told(book: Book, now: datetime) -> YearReckoned:
    """Return what becomes of a bloc year under the calendar of *book*."""
    stage = reckoning.reckoned(book, now)
    plain = (*([stage] if stage else []), *reckoning.steps(book, now))
    return YearReckoned(
        year=book.id,
        bloc_name=book.bloc_name,
        deadlines=(
            *((_titled(book, one), one) for one in plain),
            *_objections(book, now),
            *((_titled(book, one), one) for one in reckoning.days(book, now)),
        ),
    )


def _objections(book: Book, now: datetime) -> Iterator[Told]:
    running = times.running(book, now)
    for found, one in zip(running, reckoning.objections(book, now), strict=True):
        yield times.title(book, found.what, found.rule, found.objection), one


def _titled(book: Book, one: Reckoned) -> Phrase:
    return Phrase(f"deadline_{one.kind}", {one.kind: TITLES[one.kind](book, one.name)})


def _period(book: Book, name: str) -> object:
    return next(one.period.title for one in periods.spans(book) if one.period.id == name)


TITLES: Mapping[str, Callable[[Book, str], object]] = {
    "stage": lambda book, name: book.definition.stage(name).title,
    "step": lambda book, name: subjects.step_of(book, name).title,
    "criteria_group": criteria_groups.named,
    "period": _period,
    "feed": lambda book, name: next(one.title for one in book.definition.facts if one.id == name),
    "dossier": lambda book, name: book.definition.award_title(name),
    "praise": lambda _, name: name,
}
"""What a deadline of a kind is called, by the name that it has there."""
