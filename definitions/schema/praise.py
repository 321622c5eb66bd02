"""Commendation outside the yearly awards: which awards may be asked for, and who decides."""

from typing import Literal

from pydantic import Field

from definitions.schema.approvals import Step
from definitions.schema.dossiers import WhenLate
from definitions.schema.record import Basis, Code, Record, Slug, Status
from definitions.schema.timing import Reminder, SpanText

Round = Literal["periodic", "thematic", "sudden"]
"""On what occasion praise is asked for."""


class Answering(Record):
    """How long the bloc has to answer a proposal, who is reminded, and who is told after that."""

    within: SpanText
    remind: list[Reminder] = []
    expired_to: Slug | None = Field(default=None, description="office told when the time is over")


class BeforeEvent(Record):
    """How long before its event praise is asked for at the latest: ten days before a conference.

    Rounds in `but` (in a file: `except`) are asked for at any time. Unverified, it only marks.
    """

    span: SpanText
    but: list[Round] = Field(default=["sudden"], alias="except")
    late: WhenLate = "refuse"
    status: Status = "confirmed"
    basis: Basis | None = None


class Praising(Record):
    """What may be given off the cycle, and the offices that decide on it in this order.

    Their steps go as those of any approval; the last one signs the decision. One achievement is
    rewarded by one award, and serves for no award of the year.
    """

    awards: list[Code] = Field(min_length=1)
    answer: Answering | None = None
    before_event: BeforeEvent | None = None
    chain: list[Step] = Field(min_length=1)
    basis: list[Basis] = []

    def steps_of(self, award: str) -> list[Step]:
        """Return the steps that an award takes."""
        return [one for one in self.chain if one.awards is None or award in one.awards]
