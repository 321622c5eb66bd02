"""What quotas are shares of, counted from the year: units, their people, who holds a title."""

from collections.abc import Callable, Collection

from definitions.schema.awards import AwardRule
from definitions.schema.quotas import CountedBase, QuotaBase
from workflow.domain.awards.quotas import Bases, Weights
from workflow.domain.members import facts, groups, honours
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.registration.inherited import counting
from workflow.domain.registration.state import STANDING
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState

Given = Callable[[str], Collection[str]]
"""The units that were given an award by the rules applied so far."""


def bases_of(book: Book, rule: AwardRule, qualified: Collection[str], given: Given) -> Bases:
    """Return what the quotas of *rule* may be shares of."""

    def weights(of: QuotaBase) -> Weights:
        if isinstance(of, CountedBase):
            return _holders(book, of.holders, given) if of.holders else recorded(book, of.fact)
        return _known(book, of, rule, qualified)

    return Bases(weights=weights, groups=groups.of(book))


def _known(book: Book, of: str, rule: AwardRule, qualified: Collection[str]) -> Weights:
    members = book.load(Roster, ROSTER).unit_ids()
    standing = {
        unit: one for unit, one in ((unit, counting(book, unit)) for unit in members)
        if one and one.status in STANDING
    }  # fmt: skip
    match of:
        case "staff":
            return {unit: one.staff for unit, one in standing.items()}
        case "people":
            return {unit: one.people for unit, one in standing.items()}
        case "registered":
            return dict.fromkeys(
                (unit for unit, one in standing.items() if one.aims_at(rule.id)), 1
            )
        case "leaders":
            places = book.load(RankingState, RANKING).places
            return dict.fromkeys(
                (one.unit for one in places if (one.group_rank or one.rank) == 1), 1
            )
        case "qualified":
            return dict.fromkeys(qualified, 1)
    return dict.fromkeys((one for one in members if one in suited(book, rule)), 1)


def suited(book: Book, rule: AwardRule) -> frozenset[str]:
    """Return the members that an award is for, now or before: collectives, or people."""
    award = next(one for one in book.definition.catalogue if one.id == rule.id)
    roster = book.load(Roster, ROSTER)
    known = (*roster.units, *(one.unit for one in roster.former))
    return frozenset(one.id for one in known if award.is_for(one.subject))


def _holders(book: Book, title: str, given: Given) -> Weights:
    """Count each unit that holds a title once, however that is known."""
    recorded = book.each(honours.UnitHonours, honours.KIND).items()
    held = [unit for unit, one in recorded if one.of_year([title], book.year)]
    members = book.load(Roster, ROSTER).unit_ids()
    return dict.fromkeys((unit for unit in (*given(title), *held) if unit in members), 1)


def recorded(book: Book, fact: str | None) -> Weights:
    """Return a count that is recorded about each member."""
    members = book.load(Roster, ROSTER).unit_ids()
    known = book.each(facts.UnitFacts, facts.KIND).items()
    counts = {unit: one.values.get(fact or "") for unit, one in known if unit in members}
    return {unit: int(n) for unit, n in counts.items() if isinstance(n, int)}
