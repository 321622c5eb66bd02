"""`thidua explain award` and `vote`: the rule, facts, numbers, cuts and bases of any result."""

from pathlib import Path

import pytest

from console.cli.explain_award import Told, lines_of
from console.cli.explain_award_steps import steps_of
from tests.console.asking import ask
from tests.factories import ADMIN, DEPUTY, HEAD, START, at, holds
from tests.unit.domain.builders import ranked
from tests.years import carry, opened, scored
from workflow.domain.nominations.nomination import Entry
from workflow.runtime import Runtime
from workflow.service.reading import EventLine

CASES = Path(__file__).parents[2] / "cases"
YEAR = "nam-dinh-party-agencies/2017"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nam-dinh")
    assert ask("run", CASES / "nam-dinh-party-agencies.yaml", "--dir", folder).status == 0
    return folder


def test_an_award_is_explained_down_to_the_article_and_the_decision(played: Path) -> None:
    told = ask("explain", "award", "ban-to-chuc", "--year", YEAR, "--dir", played)

    assert told.status == 0
    assert "Cờ thi đua của Chính phủ (T-CO-CP) · Ban Tổ chức Tỉnh ủy: đã quyết định" in told.out
    assert "Căn cứ của quy tắc: ND91-2017 Điều 11" in told.out
    assert "Số lượng: nhiều nhất 1." in told.out
    assert "Đạt: phải đứng từ hạng 1 trở lên; đứng hạng 1. Căn cứ: ND91-2017 Điều 11" in told.out
    assert "Thủ tướng quyết định: quyết định số 268/QĐ-TTg" in told.out


def test_an_award_is_explained_down_to_every_entry(played: Path) -> None:
    told = ask("explain", "award", "ban-to-chuc", "--year", YEAR, "--dir", played)

    assert "Ban Tổ chức Tỉnh ủy, năm 2017: 98,5/100 điểm, 98,5 %, hạng 1." in told.out
    assert "  III.3 Điển hình tiên tiến được nhân rộng: 4. Người nhập: Đại diện" in told.out


def test_a_line_that_is_barred_waits_for_nothing() -> None:
    made = ranked()
    made.do("nominate", HEAD)
    hold = {"ground": "complaint", "source": "Đơn tố cáo", "since": made.now.date()}
    made.do("hold_award", holds("council"), unit="binh", award="MERIT", **hold)
    breach = {"conclusion": "breach", "paper": "KL 12"}
    made.do("release_hold", holds("board"), unit="binh", award="MERIT", **breach)
    for step, office in {"appraise": "board", "pass": "council", "decide": "chair"}.items():
        number = {"number": "12/QĐ", "signed_on": made.now.date()} if step == "decide" else {}
        made.do("decide_step", holds(office), step=step, verdict="approve", **number)
    candidate = {"award": "MERIT", "unit": "binh", "rank": 2}
    told = Told(book=made.book, proposal={"candidates": [candidate]}, proposed=True, history=())

    (line,) = lines_of(told)
    assert (line["status"], line["waits_for"]) == ("barred", None)


def _said(person: str, kind: str, *cut: dict[str, str], **data: object) -> EventLine:
    return EventLine(
        seq=1, kind=kind, stream="nomination", actor=person, seat="office:council",
        at="2024-12-07T18:30:00Z", recorded_at="2024-12-07T18:30:00Z",
        data={"step": "pass", "cut": list(cut), **data}, hash="", definition="",
    )  # fmt: skip


LINE = {"award": "MERIT", "unit": "binh"}
ENTRY = Entry(award="MERIT", unit="binh")


def test_everybody_who_cut_a_line_is_named_with_their_reason() -> None:
    history = [
        _said("hd1", "step_approved", {**LINE, "reason": "Chậm"}),
        _said("hd2", "step_approved", {**LINE, "reason": "Thiếu"}),
        _said("hd2", "step_decided", {**LINE, "reason": "Thiếu"}, writes="passed", entries=[]),
    ]

    assert [(one["person"], one["did"], one["reason"]) for one in steps_of(history, ENTRY)] == [
        ("hd1", "cut", "Chậm"), ("hd2", "cut", "Thiếu"),
    ]  # fmt: skip


def test_a_step_of_the_small_hours_is_of_the_day_in_hanoi(database: Path, runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    lived.clock.move_to(at(1, 7, 18))
    lived.do("decide_step", holds("board"), step="appraise")
    on = ("--database", f"sqlite:///{database}", "--lang", "en")

    told = ask("explain", "award", "chau", "--year", lived.id, *on, at=lived.now).out
    assert "on 8 January 2025. Comment" in told


def test_a_line_that_is_proposed_later_never_missed_a_step(
    database: Path, runtime: Runtime
) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    hold = {"ground": "complaint", "source": "Đơn", "since": lived.now.date()}
    lived.do("hold_award", holds("council"), unit="an", award="FLAG", **hold)
    lived.do("nominate", HEAD)
    breach = {"conclusion": "breach", "paper": "KL 12"}
    lived.do("release_hold", holds("board"), unit="an", award="FLAG", **breach)
    lived.clock.move_to(at(1, 20))
    lived.do("propose_next", DEPUTY, award="FLAG")
    on = ("--database", f"sqlite:///{database}", "--lang", "en")

    told = ask("explain", "award", "FLAG", "--year", lived.id, *on, at=lived.now).out
    line = told[told.index("Bình: ") :] if "Bình: " in told else told
    assert "It was proposed later, for a place that came free; now it waits for" in line
    assert "proposed 20 January 2025" in line
    assert "It missed a step" not in line


def test_whoever_alone_wanted_a_line_cut_is_told_beside_the_step_that_passed_it() -> None:
    history = [
        _said("hd1", "step_approved", {**LINE, "reason": "Chậm"}),
        _said("hd2", "step_approved"),
        _said("hd2", "step_decided", writes="passed", entries=[LINE]),
    ]

    assert [(one["person"], one["did"]) for one in steps_of(history, ENTRY)] == [
        ("hd1", "cut_by_too_few"), ("hd2", "passed"),
    ]  # fmt: skip


def test_a_cut_of_before_answers_were_kept_is_of_whoever_decided_the_step() -> None:
    history = [_said("hd2", "step_decided", {**LINE, "reason": "Thiếu"}, writes="passed")]

    assert [(one["person"], one["did"]) for one in steps_of(history, ENTRY)] == [("hd2", "cut")]


def test_it_is_told_in_english_too(played: Path) -> None:
    told = ask(
        "explain", "award", "T-CO-CP", "--year", YEAR, "--dir", played, "--lang", "en"
    )  # fmt: skip

    assert "Not met: rank 1 or better is needed; the rank is 2." in told.out
    assert (
        "A warning, no bar, since the law is unverified: one of these has to be registered for"
        in told.out
    )


def test_an_explanation_of_an_award_is_a_document(played: Path) -> None:
    told = ask("explain", "award", "T-CO-CP", "--year", YEAR, "--dir", played, "--json")

    lines = {one["unit"]: one for one in told.document["lines"]}
    first, second = lines["ban-to-chuc"], lines["van-phong"]
    assert (first["status"], first["lists"]) == (
        "decided", ["proposed", "appraised", "passed", "decided"],
    )  # fmt: skip
    assert [one["did"] for one in first["steps"]] == ["appraised", "passed", "decided"]
    assert (second["status"], second["why"]) == ("passed_over", "conditions")


def test_every_line_of_the_year_is_explained(played: Path) -> None:
    """What the explanation says was decided is what the year says was decided."""
    shown = ask("year", "show", YEAR, "--dir", played, "--json").document["year"]["lists"][
        "decided"
    ]
    assert shown
    for award in {one["award"] for one in shown}:
        told = ask("explain", "award", award, "--year", YEAR, "--dir", played, "--json")
        said = {one["unit"] for one in told.document["lines"] if one["status"] == "decided"}
        assert said == {one["unit"] for one in shown if one["award"] == award}


def test_a_name_that_is_neither_unit_nor_award_is_not_found(played: Path) -> None:
    told = ask("explain", "award", "T-CO-CPP", "--year", YEAR, "--dir", played)

    assert told.status != 0
    assert "T-CO-CP" in told.err


def test_a_ballot_that_was_never_held_is_not_found(played: Path) -> None:
    told = ask("explain", "vote", "council", "--year", YEAR, "--dir", played)

    assert told.status != 0
    assert "council" in told.err


def test_before_the_ranking_an_award_waits_for_whatever_keeps_that_open(played: Path) -> None:
    year = "nam-dinh-party-agencies/2019"
    asked = ("explain", "award", "T-CO-CP", "--year", year, "--dir", played)
    told = ask(*asked)

    assert (told.status, told.err) == (1, "")
    assert told.out.startswith("Khối chưa đề nghị, và chưa biết nếu đề nghị bây giờ thì ai được")
    codes = {one["code"] for one in ask(*asked, "--json").document["refused"]}
    assert codes == {"MISSING_SELF_SCORE"}


def test_before_the_ranking_is_fixed_it_is_told_what_would_be_proposed(
    database: Path, runtime: Runtime
) -> None:
    lived = opened(runtime)
    carry(lived, "scoring")
    scored(lived)
    on = ("--year", lived.id, "--database", f"sqlite:///{database}", "--lang", "en")
    asked = ask("explain", "award", "FLAG", *on, at=lived.now)

    assert asked.status == 0
    assert "this is what it would propose now" in asked.out
    lived.do("fix_ranking", HEAD)
    fixed = ask("explain", "award", "FLAG", *on, at=lived.now).out
    assert [one for one in asked.out.splitlines() if "PROVISIONAL" not in one] == fixed.splitlines()


def test_what_was_recorded_since_is_told_beside_what_was_published() -> None:
    made = ranked()
    made.do("nominate", HEAD)
    values = {"lapses": 2}
    made.do("record_facts", ADMIN, unit="chau", values=values, source="Danh sách 12/CA")
    candidate = {"award": "SAFE", "unit": "chau", "rank": 3}
    told = Told(book=made.book, proposal={"candidates": [candidate]}, proposed=True, history=())

    (line,) = lines_of(told)
    assert line["conditions"] == []
    assert [one["facts"]["value"] for one in line["doubts"]] == ["2"]


def test_whoever_approves_is_warned_of_what_was_recorded_since(
    database: Path, runtime: Runtime
) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    values = {"lapses": 2}
    lived.do("record_facts", ADMIN, unit="chau", values=values, source="Danh sách 12/CA")
    on = ("--database", f"sqlite:///{database}", "--lang", "en")
    told = ask("year", "why", lived.id, *on, at=START)
    shown = ask("year", "why", lived.id, *on, "--json", at=START).document

    assert "new facts, recorded" in told.out
    assert [one["code"] for one in shown["warnings"]] == [
        "RECORDED_LATER", "LINE_NO_LONGER_HOLDS",
    ]  # fmt: skip
    assert "by what was recorded since, it no longer qualifies: Lapses" in told.out
    explained = ask("explain", "award", "chau", "--year", lived.id, *on, at=START).out
    assert "By what was recorded after the bloc proposed, no longer met: Lapses" in explained
