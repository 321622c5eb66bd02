"""`thidua explain`: the whole reason for a class and a rank, in both languages and as JSON."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.approving import OneDefinition
from tests.console.asking import ask
from tests.factories import HEAD, holds, plain, sits
from tests.unit.domain.ballots import RULE
from tests.years import opened
from workflow.runtime import Runtime

YES, NO = "agree", "disagree"
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


def test_a_rank_is_explained_down_to_who_entered_what_with_which_evidence(front: Path) -> None:
    told = ask("explain", "rank", "xa-b", "--year", "front-dong-nai-2026/2026", "--dir", front)

    entered = "II Kết quả công tác Mặt trận: 28. Người nhập: Đại diện Xã B, 10:00 02/11/2026."
    assert f"{entered} Minh chứng: Báo cáo số 15" in told.out


def test_a_number_stays_with_whoever_entered_it_first_and_changes_with_whoever_made_them(
    front: Path,
) -> None:
    arguments = ("class", "xa-b", "--year", "front-dong-nai-2026/2026", "--dir", front, "--json")
    lines = {one["id"]: one for one in ask("explain", *arguments).document["criteria"]}

    assert lines["II"]["entered"]["II"] == {
        "value": "28", "person": "dd-xa-b", "seat": "unit:xa-b", "at": "2026-11-02T03:00:00Z",
    }  # fmt: skip
    changes = [(one["before"], one["after"], one["person"]) for one in lines["II"]["changes"]]
    assert changes == [("28", "26", "chuyen-vien"), ("26", "27", "truong-ban")]
    assert lines["II"]["evidence"] == ["Báo cáo số 15"]


def test_every_line_of_the_worked_example_names_its_article(tmp_path: Path) -> None:
    decree = EXAMPLES.parents[1] / "tests" / "definitions" / "decree" / "case.yaml"
    assert ask("run", decree, "--dir", tmp_path).status == 0
    asked = ("--year", "cum-4/2024", "--dir", tmp_path)
    award = ask("explain", "award", "an-binh", *asked).out
    rank = ask("explain", "rank", "an-binh", *asked, "--json").document

    assert "quy định chưa nêu điều khoản" not in award
    assert "Số lượng: nhiều nhất 2. Căn cứ: Quy định Cụm 4 Điều 8(2)" in award
    assert {one["basis"] for one in rank["criteria"]} == {
        f"Quy định Cụm 4 4({number})" for number in (1, 2, 3, 4)
    }
    assert rank["basis"] == "Quy định Cụm 4 6"


def test_an_open_ballot_says_who_voted_what_and_by_which_article(tmp_path: Path) -> None:
    decree = EXAMPLES.parents[1] / "tests" / "definitions" / "decree" / "case.yaml"
    assert ask("run", decree, "--dir", tmp_path).status == 0
    told = ask("explain", "vote", "cum-truong", "--year", "cum-4/2024", "--dir", tmp_path).out

    assert "Căn cứ của quy tắc: Quy định Cụm 4 Điều 7(1)" in told
    assert "    Xã An Bình: " in told


def test_a_vote_that_was_left_open_says_who_ended_it_and_why(
    database: Path, runtime: Runtime
) -> None:
    rule = RULE | {"seats": 1, "fill": True, "deadlock": {"office": "board"}}
    definition = plain(f"ballots: {json.dumps([rule])}")
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    about = [{"id": one, "unit": one} for one in ("an", "dong")]
    lived.do("open_ballot", HEAD, ballot="b", rule="vote", items=about)
    for unit, first in zip(("an", "binh", "chau", "dong"), (YES, YES, NO, NO), strict=True):
        answers = {"an": first, "dong": YES if unit == "dong" else NO}
        lived.do("cast_vote", sits(unit), ballot="b", answers=answers)
    lived.do("close_ballot", HEAD, ballot="b")
    reason = "Đơn vị lần đầu được xét"
    lived.do("end_deadlock", holds("board"), ballot="b", chosen=["dong"], reason=reason)
    asked = ("explain", "vote", "b", "--year", lived.id, "--database", f"sqlite:///{database}")

    told = ask(*asked, "--lang", "en").out.splitlines()
    ended = ask(*asked, "--json").document["deadlock"]
    by = "It was decided by of-board (Board) on 2 January 2025."
    assert f"Votes left it open. {by} Reason: {reason}" in told
    assert [one.endswith("chosen.") for one in told[-2:]] == [True, True]
    assert not any("no seat left" in one for one in told)
    assert (ended["person"], ended["seat"], ended["reason"], ended["chosen"]) == (
        "of-board", "office:board", reason, ["dong"],
    )  # fmt: skip


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
    third = told[told.index("Kỳ Quý III:") : told.index("Kỳ Quý IV:")]
    entered = "Người nhập: Đại diện Sở C, 09:00 30/09/2025. Không kèm minh chứng."
    assert f"  I Văn bản giải quyết đúng hạn: 72. {entered}" in third
    assert f"  II Chất lượng báo cáo quý: 16. {entered}" in third


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

    assert "criterion 4 Carrying decisions out has 20 of 25, under the floor of 85 %." in told.out
    assert "down to the next class that holds, Good." in told.out


def test_changes_and_levels_are_told(front: Path) -> None:
    told = ask("explain", "class", "xa-b", "--year", "front-dong-nai-2026/2026", "--dir", front)

    changed = (
        "II Kết quả công tác Mặt trận: 28 → 26, cấp Chuyên viên, Chuyên viên, 09:00 16/11/2026"
    )
    assert f"{changed}. Lý do: Thiếu 2 mô hình" in told.out
    assert "trả lại: Mô hình thứ hai đã công nhận" in told.out


def test_a_person_sees_what_the_definition_lets_them_see(tmp_path: Path) -> None:
    text = (EXAMPLES / "front-dong-nai-2026.yaml").read_text("utf-8")
    before = text.index("      - {at: 2026-11-24, by: head, do: fix_ranking")
    folder = tmp_path / "case"
    folder.mkdir()
    for name in ("one-stage", "front-dong-nai-2026.definition", "front-dong-nai-2026-bo-sung"):
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
