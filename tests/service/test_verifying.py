"""Whoever holds the database may change it; whoever verifies a history sees where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.factories import HEAD, sits
from tests.years import Lived, carry, opened
from workflow.domain.errors import HistoryBroken, NotFound
from workflow.runtime import Runtime
from workflow.service.reading import load_book
from workflow.service.verifying import Finding, verify
from workflow.store import books

MIDDLE = 20
FENCES = ("events_never_updated", "events_never_deleted")


@pytest.fixture
def lived(runtime: Runtime) -> Iterator[Lived]:
    """A year that has closed and opened the next one; the fences round its history are down."""
    lived = opened(runtime)
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", present=["an", "binh", "chau", "dong"])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    lived.do("sign_handover", sits("binh"))
    with runtime.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA foreign_keys=off")
    _sql(lived, *[f"DROP TRIGGER {fence}" for fence in FENCES])
    yield lived
    books.forget()


def _sql(lived: Lived, *statements: str) -> None:
    with lived.runtime.engine.begin() as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)


def _found(lived: Lived) -> list[tuple[str, int | None]]:
    return [(one.code, one.seq) for one in verify(lived.runtime, lived.id).findings]


def test_an_untouched_history_proves_itself(lived: Lived) -> None:
    assert _found(lived) == []
