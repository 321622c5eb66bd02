"""One act's transaction: the books it lies open, what it records in them, and the one writing-out.

A desk holds what was read and what the acts so far would change; nothing is written until `flush`,
which writes every table once. So a meeting of many acts costs little more than one act.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from sqlalchemy import Connection

from definitions.hashing import canonical
from definitions.overlays import Overlay
from workflow import tracing
from workflow.domain import deadlines, history
from workflow.domain.adoption.state import (
    OFFERED,
    DefinitionAdopted,
    DefinitionProposed,
    Offered,
)
from workflow.domain.evolving import evolve
from workflow.domain.model import Book, Call, Draft, Event, Pinned
from workflow.domain.stages import year
from workflow.domain.stages.year import YearState
from workflow.domain.telling import occasions
from workflow.domain.telling.occasions import Occasion
from workflow.domain.timing import Timer
from workflow.service import owing
from workflow.service.owing import Cause, Owing
from workflow.store import books, calendars, codec, timers
from workflow.store.acting import whole
from workflow.store.books import Streams, YearRow
from workflow.store.doubtful import Born, written
from workflow.store.rows import ARMED, ARMED_ONCE, BEGUN, HAPPENED, KEPT, OPENED, Into, Row, Writing
from workflow.store.schema import EPOCH, MICROSECOND, stored
from workflow.store.statements import Connected
from workflow.store.writing import write


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An event as it will be stored; with it, *stream* is at *version*.

    Answers that were kept before say nothing of streams.
    """

    year: str
    seq: int
    kind: str
    hash: str
    stream: str = ""
    version: int = 0


@dataclass
class Page:
    """One bloc year lying open: what was read, and what is to be written.

    `subjects` are those whose streams are loaded; None when all are. `pinned` holds definitions
    that are new to the year, to be kept with what is written.
    """

    row: YearRow
    book: Book
    streams: Streams
    subjects: set[str] | None = field(default_factory=set)
    new: bool = False
    events: list[Row] = field(default_factory=list)
    touched: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[Draft, Call]] = field(default_factory=list)
    arm: dict[str, Timer] = field(default_factory=dict)
    cancel: list[str] = field(default_factory=list)
    owing: Owing = field(default_factory=Owing)
    pinned: list[Pinned] = field(default_factory=list)
    head: bytes = b""
    seq: int = 0
    now: int = 0

    def not_before(self, now: datetime) -> datetime:
        """Return the moment that something is recorded at: never before what was recorded last."""
        last = self.row.last
        return now if last is None or last <= stored(now) else EPOCH + last * MICROSECOND

    def heed(self, event: Event) -> None:
        """Keep a definition that is proposed; go on by one that is adopted.

        What is recorded from the adoption on carries its hash.
        """
        if isinstance(event, DefinitionProposed):
            self.pinned.append(self.book.load(Offered, OFFERED).pinned)
        if isinstance(event, DefinitionAdopted):
            pinned = self.book.load(Offered, OFFERED).pinned
            self.row = replace(self.row, definition=pinned.hash)
            self.book = replace(self.book, pinned=pinned)


class Desk:
    """The books of one transaction. Keeps no state beyond it.

    `born` says how notices are written down that may have left before a backup was restored.
    """

    def __init__(self, conn: Connected, command_id: str) -> None:
        self.direct = conn
        self.command_id = command_id
        self.pages: dict[str, Page] = {}
        self.recorded: list[Recorded] = []
        self._overlay: Overlay | None = None
        self.beside: list[Callable[[Connection], None]] = []
        self.born: Born = {}

    @property
    def conn(self) -> Connection:
        """The connection as SQLAlchemy knows it, for statements that are not fixed."""
        return whole(self.direct)

    def open(self, year_id: str, *, subjects: Iterable[str] | None) -> Page:
        """Lay a bloc year open with its own streams and those of *subjects*, or with all of them.

        Raises:
            NotFound: There is no such bloc year.
        """
        wanted = None if subjects is None else {"", *subjects}
        page = self.pages.get(year_id)
        if page is None:
            return self._read(year_id, wanted)
        if page.subjects is not None:
            self._load(page, None if wanted is None else wanted - page.subjects)
        return page

    def _read(self, year_id: str, wanted: set[str] | None) -> Page:
        """Read a bloc year, and whether this command was answered, by one statement."""
        if wanted is not None and len(wanted) > books.AT_ONCE + 1:
            wanted = None
        row, streams = books.open_for(self.direct, year_id, self.command_id, wanted)
        pinned = books.pinned(self.direct, row.definition)
        book = _book(row, pinned, streams, calendars.of_digest(self.direct, row.calendar))
        page = Page(
            row=row, book=book, streams=streams, subjects=wanted, head=row.head, seq=row.seq
        )
        self.pages[year_id] = page
        return page

    def _load(self, page: Page, missing: set[str] | None) -> None:
        if missing is not None and len(missing) > books.AT_ONCE:
            missing = None
        if missing is None or missing:
            books.load_streams(self.direct, page.row.id, page.streams, subjects=missing)
            page.subjects = None if missing is None else (page.subjects or set()) | missing

    def begin(self, row: YearRow, pinned: Pinned) -> Page:
        """Lay a new bloc year open; its row is inserted by the flush."""
        streams = Streams()
        self._overlay = self._overlay or calendars.newest(self.direct)
        book = _book(row, pinned, streams, self._overlay)
        page = Page(row=row, book=book, streams=streams, subjects=None, new=True, head=row.head)
        page.pinned.append(pinned)
        self.pages[row.id] = page
        return page

    def record(self, page: Page, drafts: Iterable[Draft], call: Call) -> None:
        """Fold events into the open book and chain them; they are stored by the flush.

        Nothing is recorded before what was recorded last, wherever a clock was put back to.
        """
        if (now := page.not_before(call.now)) != call.now:
            call = replace(call, now=now)
        for draft in drafts:
            state = page.streams.get(draft.stream)
            page.streams.put(draft.stream, evolve(draft.stream, state, draft.event, call))
            page.touched[draft.stream] = page.touched.get(draft.stream, 0) + 1
            page.pending.append((draft, call))
            page.heed(draft.event)
            self._chain(page, draft, call)

    def _chain(self, page: Page, draft: Draft, call: Call) -> None:
        page.seq += 1
        body = codec.body(
            draft,
            call,
            year=page.row.id,
            seq=page.seq,
            command=self.command_id,
            definition=page.row.definition,
        )
        page.head = history.chain(page.head, body)
        page.events.append(
            (page.row.id, page.seq, draft.stream, draft.event.kind, call.actor.person,
             stored(call.at), stored(call.now), self.command_id, body, page.head)
        )  # fmt: skip
        version = page.streams.version(draft.stream) + page.touched[draft.stream]
        self.recorded.append(Recorded(
            year=page.row.id, seq=page.seq, kind=draft.event.kind, hash=page.head.hex(),
            stream=draft.stream, version=version,
        ))  # fmt: skip

    def follow(self, page: Page) -> None:
        """Work out deadlines and notices of what was recorded, over the book as it now stands."""
        first = page.seq - len(page.pending) + 1
        happened = [list(occasions.follow(page.book, *one)) for one in page.pending]
        owing.look_up(self.direct, page.book, chain.from_iterable(happened), page.owing)
        for number, (draft, call) in enumerate(page.pending, start=first):
            found = deadlines.follow(page.book, draft.event, call)
            page.cancel += found.cancel
            page.now = stored(call.now)
            for about in found.cancel:
                _drop(page.arm, about)
            page.arm |= {timer.name: timer for timer in found.arm}
            owing.drop_unwritten(found.cancel, page.owing.rows)
            for which, occasion in enumerate(happened[number - first]):
                cause = Cause(occasion=occasion, place=f"{number}.{which}", call=call)
                owing.owe(page.book, cause, page.owing)
        page.pending.clear()

    def tell(self, page: Page, occasion: Occasion, place: str, call: Call) -> None:
        """Owe what people are told on an occasion; *place* makes its keys the same every time."""
        owing.look_up(self.direct, page.book, [occasion], page.owing)
        owing.owe(page.book, Cause(occasion=occasion, place=place, call=call), page.owing)

    def flush(self, *beside: tuple[Into, Row]) -> None:
        """Write everything, and the rows *beside* it.

        Raises:
            LostRace: Another transaction acted first; what was written must be rolled back.
        """
        writing = Writing()
        for _, page in sorted(self.pages.items()):
            if page.events or page.arm or page.cancel or page.owing.rows:
                self._gather(page, writing)
        for into, row in beside:
            writing.add(into, [row])
        for change in self.beside:
            change(self.conn)
        write(self.direct, writing)

    def _gather(self, page: Page, writing: Writing) -> None:
        year_id = page.row.id
        if page.events:
            _gather_chain(page, writing)
        writing.over += [(year_id, about, page.now) for about in dict.fromkeys(page.cancel)]
        for timer in page.arm.values():
            into = ARMED if timer.again else ARMED_ONCE
            row = (year_id, timer.name, timer.about, stored(timer.due), timers.ARMED, 0, None, None)
            writing.add(into, [row])
        writing.superseded += page.owing.superseded
        cause = {"command_id": self.command_id, "trace": tracing.here()}
        writing.owe([{**written(row, self.born), **cause} for row in page.owing.rows])


def _gather_chain(page: Page, writing: Writing) -> None:
    state = page.book.load(YearState, year.KEY).state
    kept = [(one.hash, one.definition.id, canonical(one.definition)) for one in page.pinned]
    writing.add(KEPT, kept)
    if page.new:
        writing.add(OPENED, [_new_row(page, state)])
    else:
        now = page.row
        writing.moved.append((page.seq, page.head, state, now.definition, now.id, now.seq))
    writing.add(HAPPENED, page.events)
    for key, changes in page.touched.items():
        kind, _, subject = key.partition("/")
        before = page.streams.version(key)
        row = (before + changes, codec.dump_state(key, page.streams[key]), page.row.id, kind,
               subject)  # fmt: skip
        if before:
            writing.grown.append((*row, before))
        else:
            writing.add(BEGUN, [row])


def _book(row: YearRow, pinned: Pinned, streams: Streams, overlay: Overlay) -> Book:
    return Book(
        id=row.id,
        bloc=row.bloc,
        bloc_name=row.bloc_name,
        year=row.year,
        pinned=pinned,
        streams=streams,
        overlay=overlay,
    )


def _new_row(page: Page, state: str) -> Row:
    row, opened_at = page.row, page.events[0][6]
    return (row.id, row.bloc, row.bloc_name, row.year, row.definition, page.seq, page.head, state,
            opened_at)  # fmt: skip


def _drop(arm: dict[str, Timer], about: str) -> None:
    for name in [one.name for one in arm.values() if one.about == about or _of_kind(one, about)]:
        del arm[name]


def _of_kind(timer: Timer, about: str) -> bool:
    return about.endswith("/") and timer.about.startswith(about)
