"""Reading a history, and proving it; what was changed is named, with exit status 3."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.console.asking import YEAR, ask


@pytest.fixture
def broken(played: Path, tmp_path: Path) -> Path:
    """A database in which somebody has changed what was registered."""
    folder = Path(shutil.copytree(played, tmp_path / "broken"))
    with sqlite3.connect(folder / "thidua.sqlite") as connection:
        connection.execute("DROP TRIGGER events_never_updated")
        connection.execute(
            "UPDATE events "
            "SET body = cast(replace(body, '\"people\":60', '\"people\":61') AS BLOB) "
            "WHERE kind = 'registration_submitted' AND stream = 'registration/thpt-1'"
        )
    connection.close()
    return folder


def test_a_history_names_who_did_what(played: Path) -> None:
    told = ask("history", "show", YEAR, "--dir", played)

    assert "Ký giao ước thi đua" in told.out
    assert "Trường THPT số 5" in told.out


def test_a_history_is_one_document(played: Path) -> None:
    document = ask("history", "show", YEAR, "--dir", played, "--json").document

    assert [one["seq"] for one in document["events"][:3]] == [1, 2, 3]
    assert document["events"][0]["kind"] == "year_opened"


def test_raw_is_every_line_as_it_is_stored(played: Path) -> None:
    lines = ask("history", "show", YEAR, "--raw", "--dir", played).out.splitlines()
    document = ask("history", "show", YEAR, "--raw", "--dir", played, "--json").document

    assert [json.loads(line) for line in lines] == document["events"]


@pytest.mark.parametrize("arguments", [["--all"], [YEAR], []])
def test_an_untouched_history_proves_itself(played: Path, arguments: list[str]) -> None:
    told = ask("history", "verify", *arguments, "--dir", played, "--json")

    assert (told.status, told.document["verified"]) == (0, True)


def test_a_changed_event_is_named_with_status_3(broken: Path) -> None:
    told = ask("history", "verify", YEAR, "--dir", broken)
    document = ask("history", "verify", "--all", "--dir", broken, "--json").document

    findings = document["years"][0]["findings"]
    number = next(one["seq"] for one in findings if one["code"] == "event_hash")
    assert told.status == 3
    assert f"không khớp từ sự kiện số {number}" in told.out
    assert not document["verified"]


def test_the_other_year_still_proves_itself(broken: Path) -> None:
    assert ask("history", "verify", "school-cluster-3/2025", "--dir", broken).status == 0
