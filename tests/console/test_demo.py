"""Playing cases: one document, the same twice; every notice counted lies there as a file."""

from pathlib import Path
from typing import Any

import pytest

from tests.console.asking import SIXTH, Told, ask

CASE_KEYS = {"id", "bloc", "years", "expectations"}
YEAR_KEYS = {
    "year", "state", "units", "definition", "stages", "awards", "head", "deputies", "notices",
    "history",
}  # fmt: skip


def mails(folder: Path) -> int:
    return len(list(folder.rglob("*.eml")))


def sent(document: Any) -> int:  # noqa: ANN401 - as JSON allows
    return sum(year["notices"]["sent"] for case in document["cases"] for year in case["years"])


def test_a_case_is_played_to_its_end(played_answer: tuple[Path, Told]) -> None:
    folder, told = played_answer
    case = told.document["cases"][0]

    assert told.status == 0
    assert set(case) == CASE_KEYS
    assert [set(year) for year in case["years"]] == [YEAR_KEYS, YEAR_KEYS]
    assert case["expectations"]["failed"] == []
    assert sent(told.document) == mails(folder) > 0


def test_a_year_of_it_is_told_by_names(played_answer: tuple[Path, Told]) -> None:
    first = played_answer[1].document["cases"][0]["years"][0]

    assert (first["state"], first["head"], first["units"]) == ("closed", "Trường THPT số 1", 5)
    assert first["deputies"] == ["Trường THPT số 2"]
    assert first["history"]["verified"] is True
    assert set(first["stages"][0]) == {"id", "entered_at", "left_at"}


def test_played_again_it_is_the_same(played_answer: tuple[Path, Told], tmp_path: Path) -> None:
    assert ask("run", SIXTH, "--dir", tmp_path, "--json").out == played_answer[1].out


def test_a_folder_of_its_own_is_swept(tmp_path: Path) -> None:
    ask("run", SIXTH, "--dir", tmp_path)
    (tmp_path / "mail" / "old.eml").write_text("old")

    told = ask("run", SIXTH, "--dir", tmp_path)

    assert told.status == 0
    assert not (tmp_path / "mail" / "old.eml").exists()
    assert f"--dir {tmp_path} year list" in told.out


def test_an_expectation_that_fails_is_named_with_status_1(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    text = SIXTH.read_text("utf-8").replace("{year: 2024, units: 5,", "{year: 2024, units: 6,")
    case.write_text(text, "utf-8")
    definition = SIXTH.with_name("school-cluster-2024.yaml")
    (tmp_path / definition.name).write_bytes(definition.read_bytes())

    told = ask("run", case, "--dir", tmp_path / "x")

    assert told.status == 1
    assert "units: chờ 6, có 5" in told.out


def test_an_act_that_goes_otherwise_is_named_with_its_line(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    text = SIXTH.read_text("utf-8").replace(", refused: [MISSING_SIGNATURE]", "")
    case.write_text(text, "utf-8")
    definition = SIXTH.with_name("school-cluster-2024.yaml")
    (tmp_path / definition.name).write_bytes(definition.read_bytes())

    told = ask("run", case, "--dir", tmp_path / "x", "--json")

    error = told.document["error"]
    assert (told.status, error["code"]) == (1, "case_stopped")
    assert "bị từ chối vì MISSING_SIGNATURE" in error["vi"]


def test_a_refusal_that_stops_a_case_names_people_and_units(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    text = SIXTH.read_text("utf-8")
    case.write_text(text.replace("by: {unit: thpt-5}, do: sign", "by: {unit: thpt-2}, do: sign"))
    definition = SIXTH.with_name("school-cluster-2024.yaml")
    (tmp_path / definition.name).write_bytes(definition.read_bytes())

    told = ask("run", case, "--dir", tmp_path / "x")

    assert told.status == 1
    assert "Trường THPT số 2" in told.err
    assert " thpt-2 " not in told.err


@pytest.mark.timeout(300)
def test_the_demo_plays_five_cases_twice_the_same(tmp_path: Path) -> None:
    once = ask("demo", "--dir", tmp_path, "--json")
    counted = mails(tmp_path)
    twice = ask("demo", "--dir", tmp_path, "--json")

    assert once.status == 0
    assert len(once.document["cases"]) == 5
    assert sent(once.document) == counted
    assert all(
        year["history"]["verified"] for case in once.document["cases"] for year in case["years"]
    )
    assert twice.out == once.out
