"""Who of the people and households that units put forward is nominated, each with its basis.

The rules for people come after those for units: what served for a unit serves for nobody else.
What the head of a unit decides alone is no part of it (`deciding_own`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from definitions.schema.people import PeopleRule
from workflow.domain.awards import allocating, contending, cutoffs, equal_people, placing
from workflow.domain.awards.allocating import LeftOut, Proposal
from workflow.domain.awards.contending import Applied, One, Run
from workflow.domain.awards.proposal import NOTHING_KEPT, Kept
from workflow.domain.awards.quotas import Allotment
from workflow.domain.ballots.votes import votes
from workflow.domain.eligibility import ruling
from workflow.domain.eligibility.ruling import Dates
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState


def propose(
    book: Book,
    left_out: Iterable[LeftOut],
    day: date | None = None,
    *,
    kept: Kept = NOTHING_KEPT,
    only: str | None = None,
) -> Proposal:
    """Return what all rules in force on *day* propose: for units first, then for their people.

    Lines that are *kept* have their places already; with *only*, no place of another award is
    given.
    """
    out = tuple(left_out)
    units = allocating.propose(book, out, day, kept=kept, only=only)
    run = begun(book, out, units, kept)
    found = ruling.people_rules(book.definition, Dates(year=book.year, proposed=day))
    rules = [rule for rule in found if rule.decided_by == "offices"]
    last = {(rule.award, rule.to): rule.id for rule in rules}
    for rule in rules:
        ends = last[rule.award, rule.to] == rule.id
        _apply(run, rule, fills=only in {None, rule.award}, ends=ends)
    return replace(
        units,
        candidates=(*units.candidates, *run.candidates),
        passed_over=(*units.passed_over, *run.passed),
        allotments=(*units.allotments, *run.allotments),
        open=(*units.open, *run.open),
        spent=frozenset(run.spent),
    )


def begun(book: Book, out: Iterable[LeftOut], units: Proposal, kept: Kept = NOTHING_KEPT) -> Run:
    """Return the run of the rules for people where it begins: after what units have used up."""
    run = Run(
        book=book,
        out={(one.award, one.unit, one.subject): one.reason for one in out if one.subject},
        votes=votes(book),
        spent=set(units.spent),
        groups=groups.of(book),
        kept=kept,
    )
    own = list(contending.own_lines(book))
    grouped = {rule.id: rule.group or rule.award for rule in book.definition.people_awards}
    run.own = tuple(line for line, _, _ in own)
    for (award, unit, subject), decision, one in own:
        run.spent.update(one.uses)
        run.taken.add((grouped.get(decision.rule, award), f"{unit}/{subject}"))
    return run


def _apply(run: Run, rule: PeopleRule, *, fills: bool, ends: bool) -> None:
    """Apply one rule; it *ends* an award where no rule after it is about the same."""
    places = sorted(run.book.load(RankingState, RANKING).places, key=lambda one: one.rank)
    ones = [one for place in places for one in contending.of_place(run, rule, place)]
    now = Applied(rule=rule, numbers=tuple(_numbers(run, rule, places, ones)))
    run.allotments += now.numbers
    for one in ones:
        if _has_place(run, rule, one, ends=ends):
            _keep(run, now, one)
    left = [one for one in ones if (rule.award, one.unit, one.forward.id) not in run.kept.lines]
    for _, equal in groupby(left if fills else [], lambda one: one.place.rank):
        equal_people.settle(run, now, [*equal], cutoffs.ways(rule))


def _numbers(
    run: Run, rule: PeopleRule, places: Sequence[Place], ones: Sequence[One]
) -> Iterator[Allotment]:
    if rule.inside == "bloc":
        yield from contending.numbers(run, rule, [one.unit for one in places], ones)
        return
    for unit in dict.fromkeys(one.unit for one in ones):
        mine = [one for one in ones if one.unit == unit]
        yield from contending.numbers(run, rule, [unit], mine)


def _has_place(run: Run, rule: PeopleRule, one: One, *, ends: bool) -> bool:
    """Whether a line that is kept counts under this rule: the first that speaks for it, or last."""
    line = (rule.award, one.unit, one.forward.id)
    if line not in run.kept.lines or line in run.seated:
        return False
    return ends or contending.judged(run, rule, one).met


def _keep(run: Run, now: Applied, one: One) -> None:
    found = contending.judged(run, now.rule, one)
    if (now.rule.award, one.unit, one.forward.id) not in run.kept.fallen:
        run.taken.add((now.rule.group or now.rule.award, one.owner))
        run.spent.update(found.uses)
    placing.seat(run, now, one, found.reasons)
