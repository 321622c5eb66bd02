"""The overlay of decided days: laid down as versions, and every open deadline reckoned by it anew.

A version is laid down in one transaction, and each bloc year follows in one of its own: whoever is
interrupted goes on where they stopped, and the tick catches up with whatever was left.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from definitions.overlays import Overlay
from definitions.schema.calendars import NATION
from definitions.schema.record import Text
from definitions.wording import Phrase
from definitions.workdays import calendar_file
from workflow.domain import deadlines, reckoning
from workflow.domain.approvals import subjects
from workflow.domain.eligibility import feeds
from workflow.domain.eligibility.feeds import FeedsDue
from workflow.domain.model import SYSTEM, Book, Call
from workflow.domain.objections import times
from workflow.domain.reckoning import Reckoned
from workflow.domain.scores import criteria_groups, period_deadlines, periods
from workflow.domain.scores.period_deadlines import PeriodsDue
from workflow.runtime import Runtime
from workflow.service import authority, trying
from workflow.service.desk import Desk
from workflow.service.trying import GoingOn, always
from workflow.store import books, calendars, doubtful, tries
from workflow.store.books import Streams
from workflow.store.calendars import Version
from workflow.store.engine import reader

WORK = "calendar"
"""What following the calendar is called where tries are counted."""

AT_ONCE = 100
"""So many ids of bloc years are read at a time; the years themselves one by one."""


Told = tuple[Phrase, Reckoned]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearReckoned:
    """What becomes of one bloc year; `deadline` is None where no stage runs.

    `steps` are the deadlines of approvals, `objections` the times for objecting and answering,
    `own` the days that periods, criteria groups and reported facts have of their own; each with
    what it is the time of.
    """

    year: str
    bloc_name: str
    stage: Phrase | None
    deadline: Reckoned | None
    steps: tuple[Told, ...] = ()
    objections: tuple[Told, ...] = ()
    own: tuple[Told, ...] = ()

    @property
    def deadlines(self) -> tuple[Told, ...]:
        """Every deadline of the year, with what it is the time of."""
        found = ((self.stage, self.deadline),) if self.stage and self.deadline else ()
        return (*found, *self.steps, *self.objections, *self.own)


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
        return _told(book, runtime.clock.now())


def _told(book: Book, now: datetime) -> YearReckoned:
    deadline = reckoning.reckoned(book, now)
    stage = deadline.stage if deadline else None
    return YearReckoned(
        year=book.id,
        bloc_name=book.bloc_name,
        stage=_step(book.definition.stage(stage).title) if stage else None,
        deadline=deadline,
        steps=tuple(
            (_step(subjects.step_of(book, one.step or "").title), one)
            for one in reckoning.steps(book, now)
        ),
        objections=tuple(
            (times.title(book, found.what, found.rule, found.objection), one)
            for found, one in zip(
                times.running(book, now), reckoning.objections(book, now), strict=True
            )
        ),
        own=(*_of_groups(book, now), *_own(book, now)),
    )


def _of_groups(book: Book, now: datetime) -> Iterator[Told]:
    for one in criteria_groups.anew(book, now):
        yield Phrase("deadline_group", {"group": one.group.title}), reckoning.of_group(one)


def _own(book: Book, now: datetime) -> Iterator[Told]:
    """Yield the days of periods and of reported facts that move, with what they are the days of."""
    titles = {
        "period": {one.period.id: one.period.title for one in periods.spans(book)},
        "feed": {one.id: one.title for one in book.definition.facts},
    }
    moved = {
        "period": period_deadlines.by_calendar(book, "", now),
        "feed": feeds.by_calendar(book, "", now),
    }
    for kind, drafts in moved.items():
        for event in (draft.event for draft in drafts):
            if isinstance(event, PeriodsDue | FeedsDue):
                for name, due in event.dues.items():
                    what = Phrase(f"deadline_{kind}", {"title": titles[kind][name]})
                    was = event.was.get(name, due)
                    yield what, Reckoned(fate="moves", was=was, due=due)


def _step(title: Text) -> Phrase:
    return Phrase("deadline_step", {"step": title})


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
        told = _told(page.book, now)
        why = _reason(version)
        drafts = [
            *reckoning.drafts(page.book, why, call),
            *period_deadlines.by_calendar(page.book, why, call.now),
            *feeds.by_calendar(page.book, why, call.now),
            *criteria_groups.by_calendar(page.book, why, call.now),
        ]
        desk.record(page, drafts, call)
        desk.follow(page)
        page.arm = {one.name: one for one in deadlines.unmoved(page.book, call)} | page.arm
        desk.flush()
        calendars.mark(conn, year_id, number)
    return told


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
