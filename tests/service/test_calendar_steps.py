"""The time that offices have, when days off are decreed: it moves with the calendar as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.approving import approval, laid
from tests.calendars import decree, edited, off, told_of
from tests.factories import ADMIN, at
from tests.unit.domain.builders import utc
from tests.years import Lived, carry, opened
from workflow.domain.approvals.state import approvals_of
from workflow.runtime import Runtime
from workflow.service import calendars, reading
from workflow.service.deadlines import fire_due
from workflow.service.verifying import verify
from workflow.store.schema import timers

FIVE = "within: 5 working_days, remind: [{before: 1 working_days, to: approver}]"
DUE, MOVED = utc("2025-01-09T16:59:59"), utc("2025-01-10T16:59:59")
"""The board is asked on 2 January 2025, a Thursday; the fifth working day after it is the 9th."""

STORM = off("2025-01-07")
STOOD = timedelta(days=3)


def _timers(lived: Lived) -> dict[str, tuple[str, datetime]]:
    wanted = select(timers.c.name, timers.c.status, timers.c.due)
    steps = wanted.where(timers.c.year_id == lived.id, timers.c.name.startswith("step/"))
    with lived.runtime.engine.connect() as conn:
        rows: Sequence[Any] = conn.execute(steps).all()
    return {row[0].removeprefix("step/look/"): (row[1], row[2]) for row in rows}


def test_the_time_of_a_step_moves_with_the_calendar(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)
    before = _timers(lived)

    decree(lived.runtime, STORM)

    turn = approval(lived).turn
    assert turn
    assert (before["due"][1], turn.due) == (DUE + timedelta(milliseconds=1), MOVED)
    assert _timers(lived) == {
        name: (status, due + timedelta(days=1)) for name, (status, due) in before.items()
    }


def test_both_times_are_recorded_with_the_reason(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)

    decree(lived.runtime, STORM)

    line = next(one for one in reading.history(lived.runtime, lived.id) if one.kind == "step_moved")
    assert (line.data["was"], line.data["due"]) == ("2025-01-09T16:59:59Z", "2025-01-10T16:59:59Z")
    assert line.data["reason"] == "12/QĐ-UBND: Bão số 3"
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_preview_tells_of_steps_and_moves_none(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)

    overlay = edited(lived.runtime, STORM)
    (found,) = calendars.preview(lived.runtime, overlay)

    assert [(one.about, one.fate, one.due) for _, one in told_of(found, "step")] == [
        ("step/look", "moves", MOVED)
    ]
    assert _timers(lived)["due"][1] == DUE + timedelta(milliseconds=1)


def test_a_reminder_that_went_out_is_not_sent_again(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)
    lived.clock.move_to(at(1, 8, 9))
    fire_due(lived.runtime)

    decree(lived.runtime, off("2025-01-09"))

    assert _timers(lived)["remind/0"][0] == "fired"
    assert _timers(lived)["due"] == ("armed", MOVED + timedelta(milliseconds=1))


def test_what_was_put_off_while_the_year_stood_still_stays_put_off(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)
    lived.do("suspend", ADMIN, reason="Lụt")
    lived.clock.move_to(lived.now + STOOD)
    lived.do("resume", ADMIN, reason="Nước rút")
    put_off = approval(lived).turn

    decree(lived.runtime, STORM)

    turn = approval(lived).turn
    assert put_off
    assert turn
    assert put_off.due == DUE + STOOD
    assert turn.due == MOVED + STOOD
    assert [move.cause for move in turn.moves] == ["suspension", "calendar"]
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_year_that_stands_still_moves_its_steps_and_arms_nothing(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)
    lived.do("suspend", ADMIN, reason="Lụt")

    decree(lived.runtime, STORM)

    turn = approval(lived).turn
    assert turn
    assert turn.due == MOVED
    assert {status for status, _ in _timers(lived).values()} == {"cancelled"}


def test_a_step_that_is_over_time_is_left_alone(runtime: Runtime) -> None:
    lived = laid(runtime, look=FIVE)
    lived.clock.move_to(at(1, 11))
    fire_due(lived.runtime)

    decree(lived.runtime, STORM)

    turn = approval(lived).turn
    assert turn
    assert turn.due == DUE


def test_a_chain_that_outlasts_its_year_follows_the_calendar(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "closed")
    state = lived.stream("year").state
    (before,) = [one.turn for one in approvals_of(lived.book).approvals if one.turn]

    decree(lived.runtime, off("2025-01-07"))

    (after,) = [one.turn for one in approvals_of(lived.book).approvals if one.turn]
    assert state == "closed"
    assert before.due
    assert after.due == before.due + timedelta(days=1)
    assert verify(lived.runtime, lived.id).findings == ()
