"""The first tables: definitions, years, streams, events, outbox, timers, requests, heartbeats.

Why: there was nothing before. Triggers are written by hand: autogenerate does not see them. They
fence the history in; a fence is no proof, the hash chain is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RESTRICT = "RESTRICT"
FENCES = {
    "sqlite": (
        """CREATE TRIGGER events_never_updated BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
        """CREATE TRIGGER events_never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
        """CREATE TRIGGER events_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()""",
    ),
}


def upgrade() -> None:
    """Make the tables."""
    _truth()
    _history()
    _work()
    for fence in FENCES[op.get_context().dialect.name]:
        op.execute(fence)


def _truth() -> None:
    op.create_table(
        "definitions",
        sa.Column("hash", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "years",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("bloc", sa.Text, nullable=False),
        sa.Column("bloc_name", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column(
            "definition",
            sa.Text,
            sa.ForeignKey("definitions.hash", ondelete=RESTRICT),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("bloc", "year"),
    )
    op.create_table(
        "streams",
        sa.Column(
            "year_id", sa.Text, sa.ForeignKey("years.id", ondelete=RESTRICT), primary_key=True
        ),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _history() -> None:
    op.create_table(
        "events",
        sa.Column(
            "year_id", sa.Text, sa.ForeignKey("years.id", ondelete=RESTRICT), primary_key=True
        ),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("command_id", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )


def _work() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("year_id", sa.Text, sa.ForeignKey("years.id", ondelete=RESTRICT), nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("owed_at", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("answer", sa.Text),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["status", "next_at"])
    op.create_table(
        "timers",
        sa.Column(
            "year_id", sa.Text, sa.ForeignKey("years.id", ondelete=RESTRICT), primary_key=True
        ),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
    )
    op.create_index("ix_timers_armed", "timers", ["status", "due"])
    op.create_table(
        "requests",
        sa.Column("command_id", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "heartbeats",
        sa.Column("worker", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Refuse: histories are never taken apart."""
    message = "histories are never taken apart"
    raise RuntimeError(message)
