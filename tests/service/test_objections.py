"""Objections in a database: time passes them on, people are told, and the history proves itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.approving import OneDefinition
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, holds, plain
from tests.unit.domain.test_objections import ONE, RESULTS
from tests.years import LIVING, Lived, carry, opened
from workflow.domain.objections.state import Objection, objections_of
from workflow.runtime import Runtime
from workflow.service.acts import may
from workflow.service.deadlines import fire_due
from workflow.service.reading import work
from workflow.service.verifying import verify
from workflow.store.schema import outbox

CHANGE = {"criterion": "I.1", "to": "30", "reason": "Có minh chứng"}


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year whose ranking is fixed, and in which `chau` has objected to its score."""
    definition = plain(RESULTS)
    year = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    carry(year, "scoring")
    LIVING["scoring"](year)
    year.do("raise_objection", MEMBER, **ONE)
    return year


def _found(lived: Lived) -> Objection:
    found = objections_of(lived.book).find("kn-1")
    assert found
    return found


def _over(lived: Lived) -> None:
    lived.clock.move_to(_found(lived).due + timedelta(seconds=1))
    fire_due(lived.runtime)


def _told(lived: Lived, notice: str) -> list[str]:
    wanted = select(outbox.c.person).where(outbox.c.notice == notice).order_by(outbox.c.person)
    with lived.runtime.engine.connect() as conn:
        return list(conn.scalars(wanted))


def _answer(lived: Lived, **given: Any) -> None:  # noqa: ANN401 - as acts take it
    lived.do("answer_objection", DEPUTY, id="kn-1", reason="Đã kiểm tra", **given)


def test_time_takes_an_objection_to_the_next_instance_and_tells_both(lived: Lived) -> None:
    _over(lived)

    assert _found(lived).level == 1
    assert _told(lived, "objection_carried") == ["of-board", "of-chau"]


def test_an_answered_objection_is_not_carried_on_by_time(lived: Lived) -> None:
    due = _found(lived).due
    _answer(lived, outcome="rejected")
    lived.clock.move_to(due + timedelta(seconds=1))
    fire_due(lived.runtime)

    assert (_found(lived).level, _found(lived).status) == (0, "rejected")


def test_an_objection_stands_still_with_its_year(lived: Lived) -> None:
    due = _found(lived).due
    lived.do("suspend", ADMIN, reason="Sáp nhập")
    _over(lived)
    assert _found(lived).level == 0

    lived.do("resume", ADMIN, reason="Xong")
    assert _found(lived).due > due
    _over(lived)
    assert _found(lived).level == 1


def test_an_open_objection_is_work_of_whoever_hears_it(lived: Lived) -> None:
    waiting = [one for one in work(lived.runtime, "of-binh") if one.unmet.code == "OBJECTION_OPEN"]

    assert [(one.seat, one.unmet.due) for one in waiting] == [("unit:binh", _found(lived).due)]


def test_a_year_with_a_corrected_result_proves_itself(lived: Lived) -> None:
    _answer(lived, outcome="upheld", correction="results")
    lived.do(
        "correct_results", HEAD, objection="kn-1", unit="chau", corrections=[CHANGE], reason="x"
    )

    assert _found(lived).corrected
    assert verify(lived.runtime, lived.id).findings == ()


def test_an_office_does_not_pass_a_list_that_is_objected_to(runtime: Runtime) -> None:
    definition = plain(LIST)
    year = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    carry(year, "nomination")
    year.do("nominate", HEAD)
    year.do(
        "raise_objection", MEMBER, **ONE | {"rule": "list", "about": "nomination"} | {"of": "FLAG"}
    )

    command = year.command("approve_step", holds("board"), step="appraise")
    back = year.command("return_step", holds("board"), step="appraise", comment="x")
    assert [one.code for one in may(year.runtime, command)] == [
        "OBJECTION_WINDOW_OPEN", "OBJECTION_OPEN",
    ]  # fmt: skip
    assert may(year.runtime, back) == ()


LIST = """
objections:
  - id: list
    title: {vi: Kiến nghị về danh sách, en: Objections to the list}
    about: [nomination]
    opens: nomination
    window: 5 days
    heard_by: [{office: board, within: 5 days}]
    waits: [decision]
"""
