"""The example scales: each is played whole, and makes what was computed by hand."""

from pathlib import Path
from typing import Any

import pytest

from definitions.catalogue import Catalogue
from tests.console.asking import ask

FOLDER = Path(__file__).parents[2] / "cases" / "examples"
CASES = sorted(
    file.name
    for file in FOLDER.glob("*.yaml")
    if (FOLDER / f"{file.stem}.definition.yaml").exists()
)


def test_there_is_an_example_of_every_reported_scale_and_of_titles_of_people() -> None:
    assert CASES == [
        "bac-ninh-2025.yaml",
        "bac-ninh-schools.yaml",
        "front-dong-nai-2026.yaml",
        "hcmc-2008.yaml",
        "hcmc-districts.yaml",
        "hue-2018.yaml",
        "nd98-2023.yaml",
        "nd98-schools.yaml",
        "nghe-an-2025.yaml",
        "part-year.yaml",
        "people-2018.yaml",
        "people-2026.yaml",
        "police-demo.yaml",
        "quarters.yaml",
        "streaks-2024.yaml",
        "vrg-2015.yaml",
    ]


@pytest.mark.parametrize("name", CASES)
def test_an_example_makes_what_was_computed_by_hand(name: str, tmp_path: Path) -> None:
    told = ask("run", FOLDER / name, "--dir", tmp_path / "run", "--json")

    assert told.status == 0, told.out + told.err
    (case,) = told.document["cases"]
    assert case["expectations"]["failed"] == []
    assert case["expectations"]["held"] > 0


def test_money_is_the_factor_times_the_base_salary_rounded_up_to_ten_thousand(
    tmp_path: Path,
) -> None:
    assert ask("run", FOLDER / "nd98-2023.yaml", "--dir", tmp_path).status == 0
    asked = ("--year", "nd98-2023/2024", "--dir", tmp_path, "--json")
    paid: dict[str, Any] = {}
    for unit in ("don-vi-1", "don-vi-2", "don-vi-3"):
        lines = ask("explain", "award", unit, *asked).document["lines"]
        paid |= {one["award"]: one["money"] for one in lines if one["money"]}

    # 12, 4.5, 8 and 0.8 times 2,340,000; only the last is no multiple of 10,000
    assert {award: one["exact"] for award, one in paid.items()} == {
        "T-CO-CP": "28080000", "T-CSTDTQ": "10530000", "T-CO-BT": "18720000",
        "T-TTLDTT": "1872000",
    }  # fmt: skip
    assert {award: one["amount"] for award, one in paid.items()} == {
        "T-CO-CP": 28_080_000, "T-CSTDTQ": 10_530_000, "T-CO-BT": 18_720_000,
        "T-TTLDTT": 1_880_000,
    }  # fmt: skip


def test_the_factors_of_the_example_are_those_of_the_whole_table() -> None:
    money = Catalogue(FOLDER).load("nd98-2023").money
    assert money is not None

    # NĐ 152/2025, Điều 50 and 54, for collectives; 2,340,000 times each, up to the next 10,000
    amounts = {
        one.award: money.rounded(one.factor * money.base_salaries[0].amount)
        for one in money.factors
    }
    assert amounts == {
        "T-CO-CP": 28_080_000, "T-CO-BT": 18_720_000, "T-CO-QK": 14_040_000,
        "T-TTLDXS": 3_510_000, "T-TTLDTT": 1_880_000, "T-CSTDTQ": 10_530_000,
        "F-BK-TTG": 16_380_000, "F-BK-BT": 7_020_000, "F-BK-QK": 4_680_000, "F-GK": 1_410_000,
    }  # fmt: skip


def test_four_fifths_carry_a_flag_and_nine_tenths_a_fighter_of_all_members(tmp_path: Path) -> None:
    assert ask("run", FOLDER / "nd98-2023.yaml", "--dir", tmp_path).status == 0
    asked = ("--year", "nd98-2023/2024", "--dir", tmp_path, "--json")
    found: dict[str, Any] = {}
    for ballot in ("co-thi-dua", "chien-si"):
        (turn,) = ask("explain", "vote", ballot, *asked).document["rounds"]
        found |= {
            one["item"]: (one["agree"], one["base"], one["needed"], one["outcome"])
            for one in turn["items"]
        }

    assert found == {
        "don-vi-1": (8, 10, 8, "passed"),
        "don-vi-2": (9, 10, 8, "passed"),
        "don-vi-3": (7, 10, 8, "failed"),
        "nguoi-1": (9, 10, 9, "passed"),
        "nguoi-2": (8, 10, 9, "failed"),
    }


@pytest.mark.parametrize("name", CASES)
def test_an_example_has_no_errors_and_warns_only_of_what_is_unverified(name: str) -> None:
    found = Catalogue(FOLDER).check(name.removesuffix(".yaml"))

    assert {one.code for one in found} <= {"unverified"}
