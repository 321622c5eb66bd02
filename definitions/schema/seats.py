"""Who may be members, and how many of them may hold a role."""

from typing import Literal

from pydantic import Field

from definitions.schema.record import Record, Whole


class Seats(Record):
    """How many units may hold a role at once."""

    least: Whole = Field(default=0, ge=0)
    most: Whole = Field(default=1, ge=0)


MemberKind = Literal["unit", "sub_unit", "person"]


class Members(Record):
    """What members of the bloc are: units, parts of units, people."""

    kinds: list[MemberKind] = Field(default=["unit"], min_length=1)

    def suit(self, subject: str) -> bool:
        """Whether any member may be given what is for *subject*."""
        return any(SUBJECTS[kind] == subject for kind in self.kinds)


SUBJECTS: dict[str, str] = {"unit": "collective", "sub_unit": "collective", "person": "individual"}
"""What a member of each kind is, where awards are given."""
