"""Titles of people at the command line: what is shown of them, and why each came or did not."""

import re
from pathlib import Path

import pytest

from tests.console.asking import ask

CASE = Path(__file__).parents[2] / "cases" / "examples" / "people-2026.yaml"
YEAR = "people-2026/2026"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    assert ask("run", CASE, "--dir", folder).status == 0
    return folder


def test_a_title_of_a_person_is_explained_by_name_rule_dates_and_money(played: Path) -> None:
    told = ask("explain", "award", "vp-chi", "--year", YEAR, "--dir", played)

    assert "Chiến sĩ thi đua cơ sở (T-CSTDCS) · Lê Thị Chi (cá nhân, Văn phòng xã)" in told.out
    assert "nhiều nhất 2 = 1/5 của 10 (tổng số người của đơn vị), bỏ phần lẻ" in told.out
    assert "Bộ quy tắc: Luật 2022 và Nghị định 152/2025, theo ngày 30/09/2026" in told.out
    assert "tiếp nhận hồ sơ 30/09/2026 · quyết định số 210/QĐ-UBND ngày 12/10/2026" in told.out
    assert "Tiền thưởng: 2530000 đồng = 1 " in told.out


def test_why_somebody_was_not_proposed_is_told_in_english(played: Path) -> None:
    told = ask("explain", "award", "kt-1", "--year", YEAR, "--dir", played, "--lang", "en")

    assert (
        "Not met: at least 1 initiatives recognised at the level “grassroots” or above" in told.out
    )


def test_the_page_of_a_year_keeps_the_dates_of_every_award_apart(played: Path) -> None:
    year = ask("year", "show", YEAR, "--dir", played, "--json").document["year"]
    (line,) = [
        one
        for one in year["lists"]["decided"]
        if (one["award"], one["subject"] and one["subject"]["id"]) == ("T-CSTDCS", "vp-chi")
    ]

    assert line["subject"] == {"id": "vp-chi", "kind": "individual", "name": "Lê Thị Chi"}
    assert line["dates"] == {
        "achievement_year": 2026,
        "proposed_on": "2026-09-28",
        "dossier_received_on": "2026-09-30",
        "dossier_number": "45/HS",
        "dossier_due": None,
        "dossier_late_working_days": None,
        "decision_number": "210/QĐ-UBND",
        "decided_on": "2026-10-12",
        "effective_on": "2026-10-15",
    }
    assert (line["rule_set"], line["money"]["amount"]) == ("RS-2025", 2_530_000)


def test_praise_is_shown_with_its_award_its_paper_and_its_bonus(played: Path) -> None:
    praise, _ = ask("year", "show", YEAR, "--dir", played, "--json").document["year"]["praises"]

    assert (praise["event_on"], praise["last_day"]) == ("2026-06-12", None)
    assert (praise["award"], praise["to"], praise["status"]) == ("F-GK", "household", "given")
    assert (praise["decision_number"], praise["money"]["amount"]) == ("101/QĐ-UBND", 1_060_000)


def test_praise_is_explained_by_its_award_its_steps_and_whoever_is_praised(played: Path) -> None:
    told = ask("explain", "award", "hien-dat", "--year", YEAR, "--dir", played)

    assert "Hộ bà Đỗ Thị Hoa" in told.out
    assert "101/QĐ-UBND" in told.out
    assert len(re.findall(r"đồng ý, [^,]+, 0[45]/06/2026", told.out)) == 2
    (praise,) = ask(
        "explain", "award", "hien-dat", "--year", YEAR, "--dir", played, "--json"
    ).document["praises"]
    assert [(one["verdict"], one["number"]) for one in praise["steps"]] == [
        ("give", None),
        ("give", "101/QĐ-UBND"),
    ]


def test_a_year_told_aloud_shows_of_a_person_the_name_the_unit_and_the_award(played: Path) -> None:
    told = ask("year", "show", YEAR, "--dir", played).out

    assert re.search(r"Chiến sĩ thi đua cơ sở \(T-CSTDCS\) +Lê Thị Chi \(Văn phòng xã\)", told)
    assert "HTXSNV" not in told


@pytest.fixture(scope="module")
def capped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("capped")
    assert ask("run", CASE.with_name("people-2018.yaml"), "--dir", folder).status == 0
    return folder


def test_a_share_inside_a_unit_is_told_by_its_base_its_rounding_and_where_it_comes_from(
    capped: Path,
) -> None:
    told = ask("explain", "award", "tp-1", "--year", "people-2018/2018", "--dir", capped).out

    number = "nhiều nhất 0 = 3/20 của 6 (người có Lao động tiên tiến (T-LDTT)), bỏ phần lẻ"
    assert f"Số lượng: {number}. Căn cứ: PROV" in told
    assert "Số lượng này tính trong Phòng Tư pháp." in told


def test_what_the_head_of_a_unit_decided_is_told_with_its_paper(capped: Path) -> None:
    year = ("--year", "people-2018/2018", "--dir", capped)
    told = ask("explain", "award", "vp-9", *year, "--lang", "en").out
    lines = ask("explain", "award", "vp-9", *year, "--json").document["lines"]
    shown = ask("year", "show", "people-2018/2018", "--dir", capped, "--json").document["year"]

    assert "decided by the head of the unit" in told
    assert "decision 31/QĐ-VP of the head of the unit, 26 November 2018" in told
    assert [one["status"] for one in lines if one["award"] == "T-LDTT"] == ["own"]
    assert [one["number"] for one in shown["own_awards"]] == [
        "52/QĐ-GDĐT", "17/QĐ-TP", "31/QĐ-VP",
    ]  # fmt: skip
