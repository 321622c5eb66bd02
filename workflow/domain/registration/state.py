"""What one unit and its people have registered for."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import MaxLen, MinLen

from definitions.schema.awards import SubjectKind
from definitions.schema.standing import Position
from workflow.domain.model import Count, Id, Name

KIND = "registration"
STANDING = frozenset({"submitted", "accepted"})
"""The states in which a registration stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleFor:
    """So many people of a unit register for one individual award."""

    award: Id
    people: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A person or household of a unit, registered by name for awards."""

    id: Id
    name: Name
    awards: Annotated[tuple[Id, ...], MinLen(1), MaxLen(20)]
    position: Position | None = None


Names = Annotated[tuple[Named, ...], MaxLen(2000)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Registration:
    """The state of one unit's registration."""

    status: str
    collective: tuple[str, ...] = ()
    individual: tuple[PeopleFor, ...] = ()
    recognitions: tuple[str, ...] = ()
    staff: int = 0
    people: int = 0
    late: bool = False
    comment: str | None = None
    persons: tuple[Named, ...] = ()
    households: tuple[Named, ...] = ()
    amended: int = 0

    def awards_of(self, subject: str) -> tuple[str, ...]:
        """Return what a person or household registered for, and the bloc did not send back."""
        live = self.status in STANDING
        named = [one for one in (*self.persons, *self.households) if live and one.id == subject]
        return tuple(award for one in named for award in one.awards)

    def subjects_for(self, award: str, kind: SubjectKind) -> tuple[Named, ...]:
        """Return the people, or the households, that registered for *award*."""
        named = self.households if kind == "household" else self.persons
        live = self.status in STANDING
        return tuple(one for one in named if live and award in one.awards)

    def aims_at(self, award: str) -> bool:
        """Whether the member registered for *award* and the bloc did not send that back."""
        return self.status in STANDING and award in (
            *self.collective,
            *self.recognitions,
            *(one.award for one in self.individual if one.people),
        )
