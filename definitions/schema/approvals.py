"""Approval chains: steps in order, sides beside each other in a step, offices that act on each."""

from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import Field

from definitions.schema.record import Basis, Code, Record, Slug, Status, Text, Whole
from definitions.schema.timing import Reminder, SpanText

Capacity = Literal["direct", "TM", "KT", "TL", "TUQ", "Q"]
"""In what capacity somebody signs: for themself; for a collective body (thay mặt); as deputy for
the head (ký thay); by order (thừa lệnh); by mandate (thừa ủy quyền); as acting head (quyền)."""

WITH_PAPER: frozenset[Capacity] = frozenset({"TL", "TUQ", "Q"})
"""Capacities that rest on a paper: a clause of the working regulation, a mandate, an appointment.
NĐ 30/2020 13."""

Weight = Annotated[Whole, Ge(1), Le(1000)]

Needs = Literal["all", "unanimous"] | Annotated[Whole, Ge(1), Le(1000)]
"""How much of a side must approve: `all` its holders; `unanimous`, nobody who answers is against;
or so many of them, each counted by weight."""

Expiry = Literal["wait", "escalate", "return", "no_answer"]
"""What becomes of a step whose time is over. Never an approval."""


class Weighted(Record):
    """Another office whose holders count on a side, each so much."""

    office: Slug
    weight: Weight = 1


class Side(Record):
    """The holders of an office who act beside those of the step's own office."""

    office: Slug
    needs: Needs = 1
    weight: Weight = 1
    joined: list[Weighted] = []


class StepBallot(Record):
    """A ballot that must have carried a line before the step passes it. Unverified, it warns.

    The vote is on the award and the unit, and was opened after the step was.
    """

    rule: Slug
    awards: list[Code] | None = Field(
        default=None, description="only these awards; all of the step when absent"
    )
    status: Status = "confirmed"
    basis: Basis | None = None


class Step(Record):
    """One step of a chain: an office, and any beside it, with its time and what its silence does.

    What is taken off the cycle has such steps; those of a stage say more (`Approval`).
    """

    id: Slug
    office: Slug
    title: Text
    awards: list[Code] | None = Field(
        default=None, description="only these awards; all when absent"
    )
    within: SpanText | None = None
    remind: list[Reminder] = []
    expired_to: Slug | None = Field(default=None, description="office told when the time is over")
    basis: list[Basis] = []
    needs: Needs = 1
    weight: Weight = 1
    joined: list[Weighted] = []
    beside: list[Side] = []
    capacities: list[Capacity] = Field(default=[], description="any when empty")
    on_expiry: Expiry | None = None
    fallback: Slug | None = None
    urge_every: SpanText | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Every side of the step, that of its own office first."""
        own = Side(office=self.office, needs=self.needs, weight=self.weight, joined=self.joined)
        return (own, *self.beside)


class Approval(Step):
    """One step of the chain of a stage. In a nomination it writes a list.

    `counts_from` says from when its time `within` counts: from its opening, or from the day on
    which its office had the whole file of every award that it decides on, if that is later.
    """

    writes: Literal["appraised", "passed", "decided"] | None = None
    ballots: list[StepBallot] = []
    counts_from: Literal["opening", "dossier"] = "opening"
