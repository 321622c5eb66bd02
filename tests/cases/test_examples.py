"""The example scales: each is played whole, and makes what was computed by hand."""

from pathlib import Path

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
        "front-dong-nai-2026.yaml",
        "hcmc-2008.yaml",
        "hcmc-districts.yaml",
        "hue-2018.yaml",
        "nghe-an-2025.yaml",
        "part-year.yaml",
        "people-2026.yaml",
        "police-demo.yaml",
        "quarters.yaml",
    ]


@pytest.mark.parametrize("name", CASES)
def test_an_example_makes_what_was_computed_by_hand(name: str, tmp_path: Path) -> None:
    told = ask("run", FOLDER / name, "--dir", tmp_path / "run", "--json")

    assert told.status == 0, told.out + told.err
    (case,) = told.document["cases"]
    assert case["expectations"]["failed"] == []
    assert case["expectations"]["held"] > 0


@pytest.mark.parametrize("name", CASES)
def test_an_example_has_no_errors_and_warns_only_of_what_is_unverified(name: str) -> None:
    found = Catalogue(FOLDER).check(name.removesuffix(".yaml"))

    assert {one.code for one in found} <= {"unverified"}
