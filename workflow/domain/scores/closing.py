"""Closing the scores of the bloc: the step after which scores against others are no longer moving.

The whole bloc must be in. What each criterion was measured against is recorded with the act, so
that every score can be worked out again from it alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Words
from workflow.domain.scores import owing, tallying
from workflow.domain.scores.closed import KEY, Closing, closing_of, settled
from workflow.domain.scores.marks import Standard
from workflow.domain.scores.sheet import STAGE
from workflow.domain.stages import year


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresClosed(Event):
    """The scores are closed; these are the best of the bloc that others were measured against."""

    kind: ClassVar[str] = "scores_closed"
    standards: tuple[Standard, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresReopened(Event):
    """The scores are open again, for a reason."""

    kind: ClassVar[str] = "scores_reopened"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseScores(Given):
    """Close the scores of the bloc."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReopenScores(Given):
    """Open the scores again, as somebody else than who closed them."""

    reason: Words


def close_prevents(book: Book, _given: CloseScores, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the scores from being closed: sheets missing or not gone over."""
    yield from year.stage_prevents(book, STAGE, call)
    yield from settled(book)
    yield from owing.missing_sheets(book, "appraised")


def close(book: Book, _given: CloseScores, _call: Call) -> list[Draft]:
    """Record that the scores are closed, with what they were measured against."""
    return [Draft(stream=KEY, event=ScoresClosed(standards=tallying.standards_now(book)))]


def reopen_prevents(book: Book, _given: ReopenScores, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the scores from being opened again."""
    if "ranking" in book.streams:
        yield Unmet(code="RANKING_FIXED", facts={})
    found = closing_of(book)
    if found is None:
        yield Unmet(code="SCORES_NOT_CLOSED", facts={}, who=("head",))
    elif found.by in {call.actor.person, call.recorder}:
        yield Unmet(code="SECOND_PERSON", facts={"person": found.by}, who=("deputy", "admin"))


def reopen(_book: Book, given: ReopenScores, _call: Call) -> list[Draft]:
    """Record that the scores are open again."""
    return [Draft(stream=KEY, event=ScoresReopened(reason=given.reason))]


def not_closed(book: Book) -> Iterator[Unmet]:
    """Yield that scores against others still move, where the definition has any."""
    if book.definition.rubric.relative and closing_of(book) is None:
        yield Unmet(code="SCORES_NOT_CLOSED", facts={}, who=("head", "deputy"))


def evolve(state: Closing | None, event: Event, call: Call) -> Closing:
    """Return how the scores stand after *event*."""
    match event:
        case ScoresClosed():
            return Closing(closed=True, by=call.actor.person, standards=event.standards)
        case ScoresReopened() if state is not None:
            return Closing(closed=False, by=call.actor.person)
    raise OutOfPlace(event.kind)
