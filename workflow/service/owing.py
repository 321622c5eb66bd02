"""What an act owes people: rows of the outbox, by the ways each person chose, and retractions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import orjson
from sqlalchemy import Connection

from definitions.schema.notices import Notice
from workflow.domain.members import contacts
from workflow.domain.members.contacts import Contacts, Reach, Way
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call
from workflow.domain.telling import waves
from workflow.domain.telling.occasions import Occasion
from workflow.domain.telling.recipients import Owed, owed, owed_to
from workflow.store import books, outbox, retracting
from workflow.store.books import Streams
from workflow.store.outbox import ALONE, GATHERED, OutboxRow
from workflow.store.retracting import Earlier
from workflow.store.schema import stored
from workflow.store.statements import Connected

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """Why something is owed: the occasion, its place in the history, and the call."""

    occasion: Occasion
    place: str
    call: Call


@dataclass(slots=True)
class Owing:
    """What is owed and not yet written: new rows, and rows that these take the place of.

    `earlier` is what was asked of the database about what is retracted.
    """

    rows: list[Row] = field(default_factory=list)
    superseded: list[tuple[int, str, int]] = field(default_factory=list)
    earlier: retracting.Found = field(default_factory=dict)


def look_up(conn: Connected, book: Book, happened: Iterable[Occasion], owing: Owing) -> None:
    """Ask at once what was owed before about all that is taken back by what *happened*.

    So a meeting of a hundred acts asks once. Acts that take nothing back ask nothing.
    """
    wanted = [
        (one.about or "", kind.id)
        for one in happened
        for kind in book.definition.notices
        if kind.retracts and kind.on == one.on
    ]
    if wanted:
        owing.earlier |= retracting.earlier(conn, book.id, wanted)


def owe(book: Book, cause: Cause, owing: Owing) -> None:
    """Add to *owing* everything that is owed on an occasion that was looked up.

    What a notice retracts and has not left yet is superseded; whoever was told already is told that
    it no longer holds, in the same conversation.
    """
    told = list(owed(book, cause.occasion, cause.call.at))
    found = [row for one in told for row in rows_of(book, one, cause)]
    for kind in {one.notice: one.kind for one in told if one.kind.retracts}.values():
        found += _retract(book, cause, kind, found, owing)
    owing.rows += found


def drop_unwritten(abouts: Iterable[str], unwritten: list[Row]) -> None:
    """Drop reminders of things that are over; `stage/` means every stage."""
    named = tuple(dict.fromkeys(abouts))
    if named:
        unwritten[:] = [
            row for row in unwritten if not (row["reminder"] and _named(row["about"], named))
        ]


def _named(about: str | None, named: tuple[str, ...]) -> bool:
    return about is not None and any(
        about.startswith(one) if one.endswith("/") else about == one for one in named
    )


def rows_of(book: Book, notice: Owed, cause: Cause) -> Iterator[Row]:
    """Yield the rows of one notice to one person: one for each way in which they are told."""
    reach = contacts.reach_of(book, notice.person.id)
    ways = contacts.ways(notice.person, reach)
    for way in ways:
        yield _row(book, notice, cause, way, reach)
    if not ways:
        yield _row(book, notice, cause, Way(channel=contacts.EMAIL, address=""), reach)


def _row(book: Book, notice: Owed, cause: Cause, way: Way, reach: Reach | None) -> Row:
    """Return the row of one notice; its key is the same however often it is worked out."""
    kind, missing, now = notice.kind, not way.address, stored(cause.call.now)
    return {
        "key": _key(book, notice, cause, way),
        "year_id": book.id,
        "notice": notice.notice,
        "person": notice.person.id,
        "address": way.address,
        "language": notice.person.language,
        "facts": orjson.dumps(notice.facts, option=orjson.OPT_SORT_KEYS).decode(),
        "status": outbox.DEAD if missing else outbox.OWED,
        "attempt": 0,
        "owed_at": now,
        "next_at": _leaves(kind, way, cause.call),
        "done_at": now if missing else None,
        "answer": "no_address" if missing else None,
        "channel": way.channel,
        "reminder": _weight(kind, reach),
        "urgent": int(kind.urgent),
        "in_doubt": kind.in_doubt,
        "about": cause.occasion.about,
        "stale_at": _stale(kind, cause),
        "quiet": way.quiet,
        "sent_as": None,
        "refers_to": None,
    }


def _key(book: Book, notice: Owed, cause: Cause, way: Way) -> str:
    key = f"{book.id}|{cause.place}|{notice.notice}|{notice.person.id}"
    return key if way.channel == contacts.EMAIL else f"{key}|{way.channel}"


def _weight(kind: Notice, reach: Reach | None) -> int:
    if not kind.reminder:
        return 0
    return GATHERED if reach is None or reach.gathered else ALONE


def _leaves(kind: Notice, way: Way, call: Call) -> int:
    quiet = None if kind.urgent else way.quiet
    if not kind.reminder:
        return stored(waves.awake(quiet, call.now))
    inbox = waves.mailbox(way.channel, way.address)
    return stored(waves.reminder_leaves(inbox, quiet, call.now, kind.spread))


def _stale(kind: Notice, cause: Cause) -> int | None:
    until = cause.occasion.until
    return stored(until) if kind.reminder and until and until > cause.call.now else None


def by_mail_instead(conn: Connection, rows: Iterable[OutboxRow], now: datetime) -> None:
    """Owe by e-mail what another channel gave up for good; nothing where no address is known."""
    given_up = {row.id: row for row in rows if row.channel != contacts.EMAIL}
    for found in outbox.whole(conn, given_up):
        way = _by_mail(conn, given_up[found["id"]])
        if way:
            row = _instead(found, way, _leaves_instead(conn, found, way, now))
            outbox.owe(conn, [row], found["command_id"] or found["key"])


def _by_mail(conn: Connection, row: OutboxRow) -> Way | None:
    streams = Streams()
    books.load_streams(conn, row.year_id, streams, subjects={""})
    people = cast("Roster", streams[ROSTER]).people
    chosen = cast("Contacts | None", streams.get(contacts.KEY))
    person = next((one for one in people if one.id == row.person), None)
    return contacts.by_mail(person, chosen.of(row.person) if chosen else None) if person else None


def _leaves_instead(conn: Connection, row: Row, way: Way, now: datetime) -> datetime:
    """Return when an e-mail in the place of *row* leaves.

    A reminder leaves in the minute of its inbox, with all others; at once where that is too late.
    """
    at_once = waves.awake(way.quiet, now)
    if row["reminder"] != GATHERED:
        return at_once
    definition = books.pinned(conn, books.load_year(conn, row["year_id"]).definition).definition
    spread = next(one.spread for one in definition.notices if one.id == row["notice"])
    inbox = waves.mailbox(way.channel, way.address)
    wave = waves.reminder_leaves(inbox, way.quiet, now, spread)
    return wave if row["stale_at"] is None or wave < row["stale_at"] else at_once


def _instead(row: Row, way: Way, leaves: datetime) -> Row:
    """Return the row of an e-mail in the place of *row*, gathered with others where that was."""
    return {
        **row,
        "key": row["key"].removesuffix(f"|{row['channel']}"),
        "channel": way.channel,
        "address": way.address,
        "quiet": way.quiet,
        "status": outbox.OWED,
        "attempt": 0,
        "next_at": stored(leaves),
        "owed_at": stored(row["owed_at"]),
        "stale_at": stored(row["stale_at"]) if row["stale_at"] else None,
        "done_at": None,
        "answer": None,
        "sent_as": None,
    }


def _retract(book: Book, cause: Cause, kind: Notice, found: list[Row], owing: Owing) -> list[Row]:
    """Take back what *kind* retracts; return rows for those whom it would not reach otherwise."""
    about = cause.occasion.about
    owing.rows[:] = [
        row for row in owing.rows if row["about"] != about or row["notice"] not in kind.retracts
    ]
    earlier = _retracted(owing, about or "", kind)
    now = cause.call.now
    owing.superseded += [
        (one.id, f"retracted_by: {kind.id}", stored(now)) for one in earlier if one.unsent(now)
    ]
    told = {(one.person, one.channel): one for one in earlier if not one.unsent(now)}
    reached = {row["person"] for row in found if row["notice"] == kind.id}
    missed = list(_missed(book, cause, kind, (one for one in told if one[0] not in reached)))
    for row in (*found, *missed):
        before = told.get((row["person"], row["channel"]))
        if row["notice"] == kind.id and before:
            row["refers_to"] = before.name
    return missed


def _retracted(owing: Owing, about: str, kind: Notice) -> list[Earlier]:
    found = owing.earlier[about, kind.id]
    return [one for one, notice in found if notice in kind.retracts]


def _missed(
    book: Book, cause: Cause, kind: Notice, told: Iterable[tuple[str, str]]
) -> Iterator[Row]:
    """Yield rows for people who were told before and are no longer among the recipients."""
    people = {one.id: one for one in book.load(Roster, ROSTER).people}
    unit = next(iter(cause.occasion.units), None)
    for person in dict.fromkeys(person for person, _ in told):
        if person in people:
            yield from rows_of(
                book, owed_to(book, kind, cause.occasion, people[person], unit), cause
            )
