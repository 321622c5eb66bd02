"""Proof of a history: every hash and column, the fold against stored states, the chain's end."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from definitions.canonical import canonical_json
from definitions.errors import ThiduaError
from workflow.domain import history
from workflow.domain.errors import HistoryBroken, NotFound
from workflow.domain.evolving import evolve
from workflow.runtime import Runtime
from workflow.store import books, codec, histories
from workflow.store.books import Streams, YearRow
from workflow.store.engine import reader
from workflow.store.schema import definitions, events, years


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that does not prove itself; `seq` names the event where there is one."""

    code: str
    seq: int | None = None
    stream: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What verification found of one bloc year."""

    year: str
    events: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def verified(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class _Fold:
    """A history being read again: the chain so far, and the states so far."""

    def __init__(self, row: YearRow) -> None:
        self.row = row
        self.head = history.genesis(row.id, row.definition)
        self.seq = 0
        self.states: dict[str, object] = {}
        self.versions: dict[str, int] = {}

    def take(self, stored: Any) -> Iterator[Finding]:  # noqa: ANN401 - a database row
        """Read the next event, and yield what is wrong with it."""
        if stored.seq != self.seq + 1:
            yield Finding(code="event_missing", seq=self.seq + 1)
        self.seq = stored.seq
        self.head = history.chain(self.head, stored.body)
        if self.head != stored.hash:
            yield Finding(code="event_hash", seq=stored.seq)
            self.head = stored.hash
        try:
            yield from self._read(stored)
        except (ThiduaError, ValueError, KeyError, TypeError):
            yield Finding(code="event_unreadable", seq=stored.seq)

    def _read(self, stored: Any) -> Iterator[Finding]:  # noqa: ANN401 - a database row
        envelope = json.loads(stored.body)
        if canonical_json(envelope) != stored.body:
            yield Finding(code="event_not_canonical", seq=stored.seq)
        if _columns(stored) != _named(envelope, self.row):
            yield Finding(code="event_columns", seq=stored.seq)
        event, call = codec.event_of(envelope)
        stream = envelope["stream"]
        self.states[stream] = evolve(stream, self.states.get(stream), event, call)
        self.versions[stream] = self.versions.get(stream, 0) + 1


def _columns(stored: Any) -> tuple[object, ...]:  # noqa: ANN401 - a database row
    return (
        stored.year_id,
        stored.seq,
        stored.stream,
        stored.kind,
        stored.actor,
        stored.at,
        stored.recorded_at,
        stored.command_id,
    )


def _named(envelope: dict[str, Any], row: YearRow) -> tuple[object, ...]:
    """Return what the columns must say; a definition other than the pinned one never matches."""
    pinned = envelope["definition"] == row.definition
    return (
        envelope["year"] if pinned else None,
        envelope["seq"],
        envelope["stream"],
        envelope["kind"],
        envelope["actor"],
        datetime.fromisoformat(envelope["at"]),
        datetime.fromisoformat(envelope["recorded_at"]),
        envelope["command"],
    )


def histories_known(runtime: Runtime) -> list[str]:
    """Return every bloc year that has a row, or events though its row is gone."""
    rows, named = select(years.c.id), select(events.c.year_id).distinct()
    with reader(runtime.engine).begin() as conn:
        return sorted({*conn.scalars(rows), *conn.scalars(named)})


def broken_ends(runtime: Runtime) -> list[str]:
    """Return the bloc years whose last event is not the one that their row names. One query."""
    last = (events.c.year_id == years.c.id) & (events.c.seq == years.c.seq)
    ends = years.join(events, last, isouter=True)
    broken = or_(events.c.hash.is_(None), events.c.hash != years.c.head)
    wanted = select(years.c.id).select_from(ends).where(broken).order_by(years.c.id)
    with reader(runtime.engine).begin() as conn:
        return list(conn.scalars(wanted))


def verify(runtime: Runtime, year_id: str) -> Verdict:
    """Read a history again from its first event, and compare everything.

    Raises:
        NotFound: There are neither events nor a row of that bloc year.
    """
    with reader(runtime.engine).begin() as conn:
        row = books.find_year(conn, year_id)
        if row is None:
            return _without_row(conn, year_id)
        fold = _Fold(row)
        findings = list(_definition(conn, row))
        for stored in histories.read(conn, year_id):
            findings += fold.take(stored)
        findings += _ends(fold)
        findings += _snapshots(conn, fold)
    return Verdict(year=year_id, events=fold.seq, head=fold.head.hex(), findings=tuple(findings))


def _without_row(conn: Connection, year_id: str) -> Verdict:
    found = conn.scalar(select(func.count()).where(events.c.year_id == year_id)) or 0
    if not found:
        raise NotFound("year", year_id)
    return Verdict(year=year_id, events=found, head="", findings=(Finding(code="year_missing"),))


def _definition(conn: Connection, row: YearRow) -> Iterator[Finding]:
    body = conn.scalar(select(definitions.c.body).where(definitions.c.hash == row.definition))
    if body is None or hashlib.sha256(body).hexdigest() != row.definition:
        yield Finding(code="definition_hash")


def _ends(fold: _Fold) -> Iterator[Finding]:
    if (fold.seq, fold.head) != (fold.row.seq, fold.row.head):
        yield Finding(code="chain_end", seq=fold.seq)
    state = fold.states.get("year")
    if getattr(state, "state", None) != fold.row.state:
        yield Finding(code="year_state")


def _snapshots(conn: Connection, fold: _Fold) -> Iterator[Finding]:
    stored = Streams()
    books.load_streams(conn, fold.row.id, stored, subjects=None)
    for stream in sorted({*fold.states, *stored}):
        try:
            same = stream in stored and stored[stream] == fold.states.get(stream)
        except (HistoryBroken, ValueError, KeyError):
            same = False
        if not same or stored.version(stream) != fold.versions.get(stream):
            yield Finding(code="state_differs", stream=stream)
