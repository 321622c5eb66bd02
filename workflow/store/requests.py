"""Commands already answered: the same id again gets the first answer, and does nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from workflow.store.schema import requests

_FIND = select(requests.c.fingerprint, requests.c.answer)
_INSERT = insert(requests)


def find(conn: Connection, command_id: str) -> tuple[bytes, str] | None:
    """Return the fingerprint and the answer of a command, if it was answered."""
    row = conn.execute(_FIND.where(requests.c.command_id == command_id)).one_or_none()
    return (row.fingerprint, row.answer) if row else None


def keep(conn: Connection, command_id: str, fingerprint: bytes, answer: str, at: datetime) -> None:
    """Keep the answer of a command, in the transaction that did it."""
    row: Mapping[str, Any] = {
        "command_id": command_id,
        "fingerprint": fingerprint,
        "answer": answer,
        "recorded_at": at,
    }
    conn.execute(_INSERT, row)
