"""Bonus money: factor times base salary of the day, rounded up; to the figures of the decree."""

from datetime import date
from decimal import Decimal

import pytest

from definitions.reading import read
from definitions.schema.definition import Definition
from definitions.schema.money import Money
from definitions.shelves import PACKAGE
from tests.factories import plain
from workflow.domain.money import bonus


@pytest.fixture(scope="module")
def shipped() -> Definition:
    written = read(PACKAGE / "nation" / "bonus.yaml").value
    assert isinstance(written, dict)
    return plain().model_copy(update={"money": Money.model_validate(written["money"])})


@pytest.mark.parametrize(
    ("award", "exact", "amount"),
    [
        ("T-CO-CP", 28_080_000, 28_080_000),
        ("T-CO-BT", 18_720_000, 18_720_000),
        ("T-CO-QK", 14_040_000, 14_040_000),
        ("T-TTLDXS", 3_510_000, 3_510_000),
        ("T-TTLDTT", 1_872_000, 1_880_000),
        ("F-BK-TTG", 16_380_000, 16_380_000),
        ("F-BK-BT", 7_020_000, 7_020_000),
    ],
)
def test_bonuses_are_those_of_the_decree(
    shipped: Definition, award: str, exact: int, amount: int
) -> None:
    found = bonus(shipped, award, date(2025, 12, 31))

    assert found is not None
    assert (found.exact, found.amount) == (Decimal(exact), amount)


@pytest.mark.parametrize(
    ("day", "salary"),
    [
        (date(2024, 6, 30), 1_800_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_the_salary_is_that_of_the_day_of_the_decision(
    shipped: Definition, day: date, salary: int
) -> None:
    found = bonus(shipped, "T-CO-BT", day)

    assert found is not None
    assert (found.salary, found.exact) == (Decimal(salary), Decimal(salary * 8))


def test_an_unverified_salary_is_marked(shipped: Definition) -> None:
    found = bonus(shipped, "T-CO-BT", date(2024, 1, 1))

    assert found is not None
    assert found.unverified


@pytest.mark.parametrize(
    ("award", "day"), [("T-GDVH", date(2025, 1, 1)), ("T-CO-BT", date(2018, 6, 30))]
)
def test_what_nobody_has_written_down_is_not_made_up(
    shipped: Definition, award: str, day: date
) -> None:
    assert bonus(shipped, award, day) is None
