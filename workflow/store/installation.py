"""What the installation knows about itself: which one it is, its epoch, how far it has published.

One row per epoch; the open one has no end. An epoch ends when an operator has said what becomes of
the notices of a database that turned out to be older than what had gone out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from workflow.store.schema import installation
from workflow.store.statements import INSERTS

_OPEN = installation.c.ended_at.is_(None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Epoch:
    """The open epoch. `mark` counts batches published; `witnessed` is what outside said instead."""

    epoch: int
    instance: str
    mark: int
    began_at: datetime
    held_at: datetime | None
    witnessed: int | None


_COLUMNS = tuple(installation.c[name] for name in Epoch.__slots__)


def found(conn: Connection) -> Epoch | None:
    """Return the open epoch; None in a database that nothing was ever published from."""
    row = conn.execute(select(*_COLUMNS).where(_OPEN)).mappings().one_or_none()
    return Epoch(**row) if row else None


def begin(conn: Connection, epoch: Epoch) -> None:
    """Open an epoch. Where another process opened the same one, nothing happens."""
    values = {name: getattr(epoch, name) for name in Epoch.__slots__}
    statement = INSERTS[conn.dialect.name](installation).values(values)
    conn.execute(statement.on_conflict_do_nothing(index_elements=[installation.c.epoch]))


def advance(conn: Connection) -> int:
    """Count one batch more, and return the count. Other publishers wait for the commit."""
    counted = update(installation).where(_OPEN).values(mark=installation.c.mark + 1)
    mark: int = conn.execute(counted.returning(installation.c.mark)).scalar_one()
    return mark


def hold(conn: Connection, at: datetime, witnessed: int) -> bool:
    """Stop publishing; False when it was stopped before."""
    open_still = _OPEN & installation.c.held_at.is_(None)
    held = update(installation).where(open_still).values(held_at=at, witnessed=witnessed)
    return bool(conn.execute(held).rowcount == 1)


def end(conn: Connection, at: datetime, choice: str) -> None:
    """Close the open epoch, with what was chosen for its notices."""
    conn.execute(update(installation).where(_OPEN).values(ended_at=at, choice=choice))
