"""Numbers of awards: bases that are counted, groups there are, ways that part equals."""

from collections.abc import Iterator

from definitions.advice import did_you_mean
from definitions.linting.ground import Ground
from definitions.linting.ids import named_criteria
from definitions.problems import Path, Problem
from definitions.schema.awards import LAST_WORD, CutoffTie
from definitions.schema.quotas import CountedBase, Quota, ShareOf


def lint_quotas(ground: Ground) -> Iterator[Problem]:
    """Yield what no number can be made of, and ways of parting equals that cannot part them."""
    for at, rule in enumerate(ground.definition.awards):
        path = ("awards", at)
        yield from _quota(ground, rule.id, rule.number, (*path, "number"))
        for number, version in enumerate(rule.versions):
            at_version: Path = (*path, "versions", number, "number")
            yield from _quota(ground, rule.id, version.number, at_version)
        yield from _ties(ground, rule.id, rule.ties, (*path, "ties"))
    for at, one in enumerate(ground.definition.people_awards):
        yield from _quota(ground, one.award, one.number, ("people_awards", at, "number"))
        yield from _ties(ground, one.award, one.ties, ("people_awards", at, "ties"))


def _ties(ground: Ground, award: str, ties: list[CutoffTie], path: Path) -> Iterator[Problem]:
    """Yield ways of parting equals that name nothing known, or come after the last word."""
    for number, way in enumerate(ties):
        place = (*path, number)
        yield from _named(ground, way, (*place, way.name))
        if way.groups:
            yield from _without_groups(ground, award, (*place, "groups"))
        if way.name in LAST_WORD and number + 1 < len(ties):
            yield ground.error("tie_unreachable", (*path, number + 1), way=way.name)


def _quota(ground: Ground, award: str, quota: object, path: Path) -> Iterator[Problem]:
    if not isinstance(quota, Quota):
        return
    if quota.per == "groups":
        yield from _without_groups(ground, award, (*path, "per"))
    for share, place in shares(quota, path):
        yield from _base(ground, award, share, (*place, "of"))


def shares(quota: Quota, path: Path) -> Iterator[tuple[ShareOf, Path]]:
    """Yield every share that a quota is made of or capped by, with its path."""
    if quota.share:
        yield quota.share, (*path, "share")
    for number, cap in enumerate(quota.at_most):
        yield cap, (*path, "at_most", number)


def _without_groups(ground: Ground, award: str, path: Path) -> Iterator[Problem]:
    if ground.definition.ranking.inside == "bloc":
        yield ground.error("quota_without_groups", path, award=award)


def _base(ground: Ground, award: str, share: ShareOf, path: Path) -> Iterator[Problem]:
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
    if {title, award} <= {*order} and order.index(title) >= order.index(award):
        facts = {"award": award, "title": title}
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
