"""A deadline that a definition gives or lifts within the year: armed, cancelled, told, proved."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from console.sentences.deadlines import reasons
from definitions.catalogue import Catalogue
from definitions.schema.definition import Definition
from tests.factories import ADMIN, FOLDER, HEAD, at, plain
from tests.unit.domain.test_adopted_deadlines import DUE, WITHOUT
from tests.years import Lived, opened
from workflow.domain.stages.moving import StageRecord
from workflow.domain.stages.year import YearState
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.deadlines import fire_due
from workflow.service.verifying import verify
from workflow.store.schema import outbox, timers


class Two(Catalogue):
    """A catalogue with the plain definition, and one that gives its first stage no deadline."""

    def load(self, name: str) -> Definition:
        """Return a definition."""
        if name != "without":
            return super().load(name)
        return plain(WITHOUT).model_copy(update={"id": "without"})


@pytest.fixture
def ready(runtime: Runtime) -> Runtime:
    return replace(runtime, catalogue=Two(FOLDER))


def _opened(runtime: Runtime, name: str) -> Lived:
    return opened(runtime, runtime.catalogue.load(name))


def _take_up(lived: Lived, name: str) -> None:
    lived.do("propose_definition", HEAD, definition=name, reason="Hội nghị thống nhất")
    lived.do("adopt_definition", ADMIN, definition=name)


def _stage(lived: Lived) -> StageRecord:
    return lived.book.load(YearState, "year").stages[-1]


def _timers(lived: Lived) -> dict[str, str]:
    with lived.runtime.engine.connect() as conn:
        rows: Sequence[Any] = conn.execute(select(timers.c.name, timers.c.status)).all()
    return {row[0].removeprefix("stage/registration/"): row[1] for row in rows}


def _told(lived: Lived, notice: str) -> int:
    with lived.runtime.engine.connect() as conn:
        return len(conn.execute(select(outbox.c.id).where(outbox.c.notice == notice)).all())


def _recorded(lived: Lived) -> list[tuple[str | None, str | None]]:
    return [
        (line.data["was"], line.data["due"])
        for line in reading.history(lived.runtime, lived.id)
        if line.kind == "deadline_moved"
    ]


def test_a_deadline_that_is_lifted_rings_no_more(ready: Runtime) -> None:
    lived = _opened(ready, "plain")
    assert set(_timers(lived).values()) == {"armed"}

    _take_up(lived, "without")

    assert set(_timers(lived).values()) == {"cancelled"}
    assert _recorded(lived) == [("2025-03-14T10:00:00Z", None)]
    assert _told(lived, "deadline_lifted") == 4
    lived.clock.move_to(at(3, 20))
    assert fire_due(lived.runtime) == 0
    assert not _stage(lived).overdue
    assert verify(lived.runtime, lived.id).findings == ()


def test_a_deadline_that_is_given_rings_with_its_reminders(ready: Runtime) -> None:
    lived = _opened(ready, "without")
    assert _timers(lived) == {}

    _take_up(lived, "plain")

    assert set(_timers(lived)) == {"due", "remind/0", "remind/1", "remind/2"}
    assert _recorded(lived) == [(None, "2025-03-14T10:00:00Z")]
    assert _told(lived, "deadline_given") == 4
    lived.clock.move_to(at(3, 20))
    fire_due(lived.runtime)
    assert (_stage(lived).due, _stage(lived).overdue) == (DUE, True)
    assert verify(lived.runtime, lived.id).findings == ()


@pytest.mark.parametrize(
    ("first", "then", "language", "said"),
    [
        ("plain", "without", "vi", "bỏ hạn"),
        ("plain", "without", "en", "was lifted"),
        ("without", "plain", "vi", "nay có hạn"),
        ("without", "plain", "en", "given a deadline"),
    ],
)
def test_a_year_says_why_it_has_a_deadline_or_none(
    ready: Runtime, first: str, then: str, language: str, said: str
) -> None:
    lived = _opened(ready, first)
    _take_up(lived, then)

    assert said in reasons(lived.book, _stage(lived), language)[-1]
