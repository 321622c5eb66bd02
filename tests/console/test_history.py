"""Reading a history, and proving it; what was changed is named, with exit status 3."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine

from definitions.catalogue import Catalogue
from tests.console.asking import YEAR, ask
from tests.factories import at
from tests.years import opened
from workflow.runtime import Runtime
from workflow.service.deadlines import fire_due


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


@pytest.mark.parametrize(
    ("definition", "said", "about"),
    [
        ("plain-halves", "When periods are due", ["First half"]),
        ("plain-halves", "A period is over time", ["First half"]),
        ("plain-groups", "When criteria groups open and are due", ["Work"]),
        ("plain-groups", "A criteria group is over time", ["Work"]),
        ("plain-feeds", "By when facts are to be reported", ["Debts, Fires"]),
        ("plain-feeds", "A fact to be reported is over time", ["Debts", "Fires"]),
    ],
)
def test_what_has_a_day_of_its_own_is_what_its_events_are_about(
    runtime: Runtime, catalogue: Catalogue, engine: Engine,
    definition: str, said: str, about: list[str],
) -> None:  # fmt: skip
    lived = opened(runtime, catalogue.load(definition))
    lived.clock.move_to(at(12, 31))
    fire_due(lived.runtime)

    told = ask("history", "show", lived.id, "--database", str(engine.url), "--lang", "en").out
    rows = [line for line in told.splitlines() if said in line]
    assert [row.split(said)[1].strip() for row in rows] == about


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
