"""Commands already answered: the same id again gets the first answer, and does nothing."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from workflow.store.schema import requests
from workflow.store.statements import Connected, Fixed

Answered = tuple[bytes, str]
"""The fingerprint and the answer of a command."""

_FIND = Fixed(
    select(requests.c.fingerprint, requests.c.answer).where(
        requests.c.command_id == bindparam("command_id")
    )
)


def find(conn: Connected, command_id: str) -> Answered | None:
    """Return the fingerprint and the answer of a command, if it was answered."""
    row = _FIND.run(conn, {"command_id": command_id}).fetchone()
    return (row[0], row[1]) if row else None


def drop(conn: Connection, before: datetime, limit: int) -> int:
    """Drop answers that were given before *before*, at most *limit*; return how many.

    Those that another process is dropping are left to it.
    """
    old = select(requests.c.command_id).where(requests.c.recorded_at < before).limit(limit)
    found = old.with_for_update(skip_locked=True).scalar_subquery()
    return int(conn.execute(delete(requests).where(requests.c.command_id.in_(found))).rowcount)
