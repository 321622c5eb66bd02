"""What the installation knows about itself: which one it is, its epoch, how far it has published.

How far is a moment, in microseconds, that rises with every batch: whatever left was owed before it.
One row per epoch; the open one has no end. An epoch ends when an operator has said what becomes of
the notices of a database that turned out to be older than what had gone out.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, case, literal, select, update

from workflow.store.schema import EPOCH, MICROSECOND, installation, stored
from workflow.store.statements import INSERTS, Fixed

_OPEN = installation.c.ended_at.is_(None)
_COUNTED = 10**14
"""A smaller mark was noted by a release that counted batches: it says nothing of the moment."""


_MOMENT = bindparam("moment", type_=BigInteger)
_ADVANCE = Fixed(
    update(installation)
    .where(_OPEN)
    .values(
        mark=case((installation.c.mark < _MOMENT, _MOMENT), else_=installation.c.mark + literal(1))
    )
    .returning(installation.c.mark)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Epoch:
    """The open epoch. `mark` is the last batch published; `witnessed` what outside said instead."""

    epoch: int
    instance: str
    mark: int
    began_at: datetime
    held_at: datetime | None
    witnessed: int | None

    @property
    def doubt(self) -> datetime | None:
        """The moment up to which things may have gone out unknown to this database; None if none.

        Where only a count of batches was witnessed, the moment at which that was found.
        """
        if self.witnessed is None or self.witnessed < _COUNTED:
            return self.held_at
        return EPOCH + self.witnessed * MICROSECOND


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


def advance(conn: Connection, now: datetime) -> int:
    """Mark a batch more, and return its mark: *now*, or one more than the mark before.

    Other publishers wait for the commit.
    """
    (mark,) = _ADVANCE.run(conn, {"moment": stored(now)}).fetchone()
    return int(mark)


def hold(conn: Connection, at: datetime, witnessed: int) -> bool:
    """Stop publishing; False when it was stopped before."""
    open_still = _OPEN & installation.c.held_at.is_(None)
    held = update(installation).where(open_still).values(held_at=at, witnessed=witnessed)
    return bool(conn.execute(held).rowcount == 1)


def decided(conn: Connection, at: datetime) -> str | None:
    """Return what was chosen for what may have gone out at *at* unknown to a restored database."""
    chosen = select(installation.c.choice).where(
        installation.c.ended_at.is_not(None), installation.c.witnessed >= stored(at)
    )
    choice: str | None = conn.scalar(chosen.order_by(installation.c.epoch.desc()).limit(1))
    return choice


def end(conn: Connection, at: datetime, choice: str) -> None:
    """Close the open epoch, with what was chosen for its notices."""
    conn.execute(update(installation).where(_OPEN).values(ended_at=at, choice=choice))
