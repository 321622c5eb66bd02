"""Awards: each can be reached by some unit, and means what a collective may be given."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.conditions import Barred, can_hold, walk, what_bars
from definitions.linting.ground import Ground
from definitions.problems import Path, Problem
from definitions.schema.awards import AwardRule, BallotIs, Condition
from definitions.schema.quotas import Quota

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
        yield from _order(ground, rule, path)
        yield from _votes(ground, rule, path)
        yield from _reachable(ground, rule, path)
    yield from _eaten(ground)
    yield from _offers(ground)


def _number(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    if isinstance(rule.number, int) and rule.number < 1:
        yield ground.error("award_number", (*path, "number"), award=rule.id)
    if isinstance(rule.number, Quota):
        last = rule.number.by_size[-1] if rule.number.by_size else None
        if last and last.up_to is not None:
            at = (*path, "number", "by_size")
            yield ground.warning("quota_ends", at, award=rule.id, most=last.up_to)
    if rule.in_all is not None and rule.group is None:
        yield ground.error("in_all_without_group", (*path, "in_all"), award=rule.id)
    force = rule.in_force
    if force and force.start and force.to and force.to < force.start:
        facts = {"start": force.start, "end": force.to}
        yield ground.error("in_force_backwards", (*path, "in_force"), award=rule.id, **facts)


def _order(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    known = [one.id for one in ground.definition.ballots]
    if rule.by_votes and rule.by_votes not in known:
        advice = did_you_mean(rule.by_votes, known)
        yield ground.error("ballot_unknown", (*path, "by_votes"), id=rule.by_votes, advice=advice)


def _votes(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    """Yield what conditions ask of votes that can never come out so."""
    known = {one.id: one for one in ground.definition.ballots}
    for condition, place in walk(rule.when, (*path, "when")):
        wanted, at = condition.ballot, (*place, "ballot")
        if wanted is None:
            continue
        if wanted.rule not in known:
            advice = did_you_mean(wanted.rule, known)
            yield ground.error("ballot_unknown", (*at, "rule"), id=wanted.rule, advice=advice)
        elif wanted.outcome == "lower" and not _lowers(wanted, rule, known[wanted.rule].lower):
            facts = {"ballot": known[wanted.rule].title, "award": wanted.award or rule.id}
            yield ground.error("ballot_never_lower", (*at, "outcome"), **facts)


def _lowers(wanted: BallotIs, rule: AwardRule, lower: dict[str, str]) -> bool:
    return wanted.award in lower if wanted.award else rule.id in lower.values()


def _subject(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    for entry in ground.definition.catalogue:
        if entry.id == rule.id and not ground.definition.members.suit(entry.subject):
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
