"""Nouns shared by every subject: who acts, in which year, on what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from annotated_types import Ge, Le, MaxLen, MinLen, MultipleOf

from definitions.overlays import SHIPPED, Overlay
from definitions.schema.definition import Definition
from definitions.schema.record import Lines, OneLine, Whole
from definitions.workdays import Calendar

State = TypeVar("State")


Words = Annotated[Lines, MinLen(1), MaxLen(4000)]
"""Text that a person wrote: something, and not a book."""

Name = Annotated[OneLine, MinLen(1), MaxLen(300)]
"""A name or a title."""

Id = Annotated[OneLine, MinLen(1), MaxLen(80)]
"""An identifier given in the definition or the roster."""

Amount = Annotated[Decimal, Ge(0), Le(10**12), MultipleOf(Decimal("0.000001"))]
"""A quantity that a person enters: bounded, so that it can always be computed with exactly."""

Count = Annotated[Whole, Ge(0), Le(10**9)]
"""A number of things or people."""


class Given:
    """What an act is given. Fields beyond those declared are refused where data enters."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


class Event:
    """Something that happened. `kind` and `version` are stored, never a Python name."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person in one of their seats: `unit:x`, `office:x`, `admin` or `system`."""

    person: str
    seat: str

    @property
    def unit(self) -> str | None:
        """The member unit that the actor sits for, if any."""
        kind, _, name = self.seat.partition(":")
        return name if kind == "unit" else None

    @property
    def office(self) -> str | None:
        """The office that the actor sits for, if any."""
        kind, _, name = self.seat.partition(":")
        return name if kind == "office" else None


SYSTEM = Actor(person="system", seat="system")
"""The clock's own actor: deadlines that pass."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """The circumstances of an act: who, effective when, recorded when, at which meeting, by whom.

    `recorder` is the person who entered an act of somebody else, as the minutes of a meeting do.
    """

    actor: Actor
    at: datetime
    now: datetime
    meeting: str | None = None
    recorder: str | None = None

    @property
    def hands(self) -> tuple[str, ...]:
        """Whose act it is: who writes an act of somebody else down counts as well."""
        return tuple(dict.fromkeys(filter(None, (self.actor.person, self.recorder))))

    @property
    def handed_in(self) -> datetime:
        """When work counts as handed in: now, or at the meeting whose minutes record it."""
        return self.at if self.recorder else self.now


@dataclass(frozen=True, kw_only=True, slots=True)
class Pinned:
    """A definition with the hash that bloc years are pinned to."""

    definition: Definition
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Book:
    """A bloc year as a rule sees it: its definition, and the streams loaded for the act.

    Streams are keyed `kind` or `kind/unit`. A key that is absent has no history yet. `overlay`
    holds the days that an administrator decided; only what is resolved anew looks at it.
    `recorded_at` is when the last event was recorded, in a book that is read to ask of.
    """

    id: str
    bloc: str
    bloc_name: str
    year: int
    pinned: Pinned
    streams: Mapping[str, object]
    overlay: Overlay = SHIPPED
    recorded_at: datetime | None = None

    def not_before(self, now: datetime) -> datetime:
        """Return the moment that a question asked at *now* is judged by: that of an act.

        Nothing is recorded before what was recorded last, wherever a clock was put back to.
        """
        return max(now, self.recorded_at or now)

    @property
    def definition(self) -> Definition:
        """The definition that this year is pinned to."""
        return self.pinned.definition

    @property
    def calendar(self) -> Calendar:
        """The days that people of this bloc work on."""
        definition = self.definition
        return self.overlay.calendar(
            definition.calendar, province=definition.province, bloc=self.bloc
        )

    def find(self, state: type[State], key: str) -> State | None:
        """Return the state of stream *key*, or None when nothing has happened in it."""
        found = self.streams.get(key)
        if found is None or isinstance(found, state):
            return found
        message = f"stream {key} holds {type(found).__name__}, not {state.__name__}"
        raise TypeError(message)

    def load(self, state: type[State], key: str) -> State:
        """Return the state of stream *key*. Raises KeyError when nothing has happened in it."""
        found = self.find(state, key)
        if found is None:
            raise KeyError(key)
        return found

    def each(self, state: type[State], kind: str) -> dict[str, State]:
        """Return the streams of *kind* by unit, in the order of their keys."""
        prefix = f"{kind}/"
        keys = sorted(key for key in self.streams if key.startswith(prefix))
        return {key.removeprefix(prefix): self.load(state, key) for key in keys}


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An event that an act would append to a stream."""

    stream: str
    event: Event
