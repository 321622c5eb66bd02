"""The bonus of an award, by the base salary of the day of the decision, and what made it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from definitions.schema.definition import Definition
from definitions.schema.record import Basis


@dataclass(frozen=True, kw_only=True, slots=True)
class Bonus:
    """`exact` is factor times salary; `amount` is what is paid, in whole đồng."""

    award: str
    factor: Decimal
    salary: Decimal
    salary_from: date
    exact: Decimal
    amount: int
    rounded_up_to: int
    unverified: bool
    basis: tuple[Basis, ...]


def bonus(definition: Definition, award: str, day: date) -> Bonus | None:
    """Return the bonus of *award* decided on *day*; None where the definition does not say."""
    money = definition.money
    factor = money.factor_of(award) if money else None
    salary = money.salary_on(day) if money else None
    if money is None or factor is None or salary is None:
        return None
    exact = factor.factor * salary.amount
    return Bonus(
        award=award,
        factor=factor.factor,
        salary=salary.amount,
        salary_from=salary.start,
        exact=exact,
        amount=money.rounded(exact),
        rounded_up_to=money.round_up_to,
        unverified="unverified" in {factor.status, salary.status},
        basis=tuple(one for one in (factor.basis, salary.basis, money.basis) if one),
    )
