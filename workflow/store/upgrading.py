"""Bringing a database to the tables of this release."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from definitions.errors import ThiduaError
from workflow.store.engine import reader

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0006"


class OtherTables(ThiduaError):
    """The database is of another release than this program."""

    code = "other_tables"


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not had. Safe when several processes start at once.

    On SQLite the whole of it is one `BEGIN IMMEDIATE` transaction: the second process waits.

    Raises:
        OtherTables: No migration leads on from the tables that are there.
    """
    with engine.begin() as conn:
        found = _version(conn)
        if found != NEWEST:
            _run(conn, found)


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
