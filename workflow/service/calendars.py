"""The overlay of decided days: laid down as versions, and every open deadline reckoned by it anew.

A version is laid down in one transaction, and each bloc year follows in one of its own: whoever is
interrupted goes on where they stopped, and the tick catches up with whatever was left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from definitions.overlays import Overlay
from definitions.schema.calendars import NATION
from definitions.workdays import calendar_file
from workflow.domain import deadlines, reckoning
from workflow.domain.model import SYSTEM, Book, Call
from workflow.runtime import Runtime
from workflow.service import authority, trying
from workflow.service.desk import Desk
from workflow.service.reckoned_years import YearReckoned, told
from workflow.service.trying import GoingOn, always
from workflow.store import books, calendars, doubtful, tries
from workflow.store.books import Streams
from workflow.store.calendars import Version
from workflow.store.engine import reader

WORK = "calendar"
"""What following the calendar is called where tries are counted."""

AT_ONCE = 100
"""So many ids of bloc years are read at a time; the years themselves one by one."""


def current(runtime: Runtime) -> Overlay:
    """Return the overlay that holds now."""
    with reader(runtime.engine).begin() as conn:
        return calendars.newest(conn)


def versions(runtime: Runtime) -> list[Version]:
    """Return every version that was laid down, the oldest first; version 0 is shipped."""
    with reader(runtime.engine).begin() as conn:
        return calendars.history(conn)


def behind(runtime: Runtime) -> int:
    """Return how many open bloc years are still reckoned by an earlier version."""
    with reader(runtime.engine).begin() as conn:
        version = calendars.newest(conn).version
        return calendars.count_behind(conn, version) if version else 0


def open_years(runtime: Runtime) -> int:
    """Return how many bloc years are open."""
    with reader(runtime.engine).begin() as conn:
        return calendars.count_open(conn)


def lay_down(
    runtime: Runtime, overlay: Overlay, *, person: str, reason: str, decree: str | None = None
) -> Version:
    """Make *overlay* the one that holds. No deadline moves yet: see `catch_up`.

    Raises:
        StaleStream: Another version was laid down since this one was begun. Nothing was written.
        Refused: *person* is no administrator of any bloc year.
    """
    version = Version(
        overlay=overlay, person=person, recorded_at=runtime.clock.now(), reason=reason,
        decree=decree,
    )  # fmt: skip
    with runtime.engine.begin() as conn:
        authority.of_any_year(conn, person, version.recorded_at)
        calendars.append(conn, version)
        tries.forget(conn, WORK)
    runtime.nudge()
    return version


def preview(runtime: Runtime, overlay: Overlay) -> Iterator[YearReckoned]:
    """Yield what would become of every open bloc year under *overlay*. Changes nothing."""
    for year_id in _all_behind(runtime, overlay):
        yield _previewed(runtime, overlay, year_id)


def _behind(runtime: Runtime, version: int, after: str = "") -> list[str]:
    with reader(runtime.engine).begin() as conn:
        return calendars.behind(conn, version, after=after, limit=AT_ONCE)


def _previewed(runtime: Runtime, overlay: Overlay, year_id: str) -> YearReckoned:
    with reader(runtime.engine).begin() as conn:
        row, streams = books.load_year(conn, year_id), Streams()
        books.load_streams(conn, year_id, streams, subjects=set())
        book = Book(
            id=row.id, bloc=row.bloc, bloc_name=row.bloc_name, year=row.year,
            pinned=books.pinned(conn, row.definition), streams=streams, overlay=overlay,
        )  # fmt: skip
        return told(book, runtime.clock.now())


def catch_up(
    runtime: Runtime, *, most: int | None = None, going_on: GoingOn = always
) -> Iterator[YearReckoned]:
    """Reckon anew every open bloc year that is behind the newest version; at most *most* of them.

    Yields what became of each, after its transaction. Each is counted before it is begun, and none
    is begun once *going_on* says no.

    Raises:
        ExceptionGroup: Some could not be reckoned anew. They stay behind; all others follow.
    """
    with reader(runtime.engine).begin() as conn:
        found = calendars.last(conn)
    if found is None:
        return
    years = list(_all_behind(runtime, found.overlay))
    yield from trying.each(
        runtime, WORK, years, lambda year_id: _reckon(runtime, found, year_id),
        most=most, going_on=going_on,
    )  # fmt: skip


def follow(runtime: Runtime, *, most: int | None = None, going_on: GoingOn = always) -> int:
    """Do all of `catch_up`; return how many bloc years were reckoned anew. Raises as it does."""
    return sum(1 for _ in catch_up(runtime, most=most, going_on=going_on))


def _all_behind(runtime: Runtime, overlay: Overlay) -> Iterator[str]:
    after = ""
    while ids := _behind(runtime, overlay.version, after):
        yield from ids
        after = ids[-1]


def _reckon(runtime: Runtime, version: Version, year_id: str) -> YearReckoned:
    """Move the deadlines of one bloc year: the event, timers, notices and the mark together."""
    number = version.overlay.version
    with runtime.engine.begin() as conn:
        books.lock_year(conn, year_id)
        desk = Desk(conn, f"calendar:{number}:{year_id}")
        page = desk.open(year_id, subjects=None)
        desk.born = doubtful.born(conn, version.recorded_at)
        page.book = replace(page.book, overlay=version.overlay)
        now = runtime.clock.now()
        call = Call(actor=SYSTEM, at=now, now=now)
        reckoned = told(page.book, now)
        desk.record(page, reckoning.drafts(page.book, _reason(version), call), call)
        desk.follow(page)
        page.arm = {one.name: one for one in deadlines.unmoved(page.book, call)} | page.arm
        desk.flush()
        calendars.mark(conn, year_id, number)
    return reckoned


def _reason(version: Version) -> str:
    return f"{version.decree}: {version.reason}" if version.decree else version.reason


def lacking(runtime: Runtime, name: str, years: Iterable[int]) -> list[int]:
    """Return those of *years* for which no day is decided, shipped or laid down, for the nation.

    Raises:
        UnknownCalendar: There is no calendar of that name.
    """
    days = (*calendar_file(name).days, *current(runtime).days)
    known = {day.date.year for day in days if day.scope == NATION}
    return [year for year in years if year not in known]
