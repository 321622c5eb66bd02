"""Everything that an outside eye should see of an installation, each figure by one question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workflow.domain.approvals import waiting
from workflow.domain.errors import HistoryBroken
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.stages.course import WORK
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime
from workflow.service import approvals, heartbeats, reading
from workflow.service.heartbeats import Health
from workflow.store import figures, installation, promises
from workflow.store.engine import reader
from workflow.store.heartbeats import Sign


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """An installation at one moment. Ages in seconds, sizes in bytes.

    `lately` are the signs of processes that are not silent. `notices` counts those not sent, by
    status. `nobodys` are bloc years that are nobody's move, `unreadable` those of which that cannot
    be said, because what is stored of them does not prove itself.
    `settings_wrong` counts settings of PostgreSQL with which acknowledged acts may be lost.
    `clock_offset_s` is how far this machine's clock is ahead of the database's.
    """

    health: Health
    signs: tuple[Sign, ...]
    lately: tuple[Sign, ...]
    notices: dict[str, int]
    nobodys: tuple[str, ...]
    unreadable: tuple[str, ...]
    epoch: int
    held_at: datetime | None
    size: int
    settings_wrong: int
    clock_offset_s: float


def watch(runtime: Runtime, since: datetime | None = None) -> Watched:
    """Return what there is to be seen; `since` as for `heartbeats.health`."""
    idle = nobodys(runtime)
    health, signs = heartbeats.health(runtime, since), heartbeats.signs(runtime)
    with reader(runtime.engine).begin() as conn:
        standing = figures.standing(conn, runtime.lease)
        state = installation.found(conn)
        size = figures.size(conn)
    return Watched(
        health=health,
        signs=tuple(signs),
        lately=tuple(heartbeats.lately(signs, runtime.clock.now())),
        notices={one.status: one.count for one in standing},
        nobodys=idle.years,
        unreadable=idle.unreadable,
        epoch=state.epoch if state else 1,
        held_at=state.held_at if state else None,
        size=size,
        settings_wrong=sum(one.grave for one in promises.findings(runtime.engine)),
        clock_offset_s=heartbeats.clock_offset(runtime).total_seconds(),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Nobodys:
    """Bloc years that wait for nobody, and those that could not be read to say so."""

    years: tuple[str, ...]
    unreadable: tuple[str, ...]


def nobodys(runtime: Runtime) -> Nobodys:
    """Return the bloc years that wait for nobody, in their order.

    At work, with no deadline armed, and nobody seated has a move; or, whatever is armed, with a
    step of an approval on which nobody is able to act. One question finds the years without a
    deadline, another those that were said to be stuck: both are few, and only those are read.
    """
    with reader(runtime.engine).begin() as conn:
        unarmed = figures.unarmed_years(conn, sorted(WORK))
    found: dict[str, bool | None] = {}
    for years, waits in ((unarmed, _nobody_moves), (approvals.stuck_years(runtime), _nobody_able)):
        for year in years:
            found[year] = found.get(year) or _asked(runtime, year, waits)
    return Nobodys(
        years=tuple(sorted(year for year, one in found.items() if one)),
        unreadable=tuple(sorted(year for year, one in found.items() if one is None)),
    )


def _asked(runtime: Runtime, year_id: str, waits: Callable[[Book, datetime], bool]) -> bool | None:
    """Return whether a year waits for nobody; None where it cannot be read."""
    try:
        book = reading.load_book(runtime, year_id)
        return waits(book, book.not_before(runtime.clock.now()))
    except HistoryBroken:  # one year must not hide what is wrong with all the others
        return None


def _nobody_able(book: Book, now: datetime) -> bool:
    return any(one.code == "NOBODY_ABLE" for one in waiting.everywhere(book, now))


def _nobody_moves(book: Book, now: datetime) -> bool:
    roster, day = book.load(Roster, ROSTER), hanoi_day(now)
    return not any(roster.seated(seat, day) for seat in reading.seats_to_move(book, now))
