"""`thidua explain`: the whole reason for a class and a rank, in both languages and as JSON."""

from pathlib import Path

import pytest

from tests.console.asking import ask

EXAMPLES = Path(__file__).parents[2] / "cases" / "examples"


def _played(name: str, folder: Path) -> Path:
    assert ask("run", EXAMPLES / f"{name}.yaml", "--dir", folder).status == 0
    return folder


@pytest.fixture(scope="module")
def police(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _played("police-demo", tmp_path_factory.mktemp("police"))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _played("front-dong-nai-2026", tmp_path_factory.mktemp("front"))


def test_every_criterion_says_how_its_points_were_made(police: Path) -> None:
    told = ask("explain", "class", "phong-c", "--year", "police-demo/2025", "--dir", police)

    assert told.status == 0
    assert "Phòng C, năm 2025: 60,13/100 điểm, 60,13 %, hạng 3." in told.out
    assert "đạt 90, chỉ tiêu 80 (đúng chỉ tiêu được 50 %); dẫn đầu: Phòng D, 100/80" in told.out


def test_an_explanation_is_a_document_too(police: Path) -> None:
    told = ask(
        "explain", "class", "phong-c", "--year", "police-demo/2025", "--dir", police, "--json"
    )

    lines = {one["id"]: one for one in told.document["criteria"]}
    assert (lines["II.2"]["points"], lines["II.2"]["entries"]) == (
        "-5", {"II.2/bonus": "0", "II.2/penalty": "8"},
    )  # fmt: skip
    assert lines["I.1.2"]["rule"]["en"] == "30; the best of the group: Phòng D, 40"
    assert told.document["provisional"] is False


def test_a_rank_is_explained_by_the_whole_order(police: Path) -> None:
    arguments = ("rank", "phong-d", "--year", "police-demo/2025", "--dir", police, "--json")
    told = ask("explain", *arguments)

    assert [(one["rank"], one["unit"]) for one in told.document["order"]] == [
        (1, "phong-b"), (2, "phong-d"), (3, "phong-c"), (4, "phong-a"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def part_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _played("part-year", tmp_path_factory.mktemp("part-year"))


def test_a_score_for_a_part_of_the_year_says_how_it_was_taken(part_year: Path) -> None:
    told = ask("explain", "rank", "so-d", "--year", "part-year/2025", "--dir", part_year)

    result, member, taken, *_ = told.out.splitlines()
    assert result == "Sở D, năm 2025: 49,5/100 điểm, 49,5 %, hạng 3."
    assert member.startswith("Là thành viên từ 16/07/2025 đến 31/12/2025: 6/12 tháng")
    assert taken.startswith("Tính điểm theo số tháng: 99 \N{MULTIPLICATION SIGN} 6/12, làm tròn")


def test_the_year_lists_a_unit_without_a_place_after_the_order(part_year: Path) -> None:
    year = ask("year", "show", "part-year/2025", "--dir", part_year, "--json").document

    assert [(one["rank"], one["unit"], one["months"]) for one in year["year"]["ranking"]] == [
        (1, "so-b", None), (2, "so-a", None), (3, "so-d", 6), (4, "so-c", 6), (None, "so-e", 3),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def quarters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _played("quarters", tmp_path_factory.mktemp("quarters"))


def test_a_year_of_periods_is_told_period_by_period(quarters: Path) -> None:
    year = ("--year", "quarters/2025", "--dir", quarters)
    told = ask("explain", "rank", "so-c", *year).out.splitlines()
    found = ask("explain", "class", "so-b", *year, "--json").document

    assert told[1].startswith("Điểm năm là trung bình các kỳ theo trọng số.")
    assert told[2:4] == [
        "  Quý III: 40/50 điểm, 80 %, tính 1/3",
        "  Quý IV: 50/50 điểm, 100 %, tính 2/3",
    ]
    assert [one["points"] for one in found["periods"]["parts"]] == ["40", "49", "47", "50"]
    assert found["criteria_of"]["q1"][0]["entries"] == {"I": "60"}


def test_a_unit_without_a_place_and_one_that_is_gone_are_explained(part_year: Path) -> None:
    year = ("--year", "part-year/2025", "--dir", part_year)
    short = ask("explain", "rank", "so-e", *year, "--lang", "en")
    gone = ask("explain", "rank", "so-c", *year, "--json").document

    assert "Not ranked, with fewer than 4 months." in short.out
    assert (gone["rank"], gone["points"], gone["part_year"]["months"]) == (4, "47", 6)
    assert (gone["part_year"]["to"], gone["part_year"]["points_before"]) == ("2025-06-30", "94")


def test_a_class_that_was_lost_says_why(tmp_path: Path) -> None:
    folder = _played("nghe-an-2025", tmp_path)
    told = ask(
        "explain", "class", "don-vi-b", "--year", "nghe-an-2025/2025", "--dir", folder,
        "--lang", "en",
    )  # fmt: skip

    assert "criterion 4 (Carrying decisions out) has 20 of 25, under the floor of 85 %." in told.out
    assert "down to the next class that holds, Good." in told.out


def test_changes_and_levels_are_told(front: Path) -> None:
    told = ask("explain", "class", "xa-b", "--year", "front-dong-nai-2026/2026", "--dir", front)

    assert "II: 28 → 26, cấp Chuyên viên. Lý do: Thiếu 2 mô hình" in told.out
    assert "trả lại: Mô hình thứ hai đã công nhận" in told.out


def test_a_person_sees_what_the_definition_lets_them_see(tmp_path: Path) -> None:
    text = (EXAMPLES / "front-dong-nai-2026.yaml").read_text("utf-8")
    before = text.index("      - {at: 2026-11-24, by: head, do: fix_ranking")
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("one-stage", "front-dong-nai-2026.definition"):
        (folder / f"{name}.yaml").write_text(
            (EXAMPLES / f"{name}.yaml").read_text("utf-8"), "utf-8"
        )
    (folder / "case.yaml").write_text(text[:before], "utf-8")
    assert ask("run", folder / "case.yaml", "--dir", tmp_path / "run").status == 0
    asked = ("class", "xa-a", "--year", "front-dong-nai-2026/2026", "--dir", tmp_path / "run")

    assert ask("explain", *asked, "--person", "dd-xa-b").out == "Xã A: đang xử lý.\n"
    assert "TẠM TÍNH" in ask("explain", *asked, "--person", "hoi-dong").out


@pytest.mark.parametrize(
    ("unit", "person"), [("phong-x", None), ("phong-a", "nobody")], ids=["unit", "person"]
)
def test_a_stranger_is_answered_with_the_nearest_name(
    police: Path, unit: str, person: str | None
) -> None:
    more = ("--person", person) if person else ()
    told = ask("explain", "class", unit, "--year", "police-demo/2025", "--dir", police, *more)

    assert told.status == 2
    assert told.err
