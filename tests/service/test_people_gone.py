"""People of an approval who are gone: found by the look that the background takes, told, proved."""

from sqlalchemy import select

from tests.approving import approval, laid, seat
from tests.factories import ADMIN, at, holds
from tests.years import Lived
from workflow.domain.approvals.standins import rules_of
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.approvals import recheck
from workflow.service.verifying import verify
from workflow.store.schema import outbox

BOARD, CHAIR = holds("board"), holds("chair")


def _gone(lived: Lived) -> None:
    seat(lived, "hoa", "office:council", start="2025-01-01", end="2025-01-10")


def _added(runtime: Runtime, look: str = "") -> Lived:
    """Return a year on 11 January in whose first step a signer was added who is gone by then."""
    lived = laid(runtime, look=look)
    _gone(lived)
    lived.do("add_signer", BOARD, step="look", person="hoa")
    lived.clock.move_to(at(1, 11))
    return lived


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in reading.history(lived.runtime, lived.id)]


def test_whoever_added_a_signer_who_is_gone_has_work_and_is_told_once(runtime: Runtime) -> None:
    lived = _added(runtime)

    assert (recheck(lived.runtime), recheck(lived.runtime)) == (1, 0)

    assert _kinds(lived)[-1] == "signer_returned"
    assert _told(lived, "signer_gone") == ["of-board"]
    mine = [one.unmet.code for one in reading.work(lived.runtime, "of-board")]
    assert "SIGNER_GONE" in mine
    assert verify(lived.runtime, lived.id).findings == ()


def test_the_office_named_for_it_is_asked_and_whoever_added_them_is_told(runtime: Runtime) -> None:
    lived = _added(runtime, "fallback: chair")

    recheck(lived.runtime)

    assert _kinds(lived)[-2:] == ["signer_routed", "signers_changed"]
    assert _told(lived, "signer_gone") == ["of-board"]
    assert "of-chair" in _told(lived, "approval_requested")
    lived.do("approve_step", BOARD, step="look")
    lived.do("approve_step", CHAIR, step="look")
    assert approval(lived).turns[-1].step == "vote"
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_stand_in_who_is_gone_is_switched_off_and_both_are_told(runtime: Runtime) -> None:
    lived = laid(runtime)
    _gone(lived)
    lived.do("set_stand_in", ADMIN, id="r", person="of-board", stand_in="hoa",
             start="2025-01-01", end="2025-12-31")  # fmt: skip
    lived.clock.move_to(at(1, 11))

    recheck(lived.runtime)
    recheck(lived.runtime)

    assert _kinds(lived).count("stand_in_gone") == 1
    assert [one.active for one in rules_of(lived.book).rules] == [False]
    assert set(_told(lived, "stand_in_gone")) == {"of-board", "of-admin"}
    assert verify(lived.runtime, lived.id).findings == ()
