"""Notices by several channels: what each row needs to be gathered, dropped, answered for.

Expand only: every new column is empty or has a server default, so that a process of the release
before goes on writing rows.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FENCES = {
    "sqlite": (
        """CREATE TRIGGER outbox_decisions_never_updated BEFORE UPDATE ON outbox_decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
        """CREATE TRIGGER outbox_decisions_never_deleted BEFORE DELETE ON outbox_decisions
        BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER outbox_decisions_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE
        ON outbox_decisions FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()""",
    ),
}


def upgrade() -> None:
    """Widen the outbox; keep who decided about a notice, and tokens that change with use."""
    for column in _columns():
        op.add_column("outbox", column)
    gathered = sa.text("reminder = 1")
    op.create_index(
        "ix_outbox_mailbox",
        "outbox",
        ["channel", "address", "status"],
        sqlite_where=gathered,
        postgresql_where=gathered,
    )
    op.create_index("ix_outbox_about", "outbox", ["year_id", "about", "owed_at"])
    op.create_table(
        "outbox_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "outbox_id",
            sa.Integer,
            sa.ForeignKey("outbox.id", ondelete="RESTRICT"),
            nullable=False,
            index=True,
        ),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("did", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("was", sa.Text, nullable=False),
    )
    for fence in FENCES[op.get_context().dialect.name]:
        op.execute(fence)
    op.create_table(
        "channel_tokens",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("access", sa.Text, nullable=False),
        sa.Column("refresh", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
    )


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("channel", sa.Text, nullable=False, server_default="email"),
        sa.Column("reminder", sa.Integer, nullable=False, server_default="0"),
        sa.Column("urgent", sa.Integer, nullable=False, server_default="0"),
        sa.Column("in_doubt", sa.Text, nullable=False, server_default="resend"),
        sa.Column("about", sa.Text),
        sa.Column("stale_at", sa.BigInteger),
        sa.Column("quiet", sa.Text),
        sa.Column("sent_as", sa.Text),
        sa.Column("refers_to", sa.Text),
    )
