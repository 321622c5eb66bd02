"""Another definition for a running year, as people propose it: seen, then done, then shown."""

import json
from pathlib import Path

import pytest

from tests.console.asking import SIXTH, YEAR, Told, ask
from tests.console.test_year import rows

PROPOSING, ADOPTING = "hieu-truong-1", "hieu-truong-2"
NEW = """\
id: school-cluster-2024-moi
kind: definition
extends: school-cluster-2024
title: {vi: Cụm số 3 theo bảng điểm mới, en: Cluster 3 by its new rubric}
valid: {from: 2024-09-16}
stages:
  - {id: registration, due: {month: 10, day: 4}}
rubric:
  total: 60
  parts:
    - id: "1"
      parts:
        - {id: "1.1", score: {ratio: {target: 98}}}
    - {id: "9", max: 10, title: {vi: Chuyển đổi số, en: Digital work}, score: {manual: {}}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A definition of one's own, beside what it extends."""
    beside = tmp_path / "mine"
    beside.mkdir()
    source = SIXTH.with_name("school-cluster-2024.yaml")
    (beside / source.name).write_text(source.read_text("utf-8"), "utf-8")
    written = beside / "moi.yaml"
    written.write_text(NEW, "utf-8")
    return written


def propose(folder: Path, file: Path, *more: object) -> Told:
    given = json.dumps({"definition": str(file), "reason": "Hội nghị thống nhất bảng điểm"})
    return ask(
        "year", "do", YEAR, "propose_definition", "--person", PROPOSING, "--given", given,
        "--dir", folder, *more,
    )  # fmt: skip


def adopt(folder: Path, *more: object) -> Told:
    given = json.dumps({"definition": "school-cluster-2024-moi"})
    return ask(
        "year", "do", YEAR, "adopt_definition", "--person", ADOPTING, "--given", given,
        "--dir", folder, *more,
    )  # fmt: skip


def test_a_dry_run_shows_what_would_change_and_writes_nothing(folder: Path, file: Path) -> None:
    before = rows(folder)

    told = propose(folder, file, "--dry-run")

    assert (told.status, rows(folder)) == (0, before)
    assert "Phần thay đổi: stages/registration, rubric." in told.out
    assert "từ 17:00 30/09/2024 sang 17:00 04/10/2024" in told.out
    assert "Chỉ tiêu của nội dung 1.1: từ 100 thành 98." in told.out


def test_a_dry_run_as_a_document_holds_the_events(folder: Path, file: Path) -> None:
    would = propose(folder, file, "--dry-run", "--json").document["would"]

    (event,) = would["events"]
    assert (event["kind"], event["stream"]) == ("definition_proposed", "adoption")
    assert event["data"]["foreseen"]["changed"] == ["stages/registration", "rubric"]


def test_a_dry_run_of_what_is_refused_is_refused(folder: Path) -> None:
    told = adopt(folder, "--dry-run", "--json")

    assert told.status == 1
    assert [one["code"] for one in told.document["refused"]] == ["NO_DEFINITION_WAITING"]


def test_a_definition_of_ones_own_is_adopted_without_its_file(folder: Path, file: Path) -> None:
    assert propose(folder, file).status == 0
    file.unlink()

    done = adopt(folder, "--json").document["done"]

    assert [one["kind"] for one in done["events"]] == ["definition_adopted", "deadline_moved"]
    shown = ask("year", "show", YEAR, "--dir", folder, "--json").document["year"]
    assert shown["definition"]["id"] == "school-cluster-2024-moi"
    (taken,) = shown["adoption"]["adopted"]
    assert taken["changes"]["parts"] == ["stages/registration", "rubric"]
    assert taken["changes"]["targets_rebased"] == [
        {"criterion": "1.1", "was": "100", "target": "98"}
    ]


def test_what_waits_is_shown_with_what_it_would_change(folder: Path, file: Path) -> None:
    propose(folder, file)

    told = ask("year", "why", YEAR, "--dir", folder)

    assert "Đang đề nghị áp dụng định nghĩa school-cluster-2024-moi" in told.out
    assert "Phần thay đổi: stages/registration, rubric." in told.out


def test_a_page_of_the_year_and_its_history_tell_of_the_adoption(folder: Path, file: Path) -> None:
    propose(folder, file)
    adopt(folder)

    page = ask("year", "show", YEAR, "--dir", folder)
    history = ask("--lang", "en", "history", "show", YEAR, "--dir", folder)

    assert "theo định nghĩa school-cluster-2024-moi" in page.out
    assert "The year takes up another definition" in history.out
    assert "school-cluster-2024-moi" in history.out
    assert ask("history", "verify", YEAR, "--dir", folder).status == 0


def test_a_history_reads_as_it_was_recorded(folder: Path, file: Path) -> None:
    """The stage under way is called otherwise from the adoption on, and only from there."""
    stage = "id: registration, title: {vi: Ghi danh, en: Enrolment}, due"
    file.write_text(NEW.replace("id: registration, due", stage), "utf-8")
    propose(folder, file)
    adopt(folder)

    lines = ask("--lang", "en", "history", "show", YEAR, "--dir", folder).out.splitlines()
    entered, moved = (
        next(line.rstrip() for line in lines if said in line)
        for said in ("The year enters a stage", "A deadline moves")
    )
    assert entered.endswith("Registration")
    assert moved.endswith("Enrolment")


def test_a_file_with_mistakes_is_told_with_all_of_them(folder: Path, file: Path) -> None:
    file.write_text(NEW.replace("total: 60", "total: 61"), "utf-8")

    told = propose(folder, file)

    assert told.status == 2
    assert "rubric.total" in told.err
