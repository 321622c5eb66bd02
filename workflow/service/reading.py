"""Questions: what a year stands at, what keeps it there, whose work is waiting. Changes nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from definitions.schema.record import Text
from workflow.domain import access, gates, timing
from workflow.domain.adoption import proposing
from workflow.domain.approvals import waiting
from workflow.domain.eligibility import feeds
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations import afterwards, following, late_dossiers, released
from workflow.domain.objections import windows
from workflow.domain.praise import state as praise
from workflow.domain.registration import taking_on
from workflow.domain.scores import criteria_group_entries, period_deadlines
from workflow.domain.stages import extending, year
from workflow.domain.stages.course import SUSPENDED, WORK
from workflow.domain.stages.moving import StageRecord
from workflow.domain.stages.year import YearState
from workflow.runtime import Runtime
from workflow.store import books, calendars, histories, outbox
from workflow.store.books import Streams
from workflow.store.engine import reader
from workflow.store.schema import definitions, years


@dataclass(frozen=True, kw_only=True, slots=True)
class YearSummary:
    """One bloc year in a list."""

    id: str
    bloc: str
    bloc_name: str
    year: int
    state: str
    definition: str
    definition_hash: str
    events: int
    head: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """What keeps a bloc year in its stage: every unmet condition, or none.

    `beside` is what is waited for all the same: the year may go on without it, or has closed.
    `versions` says how many events each stream had when this was read, as an act may expect it.
    """

    year: str
    bloc_name: str
    state: str
    stage: Text | None
    next: Text | None
    due: datetime | None
    overdue: bool
    unmet: tuple[Unmet, ...]
    beside: tuple[Unmet, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """Something that waits for one person, in one of their seats."""

    year: str
    bloc_name: str
    seat: str
    unmet: Unmet


def list_years(runtime: Runtime) -> list[YearSummary]:
    """Return every bloc year, by bloc and year."""
    wanted = select(
        years.c.id, years.c.bloc, years.c.bloc_name, years.c.year, years.c.state,
        definitions.c.id, definitions.c.hash, years.c.seq, years.c.head,
    ).join(definitions).order_by(years.c.bloc, years.c.year)  # fmt: skip
    with reader(runtime.engine).begin() as conn:
        return [
            YearSummary(
                id=row[0], bloc=row[1], bloc_name=row[2], year=row[3], state=row[4],
                definition=row[5], definition_hash=row[6], events=row[7], head=row[8].hex(),
            )
            for row in conn.execute(wanted)
        ]  # fmt: skip


def load_book(runtime: Runtime, year_id: str) -> Book:
    """Return a bloc year with all its streams. Raises NotFound."""
    return _loaded(runtime, year_id)[0]


def _loaded(runtime: Runtime, year_id: str) -> tuple[Book, Streams]:
    with reader(runtime.engine).begin() as conn:
        row, streams = books.load_year(conn, year_id), Streams()
        books.load_streams(conn, year_id, streams, subjects=None)
        pinned = books.pinned(conn, row.definition)
        overlay = calendars.of_digest(conn, row.calendar)
    book = Book(
        id=row.id, bloc=row.bloc, bloc_name=row.bloc_name, year=row.year,
        pinned=pinned, streams=streams, overlay=overlay, recorded_at=row.recorded_at,
    )  # fmt: skip
    return book, streams


def why(runtime: Runtime, year_id: str) -> Why:
    """Return every condition that keeps the year in its stage, with whose move it is."""
    book, streams = _loaded(runtime, year_id)
    now = book.not_before(runtime.clock.now())
    state = book.load(YearState, year.KEY)
    current = state.current
    unmet = (*year.barred_prevents(book, WORK), *gates.stage_unmet(book, now))
    following = year.following(book, gates.holds(book, now))
    return Why(
        year=book.id,
        bloc_name=book.bloc_name,
        state=state.state,
        stage=book.definition.stage(current.id).title if current else None,
        next=following,
        due=current.due if current else None,
        overdue=current is not None and _past(current, now),
        unmet=unmet,
        beside=tuple(_beside(book, now, unmet)),
        versions={key: streams.version(key) for key in streams},
    )


def _beside(book: Book, now: datetime, unmet: tuple[Unmet, ...]) -> Iterator[Unmet]:
    yield from period_deadlines.waiting(book, now)
    yield from criteria_group_entries.waiting(book, now)
    yield from (one for one in feeds.overdue(book, now) if one not in unmet)
    yield from late_dossiers.waiting(book)


def _past(stage: StageRecord, now: datetime) -> bool:
    """Whether a stage is past its due moment, also when no tick has recorded that yet."""
    return stage.overdue or (stage.due is not None and stage.due < now)


def work(runtime: Runtime, person: str | None = None) -> list[Task]:
    """Return what waits, for one person or for everybody, the earliest deadline first."""
    books_read = (load_book(runtime, summary.id) for summary in list_years(runtime))
    found = [
        task
        for book in books_read
        for task in _waiting(book, book.not_before(runtime.clock.now()), person)
    ]
    return sorted(found, key=lambda task: (task.unmet.due is None, str(task.unmet.due), task.year))


def _waiting(book: Book, now: datetime, person: str | None) -> Iterator[Task]:
    roster = book.load(Roster, ROSTER)
    held = None
    if person:
        held = {*roster.seats_of(person, timing.hanoi_day(now)), f"person:{person}"}
    for unmet in _moves(book, now):
        if person and not waiting.concerns(book, unmet, person, now):
            continue
        seats = tuple(dict.fromkeys(access.seats_for(book, unmet.who, now)))
        for seat in seats:
            if held is None or seat in held:
                yield Task(year=book.id, bloc_name=book.bloc_name, seat=seat, unmet=unmet)


def seats_to_move(book: Book, now: datetime) -> Iterator[str]:
    """Yield the seats that something waits for in a bloc year."""
    for unmet in _moves(book, now):
        yield from access.seats_for(book, unmet.who, now)


def _moves(book: Book, now: datetime) -> list[Unmet]:
    """Return what waits in a bloc year: its stage, and a nomination that runs beside the stages.

    A year that stands still waits for the administrator alone.
    """
    if book.load(YearState, year.KEY).state == SUSPENDED:
        return list(year.barred_prevents(book, WORK))
    found = [*(gates.stage_unmet(book, now) or _ready(book))]
    for one in (
        *gates.nomination_waiting(book, now),
        *waiting.everywhere(book, now),
        *extending.waiting(book),
        *windows.waiting(book, now),
        *proposing.waiting(book),
        *period_deadlines.waiting(book, now),
        *feeds.waiting(book),
        *criteria_group_entries.waiting(book, now),
        *praise.waiting(book),
        *taking_on.waiting(book),
        *released.moves(book),
        *afterwards.waiting(book, gates.deciding(book, now)),
        *following.waiting(book, now),
        *late_dossiers.waiting(book),
    ):
        found += [one] if one not in found else []
    return found


def _ready(book: Book) -> Iterator[Unmet]:
    """Yield that nothing is missing and the year waits to be advanced: it is always a move."""
    current = book.load(YearState, year.KEY).current
    if current and not any(year.barred_prevents(book, WORK)):
        stage = book.definition.stage(current.id)
        who = (stage.owner or "admin",)
        yield Unmet(code="NOT_ADVANCED", facts={"stage": stage.title}, who=who, due=current.due)


@dataclass(frozen=True, kw_only=True, slots=True)
class EventLine:
    """One event of a history as it is stored; `definition` is the hash it was recorded under."""

    seq: int
    kind: str
    stream: str
    actor: str
    seat: str
    at: str
    recorded_at: str
    data: dict[str, Any]
    hash: str
    definition: str


def history(runtime: Runtime, year_id: str, *, after: int = 0) -> list[EventLine]:
    """Return the history of a bloc year from the event after *after*. Raises NotFound."""
    with reader(runtime.engine).begin() as conn:
        books.load_year(conn, year_id)
        return [_line(row) for row in histories.read(conn, year_id, after=after)]


def _line(row: Any) -> EventLine:  # noqa: ANN401 - a database row
    body = json.loads(row.body)
    return EventLine(
        seq=row.seq, kind=row.kind, stream=row.stream, actor=row.actor, seat=body["seat"],
        at=body["at"], recorded_at=body["recorded_at"], data=body["data"], hash=row.hash.hex(),
        definition=body["definition"],
    )  # fmt: skip


def as_recorded(runtime: Runtime, book: Book, lines: Sequence[EventLine]) -> dict[str, Book]:
    """Return *book* by each definition that *lines* were recorded under, by its hash.

    What an event is about is named as it was then, whatever the year has taken up since; under a
    hash that no stored definition has, as it is named now.
    """
    recorded = {one.definition for one in lines}
    with reader(runtime.engine).begin() as conn:
        stored = set(
            conn.scalars(select(definitions.c.hash).where(definitions.c.hash.in_(recorded)))
        )
        pinned = books.all_pinned(conn, stored)
    then = {digest: replace(book, pinned=one) for digest, one in pinned.items()}
    return dict.fromkeys(recorded, book) | then


def bodies(runtime: Runtime, year_id: str) -> list[bytes]:
    """Return the bytes of every event as they are stored and hashed. Raises NotFound."""
    with reader(runtime.engine).begin() as conn:
        books.load_year(conn, year_id)
        return [row.body for row in histories.read(conn, year_id)]


def notices(runtime: Runtime, year_id: str | None = None) -> dict[str, int]:
    """Return how many notices stand in each status."""
    with reader(runtime.engine).begin() as conn:
        return outbox.counts(conn, year_id)


def attempts(runtime: Runtime) -> dict[tuple[str, int], int]:
    """Return how many notices stand in each status after so many attempts."""
    with reader(runtime.engine).begin() as conn:
        return outbox.attempts(conn)


def mails(runtime: Runtime, year_id: str | None = None) -> int:
    """Return how many mails and messages were sent; one may carry several notices."""
    with reader(runtime.engine).begin() as conn:
        return outbox.mails(conn, year_id)
