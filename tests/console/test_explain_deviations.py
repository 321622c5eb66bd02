"""A year with a late unit and an absent one: what that costs, made and told from end to end."""

from pathlib import Path

import pytest

from tests.console.asking import ask

EXAMPLES = Path(__file__).parents[2] / "cases" / "examples"
DEFINED = """
meetings:
  - id: review
    title: {vi: Họp kiểm điểm, en: Review meeting}
    absent: {effect: points, deduct: {points: 1}}
stages:
  - id: scoring
    late: {effect: points, deduct: {points: 0.5, per: working_day, most: 3, on: "1"}}
"""
ABSENT = """\
      - at: 2025-12-02
        meeting: {id: hop, kind: review, title: Họp, present: [don-vi-a, don-vi-c, don-vi-d]}
        given: illustrative
        acts:
          - {by: head, do: record_document, with: {number: 1/BB, title: Biên bản, on: 2025-12-02}}
      - {at: 2025-12-16, by: {unit: don-vi-d}, do: self_score, given: illustrative,
         with: {entries: {"1": 20, "2": 20, "3": 18, "4": 18}}}
      - {at: 2025-12-17"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a year in which B stayed away and D handed in two working days late."""
    made = tmp_path_factory.mktemp("deviations")
    (made / "one-stage.yaml").write_text((EXAMPLES / "one-stage.yaml").read_text("utf-8"), "utf-8")
    defined = (EXAMPLES / "nghe-an-2025.definition.yaml").read_text("utf-8")
    (made / "nghe-an-2025.definition.yaml").write_text(defined + DEFINED, "utf-8")
    text = (EXAMPLES / "nghe-an-2025.yaml").read_text("utf-8")
    for old, new in (
        ("        do: self_score\n", "        except: [don-vi-d]\n        do: self_score\n"),
        ('          don-vi-d: {entries: {"1": 20, "2": 20, "3": 18, "4": 18}}\n', ""),
        ("      - {at: 2025-12-05", ABSENT),
        ("{at: 2025-12-06,", "{at: 2025-12-18,"),
        ("{at: 2025-12-07,", '{at: "2025-12-18 10:00",'),
        ("b: {points: 95,", "b: {points: 94,"),
        ("d: {points: 76,", 'd: {points: 75, criteria: {"1": 19},'),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (made / "case.yaml").write_text(text, "utf-8")
    told = ask("run", made / "case.yaml", "--dir", made / "run", "--json")
    assert told.status == 0, told.out + told.err
    return made / "run"


def _explained(folder: Path, unit: str, *more: str) -> str:
    year = "nghe-an-2025/2025"
    return ask("explain", "class", unit, "--year", year, "--dir", folder, *more).out


def test_who_was_late_is_told_what_it_cost_and_where(folder: Path) -> None:
    assert (
        "  Chậm, Chấm điểm cuối năm: 2 ngày làm việc. Trừ 1 điểm vào 1 Tiếp công dân."
        in _explained(folder, "don-vi-d").splitlines()
    )


def test_who_was_absent_is_told_what_it_cost(folder: Path) -> None:
    told = "  Absent without an excuse, Review meeting; times: 1. Points taken from the total: 1."

    assert told in _explained(folder, "don-vi-b", "--lang", "en").splitlines()


def test_who_did_neither_is_told_of_neither(folder: Path) -> None:
    assert "Sai lệch" not in _explained(folder, "don-vi-a")


def test_the_history_of_such_a_year_holds(folder: Path) -> None:
    assert ask("history", "verify", "--all", "--dir", folder).status == 0
