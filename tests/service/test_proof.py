"""What verification makes of a database that was tampered with: findings, never errors."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection, connect

import pytest

from tests.factories import entries, sits
from tests.years import Lived, carry, live, opened, standing_before
from workflow.runtime import Runtime
from workflow.service.rereading import Finding
from workflow.service.verifying import verify

DEEP = "[" * 100_000


@pytest.fixture
def lived(runtime: Runtime, database: Path) -> Lived:  # noqa: ARG001 - in a file to be tampered with
    """A year just opened, eleven events long or so."""
    return opened(runtime)


@pytest.fixture
def hands(lived: Lived) -> Iterator[Connection]:
    """A connection through which everything can be changed, and nothing is checked."""
    with closing(connect(str(lived.runtime.engine.url.database), isolation_level=None)) as conn:
        conn.executescript("""
            DROP TRIGGER events_never_updated;
            DROP TRIGGER events_never_deleted;
            DROP TRIGGER definitions_never_updated;
            DROP TRIGGER definitions_never_deleted;
            PRAGMA writable_schema=on;
            UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '');
            PRAGMA writable_schema=reset;
        """)
        yield conn


def change(hands: Connection, statement: str, *values: object) -> None:
    hands.execute(statement, values)


def found(lived: Lived) -> list[Finding]:
    return list(verify(lived.runtime, lived.id).findings)


def codes(lived: Lived) -> set[str]:
    return {one.code for one in found(lived)}


@pytest.mark.parametrize(
    "statement",
    [
        "body = CAST(body AS TEXT)",
        "body = CAST(x'ff' AS TEXT)",
        "body = NULL",
        "hash = hex(hash)",
        "hash = CAST(hash AS TEXT)",
        "hash = NULL",
        "at = 'noon'",
        "at = NULL",
        "recorded_at = 0.5",
        "actor = CAST(x'ff' AS TEXT)",
        "stream = x'00'",
    ],
)
def test_what_has_another_type_is_unreadable(
    lived: Lived, hands: Connection, statement: str
) -> None:
    change(hands, f"UPDATE events SET {statement} WHERE seq = 3")  # noqa: S608 - one of the above

    assert Finding(code="event_unreadable", seq=3) in found(lived)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"7",
        b"{}",
        DEEP.encode(),
        b'{"at":' + b"9" * 5000 + b"}",
        b'{"definition":"","stream":[],"at":"2025-02-30","year":""}',
    ],
)
def test_no_body_is_too_odd_to_be_told(lived: Lived, hands: Connection, body: bytes) -> None:
    change(hands, "UPDATE events SET body = ? WHERE seq = 3", body)

    assert Finding(code="event_unreadable", seq=3) in found(lived)


def test_the_events_after_one_that_is_unreadable_are_read(lived: Lived, hands: Connection) -> None:
    change(hands, "UPDATE events SET hash = NULL WHERE seq = 3")

    assert found(lived) == [Finding(code="event_unreadable", seq=3)]


def test_an_event_under_a_number_that_is_none_is_found(lived: Lived, hands: Connection) -> None:
    change(hands, "UPDATE events SET seq = 'three' WHERE seq = 3")

    assert {"event_missing", "event_unreadable"} <= codes(lived)


@pytest.mark.parametrize(
    ("old", "new"), [('"overdue":false', '"overdue":0'), ('"state":"', '"state": "')]
)
def test_a_snapshot_is_compared_as_it_is_written(
    lived: Lived, hands: Connection, old: str, new: str
) -> None:
    change(
        hands,
        "UPDATE streams SET state = CAST(replace(state, ?, ?) AS BLOB) WHERE kind = 'year'",
        old,
        new,
    )

    assert found(lived) == [Finding(code="state_differs", stream="year")]


@pytest.mark.parametrize("state", [None, "text", b"", b"\xff", DEEP.encode()])
def test_no_snapshot_is_too_odd_to_be_told(lived: Lived, hands: Connection, state: object) -> None:
    change(hands, "UPDATE streams SET state = ? WHERE kind = 'roster'", state)

    assert found(lived) == [Finding(code="state_differs", stream="roster")]


def test_a_snapshot_without_a_history_is_found(lived: Lived, hands: Connection) -> None:
    change(hands, "INSERT INTO streams VALUES (?, 'an', 'sheet', NULL, NULL)", lived.id)

    assert found(lived) == [Finding(code="state_differs", stream="sheet/an")]


def test_what_was_given_in_any_order_proves_itself(lived: Lived) -> None:
    carry(lived, "scoring")
    given = entries(lived.book.definition.rubric)

    lived.do("self_score", sits("chau"), entries=dict(reversed(given.items())))

    assert found(lived) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE years SET bloc = 'other'",
        "UPDATE years SET bloc_name = 7",
        "UPDATE years SET year = 2026",
        "UPDATE years SET opened_at = opened_at + 1",
    ],
)
def test_a_year_is_the_one_that_was_opened(lived: Lived, hands: Connection, statement: str) -> None:
    change(hands, statement)

    assert found(lived) == [Finding(code="year_columns")]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE definitions SET id = 'other'", "definition_columns"),
        ("UPDATE definitions SET body = CAST(body AS TEXT)", "definition_hash"),
        ("UPDATE definitions SET body = NULL", "definition_hash"),
        ("DELETE FROM definitions", "definition_hash"),
    ],
)
def test_a_definition_is_the_one_that_was_pinned(
    lived: Lived, hands: Connection, statement: str, code: str
) -> None:
    change(hands, statement)

    assert found(lived) == [Finding(code=code)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET hash = x'00' WHERE year_id = ?",
        "DELETE FROM events WHERE year_id = ?",
        "DELETE FROM years WHERE id = ?",
    ],
)
def test_a_year_follows_the_history_that_it_names(
    lived: Lived, hands: Connection, statement: str
) -> None:
    carry(lived, "handover")
    live(lived, standing_before(lived)[0])
    following = lived.next()
    assert found(following) == []

    change(hands, statement, lived.id)

    assert found(following) == [Finding(code="link_broken")]
