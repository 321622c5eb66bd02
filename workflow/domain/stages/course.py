"""The course of a year: the machine that its definition's stages make, built once per hash."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from definitions.schema.needs import Need
from definitions.schema.stages import CLOSED, Stage
from workflow.domain.model import Pinned
from workflow.domain.stages.machine import Machine, Move, build

SUSPENDED = "suspended"
DISSOLVED = "dissolved"

WORK = frozenset({SUSPENDED, CLOSED, DISSOLVED})
"""Where the work of the stages is refused."""
OUTLASTING = frozenset({SUSPENDED, DISSOLVED})
"""Where even what outlasts the closing of the year is refused: decisions, facts, documents."""
PEOPLE = frozenset({DISSOLVED})
"""Where seats and mandates are no longer set; a suspended year may need just that to go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What the machine's guards may look at: needs that hold, and where a suspended year stood."""

    holds: Callable[[Need], bool]
    resume_to: str | None = None


_MACHINES: dict[str, Machine] = {}


def machine_of(pinned: Pinned) -> Machine:
    """Return the machine of a definition, built once per content hash."""
    found = _MACHINES.get(pinned.hash)
    if found is None:
        found = _MACHINES[pinned.hash] = _build(pinned.definition.stages)
    return found


def _build(stages: list[Stage]) -> Machine:
    states = [stage.id for stage in stages]
    moves = [
        move for number, stage in enumerate(stages) for move in _leaving(stages, number, stage)
    ]
    for state in states:
        moves.append(Move(trigger="suspend", source=state, target=SUSPENDED))
        moves.append(Move(trigger="resume", source=SUSPENDED, target=state, guard=_stood(state)))
    moves += [
        Move(trigger="dissolve", source=one, target=DISSOLVED) for one in [*states, SUSPENDED]
    ]
    return build([*states, CLOSED, SUSPENDED, DISSOLVED], moves)


def _stood(state: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.resume_to == state


def _leaving(stages: list[Stage], number: int, stage: Stage) -> Iterator[Move]:
    following = stages[number + 1].id if number + 1 < len(stages) else CLOSED
    chosen = next((route.when for route in stage.next if route.when), None)
    for route in stage.next:
        yield Move(
            trigger="advance",
            source=stage.id,
            target=route.to,
            guard=_holding(route.when) if route.when else None,
            unless=_holding(chosen) if chosen and not route.when else None,
        )
    if not stage.next:
        yield Move(trigger="advance", source=stage.id, target=following)


def _holding(need: Need) -> Callable[[Facts], bool]:
    return lambda facts: facts.holds(need)
