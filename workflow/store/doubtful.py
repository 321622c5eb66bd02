"""Notices of which a restored database cannot say whether they left: set aside until decided."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from workflow.store.outbox import DEAD, HELD, OWED, PUBLISHED, SENDING, message_id
from workflow.store.schema import outbox

DROPPED = "dropped_after_restore"


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """One notice that may have left since the backup was made."""

    id: int
    year_id: str
    notice: str
    person: str
    owed_at: datetime


def hold(conn: Connection) -> None:
    """Set aside everything that has not been sent, each named as it would have gone out.

    The name says that it may have left: from now on it counts as possibly received.
    """
    unsent = outbox.c.status.in_((OWED, PUBLISHED, SENDING))
    rows = conn.execute(select(outbox.c.id, outbox.c.key, outbox.c.sent_as).where(unsent)).all()
    for row in rows:
        named = row.sent_as or message_id([row.key])
        one = update(outbox).where(outbox.c.id == row.id)
        conn.execute(one.values(status=HELD, sent_as=named))


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
