"""The calendar that an administrator edits: versions, and the deadlines that move with them."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import DBAPIError

from definitions.overlays import Overlay
from definitions.schema.calendars import DecreedDay
from tests.approving import OneDefinition
from tests.calendars import ROLLING, decree, edited, off, told_of
from tests.factories import ADMIN, HEAD, at, plain
from tests.unit.domain.builders import utc
from tests.years import Lived, opened
from workflow.domain.errors import HistoryBroken, StaleStream
from workflow.runtime import Runtime
from workflow.service import calendars, reading
from workflow.service.deadlines import fire_due, next_due
from workflow.service.verifying import verify
from workflow.store import calendars as stored_calendars
from workflow.store.schema import calendars as table
from workflow.store.schema import events, outbox, streams, timers

DUE, MOVED = utc("2025-03-14T10:00"), utc("2025-03-17T10:00")
STORM = off("2025-03-14")


@pytest.fixture
def rolling(runtime: Runtime) -> Runtime:
    """The parts, over years whose first stage is due on a day that rolls on."""
    return replace(runtime, catalogue=OneDefinition(plain(ROLLING)))


@pytest.fixture
def lived(rolling: Runtime) -> Lived:
    """A year in registration."""
    return opened(rolling, plain(ROLLING))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in reading.history(lived.runtime, lived.id)]


def _timers(lived: Lived) -> dict[str, tuple[str, Any]]:
    wanted = select(timers.c.name, timers.c.status, timers.c.due)
    with lived.runtime.engine.connect() as conn:
        rows = conn.execute(wanted.where(timers.c.year_id == lived.id))
        return {row[0].removeprefix("stage/registration/"): (row[1], row[2]) for row in rows}


def _told(lived: Lived, notice: str) -> Counter[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice)
    with lived.runtime.engine.connect() as conn:
        return Counter(conn.scalars(wanted))


def _rows(lived: Lived) -> Sequence[Any]:
    with lived.runtime.engine.connect() as conn:
        return [conn.execute(select(one)).all() for one in (table, events, timers, outbox)]


def test_a_preview_tells_what_would_move_and_writes_nothing(lived: Lived) -> None:
    before = _rows(lived)

    (found,) = calendars.preview(lived.runtime, Overlay().changed([STORM]))

    ((_, stage),) = told_of(found, "stage")
    assert (stage.fate, stage.due) == ("moves", MOVED)
    assert _rows(lived) == before


def test_an_armed_deadline_moves_with_the_calendar(lived: Lived) -> None:
    decree(lived.runtime, STORM)

    assert lived.stream("year").current.due == MOVED
    assert _timers(lived)["due"] == ("armed", MOVED + timedelta(milliseconds=1))


def test_the_ladder_moves_with_its_deadline(lived: Lived) -> None:
    before = _timers(lived)["remind/2"][1]

    decree(lived.runtime, STORM)

    assert _timers(lived)["remind/2"][1] == before + timedelta(days=1)


def test_a_ladder_moves_where_the_deadline_stays(lived: Lived) -> None:
    before = _timers(lived)["remind/1"][1]

    decree(lived.runtime, off("2025-03-12"))

    assert "deadline_moved" not in _kinds(lived)
    assert _timers(lived)["remind/1"][1] == before - timedelta(days=1)


def test_the_move_is_recorded_with_old_new_version_and_reason(lived: Lived) -> None:
    decree(lived.runtime, STORM)

    line = reading.history(lived.runtime, lived.id)[-1]
    assert (line.kind, line.actor) == ("deadline_moved", "system")
    assert {name: line.data[name] for name in ("was", "due", "calendar", "reason", "cause")} == {
        "was": "2025-03-14T10:00:00Z",
        "due": "2025-03-17T10:00:00Z",
        "calendar": 1,
        "reason": "12/QĐ-UBND: Bão số 3",
        "cause": "calendar",
    }


def test_a_history_with_moved_deadlines_proves_itself(lived: Lived) -> None:
    decree(lived.runtime, STORM)
    lived.clock.move_to(at(3, 20))
    fire_due(lived.runtime)

    assert verify(lived.runtime, lived.id).findings == ()


def test_a_reminder_that_went_out_does_not_go_out_again(lived: Lived) -> None:
    lived.clock.move_to(at(2, 28))
    fire_due(lived.runtime)
    before = _told(lived, "stage_reminder")

    decree(lived.runtime, off("2025-03-10"), STORM)
    lived.clock.move_to(at(3, 4))
    fire_due(lived.runtime)

    assert before
    assert _told(lived, "stage_reminder") == before


def test_a_stage_over_time_that_is_given_a_day_is_over_time_once_more(lived: Lived) -> None:
    lived.clock.move_to(at(3, 15))
    fire_due(lived.runtime)

    decree(lived.runtime, STORM)
    assert not lived.stream("year").current.overdue
    lived.clock.move_to(at(3, 20))
    fire_due(lived.runtime)

    assert _kinds(lived).count("stage_overdue") == 2
    assert lived.stream("year").current.overdue


def test_members_are_told_of_both_days(lived: Lived) -> None:
    before = _told(lived, "year_opened")

    decree(lived.runtime, STORM)

    assert _told(lived, "deadline_moved") == before


@pytest.mark.parametrize(
    ("scope", "due"),
    [("bloc:bloc", MOVED), ("bloc:other", DUE), ("province:an-giang", DUE)],
)
def test_a_local_closure_moves_only_those_whom_it_binds(
    lived: Lived, scope: str, due: object
) -> None:
    decree(lived.runtime, off("2025-03-14", scope=scope))

    assert lived.stream("year").current.due == due


def test_what_is_entered_afterwards_is_reckoned_by_the_new_version(rolling: Runtime) -> None:
    decree(rolling, STORM)

    lived = opened(rolling, plain(ROLLING))

    current = lived.stream("year").current
    assert (current.due, current.calendar) == (MOVED, 1)


def test_an_extended_deadline_stays_where_people_set_it(lived: Lived) -> None:
    lived.do(
        "propose_extension", HEAD, stage="registration", until="2025-03-14", at_time="18:00",
        reason="Mất điện",
    )  # fmt: skip
    lived.do("confirm_extension", ADMIN, stage="registration")

    (found,) = decree(lived.runtime, STORM)

    ((_, stage),) = told_of(found, "stage")
    assert (stage.fate, stage.due) == ("set_by_people", utc("2025-03-14T11:00"))


def test_a_year_that_stands_still_moves_and_arms_nothing(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")

    decree(lived.runtime, STORM)

    assert lived.stream("year").current.due == MOVED
    assert {status for status, _ in _timers(lived).values()} == {"cancelled"}


def test_every_year_is_reckoned_once_for_each_version(lived: Lived) -> None:
    decree(lived.runtime, STORM)

    assert calendars.behind(lived.runtime) == 0
    assert list(calendars.catch_up(lived.runtime)) == []


def test_whoever_is_interrupted_goes_on_where_they_stopped(rolling: Runtime) -> None:
    years = [opened(rolling, plain(ROLLING), bloc=f"b{number}") for number in range(5)]
    overlay = edited(rolling, STORM)
    calendars.lay_down(rolling, overlay, person="of-admin", reason="Bão")

    first = list(calendars.catch_up(rolling, most=2))
    rest = list(calendars.catch_up(rolling))

    assert [one.year for one in (*first, *rest)] == [one.id for one in years]
    assert {one.stream("year").current.due for one in years} == {MOVED}


def test_whoever_edits_what_is_no_longer_the_newest_is_told(lived: Lived) -> None:
    mine, theirs = (edited(lived.runtime, day) for day in (STORM, off("2025-03-13")))
    calendars.lay_down(lived.runtime, theirs, person="of-admin", reason="x")

    with pytest.raises(StaleStream):
        calendars.lay_down(lived.runtime, mine, person="of-admin", reason="y")

    assert len(calendars.versions(lived.runtime)) == 1


@pytest.mark.usefixtures("postgres")
def test_of_two_who_found_the_same_version_newest_the_second_is_told(lived: Lived) -> None:
    """SQLite lets nobody look for the newest while another is writing one."""
    runtime, both_looked = lived.runtime, Barrier(2, timeout=10)

    @event.listens_for(runtime.engine, "before_cursor_execute")
    def wait(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO calendars"):
            both_looked.wait()

    def edit(day: DecreedDay) -> str:
        overlay = edited(runtime, day)
        try:
            calendars.lay_down(runtime, overlay, person="of-admin", reason="x")
        except StaleStream as stale:
            return stale.code
        return "laid down"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(edit, [STORM, off("2025-03-13")]))

    assert sorted(told) == ["laid down", "stale_stream"]
    assert len(calendars.versions(runtime)) == 1


def test_versions_tell_who_when_why_and_by_which_decree(lived: Lived) -> None:
    decree(lived.runtime, STORM)

    (found,) = calendars.versions(lived.runtime)
    assert (found.person, found.reason, found.decree) == ("of-admin", "Bão số 3", "12/QĐ-UBND")
    assert (found.recorded_at, found.overlay.days) == (lived.clock.now(), (STORM,))


@pytest.mark.parametrize("statement", [update(table).values(person="x"), delete(table)])
def test_a_version_is_never_changed(lived: Lived, statement: Any) -> None:  # noqa: ANN401
    decree(lived.runtime, STORM)

    with pytest.raises(DBAPIError), lived.runtime.engine.begin() as conn:
        conn.execute(statement)


def test_days_that_are_not_what_their_hash_says_are_never_used(lived: Lived) -> None:
    with lived.runtime.engine.begin() as conn:
        conn.execute(
            table.insert().values(
                version=1, digest="forged", body=b"[]", person="x", reason="x",
                recorded_at=lived.clock.now(),
            )
        )  # fmt: skip

    with pytest.raises(HistoryBroken), lived.runtime.engine.connect() as conn:
        stored_calendars.newest(conn)


def test_a_deadline_pulled_into_the_past_stays(rolling: Runtime) -> None:
    before = plain(ROLLING.replace("next", "previous"))
    lived = opened(replace(rolling, catalogue=OneDefinition(before)), before)
    lived.clock.move_to(at(3, 13, 12))

    (found,) = decree(lived.runtime, STORM)

    ((_, stage),) = told_of(found, "stage")
    assert (stage.fate, next_due(lived.runtime)) == ("would_be_past", _due_timer(lived))


def _due_timer(lived: Lived) -> object:
    with lived.runtime.engine.connect() as conn:
        wanted = select(timers.c.due).where(timers.c.status == "armed").order_by(timers.c.due)
        return conn.scalars(wanted).first()


def test_one_year_that_cannot_follow_does_not_stop_the_others(rolling: Runtime) -> None:
    broken, whole = (opened(rolling, plain(ROLLING), bloc=name) for name in ("a", "b"))
    calendars.lay_down(rolling, edited(rolling, STORM), person="of-admin", reason="Bão")
    with rolling.engine.begin() as conn:
        spoilt = (streams.c.year_id == broken.id) & (streams.c.kind == "year")
        conn.execute(update(streams).where(spoilt).values(state=b"{}"))

    with pytest.raises(ExceptionGroup):
        list(calendars.catch_up(rolling))

    assert whole.stream("year").current.due == MOVED
    assert calendars.behind(rolling) == 1


def test_three_who_follow_the_calendar_at_once_move_each_deadline_once(rolling: Runtime) -> None:
    years = [opened(rolling, plain(ROLLING), bloc=f"b{number}") for number in range(6)]
    calendars.lay_down(rolling, edited(rolling, STORM), person="of-admin", reason="Bão")
    start = Barrier(3, timeout=20)

    def follow(_: int) -> None:
        start.wait()
        list(calendars.catch_up(rolling))

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(follow, range(3)))

    assert [_kinds(one).count("deadline_moved") for one in years] == [1] * 6
    assert all(verify(rolling, one.id).findings == () for one in years)


def test_the_years_to_come_for_which_nothing_is_decided_are_named(lived: Lived) -> None:
    assert calendars.lacking(lived.runtime, "vn", [2026, 2027]) == [2027]

    decree(lived.runtime, off("2027-02-11"))

    assert calendars.lacking(lived.runtime, "vn", [2026, 2027]) == []
