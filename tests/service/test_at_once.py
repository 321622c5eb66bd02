"""People act at the same moment: one of them is first, the other is told, nothing is lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, NAMES, at, opening, plainest, sits
from tests.together import together
from tests.years import Lived, carry, opened, register
from workflow.domain.errors import Refused, StaleStream
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.deadlines import fire_due
from workflow.service.reading import history
from workflow.service.verifying import verify
from workflow.service.years import open_year


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime, count=8)


def _together(*acts: Callable[[], object]) -> list[object]:
    """Do all *acts* at the same moment; return what each answered, or the codes of its refusal."""
    return together(*[partial(_answer, act) for act in acts])


def _answer(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refused as refused:
        return [unmet.code for unmet in refused.unmet]
    except StaleStream:
        return "stale"


def _kinds(lived: Lived) -> Sequence[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def test_of_two_who_accept_at_once_one_is_told_that_it_is_done(lived: Lived) -> None:
    register(lived, "chau")

    answers = _together(
        lambda: lived.do("accept_registration", HEAD, unit="chau"),
        lambda: lived.do("accept_registration", DEPUTY, unit="chau"),
    )

    assert answers.count(["DOSSIER_STATUS"]) == 1


def test_of_two_who_accept_at_once_one_is_recorded(lived: Lived) -> None:
    register(lived, "chau")

    _together(
        lambda: lived.do("accept_registration", HEAD, unit="chau"),
        lambda: lived.do("accept_registration", DEPUTY, unit="chau"),
    )

    assert _kinds(lived).count("registration_accepted") == 1


def test_of_two_who_advance_at_once_one_is_told_that_the_stage_is_left(lived: Lived) -> None:
    carry(lived, "review")
    carry_out = lived.book.definition.stages[2].id
    for unit in NAMES:
        lived.do("submit_report", sits(unit), results=[{"target": "tasks", "value": 12}])
    lived.do("conclude_review", HEAD)

    answers = _together(*[lambda: lived.do("advance", HEAD, leaving=carry_out)] * 2)

    assert answers.count(["STAGE_MOVED"]) == 1


def test_eight_units_that_register_at_once_are_all_recorded(lived: Lived) -> None:
    _together(*[lambda unit=unit: lived.do("register", sits(unit)) for unit in NAMES])

    assert _kinds(lived).count("registration_submitted") == 8


def test_a_history_written_by_eight_at_once_proves_itself(lived: Lived) -> None:
    _together(*[lambda unit=unit: lived.do("register", sits(unit)) for unit in NAMES])

    assert verify(lived.runtime, lived.id).findings == ()


def test_a_button_pressed_twice_has_one_answer(lived: Lived) -> None:
    command = replace(lived.command("register", sits("chau")), id="pressed")

    first, second = _together(*[lambda: perform(lived.runtime, command)] * 2)

    assert first == second


def test_of_two_who_open_the_same_year_at_once_one_is_refused(runtime: Runtime) -> None:
    wanted = opening(plainest())

    answers = _together(*[lambda: open_year(runtime, wanted, ADMIN)] * 2)

    assert answers.count(["YEAR_EXISTS"]) == 1


def test_two_ticks_at_once_fire_each_deadline_once(lived: Lived) -> None:
    lived.clock.move_to(at(3, 16))

    fired = _together(*[lambda: fire_due(lived.runtime)] * 2)

    assert (sum(fired), _kinds(lived).count("stage_overdue")) == (3, 1)  # type: ignore[arg-type]
