"""Versions of the overlay: appended, never changed. Read once for each process, by their digest."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from definitions.overlays import SHIPPED, Overlay
from definitions.schema.calendars import DecreedDay
from workflow.domain.errors import HistoryBroken, StaleStream
from workflow.domain.objections.state import KEY as OBJECTIONS
from workflow.domain.stages.course import DISSOLVED
from workflow.store.schema import calendars, streams, timers, years
from workflow.store.statements import Connected, Fixed
from workflow.store.timers import ARMED

CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of the overlay: its days, who laid it down, when, why, by which decree."""

    overlay: Overlay
    person: str
    recorded_at: datetime
    reason: str
    decree: str | None


_ANY = calendars.alias()
NEWEST = (
    select(calendars.c.digest)
    .where(calendars.c.version == select(func.max(_ANY.c.version)).scalar_subquery())
    .scalar_subquery()
)
"""The digest of the newest version, as part of another statement."""

_DIGEST = Fixed(select(NEWEST))
_BODY = Fixed(
    select(calendars.c.version, calendars.c.body).where(calendars.c.digest == bindparam("digest"))
)
_OPEN = or_(
    years.c.state.notin_([CLOSED, DISSOLVED]),
    and_(
        years.c.state == CLOSED,
        or_(
            exists().where(timers.c.year_id == years.c.id, timers.c.status == ARMED),
            exists().where(streams.c.year_id == years.c.id, streams.c.kind == OBJECTIONS),
        ),
    ),
)
"""Years with anything to reckon anew: a nomination may outlast its year, with its deadlines, and so
may the time to object to it, which rings for nobody."""

_KNOWN: dict[str, Overlay] = {}


def newest(conn: Connected) -> Overlay:
    """Return the overlay that holds now."""
    row = _DIGEST.run(conn, {}).fetchone()
    return of_digest(conn, row[0] if row else None)


def of_digest(conn: Connected, digest: str | None) -> Overlay:
    """Return the overlay of that digest; what is shipped when there is none.

    Raises:
        HistoryBroken: The days stored are not those of the digest.
    """
    if digest is None:
        return SHIPPED
    if digest not in _KNOWN:
        version, body = _BODY.run(conn, {"digest": digest}).fetchone()
        found = _overlay(version, body)
        if found.digest != digest:
            raise HistoryBroken("CALENDAR_DIGEST", version=version)
        _KNOWN[digest] = found
    return _KNOWN[digest]


def _overlay(version: int, body: bytes) -> Overlay:
    return Overlay(version, tuple(DecreedDay.model_validate(day) for day in json.loads(body)))


def append(conn: Connection, version: Version) -> None:
    """Add a version. Raises StaleStream when another of its number was laid down first."""
    overlay = version.overlay
    if (found := newest(conn).version) != overlay.version - 1:
        raise StaleStream(stream="calendar", expected=overlay.version - 1, found=found)
    row = {
        "version": overlay.version,
        "digest": overlay.digest,
        "body": overlay.body,
        "person": version.person,
        "recorded_at": version.recorded_at,
        "reason": version.reason,
        "decree": version.decree,
    }
    try:
        conn.execute(insert(calendars).values(row))
    except IntegrityError as first:  # both found the same version newest; theirs committed first
        number = overlay.version
        raise StaleStream(stream="calendar", expected=number - 1, found=number) from first


def history(conn: Connection) -> list[Version]:
    """Return every version, the oldest first; version 0 is shipped and not among them."""
    rows = conn.execute(select(calendars).order_by(calendars.c.version))
    return [_version(conn, row) for row in rows.all()]


def last(conn: Connection) -> Version | None:
    """Return the version that holds now; None where nobody has laid one down."""
    row = conn.execute(select(calendars).where(calendars.c.digest == NEWEST)).one_or_none()
    return _version(conn, row) if row else None


def _version(conn: Connection, row: Row[Any]) -> Version:
    return Version(
        overlay=of_digest(conn, row.digest),
        person=row.person,
        recorded_at=row.recorded_at,
        reason=row.reason,
        decree=row.decree,
    )


def behind(conn: Connection, version: int, *, after: str = "", limit: int) -> list[str]:
    """Return open bloc years reckoned by an earlier version, from the one after *after*."""
    wanted = _behind(version).with_only_columns(years.c.id).where(years.c.id > after)
    return list(conn.scalars(wanted.order_by(years.c.id).limit(limit)))


def count_behind(conn: Connection, version: int) -> int:
    """Return how many open bloc years are reckoned by an earlier version."""
    return conn.scalar(_behind(version).with_only_columns(func.count())) or 0


def count_open(conn: Connection) -> int:
    """Return how many bloc years are open."""
    wanted = select(func.count()).select_from(years).where(_OPEN)
    return conn.scalar(wanted) or 0


def _behind(version: int) -> Select[tuple[str]]:
    return select(years.c.id).where(
        or_(years.c.calendar.is_(None), years.c.calendar < version), _OPEN
    )


def mark(conn: Connection, year_id: str, version: int) -> None:
    """Note by which version a bloc year's deadlines are reckoned."""
    conn.execute(update(years).where(years.c.id == year_id).values(calendar=version))
