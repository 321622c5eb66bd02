"""Bonus money: factor times base salary of the day, rounded up; to the figures of the decree."""

from datetime import date
from decimal import Decimal

import pytest

from definitions.reading import read
from definitions.schema.awards import CatalogueEntry, SubjectKind
from definitions.schema.definition import Definition
from definitions.schema.money import Money
from definitions.shelves import PACKAGE
from tests.factories import plain
from workflow.domain.awards.money import bonus, paid


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
        ("F-BK-QK", 4_680_000, 4_680_000),
        ("F-GK", 1_404_000, 1_410_000),
        ("T-DVQT", 3_510_000, 3_510_000),
        ("T-DVTT", 1_872_000, 1_880_000),
        ("T-XA", 4_680_000, 4_680_000),
        ("T-THON", 3_510_000, 3_510_000),
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


@pytest.mark.parametrize(
    ("award", "to", "exact", "amount"),
    [
        ("T-CSTDTQ", "individual", 10_530_000, 10_530_000),
        ("T-CSTD-BT", "individual", 7_020_000, 7_020_000),
        ("T-CSTDCS", "individual", 2_340_000, 2_340_000),
        ("T-LDTT", "individual", 702_000, 710_000),
        ("T-CSTT", "individual", 702_000, 710_000),
        ("F-BK-TTG", "individual", 8_190_000, 8_190_000),
        ("F-BK-TTG", "household", 12_285_000, 12_290_000),
        ("F-GK", "individual", 702_000, 710_000),
        ("F-BK-BT", "collective", 7_020_000, 7_020_000),
        ("F-BK-BT", "individual", 3_510_000, 3_510_000),
        ("F-BK-BT", "household", 5_265_000, 5_270_000),
        ("F-GK", "household", 1_053_000, 1_060_000),
    ],
)
def test_people_and_households_are_paid_by_factors_of_their_own(
    shipped: Definition, award: str, to: SubjectKind, exact: int, amount: int
) -> None:
    found = bonus(shipped, award, date(2025, 12, 31), to)

    assert found is not None
    assert (found.exact, found.amount) == (Decimal(exact), amount)


def test_a_household_has_no_bonus_where_an_individual_has_none(shipped: Definition) -> None:
    assert bonus(shipped, "T-GDVH", date(2025, 12, 31), "household") is None


def test_of_several_titles_only_the_highest_is_paid_and_a_form_beside_it(
    shipped: Definition,
) -> None:
    names = {"T-LDTT": "title", "T-CSTDCS": "title", "F-GK": "form"}
    entries = [
        CatalogueEntry.model_validate(
            {"id": name, "kind": kind, "subject": "individual", "title": {"vi": name, "en": name}}
        )
        for name, kind in names.items()
    ]
    law = shipped.model_copy(update={"catalogue": entries})
    found = {
        name: one for name in names if (one := bonus(law, name, date(2025, 12, 31), "individual"))
    }
    after = {name: paid(law, one, found.values()) for name, one in found.items()}

    assert {name: one.amount for name, one in after.items()} == {
        "T-LDTT": 0, "T-CSTDCS": 2_340_000, "F-GK": 710_000,
    }  # fmt: skip
    assert after["T-LDTT"].instead == "T-CSTDCS"
