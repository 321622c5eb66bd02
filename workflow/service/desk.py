"""One act's transaction: the books it lies open, what it records in them, and the one writing-out.

A desk holds what was read and what the acts so far would change; nothing is written until `flush`,
which writes every table once. So a meeting of many acts costs little more than one act.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from definitions.hashing import canonical
from workflow.domain import deadlines, history, occasions, year
from workflow.domain.evolving import evolve
from workflow.domain.model import Book, Call, Draft, Pinned
from workflow.domain.recipients import Owed, owed
from workflow.domain.timing import Timer
from workflow.domain.year import YearState
from workflow.store import books, codec, histories, outbox, timers
from workflow.store.books import Streams, YearRow
from workflow.store.schema import stored

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An event as it will be stored."""

    year: str
    seq: int
    kind: str
    hash: str


@dataclass
class Page:
    """One bloc year lying open: what was read, and what is to be written.

    `subjects` are those whose streams are loaded; None when all are.
    """

    row: YearRow
    book: Book
    streams: Streams
    subjects: set[str] | None = field(default_factory=set)
    new: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)
    touched: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[Draft, Call]] = field(default_factory=list)
    arm: dict[str, Timer] = field(default_factory=dict)
    cancel: list[str] = field(default_factory=list)
    owed: list[dict[str, Any]] = field(default_factory=list)
    head: bytes = b""
    seq: int = 0


class Desk:
    """The books of one transaction. Keeps no state beyond it."""

    def __init__(self, conn: Connection, command_id: str) -> None:
        self.conn = conn
        self.command_id = command_id
        self.pages: dict[str, Page] = {}
        self.recorded: list[Recorded] = []

    def open(self, year_id: str, *, subjects: set[str] | None) -> Page:
        """Lay a bloc year open with its own streams and those of *subjects*, or with all of them.

        Raises:
            NotFound: There is no such bloc year.
        """
        page = self.pages.get(year_id) or self.read(year_id)
        if page.subjects is not None:
            self._load(page, None if subjects is None else {"", *subjects} - page.subjects)
        return page

    def _load(self, page: Page, missing: set[str] | None) -> None:
        if missing is not None and len(missing) > books.AT_ONCE:
            missing = None
        if missing is None or missing:
            books.load_streams(self.conn, page.row.id, page.streams, subjects=missing)
            page.subjects = None if missing is None else (page.subjects or set()) | missing

    def read(self, year_id: str) -> Page:
        """Read a bloc year's own row, and whether this command was answered. Raises NotFound."""
        row, streams = books.load_year_for(self.conn, year_id, self.command_id), Streams()
        book = _book(row, books.pinned(self.conn, row.definition), streams)
        page = Page(row=row, book=book, streams=streams, head=row.head, seq=row.seq)
        self.pages[year_id] = page
        return page

    def begin(self, row: YearRow, pinned: Pinned) -> Page:
        """Lay a new bloc year open; its row is inserted by the flush."""
        streams = Streams()
        book = _book(row, pinned, streams)
        page = Page(row=row, book=book, streams=streams, subjects=None, new=True, head=row.head)
        self.pages[row.id] = page
        return page

    def record(self, page: Page, drafts: Iterable[Draft], call: Call) -> None:
        """Fold events into the open book and chain them; they are stored by the flush."""
        for draft in drafts:
            state = page.streams.get(draft.stream)
            page.streams.put(draft.stream, evolve(draft.stream, state, draft.event, call))
            page.touched[draft.stream] = page.touched.get(draft.stream, 0) + 1
            page.pending.append((draft, call))
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
            {
                "year_id": page.row.id,
                "seq": page.seq,
                "stream": draft.stream,
                "kind": draft.event.kind,
                "actor": call.actor.person,
                "at": stored(call.at),
                "recorded_at": stored(call.now),
                "command_id": self.command_id,
                "body": body,
                "hash": page.head,
            }
        )
        self.recorded.append(
            Recorded(year=page.row.id, seq=page.seq, kind=draft.event.kind, hash=page.head.hex())
        )

    def follow(self, page: Page) -> None:
        """Work out deadlines and notices of what was recorded, over the book as it now stands."""
        first = page.seq - len(page.pending) + 1
        for number, (draft, call) in enumerate(page.pending, start=first):
            found = deadlines.follow(page.book, draft.event, call)
            page.cancel += found.cancel
            for about in found.cancel:
                _drop(page.arm, about)
            page.arm |= {timer.name: timer for timer in found.arm}
            for which, occasion in enumerate(occasions.follow(page.book, draft, call)):
                cause = f"{number}.{which}"
                told = owed(page.book, occasion, call.at)
                page.owed += [outbox_row(page.row.id, cause, one, call) for one in told]
        page.pending.clear()

    def flush(self) -> None:
        """Write everything, years in the order of their ids.

        Raises:
            StaleStream: Another transaction acted first; nothing is written.
        """
        for _, page in sorted(self.pages.items()):
            if page.events or page.arm or page.cancel or page.owed:
                self._write(page)

    def _write(self, page: Page) -> None:
        year_id, state = page.row.id, page.book.load(YearState, year.KEY).state
        if page.new:
            histories.keep_definition(self.conn, page.book.pinned, canonical(page.book.definition))
            histories.open_year(self.conn, _new_row(page, state))
        elif page.events:
            histories.move_year(
                self.conn, year_id, old_seq=page.row.seq, new_seq=page.seq, head=page.head,
                state=state,
            )  # fmt: skip
        if page.events:
            histories.append(self.conn, page.events)
            histories.write_streams(self.conn, year_id, _snapshots(page))
        timers.cancel(self.conn, year_id, dict.fromkeys(page.cancel))
        timers.arm(self.conn, year_id, page.arm.values())
        outbox.owe(self.conn, page.owed)


def _book(row: YearRow, pinned: Pinned, streams: Streams) -> Book:
    return Book(
        id=row.id,
        bloc=row.bloc,
        bloc_name=row.bloc_name,
        year=row.year,
        pinned=pinned,
        streams=streams,
    )


def _new_row(page: Page, state: str) -> dict[str, Any]:
    return {
        "id": page.row.id,
        "bloc": page.row.bloc,
        "bloc_name": page.row.bloc_name,
        "year": page.row.year,
        "definition": page.row.definition,
        "seq": page.seq,
        "head": page.head,
        "state": state,
        "opened_at": page.events[0]["recorded_at"],
    }


def _snapshots(page: Page) -> list[dict[str, Any]]:
    found = []
    for key, changes in page.touched.items():
        kind, _, subject = key.partition("/")
        version = page.streams.version(key)
        found.append(
            {
                "the_kind": kind,
                "the_subject": subject,
                "old_version": version,
                "new_version": version + changes,
                "new_state": codec.dump_state(key, page.streams[key]),
            }
        )
    return found


def _drop(arm: dict[str, Timer], about: str) -> None:
    for name in [one.name for one in arm.values() if one.about == about or _of_kind(one, about)]:
        del arm[name]


def _of_kind(timer: Timer, about: str) -> bool:
    return about.endswith("/") and timer.about.startswith(about)


def outbox_row(year_id: str, cause: str, notice: Owed, call: Call) -> dict[str, Any]:
    """Return the row of one notice; its key is the same however often it is worked out."""
    missing, now = notice.person.email is None, stored(call.now)
    return {
        "key": f"{year_id}|{cause}|{notice.notice}|{notice.person.id}",
        "year_id": year_id,
        "notice": notice.notice,
        "person": notice.person.id,
        "address": notice.person.email or "",
        "language": notice.person.language,
        "facts": _write(notice.facts),
        "status": outbox.DEAD if missing else outbox.OWED,
        "attempt": 0,
        "owed_at": now,
        "next_at": now,
        "done_at": now if missing else None,
        "answer": "no_address" if missing else None,
    }
