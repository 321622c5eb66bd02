"""Units that come and go within a case: `every_unit` is every member of that day."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cases.playing import SIXTH, played
from workflow.cases.loading import Loaded, load
from workflow.cases.running import CaseStopped
from workflow.domain.members.roster import Roster
from workflow.service.reading import load_book

LEAVES = """\
      - at: 2025-05-05
        by: admin
        do: withdraw_unit
        with:
          {unit: thpt-5, how: split, end: 2025-05-02, paper: 7/QĐ, successors: [thpt-4],
           elsewhere: [{bloc: cum-9, unit: thpt-50, name: Trường THPT số 50}]}
        given: illustrative
      - at: 2025-05-06
        by: admin
        do: admit_unit
        with:
          {unit: {id: thpt-6, name: Trường THPT số 6}, start: 2025-05-06, paper: 8/QĐ,
           after: thpt-1, people: [{id: hieu-truong-6, name: Hiệu trưởng số 6}]}
        given: illustrative
"""
BEFORE = "      - at: 2025-05-12\n"


def _changing(folder: Path) -> Path:
    text = SIXTH.read_text("utf-8")
    for old, new in (
        (BEFORE, LEAVES + BEFORE),
        ("          thpt-5: {entries: {1.1: 91", "          thpt-6: {entries: {1.1: 91"),
        ("thpt-3, thpt-5]}}", "thpt-3, thpt-6]}}"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = folder / "case.yaml"
    file.write_text(text[: text.index("until:")] + "expect: []\n", "utf-8")
    beside = SIXTH.with_name("school-cluster-2024.yaml")
    (folder / beside.name).write_text(beside.read_text("utf-8"), "utf-8")
    return file


def _doing(case: Loaded, do: str) -> list[str]:
    return [step.actor.seat for step in case.steps if step.do == do]


def test_every_unit_is_every_member_of_that_day(tmp_path: Path) -> None:
    case = load(_changing(tmp_path))

    before = [f"unit:thpt-{number}" for number in (1, 2, 3, 4, 5)]
    assert _doing(case, "register") == before
    assert _doing(case, "self_score") == [f"unit:thpt-{number}" for number in (1, 6, 2, 3, 4)]
    scored = next(step for step in case.steps if step.actor.seat == "unit:thpt-6")
    assert scored.actor.person == "hieu-truong-6"


def _with_a_part(folder: Path, members: str) -> Path:
    """Return the sixth case with its last school a part of the first, in a bloc of such members."""
    text = SIXTH.read_text("utf-8")
    old = "{id: thpt-5, name: Trường THPT số 5,"
    assert text.count(old) == 1
    text = text.replace(old, f"{old} kind: sub_unit, parent: thpt-1,")
    file = folder / "case.yaml"
    file.write_text(text, "utf-8")
    beside = SIXTH.with_name("school-cluster-2024.yaml")
    (folder / beside.name).write_text(beside.read_text("utf-8") + members, "utf-8")
    return file


def test_a_part_of_a_unit_is_a_member_where_the_bloc_has_such_members(
    tmp_path: Path, engine: Engine
) -> None:
    runtime, (case,) = played(
        engine, _with_a_part(tmp_path, "\nmembers: {kinds: [unit, sub_unit]}\n")
    )

    roster = load_book(runtime, f"{case.case.bloc.id}/2025").load(Roster, "roster")
    assert [(one.id, one.parent) for one in roster.units if one.kind == "sub_unit"] == [
        ("thpt-5", "thpt-1")
    ]


def test_a_bloc_of_units_is_not_opened_with_another_member(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(CaseStopped) as stopped:
        played(engine, _with_a_part(tmp_path, ""))

    assert [one.code for one in stopped.value.unmet] == ["MEMBER_KIND"]


def test_a_case_in_which_a_unit_leaves_and_another_joins_plays_to_its_end(
    tmp_path: Path, engine: Engine
) -> None:
    runtime, (case,) = played(engine, _changing(tmp_path))

    members = load_book(runtime, f"{case.case.bloc.id}/2025").load(Roster, "roster").unit_ids()
    assert members == ("thpt-1", "thpt-6", "thpt-2", "thpt-3", "thpt-4")
