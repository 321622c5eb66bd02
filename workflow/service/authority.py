"""Who may do what belongs to no bloc year's own acts: notices by hand, days that are decreed."""

from datetime import datetime
from typing import cast

from sqlalchemy import Connection

from workflow.domain.errors import Refused, Unmet
from workflow.domain.members.roster import Roster
from workflow.domain.timing import hanoi_day
from workflow.store import books

ADMIN = "admin"


def of_year(conn: Connection, year_id: str, person: str, now: datetime) -> None:
    """Raise Refused unless *person* is an administrator of that bloc year today."""
    _require(books.rosters(conn, year_id), person, now)


def of_any_year(conn: Connection, person: str, now: datetime) -> None:
    """Raise Refused unless *person* is an administrator of some bloc year today.

    Where no bloc year was ever opened there is nobody to ask: whoever sets up may do it.
    """
    found = books.rosters(conn)
    if found:
        _require(found, person, now)


def _require(rosters: list[object], person: str, now: datetime) -> None:
    day = hanoi_day(now)
    if not any(cast("Roster", one).holds(person, ADMIN, day) for one in rosters):
        facts: dict[str, object] = {"person": person, "seat": ADMIN, "day": day}
        raise Refused([Unmet(code="SEAT_NOT_HELD", facts=facts, who=(ADMIN,))])
