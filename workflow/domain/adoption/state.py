"""What is recorded when a running year takes up another definition, and what follows from that."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from definitions.schema.record import Text
from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Event, Pinned
from workflow.domain.objections.state import Time

KEY = "adoption"
OFFERED = "offered"
"""Where the definition that an act names lies beside the book; it is no stream and never stored."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The definition that an act names, as the catalogue has it now."""

    pinned: Pinned


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapsed:
    """A target set for a unit that no longer holds: its criterion is gone, or means another."""

    unit: str
    criterion: str
    value: Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebased:
    """A target that the rubric itself sets, and now sets otherwise."""

    criterion: str
    was: Decimal
    target: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class DueAnew:
    """The current stage is due at another time, or opens at another.

    `was` is None where it had no deadline before, `due` where it has none from now on.
    """

    stage: str
    was: datetime | None
    due: datetime | None
    opened: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeAnew:
    """A time for objections ends at another time: the window of a rule, or one of an objection."""

    time: Time
    rule: str
    of: str | None = None
    objection: str | None = None
    was: datetime
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaGroupAnew:
    """A criteria group is due at another time: `was` is None where it had none, `due` likewise."""

    group: str
    was: datetime | None
    due: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DayAnew:
    """Something with a day of its own is due at another time; `was` is None where it had none.

    `about` as timers name it: feed/fires, period/first, dossier/FLAG.
    """

    about: str
    was: datetime | None
    due: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaAnew:
    """Criteria and adjustments that another definition adds, has otherwise, or drops."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequences:
    """What another definition changes in a running year: known before it is taken up.

    `changed` names the parts that differ (`rubric`, `stages/pledge_signing`). `titles`: what the
    criteria, adjustments and groups named here are called by the new definition, or by the old one
    where the new one has them no more; and what `days` are about.
    """

    changed: tuple[str, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    rebased: tuple[Rebased, ...] = ()
    due: DueAnew | None = None
    times: tuple[TimeAnew, ...] = ()
    criteria: CriteriaAnew = field(default_factory=CriteriaAnew)
    groups: tuple[CriteriaGroupAnew, ...] = ()
    titles: dict[str, Text] = field(default_factory=dict)
    days: tuple[DayAnew, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionProposed(Event):
    """Somebody proposes that the year goes on by another definition; the hash pins its content."""

    kind: ClassVar[str] = "definition_proposed"
    definition: str
    hash: str
    was: str
    reason: str
    paper: str | None = None
    foreseen: Consequences = field(default_factory=Consequences)


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionAdopted(Event):
    """The year goes on by another definition: this event and all after it carry its hash."""

    kind: ClassVar[str] = "definition_adopted"
    definition: str
    hash: str
    was: str
    reason: str
    paper: str | None = None
    consequences: Consequences = field(default_factory=Consequences)


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionDeclined(Event):
    """Somebody says no, or takes the proposal back; the year goes on as it was."""

    kind: ClassVar[str] = "definition_declined"
    definition: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """A definition that waits for a second person or the bloc's meeting."""

    definition: str
    hash: str
    reason: str
    paper: str | None
    hands: tuple[str, ...]
    foreseen: Consequences


@dataclass(frozen=True, kw_only=True, slots=True)
class Adopted:
    """A definition that the year took up: in place of which, by whose word, from when on."""

    definition: str
    hash: str
    was: str
    reason: str
    paper: str | None
    by: str
    on: datetime
    consequences: Consequences


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """The state: what waits, and every definition taken up since the year was opened."""

    waiting: Proposed | None = None
    adopted: tuple[Adopted, ...] = ()


def adoption_of(book: Book) -> Adoption:
    """Return what the year has taken up; nothing at first."""
    return book.find(Adoption, KEY) or Adoption()


def hands(call: Call) -> tuple[str, ...]:
    """Return whose act it is: who writes an act of somebody else down counts as well."""
    return tuple(filter(None, (call.actor.person, call.recorder)))


def evolve(state: Adoption | None, event: Event, call: Call) -> Adoption:
    """Return the state after *event*."""
    before = state or Adoption()
    match event:
        case DefinitionProposed():
            waiting = Proposed(
                definition=event.definition,
                hash=event.hash,
                reason=event.reason,
                paper=event.paper,
                hands=hands(call),
                foreseen=event.foreseen,
            )
            return replace(before, waiting=waiting)
        case DefinitionAdopted():
            return Adoption(adopted=(*before.adopted, _adopted(event, call)))
        case DefinitionDeclined():
            return replace(before, waiting=None)
    raise OutOfPlace(event.kind)


def _adopted(event: DefinitionAdopted, call: Call) -> Adopted:
    return Adopted(
        definition=event.definition,
        hash=event.hash,
        was=event.was,
        reason=event.reason,
        paper=event.paper,
        by=call.actor.person,
        on=call.at,
        consequences=event.consequences,
    )
