"""Quotas of an award: how many there may be, by count, by size or as a share of a named base."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.ballots import Share
from definitions.schema.record import Basis, Code, Record, Slug, Status, Whole, broken

KnownBase = Literal["members", "registered", "qualified", "leaders", "staff", "people"]
"""Bases that the year itself counts.

Units: all members; those registered for the award; those who meet its conditions; those first in
their group, or in the bloc. Persons, by the registrations that stand: all staff; those registered.
"""


class CountedBase(Record):
    """A base that is counted elsewhere: units that hold a title, or a recorded count, summed up."""

    holders: Code | None = Field(
        default=None, description="units given it by an earlier rule, or recorded to hold it"
    )
    fact: Slug | None = Field(default=None, description="a count recorded about each unit")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.holders is None) == (self.fact is None):
            raise broken("exactly_one_key", among=["holders", "fact"])
        return self

    @property
    def label(self) -> str:
        """How the base is named where it was counted: holders:T-LDTT, fact:staff."""
        return f"holders:{self.holders}" if self.holders else f"fact:{self.fact}"


QuotaBase = KnownBase | CountedBase


class SizeBand(Record):
    """How many awards a bloc of up to so many units has; the last band may be open."""

    up_to: Whole | None = Field(default=None, ge=1)
    number: Whole = Field(ge=0)


class ShareOf(Record):
    """A share of a base that is named, rounded as declared, within bounds."""

    share: Share
    of: QuotaBase
    rounding: Literal["down", "up", "half_up"] = "down"
    least: Whole = Field(default=0, ge=0)
    most: Whole | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if Fraction(self.share) > 1:
            raise broken("share_too_large")
        if self.most is not None and self.most < self.least:
            raise broken("quota_bounds")
        return self

    @property
    def label(self) -> str:
        """The name of the base."""
        return self.of if isinstance(self.of, str) else self.of.label

    def number(self, base: int) -> int:
        """Return how many awards there are for *base*."""
        exact = Fraction(self.share) * base
        match self.rounding:
            case "down":
                whole = exact.numerator // exact.denominator
            case "up":
                whole = -(-exact.numerator // exact.denominator)
            case "half_up":
                whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        bounded = max(whole, self.least)
        return bounded if self.most is None else min(bounded, self.most)


class Cap(ShareOf):
    """A share that a number may not exceed, whatever else makes it. Unverified, it only warns."""

    status: Status = "confirmed"
    basis: Basis | None = None


class Quota(Record):
    """A number given, worked out from the size of the bloc, or as a share; and what caps it.

    With `per: groups` each group of units has a number of its own, made from that group alone.
    `at_most` caps the whole. Unverified, a number or a cap only warns.
    """

    count: Whole | None = Field(default=None, ge=1)
    by_size: list[SizeBand] | None = Field(default=None, min_length=1)
    share: ShareOf | None = None
    per: Literal["bloc", "groups"] = "bloc"
    at_most: list[Cap] = []
    status: Status = "confirmed"
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        missing = [self.count, self.by_size, self.share].count(None)
        if missing != 2 and not (missing == 3 and self.at_most):  # noqa: PLR2004 - of three
            raise broken("exactly_one_key", among=["count", "by_size", "share"])
        ends = [band.up_to for band in self.by_size or []]
        closed = [end for end in ends if end is not None]
        if None in ends[:-1] or closed != sorted(set(closed)):
            raise broken("bands_out_of_order")
        return self

    def size(self, units: int) -> int:
        """Return how many awards a bloc of so many units has; none beyond the last band."""
        bands = self.by_size or []
        fits = [band.number for band in bands if band.up_to is None or units <= band.up_to]
        return fits[0] if fits else 0
