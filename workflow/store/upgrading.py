"""Bringing a database to the tables of this release."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from definitions.errors import ThiduaError
from workflow.store.engine import reader

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0008"
LOCK = 7_481_001
"""The number of the lock that whoever migrates a PostgreSQL database holds: one at a time."""

PATIENCE = ("SET LOCAL lock_timeout = '5s'", "SET LOCAL statement_timeout = '10min'")
"""A migration that waits for a table holds up everybody behind it; so it gives up soon."""

ONE_AT_A_TIME_S = 120
"""So long the others wait for the one that migrates."""


class OtherTables(ThiduaError):
    """The database is of another release than this program."""

    code = "other_tables"


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not had. Safe when several processes start at once.

    All of it is one transaction: what is killed half-way has done nothing. On SQLite it begins as a
    writer, on PostgreSQL it holds a lock of its own: the second process waits. A role that may not
    make tables only looks whether they are there.

    Raises:
        OtherTables: No migration leads on from the tables that are there, or not for this role.
    """
    with reader(engine).begin() as conn:
        if _version(conn) == NEWEST:
            return
    with engine.begin() as conn:
        _alone(conn)
        found = _version(conn)
        if found == NEWEST:
            return
        if not _may_migrate(conn):
            raise OtherTables(found=found, wanted=NEWEST)
        _run(conn, found)


def _alone(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(text(f"SET LOCAL lock_timeout = '{ONE_AT_A_TIME_S}s'"))
        conn.execute(text(f"SET LOCAL statement_timeout = '{ONE_AT_A_TIME_S}s'"))
        conn.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
        for setting in PATIENCE:
            conn.execute(text(setting))


def _may_migrate(conn: Connection) -> bool:
    """Whether this role owns the tables, or may make them where there are none."""
    if conn.dialect.name != "postgresql":
        return True
    owns = text(
        "SELECT coalesce((SELECT pg_has_role(tableowner, 'MEMBER') FROM pg_tables"
        " WHERE tablename = 'alembic_version' AND schemaname = current_schema()),"
        " has_schema_privilege(current_schema(), 'CREATE'))"
    )
    return bool(conn.scalar(owns))


def _run(conn: Connection, found: str | None) -> None:
    # Only here: it takes a fifth of a second to import, and nearly every start has no use for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise OtherTables(found=found, wanted=NEWEST)
    command.upgrade(config, "head")


def check(engine: Engine) -> None:
    """Raise OtherTables unless the database has the tables of this release."""
    with reader(engine).begin() as conn:
        found = _version(conn)
    if found != NEWEST:
        raise OtherTables(found=found, wanted=NEWEST)


def _version(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return found
