"""Proof of a history: every hash and column, the fold against stored states, the chain's end.

What is read here is read as it is stored, and nothing is believed about it: a database that
somebody has had their hands in yields findings, never an error.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Select, func, or_, select, type_coerce
from sqlalchemy.types import NULLTYPE

from workflow.domain.errors import HistoryBroken, NotFound
from workflow.domain.model import Call
from workflow.domain.stages.year import YearOpened
from workflow.runtime import Runtime
from workflow.service import reading, snapshots
from workflow.service.rereading import Finding, Rereading
from workflow.store import books, codec, histories
from workflow.store.books import YearRow
from workflow.store.engine import as_stored, reader
from workflow.store.schema import definitions, events, stored, streams, years


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


def unreadable(runtime: Runtime) -> list[str]:
    """Return the bloc years of which some stored state cannot be read, in their order."""
    return [one.id for one in reading.list_years(runtime) if not _readable(runtime, one.id)]


def _readable(runtime: Runtime, year_id: str) -> bool:
    try:
        return all(reading.load_book(runtime, year_id).streams.values())
    except HistoryBroken:
        return False


def verify(runtime: Runtime, year_id: str) -> Verdict:
    """Read a history again from its first event, and compare everything.

    Raises:
        NotFound: There are neither events nor a row of that bloc year.
    """
    with reader(runtime.engine).begin() as conn, as_stored(conn):
        row = books.find_year(conn, year_id)
        if row is None:
            return _without_row(conn, year_id)
        found = histories.read_as_stored(conn, year_id)
        first = next(found, None)
        fold, findings = Rereading(row, first), list[Finding]()
        for one in chain([first] if first else [], found):
            findings += dict.fromkeys(fold.take(one))
        for digest in dict.fromkeys([*fold.definitions, row.definition]):
            findings += _definition(conn, digest)
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


def _definition(conn: Connection, digest: str) -> Iterator[Finding]:
    wanted = _raw(definitions.c.id, definitions.c.body).where(definitions.c.hash == digest)
    named, body = conn.execute(wanted).one_or_none() or (None, None)
    if not isinstance(body, bytes) or hashlib.sha256(body).hexdigest() != digest:
        yield Finding(code="definition_hash")
    elif _id_of(body) != named:
        yield Finding(code="definition_columns")


def _id_of(body: bytes) -> object:
    try:
        named: object = json.loads(body)["id"]
    except Exception:  # noqa: BLE001 - as above
        return None
    return named


def _ends(fold: Rereading) -> Iterator[Finding]:
    if (fold.seq, fold.head) != (fold.row.seq, fold.row.head):
        yield Finding(code="chain_end", seq=fold.seq)
    state = fold.states.get("year")
    if getattr(state, "state", None) != fold.row.state:
        yield Finding(code="year_state")


def _beginning(conn: Connection, fold: Rereading) -> Iterator[Finding]:
    """Yield whether the year is another one than was opened, or follows another history."""
    if fold.opened is None:
        return  # the first event cannot be read, as was said of it
    opened, call = fold.opened
    wanted = _raw(years.c.opened_at).where(years.c.id == fold.row.id)
    if _year_columns(fold.row, conn.scalar(wanted)) != _year_named(opened, call, fold.definition):
        yield Finding(code="year_columns")
    if opened.previous:
        before = opened.previous
        this = (events.c.year_id == before.year) & (events.c.seq == before.seq)
        found = conn.scalar(_raw(events.c.hash).join(years).where(this))
        if not isinstance(found, bytes) or found.hex() != before.head:
            yield Finding(code="link_broken")


def _year_columns(row: YearRow, opened_at: object) -> tuple[object, ...]:
    return row.id, row.bloc, row.bloc_name, row.year, row.definition, opened_at


def _year_named(opened: YearOpened, call: Call, definition: str) -> tuple[object, ...]:
    """Return what the columns of the year's row must say."""
    return (
        f"{opened.bloc}/{opened.year}",
        opened.bloc,
        opened.bloc_name,
        opened.year,
        definition,
        stored(call.now),
    )


def _snapshots(conn: Connection, fold: Rereading) -> Iterator[Finding]:
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
        if (
            due is None
            or version != fold.versions[stream]
            or not snapshots.kept(stream, state, due)
        ):
            yield Finding(code="state_differs", stream=stream)
