"""Proof of a history: every hash and column, the fold against stored states, the chain's end.

What is read here is read as it is stored, and nothing is believed about it: a database that
somebody has had their hands in yields findings, never an error.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, or_, select, type_coerce
from sqlalchemy.types import NULLTYPE

from definitions.canonical import canonical_json
from workflow.domain import history
from workflow.domain.errors import NotFound
from workflow.domain.evolving import evolve, stream_kind
from workflow.domain.model import Call
from workflow.domain.year import YearOpened
from workflow.runtime import Runtime
from workflow.store import books, codec, histories
from workflow.store.books import YearRow
from workflow.store.engine import as_stored, reader
from workflow.store.histories import StoredEvent
from workflow.store.schema import definitions, events, stored, streams, years

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

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
        if _typed(found) and _columns(found) != _named(envelope, self.row):
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


def _named(envelope: dict[str, Any], row: YearRow) -> tuple[object, ...]:
    """Return what the columns must say; another year, another definition never match."""
    ours = (envelope["year"], envelope["definition"]) == (row.id, row.definition)
    return (
        envelope["seq"] if ours else None,
        envelope["stream"],
        envelope["kind"],
        envelope["actor"],
        stored(datetime.fromisoformat(envelope["at"])),
        stored(datetime.fromisoformat(envelope["recorded_at"])),
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
    with reader(runtime.engine).begin() as conn, as_stored(conn):
        row = books.find_year(conn, year_id)
        if row is None:
            return _without_row(conn, year_id)
        fold = _Fold(row)
        findings = list(_definition(conn, row))
        for found in histories.read_as_stored(conn, year_id):
            findings += dict.fromkeys(fold.take(found))
        findings += _ends(fold)
        findings += _beginning(conn, fold)
        findings += _snapshots(conn, fold)
    return Verdict(year=year_id, events=fold.seq, head=fold.head.hex(), findings=tuple(findings))


def _without_row(conn: Connection, year_id: str) -> Verdict:
    found = conn.scalar(select(func.count()).where(events.c.year_id == year_id)) or 0
    if not found:
        raise NotFound("year", year_id)
    return Verdict(year=year_id, events=found, head="", findings=(Finding(code="year_missing"),))


def _raw(*columns: Column[Any]) -> Select[*tuple[Any, ...]]:
    """Select columns as the database keeps them, with nothing made of them."""
    return select(*(type_coerce(column, NULLTYPE) for column in columns))


def _definition(conn: Connection, row: YearRow) -> Iterator[Finding]:
    wanted = _raw(definitions.c.id, definitions.c.body).where(definitions.c.hash == row.definition)
    named, body = conn.execute(wanted).one_or_none() or (None, None)
    if not isinstance(body, bytes) or hashlib.sha256(body).hexdigest() != row.definition:
        yield Finding(code="definition_hash")
    elif _id_of(body) != named:
        yield Finding(code="definition_columns")


def _id_of(body: bytes) -> object:
    try:
        named: object = json.loads(body)["id"]
    except Exception:  # noqa: BLE001 - as above
        return None
    return named


def _ends(fold: _Fold) -> Iterator[Finding]:
    if (fold.seq, fold.head) != (fold.row.seq, fold.row.head):
        yield Finding(code="chain_end", seq=fold.seq)
    state = fold.states.get("year")
    if getattr(state, "state", None) != fold.row.state:
        yield Finding(code="year_state")


def _beginning(conn: Connection, fold: _Fold) -> Iterator[Finding]:
    """Yield whether the year is another one than was opened, or follows another history."""
    if fold.opened is None:
        return  # the first event cannot be read, as was said of it
    opened, call = fold.opened
    wanted = _raw(years.c.opened_at).where(years.c.id == fold.row.id)
    if _year_columns(fold.row, conn.scalar(wanted)) != _year_named(opened, call):
        yield Finding(code="year_columns")
    if opened.previous:
        before = opened.previous
        this = (events.c.year_id == before.year) & (events.c.seq == before.seq)
        found = conn.scalar(_raw(events.c.hash).join(years).where(this))
        if not isinstance(found, bytes) or found.hex() != before.head:
            yield Finding(code="link_broken")


def _year_columns(row: YearRow, opened_at: object) -> tuple[object, ...]:
    return row.id, row.bloc, row.bloc_name, row.year, row.definition, opened_at


def _year_named(opened: YearOpened, call: Call) -> tuple[object, ...]:
    """Return what the columns of the year's row must say."""
    return (
        f"{opened.bloc}/{opened.year}",
        opened.bloc,
        opened.bloc_name,
        opened.year,
        opened.definition_hash,
        stored(call.now),
    )


def _snapshots(conn: Connection, fold: _Fold) -> Iterator[Finding]:
    wanted = _raw(streams.c.kind, streams.c.subject, streams.c.version, streams.c.state)
    found = {
        kind if subject == "" else f"{kind}/{subject}": (version, state)
        for kind, subject, version, state in conn.execute(
            wanted.where(streams.c.year_id == fold.row.id)
        )
    }
    for stream in sorted({*fold.states, *found}):
        version, state = found.get(stream, (0, b""))
        due = codec.dump_state(stream, fold.states[stream]) if stream in fold.states else None
        if due is None or version != fold.versions[stream] or not _kept(stream, state, due):
            yield Finding(code="state_differs", stream=stream)


def _kept(stream: str, state: object, due: bytes) -> bool:
    return _same(state, due) or _same_as_before(stream, state, due)


def _same_as_before(stream: str, state: object, due: bytes) -> bool:
    """Whether a snapshot of an earlier release is the folded state but for what was added since.

    It lacks fields that have their defaults, and says nothing else.
    """
    try:
        if not isinstance(state, bytes) or not _within(json.loads(state), json.loads(due)):
            return False
        read = codec.load_state(stream_kind(stream), state)
        return _write(json.loads(state)).encode() == state and codec.dump_state(stream, read) == due
    except Exception:  # noqa: BLE001 - as above
        return False


def _within(part: object, whole: object) -> bool:
    """Whether *part* is *whole* with some keys of its mappings left out."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _within(part[key], whole[key]) for key in part)
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return type(part) is type(whole) and part == whole


def _same(state: object, due: bytes) -> bool:
    """Whether a stored snapshot is the folded state to the byte.

    But for the order of keys, which an event, being canonical, does not keep.
    """
    if state == due or not isinstance(state, bytes):
        return state == due
    try:
        ordered = canonical_json(read := json.loads(state)) == canonical_json(json.loads(due))
        return ordered and _write(read).encode() == state
    except Exception:  # noqa: BLE001 - as above
        return False
