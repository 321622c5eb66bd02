"""The file of an award rings on its day, also after its year has closed; late, it is marked."""

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, HEAD, at, holds
from tests.years import Lived, carry, close_early, opened
from workflow.domain.approvals.state import approvals_of
from workflow.domain.nominations.lists import Nomination
from workflow.domain.nominations.owed_dossiers import due_of
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.deadlines import fire_due
from workflow.service.reading import Task, history, why, work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

BOARD = holds("board")
REMINDER, OVERDUE, MOVED = (f"award_dossier_{one}" for one in ("reminder", "overdue", "moved"))
NEXT = 2026


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year that has proposed; the file of MERIT is due on 30 June 2026 at 17:00."""
    found = opened(runtime, catalogue.load("plain-dossiers"))
    carry(found, "nomination")
    found.do("nominate", HEAD)
    return found


def _pass(lived: Lived, month: int, day: int, year: int = NEXT) -> None:
    lived.clock.move_to(at(month, day, year=year))
    fire_due(lived.runtime)


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def test_whoever_proposed_is_reminded_and_told_with_the_office_once_it_is_over(
    lived: Lived,
) -> None:
    _pass(lived, 6, 12)
    assert _told(lived, REMINDER) == []

    _pass(lived, 6, 16)
    assert (_told(lived, REMINDER), _told(lived, OVERDUE)) == (["of-an"], [])

    for day in (1, 2, 6):
        _pass(lived, 7, day)
    assert _told(lived, OVERDUE) == ["of-an", "of-board"]
    assert _kinds(lived).count("dossier_overdue") == 1
    assert _told(lived, REMINDER) == ["of-an", "of-an"]
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_file_that_is_there_rings_no_more(lived: Lived) -> None:
    lived.clock.move_to(at(1, 10))
    lived.do("receive_dossier", BOARD, received_on="2025-01-10")
    _pass(lived, 8, 1)

    assert "dossier_overdue" not in _kinds(lived)
    assert _told(lived, REMINDER) == []


def test_it_is_due_after_the_year_has_closed(lived: Lived) -> None:
    close_early(lived)
    assert [one.unmet.due for one in _owed(lived)] == [at(6, 30, 10, year=NEXT)]
    assert [one.code for one in why(lived.runtime, lived.id).beside] == ["DOSSIER_OWED"]

    _pass(lived, 7, 2)
    assert _kinds(lived).count("dossier_overdue") == 1
    lived.do("receive_dossier", BOARD, received_on="2026-07-02")

    (dossier,) = lived.book.load(Nomination, "nomination").dossiers
    assert [(one.award, one.working_days) for one in dossier.late] == [("MERIT", 2)]
    assert _owed(lived) == []
    assert why(lived.runtime, lived.id).beside == ()
    assert verify(lived.runtime, lived.id).findings == ()


def _owed(lived: Lived) -> list[Task]:
    return [one for one in work(lived.runtime, "of-an") if one.unmet.code == "DOSSIER_OWED"]


@pytest.mark.parametrize("state", ["award_nomination", "closed"])
def test_it_moves_with_the_calendar_and_both_days_are_recorded(lived: Lived, state: str) -> None:
    if state == "closed":
        close_early(lived)
    years = calendars.preview(lived.runtime, edited(lived.runtime, off("2026-06-30")))
    seen = next(one for one in years if one.year == lived.id)
    ((what, found),) = told_of(seen, "dossier")
    assert (found.about, found.was, found.due) == (
        "dossier/MERIT", at(6, 30, 10, year=NEXT), at(7, 1, 10, year=NEXT),
    )  # fmt: skip
    assert (what.of("vi"), what.of("en")) == ("hồ sơ Bằng khen", "dossier of Certificate")
    decree(lived.runtime, off("2026-06-30"))

    moved = [one.data for one in history(lived.runtime, lived.id) if one.kind == "dossiers_due"]
    assert [one["cause"] for one in moved] == ["proposal", "calendar"]
    assert moved[1]["was"] == moved[0]["dues"]
    assert due_of(lived.book, "MERIT") == at(7, 1, 10, year=NEXT)
    assert _told(lived, MOVED) == ["of-an"]
    _pass(lived, 7, 1)
    assert "dossier_overdue" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_year_that_stands_still_rings_not_and_puts_it_off_not(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    decree(lived.runtime, off("2026-06-30"))
    _pass(lived, 7, 20)
    assert "dossier_overdue" not in _kinds(lived)

    lived.do("resume", ADMIN, reason="Tiếp tục")
    _pass(lived, 7, 21)
    assert due_of(lived.book, "MERIT") == at(7, 1, 10, year=NEXT)
    assert _kinds(lived).count("dossier_overdue") == 1
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_year_that_is_dissolved_waits_for_no_file(lived: Lived) -> None:
    paper = {"number": "01/QĐ", "on": "2025-01-01", "issuer": "UBND"}
    lived.do("dissolve", ADMIN, reason="Giải thể", paper=paper)
    _pass(lived, 8, 1)

    assert "dossier_overdue" not in _kinds(lived)
    assert _owed(lived) == []


def test_the_step_is_due_from_the_whole_file_and_rings_then(lived: Lived) -> None:
    _pass(lived, 3, 3, year=2025)
    assert "step_expired" not in _kinds(lived)

    lived.do("receive_dossier", BOARD, received_on="2025-03-03")
    assert _kinds(lived)[-2:] == ["dossier_received", "step_counted"]
    turn = approvals_of(lived.book).approvals[0].turn
    assert turn is not None
    assert turn.due == at(3, 17, 16, year=2025).replace(minute=59, second=59)
    _pass(lived, 3, 12, year=2025)
    assert _told(lived, "approval_reminder") == ["of-board"]
    _pass(lived, 3, 18, year=2025)
    assert "step_expired" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_the_time_of_a_step_moves_with_the_calendar_from_the_file(lived: Lived) -> None:
    lived.clock.move_to(at(3, 3))
    lived.do("receive_dossier", BOARD, received_on="2025-03-03")
    decree(lived.runtime, off("2025-03-10"))

    turn = approvals_of(lived.book).approvals[0].turn
    assert turn is not None
    assert turn.due == at(3, 18, 16).replace(minute=59, second=59)
    assert verify(lived.runtime, lived.id).findings == ()
