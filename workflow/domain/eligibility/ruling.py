"""Which rule set and which rules hold for a case: by its dates, which are kept apart.

The achievement year says which results count, the day of the dossier which law in a transition,
the day of the decision which base salary; Luật TĐKT 2022, Điều 96, and NĐ 152/2025, Điều 49.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from definitions.schema.awards import AwardRule, CatalogueEntry
from definitions.schema.definition import Definition
from definitions.schema.people import PeopleRule
from definitions.schema.record import Basis, Status, Text
from definitions.schema.rule_sets import AskedBy, Authority, InForce, RuleSet
from workflow.domain.errors import Unmet


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """The dates of one case. A day that has not come yet is taken to be the one before it."""

    year: int
    proposed: date | None = None
    received: date | None = None
    decided: date | None = None

    def asked(self, by: AskedBy) -> date:
        """Return the day by which a rule is chosen; the last of the year while none is known."""
        last = date(self.year, 12, 31)
        match by:
            case "achievement_year":
                return last
            case "proposal":
                return self.proposed or last
            case "dossier":
                return self.received or self.proposed or last
            case "decision":
                return self.decided or self.received or self.proposed or last


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """An award as the rule set in force knows it."""

    title: Text
    decided_by: tuple[Authority, ...]
    status: Status
    basis: tuple[Basis, ...]
    rule_set: RuleSet | None = None


def rule_set_of(definition: Definition, dates: Dates) -> RuleSet | None:
    """Return the rule set that governs a case; None where the definition names none for it."""
    return next((one for one in definition.rule_sets if one.holds(dates.asked(one.by))), None)


def known(definition: Definition, award: str, dates: Dates) -> Known | None:
    """Return an award as the rule set of these dates knows it; None for a stranger."""
    entry = next((one for one in definition.catalogue if one.id == award), None)
    if entry is None:
        return None
    return _as_known(entry, rule_set_of(definition, dates))


def _as_known(entry: CatalogueEntry, rule_set: RuleSet | None) -> Known:
    version = entry.under(rule_set.id if rule_set else None)
    return Known(
        title=(version.title if version else None) or entry.title,
        decided_by=tuple((version.decided_by if version else None) or entry.decided_by),
        status=version.status if version else entry.status,
        basis=tuple(version.basis if version else entry.basis),
        rule_set=rule_set,
    )


def in_force(definition: Definition, force: InForce | None, dates: Dates) -> bool:
    """Whether something holds for a case: always, on its own days, or on those of a rule set."""
    if force is None:
        return True
    if force.rule_set is None:
        return force.holds(dates.asked(force.by))
    return any(
        one.id == force.rule_set and one.holds(dates.asked(one.by)) for one in definition.rule_sets
    )


def award_rules(definition: Definition, dates: Dates) -> Iterator[AwardRule]:
    """Yield the rules for units that hold, each in the version that does."""
    for rule in definition.awards:
        if found := _version(definition, rule, dates):
            yield found


def people_rules(definition: Definition, dates: Dates) -> Iterator[PeopleRule]:
    """Yield the rules for people and households that hold."""
    for rule in definition.people_awards:
        if in_force(definition, rule.in_force, dates):
            yield rule


def _version(definition: Definition, rule: AwardRule, dates: Dates) -> AwardRule | None:
    for one in rule.versions:
        if in_force(definition, one.in_force, dates):
            said = {
                name: value
                for name in ("number", "when", "basis")
                if (value := getattr(one, name)) is not None
            }
            return rule.model_copy(update=said)
    return rule if in_force(definition, rule.in_force, dates) else None


def out_of_order(proposed: date | None, signed: date, effective: date | None) -> Iterator[Unmet]:
    """Yield that a decision is signed before it was proposed, or holds before it is signed."""
    facts: dict[str, object] = {"proposed": proposed, "signed": signed, "effective": effective}
    if proposed and signed < proposed:
        yield Unmet(code="SIGNED_BEFORE_PROPOSAL", facts=facts)
    if effective and effective < signed:
        yield Unmet(code="EFFECTIVE_BEFORE_SIGNED", facts=facts)


def same_rules(definition: Definition, award: str, before: Dates, now: Dates) -> bool:
    """Whether *award* is judged by the same rules at both, whichever dates they ask."""
    return _rules_of(definition, award, before) == _rules_of(definition, award, now)


def _rules_of(definition: Definition, award: str, dates: Dates) -> list[AwardRule | PeopleRule]:
    units = [one for one in award_rules(definition, dates) if one.id == award]
    people = [one for one in people_rules(definition, dates) if one.award == award]
    return [*units, *people]
