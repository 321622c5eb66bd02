"""A history read again from its first event: every hash, every column, every state folded anew.

What is read is read as it is stored, and nothing is believed about it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from definitions.canonical import canonical_json
from workflow.domain import history
from workflow.domain.adoption.state import DefinitionAdopted, DefinitionProposed
from workflow.domain.evolving import evolve
from workflow.domain.model import Call
from workflow.domain.stages.year import YearOpened
from workflow.store import codec
from workflow.store.books import YearRow
from workflow.store.histories import StoredEvent
from workflow.store.schema import stored

ADOPTING = frozenset({DefinitionProposed.kind, DefinitionAdopted.kind})
DIGEST = re.compile("[0-9a-f]{64}")

TYPES: dict[str, type] = {
    **dict.fromkeys(("seq", "at", "recorded_at"), int),
    **dict.fromkeys(("stream", "kind", "actor", "command_id"), str),
    **dict.fromkeys(("body", "hash"), bytes),
}
"""What each column of an event holds; SQLite would keep anything in any of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that does not prove itself; `seq` names the event where there is one."""

    code: str
    seq: int | None = None
    stream: str | None = None


class Rereading:
    """A history being read again: the chain so far, and the states so far.

    It begins by the definition that its first event names, and goes on by every one taken up.
    `definitions` are those and whatever was proposed.
    """

    def __init__(self, row: YearRow, first: StoredEvent | None) -> None:
        self.row = row
        self.definition = _began_by(first) or row.definition
        self.definitions = [self.definition]
        self.head = history.genesis(row.id, self.definition)
        self.seq = 0
        self.states: dict[str, object] = {}
        self.versions: dict[str, int] = {}
        self.opened: tuple[YearOpened, Call] | None = None
        self.last: datetime | None = None

    def take(self, found: StoredEvent) -> Iterator[Finding]:
        """Read the next event, and yield what is wrong with it."""
        if found.seq != self.seq + 1:
            yield Finding(code="event_missing", seq=self.seq + 1)
        self.seq = found.seq if isinstance(found.seq, int) else self.seq + 1
        try:
            if not _typed(found):
                yield Finding(code="event_unreadable", seq=self.seq)
            yield from self._chain(found)
            yield from self._read(found)
        except Exception:  # noqa: BLE001 - whatever bytes that were tampered with make of a reader
            yield Finding(code="event_unreadable", seq=self.seq)

    def _chain(self, found: StoredEvent) -> Iterator[Finding]:
        before, kept = self.head, isinstance(found.hash, bytes)
        self.head = found.hash if kept else self.head
        due = history.chain(before, found.body)
        if kept and due != found.hash:
            yield Finding(code="event_hash", seq=self.seq)
        self.head = found.hash if kept else due

    def _read(self, found: StoredEvent) -> Iterator[Finding]:
        envelope = json.loads(found.body)
        if canonical_json(envelope) != found.body:
            yield Finding(code="event_not_canonical", seq=self.seq)
        self._adopt(envelope)
        if _typed(found) and _columns(found) != _named(envelope, self.row.id, self.definition):
            yield Finding(code="event_columns", seq=self.seq)
        event, call = codec.event_of(envelope)
        if self.last and call.now < self.last:
            yield Finding(code="event_before_last", seq=self.seq)
        self.last = call.now
        stream = envelope["stream"]
        self.states[stream] = evolve(stream, self.states.get(stream), event, call)
        self.versions[stream] = self.versions.get(stream, 0) + 1
        if isinstance(event, YearOpened):
            self.opened = event, call

    def _adopt(self, envelope: dict[str, Any]) -> None:
        """Go on by the definition that an event takes up in place of the one that was in force."""
        kind, data = envelope["kind"], envelope["data"]
        if kind in ADOPTING and (digest := _digest(data["hash"])):
            self.definitions.append(digest)
            if kind == DefinitionAdopted.kind and data["was"] == self.definition:
                self.definition = digest


def _began_by(first: StoredEvent | None) -> str | None:
    try:
        named = json.loads(first.body)["definition"] if first else None
    except Exception:  # noqa: BLE001 - whatever bytes that were tampered with make of a reader
        return None
    return _digest(named)


def _digest(named: object) -> str | None:
    """Return what is named as a definition where it can be a hash at all."""
    return named if isinstance(named, str) and DIGEST.fullmatch(named) else None


def _typed(found: StoredEvent) -> bool:
    return all(isinstance(getattr(found, name), kind) for name, kind in TYPES.items())


def _columns(found: StoredEvent) -> tuple[object, ...]:
    return (
        found.seq,
        found.stream,
        found.kind,
        found.actor,
        found.at,
        found.recorded_at,
        found.command_id,
    )


def _named(envelope: dict[str, Any], year_id: str, definition: str) -> tuple[object, ...]:
    """Return what the columns must say; another year, another definition never match."""
    ours = (envelope["year"], envelope["definition"]) == (year_id, definition)
    return (
        envelope["seq"] if ours else None,
        envelope["stream"],
        envelope["kind"],
        envelope["actor"],
        stored(datetime.fromisoformat(envelope["at"])),
        stored(datetime.fromisoformat(envelope["recorded_at"])),
        envelope["command"],
    )
