"""How many of an award there may be: the numbers that its rule makes, and what they came from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from definitions.schema.awards import AwardRule
from definitions.schema.people import PeopleRule
from definitions.schema.quotas import Cap, Quota, QuotaBase, ShareOf
from definitions.schema.record import Basis

Weights = Mapping[str, int]
"""How much each unit adds to a base: one, where units are counted; its people, where they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Allotment:
    """One number of an award. `most` absent: all who qualify; `warns`: it never cuts anybody.

    `of` names the base that `base` counts, `share` the part of it, `rounding` how that was
    rounded. `group`: the number of that group of units alone; `cap`: a limit over other numbers.
    Of awards to people, `rule` is theirs, and `unit` the unit in which they are counted.
    """

    award: str
    most: int | None
    of: str | None = None
    base: int | None = None
    share: str | None = None
    rounding: str | None = None
    warns: bool = False
    basis: str | None = None
    group: str | None = None
    cap: bool = False
    unit: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bases:
    """What a quota may be a share of, and the group of each unit where there are groups."""

    weights: Callable[[QuotaBase], Weights]
    groups: Mapping[str, str]

    def count(self, of: QuotaBase, group: str | None = None) -> int:
        """Return how large a base is, in the whole bloc or in one group."""
        parts = self.weights(of).items()
        return sum(n for unit, n in parts if group is None or self.groups.get(unit) == group)


def allot(rule: AwardRule | PeopleRule, bases: Bases) -> tuple[Allotment, ...]:
    """Return the number of an award, or that of each group, and after it what caps the whole."""
    number, award = rule.number, rule.award if isinstance(rule, PeopleRule) else rule.id
    if not isinstance(number, Quota):
        basis = _article(rule.basis[0]) if rule.basis else None
        most = None if number == "all" else number
        return (Allotment(award=award, most=most, basis=basis),)
    groups = sorted(set(bases.groups.values())) if number.per == "groups" else [None]
    numbers = [_worked_out(award, number, bases, group) for group in groups]
    return (*numbers, *(_capped(award, cap, bases) for cap in number.at_most))


def _worked_out(award: str, quota: Quota, bases: Bases, group: str | None) -> Allotment:
    warns = quota.status == "unverified"
    basis = _article(quota.basis) if quota.basis else None
    if quota.share:
        return _shared(award, quota.share, bases, group=group, warns=warns, basis=basis)
    size = bases.count("members", group) if quota.by_size else None
    return Allotment(
        award=award, most=quota.count if size is None else quota.size(size),
        of=None if size is None else "members", base=size, warns=warns, basis=basis, group=group,
    )  # fmt: skip


def _capped(award: str, cap: Cap, bases: Bases) -> Allotment:
    basis = _article(cap.basis) if cap.basis else None
    warns = cap.status == "unverified"
    return _shared(award, cap, bases, group=None, warns=warns, basis=basis, cap=True)


def _shared(  # noqa: PLR0913 - all but the award by name
    award: str, share: ShareOf, bases: Bases, *,
    group: str | None, warns: bool, basis: str | None, cap: bool = False,
) -> Allotment:  # fmt: skip
    base = bases.count(share.of, group)
    return Allotment(
        award=award, most=share.number(base), of=share.label, base=base, share=share.share,
        rounding=share.rounding, warns=warns, basis=basis, group=group, cap=cap,
    )  # fmt: skip


def over(allotments: tuple[Allotment, ...], group: str | None) -> Iterator[Allotment]:
    """Yield the numbers that a unit of *group* falls under: the bloc's, its group's, and caps."""
    for one in allotments:
        if one.group is None or one.group == group:
            yield one


def _article(basis: Basis) -> str:
    return " ".join(filter(None, [basis.ref, basis.article]))
