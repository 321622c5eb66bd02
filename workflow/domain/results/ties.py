"""Breaking ties in the ways declared, in their order. Nothing else ever tells equal units apart.

A way that needs something to be entered, votes or a fact, holds the ranking up until it is there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

from definitions.schema.ranking import Tie
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot, rule_of
from workflow.domain.members import facts
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.results.decided_ties import decided_ties
from workflow.domain.scores.scoring import Total


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A unit with what it is ranked by."""

    unit: str
    total: Total
    value: Decimal


Key = tuple[Decimal, ...]
"""What a way goes by, less first: compared from the left; the last is what is shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settling:
    """What ties are broken with: the year, an order given now, votes that were entered.

    An order given now goes before what was decided about a tie on its own.
    """

    book: Book
    order: Sequence[str] = ()
    ballots: Mapping[str, int] = field(default_factory=dict)

    def about(self, tied: Sequence[Result]) -> "Settling":
        """Return this with the order that was decided about exactly *tied*, where none is given."""
        units = {one.unit for one in tied}
        found = None if units & {*self.order} else decided_ties(self.book).about(units)
        return replace(self, order=found.order) if found else self

    def fact(self, unit: str, name: str) -> int | None:
        """Return a count recorded about *unit*."""
        recorded = self.book.find(facts.UnitFacts, f"{facts.KIND}/{unit}")
        value = recorded.values.get(name) if recorded else None
        return value if isinstance(value, int) else None

    def votes(self, way: Tie, unit: str) -> Key | None:
        """Return what a ballot says of *unit*: elected or not, its last round, its votes there."""
        if way.ballot is True:
            entered = self.ballots.get(unit)
            return None if entered is None else (Decimal(entered),)
        held = self.held(way, unit)
        item = next((one for one in held.items if one.unit == unit), None) if held else None
        if held is None or item is None:
            return None
        turns = [turn.number for turn in held.rounds for one in turn.counted if one.item == item.id]
        passed = held.settled.get(item.id) == "passed"
        return Decimal(passed), Decimal(max(turns, default=0)), Decimal(held.agreed(item.id))

    def held(self, way: Tie, unit: str) -> Ballot | None:
        """Return the latest ballot of the kind that *way* names which is over and about *unit*."""
        over = [
            (one.opened_at, name, one)
            for name, one in self.book.each(Ballot, BALLOT).items()
            if one.rule == way.ballot
            and one.status == "closed"
            and any(item.unit == unit for item in one.items)
        ]
        return max(over, key=lambda one: one[:2])[2] if over else None


Broken = Iterator[tuple[list[Result], str | None]]
"""Groups in order, still equal inside, each with the way that set it apart."""


def broken(settling: Settling, tied: list[Result], ways: Sequence[Tie]) -> Broken:
    """Yield *tied* in order as groups still equal, each with the way that set it apart."""
    if len(tied) == 1 or not ways:
        yield tied, None
        return
    way, rest = ways[0], ways[1:]
    groups = split(settling, tied, way)
    for group in groups:
        for still, by in broken(settling, group, rest):
            yield still, by or (way.label if len(groups) > 1 else None)


def split(settling: Settling, tied: list[Result], way: Tie) -> list[list[Result]]:
    """Return *tied* in the groups that one way makes of it, the better first."""
    asked = settling.about(tied) if way.decision else settling
    keyed = [(KEYS[way.name](asked, way, one), one) for one in tied]
    keyed.sort(key=lambda pair: pair[0])
    return [[one for _, one in group] for _, group in groupby(keyed, lambda pair: pair[0])]


def reached(
    settling: Settling, tied: list[Result], ways: Sequence[Tie]
) -> Iterator[tuple[Tie, list[str]]]:
    """Yield every way with the units that are still equal when it is their turn."""
    if len(tied) == 1 or not ways:
        return
    yield ways[0], [one.unit for one in tied]
    for group in split(settling, tied, ways[0]):
        yield from reached(settling, group, ways[1:])


def lacking(settling: Settling, way: Tie, units: Sequence[str]) -> list[str]:
    """Return the units for which *way* has nothing to go by."""
    if way.ballot is True:
        return [unit for unit in units if unit not in settling.ballots]
    if way.ballot:  # one ballot about all of them, or none counts
        held = [settling.held(way, unit) for unit in units]
        return [] if all(one is not None and one is held[0] for one in held) else list(units)
    told = way.external or way.share_of_women
    return [unit for unit in units if settling.fact(unit, told.fact) is None] if told else []


def waits_for(settling: Settling, way: Tie) -> str:
    """Return whose move a ballot is that parts equal units: who runs ballots of its kind."""
    if way.ballot is True or way.ballot is None:
        return "head"
    return rule_of(settling.book, way.ballot).runner()


def _criterion(_settling: Settling, way: Tie, one: Result) -> Key:
    return (-one.total.nodes[way.criterion or way.adjustment or ""],)


def _official(settling: Settling, _way: Tie, one: Result) -> Key:
    order = settling.book.load(Roster, ROSTER).unit_ids()
    return (Decimal(order.index(one.unit) if one.unit in order else len(order)),)  # gone: last


def _decided(settling: Settling, _way: Tie, one: Result) -> Key:
    order = settling.order
    return (Decimal(order.index(one.unit) if one.unit in order else len(order)),)


def _external(settling: Settling, way: Tie, one: Result) -> Key:
    value = Decimal(settling.fact(one.unit, way.external.fact) or 0) if way.external else Decimal(0)
    return (value if way.external and way.external.better == "less" else -value,)


def _women(settling: Settling, way: Tie, one: Result) -> Key:
    rule = way.share_of_women
    share = settling.fact(one.unit, rule.fact) if rule else None
    return (Decimal(0 if rule and share is not None and share >= rule.at_least else 1),)


def _ballot(settling: Settling, way: Tie, one: Result) -> Key:
    return tuple(-value for value in settling.votes(way, one.unit) or (Decimal(0),))


KEYS: dict[str, Callable[[Settling, Tie, Result], Key]] = {
    "criterion": _criterion,
    "adjustment": _criterion,
    "official_order": _official,
    "decision": _decided,
    "external": _external,
    "share_of_women": _women,
    "ballot": _ballot,
}
"""Implements exactly `definitions.schema.ranking.TIES`; a test compares. Less comes first."""
