"""Ties that somebody decided, each on its own: in which order, by whom, why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workflow.domain.errors import OutOfPlace
from workflow.domain.model import Book, Call, Event

KEY = "ties"


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedTie:
    """The order of units that were equal, the first of them first, with the reason."""

    order: tuple[str, ...]
    reason: str
    by: str
    seat: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidedTies:
    """Every such decision of the year, as they were taken; a later one corrects an earlier."""

    taken: tuple[DecidedTie, ...] = ()

    def about(self, units: Collection[str]) -> DecidedTie | None:
        """Return the latest decision about exactly *units*.

        Where others have become equal too, or fewer still are, it is another tie.
        """
        found = [one for one in self.taken if {*one.order} == {*units}]
        return found[-1] if found else None


@dataclass(frozen=True, kw_only=True, slots=True)
class TieDecided(Event):
    """Equal units are put in order, for the ranking and with a reason."""

    kind: ClassVar[str] = "tie_decided"
    order: tuple[str, ...]
    reason: str


def decided_ties(book: Book) -> DecidedTies:
    """Return the ties that were decided; none at first."""
    return book.find(DecidedTies, KEY) or DecidedTies()


def evolve(state: DecidedTies | None, event: Event, call: Call) -> DecidedTies:
    """Return the decided ties after *event*."""
    if isinstance(event, TieDecided):
        taken = DecidedTie(
            order=event.order, reason=event.reason,
            by=call.actor.person, seat=call.actor.seat, at=call.at,
        )  # fmt: skip
        return DecidedTies(taken=(*(state or DecidedTies()).taken, taken))
    raise OutOfPlace(event.kind)
