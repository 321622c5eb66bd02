"""Conditions of awards, judged for one unit. Every judgement keeps its reasons, met or not."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from definitions.schema.awards import Condition, FactIs
from definitions.schema.rubric import Rubric
from workflow.domain.facts import UnitFacts
from workflow.domain.ranking import Place
from workflow.domain.registration import Registration


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One condition as it was judged. `warned`: not met, but of unverified law, so not barring."""

    condition: str
    met: bool
    facts: dict[str, str] = field(default_factory=dict)
    warned: bool = False
    basis: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known of one unit when awards are considered."""

    unit: str
    rubric: Rubric
    place: Place
    registration: Registration | None
    facts: UnitFacts | None
    behind: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """Whether a condition holds for a unit, with every reason looked at."""

    met: bool
    reasons: tuple[Reason, ...]


def judge(condition: Condition, standing: Standing) -> Judgement:
    """Judge *condition*. What is unverified in law is never barring: it is met with a warning."""
    found = JUDGES[condition.name](condition, standing)
    if found.met or condition.status != "unverified":
        return found
    return Judgement(met=True, reasons=tuple(replace(one, warned=True) for one in found.reasons))


def _leaf(condition: Condition, *, met: bool, **facts: object) -> Judgement:
    basis = condition.basis
    article = " ".join(filter(None, [basis.ref, basis.article])) if basis else None
    shown = {name: str(value) for name, value in facts.items()}
    return Judgement(
        met=met,
        reasons=(Reason(condition=condition.name, met=met, facts=shown, basis=article),),
    )


def _all(condition: Condition, standing: Standing) -> Judgement:
    found = [judge(one, standing) for one in condition.all or []]
    reasons = tuple(reason for one in found for reason in one.reasons)
    return Judgement(met=all(one.met for one in found), reasons=reasons)


def _any(condition: Condition, standing: Standing) -> Judgement:
    found = [judge(one, standing) for one in condition.any or []]
    chosen = [one for one in found if one.met] or found
    reasons = tuple(reason for one in chosen for reason in one.reasons)
    return Judgement(met=any(one.met for one in found), reasons=reasons)


def _registered(condition: Condition, standing: Standing) -> Judgement:
    wanted, registration = condition.registered or [], standing.registration
    met = registration is not None and any(registration.aims_at(award) for award in wanted)
    held = [*registration.collective, *registration.recognitions] if registration else []
    return _leaf(condition, met=met, wanted=", ".join(wanted), registered=", ".join(held))


def _rank(condition: Condition, standing: Standing) -> Judgement:
    most = condition.rank_at_most or 0
    return _leaf(condition, met=standing.place.rank <= most, rank=standing.place.rank, most=most)


def _percent(condition: Condition, standing: Standing) -> Judgement:
    least = condition.percent_at_least or 0
    met = standing.place.percent >= least
    return _leaf(condition, met=met, percent=standing.place.percent, least=least)


def _class(condition: Condition, standing: Standing) -> Judgement:
    floors = {band.id: band.at_least for band in standing.rubric.classes}
    wanted, reached = condition.class_at_least or "", standing.place.class_id
    met = reached is not None and floors[reached] >= floors[wanted]
    return _leaf(condition, met=met, reached=reached or "-", least=wanted)


def _fact(condition: Condition, standing: Standing) -> Judgement:
    wanted = condition.fact
    values = standing.facts.values if standing.facts else {}
    if wanted is None or wanted.id not in values:
        return _leaf(condition, met=False, fact=wanted.id if wanted else "", value="-")
    value = values[wanted.id]
    source = standing.facts.sources[wanted.id] if standing.facts else ""
    return _leaf(condition, met=_is(wanted, value), fact=wanted.id, value=value, source=source)


def _is(wanted: FactIs, value: object) -> bool:
    if wanted.at_most is not None:
        return isinstance(value, int) and value <= wanted.at_most
    if wanted.flag is not None:
        return value is wanted.flag
    return value in (wanted.one_of or [])


def _behind(condition: Condition, standing: Standing) -> Judgement:
    return _leaf(condition, met=standing.behind == 0, behind=standing.behind)


JUDGES: dict[str, Callable[[Condition, Standing], Judgement]] = {
    "all": _all,
    "any": _any,
    "registered": _registered,
    "rank_at_most": _rank,
    "percent_at_least": _percent,
    "class_at_least": _class,
    "fact": _fact,
    "review_not_behind": _behind,
}
"""Implements exactly `definitions.schema.awards.CONDITIONS`; a test compares."""
