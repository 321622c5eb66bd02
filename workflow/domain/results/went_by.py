"""What each way of making points went by on one entry, as facts of a sentence."""

from collections.abc import Callable
from decimal import Decimal

from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.model import Book
from workflow.domain.scores import marks
from workflow.domain.scores.marks import Entered

Facts = dict[str, object]


def way(book: Book, entered: Entered) -> tuple[str, Facts]:
    """Return the way and what it went by; without a target, one is told apart by a name."""
    name = entered.score.way
    facts: Facts = {"entry": entered.value, **FACTS[name](entered)}
    rule, lead = entered.score.against_best, entered.standard
    if name == "imported":
        facts["agency"] = book.definition.office_title(entered.leaf.agency or "")
    if rule and marks.target_of(rule, entered.target) is None:
        name = "best_of_group"
    if lead:
        facts |= {"leader": lead.leader, "reached": lead.reached, "target_of_leader": lead.of}
        facts |= {"best_unit": lead.best_unit, "best": lead.best}
    if name == "against_best" and (lead is None or lead.leader is None):
        name = "against_best_alone"
    if name == "best_of_group" and (lead is None or lead.best_unit is None):
        name = "best_of_group_alone"
    return (_way_of_steps(facts) if name == "steps" else name), facts


def _of_steps(one: Entered) -> Facts:
    bands = one.score.steps.bands if one.score.steps else []
    for band in bands:
        if band.at_least <= one.value and (band.below is None or one.value < band.below):
            return {"at_least": band.at_least, "below": band.below, "made": band.points}
    return {}


def _way_of_steps(facts: Facts) -> str:
    """Return how a step is told: between two bounds, from one bound up, or none that holds."""
    if "made" not in facts:
        return "steps_none"
    return "steps" if facts["below"] is not None else "steps_open"


def _fields(name: str, *fields: str) -> Callable[[Entered], Facts]:
    """Return what picks *fields* of the rule *name* for a sentence."""

    def pick(one: Entered) -> Facts:
        rule = getattr(one.score, name)
        return {key: getattr(rule, key) for key in fields}

    return pick


def _unit(one: Entered) -> Text | Phrase:
    measure = one.leaf.entered
    return one.leaf.unit_title or Phrase(f"unit_{measure.kind if measure else 'points'}")


def _against(one: Entered) -> Facts:
    rule = one.score.against_best
    target = marks.target_of(rule, one.target) if rule else None
    return {"target": target, "baseline": rule.baseline if rule else None}


def _balance(one: Entered) -> Facts:
    bonus, penalty = one.values
    rule = one.score.bonus_penalty
    most = rule.most if rule and rule.most is not None else one.leaf.max
    rest = _fields("bonus_penalty", "bonus_each", "penalty_each", "least")(one)
    return {"bonus": bonus, "penalty": penalty, "most": most, **rest}


def _drawn(one: Entered) -> Facts:
    rest = _fields("sample", "size", "most")(one)
    return {"sum": sum(one.values, Decimal(0)), **rest}


def _nothing(_one: Entered) -> Facts:
    return {}


FACTS: dict[str, Callable[[Entered], Facts]] = {
    "manual": _nothing,
    "pass_fail": _nothing,
    "ratio": lambda one: {"target": one.leaf.target, "unit": _unit(one)},
    "count": _fields("count", "points_each", "unit"),
    "against_best": _against,
    "best_of_group": _nothing,
    "bonus_penalty": _balance,
    "steps": _of_steps,
    "sample": _drawn,
    "from_rank": lambda one: {"rank": marks.rank_in(one)},
    "percent_lost": _fields("percent_lost", "points_each"),
    "lapses": _fields("lapses", "points_each", "least"),
    "plan_points": _fields("plan_points", "percent_each"),
    "imported": lambda one: {
        "scale": (one.score.imported.scale if one.score.imported else None) or one.leaf.max
    },
}
"""What each way goes by, for a sentence; exactly those of `marks.MARKS`, a test compares."""
