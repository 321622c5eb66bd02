"""Bringing a database to the tables of this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text

from definitions.errors import ThiduaError
from workflow.store.engine import reader

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0001"


class OtherTables(ThiduaError):
    """The database is of another release than this program."""

    code = "other_tables"


def upgrade(engine: Engine) -> None:
    """Run every migration that the database has not had. Safe when several processes start at once.

    On SQLite the whole of it is one `BEGIN IMMEDIATE` transaction: the second process waits.
    """
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as conn:
        if _version(conn) == NEWEST:
            return
        config.attributes["connection"] = conn
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
