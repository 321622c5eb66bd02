"""Rule sets: which law holds on which days, and which date of a case is asked."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Code, Record, Status, Text, broken

AskedBy = Literal["achievement_year", "dossier", "proposal", "decision"]
"""The dates of a case that a rule may ask: the last day of the achievement year, the day on which
the dossier was received, the day of the proposal, the day on which the decision was signed."""

Authority = Literal[
    "prime_minister",
    "minister",
    "province_chair",
    "district_chair",
    "commune_chair",
    "unit_head",
    "armed_forces",
]
"""Who decides an award in law. Luật TĐKT 2022, Điều 77-80."""


class RuleSet(Record):
    """A law with its decrees, in force on these days; one year may lie on both sides of two.

    A title or form of a rule set that is not verified warns and never blocks.
    """

    id: Code
    title: Text
    by: AskedBy = "dossier"
    start: date = Field(alias="from")
    to: date | None = None
    status: Status = "confirmed"
    basis: list[Basis] = []

    def holds(self, day: date) -> bool:
        """Whether the rule set holds on *day*; both ends belong to it."""
        return self.start <= day and (self.to is None or day <= self.to)


class InForce(Record):
    """The days on which a rule holds, and which date of a case is asked; or those of a rule set.

    The achievement year, the day of the dossier, of the proposal and of the decision are four
    dates, and a year may lie on both sides of a new law.
    """

    by: AskedBy = "proposal"
    start: date | None = Field(default=None, alias="from")
    to: date | None = None
    rule_set: Code | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rule_set and self.model_fields_set - {"rule_set"}:
            raise broken("rule_set_has_days")
        return self

    def holds(self, day: date) -> bool:
        """Whether the rule holds on *day*; both ends belong to it."""
        return (self.start is None or self.start <= day) and (self.to is None or day <= self.to)


class CatalogueVersion(Record):
    """An award as one rule set knows it: its name there, who decides it, how well that is known."""

    id: Code = Field(description="the rule set")
    title: Text | None = None
    decided_by: list[Authority] = []
    status: Status = "confirmed"
    basis: list[Basis] = []
