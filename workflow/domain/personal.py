"""Who of the people and households that units put forward is nominated, each with its basis.

The rules for people come after those for units: what served for a unit serves for nobody else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from definitions.schema.people import PeopleRule
from workflow.domain import allocating, groups, holds, people, quotas, registering, ruling
from workflow.domain.allocating import Candidate, LeftOut, PassedOver, Proposal
from workflow.domain.conditions import Contender, Judgement, Reason, Spent, judge
from workflow.domain.headcounts import bases_of_people
from workflow.domain.honours import UnitHonours
from workflow.domain.model import Book
from workflow.domain.people import Forward, PersonForward
from workflow.domain.places import Place
from workflow.domain.quotas import Allotment
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.registration.inherited import counting
from workflow.domain.ruling import Dates
from workflow.domain.standings import standing_of
from workflow.domain.votes import Vote, votes

Line = tuple[str, str, str]
"""An award, a unit, and a person or household of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _One:
    """Somebody who is considered, and the place of their unit."""

    place: Place
    forward: Forward

    @property
    def owner(self) -> str:
        return f"{self.place.unit}/{self.forward.id}"


@dataclass
class _Run:
    """One application of the rules for people, from the first to the last."""

    book: Book
    out: dict[Line, str]
    votes: tuple[Vote, ...]
    spent: set[Spent]
    groups: Mapping[str, str]
    candidates: list[Candidate] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    allotments: list[Allotment] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)

    def given(self, award: str) -> list[str]:
        """Return the unit of each who was taken for an award so far."""
        return [one.unit for one in self.candidates if one.award == award]


def propose(book: Book, left_out: Iterable[LeftOut], day: date | None = None) -> Proposal:
    """Return what all rules in force on *day* propose: for units first, then for their people."""
    out = tuple(left_out)
    units = allocating.propose(book, out, day)
    lines = {(one.award, one.unit, one.subject): one.reason for one in out if one.subject}
    run = _Run(book, lines, votes(book), set(units.spent), groups.of(book))
    for rule in ruling.people_rules(book.definition, Dates(year=book.year, proposed=day)):
        for unit, ones in _contests(run, rule):
            _apply(run, rule, unit, ones)
    return replace(
        units,
        candidates=(*units.candidates, *run.candidates),
        passed_over=(*units.passed_over, *run.passed),
        allotments=(*units.allotments, *run.allotments),
        spent=frozenset(run.spent),
    )


def _contests(run: _Run, rule: PeopleRule) -> Iterator[tuple[str | None, list[_One]]]:
    """Yield who is considered together: the people of each unit, or those of the whole bloc."""
    places = run.book.load(RankingState, RANKING).places
    if rule.inside == "bloc":
        yield None, [one for place in places for one in _of_place(run, rule, place)]
        return
    for place in places:
        if found := _of_place(run, rule, place):
            yield place.unit, found


def _of_place(run: _Run, rule: PeopleRule, place: Place) -> list[_One]:
    forward = people.of_unit(run.book, place.unit).of(rule.to)
    return [
        _One(place=place, forward=one)
        for one in forward
        if rule.award in one.awards and _in_position(rule, one)
    ]


def _in_position(rule: PeopleRule, one: Forward) -> bool:
    if rule.position is None:
        return True
    return isinstance(one, PersonForward) and one.position == rule.position


def _apply(run: _Run, rule: PeopleRule, unit: str | None, ones: list[_One]) -> None:
    numbers = _numbers(run, rule, unit, ones)
    run.allotments += numbers
    given: list[str | None] = []
    for one in ones:
        group = run.groups.get(one.place.unit)
        full = [number for number in quotas.over(numbers, group) if _reached(number, given)]
        judgement = _judged(run, rule, one, frozenset(run.spent))
        ended = any(not number.warns for number in full)
        why = _why_not(run, rule, one, judgement, full=ended)
        if why is None:
            _take(run, rule, one, judgement, full)
            given.append(group)
        else:
            run.passed.append(_passed(run, rule, one, judgement, why))


def _reached(number: Allotment, given: list[str | None]) -> bool:
    """Whether no place of a number is left, in the whole or in its group of units."""
    taken = [group for group in given if number.group in {None, group}]
    return number.most is not None and len(taken) >= number.most


def _numbers(
    run: _Run, rule: PeopleRule, unit: str | None, ones: list[_One]
) -> tuple[Allotment, ...]:
    """Return how many there may be, in the unit or in the bloc."""
    places = run.book.load(RankingState, RANKING).places
    units = [unit] if unit else [one.unit for one in places]
    qualified = [
        one.place.unit
        for one in ones
        if not _barred(run, rule, one) and _judged(run, rule, one, frozenset()).met
    ]
    bases = bases_of_people(run.book, rule, units, qualified, run.given)
    return tuple(replace(one, unit=unit, rule=rule.id) for one in quotas.allot(rule, bases))


def _barred(run: _Run, rule: PeopleRule, one: _One) -> bool:
    """Whether a hold on the person or household has ended in a breach."""
    return holds.barred(run.book, rule.award, one.place.unit, one.forward.id) is not None


def _judged(run: _Run, rule: PeopleRule, one: _One, spent: frozenset[Spent]) -> Judgement:
    forward, unit = one.forward, one.place.unit
    person = forward if isinstance(forward, PersonForward) else None
    registration = counting(run.book, unit)
    contender = Contender(
        id=forward.id,
        registered=registration.awards_of(forward.id) if registration else (),
        rating=person.rating if person else None,
        discipline=person.discipline if person else "none",
        takes=frozenset(
            each.award for each in run.candidates if (each.unit, each.subject) == (unit, forward.id)
        ),
    )
    standing = replace(
        standing_of(run.book, one.place),
        award=rule.award,
        votes=run.votes,
        spent=spent,
        contender=contender,
        honours=UnitHonours(held=forward.held, initiatives=person.initiatives if person else ()),
    )
    return registering.judged(run.book, unit, judge(rule.when, standing))


def _why_not(
    run: _Run, rule: PeopleRule, one: _One, judgement: Judgement, *, full: bool
) -> str | None:
    if (rule.group or rule.award, one.owner) in run.taken:
        return "holds_another"
    if _barred(run, rule, one):
        return "barred"
    if not judgement.met:
        return "conditions"
    if (rule.award, one.place.unit, one.forward.id) in run.out:
        return "left_out"
    return "number_reached" if full else None


def _passed(run: _Run, rule: PeopleRule, one: _One, judgement: Judgement, why: str) -> PassedOver:
    return PassedOver(
        award=rule.award,
        unit=one.place.unit,
        why=why,
        reasons=judgement.reasons,
        note=run.out.get((rule.award, one.place.unit, one.forward.id)),
        subject=one.forward.id,
        rule=rule.id,
    )


def _take(
    run: _Run, rule: PeopleRule, one: _One, judgement: Judgement, beyond: Sequence[Allotment]
) -> None:
    basis = judgement.reasons
    for number in beyond:
        facts = {"most": str(number.most), "base": str(number.base)}
        over = Reason(condition="number", met=False, warned=True, facts=facts, basis=number.basis)
        basis = (*basis, over)
    run.taken.add((rule.group or rule.award, one.owner))
    run.spent.update(judgement.uses)
    run.candidates.append(
        Candidate(
            award=rule.award,
            unit=one.place.unit,
            rank=one.place.rank,
            basis=basis,
            subject=one.forward.id,
            rule=rule.id,
        )
    )
