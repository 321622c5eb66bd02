"""Equals at the cut-off: what keeps the bloc from proposing, and putting them in order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.awards import AwardRule
from definitions.schema.people import PeopleRule
from definitions.wording import Phrase
from workflow.domain import access
from workflow.domain.awards import cutoffs
from workflow.domain.awards.allocating import order_of
from workflow.domain.awards.cutoffs import KEY, EqualsParted, OpenCutoff, PersonOf
from workflow.domain.awards.personal import propose
from workflow.domain.awards.proposal import Candidate, LeftOut, Proposal
from workflow.domain.ballots.votes import votes
from workflow.domain.errors import Unmet
from workflow.domain.members import people
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.timing import hanoi_day

LEAST = 2
"""Nobody is equal to nobody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PartEquals(Given):
    """Put equal units, or people of equal units, in order for an award, with a reason."""

    award: Id
    order: Annotated[tuple[Id, ...], MaxLen(500)] = ()
    people: Annotated[tuple[PersonOf, ...], MaxLen(500)] = ()
    reason: Words


def deciders(book: Book) -> tuple[str, ...]:
    """Return every role that may have to do this in the year."""
    rules: list[cutoffs.Rule] = [*book.definition.awards, *book.definition.people_awards]
    named = [way.decision for rule in rules for way in rule.ties]
    return tuple(dict.fromkeys((*filter(None, named), *cutoffs.DECIDERS)))


def part_prevents(book: Book, given: PartEquals, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: no ranking yet, nobody is equal, somebody else's move."""
    if book.find(RankingState, RANKING) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
        return
    rules = _rules(book, given)
    if not rules:
        facts: dict[str, object] = {"award": given.award, "offered": _offered(book, given)}
        yield Unmet(code="AWARD_NOT_OFFERED", facts=facts)
        return
    yield from _people_wrong(book, rules, given) if given.people else _not_equal(book, rules, given)
    units = {*given.order, *(one.unit for one in given.people)}
    movers = cutoffs.deciders(book, rules[0], units)
    if not any(access.plays(book, call, role) for role in movers):
        yield Unmet(code="NOT_IN_ROLE", facts={"roles": list(movers)}, who=movers)
    roster = book.load(Roster, ROSTER)
    for unit in sorted(access.own_units(book, call) & units):
        yield Unmet(code="OWN_UNIT", facts={"unit": roster.name(unit)}, who=("admin",))


def _rules(book: Book, given: PartEquals) -> list[cutoffs.Rule]:
    """Return the rules of the award: those for people where people are named."""
    rules: list[cutoffs.Rule] = [*book.definition.awards]
    if given.people:
        rules = [one for one in book.definition.people_awards if one.decided_by == "offices"]
    return [one for one in rules if cutoffs.award_of(one) == given.award]


def _offered(book: Book, given: PartEquals) -> list[str]:
    rules = book.definition.people_awards if given.people else book.definition.awards
    return sorted({cutoffs.award_of(one) for one in rules})


def _not_equal(book: Book, rules: Sequence[cutoffs.Rule], given: PartEquals) -> Iterator[Unmet]:
    places = {one.unit: one for one in book.load(RankingState, RANKING).places}
    for unit in [one for one in given.order if one not in places]:
        yield Unmet(code="NOT_A_MEMBER", facts={"unit": unit})
    roster, cast = book.load(Roster, ROSTER), votes(book)
    known = [places[one] for one in given.order if one in places]
    keys = {order_of(rule, cast, one) for rule in rules for one in known
            if isinstance(rule, AwardRule)}  # fmt: skip
    if len(keys) > 1 or len(set(given.order)) != len(given.order) or len(given.order) < LEAST:
        names: list[object] = [roster.name(one.unit) for one in known]
        yield Unmet(code="NOT_EQUAL", facts={"award": given.award, "units": names})


def _people_wrong(book: Book, rules: Sequence[cutoffs.Rule], given: PartEquals) -> Iterator[Unmet]:
    """Yield people nobody put forward, of units that are not equal, or against a unit's order."""
    places = {one.unit: one for one in book.load(RankingState, RANKING).places}
    roster = book.load(Roster, ROSTER)
    kinds = [rule.to for rule in rules if isinstance(rule, PeopleRule)]
    for one in given.people:
        found = people.of_unit(book, one.unit).find(one.subject)
        wanted = found is not None and given.award in found.awards
        if not wanted or people.kind_of(book, one.unit, one.subject) not in kinds:
            facts: dict[str, object] = {"subject": one.subject, "unit": roster.name(one.unit)}
            yield Unmet(code="NO_SUCH_SUBJECT", facts=facts)
    units = dict.fromkeys(one.unit for one in given.people)
    ranks = {places[unit].rank for unit in units if unit in places}
    twice = len(set(given.people)) != len(given.people)
    if len(ranks) > 1 or len(units) < LEAST or twice:
        names = [named(book, one.unit, one.subject) for one in given.people]
        yield Unmet(code="NOT_EQUAL", facts={"award": given.award, "units": names})
    for unit in units:
        own = [one.id for one in people.of_unit(book, unit).everybody]
        said = [one.subject for one in given.people if one.unit == unit and one.subject in own]
        if said != sorted(said, key=own.index):
            yield Unmet(code="ORDER_OF_THE_UNIT", facts={"unit": roster.name(unit)})


def named(book: Book, unit: str, subject: str | None) -> object:
    """Return a unit by its name, or a person or household of it by name and unit."""
    name = book.load(Roster, ROSTER).name(unit)
    if subject is None:
        return name
    whom = people.name_of(book, unit, subject)
    return Phrase("person_of_unit", {"name": whom, "unit": name})


def open_prevents(book: Book, found: Proposal) -> Iterator[Unmet]:
    """Yield every cut of a proposal that nothing has parted yet, and what it waits for."""
    roster = book.load(Roster, ROSTER)
    for one in found.open:
        equals: list[tuple[str, str | None]] = [(who.unit, who.subject) for who in one.people]
        names = [named(book, *who) for who in equals or [(unit, None) for unit in one.units]]
        lacking = [roster.name(unit) for unit in one.lacking]
        yield _open(one, names, lacking)


def _open(one: OpenCutoff, names: list[object], lacking: list[str]) -> Unmet:
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
    had = {(one.award, one.unit, one.subject) for one in before}
    roster, equal = book.load(Roster, ROSTER), _equality(book)
    for gained in [one for one in mine if (one.award, one.unit, one.subject) not in had]:
        for one in [one for one in out if one.award == gained.award]:
            alike = (one.subject is None) == (gained.subject is None)
            if alike and equal(gained, one.unit) == equal(gained, gained.unit):
                facts: dict[str, object] = {
                    "award": gained.award,
                    "unit": roster.name(one.unit),
                    "own": roster.name(gained.unit),
                }
                yield Unmet(code="LEAVES_OUT_AN_EQUAL", facts=facts, who=("deputy", "admin"))


def _equality(book: Book) -> Callable[[Candidate, str], object]:
    """Return by what two units are equal for an award, or for the people of one of them."""
    cast, rules = votes(book), {rule.id: rule for rule in book.definition.awards}
    places = {one.unit: one for one in book.load(RankingState, RANKING).places}

    def key(gained: Candidate, unit: str) -> object:
        place = places.get(unit)
        if place is None:
            return None
        return place.rank if gained.subject else order_of(rules[gained.award], cast, place)

    return key


def part(_book: Book, given: PartEquals, _call: Call) -> list[Draft]:
    """Record the order."""
    event = EqualsParted(
        award=given.award, order=given.order, people=given.people, reason=given.reason
    )
    return [Draft(stream=KEY, event=event)]
