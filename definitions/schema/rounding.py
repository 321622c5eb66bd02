"""Rounding as data: how, to what step, and at which place of the sum."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.points import Points
from definitions.schema.record import Record, broken


class RoundTo(Record):
    """Round to the nearest step, or not at all. `half_even` sends a half to the even step."""

    way: Literal["half_up", "half_even", "down", "up", "none"] = "half_up"
    step: Points | None = Field(default=None, gt=0, description="0.5, 0.25, 1")

    @model_validator(mode="after")
    def _step_or_none(self) -> Self:
        if (self.way == "none") != (self.step is None):
            raise broken("rounding_step")
        return self


class Rounding(Record):
    """Where points are rounded. A leaf not named here is rounded half up to the `decimals`."""

    leaf: RoundTo | None = None
    total: RoundTo | None = None
    percent: RoundTo = RoundTo(way="half_up", step=Decimal("0.01"))
