"""Definitions are fenced in as events are: bloc years are pinned to their bytes.

Answers to commands are not: they are kept for 400 days and then dropped. Roles belong to the server
and not to a database, so they are no migration (see `workflow.store.roles`).
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FENCES = {
    "sqlite": (
        """CREATE TRIGGER definitions_never_updated BEFORE UPDATE ON definitions
        BEGIN SELECT RAISE(ABORT, 'definitions are append-only'); END""",
        """CREATE TRIGGER definitions_never_deleted BEFORE DELETE ON definitions
        BEGIN SELECT RAISE(ABORT, 'definitions are append-only'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER definitions_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE
        ON definitions FOR EACH STATEMENT EXECUTE FUNCTION history_is_append_only()""",
    ),
}


def upgrade() -> None:
    """Put the fences up."""
    for fence in FENCES[op.get_context().dialect.name]:
        op.execute(fence)


def downgrade() -> None:
    """Refuse: a fence is not taken down."""
    message = "a fence is not taken down"
    raise RuntimeError(message)
