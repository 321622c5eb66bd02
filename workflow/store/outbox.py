"""What must leave: notices owed with the act, and how they stand. See `publishing`, `sending`.

Rows are found by their status, never by being newer than the last one seen: a row with a smaller
number may be committed later.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal,
    select,
)

from workflow.store.schema import outbox
from workflow.store.statements import Fixed

OWED, PUBLISHED, SENDING, SENT, DEAD = "owed", "published", "sending", "sent", "dead"
AMBIGUOUS, SUPERSEDED, HELD = "ambiguous", "superseded", "held"
STATUSES = (OWED, PUBLISHED, SENDING, SENT, AMBIGUOUS, DEAD, SUPERSEDED, HELD)
DONE = (SENT, DEAD, SUPERSEDED)
UNSENT = (OWED, PUBLISHED, SENDING)
HOLD = "hold"
CRASHES = 5
"""So many workers may die over one notice; then it is dead, and shown."""

GATHERED, ALONE = 1, 2
"""A reminder that goes into one mail with others, and one of a person who wants them singly."""

COLUMNS = tuple(one.name for one in outbox.c if one.name not in {"id", "crashes"})
"""What a row is written with."""

_GIVEN: dict[str, Any] = {name: bindparam(name) for name in COLUMNS}
_OWE = Fixed(
    lambda insert: (
        insert(outbox).values(_GIVEN).on_conflict_do_nothing(index_elements=[outbox.c.key]).inline()
    )
)
# Each value a mark of its own, so that the statement can be fixed.
IS_UNSENT = outbox.c.status.in_([literal(one) for one in UNSENT])


def message_id(keys: Collection[str]) -> str:
    """Return the Message-ID of a mail that carries the notices of *keys*: always the same one."""
    return f"<{sha256(chr(10).join(sorted(keys)).encode()).hexdigest()[:40]}@thidua>"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One notice to one person by one channel.

    `next_at` is when this attempt's lease ends. `left_as`: under which Message-ID it may have left
    before it was claimed for this attempt.
    """

    id: int
    key: str
    year_id: str
    notice: str
    person: str
    address: str
    language: str
    facts: str
    attempt: int
    owed_at: datetime
    next_at: datetime
    channel: str
    reminder: int
    urgent: int
    in_doubt: str
    stale_at: datetime | None
    quiet: str | None
    sent_as: str | None
    refers_to: str | None
    crashes: int
    command_id: str | None
    left_as: str | None


def owe(
    conn: Connection, rows: Sequence[Mapping[str, Any]], command_id: str, trace: str | None = None
) -> None:
    """Write down notices owed by a command; one that is written down already stays as it is.

    `trace` is where the command stands in a trace, for those who record traces.
    """
    for row in rows:
        _OWE.run(conn, {**row, "command_id": command_id, "trace": trace})


def whole(conn: Connection, ids: Collection[int]) -> list[dict[str, Any]]:
    """Return everything that is known of rows."""
    found = conn.execute(select(outbox).where(outbox.c.id.in_(ids)).order_by(outbox.c.id))
    return [dict(one) for one in found.mappings()]


def counts(conn: Connection, year_id: str | None = None) -> dict[str, int]:
    """Return how many notices stand in each status, of one bloc year or of all."""
    wanted = select(outbox.c.status, func.count()).group_by(outbox.c.status)
    if year_id is not None:
        wanted = wanted.where(outbox.c.year_id == year_id)
    return {row[0]: row[1] for row in conn.execute(wanted)}


def mails(conn: Connection, year_id: str | None = None) -> int:
    """Return how many mails and messages were sent; one may carry several notices."""
    wanted = select(func.count(outbox.c.sent_as.distinct())).where(outbox.c.status == SENT)
    if year_id is not None:
        wanted = wanted.where(outbox.c.year_id == year_id)
    return conn.scalar(wanted) or 0


def attempts(conn: Connection) -> dict[tuple[str, int], int]:
    """Return how many notices stand in each status after so many attempts."""
    both = (outbox.c.status, outbox.c.attempt)
    rows = conn.execute(select(*both, func.count()).group_by(*both))
    return {(row[0], row[1]): row[2] for row in rows}


def next_leaving(conn: Connection, after: datetime) -> datetime | None:
    """Return the next moment after *after* at which a notice that waits may leave."""
    wanted = select(func.min(outbox.c.next_at)).where(
        outbox.c.status == OWED, outbox.c.next_at > after
    )
    found: datetime | None = conn.scalar(wanted)
    return found


def busy(conn: Connection, now: datetime) -> bool:
    """Whether a notice is on its way, or should be by now; one that waits for its next try is not.

    A row that is published or being sent has its lease in `next_at`, so only an owed one waits.
    """
    later = and_(outbox.c.status == OWED, outbox.c.next_at > now)
    return bool(conn.scalar(select(exists().where(IS_UNSENT, ~later))))
