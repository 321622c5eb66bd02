"""Awards worked out once more, from what people entered and the rules as they are written.

Nothing here is of the product but the names of things: sums are added up by hand, ranks counted,
votes counted, shares compared by multiplying out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

UNITS = ("an", "binh", "chau", "dong")
Rule = Mapping[str, Any]
"""A rule of an award, or a condition, as a definition writes it."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One condition as it must have come out."""

    condition: str
    met: bool
    facts: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Everything that was entered about a year of four units."""

    points: Mapping[str, int]
    registered: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, int]
    people: Mapping[str, int]
    lapses: Mapping[str, int]
    titled: Mapping[str, int]
    agreed: Mapping[tuple[str, str], frozenset[str]]
    groups: Mapping[str, str]
    holds: Mapping[str, str | None]
    rules: tuple[Rule, ...] = field(default=())

    def total(self, unit: str) -> int:
        """Return a unit's total: everything is full but one criterion of thirty points."""
        return 70 + self.points[unit]

    def rank(self, unit: str) -> int:
        """Return a unit's rank among its group, or in the bloc."""
        beside = [one for one in UNITS if self.groups.get(one) == self.groups.get(unit)]
        return 1 + len([one for one in beside if self.total(one) > self.total(unit)])

    def class_of(self, unit: str) -> str:
        """Return the class of a unit's total."""
        return "high" if self.total(unit) >= 90 else "good"

    def judge(self, wanted: Rule, award: str, unit: str) -> tuple[bool, list[Told]]:
        """Return whether a condition holds, and what must be told of it."""
        (key,) = [name for name in wanted if name != "status"]
        if key == "all":
            inside = [self.judge(one, award, unit) for one in wanted["all"]]
            met, told = all(one for one, _ in inside), [t for _, some in inside for t in some]
        elif key == "any":
            inside = [self.judge(one, award, unit) for one in wanted["any"]]
            shown = [one for one in inside if one[0]] or inside
            met, told = any(one for one, _ in inside), [t for _, some in shown for t in some]
        else:
            made = getattr(self, f"_{key}")(wanted[key], award, unit)
            met, told = made.met, [made]
        return met or wanted.get("status") == "unverified", told

    def _registered(self, wanted: list[str], _award: str, unit: str) -> Told:
        mine = self.registered[unit]
        facts = {"wanted": ", ".join(wanted), "registered": ", ".join(mine)}
        return Told(condition="registered", met=bool(set(wanted) & set(mine)), facts=facts)

    def _rank_at_most(self, most: int, _award: str, unit: str) -> Told:
        facts = {"rank": str(self.rank(unit)), "most": str(most)}
        return Told(condition="rank_at_most", met=self.rank(unit) <= most, facts=facts)

    def _percent_at_least(self, least: int, _award: str, unit: str) -> Told:
        facts = {"percent": str(self.total(unit)), "least": str(least)}
        return Told(condition="percent_at_least", met=self.total(unit) >= least, facts=facts)

    def _class_at_least(self, least: str, _award: str, unit: str) -> Told:
        order = ["low", "good", "high"]
        met = order.index(self.class_of(unit)) >= order.index(least)
        facts = {"reached": self.class_of(unit), "least": least}
        return Told(condition="class_at_least", met=met, facts=facts)

    def _fact(self, wanted: Rule, _award: str, unit: str) -> Told:
        value = self.lapses[unit]
        facts = {
            "fact": "lapses", "value": str(value), "source": "Báo cáo",
            "at_most": str(wanted["at_most"]),
        }  # fmt: skip
        return Told(condition="fact", met=value <= wanted["at_most"], facts=facts)

    def _share(self, wanted: Rule, _award: str, unit: str) -> Told:
        part, whole = self.titled[unit], self.staff[unit]
        over, under = map(int, wanted["at_least"].split("/"))
        facts = {
            "fact": "titled", "of": "staff", "least": wanted["at_least"],
            "part": str(part), "whole": str(whole),
        }  # fmt: skip
        met = whole > 0 and part * under >= over * whole
        return Told(condition="share", met=met, facts=facts)

    def _ballot(self, wanted: Rule, award: str, unit: str) -> Told:
        agree, needed = len(self.agreed[award, unit]), 3  # two thirds of four, rounded up
        outcome = "passed" if agree >= needed else "failed"
        facts = {
            "rule": wanted["rule"], "ballot": "b", "wanted": "passed", "outcome": outcome,
            "agree": str(agree), "base": "4", "needed": str(needed),
        }  # fmt: skip
        return Told(condition="ballot", met=outcome == "passed", facts=facts)

    def base(self, of: Any, award: str, when: Rule, group: str | None) -> int:  # noqa: ANN401 - as written
        """Return how large a base is."""
        units = [one for one in UNITS if group is None or self.groups.get(one) == group]
        if isinstance(of, Mapping):
            return sum(self.titled[one] for one in units)
        fits = {
            "members": units,
            "registered": [one for one in units if award in self.registered[one]],
            "leaders": [one for one in units if self.rank(one) == 1],
            "qualified": [
                one for one in units
                if self.judge(when, award, one)[0] and not self.barred(award, one)
            ],
        }  # fmt: skip
        if of in fits:
            return len(fits[of])
        return sum((self.staff if of == "staff" else self.people)[one] for one in units)

    def barred(self, award: str, unit: str) -> bool:
        """Whether a breach was found."""
        return award == "FLAG" and self.holds[unit] == "breach"

    def numbers(self, rule: Rule) -> Iterator[tuple[str | None, bool, int | None]]:
        """Yield each number of a rule: of which group, whether it is a cap, how many."""
        number, when = rule["number"], rule["when"]
        if not isinstance(number, Mapping):
            yield None, False, None if number == "all" else number
            return
        apart = sorted(set(self.groups.values())) if number.get("per") == "groups" else [None]
        for group in apart:
            made = number.get("count")
            if "share" in number:
                made = _of(
                    number["share"], self.base(number["share"]["of"], rule["id"], when, group)
                )
            yield group, False, made
        for cap in number.get("at_most", []):
            yield None, True, _of(cap, self.base(cap["of"], rule["id"], when, None))


def _of(share: Rule, base: int) -> int:
    over, under = map(int, share["share"].split("/"))
    whole, rest = divmod(over * base, under)
    how = share.get("rounding", "down")
    return whole + (how == "up" and rest > 0) + (how == "half_up" and 2 * rest >= under)


def same(told: Told, facts: Mapping[str, str]) -> bool:
    """Whether stored facts say what was worked out; numbers by their value."""
    if told.condition != "percent_at_least":
        return told.facts == dict(facts)
    return set(facts) == set(told.facts) and all(
        Decimal(facts[name]) == Decimal(one) for name, one in told.facts.items()
    )
