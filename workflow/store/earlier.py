"""What people were told before about the same thing: what a notice retracts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from workflow.store.outbox import DEAD, HELD, OWED, SUPERSEDED, message_id
from workflow.store.schema import EPOCH, MICROSECOND, outbox
from workflow.store.statements import Connected, Fixed


@dataclass(frozen=True, slots=True)
class Earlier:
    """A notice about the same thing that was owed before."""

    id: int
    key: str
    person: str
    channel: str
    status: str
    next_at: datetime
    sent_as: str | None
    crashes: int

    @property
    def name(self) -> str:
        """The Message-ID under which it went out, or will."""
        return self.sent_as or message_id([self.key])

    def unsent(self, now: datetime) -> bool:
        """Whether it certainly has not left and will not in this moment.

        One that should be leaving by now is taken as gone: a worker may hold it.
        """
        waits = self.status in {OWED, HELD} and (self.next_at > now or self.status == HELD)
        return waits and self.sent_as is None and not self.crashes


def told_before(
    conn: Connected, year_id: str, about: str, notices: Collection[str], *, by: str
) -> list[Earlier]:
    """Return what was owed about the same thing since it was last retracted by the notice *by*.

    With what was owed together with that one: a notice may retract the last of its own kind. Not
    what is dead or superseded. What was told before that has been taken back already, so that this
    is as much after a hundred corrections as after the first.
    """
    found = _EARLIER.run(conn, {"the_year": year_id, "the_about": about, "retracting": by})
    return [_earlier(*row[:-1]) for row in found.fetchall() if row[-1] in notices]


def _earlier(*columns: Any) -> Earlier:  # noqa: ANN401 - as the driver reads them
    fields = dict(zip(Earlier.__slots__, columns, strict=True))
    return Earlier(**{**fields, "next_at": EPOCH + fields["next_at"] * MICROSECOND})


_RETRACTED = outbox.alias()
_EARLIER = Fixed(
    select(*(outbox.c[name] for name in Earlier.__slots__), outbox.c.notice)
    .where(
        outbox.c.year_id == bindparam("the_year"),
        outbox.c.about == bindparam("the_about"),
        outbox.c.status != DEAD,
        outbox.c.status != SUPERSEDED,
        outbox.c.owed_at
        >= func.coalesce(
            # From the newest on, by the index: as soon found after a hundred years as after one.
            select(_RETRACTED.c.owed_at)
            .where(
                _RETRACTED.c.year_id == bindparam("the_year"),
                _RETRACTED.c.about == bindparam("the_about"),
                _RETRACTED.c.notice == bindparam("retracting"),
            )
            .order_by(_RETRACTED.c.owed_at.desc())
            .limit(literal_column("1"))
            .scalar_subquery(),
            literal_column("0"),
        ),
    )
    .order_by(outbox.c.id)
)
