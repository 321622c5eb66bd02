"""Where to? The one place where `transitions` is known, used as a pure evaluator.

Machines are built once per definition hash (or once per kind of small machine), hold no model and
bind nothing. Guards are plain functions that only choose between branches; whether an act is
allowed is asked of the rules first, which name everything that is missing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from transitions import Machine
from transitions.core import EventData

from workflow.domain.errors import HistoryBroken

Guard = Callable[[Any], bool]

__all__ = ["Guard", "Machine", "Move", "allows", "build", "next_state"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One arrow. A `guard` takes the facts handed in; `unless` holds the guards of the others."""

    trigger: str
    source: str
    target: str
    guard: Guard | None = None
    unless: Guard | None = None


class _Probe:
    """Stands in for a stream, so that a refused move cannot leave a mark on it."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def _on_facts(guard: Guard) -> Callable[[EventData], bool]:
    return lambda data: guard(data.kwargs["facts"])


def build(states: Sequence[str], moves: Sequence[Move]) -> Machine:
    """Return a machine without models; the first state is the initial one."""
    return Machine(
        model=None,
        states=list(states),
        initial=states[0],
        transitions=[
            {
                "trigger": move.trigger,
                "source": move.source,
                "dest": move.target,
                "conditions": [_on_facts(move.guard)] if move.guard else [],
                "unless": [_on_facts(move.unless)] if move.unless else [],
            }
            for move in moves
        ],
        auto_transitions=False,  # on by default: a to_<state>() door past every rule
        send_event=True,
        queued=False,
    )


def allows(machine: Machine, state: str, trigger: str) -> bool:
    """Whether *trigger* has an arrow from *state*."""
    return trigger in machine.events and state in machine.events[trigger].transitions


def next_state(machine: Machine, state: str, trigger: str, facts: object = None) -> str:
    """Return the state that *trigger* leads to from *state*.

    Raises:
        HistoryBroken: There is no such arrow; rules were asked to look before.
    """
    if not allows(machine, state, trigger):
        raise HistoryBroken("NO_SUCH_MOVE", state=state, trigger=trigger)
    probe = _Probe(state)
    if not machine.events[trigger].trigger(probe, facts=facts):
        raise HistoryBroken("NO_BRANCH_TAKEN", state=state, trigger=trigger)
    return probe.state
