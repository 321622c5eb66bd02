"""Criteria groups with days of their own, and an added criterion, as people see them."""

import email
import json
from email import policy
from pathlib import Path

import pytest

from tests.console.asking import ask

EXAMPLES = Path(__file__).parents[2] / "cases" / "examples"
YEAR = "front-dong-nai-2026/2026"
FILES = ("one-stage", "front-dong-nai-2026.definition", "front-dong-nai-2026-bo-sung")
MOVED = """\
id: moved
kind: definition
extends: front-dong-nai-2026-bo-sung
title: {vi: Lùi hạn, en: A later day}
valid: {from: 2026-10-12, to: 2026-12-31}
rubric: {parts: [{id: III, due: {month: 12, day: 1}}]}
"""
MISSED = "      # Commune B missed 30 October"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The year of the Front up to when a commune has missed the day of a group."""
    mine = tmp_path / "case"
    mine.mkdir()
    for name in FILES:
        text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
        (mine / f"{name}.yaml").write_text(text, "utf-8")
    played, rest = (EXAMPLES / "front-dong-nai-2026.yaml").read_text("utf-8").split(MISSED)
    late = next(line for line in rest.splitlines() if "CRITERIA_GROUP_NEEDS" in line)
    (mine / "case.yaml").write_text(f"{played}{late}\n", "utf-8")
    assert ask("run", mine / "case.yaml", "--dir", tmp_path / "run").status == 0
    return tmp_path / "run"


def test_the_year_shows_when_each_group_opens_and_is_due_and_who_owes_it(folder: Path) -> None:
    shown = ask("year", "show", YEAR, "--dir", folder)
    document = ask("year", "show", YEAR, "--dir", folder, "--json").document

    assert "  Nhiệm vụ chính trị: mở 00:00 01/10/2026" in shown.out
    assert "  Nhiệm vụ chính trị: hạn 17:00 30/10/2026; còn thiếu Xã B" in shown.out
    first = document["year"]["criteria_groups"][0]
    assert (first["id"], first["due"], first["missing"]) == ("I", "2026-10-30T10:00:00Z", ["xa-b"])


def test_what_is_owed_of_a_group_is_said_with_whose_move_it_is(folder: Path) -> None:
    beside = ask("year", "why", YEAR, "--dir", folder, "--json").document["beside"]
    waits = ask("work", "--person", "dd-xa-b", "--dir", folder).out

    assert [one["code"] for one in beside] == ["MISSING_CRITERIA_GROUP"] * 2
    assert beside[0]["who"] == ["Xã B"]
    assert "Nhiệm vụ chính trị: còn 1 đơn vị chưa nhập đủ nhóm tiêu chí này: Xã B." in waits


def test_every_commune_is_told_of_the_criterion_that_the_specialist_added(folder: Path) -> None:
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (folder / "mail").rglob("*.eml")
    ]
    told = {
        one["To"].addresses[0].addr_spec
        for one in mails
        if one["Subject"] == "Áp dụng quy định mới của năm 2026"
    }

    assert told == {f"xa-{name}@example.vn" for name in "abc"}


def test_a_preview_of_the_calendar_names_the_groups_that_would_move(folder: Path) -> None:
    edited = ask(
        "calendar", "edit", "--off", "2026-11-13", "--title", "Bão", "--source", "1/QĐ",
        "--dry-run", "--dir", folder, "--lang", "en",
    )  # fmt: skip

    assert "criteria group Quality of staff: " in edited.out
    assert "criteria group Political tasks" not in edited.out


def test_what_another_definition_adds_is_called_by_its_title(folder: Path) -> None:
    page = ask("--lang", "en", "year", "show", YEAR, "--dir", folder).out

    assert "  Criteria added: I.T Bonus for relief work." in page


def test_a_group_whose_day_would_move_is_called_by_its_title(folder: Path) -> None:
    moved = folder / "moved.yaml"
    moved.write_text(MOVED, "utf-8")
    for name in FILES:
        source = EXAMPLES / f"{name}.yaml"
        (folder / source.name).write_text(source.read_text("utf-8"), "utf-8")
    given = json.dumps({"definition": str(moved), "reason": "Bão"})

    told = ask(
        "--lang", "en", "year", "do", YEAR, "propose_definition", "--person", "chuyen-vien",
        "--given", given, "--dry-run", "--dir", folder,
    )  # fmt: skip
    assert "The deadline of the criteria group “Quality of staff”: from" in told.out
