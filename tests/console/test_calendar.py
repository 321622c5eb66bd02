"""`thidua calendar`: what is decided, what would move, what moved; mistakes change nothing."""

from pathlib import Path

import pytest

from tests.console.asking import YEAR, Told, ask

OFF = ("--off", "2024-09-30", "--title", "Nghỉ bão", "--source", "12/QĐ")
SIGNED = ("--person", "chuyen-vien", "--reason", "Bão số 3", "--decree", "12/QĐ")
FILE = """
id: local
title: {vi: Lịch, en: Calendar}
days:
  - {date: 2024-10-01, kind: off, title: {vi: x, en: x}, source: 1/QĐ, scope: province:an-giang}
"""


def _versions(folder: Path) -> list[int]:
    found = ask("calendar", "show", "--dir", folder, "--json").document["versions"]
    return [one["version"] for one in found]


def _edit(folder: Path, *arguments: str) -> Told:
    return ask("calendar", "edit", *arguments, "--dir", folder, "--json")


def test_a_dry_run_tells_and_writes_nothing(folder: Path) -> None:
    found = _edit(folder, *OFF, "--dry-run").document

    assert [(one["change"], one["date"]) for one in found["changes"]] == [("added", "2024-09-30")]
    told = [(one["year"], one["about"], one["fate"]) for one in found["years"]]
    assert told == [(YEAR, "stage/registration", "moves")]
    assert _versions(folder) == []


def test_an_edit_lays_a_version_down_and_tells_what_became_of_each_year(folder: Path) -> None:
    found = _edit(folder, *OFF, *SIGNED)

    assert (found.status, found.document["version"]) == (0, 1)
    assert found.document["years"][0]["fate"] == "moves"
    assert _versions(folder) == [1]


def test_a_day_is_taken_off_again(folder: Path) -> None:
    _edit(folder, *OFF, *SIGNED)

    found = _edit(folder, "--remove", "2024-09-30", *SIGNED)

    assert [one["change"] for one in found.document["changes"]] == ["removed"]
    assert _versions(folder) == [1, 2]


def test_the_same_again_changes_nothing(folder: Path) -> None:
    _edit(folder, *OFF, *SIGNED)

    assert _edit(folder, *OFF, *SIGNED).document["changes"] == []
    assert _versions(folder) == [1]


def test_a_file_is_laid_over_what_holds(folder: Path, tmp_path: Path) -> None:
    _edit(folder, *OFF, *SIGNED)
    file = tmp_path / "local.yaml"
    file.write_text(FILE, "utf-8")

    ask("calendar", "import", file, *SIGNED, "--dir", folder)

    found = ask("calendar", "diff", 0, 2, "--dir", folder, "--json").document["changes"]
    assert [one["scope"] for one in found] == ["nation", "province:an-giang"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(SIGNED, "calendar_no_days", id="no-day"),
        pytest.param(("--off", "2024-09-30", *SIGNED), "calendar_needs", id="no-title"),
        pytest.param(OFF, "calendar_who", id="nobody"),
        pytest.param(("--remove", "2024-01-01", *SIGNED), "calendar_day_unknown", id="unknown"),
        pytest.param((*OFF, "--scope", "An Giang", *SIGNED), "file_refused", id="scope"),
        pytest.param(("--off", "30/02/2024", *OFF[2:], *SIGNED), "no_such_day", id="no-such-day"),
        pytest.param((*OFF, *OFF[:2], *SIGNED), "file_refused", id="twice"),
    ],
)
def test_a_mistake_is_told_and_nothing_written(
    folder: Path, arguments: tuple[str, ...], code: str
) -> None:
    found = _edit(folder, *arguments)

    assert (found.status, found.document["error"]["code"]) == (2, code)
    assert _versions(folder) == []


def test_there_is_no_version_that_nobody_laid_down(folder: Path) -> None:
    found = ask("calendar", "diff", 0, 3, "--dir", folder, "--json")

    assert (found.status, found.document["error"]["code"]) == (2, "calendar_no_version")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_year_says_why_it_is_due_when_it_is(folder: Path, language: str) -> None:
    found = ask("year", "why", YEAR, "--dir", folder, "--json").document
    text = ask("year", "why", YEAR, "--dir", folder, "--lang", language).out

    assert found["why_due"]
    assert found["why_due"][0][language] in text


@pytest.mark.parametrize("arguments", [("show",), ("show", "--versions"), ("diff",)])
def test_what_is_told_reads_as_text(folder: Path, arguments: tuple[str, ...]) -> None:
    _edit(folder, *OFF, *SIGNED)

    assert "Nghỉ bão" in ask("calendar", *arguments, "--dir", folder).out
