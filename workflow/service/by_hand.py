"""What a person sees of notices, and may do about one: have it sent again, or give it up.

Both are recorded with who did it and why. Neither is an act of the bloc year: what was said, and to
whom, follows from the history and stays as it is.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from definitions.errors import ThiduaError
from definitions.filling import fill
from definitions.wording import Phrase
from workflow.domain.errors import NotFound
from workflow.domain.members import contacts
from workflow.domain.members.contacts import Contacts, Way
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.runtime import Runtime
from workflow.service import authority
from workflow.service.composing import facts_of
from workflow.store import books, by_hand, outbox
from workflow.store.books import Streams
from workflow.store.by_hand import DecisionRow, NoticeRow
from workflow.store.engine import reader
from workflow.store.outbox import AMBIGUOUS, DEAD, HELD, OWED, SUPERSEDED

AGAIN = frozenset({DEAD, AMBIGUOUS, SUPERSEDED, HELD, OWED})
GIVEN_UP = frozenset({OWED, AMBIGUOUS, HELD})
PAGE = 200


class NoticeElsewhere(ThiduaError):
    """A notice cannot be decided about by hand in the state that it is in."""

    code = "notice_elsewhere"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One notice as a person looks at it: its row, its words, what was decided about it."""

    row: NoticeRow
    subject: str
    body: str
    decisions: tuple[DecisionRow, ...]


def search(
    runtime: Runtime,
    *,
    year: str | None = None,
    person: str | None = None,
    status: str | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> list[NoticeRow]:
    """Return notices, the newest first.

    Raises:
        NotFound: There is no such state of a notice, or no such bloc year.
    """
    if status is not None and status not in outbox.STATUSES:
        raise NotFound("notice_state", status, outbox.STATUSES)
    with reader(runtime.engine).begin() as conn:
        if year is not None:
            books.load_year(conn, year)
        return by_hand.search(
            conn, year=year, person=person, status=status, before=before, limit=limit
        )


def show(runtime: Runtime, row_id: int) -> Shown:
    """Return one notice. Raises NotFound."""
    with reader(runtime.engine).begin() as conn:
        row = _found(conn, row_id, locked=False)
        definition = books.pinned(conn, books.load_year(conn, row.year_id).definition).definition
        decisions = tuple(by_hand.decisions(conn, row_id))
    kind = next((one for one in definition.notices if one.id == row.notice), None)
    facts = facts_of(row.facts)
    return Shown(
        row=row,
        subject=fill(kind.subject.of(row.language), facts, row.language) if kind else "",
        body=fill(kind.body.of(row.language), facts, row.language) if kind else "",
        decisions=decisions,
    )


def retry(runtime: Runtime, row_id: int, *, person: str, reason: str) -> list[int]:
    """Owe a notice anew; return the numbers of its mail.

    It goes to where the person is reached by now. What may have left already goes to where it went,
    under the same Message-ID, so that the copy is known as one.

    Raises:
        NotFound: There is no such notice.
        NoticeElsewhere: It was sent, or is being sent.
        Refused: *person* is no administrator of the bloc year.
    """
    with runtime.engine.begin() as conn:
        row, now = _decidable(conn, row_id, AGAIN), runtime.clock.now()
        authority.of_year(conn, row.year_id, person, now)
        ids = by_hand.together(conn, row)
        changed = _reached_now(conn, row) if row.sent_as is None and not row.crashes else {}
        by_hand.try_again(conn, ids, now, **changed)
        by_hand.decided(conn, ids, DecisionRow(now, person, "retry", reason, row.status))
    runtime.nudge()
    return ids


def drop(runtime: Runtime, row_id: int, *, person: str, reason: str) -> list[int]:
    """Give a notice up that has not left, or of which that is not known.

    Raises:
        NotFound: There is no such notice.
        NoticeElsewhere: It was sent, is being sent, or is over already.
        Refused: *person* is no administrator of the bloc year.
    """
    with runtime.engine.begin() as conn:
        row, now = _decidable(conn, row_id, GIVEN_UP), runtime.clock.now()
        authority.of_year(conn, row.year_id, person, now)
        ids = by_hand.together(conn, row)
        by_hand.drop(conn, ids, f"dropped_by: {person}", now)
        by_hand.decided(conn, ids, DecisionRow(now, person, "drop", reason, row.status))
    return ids


def _decidable(conn: Connection, row_id: int, states: frozenset[str]) -> NoticeRow:
    row = _found(conn, row_id, locked=True)
    if row.status not in states:
        raise NoticeElsewhere(id=row.id, status=Phrase(f"notice_{row.status}"))
    return row


def _found(conn: Connection, row_id: int, *, locked: bool) -> NoticeRow:
    row = by_hand.find(conn, row_id, locked=locked)
    if row is None:
        raise NotFound("notice", str(row_id))
    return row


def _reached_now(conn: Connection, row: NoticeRow) -> dict[str, Any]:
    """Return the address by which the person is reached now, on the same channel."""
    streams = Streams()
    books.load_streams(conn, row.year_id, streams, subjects={""})
    people = cast("Roster", streams[ROSTER]).people
    chosen = cast("Contacts | None", streams.get(contacts.KEY))
    person = next((one for one in people if one.id == row.person), None)
    ways: tuple[Way, ...] = ()
    if person:
        ways = contacts.ways(person, chosen.of(row.person) if chosen else None)
    way = next((one for one in ways if one.channel == row.channel), None)
    return {"address": way.address, "quiet": way.quiet} if way else {}
