"""Who is nominated for what: the definition's rules over the ranking, each with its basis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.awards import AwardRule
from workflow.domain import facts, review
from workflow.domain.conditions import Judgement, Reason, Standing, judge
from workflow.domain.model import Book, Id, Words
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import Place, RankingState
from workflow.domain.registration import KIND as REGISTRATION
from workflow.domain.registration import Registration


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A unit proposed for an award, with the published basis."""

    award: str
    unit: str
    rank: int
    basis: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOver:
    """A unit not proposed for an award: conditions not met, no number left, or left out."""

    award: str
    unit: str
    why: str
    reasons: tuple[Reason, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A unit that the bloc leaves out of an award, or an office cuts, and why."""

    award: Id
    unit: Id
    reason: Words


LeftOuts = Annotated[tuple[LeftOut, ...], MaxLen(1000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the rules propose for the whole bloc."""

    candidates: tuple[Candidate, ...]
    passed_over: tuple[PassedOver, ...]


def propose(book: Book, left_out: Iterable[LeftOut]) -> Proposal:
    """Apply the award rules in order to the fixed ranking.

    Of the units that meet a rule, the best ranked are taken, up to its number. A unit takes one
    award of a group; a unit left out makes room for the next.
    """
    out = {(one.award, one.unit): one.reason for one in left_out}
    taken: set[tuple[str, str]] = set()
    candidates: list[Candidate] = []
    passed: list[PassedOver] = []
    for rule in book.definition.awards:
        for place, judgement in _judged(book, rule):
            why = _why_not(rule, place, judgement, taken, candidates, out)
            if why is None:
                taken.add((rule.group or rule.id, place.unit))
                candidates.append(
                    Candidate(
                        award=rule.id, unit=place.unit, rank=place.rank, basis=judgement.reasons
                    )
                )
            else:
                passed.append(
                    PassedOver(
                        award=rule.id,
                        unit=place.unit,
                        why=why,
                        reasons=judgement.reasons,
                        note=out.get((rule.id, place.unit)),
                    )
                )
    return Proposal(candidates=tuple(candidates), passed_over=tuple(passed))


def _judged(book: Book, rule: AwardRule) -> Iterator[tuple[Place, Judgement]]:
    registrations = book.each(Registration, REGISTRATION)
    recorded = book.each(facts.UnitFacts, facts.KIND)
    reviewed = book.find(review.Review, review.KEY)
    for place in book.load(RankingState, RANKING).places:
        behind = [one for one in reviewed.behind if one.unit == place.unit] if reviewed else []
        standing = Standing(
            unit=place.unit,
            rubric=book.definition.rubric,
            place=place,
            registration=registrations.get(place.unit),
            facts=recorded.get(place.unit),
            behind=len(behind),
        )
        yield place, judge(rule.when, standing)


def _why_not(
    rule: AwardRule,
    place: Place,
    judgement: Judgement,
    taken: set[tuple[str, str]],
    candidates: list[Candidate],
    out: dict[tuple[str, str], str],
) -> str | None:
    if (rule.group or rule.id, place.unit) in taken:
        return "holds_another"
    if not judgement.met:
        return "conditions"
    if (rule.id, place.unit) in out:
        return "left_out"
    if (
        rule.number != "all"
        and len([one for one in candidates if one.award == rule.id]) >= rule.number
    ):
        return "number_reached"
    return None
