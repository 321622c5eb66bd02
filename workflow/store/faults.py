"""What a database may say that passes, and what of it a person is told."""

from sqlalchemy.exc import DBAPIError

from definitions.errors import ThiduaError


class DatabaseBusy(ThiduaError):
    """Others held what was needed for too long. Nothing was written: the same again, later."""

    code = "database_busy"


PASSING = {
    "40P01": "deadlock",
    "40001": "serialization",
    "55P03": "lock",
    "57014": "statement",
}
"""By SQLSTATE: what may well succeed the next time."""

FULL = ("too many clients", "too many connections", "connection slots are reserved")
"""How PostgreSQL turns a session away (53300): of those, its library tells only the words."""


def passing(failed: DBAPIError) -> str | None:
    """Return why a fault may have passed by the next try; None when it will not."""
    if failed.connection_invalidated:
        full = any(words in str(failed.orig) for words in FULL)
        return "connections" if full else "connection"
    return PASSING.get(getattr(failed.orig, "sqlstate", None) or "")
