"""Quotas of an award: how many there may be, by the size of the bloc or as a share of a base."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.ballots import Share
from definitions.schema.record import Basis, Code, Record, Status, Whole, broken

QuotaBase = Literal["members", "registered", "qualified", "staff", "leaders", "holders"]


class SizeBand(Record):
    """How many awards a bloc of up to so many units has; the last band may be open."""

    up_to: Whole | None = Field(default=None, ge=1)
    number: Whole = Field(ge=0)


class ShareOf(Record):
    """A share of a base that is named, rounded as declared, within bounds.

    The base is all members, those registered for the award, or those who meet its conditions. Of
    awards to people it may be the staff, the leaders, or those who take another award, `holding`.
    """

    share: Share
    of: QuotaBase
    rounding: Literal["down", "up", "half_up"] = "down"
    least: Whole = Field(default=0, ge=0)
    most: Whole | None = Field(default=None, ge=0)
    holding: Code | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if Fraction(self.share) > 1:
            raise broken("share_too_large")
        if self.most is not None and self.most < self.least:
            raise broken("quota_bounds")
        if (self.of == "holders") != (self.holding is not None):
            raise broken("quota_holding")
        return self

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


class Quota(Record):
    """A number worked out from the size of the bloc, or as a share. Unverified, it only warns."""

    by_size: list[SizeBand] | None = Field(default=None, min_length=1)
    share: ShareOf | None = None
    status: Status = "confirmed"
    basis: Basis | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.by_size is None) == (self.share is None):
            raise broken("exactly_one_key", among=["by_size", "share"])
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
