"""The database's own clock: leases go by it, so that a worker whose clock is off takes nobody's."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, literal_column, select, type_coerce

from workflow.store.schema import Moment

_NOW = {
    # `now` stands still within a statement on SQLite, and within a transaction on PostgreSQL.
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
}


def ticks(conn: Connection) -> ColumnElement[int]:
    """Return the present moment of the database, in microseconds, as part of a statement."""
    return literal_column(_NOW[conn.dialect.name])


def now(conn: Connection) -> datetime:
    """Return the present moment of the database."""
    found: datetime = conn.execute(select(type_coerce(ticks(conn), Moment))).scalar_one()
    return found
