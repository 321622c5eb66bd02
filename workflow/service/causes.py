"""Where notices come from: the traces of the acts that owe them, for the relay to go on with."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from workflow import tracing
from workflow.runtime import Runtime
from workflow.store.engine import reader
from workflow.store.schema import outbox


def traces(runtime: Runtime, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the place in a trace that each notice comes from; asks nothing where traces are off.

    Notices owed by a process without traces have none.
    """
    if not tracing.on():
        return {}
    wanted = select(outbox.c.id, outbox.c.trace).where(outbox.c.id.in_(keys))
    with reader(runtime.engine).begin() as conn:
        return {row[0]: row[1] for row in conn.execute(wanted) if row[1]}
