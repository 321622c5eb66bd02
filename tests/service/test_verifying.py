"""Whoever holds the database may change it; whoever verifies a history sees where."""

# ruff: noqa: S608 - statements of a test, put together from its own words

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.factories import HEAD, sits
from tests.years import Lived, carry, opened
from workflow.domain.errors import NotFound
from workflow.domain.history import chain
from workflow.runtime import Runtime
from workflow.service.verifying import histories_known, verify

MIDDLE, END = 20, 50
"""An event in the middle, and the last one."""

EVENT = f"year_id = 'bloc/2025' AND seq = {MIDDLE}"
NEXT = f"year_id = 'bloc/2025' AND seq = {MIDDLE + 1}"
LAST = f"year_id = 'bloc/2025' AND seq = {END}"
YEAR = "id = 'bloc/2025'"
DOSSIER = "year_id = 'bloc/2025' AND kind = 'registration' AND subject = 'binh'"

Found = tuple[str, int | str | None]


@pytest.fixture
def lived(runtime: Runtime, database: Path) -> Lived:  # noqa: ARG001 - in a file to be tampered with
    """A year that has opened the next one; the fences round its history are down."""
    lived = opened(runtime)
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", present=["an", "binh", "chau", "dong"])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    lived.do("sign_handover", sits("binh"))
    for table in ("events", "definitions"):
        for never in ("updated", "deleted"):
            _sql(runtime.engine, f"DROP TRIGGER {table}_never_{never}")
    return lived


def _sql(engine: Engine, *statements: str) -> None:
    with engine.begin() as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)


def _found(lived: Lived) -> list[Found]:
    findings = verify(lived.runtime, lived.id).findings
    return [(one.code, one.stream or one.seq) for one in findings]


def test_an_untouched_history_proves_itself(lived: Lived) -> None:
    assert _found(lived) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ("year_id = 'bloc/2026'", ("event_missing", MIDDLE)),
        ("seq = 9999", ("event_missing", MIDDLE)),
        ("seq = 'twenty'", ("event_missing", MIDDLE)),
        ("stream = 'registration/chau'", ("event_columns", MIDDLE)),
        ("kind = 'registration_accepted'", ("event_columns", MIDDLE)),
        ("actor = 'somebody'", ("event_columns", MIDDLE)),
        ("at = at - 1", ("event_columns", MIDDLE)),
        ("at = 'yesterday'", ("event_unreadable", MIDDLE)),
        ("recorded_at = recorded_at + 1", ("event_columns", MIDDLE)),
        ("command_id = 'another'", ("event_columns", MIDDLE)),
        ("body = CAST(body || ' ' AS BLOB)", ("event_hash", MIDDLE)),
        ("body = CAST(body || ' ' AS BLOB)", ("event_not_canonical", MIDDLE)),
        ("body = CAST(replace(body, '01:00', '02:00') AS BLOB)", ("event_hash", MIDDLE)),
        ("body = 5", ("event_unreadable", MIDDLE)),
        ("body = CAST(body AS TEXT)", ("event_unreadable", MIDDLE)),
        ("body = X'ff'", ("event_unreadable", MIDDLE)),
        ("body = CAST('{\"kind\": 5}' AS BLOB)", ("event_unreadable", MIDDLE)),
        ("hash = zeroblob(32)", ("event_hash", MIDDLE)),
        ("hash = zeroblob(32)", ("event_hash", MIDDLE + 1)),
        ("hash = 'no hash'", ("event_unreadable", MIDDLE)),
    ],
)
def test_a_changed_column_is_named(lived: Lived, change: str, finding: Found) -> None:
    _sql(lived.runtime.engine, f"UPDATE events SET {change} WHERE {EVENT}")

    assert finding in _found(lived)


def test_a_changed_event_with_its_hash_made_anew_breaks_the_next_one(lived: Lived) -> None:
    with lived.runtime.engine.begin() as conn:
        body = conn.exec_driver_sql(f"SELECT body FROM events WHERE {EVENT}").scalar_one()
        before = conn.exec_driver_sql(
            f"SELECT hash FROM events WHERE year_id = 'bloc/2025' AND seq = {MIDDLE - 1}"
        ).scalar_one()
        forged = body.replace(b"T01:00:00Z", b"T02:00:00Z")
        conn.exec_driver_sql(
            f"UPDATE events SET body = ?, hash = ? WHERE {EVENT}", (forged, chain(before, forged))
        )

    assert ("event_hash", MIDDLE + 1) in _found(lived)


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        pytest.param(
            [f"DELETE FROM events WHERE {EVENT}"], ("event_missing", MIDDLE), id="deleted"
        ),
        pytest.param(
            [
                f"DELETE FROM events WHERE {EVENT}",
                f"UPDATE events SET seq = -seq WHERE seq > {MIDDLE} AND year_id = 'bloc/2025'",
                "UPDATE events SET seq = -seq - 1 WHERE seq < 0",
            ],
            ("event_hash", MIDDLE),
            id="deleted-and-renumbered",
        ),
        pytest.param(
            [
                f"UPDATE events SET seq = -1 WHERE {EVENT}",
                f"UPDATE events SET seq = {MIDDLE} WHERE {NEXT}",
                f"UPDATE events SET seq = {MIDDLE + 1} WHERE seq = -1",
            ],
            ("event_hash", MIDDLE),
            id="swapped",
        ),
        pytest.param(
            [
                f"CREATE TEMP TABLE more AS SELECT * FROM events WHERE {LAST}",
                "UPDATE more SET seq = seq + 1",
                "INSERT INTO events SELECT * FROM more",
            ],
            ("event_columns", END + 1),
            id="inserted-at-the-end",
        ),
        pytest.param(
            ["DELETE FROM events WHERE year_id = 'bloc/2025' AND seq > 45"],
            ("chain_end", 45),
            id="tail-cut",
        ),
        pytest.param(
            ["DELETE FROM events WHERE year_id = 'bloc/2025'"], ("chain_end", 0), id="all-gone"
        ),
    ],
)
def test_events_that_are_gone_moved_or_added_are_named(
    lived: Lived, tampering: list[str], finding: Found
) -> None:
    _sql(lived.runtime.engine, *tampering)

    assert finding in _found(lived)


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        (f"UPDATE streams SET state = replace(state, 'accepted', 'returned') WHERE {DOSSIER}",
         ("state_differs", "registration/binh")),
        (f"UPDATE streams SET state = 'nothing' WHERE {DOSSIER}",
         ("state_differs", "registration/binh")),
        (f"UPDATE streams SET version = 9 WHERE {DOSSIER}",
         ("state_differs", "registration/binh")),
        (f"DELETE FROM streams WHERE {DOSSIER}", ("state_differs", "registration/binh")),
        (f"UPDATE streams SET subject = 'nobody' WHERE {DOSSIER}",
         ("state_differs", "registration/nobody")),
        (f"UPDATE years SET state = 'closed' WHERE {YEAR}", ("year_state", None)),
        (f"UPDATE years SET seq = seq - 1 WHERE {YEAR}", ("chain_end", END)),
        (f"UPDATE years SET head = zeroblob(32) WHERE {YEAR}", ("chain_end", END)),
        (f"UPDATE years SET bloc_name = 'Khối khác' WHERE {YEAR}", ("year_columns", None)),
        (f"UPDATE years SET year = 2031 WHERE {YEAR}", ("year_columns", None)),
        ("UPDATE definitions SET body = replace(body, 'FLAG', 'GALF')", ("definition_hash", None)),
    ],
)  # fmt: skip
def test_what_was_changed_beside_the_history_is_named(
    lived: Lived, tampering: str, finding: Found
) -> None:
    _sql(lived.runtime.engine, tampering)

    assert finding in _found(lived)


def test_a_year_that_follows_a_changed_history_says_so(lived: Lived) -> None:
    _sql(
        lived.runtime.engine,
        f"UPDATE events SET hash = zeroblob(32) WHERE {LAST}",
    )

    assert ("link_broken", None) in _found(lived.next())


def test_a_year_whose_row_is_gone_is_still_known(lived: Lived, database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as stranger:
        stranger.execute(f"DELETE FROM years WHERE {YEAR}")

    assert histories_known(lived.runtime) == ["bloc/2025", "bloc/2026"]


def test_a_year_that_never_was_is_not_found(runtime: Runtime) -> None:
    with pytest.raises(NotFound):
        verify(runtime, "bloc/1999")
