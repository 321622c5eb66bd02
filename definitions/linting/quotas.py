"""Numbers of awards: bases that are counted, groups there are, ways that part equals."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.linting.ids import named_criteria
from definitions.problems import Path, Problem
from definitions.schema.awards import LAST_WORD, AwardRule, CutoffTie
from definitions.schema.quotas import CountedBase, Quota, ShareOf


def lint_quotas(ground: Ground) -> Iterator[Problem]:
    """Yield what no number can be made of, and ways of parting equals that cannot part them."""
    for at, rule in enumerate(ground.definition.awards):
        path = ("awards", at)
        if isinstance(rule.number, Quota):
            yield from _quota(ground, rule, rule.number, (*path, "number"))
        for number, way in enumerate(rule.ties):
            place = (*path, "ties", number)
            yield from _named(ground, way, (*place, way.name))
            if way.groups:
                yield from _without_groups(ground, rule, (*place, "groups"))
            if way.name in LAST_WORD and number + 1 < len(rule.ties):
                yield ground.error("tie_unreachable", (*path, "ties", number + 1), way=way.name)


def _quota(ground: Ground, rule: AwardRule, quota: Quota, path: Path) -> Iterator[Problem]:
    if quota.per == "groups":
        yield from _without_groups(ground, rule, (*path, "per"))
    if quota.share:
        yield from _base(ground, rule, quota.share, (*path, "share", "of"))
    for number, cap in enumerate(quota.at_most):
        yield from _base(ground, rule, cap, (*path, "at_most", number, "of"))


def _without_groups(ground: Ground, rule: AwardRule, path: Path) -> Iterator[Problem]:
    if ground.definition.ranking.inside == "bloc":
        yield ground.error("quota_without_groups", path, award=rule.id)


def _base(ground: Ground, rule: AwardRule, share: ShareOf, path: Path) -> Iterator[Problem]:
    if not isinstance(share.of, CountedBase):
        return
    if share.of.fact:
        yield from _count(ground, share.of.fact, (*path, "fact"), "share_of_no_count")
        return
    known = [one.id for one in ground.definition.catalogue]
    title = share.of.holders or ""
    if title not in known:
        advice = did_you_mean(title, known)
        yield ground.error("award_unknown", (*path, "holders"), id=title, advice=advice)
    order = [one.id for one in ground.definition.awards]
    if title in order and order.index(title) >= order.index(rule.id):
        facts = {"award": rule.id, "title": title}
        yield ground.error("quota_of_later", (*path, "holders"), **facts)


def _count(ground: Ground, name: str, path: Path, code: str) -> Iterator[Problem]:
    known = {one.id: one for one in ground.definition.facts}
    if name not in known:
        yield ground.error("fact_unknown", path, id=name, advice=did_you_mean(name, known))
    elif known[name].kind != "count":
        yield ground.error(code, path, fact=known[name].title)


def _named(ground: Ground, way: CutoffTie, path: Path) -> Iterator[Problem]:
    """Yield a criterion, an adjustment, a fact or a ballot that a way names and nobody knows."""
    rubric = ground.definition.rubric
    spaces = {
        "criterion": [name for name, _ in named_criteria(rubric.parts)],
        "adjustment": [one.id for one in rubric.adjustments],
        "ballot": [one.id for one in ground.definition.ballots],
    }
    known, name = spaces.get(way.name), getattr(way, way.name)
    if known is not None and name not in known:
        advice = did_you_mean(name, known)
        yield ground.error(f"{way.name}_unknown", path, id=name, advice=advice)
    if told := way.external or way.share_of_women:
        yield from _count(ground, told.fact, (*path, "fact"), "tie_fact_kind")
