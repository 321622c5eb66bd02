"""Calendars that an administrator edits; timers that count attempts and say what came of them.

Why: days off are decreed late in the year before, so what is shipped is never enough; and a timer
that kills whoever acts on it must be stopped. The fence is written by hand, as in the first step.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FENCES = {
    "sqlite": (
        """CREATE TRIGGER calendars_never_updated BEFORE UPDATE ON calendars
        BEGIN SELECT RAISE(ABORT, 'calendars are append-only'); END""",
        """CREATE TRIGGER calendars_never_deleted BEFORE DELETE ON calendars
        BEGIN SELECT RAISE(ABORT, 'calendars are append-only'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER calendars_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON calendars
        FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()""",
    ),
}


def upgrade() -> None:
    """Make the table, and add what may be empty in rows that are there."""
    op.create_table(
        "calendars",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decree", sa.Text),
    )
    for fence in FENCES[op.get_context().dialect.name]:
        op.execute(fence)
    op.add_column("years", sa.Column("calendar", sa.Integer))
    op.add_column("timers", sa.Column("attempt", sa.Integer, nullable=False, server_default="0"))
    op.add_column("timers", sa.Column("leased_until", sa.BigInteger))
    op.add_column("timers", sa.Column("answer", sa.Text))


def downgrade() -> None:
    """Refuse: what deadlines were reckoned by is never taken away."""
    message = "calendars are never taken away"
    raise RuntimeError(message)
