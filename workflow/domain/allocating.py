"""Who is nominated for what: the definition's rules over the ranking, each with its basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.awards import AwardRule
from workflow.domain import praise, quotas, ruling
from workflow.domain.conditions import Judgement, Reason, Spent, judge
from workflow.domain.model import Book, Id, Words
from workflow.domain.places import Place
from workflow.domain.quotas import Allotment, Bases
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.registration import KIND as REGISTRATION
from workflow.domain.registration import Registration
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
from workflow.domain.ruling import Dates
from workflow.domain.standings import standing_of
from workflow.domain.votes import Vote, votes


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit proposed for an award, or a person or household of it, with the published basis.

    `rule` names the rule for people by which it is.
    """

    award: str
    unit: str
    rank: int
    basis: tuple[Reason, ...]
    subject: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A unit not proposed for an award: conditions not met, no number left, or left out."""

    award: str
    unit: str
    why: str
    reasons: tuple[Reason, ...] = ()
    note: str | None = None
    subject: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A unit or a person of it that the bloc leaves out of an award, or an office cuts, and why."""

    award: Id
    unit: Id
    reason: Words
    subject: Id | None = None


LeftOuts = Annotated[tuple[LeftOut, ...], MaxLen(1000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the rules propose for the whole bloc, and how many of each award there may be.

    `spent` is what served for it and serves for no other award.
    """

    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]
    allotments: tuple[Allotment, ...] = ()
    spent: frozenset[Spent] = frozenset()


@dataclass
class _Run:
    """One application of the rules, from the first to the last."""

    book: Book
    out: Mapping[tuple[str, str], str]
    votes: tuple[Vote, ...]
    candidates: list[Candidate] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    allotments: list[Allotment] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)
    spent: set[Spent] = field(default_factory=set)


def propose(book: Book, left_out: Iterable[LeftOut], day: date | None = None) -> Proposal:
    """Apply the award rules that are in force on *day* to the fixed ranking, in their order.

    Of the units that meet a rule, the best ranked are taken, or those with most votes, up to its
    number. A unit takes one award of a group; a unit left out makes room for the next. What has
    served for an award does not serve for the next one.
    """
    out = {(one.award, one.unit): one.reason for one in left_out if one.subject is None}
    run = _Run(book, out, votes(book))
    run.spent.update(("initiative", one) for one in praise.rewarded(book))
    for rule in ruling.award_rules(book.definition, Dates(year=book.year, proposed=day)):
        _apply(run, rule)
    return Proposal(
        candidates=tuple(run.candidates),
        passed_over=tuple(run.passed),
        allotments=tuple(run.allotments),
        spent=frozenset(run.spent),
    )


def _apply(run: _Run, rule: AwardRule) -> None:
    places = _in_order(run, rule)
    allotment = quotas.allot(rule, _bases(run, rule, places))
    run.allotments.append(allotment)
    for place in places:
        judgement = _judged(run, rule, place, frozenset(run.spent))
        why = _why_not(run, rule, place, judgement, allotment)
        if why is None:
            _take(run, rule, place, judgement, allotment)
        else:
            note = run.out.get((rule.id, place.unit))
            over = PassedOver(
                award=rule.id, unit=place.unit, why=why, reasons=judgement.reasons, note=note
            )
            run.passed.append(over)


def _in_order(run: _Run, rule: AwardRule) -> list[Place]:
    """Return the places by rank; or by votes, where the rule says so, equal votes by rank."""
    places = list(run.book.load(RankingState, RANKING).places)
    ballot = rule.by_votes
    if ballot is None:
        return places
    agreed = {one.unit: one.agree for one in run.votes if one.about(ballot, one.unit, rule.id)}
    return sorted(places, key=lambda place: -agreed.get(place.unit, 0))


def _bases(run: _Run, rule: AwardRule, places: list[Place]) -> Bases:
    """Count what a quota may be a share of; nothing has been used up when they are counted."""
    registered = run.book.each(Registration, REGISTRATION).values()
    return Bases(
        members=len(run.book.load(Roster, ROSTER).unit_ids()),
        registered=len([one for one in registered if one.aims_at(rule.id)]),
        qualified=len([one for one in places if _judged(run, rule, one, frozenset()).met]),
    )


def _judged(run: _Run, rule: AwardRule, place: Place, spent: frozenset[Spent]) -> Judgement:
    standing = standing_of(run.book, place)
    return judge(rule.when, replace(standing, award=rule.id, votes=run.votes, spent=spent))


def _why_not(
    run: _Run, rule: AwardRule, place: Place, judgement: Judgement, allotment: Allotment
) -> str | None:
    if (rule.group or rule.id, place.unit) in run.taken:
        return "holds_another"
    if not judgement.met:
        return "conditions"
    if (rule.id, place.unit) in run.out:
        return "left_out"
    if _full(run, rule, allotment) and not allotment.warns:
        return "number_reached"
    in_group = [one for group, one in run.taken if group == rule.group]
    if rule.in_all is not None and len(in_group) >= rule.in_all:
        return "group_full"
    return None


def _full(run: _Run, rule: AwardRule, allotment: Allotment) -> bool:
    given = [one for one in run.candidates if one.award == rule.id]
    return allotment.most is not None and len(given) >= allotment.most


def _take(
    run: _Run, rule: AwardRule, place: Place, judgement: Judgement, allotment: Allotment
) -> None:
    basis = judgement.reasons
    if _full(run, rule, allotment):
        facts = {"most": str(allotment.most), "base": str(allotment.base)}
        beyond = Reason(
            condition="number", met=False, warned=True, facts=facts, basis=allotment.basis
        )
        basis = (*basis, beyond)
    run.taken.add((rule.group or rule.id, place.unit))
    run.spent.update(judgement.uses)
    run.candidates.append(Candidate(award=rule.id, unit=place.unit, rank=place.rank, basis=basis))
