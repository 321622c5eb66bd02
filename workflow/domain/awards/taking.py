"""One application of the rules of awards: who was taken, who was passed over, and on what basis."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from definitions.schema.awards import AwardRule
from workflow.domain.awards import quotas
from workflow.domain.awards.cutoffs import OpenCutoff
from workflow.domain.awards.proposal import NOTHING_KEPT, Candidate, Kept, PassedOver
from workflow.domain.awards.quotas import Allotment
from workflow.domain.ballots.votes import Vote
from workflow.domain.eligibility import holds, registering
from workflow.domain.eligibility.conditions import Judgement, Reason, Spent, judge
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.members.places import Place
from workflow.domain.model import Book

Pair = tuple[str, str]
"""An award and a unit; or a group of awards and a unit."""


@dataclass(kw_only=True)
class Run:
    """One application of the rules, from the first to the last."""

    book: Book
    out: Mapping[Pair, str]
    votes: tuple[Vote, ...]
    groups: Mapping[str, str]
    kept: Kept = NOTHING_KEPT
    candidates: list[Candidate] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    allotments: list[Allotment] = field(default_factory=list)
    open: list[OpenCutoff] = field(default_factory=list)
    taken: set[Pair] = field(default_factory=set)
    waiting: set[Pair] = field(default_factory=set)
    spent: set[Spent] = field(default_factory=set)

    def given(self, award: str) -> list[str]:
        """Return the units that were taken for an award so far."""
        return [one.unit for one in self.candidates if one.award == award]

    def given_under(self, number: Allotment) -> int:
        """Return how many places of a number are taken: in the bloc, or in its group."""
        units = self.given(number.award)
        return len([one for one in units if number.group in {None, self.groups.get(one)}])


@dataclass(kw_only=True)
class Applied:
    """One rule as it is applied. `closed`: where equals were refused, and nobody after them goes.

    `awaited`: how many places equals wait for. Both name a group of units, or None for the bloc.
    """

    rule: AwardRule
    allotments: tuple[Allotment, ...]
    closed: set[str | None] = field(default_factory=set)
    awaited: list[tuple[str | None, int]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parting:
    """That units were equal where the number ends, and what parted them so far."""

    equals: tuple[str, ...]
    by: tuple[str, ...] = ()
    reason: str | None = None

    def reason_for(self, *, taken: bool) -> Reason:
        """Return it as a reason for a place taken, or lost."""
        facts = {"equals": ", ".join(self.equals), "by": ", ".join(self.by) or "-"}
        facts |= {"reason": self.reason} if self.reason else {}
        return Reason(condition="equal", met=taken, facts=facts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Able:
    """A unit that only the number may keep from an award, with what speaks for it."""

    place: Place
    judgement: Judgement


def judged(
    run: Run, rule: AwardRule, place: Place, spent: frozenset[Spent] | None = None
) -> Judgement:
    """Judge a unit for an award; by default with what has been used up so far."""
    used = frozenset(run.spent) if spent is None else spent
    known = standing_of(run.book, place)
    found = judge(rule.when, replace(known, award=rule.id, votes=run.votes, spent=used))
    return registering.judged(run.book, place.unit, found)


def barred(run: Run, rule: AwardRule, unit: str) -> bool:
    """Whether a hold on the unit has ended in a breach."""
    return holds.barred(run.book, rule.id, unit) is not None


def pass_over(run: Run, now: Applied, one: Able, why: str, parting: Parting | None) -> None:
    """Let a unit go without the award, and say why."""
    reasons = one.judgement.reasons
    reasons = (*reasons, parting.reason_for(taken=False)) if parting else reasons
    award, unit = now.rule.id, one.place.unit
    note = run.out.get((award, unit))
    run.passed.append(PassedOver(award=award, unit=unit, why=why, reasons=reasons, note=note))


def take(run: Run, now: Applied, one: Able, parting: Parting | None = None) -> None:
    """Give a unit its place."""
    rule, unit = now.rule, one.place.unit
    basis = one.judgement.reasons
    basis = (*basis, parting.reason_for(taken=True)) if parting and parting.by else basis
    beyond = tuple(_beyond(run, now, unit))
    run.taken.add((rule.group or rule.id, unit))
    run.spent.update(one.judgement.uses)
    _count(run, now, one, (*basis, *beyond))


def keep(run: Run, now: Applied, one: Able) -> None:
    """Let a unit keep the place that it has; what served for a line that fell is free again."""
    rule, unit = now.rule, one.place.unit
    if (rule.id, unit, None) in run.kept.fallen:
        _count(run, now, one, one.judgement.reasons)
    else:
        take(run, now, one)


def _count(run: Run, now: Applied, one: Able, basis: tuple[Reason, ...]) -> None:
    place = one.place
    run.candidates.append(
        Candidate(award=now.rule.id, unit=place.unit, rank=place.rank, basis=basis)
    )


def _beyond(run: Run, now: Applied, unit: str) -> Iterator[Reason]:
    """Yield each number of unverified law that the unit goes beyond: a warning and no bar."""
    for one in quotas.over(now.allotments, run.groups.get(unit)):
        if one.warns and one.most is not None and run.given_under(one) >= one.most:
            facts = {"most": str(one.most), "base": str(one.base)}
            yield Reason(condition="number", met=False, warned=True, facts=facts, basis=one.basis)
