"""A notice that cannot be composed is dead at once; one that was taken meanwhile is not `sent`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select, update

from tests.years import Lived, opened
from workflow.runtime import Mail, Runtime
from workflow.service import notices
from workflow.store.schema import outbox


@dataclass
class Interrupted:
    """A sender during whose sending something happens."""

    happens: Callable[[], object]

    def send(self, mail: Mail) -> str:
        self.happens()
        return f"took {mail.message_id}"


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


def told(lived: Lived, key: int) -> tuple[str, str]:
    wanted = select(outbox.c.status, outbox.c.answer).where(outbox.c.id == key)
    with lived.runtime.engine.connect() as conn:
        status, answer = conn.execute(wanted).one()
    return status, answer


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("facts", '{"recipient": "An"}', "year"),
        ("facts", "{", "line 1"),
        ("notice", "gone", "gone"),
    ],
)
def test_what_cannot_be_composed_is_dead_with_its_reason(
    lived: Lived, column: str, value: str, reason: str
) -> None:
    key = notices.claim(lived.runtime)[0]
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(outbox).where(outbox.c.id == key).values({column: value}))

    assert notices.send(lived.runtime, key) == "dead"

    status, answer = told(lived, key)
    assert status == "dead"
    assert answer.startswith("cannot_compose")
    assert reason in answer


def test_an_attempt_whose_row_was_taken_meanwhile_claims_nothing(lived: Lived) -> None:
    key = notices.claim(lived.runtime)[0]

    def taken() -> None:
        with lived.runtime.engine.begin() as conn:
            another = {"attempt": outbox.c.attempt + 1}
            conn.execute(update(outbox).where(outbox.c.id == key).values(another))

    late = replace(lived.runtime, sender=Interrupted(taken))

    assert notices.send(late, key) is None
    assert told(lived, key)[0] == "sending"
