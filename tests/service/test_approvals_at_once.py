"""Two approvers at the same moment: both get a clear answer, and nothing is decided twice."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.approving import approval, laid, seat
from tests.factories import holds
from tests.together import together
from tests.years import Lived
from workflow.domain.errors import Refused, StaleStream
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.commands import Receipt
from workflow.service.reading import history
from workflow.service.verifying import verify

BOARD = holds("board")


def _together(*acts: Callable[[], Receipt]) -> list[object]:
    """Do all *acts* at the same moment; return what each answered, or what prevented it."""
    return together(*[partial(_answer, act) for act in acts])


def _answer(act: Callable[[], Receipt]) -> object:
    try:
        return act()
    except Refused as refused:
        return [(unmet.code, unmet.facts.get("person")) for unmet in refused.unmet]
    except StaleStream:
        return "stale"


def _approve(lived: Lived, by: Actor) -> Callable[[], Receipt]:
    return lambda: lived.do("approve_step", by, step="look")


def _count(lived: Lived, kind: str) -> int:
    return [line.kind for line in history(lived.runtime, lived.id)].count(kind)


@pytest.fixture
def rivals(runtime: Runtime) -> tuple[Lived, Actor]:
    """A year whose first step any one of two people decides."""
    lived = laid(runtime)
    return lived, seat(lived, "hoa", "office:board")


def test_of_two_who_decide_the_same_one_is_told_who_did(rivals: tuple[Lived, Actor]) -> None:
    lived, other = rivals

    answers = _together(_approve(lived, BOARD), _approve(lived, other))

    decider = approval(lived).turns[0].answers[0].person
    assert [one for one in answers if not isinstance(one, Receipt)] == [[("STEP_DECIDED", decider)]]
    assert (_count(lived, "step_approved"), approval(lived).turns[-1].step) == (1, "vote")


def test_of_one_who_approves_and_one_who_returns_only_the_first_is_recorded(
    rivals: tuple[Lived, Actor],
) -> None:
    lived, other = rivals

    answers = _together(
        _approve(lived, BOARD), lambda: lived.do("return_step", other, step="look", comment="x")
    )

    told = next(one for one in answers if not isinstance(one, Receipt))
    assert [code for code, _ in told] == ["STEP_DECIDED"]  # type: ignore[attr-defined]
    assert _count(lived, "step_approved") + _count(lived, "step_returned") == 1


def test_two_of_whom_both_are_needed_both_count(runtime: Runtime) -> None:
    lived = laid(runtime, "needs: 2")
    other = seat(lived, "hoa", "office:board")

    answers = _together(_approve(lived, BOARD), _approve(lived, other))

    assert all(isinstance(one, Receipt) for one in answers)
    assert (_count(lived, "step_approved"), _count(lived, "step_passed")) == (2, 1)
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_person_who_presses_twice_in_two_seats_counts_once(runtime: Runtime) -> None:
    lived = laid(runtime, "needs: 2, joined: [{office: council}]")
    again = seat(lived, "of-board", "office:council")

    answers = _together(_approve(lived, BOARD), _approve(lived, again))

    assert [one for one in answers if not isinstance(one, Receipt)] == [
        [("ANSWERED_ALREADY", "of-board")]
    ]


def test_eight_who_decide_at_once_are_all_answered(runtime: Runtime) -> None:
    lived = laid(runtime, "needs: 5")
    people = [BOARD, *(seat(lived, f"p{number}", "office:board") for number in range(7))]

    answers = _together(*[_approve(lived, one) for one in people])

    refused = [one for one in answers if not isinstance(one, Receipt)]
    assert len(refused) == 3
    assert all(one[0][0] == "STEP_DECIDED" for one in refused)  # type: ignore[index]
    assert _count(lived, "step_approved") == 5
