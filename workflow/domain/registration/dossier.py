"""The small machine of any dossier that a unit submits and the bloc accepts or returns."""

from collections.abc import Iterator

from workflow.domain.errors import Unmet
from workflow.domain.stages.machine import Machine, Move, allows, build

DOSSIER_STATES = ("none", "submitted", "returned", "accepted")
DOSSIER_MOVES = (
    Move(trigger="submit", source="none", target="submitted"),
    Move(trigger="submit", source="returned", target="submitted"),
    Move(trigger="return", source="submitted", target="returned"),
    Move(trigger="return", source="accepted", target="returned"),
    Move(trigger="accept", source="submitted", target="accepted"),
)
DOSSIER = build(DOSSIER_STATES, DOSSIER_MOVES)
"""The small machine of any dossier that a unit submits and the bloc accepts or returns."""

LIST = build(
    [*DOSSIER_STATES, "withdrawn"],
    [
        *DOSSIER_MOVES,
        *(
            Move(trigger="amend", source=one, target="submitted")
            for one in ("submitted", "accepted")
        ),
        *(
            Move(trigger="withdraw", source=one, target="withdrawn")
            for one in ("submitted", "returned", "accepted")
        ),
        Move(trigger="submit", source="withdrawn", target="submitted"),
    ],
)
"""The machine of a registration: a running list is amended and withdrawn from as well."""


def wrong_status(
    status: str, trigger: str, facts: dict[str, object], machine: Machine = DOSSIER
) -> Iterator[Unmet]:
    """Yield an unmet condition when a dossier in *status* has no arrow for *trigger*."""
    if not allows(machine, status, trigger):
        yield Unmet(code="DOSSIER_STATUS", facts=facts | {"status": status, "trigger": trigger})
