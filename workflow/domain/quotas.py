"""How many of an award there may be: the number that its rule makes, with what it was made from."""

from dataclasses import dataclass

from definitions.schema.awards import AwardRule
from definitions.schema.people import PeopleRule
from definitions.schema.quotas import Quota, QuotaBase
from definitions.schema.record import Basis


@dataclass(frozen=True, kw_only=True, slots=True)
class Allotment:
    """The number of one award. `most` absent: all who qualify; `warns`: it never cuts anybody.

    `of` names the base that `base` counts, `share` the part of it, `rounding` how that was
    rounded. Of awards to people, `rule` is theirs, and `unit` the unit in which they are counted.
    """

    award: str
    most: int | None
    of: str | None = None
    base: int | None = None
    share: str | None = None
    rounding: str | None = None
    warns: bool = False
    basis: str | None = None
    unit: str | None = None
    rule: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bases:
    """What a quota may be a share of: how many units or people there are of each kind."""

    members: int
    registered: int
    qualified: int
    staff: int = 0
    leaders: int = 0
    holders: int = 0

    def of(self, name: QuotaBase) -> int:
        """Return the number of that base."""
        return {
            "members": self.members,
            "registered": self.registered,
            "qualified": self.qualified,
            "staff": self.staff,
            "leaders": self.leaders,
            "holders": self.holders,
        }[name]


def allot(rule: AwardRule | PeopleRule, bases: Bases) -> Allotment:
    """Return how many of an award there may be."""
    number, award = rule.number, rule.award if isinstance(rule, PeopleRule) else rule.id
    if isinstance(number, Quota):
        return _worked_out(award, number, bases)
    basis = _article(rule.basis[0]) if rule.basis else None
    return Allotment(award=award, most=None if number == "all" else number, basis=basis)


def _worked_out(award: str, quota: Quota, bases: Bases) -> Allotment:
    warns = quota.status == "unverified"
    basis = _article(quota.basis) if quota.basis else None
    share = quota.share
    if share is None:
        return Allotment(
            award=award, most=quota.size(bases.members), of="members", base=bases.members,
            warns=warns, basis=basis,
        )  # fmt: skip
    base = bases.of(share.of)
    return Allotment(
        award=award, most=share.number(base), of=share.of, base=base, share=share.share,
        rounding=share.rounding, warns=warns, basis=basis,
    )  # fmt: skip


def _article(basis: Basis) -> str:
    return " ".join(filter(None, [basis.ref, basis.article]))
