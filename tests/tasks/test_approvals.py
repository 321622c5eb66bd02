"""The recheck: whoever may act from today is asked once; what nobody can act on is said aloud."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from celery import Celery
from sqlalchemy import select

from tasks.approvals import RECHECK
from tests.approving import approval, laid, seat
from tests.factories import ADMIN, at, holds
from tests.years import Lived
from workflow.runtime import Runtime, SimulatedClock
from workflow.service import approvals, deadlines, reading, verifying, watching
from workflow.store.schema import outbox

BOARD = holds("board")


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice, outbox.c.year_id == lived.id)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted.order_by(outbox.c.id)))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in reading.history(lived.runtime, lived.id)]


def test_nothing_is_recorded_where_nothing_changed(runtime: Runtime) -> None:
    lived = laid(runtime)

    assert approvals.recheck(lived.runtime) == 0


def test_a_stand_in_is_asked_on_the_first_day_and_only_once(
    runtime: Runtime, clock: SimulatedClock, app: Celery
) -> None:
    lived = laid(runtime)
    lived.do("set_stand_in", BOARD, id="away", stand_in="of-chair", start="2025-02-03",
             end="2025-02-28")  # fmt: skip
    clock.move_to(at(2, 2))
    app.tasks[RECHECK].apply(throw=True)
    before = _told(lived, "approval_requested")
    clock.move_to(at(2, 3))
    for _ in range(3):
        app.tasks[RECHECK].apply(throw=True)

    assert before == ["of-board"]
    assert _told(lived, "approval_requested") == ["of-board", "of-chair"]
    assert verifying.verify(lived.runtime, lived.id).verified


def test_two_rechecks_at_once_ask_once(runtime: Runtime, clock: SimulatedClock) -> None:
    lived = laid(runtime)
    seat(lived, "hoa", "office:board", start="2025-02-03")
    clock.move_to(at(2, 3))
    together = Barrier(2, timeout=20)

    def look(_: int) -> int:
        together.wait()
        return approvals.recheck(lived.runtime)

    with ThreadPoolExecutor(2) as pool:
        recorded = sum(pool.map(look, range(2)))

    assert (recorded, _kinds(lived).count("signers_changed")) == (1, 1)


def test_an_office_that_nobody_holds_any_more_is_told_to_administrators(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived = laid(runtime)
    seat(lived, "of-board", "office:board", start="2025-01-01", end="2025-02-02")
    clock.move_to(at(2, 3))

    approvals.recheck(lived.runtime)
    approvals.recheck(lived.runtime)

    assert _told(lived, "approval_stuck") == ["of-admin"]
    assert "step_stuck" in _kinds(lived)


def test_an_office_that_nobody_holds_any_more_is_stood_in_for_by_the_fallback(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived = laid(runtime, "fallback: council")
    seat(lived, "of-board", "office:board", start="2025-01-01", end="2025-02-02")
    clock.move_to(at(2, 3))

    approvals.recheck(lived.runtime)

    assert _told(lived, "approval_stuck") == ["of-council", "of-admin"]
    assert _told(lived, "approval_requested") == ["of-board", "of-council"]
    lived.do("approve_step", holds("council"), step="look")
    assert approval(lived).turns[-1].step == "vote"


def test_a_year_that_stands_still_is_left_alone(runtime: Runtime, clock: SimulatedClock) -> None:
    lived = laid(runtime)
    lived.do("suspend", ADMIN, reason="x")
    clock.move_to(at(2, 3))

    assert approvals.open_years(lived.runtime) == []
    assert approvals.recheck_year(lived.runtime, lived.id) == 0


def test_every_year_is_looked_at(runtime: Runtime, clock: SimulatedClock) -> None:
    for name in ("a", "b"):
        lived = laid(runtime, bloc=name)
        seat(lived, "hoa", "office:board", start="2025-02-03")
    clock.move_to(at(2, 3))

    assert approvals.recheck(lived.runtime) == 2


def test_silence_is_escalated_by_the_tick_to_the_office_held_on_that_day(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived = laid(runtime, "within: 5 days, on_expiry: escalate, expired_to: council")
    clock.move_to(at(1, 9))

    deadlines.fire_due(lived.runtime)
    deadlines.fire_due(lived.runtime)

    assert _told(lived, "approval_expired") == ["of-board", "of-council", "of-an"]
    assert _told(lived, "approval_requested") == ["of-board", "of-council"]
    assert _kinds(lived).count("step_routed") == 1


def test_an_opinion_comes_back_to_whoever_asked_for_it(runtime: Runtime) -> None:
    lived = laid(runtime)
    lived.do("delegate_step", BOARD, step="look", to="of-chair")
    lived.do("give_opinion", holds("chair"), step="look", opinion="Đủ điều kiện")

    assert _told(lived, "approval_requested") == ["of-board", "of-chair", "of-board"]


def test_whoever_is_urged_is_told(runtime: Runtime) -> None:
    lived = laid(runtime)
    lived.do("urge_step", ADMIN, step="look", comment="Sắp hết hạn")

    assert _told(lived, "approval_urged") == ["of-board"]


def test_whoever_laid_the_file_is_told_what_came_of_it(runtime: Runtime) -> None:
    for verb, notice, given in (
        ("return_step", "approval_returned", {"comment": "x"}),
        ("reject_step", "approval_rejected", {"reason": "x"}),
    ):
        lived = laid(runtime, bloc=verb.replace("_", "-"))
        lived.do(verb, BOARD, step="look", **given)
        assert _told(lived, notice) == ["of-an"]


def test_whoever_laid_the_file_is_told_that_it_is_approved(runtime: Runtime) -> None:
    lived = laid(runtime)
    for step, office in (("look", "board"), ("vote", "council"), ("sign", "chair")):
        lived.do("approve_step", holds(office), step=step)

    assert _told(lived, "approval_given") == ["of-an"]


def test_whoever_asked_somebody_who_is_gone_is_told_that_it_is_theirs_again(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived = laid(runtime)
    seat(lived, "hoa", "office:council", start="2025-01-01", end="2025-01-10")
    lived.do("delegate_step", BOARD, step="look", to="hoa")
    clock.move_to(at(1, 11))

    approvals.recheck(lived.runtime)
    approvals.recheck(lived.runtime)

    assert _told(lived, "approval_requested") == ["of-board", "hoa", "of-board"]
    assert _kinds(lived).count("part_returned") == 1
    assert verifying.verify(lived.runtime, lived.id).verified


def test_a_step_on_which_nobody_is_able_is_nobodys_move_whatever_is_armed(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived, other = laid(runtime), laid(runtime, bloc="other")
    seat(lived, "of-board", "office:board", start="2025-01-01", end="2025-02-02")
    clock.move_to(at(2, 3))
    approvals.recheck(lived.runtime)
    stuck = watching.nobodys(runtime).years

    seat(lived, "lan", "office:board")

    assert deadlines.next_due(runtime) is not None
    assert (stuck, watching.nobodys(runtime).years) == ((lived.id,), ())
    assert other.id not in stuck


def test_a_side_on_which_nobody_is_able_is_nobodys_move_though_others_may_act(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    lived = laid(runtime, look="beside: [{office: chair}]")
    seat(lived, "of-board", "office:board", start="2025-01-01", end="2025-02-02")
    clock.move_to(at(2, 3))
    approvals.recheck(lived.runtime)

    assert watching.nobodys(runtime).years == (lived.id,)
