"""Answers to commands, kept for whoever asks the same again, and dropped when nobody will."""

from datetime import timedelta

from workflow.runtime import Runtime
from workflow.service.deadlines import check_clock
from workflow.service.trying import GoingOn, always
from workflow.store import requests

KEPT = timedelta(days=400)
"""So long is the same command known again: for longer than a bloc's year."""

BATCH = 200


def drop_old(runtime: Runtime, going_on: GoingOn = always) -> int:
    """Drop the answers that are older than that, a few in a transaction; return how many.

    Any number of processes may do so at once.

    Raises:
        ClockAstray: The clock is off from the database's. Nothing was dropped.
    """
    check_clock(runtime)
    before, dropped = runtime.clock.now() - KEPT, 0
    while going_on():
        with runtime.engine.begin() as conn:
            few = requests.drop(conn, before, BATCH)
        dropped += few
        if few < BATCH:
            break
    return dropped
