"""What is written: plain where nobody watches, in NFC, in columns that stand under each other."""

import os
import pty
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.cli.dates import moment_of
from console.cli.tables import Table, plain, width
from console.sentences import WrongUse, conditions, document, refusal
from tests.console.asking import YEAR, ask, started
from workflow.domain.errors import NotFound, Unmet

NOW = datetime(2024, 9, 16, 2, tzinfo=UTC)


@pytest.mark.parametrize(("text", "wide"), [("Hải Hậu", 7), ("Ha\u0309i", 3), ("漢字", 4), ("", 0)])
def test_a_letter_takes_the_columns_that_it_takes(text: str, wide: int) -> None:
    assert width(text) == wide


def test_columns_stand_under_each_other() -> None:
    lines = plain(Table(["Đơn vị", "Điểm"], [["漢", "1"], ["Báo Nam Định", "10"]], frozenset({1})))

    assert [width(line) for line in lines.splitlines()] == [18, 18, 18, 18]


def test_what_is_written_is_composed(played: Path) -> None:
    out = ask("year", "show", YEAR, "--dir", played).out

    assert unicodedata.is_normalized("NFC", out)
    assert "\x1b" not in out


def test_a_terminal_gets_a_table_that_wraps(played: Path) -> None:
    reader, writer = pty.openpty()
    arguments = ["year", "list", "--dir", str(played)]
    program = [sys.executable, "-c", "import worker; worker.main()", *arguments]
    settings = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    subprocess.run(program, stdout=writer, check=True, env=settings)  # noqa: S603 - our own program
    os.close(writer)
    out = os.read(reader, 100_000).decode()
    os.close(reader)

    assert YEAR in out
    assert "\x1b[1m" in out


def test_any_locale_will_do(played: Path) -> None:
    with started("year", "list", "--dir", played, PYTHONIOENCODING="ascii") as process:
        out, _ = process.communicate(timeout=30)

    assert "Hồ sơ năm" in out.decode()


@pytest.mark.parametrize("written", ["", "2024", "1/2", "30/02/2024", "2024-13-01", "24:00", "mai"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(WrongUse):
        moment_of(written, NOW)


def test_a_condition_without_a_book_is_still_a_sentence() -> None:
    unmet = Unmet(code="OWN_UNIT", facts={"unit": "x"}, who=("deputy",))

    entry = refusal([unmet])["refused"]

    assert isinstance(entry, list)
    assert entry[0]["en"].startswith("Nobody decides on their own unit (x)")
    assert (entry[0]["who"], entry[0]["who_seats"]) == (["Khối phó"], ["deputy"])


def test_a_condition_of_a_meeting_names_the_act() -> None:
    unmet = Unmet(code="REASON_MISSING", facts={"act": 3, "do": "fix_ranking"})

    said = conditions([unmet])[0].sentences["vi"]

    assert said.startswith("Việc số 3 của hội nghị (chốt xếp hạng): Nêu lý do")


def test_a_name_nearly_right_is_answered_with_the_right_one() -> None:
    error = document(NotFound("act", "registr", ["register", "advance"]))["error"]

    assert isinstance(error, dict)
    assert error["vi"] == "Không có việc nào tên registr. Có phải là register?"
