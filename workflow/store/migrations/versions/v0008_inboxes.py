"""Whose turn each inbox's hour is: taken by one statement, before a mail of reminders goes out.

Why: two workers that gather different reminders of one person at the same moment did not see each
other, and each sent a mail.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SENT_BEFORE = """
    INSERT INTO inboxes (inbox, mail, at)
    SELECT channel || ':' || lower(address), max(coalesce(sent_as, '')), max(done_at)
    FROM outbox WHERE reminder = 1 AND status = 'sent' AND done_at IS NOT NULL
    GROUP BY channel || ':' || lower(address)
"""
"""Who was reminded before this is not reminded again within the hour."""


def upgrade() -> None:
    """Make the table, and note in it who was reminded last when."""
    op.create_table(
        "inboxes",
        sa.Column("inbox", sa.Text, primary_key=True),
        sa.Column("mail", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.execute(SENT_BEFORE)
