"""Conditions of awards, judged for one unit. Every judgement keeps its reasons, met or not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from definitions.schema.awards import Condition, FactIs, HeldBefore
from definitions.schema.rubric import Rubric
from definitions.schema.standing import DISCIPLINES, LEVELS, RATINGS, Discipline, Rating
from workflow.domain.facts import UnitFacts, Value
from workflow.domain.honours import Initiative, UnitHonours
from workflow.domain.places import Place
from workflow.domain.registration.state import Registration
from workflow.domain.votes import Vote

Spent = tuple[str, str]
"""What has served for an award and serves no more: a year of a unit's run, or an initiative."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One condition as it was judged. `warned`: not met, but of unverified law, so not barring."""

    condition: str
    met: bool
    facts: dict[str, str] = field(default_factory=dict)
    warned: bool = False
    basis: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """A person or household that is considered: registered for what, and how the year was.

    `takes` are the awards for which rules before this one propose them.
    """

    id: str
    registered: tuple[str, ...] = ()
    rating: Rating | None = None
    discipline: Discipline = "none"
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known of one unit when awards are considered, or of a person or household of it.

    `award` is the one considered; `spent` is what awards given before it in this year have used.
    With a `contender`, `honours` are theirs; the place is that of their unit.
    """

    unit: str
    rubric: Rubric
    place: Place
    registration: Registration | None
    facts: UnitFacts | None
    behind: int
    year: int = 0
    honours: UnitHonours | None = None
    votes: tuple[Vote, ...] = ()
    award: str | None = None
    spent: frozenset[Spent] = frozenset()
    contender: Contender | None = None

    @property
    def owner(self) -> str:
        """Whose years and initiatives are counted."""
        return f"{self.unit}/{self.contender.id}" if self.contender else self.unit

    @property
    def reached(self) -> str | None:
        """The class of the unit in this year, or the rating of the person."""
        return self.contender.rating if self.contender else self.place.class_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """Whether a condition holds for a unit, with every reason looked at, and what that uses up.

    `lacking` names the facts not recorded yet without which it cannot be said that it does not.
    """

    met: bool
    reasons: tuple[Reason, ...]
    uses: tuple[Spent, ...] = ()
    lacking: tuple[str, ...] = ()


def judge(condition: Condition, standing: Standing) -> Judgement:
    """Judge *condition*. What is unverified in law is never barring: it is met with a warning."""
    found = JUDGES[condition.name](condition, standing)
    if found.met or condition.status != "unverified":
        return found
    return Judgement(met=True, reasons=tuple(replace(one, warned=True) for one in found.reasons))


def _leaf(
    condition: Condition,
    *,
    met: bool,
    uses: tuple[Spent, ...] = (),
    lacking: tuple[str, ...] = (),
    **facts: object,
) -> Judgement:
    basis = condition.basis
    article = " ".join(filter(None, [basis.ref, basis.article])) if basis else None
    shown = {name: _text(value) for name, value in facts.items()}
    return Judgement(
        met=met,
        reasons=(Reason(condition=condition.name, met=met, facts=shown, basis=article),),
        uses=uses if met else (),
        lacking=lacking,
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


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
        return _leaf(condition, met=met, wanted=", ".join(wanted), registered=", ".join(own))
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
        name = wanted.id if wanted else ""
        return _leaf(condition, met=False, lacking=(name,), fact=name, value="-")
    value = values[wanted.id]
    source = standing.facts.sources[wanted.id] if standing.facts else ""
    met, asked = _is(wanted, value), wanted.asked
    return _leaf(condition, met=met, fact=wanted.id, value=value, source=source, **asked)


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
        return _leaf(
            condition, met=False, lacking=lacking, fact=names[0], of=names[1], part="-", whole="-"
        )
    part, whole = int(values[wanted.fact]), int(values[wanted.of])
    met = whole > 0 and Fraction(part, whole) >= Fraction(wanted.at_least)
    return _leaf(
        condition,
        met=met,
        fact=wanted.fact,
        of=wanted.of,
        least=wanted.at_least,
        part=part,
        whole=whole,
    )


def _held(condition: Condition, standing: Standing) -> Judgement:
    """Judge a run of years: every one of them must be held, and not have served where it counts."""
    wanted = condition.held_before
    if wanted is None:
        return _leaf(condition, met=False)
    last = standing.year if wanted.ending == "this_year" else standing.year - 1
    years = range(last - wanted.years + 1, last + 1)
    missing = [year for year in years if not _held_in(wanted, standing, year)]
    uses = tuple((f"year/{standing.owner}", str(year)) for year in years) if wanted.consumed else ()
    return _leaf(
        condition,
        met=not missing,
        uses=uses,
        of=", ".join(wanted.of),
        years=f"{years[0]}-{last}",
        missing=", ".join(map(str, missing)) or "-",
        source="; ".join(dict.fromkeys(_sources(wanted, standing, years))) or "-",
    )


def _held_in(wanted: HeldBefore, standing: Standing, year: int) -> bool:
    if wanted.consumed and (f"year/{standing.owner}", str(year)) in standing.spent:
        return False
    held = standing.honours.of_year(wanted.of, year) if standing.honours else ()
    if wanted.consumed and any(one.used_for for one in held):
        return False
    return bool(held) or (year == standing.year and standing.reached in wanted.of)


def _sources(wanted: HeldBefore, standing: Standing, years: range) -> Iterator[str]:
    for year in years:
        for one in standing.honours.of_year(wanted.of, year) if standing.honours else ():
            yield f"{one.source} ({one.used_for})" if one.used_for else one.source


def _initiatives(condition: Condition, standing: Standing) -> Judgement:
    """Judge initiatives: each serves once, so what has served anywhere does not count."""
    least = condition.initiatives_at_least or 0
    recorded = standing.honours.initiatives if standing.honours else ()
    free = [
        one for one in recorded if not one.used_for and ("initiative", one.id) not in standing.spent
    ]
    served = [one.id for one in recorded if one not in free]
    return _leaf(
        condition,
        met=len(free) >= least,
        uses=tuple(("initiative", one.id) for one in free[:least]),
        least=least,
        free=", ".join(one.id for one in free) or "-",
        served=", ".join(served) or "-",
    )


def _initiative(condition: Condition, standing: Standing) -> Judgement:
    """Judge initiatives of a level or above it; each serves once."""
    wanted = condition.initiative
    if wanted is None:
        return _leaf(condition, met=False)
    recorded = standing.honours.initiatives if standing.honours else ()
    high = [one for one in recorded if _level(one) >= LEVELS.index(wanted.level)]
    free = [
        one for one in high if not one.used_for and ("initiative", one.id) not in standing.spent
    ]
    served = [one.id for one in high if one not in free]
    return _leaf(
        condition,
        met=len(free) >= wanted.at_least,
        uses=tuple(("initiative", one.id) for one in free[: wanted.at_least]),
        level=wanted.level,
        least=wanted.at_least,
        free=", ".join(one.id for one in free) or "-",
        served=", ".join(served) or "-",
    )


def _level(one: Initiative) -> int:
    return LEVELS.index(one.level) if one.level else 0


def _rated(condition: Condition, standing: Standing) -> Judgement:
    wanted, found = condition.rated_at_least, standing.contender
    reached = found.rating if found else None
    met = bool(wanted and reached) and RATINGS.index(reached) <= RATINGS.index(wanted)
    return _leaf(condition, met=met, reached=reached or "-", least=wanted or "-")


def _disciplined(condition: Condition, standing: Standing) -> Judgement:
    """Judge discipline; what is published says whether it bars, and never which sanction it was."""
    wanted, found = condition.disciplined_below or "none", standing.contender
    met = found is not None and DISCIPLINES.index(found.discipline) < DISCIPLINES.index(wanted)
    return _leaf(condition, met=met, below=wanted)


def _takes(condition: Condition, standing: Standing) -> Judgement:
    takes = standing.contender.takes if standing.contender else frozenset()
    met = condition.takes in takes
    return _leaf(condition, met=met, award=condition.takes or "-", takes=", ".join(sorted(takes)))


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
        return _leaf(condition, met=False, rule=wanted.rule if wanted else "", outcome="-")
    vote = found[-1]
    return _leaf(
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
    return _leaf(condition, met=standing.behind == 0, behind=standing.behind)


JUDGES: dict[str, Callable[[Condition, Standing], Judgement]] = {
    "all": _all,
    "any": _any,
    "registered": _registered,
    "rank_at_most": _rank,
    "percent_at_least": _percent,
    "class_at_least": _class,
    "fact": _fact,
    "share": _share,
    "held_before": _held,
    "initiatives_at_least": _initiatives,
    "ballot": _ballot,
    "review_not_behind": _behind,
    "rated_at_least": _rated,
    "disciplined_below": _disciplined,
    "initiative": _initiative,
    "takes": _takes,
}
"""Implements exactly `definitions.schema.awards.CONDITIONS`; a test compares."""
