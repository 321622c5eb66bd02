"""The ranking of the bloc: once nothing keeps the order of the units open, it is fixed."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from workflow.domain.ballots.entered_votes import Tellers
from workflow.domain.errors import OutOfPlace, Refused, Unmet
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.model import Book, Call, Count, Draft, Event, Given, Id, Words
from workflow.domain.results import deviations, ordering, unsettled
from workflow.domain.results.ties import Settling
from workflow.domain.scores import closing, owing
from workflow.domain.scores.sheet import STAGE
from workflow.domain.stages import year

KEY = "ranking"


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingState:
    """The state of the ranking stream. `unranked` have a score, and no place."""

    places: tuple[Place, ...]
    fixed_by: str | None = None
    reason: str | None = None
    ballots: dict[str, int] = field(default_factory=dict)
    unranked: tuple[Place, ...] = ()
    tellers: Tellers | None = None

    def of(self, unit: str) -> Place | None:
        """Return the place of *unit*."""
        return next((place for place in self.places if place.unit == unit), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingFixed(Event):
    """The order of the units is settled, by a ballot or a decision where they were equal.

    `unranked` are those who have a score for a part of the year, and no place by the rule for it.
    """

    kind: ClassVar[str] = "ranking_fixed"
    places: tuple[Place, ...]
    reason: str | None
    ballots: dict[str, int] = field(default_factory=dict)
    unranked: tuple[Place, ...] = ()
    tellers: Tellers | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FixRanking(Given):
    """Settle the ranking. `order` decides ties that are still open, with a reason.

    `ballots` are the votes for units that are equal where the definition lets the members vote at
    a table (`ballot: true`); `tellers` sign for them. Votes of a ballot of the year are taken from
    it and never entered.
    """

    order: tuple[Id, ...] = ()
    reason: Words | None = None
    ballots: dict[Id, Count] = field(default_factory=dict)
    tellers: Tellers | None = None


def fix_prevents(book: Book, given: FixRanking, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the ranking from being settled: sheets missing, ties left open."""
    yield from year.stage_prevents(book, STAGE, call)
    missing = tuple(not_in(book))
    yield from missing
    if book.find(RankingState, KEY):
        yield Unmet(code="RANKING_FIXED", facts={})
    if missing:
        return
    settling = Settling(book=book, order=given.order, ballots=given.ballots)
    yield from unsettled.settling_prevents(settling, given.tellers, call)
    yield from unsettled.otherwise_decided(settling)
    if given.order and not given.reason:
        yield Unmet(code="REASON_MISSING", facts={}, who=(call.actor.seat,))


def not_in(book: Book) -> Iterator[Unmet]:
    """Yield what is still missing before anybody is compared: sheets, groups, closed scores."""
    yield from owing.missing_sheets(book, "appraised")
    yield from groups.missing_groups(book)
    yield from closing.not_closed(book)


def foreseen(book: Book, on: date) -> Book:
    """Return the book as it would be if the ranking were fixed on a day.

    Raises:
        Refused: A sheet is missing, or something keeps the order of the units open.
    """
    if unmet := tuple(not_in(book)) or tuple(unsettled.unsettled(book, on)):
        raise Refused(unmet)
    event = fixed(Settling(book=book), None, None)
    state = RankingState(places=event.places, unranked=event.unranked)
    return replace(book, streams={**book.streams, KEY: state})


def fix(book: Book, given: FixRanking, _call: Call) -> list[Draft]:
    """Record the ranking."""
    settling = Settling(book=book, order=given.order, ballots=given.ballots)
    event = fixed(settling, given.reason, given.tellers)
    return [*deviations.fixed_with(book), Draft(stream=KEY, event=event)]


def fixed(settling: Settling, reason: str | None, tellers: Tellers | None) -> RankingFixed:
    """Return the ranking that *settling* makes, as it is recorded."""
    return RankingFixed(
        places=tuple(ordering.places(settling.book, settling.order, settling.ballots)),
        reason=reason,
        ballots=dict(settling.ballots),
        tellers=tellers if settling.ballots else None,
        unranked=tuple(ordering.unranked(settling.book)),
    )


def evolve(_state: RankingState | None, event: Event, call: Call) -> RankingState:
    """Return the ranking after *event*."""
    if isinstance(event, RankingFixed):
        return RankingState(
            places=event.places,
            fixed_by=call.actor.person,
            reason=event.reason,
            ballots=event.ballots,
            unranked=event.unranked,
            tellers=event.tellers,
        )
    raise OutOfPlace(event.kind)
