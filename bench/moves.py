"""Target 7: guard and transition in memory through the product's fence, beside the bare library."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from transitions import Machine

from bench.effort import Effort
from bench.measured import Found, Measured
from bench.rounds import percentile, rate, ratio, turns
from workflow.domain.registration.dossier import DOSSIER
from workflow.domain.stages.machine import next_state

CYCLE = ("submit", "accept", "return")


class Bare:
    """A machine shared by all, triggered on an object that only holds a state."""

    def __init__(self) -> None:
        self.state = "none"
        self._machine = Machine(
            model=None,
            states=["none", "submitted", "returned", "accepted"],
            initial="none",
            transitions=[
                ["submit", ["none", "returned"], "submitted"],
                ["accept", "submitted", "accepted"],
                ["return", ["submitted", "accepted"], "returned"],
            ],
            auto_transitions=False,
            send_event=True,
        )

    def act(self, number: int) -> None:
        """Trigger the event of that number."""
        self._machine.events[CYCLE[number % len(CYCLE)]].trigger(self)


class Fenced:
    """The same through the product's one fence round the library."""

    def __init__(self) -> None:
        self.state = "none"

    def act(self, number: int) -> None:
        """Ask where the event of that number leads, and go there."""
        self.state = next_state(DOSSIER, self.state, CYCLE[number % len(CYCLE)])


def measure(effort: Effort, acts: Callable[[int], object]) -> Found:
    """Measure moves a second, and count the machines that whole *acts* build or bind."""
    raw, ours = Bare(), Fenced()
    found = turns(
        {
            "raw": lambda: rate(raw.act, effort.moves),
            "product": lambda: rate(ours.act, effort.moves),
        },
        effort.rounds,
    )
    with _counted() as built:
        for number in range(effort.acts):
            acts(number)
    return Found(
        targets=(
            Measured(
                id="7a", name="guard and transition in memory", target=0.70,
                ratio=ratio(found["product"], found["raw"]),
                figures={f"{who}_per_s": percentile(each, 0.5) for who, each in found.items()},
            ),
            Measured(
                id="7b", name="machines built or bound by acts (count)", target=0,
                sense="exactly", ratio=len(built), figures={"acts": effort.acts},
            ),
        )
    )  # fmt: skip


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Count every machine that is built, and every model that is bound to one, meanwhile."""
    made: list[str] = []
    kept = {name: getattr(Machine, name) for name in ("__init__", "add_model")}

    def counting(name: str) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the library takes them
            made.append(name)
            return kept[name](*given, **named)

        return called

    for name in kept:
        setattr(Machine, name, counting(name))
    try:
        yield made
    finally:
        for name, method in kept.items():
            setattr(Machine, name, method)
