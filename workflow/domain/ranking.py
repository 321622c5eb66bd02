"""Ranking: totals in order, ties broken by the ways declared, in their order; then fixed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import ClassVar

from definitions.schema.rubric import Tie
from workflow.domain import access, sheet, year
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Book, Call, Draft, Event, Given, Id, Words
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.scoring import Total, class_of
from workflow.domain.sheet import Sheet

KEY = "ranking"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One unit's place: rank from 1, total, percent of the assigned maximum, class."""

    unit: str
    rank: int
    points: Decimal
    of: Decimal
    percent: Decimal
    class_id: str | None = None
    tie_broken_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingState:
    """The state of the ranking stream."""

    places: tuple[Place, ...]

    def of(self, unit: str) -> Place | None:
        """Return the place of *unit*."""
        return next((place for place in self.places if place.unit == unit), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingFixed(Event):
    """The order of the units is settled."""

    kind: ClassVar[str] = "ranking_fixed"
    places: tuple[Place, ...]
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FixRanking(Given):
    """Settle the ranking. `order` decides ties that the declared ways leave open, with a reason."""

    order: tuple[Id, ...] = ()
    reason: Words | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    unit: str
    total: Total
    value: Decimal


def fix_prevents(book: Book, given: FixRanking, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the ranking from being settled: sheets missing, ties left open."""
    yield from year.stage_prevents(book, sheet.STAGE, call)
    missing = tuple(sheet.missing_sheets(book, "appraised"))
    yield from missing
    if book.find(RankingState, KEY):
        yield Unmet(code="RANKING_FIXED", facts={})
    if missing:
        return
    roster = book.load(Roster, ROSTER)
    for units in open_ties(book, given.order):
        names = [roster.name(unit) for unit in units]
        yield Unmet(code="TIE_OPEN", facts={"units": names}, who=deciders(book))
    for unit in [one for one in given.order if one not in roster.unit_ids()]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    if given.order and not any(access.plays(book, call, role) for role in deciders(book)):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(deciders(book))}, who=deciders(book))
    if given.order and not given.reason:
        yield Unmet(code="REASON_MISSING", facts={}, who=(call.actor.seat,))


def deciders(book: Book) -> tuple[str, ...]:
    """Return the roles that the definition leaves the last word on a tie to."""
    return tuple(tie.decision for tie in book.definition.ranking.ties if tie.decision)


def fix(book: Book, given: FixRanking, _call: Call) -> list[Draft]:
    """Record the ranking."""
    event = RankingFixed(places=tuple(places(book, given.order)), reason=given.reason)
    return [Draft(stream=KEY, event=event)]


def _entries(book: Book) -> list[_Entry]:
    rubric, by = book.definition.rubric, book.definition.ranking.by
    sheets = book.each(Sheet, sheet.KIND)
    entries = []
    for unit in book.load(Roster, ROSTER).unit_ids():
        total = sheet.total_of(rubric, sheets[unit])
        value = total.points if by == "total" else total.percent
        entries.append(_Entry(unit=unit, total=total, value=value))
    return sorted(entries, key=lambda entry: -entry.value)


def _broken(
    book: Book, tied: list[_Entry], ties: Sequence[Tie], order: Sequence[str]
) -> Iterator[tuple[list[_Entry], str | None]]:
    """Yield *tied* in order as groups still equal, each with the way that set it apart."""
    if len(tied) == 1 or not ties:
        yield tied, None
        return
    way, rest = ties[0], ties[1:]
    keyed = [(_key(book, entry, way, order), entry) for entry in tied]
    keyed.sort(key=lambda pair: pair[0])
    groups = [[entry for _, entry in group] for _, group in groupby(keyed, lambda pair: pair[0])]
    for group in groups:
        for still, by in _broken(book, group, rest, order):
            yield still, by or (_label(way) if len(groups) > 1 else None)


def _label(way: Tie) -> str:
    return next(f"{name}:{value}" for name, value in way if value is not None)


def _key(book: Book, entry: _Entry, way: Tie, order: Sequence[str]) -> Decimal:
    if way.criterion or way.adjustment:
        return -entry.total.nodes[way.criterion or way.adjustment or ""]
    listed = book.load(Roster, ROSTER).unit_ids() if way.official_order else order
    return Decimal(listed.index(entry.unit) if entry.unit in listed else len(listed))


def _groups(book: Book, order: Sequence[str]) -> Iterator[tuple[list[_Entry], str | None]]:
    ties = book.definition.ranking.ties
    for _, equal in groupby(_entries(book), lambda entry: entry.value):
        yield from _broken(book, list(equal), ties, order)


def open_ties(book: Book, order: Sequence[str]) -> Iterator[list[str]]:
    """Yield each group still equal where the definition leaves the last word to somebody.

    Without such a way declared, units that stay equal share their rank.
    """
    if not any(tie.decision for tie in book.definition.ranking.ties):
        return
    for group, _ in _groups(book, order):
        if len(group) > 1:
            yield [entry.unit for entry in group]


def places(book: Book, order: Sequence[str]) -> Iterator[Place]:
    """Yield the places in order; units still equal share a rank, and the next rank is skipped."""
    rank = 1
    for group, by in _groups(book, order):
        for entry in group:
            yield Place(
                unit=entry.unit,
                rank=rank,
                points=entry.total.points,
                of=entry.total.of,
                percent=entry.total.percent,
                class_id=class_of(book.definition.rubric, entry.total.percent),
                tie_broken_by=by,
            )
        rank += len(group)


def evolve(_state: RankingState | None, event: Event, _call: Call) -> RankingState:
    """Return the ranking after *event*."""
    if isinstance(event, RankingFixed):
        return RankingState(places=event.places)
    raise OutOfPlace(event.kind)
