"""The ballot box of secret ballots.

Why: an envelope beside its voter's name must be able to go, so it cannot lie in the history. The
table has no order of its own and no moments; what is in it says nothing without the trustees' keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the box."""
    op.create_table(
        "envelopes",
        sa.Column(
            "year_id", sa.Text, sa.ForeignKey("years.id", ondelete="RESTRICT"), primary_key=True
        ),
        sa.Column("ballot", sa.Text, primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True),
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
