"""Commands already answered: the same id again gets the first answer, and does nothing."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from workflow.store.schema import requests, stored
from workflow.store.statements import Fixed

Answered = tuple[bytes, str]
"""The fingerprint and the answer of a command."""

_FIND = Fixed(
    select(requests.c.fingerprint, requests.c.answer).where(
        requests.c.command_id == bindparam("command_id")
    )
)
_INSERT = Fixed(insert(requests))


def find(conn: Connection, command_id: str) -> Answered | None:
    """Return the fingerprint and the answer of a command, if it was answered."""
    row = _FIND.run(conn, {"command_id": command_id}).fetchone()
    return (row[0], row[1]) if row else None


def keep(conn: Connection, command_id: str, fingerprint: bytes, answer: str, at: datetime) -> None:
    """Keep the answer of a command, in the transaction that did it."""
    _INSERT.run(
        conn,
        {
            "command_id": command_id,
            "fingerprint": fingerprint,
            "answer": answer,
            "recorded_at": stored(at),
        },
    )
