"""What is owed first may be committed last: it is found all the same, by its status."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select

from tests.years import opened
from workflow.runtime import Runtime
from workflow.service import notices
from workflow.store.engine import connect
from workflow.store.schema import outbox


def owe(conn: Connection, like: dict[str, Any], key: str) -> int:
    """Owe one more notice, as an act does in its transaction; return its number."""
    row = {name: value for name, value in like.items() if name != "id"} | {"key": key}
    made = conn.execute(insert(outbox).values(row).returning(outbox.c.id))
    number: int = made.scalar_one()
    return number


@pytest.fixture
def engine(postgres: str) -> Iterator[Engine]:
    """A database that takes several writers at once."""
    engine = connect(postgres)
    yield engine
    engine.dispose()


def test_f38_a_notice_committed_after_a_later_one_is_not_missed(
    runtime: Runtime, engine: Engine
) -> None:
    opened(runtime)
    with runtime.engine.begin() as conn:
        like = dict(conn.execute(select(outbox).limit(1)).mappings().one())
    while notices.claim(runtime):
        pass

    with engine.connect() as slow, engine.connect() as quick:
        first = owe(slow, like, "committed last")
        second = owe(quick, like, "committed first")
        quick.commit()
        found_before = notices.claim(runtime)
        slow.commit()
        found_after = notices.claim(runtime)

    assert first < second
    assert (found_before, found_after) == ([second], [first])
