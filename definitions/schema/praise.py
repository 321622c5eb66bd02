"""Commendation outside the yearly awards: which awards may be asked for, and who decides."""

from pydantic import Field

from definitions.schema.record import Basis, Code, Record, Slug, Text


class PraiseStep(Record):
    """An office that decides on a proposal after the bloc; the last one signs the decision."""

    id: Slug
    office: Slug
    title: Text
    awards: list[Code] | None = Field(default=None, description="only these; all when absent")


class Praising(Record):
    """What may be given off the cycle, and the offices that decide on it in this order.

    One achievement is rewarded by one award, and serves for no award of the year.
    """

    awards: list[Code] = Field(min_length=1)
    chain: list[PraiseStep] = Field(min_length=1)
    basis: list[Basis] = []

    def steps_of(self, award: str) -> list[PraiseStep]:
        """Return the steps that an award takes."""
        return [one for one in self.chain if one.awards is None or award in one.awards]
