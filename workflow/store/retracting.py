"""What was owed before about the same thing: what a notice that retracts has to take back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)

from workflow.store.outbox import DEAD, HELD, OWED, SUPERSEDED, message_id
from workflow.store.schema import EPOCH, MICROSECOND, outbox
from workflow.store.statements import Connected, Fixed

Retracting = tuple[str, str]
"""About what, and by which notice."""


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


Found = dict[Retracting, list[tuple[Earlier, str]]]
"""By what retracts: what was owed about the same thing, each with the name of its notice."""


def earlier(conn: Connected, year_id: str, wanted: Collection[Retracting]) -> Found:
    """Return what was owed about the same things since each was last retracted by that notice.

    With what was owed together with that one: a notice may retract the last of its own kind. Not
    what is dead or superseded, unless it may have left. What was told before that has been taken
    back already, so that this is as much after a hundred corrections as after the first. On
    PostgreSQL one round trip.

    Raises:
        DBAPIError: As SQLAlchemy raises it.
    """
    found: Found = {one: [] for one in wanted}
    if len(found) > 1 and conn.dialect.name == "postgresql":
        asked = orjson.dumps([{"about": about, "by": by} for about, by in found]).decode()
        for about, by, *row in _EACH.run(conn, {"the_year": year_id, "asked": asked}):
            found[about, by].append(_earlier(*row))
        return found
    for about, by in found:
        rows = _ONE.run(conn, {"the_year": year_id, "the_about": about, "retracting": by})
        found[about, by] = [_earlier(*row) for row in rows]
    return found


def _earlier(*columns: Any) -> tuple[Earlier, str]:  # noqa: ANN401 - as the driver reads them
    *owed, notice = columns
    fields = dict(zip(Earlier.__slots__, owed, strict=True))
    return Earlier(**{**fields, "next_at": EPOCH + fields["next_at"] * MICROSECOND}), notice


_RETRACTED = outbox.alias()
_COLUMNS = (*(outbox.c[name] for name in Earlier.__slots__), outbox.c.notice)
_HOLDS = (
    outbox.c.year_id == bindparam("the_year"),
    or_(
        and_(outbox.c.status != DEAD, outbox.c.status != SUPERSEDED),
        outbox.c.sent_as.is_not(None),
        outbox.c.crashes > literal_column("0"),
    ),
)


def _since(about: ColumnElement[str], by: ColumnElement[str]) -> ColumnElement[int]:
    """Return when a thing was last retracted, at the beginning where it never was."""
    # From the newest on, by the index: as soon found after a hundred years as after one.
    last = (
        select(_RETRACTED.c.owed_at)
        .where(
            _RETRACTED.c.year_id == bindparam("the_year"),
            _RETRACTED.c.about == about,
            _RETRACTED.c.notice == by,
        )
        .order_by(_RETRACTED.c.owed_at.desc())
        .limit(literal_column("1"))
        .scalar_subquery()
    )
    return func.coalesce(last, literal_column("0"))


_ABOUT, _BY = bindparam("the_about", type_=Text), bindparam("retracting", type_=Text)
_ONE = Fixed(
    select(*_COLUMNS)
    .where(*_HOLDS, outbox.c.about == _ABOUT, outbox.c.owed_at >= _since(_ABOUT, _BY))
    .order_by(outbox.c.id)
)


def _asked() -> FromClause:
    """Return what is asked for, each with since when; worked out once for each."""
    one = (
        func.json_to_recordset(cast(bindparam("asked", type_=Text), JSON))
        .table_valued(column("about", Text), column("by", Text), name="one")
        .render_derived(with_types=True)
    )
    each = select(one.c.about, one.c.by, _since(one.c.about, one.c.by).label("since"))
    return each.cte("asked").prefix_with("MATERIALIZED")


_ASKED = _asked()
_EACH = Fixed(
    select(_ASKED.c.about, _ASKED.c.by, *_COLUMNS)
    .join_from(_ASKED, outbox, outbox.c.about == _ASKED.c.about)
    .where(*_HOLDS, outbox.c.owed_at >= _ASKED.c.since)
    .order_by(outbox.c.id)
)
