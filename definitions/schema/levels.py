"""The scoring chain: who looks at a sheet, in what order, at which criteria; and publication."""

from typing import Literal, Self

from pydantic import Field, model_validator

from definitions.schema.record import Basis, Code, Record, Slug, Text, Whole, broken

LeadingRole = Literal["head", "deputy", "standing_unit"]
Who = Literal["unit", "peers", "roles", "office", "agencies"]
LEVELS = (2, 8)
"""The fewest and the most levels of a chain: six, of which two may be a deputy and then a head."""


class Agency(Record):
    """A specialised agency and the criteria of its own field."""

    office: Slug
    only: list[Code] = Field(min_length=1)


class Level(Record):
    """One look at a sheet. The first is the unit's own score; a later one of the unit explains.

    `peers` are other members, so many of them; `roles` the leaders named; `office` one office;
    `agencies` several, each in its own field, and the level is passed when each has signed.
    """

    id: Slug
    title: Text
    who: Who
    roles: list[LeadingRole] = []
    office: Slug | None = None
    agencies: list[Agency] = []
    peers: Whole = Field(default=1, ge=1, le=10)
    only: list[Code] = Field(default=[], description="only these criteria; all when empty")
    edits: bool = Field(default=True, description="whether it may change scores")
    optional: bool = Field(default=False, description="the level after it may go first")
    basis: Basis | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        wanted = {"roles": self.roles, "office": self.office, "agencies": self.agencies}
        for key, given in wanted.items():
            if bool(given) != (self.who == key):
                raise broken("level_who", key=key)
        return self


class Publication(Record):
    """The act that shows results: it cannot be undone, and another person must do it."""

    by: list[LeadingRole | Literal["admin", "office"]] = Field(min_length=1)
    paper: Literal["required", "optional"] = "optional"
    units_see: Literal["coarse", "own", "all"] = Field(
        default="coarse", description="what units see of scores before that"
    )
