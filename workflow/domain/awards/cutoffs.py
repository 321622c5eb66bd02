"""Units that are equal where the number of an award ends: the ways that part them, in their order.

Nothing else ever parts them, least of all the official order. A way that needs a fact, votes or a
decision holds the proposal up until it is there.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import ClassVar, Literal

from definitions.schema.awards import LAST_WORD, AwardRule, CutoffTie
from definitions.schema.people import PeopleRule
from definitions.schema.ranking import Tie
from workflow.domain.ballots.state import rule_of
from workflow.domain.ballots.votes import Vote
from workflow.domain.errors import OutOfPlace
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Event, Id
from workflow.domain.results import ties
from workflow.domain.results.ties import Result, Settling
from workflow.domain.scores import tallying

KEY = "cutoffs"
DECIDERS = ("overseer", "admin")
"""Who decides where the definition names nobody."""

LAST = CutoffTie(decision="overseer")
"""What is left where the ways of a rule end without parting equals: somebody decides."""

Waits = Literal["decision", "fact", "ballot", "initiative"]


Rule = AwardRule | PeopleRule


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonOf:
    """A person or household of a unit."""

    unit: Id
    subject: Id


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """An order of equal units, or of people of such units, that somebody decided for an award."""

    award: str
    order: tuple[str, ...]
    reason: str
    by: str
    at: datetime
    people: tuple[PersonOf, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cutoffs:
    """Every such decision of the year, in the order in which they were taken."""

    parted: tuple[Parted, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class EqualsParted(Event):
    """Equal units, or people of them, are put in order for one award, the first of them first."""

    kind: ClassVar[str] = "equals_parted"
    award: str
    order: tuple[str, ...]
    reason: str
    people: tuple[PersonOf, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cutoff:
    """What equals are parted with: the year, the rule, how votes came out."""

    book: Book
    rule: Rule
    votes: Sequence[Vote]

    @property
    def award(self) -> str:
        """The award that the rule is about."""
        return award_of(self.rule)

    def vote(self, way: CutoffTie, unit: str, subject: str | None = None) -> Vote | None:
        """Return how the ballot of a way came out on a unit, or a person of it."""
        rule = way.ballot or ""
        found = [one for one in self.votes if one.about(rule, unit, self.award, subject)]
        return found[-1] if found else None

    def decided(self, units: Sequence[str]) -> Parted | None:
        """Return the last decision that puts all these units in order."""
        fits = [one for one in self._taken() if set(units) <= set(one.order)]
        return fits[-1] if fits else None

    def decided_of(self, people: Sequence[PersonOf]) -> Parted | None:
        """Return the last decision that puts all these people in order."""
        fits = [one for one in self._taken() if set(people) <= set(one.people)]
        return fits[-1] if fits else None

    def _taken(self) -> list[Parted]:
        taken = (self.book.find(Cutoffs, KEY) or Cutoffs()).parted
        return [one for one in taken if one.award == self.award]


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCutoff:
    """Equals that nothing has parted yet, for how many places, and what that waits for.

    `what` names the fact or the ballot, `lacking` the units that have none; `who`: whose move.
    Where they are `people` of equal units, `rule` is the one that they wait for.
    """

    award: str
    units: tuple[str, ...]
    places: int
    waits: Waits
    who: tuple[str, ...]
    what: str | None = None
    lacking: tuple[str, ...] = ()
    people: tuple[PersonOf, ...] = ()
    rule: str | None = None


def award_of(rule: Rule) -> str:
    """Return the award that a rule is about."""
    return rule.id if isinstance(rule, AwardRule) else rule.award


def ways(rule: Rule) -> list[CutoffTie]:
    """Return the ways of a rule; where none has the last word, a decision has it."""
    declared = list(rule.ties)
    if any(way.name in LAST_WORD for way in declared):
        return declared
    return [*declared, LAST]


def deciders(book: Book, rule: Rule, units: Collection[str]) -> tuple[str, ...]:
    """Return who may put equals of an award in order; never a role held by one of them."""
    named = tuple(str(way.decision) for way in rule.ties if way.decision)
    mandates = book.load(Roster, ROSTER).mandates
    held = {one.role for one in mandates if one.end is None and one.unit in units}
    free = tuple(role for role in named if role not in held)
    return free or ("admin",) if named else DECIDERS


def movers(book: Book, rule: Rule, way: CutoffTie, units: Collection[str]) -> tuple[str, ...]:
    """Return whose move it is when a way has nothing to go by."""
    if way.ballot:
        rule_asked = rule_of(book, way.ballot)
        return tuple(dict.fromkeys(rule_asked.runner(unit) for unit in units))
    return ("head",) if way.external or way.share_of_women else deciders(book, rule, units)


def lacking(cut: Cutoff, way: CutoffTie, units: Sequence[str]) -> list[str]:
    """Return the units for which a way has nothing to go by."""
    told = way.external or way.share_of_women
    if way.decision:
        return [] if cut.decided(units) else list(units)
    if way.ballot:
        return [unit for unit in units if cut.vote(way, unit) is None]
    settling = Settling(book=cut.book)
    return [unit for unit in units if settling.fact(unit, told.fact) is None] if told else []


def split(cut: Cutoff, way: CutoffTie, places: Sequence[Place]) -> list[list[Place]]:
    """Return equals in the parts that one way makes of them, the better first."""
    units = [one.unit for one in places]
    keyed = [(KEYS[way.name](cut, way, one, units), one) for one in places]
    keyed.sort(key=lambda pair: pair[0])
    return [[one for _, one in part] for _, part in groupby(keyed, lambda pair: pair[0])]


Key = Callable[[Cutoff, CutoffTie, Place, Sequence[str]], Decimal]


def _result(cut: Cutoff, _way: CutoffTie, one: Place, _units: Sequence[str]) -> Decimal:
    return -(one.points if cut.book.definition.ranking.by == "total" else one.percent)


def _as_ranked(cut: Cutoff, way: CutoffTie, one: Place, _units: Sequence[str]) -> Decimal:
    """Return what the way of the same name makes in the ranking."""
    told = {name: getattr(way, name) for name in RANKED if getattr(way, name) is not None}
    total = tallying.tally(cut.book, [one.unit])[one.unit]
    result = Result(unit=one.unit, total=total, value=one.points)
    (key,) = ties.KEYS[way.name](Settling(book=cut.book), Tie(**told), result)
    return key


def _ballot(cut: Cutoff, way: CutoffTie, one: Place, _units: Sequence[str]) -> Decimal:
    vote = cut.vote(way, one.unit)
    return -Decimal(vote.agree if vote else 0)


def _groups(cut: Cutoff, way: CutoffTie, one: Place, _units: Sequence[str]) -> Decimal:
    order, own = way.groups or [], groups.of(cut.book).get(one.unit)
    return Decimal(order.index(own) if own in order else len(order))


def _decided(cut: Cutoff, _way: CutoffTie, one: Place, units: Sequence[str]) -> Decimal:
    decision = cut.decided(units)
    return Decimal(decision.order.index(one.unit) if decision else 0)


def _together(_cut: Cutoff, _way: CutoffTie, _one: Place, _units: Sequence[str]) -> Decimal:
    return Decimal(0)


RANKED = ("criterion", "adjustment", "external", "share_of_women")

KEYS: dict[str, Key] = {
    "result": _result,
    **dict.fromkeys(RANKED, _as_ranked),
    "ballot": _ballot,
    "groups": _groups,
    "decision": _decided,
    "take": _together,
}
"""Implements exactly `definitions.schema.awards.CUTOFF_TIES`; a test compares. Less comes first."""


def evolve(state: Cutoffs | None, event: Event, call: Call) -> Cutoffs:
    """Return the decisions after *event*."""
    if isinstance(event, EqualsParted):
        parted = Parted(
            award=event.award, order=event.order, reason=event.reason,
            by=call.actor.person, at=call.at, people=event.people,
        )  # fmt: skip
        return Cutoffs(parted=(*(state or Cutoffs()).parted, parted))
    raise OutOfPlace(event.kind)
