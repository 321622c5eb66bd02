"""Conditions of awards, judged for one unit. Every judgement keeps its reasons, met or not."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from definitions.schema.awards import Condition, FactIs, ShareIs
from definitions.schema.standing import DISCIPLINES, RATINGS
from workflow.domain.eligibility import serving
from workflow.domain.eligibility.judging import Contender, Judgement, Reason, Spent, Standing, leaf
from workflow.domain.members.facts import Value

__all__ = ["JUDGES", "Contender", "Judgement", "Reason", "Spent", "Standing", "judge"]


def judge(condition: Condition, standing: Standing) -> Judgement:
    """Judge *condition*. What is unverified in law is never barring: it is met with a warning."""
    found = JUDGES[condition.name](condition, standing)
    if found.met or condition.status != "unverified":
        return found
    return Judgement(met=True, reasons=tuple(replace(one, warned=True) for one in found.reasons))


def _all(condition: Condition, standing: Standing) -> Judgement:
    found: list[Judgement] = []
    for one in condition.all or []:
        used = {use for earlier in found for use in earlier.uses}
        found.append(judge(one, replace(standing, spent=standing.spent | used)))
    reasons = tuple(reason for one in found for reason in one.reasons)
    uses = tuple(use for one in found for use in one.uses)
    failed = any(not one.met and not one.lacking for one in found)
    return Judgement(
        met=all(one.met for one in found),
        reasons=reasons,
        uses=uses,
        lacking=() if failed else _lacking(found),
    )


def _lacking(found: list[Judgement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for one in found for fact in one.lacking))


def _any(condition: Condition, standing: Standing) -> Judgement:
    found = [judge(one, standing) for one in condition.any or []]
    chosen = [one for one in found if one.met] or found
    reasons = tuple(reason for one in chosen for reason in one.reasons)
    uses = next((one.uses for one in found if one.met), ())
    met = any(one.met for one in found)
    return Judgement(met=met, reasons=reasons, uses=uses, lacking=() if met else _lacking(found))


def _registered(condition: Condition, standing: Standing) -> Judgement:
    wanted, registration = condition.registered or [], standing.registration
    if standing.contender:
        own = standing.contender.registered
        met = any(award in own for award in wanted)
        return leaf(condition, met=met, wanted=", ".join(wanted), registered=", ".join(own))
    met = registration is not None and any(registration.aims_at(award) for award in wanted)
    held = [*registration.collective, *registration.recognitions] if registration else []
    return leaf(condition, met=met, wanted=", ".join(wanted), registered=", ".join(held))


def _rank(condition: Condition, standing: Standing) -> Judgement:
    most = condition.rank_at_most or 0
    return leaf(condition, met=standing.place.rank <= most, rank=standing.place.rank, most=most)


def _percent(condition: Condition, standing: Standing) -> Judgement:
    least = condition.percent_at_least or 0
    met = standing.place.percent >= least
    return leaf(condition, met=met, percent=standing.place.percent, least=least)


def _class(condition: Condition, standing: Standing) -> Judgement:
    floors = {band.id: band.at_least for band in standing.rubric.classes}
    wanted, reached = condition.class_at_least or "", standing.place.class_id
    met = reached is not None and floors[reached] >= floors[wanted]
    return leaf(condition, met=met, reached=reached or "-", least=wanted)


def _fact(condition: Condition, standing: Standing) -> Judgement:
    wanted = condition.fact
    values = standing.facts.values if standing.facts else {}
    if wanted is None or wanted.id not in values:
        name = wanted.id if wanted else ""
        return leaf(condition, met=False, lacking=(name,), fact=name, value="-")
    value = values[wanted.id]
    source = standing.facts.sources[wanted.id] if standing.facts else ""
    met, asked = _is(wanted, value), wanted.asked
    return leaf(condition, met=met, fact=wanted.id, value=value, source=source, **asked)


def _is(wanted: FactIs, value: object) -> bool:
    if wanted.at_most is not None:
        return isinstance(value, int) and value <= wanted.at_most
    if wanted.at_least is not None:
        return isinstance(value, int) and value >= wanted.at_least
    if wanted.flag is not None:
        return value is wanted.flag
    return value in (wanted.one_of or [])


def _share(condition: Condition, standing: Standing) -> Judgement:
    wanted = condition.share
    values: dict[str, Value] = standing.facts.values if standing.facts else {}
    if wanted is None or not {wanted.fact, wanted.of} <= set(values):
        names = (wanted.fact, wanted.of) if wanted else ("-", "-")
        lacking = tuple(one for one in names if one not in values)
        return leaf(
            condition, met=False, lacking=lacking, fact=names[0], of=names[1], part="-", whole="-"
        )
    part, whole = int(values[wanted.fact]), int(values[wanted.of])
    asked: dict[str, Any] = (
        {"least": wanted.at_least} if wanted.at_least else {"above": wanted.more_than}
    )
    met = whole > 0 and _large_enough(wanted, Fraction(part, whole))
    return leaf(
        condition,
        met=met,
        fact=wanted.fact,
        of=wanted.of,
        part=part,
        whole=whole,
        **asked,
    )


def _large_enough(wanted: ShareIs, part: Fraction) -> bool:
    if wanted.more_than is not None:
        return part > Fraction(wanted.more_than)
    return part >= Fraction(wanted.at_least or 0)


def _rated(condition: Condition, standing: Standing) -> Judgement:
    wanted, found = condition.rated_at_least, standing.contender
    reached = found.rating if found else None
    met = bool(wanted and reached) and RATINGS.index(reached) <= RATINGS.index(wanted)
    return leaf(condition, met=met, reached=reached or "-", least=wanted or "-")


def _disciplined(condition: Condition, standing: Standing) -> Judgement:
    """Judge discipline; what is published says whether it bars, and never which sanction it was."""
    wanted, found = condition.disciplined_below or "none", standing.contender
    met = found is not None and DISCIPLINES.index(found.discipline) < DISCIPLINES.index(wanted)
    return leaf(condition, met=met, below=wanted)


def _takes(condition: Condition, standing: Standing) -> Judgement:
    takes = standing.contender.takes if standing.contender else frozenset()
    met = condition.takes in takes
    return leaf(condition, met=met, award=condition.takes or "-", takes=", ".join(sorted(takes)))


def _ballot(condition: Condition, standing: Standing) -> Judgement:
    wanted = condition.ballot
    subject = standing.contender.id if standing.contender else None
    own = (standing.unit, subject)
    found = [one for one in standing.votes if wanted and (one.unit, one.subject) == own]
    if wanted and wanted.outcome == "lower" and wanted.award is None:
        found = [one for one in found if one.rule == wanted.rule and one.lower == standing.award]
    elif wanted:
        award = wanted.award or standing.award
        found = [one for one in found if one.about(wanted.rule, standing.unit, award, subject)]
    if wanted is None or not found:
        return leaf(condition, met=False, rule=wanted.rule if wanted else "", outcome="-")
    vote = found[-1]
    return leaf(
        condition,
        met=vote.outcome == wanted.outcome,
        rule=vote.rule,
        ballot=vote.ballot,
        wanted=wanted.outcome,
        outcome=vote.outcome,
        agree=vote.agree,
        base=vote.base,
        needed=vote.needed,
    )


def _behind(condition: Condition, standing: Standing) -> Judgement:
    return leaf(condition, met=standing.behind == 0, behind=standing.behind)


JUDGES: dict[str, Callable[[Condition, Standing], Judgement]] = {
    "all": _all,
    "any": _any,
    "registered": _registered,
    "rank_at_most": _rank,
    "percent_at_least": _percent,
    "class_at_least": _class,
    "fact": _fact,
    "share": _share,
    "held_before": serving.held,
    "initiatives_at_least": serving.initiatives,
    "ballot": _ballot,
    "review_not_behind": _behind,
    "rated_at_least": _rated,
    "disciplined_below": _disciplined,
    "initiative": serving.initiative,
    "takes": _takes,
}
"""Implements exactly `definitions.schema.awards.CONDITIONS`; a test compares."""
