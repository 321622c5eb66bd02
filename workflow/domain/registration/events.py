"""What happens to a registration."""

from dataclasses import dataclass
from typing import ClassVar

from workflow.domain.model import Event
from workflow.domain.registration.state import Named, PeopleFor


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationSubmitted(Event):
    """A unit registers."""

    kind: ClassVar[str] = "registration_submitted"
    collective: tuple[str, ...]
    individual: tuple[PeopleFor, ...]
    recognitions: tuple[str, ...]
    staff: int
    people: int
    late: bool
    persons: tuple[Named, ...] = ()
    households: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationAmended(Event):
    """A unit registers otherwise than before, and says why."""

    kind: ClassVar[str] = "registration_amended"
    collective: tuple[str, ...]
    individual: tuple[PeopleFor, ...]
    recognitions: tuple[str, ...]
    staff: int
    people: int
    reason: str
    persons: tuple[Named, ...] = ()
    households: tuple[Named, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationWithdrawn(Event):
    """A unit takes its registration back."""

    kind: ClassVar[str] = "registration_withdrawn"
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationAccepted(Event):
    """The bloc takes a registration on."""

    kind: ClassVar[str] = "registration_accepted"


@dataclass(frozen=True, kw_only=True, slots=True)
class RegistrationReturned(Event):
    """The bloc sends a registration back, with the reason."""

    kind: ClassVar[str] = "registration_returned"
    comment: str
