"""How long a task goes on taking new work: it ends of itself before its limit ends it."""

from collections.abc import Callable
from time import monotonic

from workflow.runtime import Runtime

TURN = 0.25
"""How much of a lease one turn of a task may take; the next turn goes on."""


def within(runtime: Runtime, share: float = TURN) -> Callable[[], bool]:
    """Return what says whether there is time to begin something more, counted from now."""
    until = monotonic() + share * runtime.lease.total_seconds()
    return lambda: monotonic() < until
