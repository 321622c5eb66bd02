"""The beat table: everything that happens by itself, in one place.

Each entry only asks to look at the database, so that doubled beats and missed beats are harmless.
"""

from datetime import timedelta
from typing import Any

EVERY_S = {
    "relay.publish": 1,  # the fallback of the nudge, and the sweep
    "deadlines.tick": 5,
    "approvals.recheck": 60,  # a seat or a stand-in begins with a day, never with an event
    "answers.drop": 3600,  # it looks through all of them
}
BEAT = "heartbeats.beat"


def heartbeat_s(lease: timedelta) -> float:
    """Return how often a process shows that it lives: 20 s, sooner where leases are short.

    Not in the table: each worker asks itself.
    """
    return min(20, max(2, lease.total_seconds() / 15))


def beat_table() -> dict[str, dict[str, Any]]:
    """Return the table in the form of `celery beat`."""
    return {
        # An entry not taken up in time expires, or they would pile up while no worker runs; but
        # not at once, since the clocks of two machines differ.
        name: {"task": name, "schedule": every_s, "options": {"expires": 30 + every_s}}
        for name, every_s in EVERY_S.items()
    }
