"""Putting a deadline off: proposed by one, confirmed by another, never into the past."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, at
from tests.unit.domain.builders import only, utc
from tests.years import Paper
from workflow.domain.stages import extending
from workflow.domain.stages.moving import StageRecord
from workflow.domain.stages.year import StageOverdue, YearState

DUE = utc("2025-03-14T10:00")
STAGE = "registration"


def _stage(paper: Paper) -> StageRecord:
    return paper.book.load(YearState, "year").stages[0]


def _proposal(until: str = "2025-03-21", **given: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"stage": STAGE, "until": until, "reason": "Lụt", **given}


def _proposed(until: str = "2025-03-21", **given: Any) -> Paper:  # noqa: ANN401 - JSON
    paper = Paper()
    paper.do("propose_extension", HEAD, **_proposal(until, **given))
    return paper


def test_a_proposal_moves_nothing_yet() -> None:
    assert _stage(_proposed()).due == DUE


def test_a_second_person_moves_the_deadline_at_its_own_time_of_day() -> None:
    paper = _proposed()

    paper.do("confirm_extension", ADMIN, stage=STAGE)

    assert _stage(paper).due == DUE + timedelta(days=7)


def test_both_times_are_kept_with_the_reason_and_the_second_person() -> None:
    paper = _proposed()
    paper.do("confirm_extension", ADMIN, stage=STAGE)

    (move,) = _stage(paper).moves

    assert (move.cause, move.was, move.due) == ("extension", DUE, DUE + timedelta(days=7))
    assert (move.reason, move.by) == ("Lụt", ADMIN.person)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({"stage": "pledge_signing"}, "NOT_THE_CURRENT_STAGE", id="another-stage"),
        pytest.param({"until": "2025-01-01"}, "DEADLINE_IN_THE_PAST", id="past"),
        pytest.param({"until": "2025-03-14"}, "DEADLINE_THE_SAME", id="the-same"),
        pytest.param({"until": "2025-03-10"}, "SHORTENING_REASON_MISSING", id="earlier"),
    ],
)
def test_no_other_deadline_is_proposed(given: dict[str, str], code: str) -> None:
    assert code in Paper().refused("propose_extension", HEAD, **_proposal() | given)


def test_a_stage_without_a_deadline_has_none_to_put_off() -> None:
    paper = Paper()
    paper.streams["year"] = YearState(
        state=STAGE, stages=(StageRecord(id=STAGE, entered_at=paper.now),)
    )

    assert paper.refused("propose_extension", HEAD, **_proposal()) == ["NO_DEADLINE"]


def test_one_proposal_waits_at_a_time() -> None:
    found = _proposed().refused("propose_extension", DEPUTY, **_proposal("2025-03-28"))

    assert found == ["EXTENSION_PENDING"]


def test_a_deadline_is_made_earlier_for_a_reason_of_its_own() -> None:
    paper = _proposed("2025-03-10", shortened_because="Hội nghị sớm")
    paper.do("confirm_extension", ADMIN, stage=STAGE)

    (move,) = _stage(paper).moves
    assert (move.cause, move.reason) == ("shortening", "Hội nghị sớm")


def test_nobody_confirms_their_own_proposal() -> None:
    assert _proposed().refused("confirm_extension", HEAD, stage=STAGE) == ["EXTENSION_FOUR_EYES"]


def test_nobody_confirms_another_proposal_than_they_saw() -> None:
    found = _proposed().refused("confirm_extension", ADMIN, stage=STAGE, due=DUE)

    assert found == ["OTHER_EXTENSION"]


def test_nothing_is_confirmed_that_nobody_proposed() -> None:
    assert Paper().refused("confirm_extension", ADMIN, stage=STAGE) == ["NO_EXTENSION_WAITING"]


def test_a_deadline_that_has_gone_by_meanwhile_is_not_confirmed() -> None:
    paper = _proposed()
    paper.now = at(3, 22)

    assert paper.refused("confirm_extension", ADMIN, stage=STAGE) == ["DEADLINE_IN_THE_PAST"]


def test_a_proposal_over_a_deadline_that_moved_meanwhile_is_not_confirmed() -> None:
    paper = _proposed()
    paper.do("suspend", ADMIN, reason="Sáp nhập")
    paper.now += timedelta(days=2)
    paper.do("resume", ADMIN, reason="Xong")

    assert paper.refused("confirm_extension", ADMIN, stage=STAGE) == ["DEADLINE_MOVED_SINCE"]


def test_a_proposal_declined_leaves_the_deadline_and_room_for_another() -> None:
    paper = _proposed()
    paper.do("decline_extension", ADMIN, stage=STAGE, reason="Không cần")

    assert _stage(paper).due == DUE
    assert not paper.refused("propose_extension", HEAD, **_proposal())


def test_a_proposal_is_somebodys_move_until_it_is_answered() -> None:
    paper = _proposed()
    assert only(extending.waiting(paper.book)).who == ("admin", "overseer")

    paper.do("confirm_extension", ADMIN, stage=STAGE)
    assert not [*extending.waiting(paper.book)]


def test_a_stage_over_time_that_is_put_off_is_over_time_no_more() -> None:
    paper = Paper()
    paper.now = at(3, 15)
    paper.fold("year", StageOverdue(stage=STAGE, due=DUE))
    paper.do("propose_extension", HEAD, **_proposal())

    paper.do("confirm_extension", ADMIN, stage=STAGE)

    assert not _stage(paper).overdue
