"""Which ways were tried on units that were equal, what each went by, and whom it set apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from definitions.schema.ranking import Tie
from workflow.domain.model import Book
from workflow.domain.results import ordering, ranking, ties
from workflow.domain.results.decided_ties import DecidedTie, decided_ties
from workflow.domain.results.explaining import order
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties import Result, Settling


@dataclass(frozen=True, kw_only=True, slots=True)
class TieStep:
    """One way that was tried on units that were equal: what it went by, and whom it set apart.

    `decided`: who decided on that tie alone, where somebody did.
    """

    way: Tie
    values: Mapping[str, Decimal]
    settled: bool
    decided: DecidedTie | None = None


def ties_of(book: Book, unit: str) -> Iterator[TieStep]:
    """Yield the ways that were tried on *unit* and those that had the same result."""
    state = book.find(RankingState, ranking.KEY)
    decided = tuple(place.unit for place in order(book)) if state else ()
    settling = Settling(book=book, order=decided, ballots=state.ballots if state else {})
    equal = next((one for one in ordering.equal(book) if unit in {r.unit for r in one}), [])
    for way in book.definition.ranking.ties if len(equal) > 1 else ():
        asked = settling.about(equal)
        keyed = {one.unit: ties.KEYS[way.name](asked, way, one) for one in equal}
        values = {name: _shown(asked, way, name, key[-1]) for name, key in keyed.items()}
        taken = decided_ties(book).about(keyed) if way.decision else None
        settled = len(set(keyed.values())) > 1
        yield TieStep(way=way, values=values, settled=settled, decided=taken)
        equal = _still(settling, equal, way, unit)
        if len(equal) == 1:
            return


def _still(settling: Settling, equal: list[Result], way: Tie, unit: str) -> list[Result]:
    parts = ties.split(settling, equal, way)
    return next(part for part in parts if any(one.unit == unit for one in part))


def _shown(settling: Settling, way: Tie, unit: str, key: Decimal) -> Decimal:
    """Return what a way goes by as people know it: more points, more votes, an earlier place."""
    if way.official_order or way.decision:
        return key + 1
    if way.share_of_women:
        return Decimal(settling.fact(unit, way.share_of_women.fact) or 0)
    return abs(key) if way.ballot or way.external or way.criterion else -key
