"""Whose hands a score sheet went through: who entered each number, and who changed it, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from workflow.domain.scores.sheet import kind_of
from workflow.service.reading import EventLine

ENTERING = frozenset({"entries_saved", "self_score_submitted", "scores_imported"})
Number = Decimal | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hand:
    """Who entered a number, last, before anybody changed it. None: not assigned to the unit."""

    value: Number
    person: str
    seat: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Altered:
    """One change of an entry: from, to, why, at which level of the chain, by whom and when."""

    criterion: str
    before: Number
    after: Number
    reason: str
    level: str | None
    person: str
    at: datetime


def entered(history: Sequence[EventLine], unit: str, period: str | None = None) -> dict[str, Hand]:
    """Return who entered each number of a unit's sheet of a period, by the name of the entry.

    Handing a sheet in again with the same number leaves it with whoever entered it first.
    """
    found: dict[str, Hand] = {}
    for event in _of_sheet(history, unit, period):
        if event.kind in ENTERING:
            given = {**(event.data.get("times") or {}), **event.data["entries"]}
            for name, text in given.items():
                hand = Hand(value=_number(text), person=event.actor, seat=event.seat, at=_at(event))
                if name not in found or found[name].value != hand.value:
                    found[name] = hand
    return found


def altered(history: Sequence[EventLine], unit: str, period: str | None = None) -> list[Altered]:
    """Return every change of a unit's sheet, in the order in which they were made."""
    return [
        Altered(
            criterion=one["criterion"],
            before=_number(one["before"]),
            after=_number(one["after"]),
            reason=one["reason"],
            level=one.get("level"),
            person=event.actor,
            at=_at(event),
        )
        for event in _of_sheet(history, unit, period)
        for one in event.data.get("changes") or []
    ]


def _of_sheet(history: Sequence[EventLine], unit: str, period: str | None) -> Iterator[EventLine]:
    return (event for event in history if event.stream == f"{kind_of(period)}/{unit}")


def _number(text: Any) -> Number:  # noqa: ANN401 - as an event holds it
    return None if text is None else Decimal(str(text))


def _at(event: EventLine) -> datetime:
    return datetime.fromisoformat(event.at)
