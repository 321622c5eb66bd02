"""What an installation knows about itself: who lives, which act a notice comes from, its epoch."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, Text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that the release before can do without, and the table of epochs."""
    op.add_column("outbox", Column("command_id", Text))
    op.add_column("outbox", Column("trace", Text))
    op.add_column("outbox", Column("crashes", Integer, nullable=False, server_default="0"))
    op.add_column("heartbeats", Column("kind", Text, nullable=False, server_default="worker"))
    op.add_column("heartbeats", Column("broker", Text))
    op.add_column("heartbeats", Column("offset_us", BigInteger))
    op.create_table(
        "installation",
        Column("epoch", Integer, primary_key=True),
        Column("instance", Text, nullable=False),
        Column("mark", BigInteger, nullable=False),
        Column("began_at", BigInteger, nullable=False),
        Column("held_at", BigInteger),
        Column("witnessed", BigInteger),
        Column("ended_at", BigInteger),
        Column("choice", Text),
    )
