"""What the command line says of approvals: whose move, since when, in what capacity, for whom."""

import json
from pathlib import Path

import pytest

from tests.approving import laid
from tests.console.asking import Told, ask
from tests.factories import START, holds
from tests.years import Lived
from workflow.runtime import Runtime

PAPER = {"number": "12/GUQ", "issued_on": "2025-01-02", "issuer": "Chủ tịch", "until": "2025-06-30"}
YEAR = "bloc/2025"


@pytest.fixture
def lived(database: Path, runtime: Runtime) -> Lived:  # noqa: ARG001 - on a file, to be asked about
    """A year on file whose registration lies before the board."""
    return laid(runtime, "within: 5 days", "needs: 2")


def _ask(database: Path, *arguments: object) -> Told:
    return ask(*arguments, "--database", f"sqlite:///{database}", at=START)


def _away(lived: Lived) -> None:
    lived.do("set_stand_in", holds("board"), id="away", stand_in="of-chair", start="2025-01-01",
             end="2025-01-31")  # fmt: skip


def test_why_says_whose_move_it_is_since_when_and_by_when(lived: Lived, database: Path) -> None:
    (found,) = _ask(database, "year", "why", lived.id, "--json").document["approvals"]

    assert (found["status"], found["step"], found["since"], found["due"]) == (
        "open", "look", "2025-01-02T01:00:00Z", "2025-01-07T16:59:59Z",
    )  # fmt: skip
    assert [one["person"] for one in found["movers"]] == ["of-board"]


def test_why_names_the_stand_in_and_for_whom(lived: Lived, database: Path) -> None:
    _away(lived)
    told = _ask(database, "year", "why", lived.id).out

    assert "of-chair, làm thay of-board" in told


def test_show_keeps_the_capacity_with_its_paper(lived: Lived, database: Path) -> None:
    lived.do("approve_step", holds("board"), step="look", capacity="TUQ", paper=PAPER)
    shown = _ask(database, "year", "show", lived.id, "--json").document["year"]["approvals"][0]
    told = _ask(database, "year", "show", lived.id).out

    assert (shown["answers"][0]["capacity"], shown["answers"][0]["paper"]["number"]) == (
        "TUQ", "12/GUQ",
    )  # fmt: skip
    assert "thừa ủy quyền" in told


def test_the_history_tells_the_capacity_in_words(lived: Lived, database: Path) -> None:
    lived.do("approve_step", holds("board"), step="look", capacity="TUQ", paper=PAPER)

    told = " ".join(
        _ask(database, "--lang", "en", "history", "show", lived.id, "--json").out.split()
    )
    line = next(one for one in json.loads(told)["events"] if one["kind"] == "step_approved")
    assert line["data"]["paper"]["issuer"] == "Chủ tịch"
    assert "TUQ." in _ask(database, "history", "show", lived.id).out


def test_the_inbox_of_a_stand_in_holds_what_waits_for_whoever_is_away(
    lived: Lived, database: Path
) -> None:
    before = _ask(database, "work", "--person", "of-chair", "--json").document["work"]
    _away(lived)
    after = _ask(database, "work", "--person", "of-chair", "--json").document["work"]

    assert [one["code"] for one in before] == []
    assert [one["code"] for one in after] == ["STEP_WAITING"]


def test_the_inbox_of_whoever_answered_is_empty(lived: Lived, database: Path) -> None:
    lived.do("approve_step", holds("board"), step="look")
    lived.do("approve_step", holds("council"), step="vote")

    assert _ask(database, "work", "--person", "of-council", "--json").document["work"] == []


def test_a_verb_is_done_from_the_command_line(lived: Lived, database: Path) -> None:
    given = json.dumps({"step": "look", "to": "preparer", "comment": "Thiếu số liệu"})
    done = _ask(database, "year", "do", lived.id, "return_step", "--person", "of-board", "--given",
                given, "--json")  # fmt: skip

    assert (done.status, done.document["done"]["events"][0]["kind"]) == (0, "step_returned")


def test_a_refusal_names_who_decided_and_when(lived: Lived, database: Path) -> None:
    lived.do("approve_step", holds("board"), step="look")
    told = _ask(database, "year", "do", lived.id, "approve_step", "--person", "of-board", "--given",
                '{"step": "look"}')  # fmt: skip

    assert told.status == 1
    assert "of-board đã duyệt ở bước Xem xét" in " ".join(told.out.split())


def test_an_overlap_of_stand_ins_is_shown(lived: Lived, database: Path) -> None:
    _away(lived)
    lived.do("set_stand_in", holds("board"), id="too", stand_in="of-council", start="2025-01-01",
             end="2025-01-02")  # fmt: skip

    found = _ask(database, "year", "why", lived.id, "--json").document
    assert [one["code"] for one in found["warnings"]] == ["STAND_INS_OVERLAP"]
    assert "Lưu ý" in _ask(database, "year", "why", YEAR).out


def test_whoever_has_a_part_from_another_is_named_without_an_office(
    lived: Lived, database: Path
) -> None:
    lived.do("transfer_step", holds("board"), step="look", to="of-chair", reason="Đi công tác")
    told = _ask(database, "year", "why", lived.id).out.splitlines()

    assert "  Chờ: of-chair" in told


def test_a_hold_is_shown_by_its_day_as_people_write_it(lived: Lived, database: Path) -> None:
    hold = {"ground": "complaint", "source": "Đơn", "since": "2025-01-02"}
    lived.do("hold_award", holds("council"), unit="an", award="FLAG", **hold)

    assert "Tạm dừng từ 02/01/2025" in _ask(database, "year", "show", lived.id).out
    assert (
        "Held since 2 January 2025" in _ask(database, "--lang", "en", "year", "show", lived.id).out
    )
