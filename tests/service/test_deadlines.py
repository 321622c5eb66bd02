"""Deadlines are rows: each is acted on once, whoever ticks, however late."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.factories import ADMIN, HEAD, NAMES, at, holds
from tests.years import Lived, carry, opened, register
from workflow.domain.timing import HANOI
from workflow.runtime import Runtime
from workflow.service.deadlines import fire_due, next_due
from workflow.service.reading import history
from workflow.service.verifying import verify
from workflow.store.schema import events, outbox, streams, timers

REMINDER, OVERDUE = "stage_reminder", "stage_overdue"


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year in registration, due on 14 March at 17:00 in Hà Nội, with a ladder of three."""
    return opened(runtime)


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _pass(lived: Lived, month: int, day: int, hour: int = 12) -> int:
    lived.clock.move_to(at(month, day, hour))
    return fire_due(lived.runtime)


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def test_the_first_rung_of_the_ladder_is_the_next_deadline(lived: Lived) -> None:
    found = next_due(lived.runtime)

    assert found is not None
    assert f"{found.astimezone(HANOI):%d/%m %H:%M}" == "28/02 08:00"


def test_nothing_fires_before_its_time(lived: Lived) -> None:
    assert _pass(lived, 2, 27) == 0


def test_a_reminder_goes_to_those_only_whose_work_is_missing(lived: Lived) -> None:
    register(lived, "binh")
    register(lived, "dong")

    _pass(lived, 2, 28)

    assert _told(lived, REMINDER) == ["of-an", "of-chau"]


def test_a_reminder_writes_no_event(lived: Lived) -> None:
    before = _kinds(lived)

    _pass(lived, 2, 28)

    assert _kinds(lived) == before


def test_a_rung_after_the_due_moment_goes_to_whom_it_names(lived: Lived) -> None:
    _pass(lived, 3, 15)
    before = Counter(_told(lived, REMINDER))

    _pass(lived, 3, 18)

    assert Counter(_told(lived, REMINDER)) - before == Counter(["of-an"])


def test_a_stage_that_is_over_time_is_marked_so(lived: Lived) -> None:
    _pass(lived, 3, 15)

    assert lived.stream("year").current.overdue


def test_that_a_stage_is_overdue_takes_effect_when_it_was_due(lived: Lived) -> None:
    _pass(lived, 3, 20)

    line = history(lived.runtime, lived.id)[-1]
    assert (line.kind, line.at, line.recorded_at) == (
        OVERDUE,
        "2025-03-14T10:00:00Z",
        "2025-03-20T12:00:00Z",
    )


def test_a_process_asleep_for_months_acts_on_each_deadline_once(lived: Lived) -> None:
    _pass(lived, 8, 1)
    before = _kinds(lived)

    assert (_pass(lived, 8, 2), _kinds(lived), before.count(OVERDUE)) == (0, before, 1)


def test_a_stage_left_in_time_is_never_overdue(lived: Lived) -> None:
    carry(lived, "pledge")

    _pass(lived, 3, 20)

    assert OVERDUE not in _kinds(lived)


def test_a_suspended_year_has_no_deadlines(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")

    assert _pass(lived, 12, 31) == 0


def test_a_resumed_year_has_its_deadlines_again(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    lived.do("resume", ADMIN, reason="Xong")

    _pass(lived, 3, 15)

    assert _kinds(lived).count(OVERDUE) == 1


def test_a_stage_is_called_overdue_once_though_the_year_stood_still(lived: Lived) -> None:
    _pass(lived, 3, 15)
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    lived.do("resume", ADMIN, reason="Xong")

    _pass(lived, 12, 31)

    assert _kinds(lived).count(OVERDUE) == 1


def test_the_step_of_an_office_stands_still_with_the_year(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    lived.do("suspend", ADMIN, reason="Sáp nhập")

    _pass(lived, 6, 30)

    assert "step_expired" not in _kinds(lived)


@pytest.mark.parametrize("office", ["board", "council"])
def test_a_step_over_time_is_told_to_its_office_and_where_it_is_escalated(
    runtime: Runtime, office: str
) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)

    _pass(lived, 6, 30)

    assert f"of-{office}" in _told(lived, "approval_expired")


def test_one_year_that_cannot_be_acted_on_does_not_stop_the_others(runtime: Runtime) -> None:
    broken, whole = opened(runtime, bloc="a-broken"), opened(runtime, bloc="b-whole")
    _spoil(broken, b'{"units": "none"}')

    with pytest.raises(ExceptionGroup):
        _pass(whole, 3, 20)

    assert OVERDUE in _kinds(whole)


def test_a_deadline_that_could_not_be_acted_on_stays_armed(lived: Lived) -> None:
    _spoil(lived, b'{"units": "none"}')

    with pytest.raises(ExceptionGroup):
        _pass(lived, 2, 28)

    assert next_due(lived.runtime) == at(2, 28, 1)


def _spoil(lived: Lived, state: bytes) -> None:
    with lived.runtime.engine.begin() as conn:
        roster = (streams.c.year_id == lived.id) & (streams.c.kind == "roster")
        conn.execute(update(streams).where(roster).values(state=state))


def test_a_deadline_that_moved_meanwhile_waits_for_its_new_time(lived: Lived) -> None:
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(timers).values(due=at(5, 1)))

    assert _pass(lived, 3, 20) == 0


def test_a_deadline_is_recorded_under_an_id_of_its_own(lived: Lived) -> None:
    _pass(lived, 3, 15)

    with lived.runtime.engine.connect() as conn:
        found = conn.scalars(select(events.c.command_id).where(events.c.kind == OVERDUE)).all()
    assert found == ["timer:bloc/2025:stage/registration/due:20250314T100000"]


def test_a_history_with_deadlines_proves_itself(lived: Lived) -> None:
    _pass(lived, 8, 1)

    assert verify(lived.runtime, lived.id).findings == ()


def test_two_awards_of_units_with_one_person_are_told_twice(runtime: Runtime) -> None:
    lived = opened(runtime)
    seat: dict[str, Any] = {"id": "of-an", "name": "of-an", "email": "of-an@example.vn"}
    carry(lived, "nomination")
    lived.do("seat_person", ADMIN, person=seat, seat="unit:binh")
    lived.do("nominate", HEAD)
    for office, step in (("board", "appraise"), ("council", "pass"), ("chair", "decide")):
        lived.do("decide_step", holds(office), step=step)

    assert _told(lived, "award_decided").count("of-an") == 2


def test_what_a_notice_may_say_is_kept_with_it(lived: Lived) -> None:
    _pass(lived, 2, 28)

    with lived.runtime.engine.connect() as conn:
        facts = json.loads(conn.scalars(select(outbox.c.facts)).all()[-1])
    assert (facts["stage"], facts["due"]) == ("Đăng ký thi đua", "17:00 14/03/2025")


def test_members_are_all_told_that_the_year_is_open(lived: Lived) -> None:
    assert _told(lived, "year_opened") == sorted(f"of-{unit}" for unit in NAMES[:4])


def test_a_tick_later_finds_nothing_more(lived: Lived) -> None:
    _pass(lived, 3, 15)
    lived.clock.move_to(at(3, 15) + timedelta(minutes=1))

    assert fire_due(lived.runtime) == 0
