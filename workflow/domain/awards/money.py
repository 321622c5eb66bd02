"""The bonus of an award, by the base salary of the day of the decision, and what made it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from definitions.schema.awards import SubjectKind
from definitions.schema.definition import Definition
from definitions.schema.record import Basis


@dataclass(frozen=True, kw_only=True, slots=True)
class Bonus:
    """`exact` is factor times salary; `amount` is what is paid, in whole đồng.

    `instead` names the higher title of the same year that is paid in its place; then it is nothing.
    """

    award: str
    factor: Decimal
    salary: Decimal
    salary_from: date
    exact: Decimal
    amount: int
    rounded_up_to: int
    unverified: bool
    basis: tuple[Basis, ...]
    to: SubjectKind = "collective"
    instead: str | None = None


def bonus(
    definition: Definition, award: str, day: date, to: SubjectKind = "collective"
) -> Bonus | None:
    """Return the bonus of *award* decided on *day*; None where the definition does not say.

    A household is paid a multiple of what an individual is; NĐ 152/2025, Điều 54.
    """
    money = definition.money
    factor = money.factor_of(award, to) if money else None
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
        to=to,
    )


def paid(definition: Definition, mine: Bonus, others: Iterable[Bonus]) -> Bonus:
    """Return *mine* as it is paid beside *others*, of the same subject and year.

    Of several titles only the highest is paid, where the definition says so; a form of
    commendation is paid beside a title. NĐ 152/2025, Điều 49(5)-(7).
    """
    money = definition.money
    titles = {one.id for one in definition.catalogue if one.kind == "title"}
    if money is None or not money.one_title or mine.award not in titles:
        return mine
    highest = max(
        (one for one in (mine, *others) if one.award in titles), key=lambda one: one.exact
    )
    return mine if highest.exact == mine.exact else replace(mine, amount=0, instead=highest.award)
