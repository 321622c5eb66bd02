"""Bonus money: a factor for each award, times the base salary of the day of the decision."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Self

from pydantic import Field, model_validator

from definitions.schema.awards import SubjectKind
from definitions.schema.points import Points
from definitions.schema.record import Basis, Code, Record, Status, Whole, broken


class BaseSalary(Record):
    """The base salary in đồng, from a day on."""

    amount: Points = Field(gt=0)
    start: date = Field(alias="from")
    status: Status = "confirmed"
    basis: Basis | None = None


class Factor(Record):
    """How many base salaries go with an award; `to` where its subjects are paid differently."""

    award: Code
    to: SubjectKind | None = None
    factor: Points = Field(gt=0)
    status: Status = "confirmed"
    basis: Basis | None = None


class Money(Record):
    """The bonus of awards; the product is rounded up to a whole number of `round_up_to` đồng.

    A household is paid `household_times` what an individual is for the same award. With
    `one_title`, of several titles of one year only the highest is paid.
    """

    base_salaries: list[BaseSalary] = Field(min_length=1)
    factors: list[Factor] = Field(min_length=1)
    round_up_to: Whole = Field(default=10000, ge=1)
    basis: Basis | None = None
    household_times: Points | None = Field(default=None, gt=0)
    one_title: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [one.start for one in self.base_salaries]
        if days != sorted(set(days)):
            raise broken("salaries_out_of_order")
        return self

    def salary_on(self, day: date) -> BaseSalary | None:
        """Return the base salary in force on *day*; None before the first that is known."""
        return next((one for one in reversed(self.base_salaries) if one.start <= day), None)

    def factor_of(self, award: str, to: SubjectKind = "collective") -> Factor | None:
        """Return the factor of *award* for such a subject; one that names nobody is for all."""
        found = {one.to: one for one in self.factors if one.award == award}
        if to in found:
            return found[to]
        base = found.get("individual")
        if to == "household" and base and self.household_times:
            return base.model_copy(update={"factor": base.factor * self.household_times, "to": to})
        return found.get(None)

    def rounded(self, exact: Decimal) -> int:
        """Return *exact* đồng rounded up."""
        return ceil(Fraction(exact) / self.round_up_to) * self.round_up_to
