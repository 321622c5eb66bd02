"""By when the whole file of an award has to be with the office that appraises it."""

from typing import Literal

from pydantic import Field

from definitions.schema.record import Basis, Record, Slug, Status
from definitions.schema.timing import DateRule, Reminder

LateFile = Literal["refuse", "mark"]
"""What becomes of a file that comes too late: it is not taken, or taken and marked."""


class DossierRule(Record):
    """The last day for the file of one award, wherever the bloc's year stands by then.

    `after_entry` counts from the day on which the bloc proposed the award, or what is open of it
    last. A day that is unverified in law only marks.
    """

    due: DateRule
    office: Slug | None = Field(
        default=None, description="with whom it has to be; any office of the chain when absent"
    )
    remind: list[Reminder] = []
    late: LateFile = "refuse"
    status: Status = "confirmed"
    basis: Basis | None = None

    @property
    def bars(self) -> bool:
        """Whether a file is refused that comes too late, and lacking, keeps the award waiting."""
        return self.status != "unverified"
