"""Asking changes nothing, and answers what doing would answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import ADMIN, HEAD, MEMBER, sits
from tests.watching import everything
from tests.years import Lived, carry, opened, register
from workflow.domain.errors import Refused
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.acts import may
from workflow.service.verifying import verify

MEETING = {"id": "m1", "meeting": "conference", "title": "Hội nghị"}
QUESTIONS: dict[str, Callable[[Lived], object]] = {
    "may I": lambda lived: may(lived.runtime, lived.command("register", MEMBER)),
    "may I not": lambda lived: may(lived.runtime, lived.command("advance", HEAD)),
    "may we meet": lambda lived: may(lived.runtime, lived.command("hold_meeting", HEAD, **MEETING)),
    "why": lambda lived: reading.why(lived.runtime, lived.id),
    "work": lambda lived: reading.work(lived.runtime),
    "my work": lambda lived: reading.work(lived.runtime, "of-an"),
    "history": lambda lived: reading.history(lived.runtime, lived.id),
    "years": lambda lived: reading.list_years(lived.runtime),
    "verify": lambda lived: verify(lived.runtime, lived.id),
}


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year in registration, with the registration of `binh` waiting."""
    lived = opened(runtime)
    register(lived, "binh")
    return lived


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_asking_changes_nothing(
    lived: Lived, database: Path, question: Callable[[Lived], object]
) -> None:
    before = everything(database)

    question(lived)

    assert everything(database) == before


def test_what_may_not_be_done_is_refused_for_the_same_reasons(lived: Lived) -> None:
    asked = may(lived.runtime, lived.command("advance", HEAD))

    with pytest.raises(Refused) as refused:
        lived.do("advance", HEAD)

    assert refused.value.unmet == asked


def test_what_may_be_done_is_answered_with_nothing(lived: Lived) -> None:
    asked = lived.command("accept_registration", HEAD, unit="binh")

    assert may(lived.runtime, asked) == ()


def test_why_names_everything_that_keeps_the_year(lived: Lived) -> None:
    why = reading.why(lived.runtime, lived.id)

    assert [(one.code, one.who) for one in why.unmet] == [
        ("MISSING_REGISTRATION", ("unit:an", "unit:chau", "unit:dong")),
        ("REGISTRATION_NOT_ACCEPTED", ("head", "deputy")),
    ]


def test_why_says_where_the_year_would_go(lived: Lived) -> None:
    following = reading.why(lived.runtime, lived.id).next

    assert following is not None
    assert following.en == "Pledge signing"


def test_a_year_that_nothing_keeps_waits_for_its_owner(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "pledge")
    lived.do("draft_pledge", HEAD, themes=[{"title": "Thi đua"}])
    for unit in ("an", "binh", "chau", "dong"):
        lived.do("sign_pledge", sits(unit))

    assert {task.seat for task in reading.work(lived.runtime)} == {"unit:an"}


def test_my_work_is_what_waits_for_one_of_my_seats(lived: Lived) -> None:
    assert [task.unmet.code for task in reading.work(lived.runtime, "of-chau")] == [
        "MISSING_REGISTRATION"
    ]


def test_whoever_sits_nowhere_has_no_work(lived: Lived) -> None:
    assert reading.work(lived.runtime, "nobody") == []


def test_a_suspended_year_says_that_it_stands_still(lived: Lived) -> None:
    lived.do("suspend", ADMIN, reason="Sáp nhập")

    assert "YEAR_NOT_RUNNING" in [one.code for one in reading.why(lived.runtime, lived.id).unmet]
