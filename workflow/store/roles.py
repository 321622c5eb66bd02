"""Who may do what in PostgreSQL: whoever migrates, whoever runs the program, whoever only reads.

Roles are of the server. They are made without the right to log in; the administrator gives each a
login of its own (`CREATE USER web IN ROLE thidua_app`), so that no password passes through here.
"""

from sqlalchemy import Connection, Engine, text

from workflow.store.schema import metadata

OWNER, APP, AUDITOR = "thidua_owner", "thidua_app", "thidua_auditor"
APPENDED = ("events", "definitions", "calendars", "outbox_decisions")
"""Tables that the program only ever adds to."""

VERSION = "alembic_version"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


def grant(engine: Engine) -> list[str]:
    """Make the roles and give each its rights, however often; return their names.

    Tables belong to `thidua_owner` afterwards. Run by a role that may make roles, on a
    database that has its tables. Does nothing on SQLite, which knows no roles.
    """
    if engine.dialect.name != "postgresql":
        return []
    with engine.begin() as conn:
        for role in (OWNER, APP, AUDITOR):
            _make(conn, role)
        for statement in _rights(_tables(conn)):
            conn.execute(text(statement))
    return [OWNER, APP, AUDITOR]


def _make(conn: Connection, role: str) -> None:
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if conn.scalar(known, {"role": role}) is None:
        conn.execute(text(f"CREATE ROLE {role} NOLOGIN"))


def _tables(conn: Connection) -> list[str]:
    """Return the product's tables that are there."""
    found = conn.scalars(text(TABLES))
    return sorted(set(found) & {*metadata.tables, VERSION})


def _rights(tables: list[str]) -> list[str]:
    every, changed = ", ".join(tables), ", ".join(one for one in tables if one not in APPENDED)
    return [
        f"GRANT {OWNER} TO CURRENT_USER",
        f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {APP}, {AUDITOR}",
        *(f"ALTER TABLE {table} OWNER TO {OWNER}" for table in tables),
        f"ALTER FUNCTION history_is_append_only() OWNER TO {OWNER}",
        f"REVOKE ALL ON {every} FROM PUBLIC, {APP}, {AUDITOR}",
        f"GRANT SELECT ON {every} TO {APP}, {AUDITOR}",
        f"GRANT INSERT ON {every} TO {APP}",
        f"REVOKE INSERT ON {VERSION} FROM {APP}",
        f"GRANT UPDATE, DELETE ON {changed} TO {APP}",
        f"REVOKE UPDATE, DELETE ON {VERSION} FROM {APP}",
        "REVOKE DELETE ON years, streams FROM " + APP,
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}",
    ]
