"""Notices on the command line: found, shown, sent again, given up."""

from pathlib import Path

import pytest
from sqlalchemy import update

from tests.console.asking import YEAR, ask
from tests.databases import connected
from workflow.store.schema import outbox

BY = ("--person", "chuyen-vien", "--why", "đã gọi điện")


def numbers(folder: Path, *chosen: str) -> list[int]:
    found = ask("notices", "list", *chosen, "--dir", folder, "--json").document["notices"]
    return [one["id"] for one in found]


def test_notices_are_chosen_by_year_person_and_state(folder: Path) -> None:
    every = numbers(folder)
    of_one = numbers(folder, "--year", YEAR, "--person", "hieu-truong-2", "--state", "owed")

    assert 0 < len(of_one) < len(every)
    assert numbers(folder, "--limit", "3") == every[:3]
    assert numbers(folder, "--state", "dead") == []


@pytest.mark.parametrize(("language", "state"), [("vi", "Chờ gửi"), ("en", "owed")])
def test_a_notice_is_shown_in_words(folder: Path, language: str, state: str) -> None:
    number = numbers(folder, "--person", "hieu-truong-2")[0]

    told = ask("notices", "show", str(number), "--dir", folder, "--lang", language)

    assert told.status == 0
    assert state in told.out


def test_what_was_decided_is_shown_with_who_and_why(folder: Path) -> None:
    number = str(numbers(folder)[0])
    assert ask("notices", "drop", number, *BY, "--dir", folder).status == 0
    assert ask("notices", "retry", number, *BY, "--dir", folder).status == 0

    told = ask("notices", "show", number, "--dir", folder)

    assert told.out.count("đã gọi điện") == 2
    assert "chuyen-vien" in told.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "1000000"),
        ("list", "--state", "lost"),
        ("list", "--year", "nowhere/2024"),
        ("retry", "1000000", *BY),
        ("drop", "1"),
        ("show", "x"),
    ],
)
def test_what_cannot_be_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    told = ask("notices", *arguments, "--dir", folder)

    assert (told.status, told.out) == (2, "")
    assert told.err.strip()


def test_an_empty_list_says_so(folder: Path) -> None:
    told = ask("notices", "list", "--state", "dead", "--dir", folder)

    assert told.out == "Không có thông báo nào.\n"


def test_what_a_mail_server_says_is_shown_and_not_obeyed(folder: Path) -> None:
    number = numbers(folder)[0]
    with connected(f"sqlite:///{folder / 'thidua.sqlite'}") as engine, engine.begin() as conn:
        said = "550 \x1b[31m\x9b2J\x00\r\u202e<script>"  # as an earlier release stored it
        conn.execute(update(outbox).where(outbox.c.id == number).values(answer=said))

    listed = ask("notices", "list", "--dir", folder)
    shown = ask("notices", "show", number, "--dir", folder)

    for told in (listed, shown):
        assert r"550 \u001b[31m\u009b2J\u0000\u000d\u202e<script>" in told.out
    as_json = ask("notices", "show", number, "--dir", folder, "--json")
    assert as_json.document["notice"]["answer"] == said
    assert "\u202e" not in as_json.out
