"""By when the whole dossier of an award has to be with the office that appraises it."""

from typing import Literal

from pydantic import Field

from definitions.schema.record import Basis, Record, Slug, Status
from definitions.schema.timing import DateRule, Reminder

WhenLate = Literal["refuse", "mark"]
"""What becomes of a dossier that comes too late: it is not taken, or taken and marked."""


class DossierRule(Record):
    """The last day for the dossier of one award, wherever the bloc's year stands by then.

    `after_entry` counts from the day on which the bloc proposed the award, or what is open of it
    last. A day that is unverified in law only marks.
    """

    due: DateRule
    office: Slug | None = Field(
        default=None, description="with whom it has to be; any office of the chain when absent"
    )
    remind: list[Reminder] = []
    late: WhenLate = "refuse"
    status: Status = "confirmed"
    basis: Basis | None = None

    @property
    def bars(self) -> bool:
        """Whether what comes too late is refused, and what lacks keeps the award waiting."""
        return self.status != "unverified"
