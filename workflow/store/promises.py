"""What the database server must be set to for a receipt to be worth something."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

from workflow.store.engine import reader

NEEDED = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_write", "remote_apply"),
    "data_sync_retry": ("off",),
    "data_checksums": ("on",),
}
"""Settings of PostgreSQL, and the values with which what was acknowledged survives a power cut."""

ADVISED = frozenset({"data_checksums"})
"""Without these nothing is lost, but damage may go unnoticed: told, and not refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A setting that does not hold. `grave`: what was acknowledged may be lost to a power cut."""

    code: str
    facts: dict[str, object]
    grave: bool


def findings(engine: Engine) -> list[Finding]:
    """Return what the server is set to that it must not be; nothing on SQLite, which we set."""
    if engine.dialect.name != "postgresql":
        return []
    wanted = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
    with reader(engine).begin() as conn:
        rows = {row[0]: row[1] for row in conn.execute(wanted, {"names": list(NEEDED)})}
    return [
        Finding(
            code="database_setting",
            facts={"setting": name, "found": rows[name], "needed": allowed[0]},
            grave=name not in ADVISED,
        )
        for name, allowed in NEEDED.items()
        if name in rows and rows[name] not in allowed
    ]
