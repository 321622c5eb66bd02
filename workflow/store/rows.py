"""What a transaction is going to write, gathered row by row before anything is sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from workflow.domain.errors import StaleStream
from workflow.store.schema import definitions, events, outbox, requests, streams, timers, years

Row = tuple[Any, ...]


class LostRace(StaleStream):
    """Another transaction moved a bloc year on between this one's reading and its writing."""


@dataclass(frozen=True, eq=False, slots=True)
class Into:
    """Where new rows go: a table, the columns in the order of the rows, what to do on conflict."""

    table: Table
    columns: tuple[str, ...]
    conflict: str = ""


KEPT = Into(definitions, ("hash", "id", "body"), "ON CONFLICT DO NOTHING")
OPENED = Into(
    years,
    ("id", "bloc", "bloc_name", "year", "definition", "seq", "head", "state", "opened_at"),
)
HAPPENED = Into(
    events,
    ("year_id", "seq", "stream", "kind", "actor", "at", "recorded_at", "command_id", "body",
     "hash"),
)  # fmt: skip
BEGUN = Into(streams, ("version", "state", "year_id", "kind", "subject"))
_ARMING = ("year_id", "name", "about", "due", "status", "attempt", "leased_until", "answer")
_AGAIN = ", ".join(f"{one} = excluded.{one}" for one in _ARMING[2:])
ARMED = Into(timers, _ARMING, f"ON CONFLICT (year_id, name) DO UPDATE SET {_AGAIN}")
ARMED_ONCE = Into(
    timers, _ARMING, f"{ARMED.conflict} WHERE timers.status NOT IN ('fired', 'dropped')"
)
"""What has gone off stays so."""

ANSWERED = Into(requests, ("command_id", "fingerprint", "answer", "recorded_at"))
_OWED: dict[tuple[str, ...], Into] = {}


def owed(columns: tuple[str, ...]) -> Into:
    """Return where notices go; one that is written down already stays as it is."""
    if columns not in _OWED:
        _OWED[columns] = Into(outbox, columns, "ON CONFLICT (key) DO NOTHING")
    return _OWED[columns]


@dataclass(slots=True)
class Writing:
    """Rows to be written together.

    `moved`: (seq, head, state, definition, id, seq as it was read) of bloc years. `grown`:
    (version, state, year, kind, subject, version as it was read) of streams. `over`: (year, about,
    now) of things that are over with their timers and reminders, where `stage/` means every stage.
    `superseded`: (id, answer, now) of notices that others take the place of. `new`: rows by where
    they go.
    """

    moved: list[Row] = field(default_factory=list)
    grown: list[Row] = field(default_factory=list)
    over: list[Row] = field(default_factory=list)
    superseded: list[Row] = field(default_factory=list)
    new: dict[Into, list[Row]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.moved or self.grown or self.over or self.superseded or self.new)

    def add(self, into: Into, rows: Iterable[Row]) -> None:
        """Have new rows written."""
        if rows := list(rows):
            self.new.setdefault(into, []).extend(rows)

    def owe(self, notices: Sequence[Mapping[str, Any]]) -> None:
        """Have notices written that are owed."""
        for one in notices:
            self.add(owed(tuple(one)), [tuple(one.values())])
