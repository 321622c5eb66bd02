"""Ranking: results in order, ties broken by the ways declared, in their order; then fixed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import ClassVar

from definitions.schema.ranking import Tie
from workflow.domain import (
    classing,
    closing,
    deviations,
    entered_votes,
    groups,
    last_word,
    owing,
    part_years,
    tallying,
    ties,
    timing,
    year,
)
from workflow.domain.ballots.state import rule_of
from workflow.domain.conditions import judge
from workflow.domain.entered_votes import Entered, Tellers
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.last_word import deciders
from workflow.domain.model import Book, Call, Count, Draft, Event, Given, Id, Words
from workflow.domain.places import Place
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.scoring import Total
from workflow.domain.sheet import STAGE
from workflow.domain.standings import standing_of
from workflow.domain.ties import Result, Settling

KEY = "ranking"
NO_BALLOTS: Mapping[str, int] = {}


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
    """Settle the ranking. `order` decides ties that the declared ways leave open, with a reason.

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
    missing = (
        *owing.missing_sheets(book, "appraised"),
        *groups.missing_groups(book),
        *closing.not_closed(book),
    )
    yield from missing
    if book.find(RankingState, KEY):
        yield Unmet(code="RANKING_FIXED", facts={})
    if missing:
        return
    roster, settling = (
        book.load(Roster, ROSTER),
        Settling(book=book, order=given.order, ballots=given.ballots),
    )
    yield from _classes_open(book, roster)
    yield from _waiting(settling, roster)
    yield from _entered_prevent(settling, given)
    yield from _ties_open(settling, roster, call)
    for unit in [one for one in (*given.order, *given.ballots) if one not in roster.unit_ids()]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    if given.order:
        yield from last_word.decide_prevents(book, _decided_on(settling), call)
    if given.order and not given.reason:
        yield Unmet(code="REASON_MISSING", facts={}, who=(call.actor.seat,))


def _classes_open(book: Book, roster: Roster) -> Iterator[Unmet]:
    """Yield, fact by fact, the units whose class hangs on a fact that nobody has recorded."""
    waiting: dict[str, list[str]] = defaultdict(list)
    demanding = any(band.when for band in book.definition.rubric.classes)
    for unit, total in ranked(book).items() if demanding else ():
        found = classed(book, _of_total(unit, total), total)
        for fact in found.lacking:
            waiting[fact].append(roster.name(unit))
    titles = {fact.id: fact.title for fact in book.definition.facts}
    for fact, units in waiting.items():
        facts = {"units": units, "fact": fact, "title": titles[fact]}
        yield Unmet(code="CLASS_WAITS_FOR_FACT", facts=facts, who=("head", "deputy"))


def _waiting(settling: Settling, roster: Roster) -> Iterator[Unmet]:
    """Yield ties that wait for a fact or for votes."""
    for way, units in _reached(settling):
        lacking = [roster.name(unit) for unit in ties.lacking(settling, way, units)]
        if not lacking:
            continue
        facts: dict[str, object] = {"units": lacking}
        if way.ballot is True:
            yield Unmet(code="TIE_WAITS_FOR_BALLOT", facts=facts, who=("head",))
        elif way.ballot:
            facts |= {"ballot": rule_of(settling.book, way.ballot).title}
            yield Unmet(
                code="TIE_WAITS_FOR_VOTE", facts=facts, who=(ties.waits_for(settling, way),)
            )
        else:
            told = way.external or way.share_of_women
            facts |= {"fact": told.fact if told else ""}
            yield Unmet(code="TIE_WAITS_FOR_FACT", facts=facts, who=("head",))


def _reached(settling: Settling) -> Iterator[tuple[Tie, list[str]]]:
    for tied in equal(settling.book):
        yield from ties.reached(settling, tied, settling.book.definition.ranking.ties)


def _entered_prevent(settling: Settling, given: FixRanking) -> Iterator[Unmet]:
    """Yield what is wrong with votes that are entered."""
    asked = [units for way, units in _reached(settling) if way.ballot is True]
    entered = Entered(votes=given.ballots, tellers=given.tellers, asked=asked)
    yield from entered_votes.prevents(settling.book, entered)


def _ties_open(settling: Settling, roster: Roster, call: Call) -> Iterator[Unmet]:
    """Yield ties that wait for whoever has the last word, and is able to give it."""
    book, day = settling.book, timing.hanoi_day(call.at)
    left = list(open_ties(book, settling.order, settling.ballots))
    who = last_word.able(book, _decided_on(settling), day) if left else ()
    for units in left:
        names = [roster.name(unit) for unit in units]
        yield Unmet(code="TIE_OPEN", facts={"units": names}, who=who)


def _decided_on(settling: Settling) -> list[str]:
    """Return the units that are equal when nothing but a decision is left."""
    return [unit for units in open_ties(settling.book, (), settling.ballots) for unit in units]


def fix(book: Book, given: FixRanking, _call: Call) -> list[Draft]:
    """Record the ranking."""
    found = tuple(places(book, given.order, given.ballots))
    event = RankingFixed(
        places=found,
        reason=given.reason,
        ballots=dict(given.ballots),
        tellers=given.tellers,
        unranked=tuple(unranked(book)),
    )
    return [*deviations.fixed_with(book), Draft(stream=KEY, event=event)]


def ranked(book: Book) -> dict[str, Total]:
    """Return the totals of the units that have a place."""
    found = tallying.tally(book)
    return {unit: one for unit, one in found.items() if part_years.membership(book, unit).ranked}


def unranked(book: Book) -> Iterator[Place]:
    """Yield the results of the units that have none, with rank 0."""
    if book.definition.rubric.part_year is None:
        return
    for unit, total in tallying.tally(book).items():
        if not part_years.membership(book, unit).ranked:
            yield _place(book, unit, total)


def equal(book: Book) -> Iterator[list[Result]]:
    """Yield the units in order, those with the same result together; group after group.

    Where the bloc only ranks inside groups, units of different groups are never compared.
    """
    by, inside = book.definition.ranking.by, book.definition.ranking.inside
    results = [
        Result(unit=unit, total=total, value=total.points if by == "total" else total.percent)
        for unit, total in ranked(book).items()
    ]
    apart = groups.of(book) if inside == "groups" else {}
    results.sort(key=lambda one: (apart.get(one.unit, ""), -one.value))
    for _, same in groupby(results, lambda one: (apart.get(one.unit, ""), one.value)):
        yield list(same)


def open_ties(
    book: Book, order: Sequence[str], ballots: Mapping[str, int] = NO_BALLOTS
) -> Iterator[list[str]]:
    """Yield each group still equal where the definition leaves the last word to somebody.

    Without such a way declared, units that stay equal share their rank.
    """
    if not deciders(book):
        return
    settling = Settling(book=book, order=order, ballots=ballots)
    for tied in equal(book):
        for still, _ in ties.broken(settling, tied, book.definition.ranking.ties):
            if len(still) > 1:
                yield [one.unit for one in still]


def places(
    book: Book, order: Sequence[str], ballots: Mapping[str, int] = NO_BALLOTS
) -> Iterator[Place]:
    """Yield the places in order; units still equal share a rank, and the next rank is skipped."""
    settling = Settling(book=book, order=order, ballots=ballots)
    found = [
        (still, by)
        for tied in equal(book)
        for still, by in ties.broken(settling, tied, book.definition.ranking.ties)
    ]
    inside = book.definition.ranking.inside
    grouped = groups.of(book)
    apart = grouped if inside == "groups" else {}
    ranks = _ranks([[one.unit for one in still] for still, _ in found], apart)
    group_ranks = _ranks([[one.unit for one in still] for still, _ in found], grouped)
    for still, by in found:
        for one in still:
            place = _place(book, one.unit, one.total)
            yield replace(
                place,
                rank=ranks[one.unit],
                tie_broken_by=by,
                group=grouped.get(one.unit),
                group_rank=group_ranks[one.unit] if one.unit in grouped else None,
            )


def _ranks(tied: Iterable[Sequence[str]], apart: Mapping[str, str]) -> dict[str, int]:
    """Return the rank of each unit among those of its group; equal units share it."""
    before: dict[str, int] = defaultdict(int)
    ranks: dict[str, int] = {}
    for units in tied:
        beside: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            beside[apart.get(unit, "")].append(unit)
        for group, same in beside.items():
            ranks |= dict.fromkeys(same, before[group] + 1)
            before[group] += len(same)
    return ranks


def _place(book: Book, unit: str, total: Total) -> Place:
    place = _of_total(unit, total)
    class_id = classed(book, place, total).class_id
    return replace(place, class_id=class_id, months=_months(book, unit))


def _of_total(unit: str, total: Total) -> Place:
    return Place(unit=unit, rank=0, points=total.points, of=total.of, percent=total.percent)


def _months(book: Book, unit: str) -> int | None:
    found = part_years.membership(book, unit)
    return found.months if found.rule else None


def classed(book: Book, place: Place, total: Total) -> classing.Classed:
    """Return the class of the unit that holds *place*, with every reason looked at."""
    standing = standing_of(book, place)
    return classing.classify(
        book.definition.rubric, total, lambda condition: judge(condition, standing)
    )


def provisional(book: Book) -> tuple[Place, ...]:
    """Return the order as it would be now, of the units that have entered anything."""
    return tuple(replace(place, provisional=True) for place in places(book, ()))


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
