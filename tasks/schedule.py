"""The beat table: everything that happens by itself, in one place.

Each entry only asks to look at the database, so that doubled beats and missed beats are harmless.
"""

from typing import Any

EVERY_S = {
    "relay.publish": 1,  # the fallback of the nudge, and the sweep
    "deadlines.tick": 5,
    "heartbeats.beat": 30,
}


def beat_table() -> dict[str, dict[str, Any]]:
    """Return the table in the form of `celery beat`."""
    return {
        # An entry not taken up in time expires, or they would pile up while no worker runs; but
        # not at once, since the clocks of two machines differ.
        name: {"task": name, "schedule": every_s, "options": {"expires": 30 + every_s}}
        for name, every_s in EVERY_S.items()
    }
