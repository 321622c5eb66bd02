"""Succession: how next year's head and deputies are chosen, and from which day they lead."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from definitions.schema.ballots import fraction
from definitions.schema.record import Record, Slug, Whole, broken
from definitions.schema.seats import Seats

QUORUM = r"^[1-9]\d?/[1-9]\d?$"


class Ranks(Record):
    """Which places in the ranking lead the bloc next year."""

    head: Whole = Field(ge=1)
    deputies: list[Whole] = []


class Elected(Record):
    """The kinds of ballots that leaders are elected by."""

    head: Slug
    deputies: Slug | None = None


class Succession(Record):
    """How leaders are chosen: a way, the quorum of the meeting that says so, and the day.

    agreement: by the members present. election: by ballots. rotation: the next in official order.
    deputy_succeeds: a deputy of this year. rank: by place. appointed: by a decision that is named.
    """

    by: Literal["agreement", "election", "rotation", "deputy_succeeds", "rank", "appointed"] = (
        "agreement"
    )
    quorum: Annotated[str, BeforeValidator(fraction)] = Field(
        default="2/3", pattern=QUORUM, description="of all members"
    )
    deputies: Seats = Seats(least=0, most=2)
    signed_by: list[Literal["outgoing_head", "incoming_head", "incoming_deputy"]] = Field(
        default=["outgoing_head", "incoming_head"],
        min_length=1,
        description="sides that sign the handover",
    )
    order: list[Slug] = Field(
        default=[], description="units in the order in which they lead; official order if left out"
    )
    ranks: Ranks | None = None
    elected: Elected | None = None
    effective: Literal["handover", "new_year", "given"] = Field(
        default="handover", description="from which day the new leaders lead"
    )
    may_decline: bool = False

    @model_validator(mode="after")
    def _way_has_what_it_needs(self) -> Self:
        if (self.by == "rank") != (self.ranks is not None):
            raise broken("rank_and_ranks")
        if (self.by == "election") != (self.elected is not None):
            raise broken("election_and_elected")
        if self.order and self.by != "rotation":
            raise broken("order_and_rotation")
        return self
