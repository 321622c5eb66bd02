"""The machine alone: asking it through our fence, beside the bare library on a shared machine."""

from transitions import Machine

from workflow.domain.machine import next_state
from workflow.domain.registration import DOSSIER

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
