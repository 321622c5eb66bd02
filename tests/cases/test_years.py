"""Bloc years as the press told them, each played whole: what a regulation says otherwise runs."""

import re
from pathlib import Path

import pytest

from definitions.catalogue import Catalogue
from tests.console.asking import ask

FOLDER = Path(__file__).parents[2] / "cases" / "examples" / "years"
CASES = sorted(file.name for file in FOLDER.glob("*.case.yaml"))
LAYERS = sorted(
    file.stem
    for file in FOLDER.glob("*.yaml")
    if file.name not in CASES and "kind: definition" in file.read_text("utf-8")
)


def held(name: str, folder: Path) -> None:
    told = ask("run", FOLDER / f"{name}.case.yaml", "--dir", folder / "run", "--json")

    assert told.status == 0, told.out + told.err
    (case,) = told.document["cases"]
    assert case["expectations"]["failed"] == []
    assert case["expectations"]["held"] >= 4


def test_every_year_is_played_by_a_test_of_its_name() -> None:
    assert CASES == [
        "bac-ninh.case.yaml",
        "binh-phuoc-6-2021.case.yaml",
        "binh-phuoc-6.case.yaml",
        "bo-xay-dung-20.case.yaml",
        "dak-lak-6.case.yaml",
        "dong-anh-2.case.yaml",
        "dong-anh-3.case.yaml",
        "dong-anh.case.yaml",
        "dong-bang-song-hong.case.yaml",
        "dong-nai-9.case.yaml",
        "nam-thanh-pho.case.yaml",
        "nhnn-6.case.yaml",
        "quang-ngai.case.yaml",
    ]


def test_the_deputy_becomes_head_and_one_meeting_does_three_things(tmp_path: Path) -> None:
    held("dong-nai-9", tmp_path)


def test_the_head_may_win_and_another_member_becomes_head(tmp_path: Path) -> None:
    held("nhnn-6", tmp_path)


def test_a_sixth_member_joins_for_the_new_year_at_the_meeting_that_closes_the_old(
    tmp_path: Path,
) -> None:
    held("nam-thanh-pho", tmp_path)


def test_one_flag_and_two_certificates_and_a_head_who_won_nothing(tmp_path: Path) -> None:
    held("dak-lak-6", tmp_path)


def test_a_ballot_after_the_scores_decides_and_elects(tmp_path: Path) -> None:
    held("dong-anh", tmp_path)


@pytest.mark.parametrize("cluster", ["dong-anh-2", "dong-anh-3"])
def test_other_clusters_of_one_owner_go_by_the_same_calendar(cluster: str, tmp_path: Path) -> None:
    held(cluster, tmp_path)


def test_the_deputy_hosts_and_scoring_has_a_meeting_of_its_own(tmp_path: Path) -> None:
    held("binh-phuoc-6", tmp_path)


def test_eleven_units_became_nine_and_leading_still_earns_a_point(tmp_path: Path) -> None:
    held("binh-phuoc-6-2021", tmp_path)


def test_drafts_of_next_years_papers_lie_on_the_table_of_this_years_last_meeting(
    tmp_path: Path,
) -> None:
    held("bo-xay-dung-20", tmp_path)


def test_provinces_are_members_and_growth_in_percent_makes_points(tmp_path: Path) -> None:
    held("dong-bang-song-hong", tmp_path)


def test_planned_events_move_nothing_on_and_peers_check_each_other(tmp_path: Path) -> None:
    held("quang-ngai", tmp_path)


def test_registration_and_pledge_meet_and_the_third_quarter_has_its_review(tmp_path: Path) -> None:
    held("bac-ninh", tmp_path)


@pytest.mark.parametrize("name", LAYERS)
def test_its_definition_is_without_mistakes(name: str) -> None:
    assert list(Catalogue(FOLDER).check(name)) == []


def test_every_example_stands_in_the_table_of_the_page_and_nothing_else_does() -> None:
    page = (FOLDER.parents[2] / "docs" / "cases.md").read_text("utf-8")
    named = set(re.findall(r"^\| [^|]+ \| `([^`]+)` \|", page, re.MULTILINE))
    shipped = {file.name for file in FOLDER.glob("*.case.yaml")} | {
        file.name
        for file in FOLDER.parent.glob("*.yaml")
        if "kind: case" in file.read_text("utf-8")
    }

    assert named == shipped
