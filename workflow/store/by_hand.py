"""Notices as people look at them, and what somebody decided about one by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from workflow.store.outbox import OWED, SUPERSEDED
from workflow.store.schema import outbox, outbox_decisions


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice with its state."""

    id: int
    year_id: str
    notice: str
    person: str
    channel: str
    address: str
    language: str
    status: str
    attempt: int
    crashes: int
    owed_at: datetime
    next_at: datetime
    done_at: datetime | None
    answer: str | None
    about: str | None
    sent_as: str | None
    refers_to: str | None
    command_id: str | None
    facts: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What somebody did about a notice by hand, when and why, and how it stood before."""

    at: datetime
    person: str
    did: str
    reason: str
    was: str


_WANTED = select(*(outbox.c[name] for name in NoticeRow.__slots__))


def search(
    conn: Connection,
    *,
    year: str | None,
    person: str | None,
    status: str | None,
    before: int | None,
    limit: int,
) -> list[NoticeRow]:
    """Return notices, the newest first; *before* is the last number of the page before."""
    wanted = _WANTED
    if year is not None:
        wanted = wanted.where(outbox.c.year_id == year)
    if person is not None:
        wanted = wanted.where(outbox.c.person == person)
    if status is not None:
        wanted = wanted.where(outbox.c.status == status)
    if before is not None:
        wanted = wanted.where(outbox.c.id < before)
    found = conn.execute(wanted.order_by(outbox.c.id.desc()).limit(limit))
    return [NoticeRow(*one) for one in found]


def find(conn: Connection, row_id: int, *, locked: bool = False) -> NoticeRow | None:
    """Return one notice, if there is one; *locked* until the transaction ends."""
    wanted = _WANTED.where(outbox.c.id == row_id)
    found = conn.execute(wanted.with_for_update() if locked else wanted).one_or_none()
    return NoticeRow(*found) if found else None


def together(conn: Connection, row: NoticeRow) -> list[int]:
    """Return the numbers of all notices that went out, or are to go out, in one mail with it."""
    if row.sent_as is None:
        return [row.id]
    same = select(outbox.c.id).where(
        outbox.c.sent_as == row.sent_as,
        outbox.c.channel == row.channel,
        outbox.c.address == row.address,
        outbox.c.status == row.status,
    )
    return list(conn.scalars(same.order_by(outbox.c.id)))


def try_again(conn: Connection, ids: Collection[int], now: datetime, **changed: Any) -> None:  # noqa: ANN401 - columns
    """Owe rows anew, from the first attempt; *changed* is another way to the same person."""
    values = {"attempt": 0, "crashes": 0, "next_at": now, "done_at": None, **changed}
    conn.execute(update(outbox).where(outbox.c.id.in_(ids)).values(status=OWED, **values))


def drop(conn: Connection, ids: Collection[int], answer: str, now: datetime) -> None:
    """Give rows up for good."""
    dropped = update(outbox).where(outbox.c.id.in_(ids))
    conn.execute(dropped.values(status=SUPERSEDED, answer=answer, done_at=now))


def decided(conn: Connection, ids: Collection[int], decision: DecisionRow) -> None:
    """Keep what somebody did, for each of these notices."""
    kept = {name: getattr(decision, name) for name in DecisionRow.__slots__}
    conn.execute(insert(outbox_decisions), [{"outbox_id": one, **kept} for one in ids])


def decisions(conn: Connection, row_id: int) -> list[DecisionRow]:
    """Return what was done about a notice by hand, in order."""
    table = outbox_decisions
    wanted = select(*(table.c[name] for name in DecisionRow.__slots__))
    found = conn.execute(wanted.where(table.c.outbox_id == row_id).order_by(table.c.id))
    return [DecisionRow(*one) for one in found]
