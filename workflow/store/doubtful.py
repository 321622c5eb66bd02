"""Notices of which a restored database cannot say whether they left: set aside until decided.

Acts of people after the restore are new, and so is what they owe. What happens by itself happens a
second time (deadlines, calendars, who may act today), and owes what may have left the first time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from workflow.store import installation
from workflow.store.outbox import (
    DEAD,
    GATHERED,
    HELD,
    OWED,
    UNSENT,
    message_id,
)
from workflow.store.schema import outbox

DROPPED = "dropped_after_restore"
ITSELF = ("timer:", "calendar:", "recheck:")
"""What the commands are called by which something happens by itself."""

RANG = "%Y%m%dT%H%M%S"
"""How the command of a deadline ends: the moment at which it was due."""

Born = Mapping[str, object]
"""How notices are written down that may have left before; empty for all others."""


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """One notice that may have left since the backup was made."""

    id: int
    year_id: str
    notice: str
    person: str
    owed_at: datetime


def hold(conn: Connection, until: datetime) -> None:
    """Set aside what has not been sent and may have left by *until*, named as it would have been.

    The name says that it may have left: from now on it counts as possibly received. What was owed
    by then and waits for a later moment has not left; nor has what people's acts owed since.
    """
    columns = ("id", "key", "reminder", "sent_as", "status", "owed_at", "next_at", "command_id")
    wanted = select(*(outbox.c[name] for name in columns))
    unsent = outbox.c.status.in_(UNSENT)
    itself = or_(*(outbox.c.command_id.startswith(one) for one in ITSELF))
    found = wanted.where(unsent, or_(outbox.c.owed_at <= until, itself))
    for row in conn.execute(found).mappings().all():
        if _may_have_left(row, until):
            one = update(outbox).where(outbox.c.id == row["id"])
            conn.execute(one.values(status=HELD, sent_as=row["sent_as"] or _name(row)))


def _may_have_left(row: Mapping[Any, Any], until: datetime) -> bool:
    if row["owed_at"] <= until:
        return bool(row["status"] != OWED or row["sent_as"] or row["next_at"] <= until)
    kind, _, named = str(row["command_id"]).partition(":")
    return kind != "timer" or named.rpartition(":")[2] <= until.strftime(RANG)


def _name(row: Mapping[Any, Any]) -> str | None:
    """Return under which name a notice would have left; that of a reminder nobody can know."""
    return None if row["reminder"] == GATHERED else message_id([row["key"]])


def born(conn: Connection, at: datetime | None) -> Born:
    """Return how notices are written down that something owes by itself, in force at *at*.

    Without *at* nobody knows since when it holds. Nothing where it cannot have happened before.
    """
    state = installation.found(conn)
    if state and state.held_at:
        doubtful = at is None or state.doubt is None or at <= state.doubt
        return {"status": HELD} if doubtful else {}
    choice = installation.decided(conn, at) if at else None
    return {"status": DEAD, "answer": DROPPED} if choice == "drop" else {}


def written(row: Mapping[str, Any], how: Born) -> Mapping[str, Any]:
    """Return a row that is owed as it is written down, under the name that it may have left by."""
    if not how or row["status"] != OWED:
        return row
    done = row["owed_at"] if how["status"] == DEAD else None
    return {**row, "done_at": done, "sent_as": _name(row), **how}


def held(conn: Connection) -> list[DoubtfulRow]:
    """Return what is set aside, in the order in which it was owed."""
    columns = (outbox.c[name] for name in DoubtfulRow.__slots__)
    found = select(*columns).where(outbox.c.status == HELD).order_by(outbox.c.owed_at, outbox.c.id)
    return [DoubtfulRow(*row) for row in conn.execute(found)]


def release(conn: Connection, now: datetime) -> int:
    """Let everything that is set aside go out; return how many."""
    aside = update(outbox).where(outbox.c.status == HELD)
    return int(conn.execute(aside.values(status=OWED, next_at=now)).rowcount)


def drop(conn: Connection, now: datetime) -> int:
    """Give up everything that is set aside; return how many."""
    aside = update(outbox).where(outbox.c.status == HELD)
    return int(conn.execute(aside.values(status=DEAD, answer=DROPPED, done_at=now)).rowcount)
