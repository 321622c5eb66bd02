"""Equal units at the cut-off: what keeps the bloc from proposing, and putting them in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen

from definitions.schema.awards import AwardRule
from workflow.domain import access, cutoffs
from workflow.domain.allocating import LeftOut, Proposal, order_of, propose
from workflow.domain.cutoffs import KEY, EqualsParted, OpenCutoff
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.timing import hanoi_day
from workflow.domain.votes import votes


@dataclass(frozen=True, kw_only=True, slots=True)
class PartEquals(Given):
    """Put equal units in order for an award, the first of them first, with a reason."""

    award: Id
    order: Annotated[tuple[Id, ...], MinLen(2), MaxLen(500)]
    reason: Words


def deciders(book: Book) -> tuple[str, ...]:
    """Return every role that may have to do this in the year."""
    named = [way.decision for rule in book.definition.awards for way in rule.ties]
    return tuple(dict.fromkeys((*filter(None, named), *cutoffs.DECIDERS)))


def part_prevents(book: Book, given: PartEquals, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: no ranking yet, units that are not equal, somebody else's move."""
    if book.find(RankingState, RANKING) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
        return
    rules = {rule.id: rule for rule in book.definition.awards}
    if given.award not in rules:
        facts: dict[str, object] = {"award": given.award, "offered": sorted(rules)}
        yield Unmet(code="AWARD_NOT_OFFERED", facts=facts)
        return
    yield from _not_equal(book, rules[given.award], given)
    movers = cutoffs.deciders(book, rules[given.award], given.order)
    if not any(access.plays(book, call, role) for role in movers):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(movers)}, who=movers)
    roster = book.load(Roster, ROSTER)
    for unit in sorted(access.own_units(book, call) & set(given.order)):
        yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(unit)}, who=("admin",))


def _not_equal(book: Book, rule: AwardRule, given: PartEquals) -> Iterator[Unmet]:
    places = {one.unit: one for one in book.load(RankingState, RANKING).places}
    for unit in [one for one in given.order if one not in places]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    roster, cast = book.load(Roster, ROSTER), votes(book)
    known = [places[one] for one in given.order if one in places]
    keys = {order_of(rule, cast, one) for one in known}
    if len(keys) > 1 or len(set(given.order)) != len(given.order):
        names = [roster.name(one.unit) for one in known]
        yield Unmet(code="NOT_EQUAL", facts={"award": given.award, "units": names})


def open_prevents(book: Book, found: Proposal) -> Iterator[Unmet]:
    """Yield every cut of a proposal that nothing has parted yet, and what it waits for."""
    roster = book.load(Roster, ROSTER)
    for one in found.open:
        names = [roster.name(unit) for unit in one.units]
        lacking = [roster.name(unit) for unit in one.lacking]
        yield _open(one, names, lacking)


def _open(one: OpenCutoff, names: list[str], lacking: list[str]) -> Unmet:
    if one.waits == "fact":
        facts: dict[str, object] = {"award": one.award, "units": lacking, "fact": one.what}
        return Unmet(code="EQUAL_WAITS_FOR_FACT", facts=facts, who=one.who)
    if one.waits == "ballot":
        facts = {"award": one.award, "units": lacking, "ballot": one.what}
        return Unmet(code="EQUAL_WAITS_FOR_BALLOT", facts=facts, who=one.who)
    if one.waits == "initiative":
        facts = {"award": one.award, "units": names}
        return Unmet(code="EQUAL_BY_ONE_INITIATIVE", facts=facts, who=one.who)
    facts = {"award": one.award, "units": names, "places": one.places}
    return Unmet(code="EQUAL_AT_CUTOFF", facts=facts, who=one.who)


def own_gain_prevents(
    book: Book, left_out: Iterable[LeftOut], found: Proposal, call: Call
) -> Iterator[Unmet]:
    """Yield that somebody leaves out an equal of their own unit, which takes the place for that."""
    own = access.own_units(book, call)
    mine = [one for one in found.candidates if one.unit in own]
    out = [one for one in left_out if one.unit not in own]
    if not mine or not out:
        return
    before = propose(book, (), hanoi_day(call.at)).candidates
    had = {(one.award, one.unit) for one in before}
    roster, cast = book.load(Roster, ROSTER), votes(book)
    places = {one.unit: one for one in book.load(RankingState, RANKING).places}
    rules = {rule.id: rule for rule in book.definition.awards}
    for gained in [one for one in mine if (one.award, one.unit) not in had]:
        key = order_of(rules[gained.award], cast, places[gained.unit])
        for one in [one for one in out if one.award == gained.award and one.unit in places]:
            if order_of(rules[gained.award], cast, places[one.unit]) == key:
                facts: dict[str, object] = {
                    "award": gained.award,
                    "unit": roster.name(one.unit),
                    "own": roster.name(gained.unit),
                }
                yield Unmet(code="LEAVES_OUT_AN_EQUAL", facts=facts, who=("deputy", "admin"))


def part(_book: Book, given: PartEquals, _call: Call) -> list[Draft]:
    """Record the order."""
    event = EqualsParted(award=given.award, order=given.order, reason=given.reason)
    return [Draft(stream=KEY, event=event)]
