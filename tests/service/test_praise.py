"""Praise in a database: its deadlines ring, its notices are owed and retracted, its work listed."""

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, DEPUTY, HEAD, at, holds
from tests.years import Lived, opened
from workflow.domain.praise.state import Praise, load
from workflow.runtime import Runtime
from workflow.service import calendars
from workflow.service.deadlines import fire_due
from workflow.service.reading import history, work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

BOARD, CHAIR = holds("board"), holds("chair")
FOR = {"id": "q/1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A year in which one proposal waits for the bloc's answer until 9 January."""
    found = opened(runtime, catalogue.load("praised"))
    found.do("propose_praise", HEAD, **FOR)
    return found


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _pass(lived: Lived, month: int, day: int) -> int:
    lived.clock.move_to(at(month, day, 12))
    return fire_due(lived.runtime)


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def _praise(lived: Lived) -> Praise:
    return load(lived.book, "q/1")


def _listed(lived: Lived, person: str) -> list[str]:
    return [task.unmet.code for task in work(lived.runtime, person) if "praise" in task.unmet.facts]


def test_whoever_answers_is_told_reminded_and_told_that_it_is_late_once(lived: Lived) -> None:
    assert _told(lived, "praise_proposed") == ["of-an", "of-binh"]
    _pass(lived, 1, 8)
    assert _told(lived, "praise_reminder") == ["of-binh"]
    _pass(lived, 1, 10)
    _pass(lived, 1, 11)

    assert _told(lived, "praise_overdue") == ["of-an", "of-board"]
    assert _kinds(lived).count("praise_overdue") == 1
    assert verify(lived.runtime, lived.id).findings == ()


def test_what_was_answered_in_time_rings_no_more(lived: Lived) -> None:
    lived.do("answer_praise", DEPUTY, id="q/1", answer="decline", comment="Chờ")
    _pass(lived, 1, 20)

    assert "praise_overdue" not in _kinds(lived)


def test_a_silent_step_reminds_escalates_and_everybody_sees_whose_move_it_is(lived: Lived) -> None:
    lived.do("answer_praise", DEPUTY, id="q/1")
    assert _listed(lived, "of-board") == ["PRAISE_STEP_WAITING"]
    assert _told(lived, "approval_requested") == ["of-board"]
    _pass(lived, 1, 6)
    assert _told(lived, "approval_reminder") == ["of-board"]
    _pass(lived, 1, 9)

    assert "of-council" in _told(lived, "approval_expired")
    assert (_listed(lived, "of-board"), _listed(lived, "of-council")) == (
        [],
        ["PRAISE_STEP_WAITING"],
    )
    assert verify(lived.runtime, lived.id).findings == ()


def test_whoever_was_told_of_a_proposal_is_told_that_it_was_withdrawn(lived: Lived) -> None:
    lived.do("withdraw_praise", HEAD, id="q/1")

    wanted = select(outbox.c.refers_to).where(outbox.c.notice == "praise_withdrawn")
    with lived.runtime.engine.connect() as conn:
        assert all(conn.scalars(wanted))
    assert _told(lived, "praise_withdrawn") == ["of-an", "of-binh"]
    assert _listed(lived, "of-binh") == []


def test_a_restated_calendar_moves_the_answer_and_the_step(lived: Lived) -> None:
    before = _praise(lived).due
    (seen,) = calendars.preview(lived.runtime, edited(lived.runtime, off("2025-01-06")))
    ((what, found),) = told_of(seen, "praise")
    decree(lived.runtime, off("2025-01-06"))
    after = _praise(lived)
    assert (found.about, found.was, found.due) == ("praise/q/1", before, after.due)
    assert what.of("en") == "answer to the proposal for praise q/1"
    assert before is not None
    assert after.due is not None
    assert (after.due - before).days > 0
    assert [move.cause for move in after.moves] == ["calendar"]
    lived.do("answer_praise", DEPUTY, id="q/1")
    decree(lived.runtime, off("2025-01-07"))

    assert "step_moved" in _kinds(lived)
    assert verify(lived.runtime, lived.id).findings == ()


def test_the_unit_that_was_praised_is_told_and_told_again_when_it_is_revoked(lived: Lived) -> None:
    lived.do("answer_praise", DEPUTY, id="q/1")
    lived.do("decide_praise", BOARD, id="q/1")
    lived.do("decide_praise", CHAIR, id="q/1", number="5/QĐ")
    assert _told(lived, "praise_given") == ["of-an", "of-binh", "of-chau"]
    line = {"praise": "q/1", "unit": "chau", "award": "MERIT"}
    lived.do("ask_revocation", CHAIR, **line, reason="Gian dối", paper="9/QĐ")
    assert _listed(lived, "of-admin") == ["PRAISE_REVOCATION_WAITING"]
    lived.do("confirm_revocation", ADMIN, **line)

    assert "of-chau" in _told(lived, "praise_revoked")
    assert verify(lived.runtime, lived.id).findings == ()
