"""Commands already answered: the same id again gets the first answer, and does nothing."""

from sqlalchemy import bindparam, select

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
