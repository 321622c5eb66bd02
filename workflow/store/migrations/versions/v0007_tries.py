"""Work that the clock asks for, counted for each bloc year before it is begun.

Why: a year that kills whoever reckons its deadlines anew, or looks at its approvals, must be
stopped after a few tries, or no other year would be reached.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tries",
        sa.Column(
            "year_id", sa.Text, sa.ForeignKey("years.id", ondelete="RESTRICT"), primary_key=True
        ),
        sa.Column("work", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
        sa.Column("answer", sa.Text),
    )
