"""Awards to people and households: each is one that they may be given, and can be reached."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.conditions import walk
from definitions.linting.ground import Ground
from definitions.linting.quotas import shares
from definitions.problems import Path, Problem
from definitions.schema.awards import AwardRule, Condition
from definitions.schema.people import PeopleRule
from definitions.schema.quotas import CountedBase, Quota

OF_PEOPLE = ("rated_at_least", "disciplined_below", "initiative", "takes")
"""Conditions about a person or household: a unit has no rating and no discipline of its own."""

OF_PERSONS = ("rated_at_least", "disciplined_below", "initiative")
"""Conditions that a household cannot meet."""

BASES_OF_PEOPLE = frozenset({"registered", "qualified", "staff", "people", "leaders"})


def lint_people(ground: Ground) -> Iterator[Problem]:
    """Yield rules for people that cannot work, and rules for units that ask about people."""
    before: list[str] = []
    for at, rule in enumerate(ground.definition.people_awards):
        path = ("people_awards", at)
        yield from _award(ground, rule, path)
        yield from _base(ground, rule, (*path, "number"), before)
        yield from _decider(ground, rule, path)
        yield from _conditions(ground, rule, path, before)
        before.append(rule.award)
    for at, unit_rule in enumerate(ground.definition.awards):
        yield from _units(ground, unit_rule, ("awards", at))


def _units(ground: Ground, unit_rule: AwardRule, path: Path) -> Iterator[Problem]:
    """Yield what a rule for units asks of people."""
    whens: list[tuple[Condition, Path]] = [(unit_rule.when, (*path, "when"))]
    for number, version in enumerate(unit_rule.versions):
        place = (*path, "versions", number)
        whens += [(version.when, (*place, "when"))] if version.when else []
    for when, place in whens:
        yield from _asked_of(ground, when, place, OF_PEOPLE, "collective")


def _award(ground: Ground, rule: PeopleRule, path: Path) -> Iterator[Problem]:
    entries = {one.id: one for one in ground.definition.catalogue}
    entry = entries.get(rule.award)
    if entry is None:
        advice = did_you_mean(rule.award, entries)
        yield ground.error("award_unknown", (*path, "award"), id=rule.award, advice=advice)
    elif not entry.is_for(rule.to):
        facts = {"award": entry.title, "to": rule.to}
        yield ground.error("award_not_for_people", (*path, "award"), **facts)
    if rule.position and rule.to == "household":
        yield ground.error("household_position", (*path, "position"), rule=rule.id)


def _decider(ground: Ground, rule: PeopleRule, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with letting the head of a unit decide."""
    if rule.decided_by == "offices":
        return
    if rule.inside == "bloc":
        yield ground.error("own_inside_bloc", (*path, "inside"), rule=rule.id)
    entry = next((one for one in ground.definition.catalogue if one.id == rule.award), None)
    powers = set(entry.decided_by) if entry else set()
    powers |= {power for one in (entry.versions if entry else []) for power in one.decided_by}
    if entry and powers and "unit_head" not in powers:
        yield ground.warning("own_not_in_law", (*path, "decided_by"), award=entry.title)


def _base(ground: Ground, rule: PeopleRule, path: Path, before: list[str]) -> Iterator[Problem]:
    """Yield a quota whose base means nothing there: units of a bloc, a title given only later."""
    if not isinstance(rule.number, Quota):
        return
    if rule.number.by_size:
        yield ground.error("quota_size_of_people", (*path, "by_size"), award=rule.award)
    for share, place in shares(rule.number, path):
        if isinstance(share.of, CountedBase):
            if share.of.holders and share.of.holders not in before:
                at = (*place, "of", "holders")
                yield ground.error("takes_nothing_before", at, award=share.of.holders)
        elif share.of not in BASES_OF_PEOPLE:
            allowed = ", ".join(sorted(BASES_OF_PEOPLE))
            facts = {"award": rule.award, "of": share.of, "allowed": allowed}
            yield ground.error("quota_base_misplaced", (*place, "of"), **facts)


def _conditions(
    ground: Ground, rule: PeopleRule, path: Path, before: list[str]
) -> Iterator[Problem]:
    """Yield conditions that nobody can meet, and awards counted on that no rule before gives."""
    if rule.to == "household":
        yield from _asked_of(ground, rule.when, (*path, "when"), OF_PERSONS, rule.to)
    offered = _offered(ground, rule)
    for one, place in walk(rule.when, (*path, "when")):
        if one.takes and one.takes not in before:
            yield ground.error("takes_nothing_before", (*place, "takes"), award=one.takes)
        if one.registered and one.status != "unverified" and not offered & {*one.registered}:
            facts = {"award": rule.award, "awards": one.registered}
            yield ground.error("never_offered", (*place, "registered"), **facts)
        if one.ballot:
            yield from _ballot(ground, one.ballot.rule, (*place, "ballot", "rule"))


def _offered(ground: Ground, rule: PeopleRule) -> set[str]:
    """Return what people, or households, may register for."""
    offers = [stage.offers for stage in ground.definition.stages if stage.offers]
    lists = [one.household if rule.to == "household" else one.individual for one in offers]
    return {award for one in lists for award in one}


def _ballot(ground: Ground, name: str, path: Path) -> Iterator[Problem]:
    known = [one.id for one in ground.definition.ballots]
    if name not in known:
        advice = did_you_mean(name, known)
        yield ground.error("ballot_unknown", path, id=name, advice=advice)


def _asked_of(
    ground: Ground, when: Condition, path: Path, names: tuple[str, ...], to: str
) -> Iterator[Problem]:
    for one, place in walk(when, path):
        if one.name in names:
            yield ground.error("condition_not_for", (*place, one.name), key=one.name, to=to)
