"""Units in order: results, equals told apart by the ways declared, ranks in bloc and groups."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from workflow.domain.eligibility.conditions import judge
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.results import classing, ties
from workflow.domain.results.last_word import deciders
from workflow.domain.results.ties import Result, Settling
from workflow.domain.scores import part_years, tallying
from workflow.domain.scores.scoring import Total

NO_BALLOTS: Mapping[str, int] = {}


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
    place = result_of(unit, total)
    class_id = classed(book, place, total).class_id
    return replace(place, class_id=class_id, months=_months(book, unit))


def result_of(unit: str, total: Total) -> Place:
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
