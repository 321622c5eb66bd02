"""Units that belong to the bloc for a part of its year only: what becomes of their score."""

from typing import Literal

from pydantic import Field

from definitions.schema.record import Basis, Record, Whole
from definitions.schema.rounding import RoundTo

PartYearRule = Literal["pro_rata", "assigned", "not_ranked"]
MONTHS = 12


class FirstMonth(Record):
    """The month with which the twelve months that are scored begin, seen from the bloc year."""

    month: Whole = Field(default=1, ge=1, le=MONTHS)
    year: Literal["previous", "this"] = "this"


class PartYear(Record):
    """The rule for a unit that joined within the year, and for one that left within it.

    `pro_rata`: its points times its months of membership over twelve, rounded. `assigned`: it may
    leave any criterion unassigned, and is measured by the rest. `not_ranked`: it has no place, and
    owes no sheet. A month counts when it was begun, when at least half of its days or when all of
    them lie within the membership.
    """

    joined: PartYearRule
    left: PartYearRule = "not_ranked"
    month: Literal["begun", "half", "whole"] = "begun"
    least_months: Whole | None = Field(
        default=None, ge=1, le=MONTHS, description="with fewer there is no place"
    )
    rounding: RoundTo | None = Field(
        default=None, description="of points taken pro rata; absent: half up to the decimals"
    )
    maximum: Literal["whole", "pro_rata"] = Field(
        default="whole", description="of what a percentage of points taken pro rata is"
    )
    basis: Basis | None = None

    @property
    def takes_pro_rata(self) -> bool:
        """Whether any points are taken pro rata."""
        return "pro_rata" in {self.joined, self.left}
