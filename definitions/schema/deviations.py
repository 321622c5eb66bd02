"""Deviations of the year: late, absent, not registered, under investigation. Four things apart.

Each has an effect of its own, as data, and none of them stands in for another.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.points import Points
from definitions.schema.record import Basis, Code, Record, Slug, broken

Frozen = Literal["award", "class", "both", "neither"]
"""What an investigation holds while it lasts."""


class Deduction(Record):
    """Points that a deviation takes away, from one criterion or from the total.

    once: the same however often. each: every time. working_day: every working day late, of which
    the first counts from its beginning. `most`: never more than so many in the year.
    """

    points: Points = Field(gt=0)
    per: Literal["once", "each", "working_day"] = "once"
    most: Points | None = Field(default=None, gt=0)
    on: Code | None = Field(default=None, description="a criterion; the total where left out")

    @model_validator(mode="after")
    def _most_holds_one(self) -> Self:
        if self.most is not None and self.most < self.points:
            raise broken("deduction_most", points=self.points, most=self.most)
        return self


class Late(Record):
    """What work after the due moment means: taken as if on time, marked late, or refused.

    `permit`: refused until `office` allows it to the unit, and marked late then. `points`: taken,
    marked, and it costs what `deduct` says.
    """

    effect: Literal["accept", "mark", "refuse", "permit", "points"] = "mark"
    office: Slug | None = None
    deduct: Deduction | None = None

    @model_validator(mode="after")
    def _what_the_effect_needs(self) -> Self:
        if (self.effect == "permit") != (self.office is not None):
            raise broken("late_office")
        if (self.effect == "points") != (self.deduct is not None):
            raise broken("points_and_deduct")
        return self


class Absent(Record):
    """What it means that a member stays away, from a meeting without an excuse, or from a vote.

    `counted: false`: whoever is excused from a meeting, or takes no part in a vote, is left out of
    the number that a share is taken of.
    """

    effect: Literal["nothing", "mark", "points"] = "nothing"
    deduct: Deduction | None = None
    counted: bool = True

    @model_validator(mode="after")
    def _what_the_effect_needs(self) -> Self:
        if (self.effect == "points") != (self.deduct is not None):
            raise broken("points_and_deduct")
        if self.deduct is not None and self.deduct.per == "working_day":
            raise broken("absent_per_day")
        return self


class Unregistered(Record):
    """What it means that a unit has no registration that stands: for every award of the year.

    `by`: who demands registration. Where nobody does, going without is allowed.
    """

    effect: Literal["barred", "warned", "allowed"] = "allowed"
    by: Literal["nation", "locality", "nobody"] = "nobody"
    basis: Basis | None = None

    @model_validator(mode="after")
    def _somebody_demands_it(self) -> Self:
        if (self.effect == "allowed") != (self.by == "nobody"):
            raise broken("unregistered_by")
        return self

    @property
    def bars(self) -> bool:
        """Whether it bars: what is of unverified law warns and never does."""
        unverified = self.basis is not None and self.basis.status == "unverified"
        return self.effect == "barred" and not unverified


class Investigated(Record):
    """What a matter that is pending holds, by its ground, until it is concluded."""

    discipline: Frozen = "award"
    inspection: Frozen = "award"
    complaint: Frozen = "award"
    press: Frozen = "award"

    def holds(self, ground: str, what: Literal["award", "class"]) -> bool:
        """Whether a matter of that ground holds the award, or the class."""
        return getattr(self, ground) in {what, "both"}
