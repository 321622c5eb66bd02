"""Awards: each can be reached by some unit, and means what a collective may be given."""

from collections.abc import Iterator

from definitions.linting.conditions import Barred, can_hold, what_bars
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.awards import AwardRule, Condition

WANTED = {
    "collective": ("collective", frozenset({"title", "form"})),
    "individual": ("individual", frozenset({"title", "form"})),
    "recognitions": ("collective", frozenset({"recognition"})),
}
"""What each list of offers holds: the subject, and the kinds of awards."""


def lint_awards(ground: Ground) -> Iterator[Problem]:
    """Yield awards that nobody can reach, or that a unit cannot be given."""
    for at, rule in enumerate(ground.definition.awards):
        path = ("awards", at)
        yield from _number(ground, rule, path)
        yield from _subject(ground, rule, path)
        yield from _reachable(ground, rule, path)
    yield from _eaten(ground)
    yield from _offers(ground)


def _number(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    if rule.number != "all" and rule.number < 1:
        yield ground.error("award_number", (*path, "number"), award=rule.id)


def _subject(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    for entry in ground.definition.catalogue:
        if entry.id == rule.id and entry.subject != "collective":
            yield ground.error("award_not_for_units", (*path, "id"), award=entry.title)


def _reachable(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    """Yield what bars the rule: an error where it bars the whole, a warning on one branch."""
    bars = list(what_bars(ground, rule.when, (*path, "when")))
    places = {_condition(bar) for bar in bars}
    open_way = can_hold(rule.when, places, (*path, "when"))
    tell = ground.warning if open_way else ground.error
    for bar in bars:
        yield tell(bar.code, bar.path, award=rule.id, **bar.facts)


def _condition(bar: Barred) -> Path:
    return bar.path[:-1]


def _eaten(ground: Ground) -> Iterator[Problem]:
    """Yield rules that come after one of the same group which takes every unit they could."""
    takers: dict[str, list[AwardRule]] = {}
    for at, rule in enumerate(ground.definition.awards):
        before = takers.setdefault(rule.group, []) if rule.group else []
        for taker in before:
            if _bare(taker.when) == _bare(rule.when):
                facts = {"award": rule.id, "taker": taker.id, "group": rule.group}
                yield ground.error("award_eaten", ("awards", at), **facts)
        if rule.number == "all":
            before.append(rule)


def _bare(condition: Condition) -> object:
    """Return what is demanded, without where it comes from."""
    left_out = {"status", "basis"}
    if condition.status == "unverified":
        return condition  # it may be met by anybody, so it proves nothing
    inside = condition.all or condition.any
    if inside:
        return condition.name, [_bare(one) for one in inside]
    return condition.model_dump_json(exclude=left_out, exclude_none=True)


def _offers(ground: Ground) -> Iterator[Problem]:
    entries = {entry.id: entry for entry in ground.definition.catalogue}
    for at, stage in enumerate(ground.definition.stages):
        for key, (subject, kinds) in WANTED.items():
            for number, award in enumerate(getattr(stage.offers, key, [])):
                entry = entries.get(award)
                if entry and (entry.subject != subject or entry.kind not in kinds):
                    path = ("stages", at, "offers", key, number)
                    yield ground.error("offer_misplaced", path, award=entry.title, key=key)
