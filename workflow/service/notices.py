"""Notices leave: claimed with a lease, sent outside any transaction, marked by their attempt."""

import hashlib
import json
from datetime import timedelta

from definitions.filling import fill
from definitions.schema.notices import Notice
from workflow.runtime import CannotSend, Mail, Runtime
from workflow.store import books, outbox
from workflow.store.engine import reader
from workflow.store.outbox import DEAD, OWED, SENT, OutboxRow

ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)


def claim(runtime: Runtime, limit: int = 200) -> list[int]:
    """Take what is owed for publishing, and return its keys. Only the relay calls this."""
    with runtime.engine.begin() as conn:
        return outbox.claim_to_publish(conn, runtime.clock.now(), limit)


def waiting(runtime: Runtime) -> int:
    """Return how many notices have not left yet."""
    with reader(runtime.engine).begin() as conn:
        found = outbox.counts(conn)
    return sum(count for status, count in found.items() if status not in {SENT, DEAD})


def send(runtime: Runtime, row_id: int) -> str | None:
    """Send one notice; safe to run any number of times. Return what came of it.

    None: it was done already, or is in other hands.
    """
    with runtime.engine.begin() as conn:
        row = outbox.claim_to_send(conn, row_id, runtime.clock.now())
        if row is None:
            return None
        year = books.load_year(conn, row.year_id)
        notices = books.pinned(conn, year.definition).definition.notices
    if row.attempt > ATTEMPTS:
        return _finish(runtime, row, DEAD, "too_many_attempts")
    mail = compose(row, next(one for one in notices if one.id == row.notice))
    try:
        answer = runtime.sender.send(mail)
    except CannotSend as failed:
        return _finish(runtime, row, DEAD if failed.final else OWED, failed.answer)
    return _finish(runtime, row, SENT, answer)


def _finish(runtime: Runtime, row: OutboxRow, status: str, answer: str) -> str:
    now = runtime.clock.now()
    again = now + FIRST_WAIT * 2 ** (row.attempt - 1)
    if status == OWED and row.attempt >= ATTEMPTS:
        status = DEAD
    with runtime.engine.begin() as conn:
        outbox.finish(conn, row, status, answer, at=now, next_at=again)
    return status


def compose(row: OutboxRow, notice: Notice) -> Mail:
    """Return the mail of a notice: its template filled with the facts that were owed with it.

    The Message-ID comes from the row's key, so that a copy sent after a crash is known as one.
    """
    facts: dict[str, str] = json.loads(row.facts)
    name = hashlib.sha256(row.key.encode()).hexdigest()[:40]
    return Mail(
        message_id=f"<{name}@thidua>",
        date=row.owed_at,
        address=row.address,
        name=facts["recipient"],
        subject=fill(notice.subject.of(row.language), facts, row.language),
        body=fill(notice.body.of(row.language), facts, row.language),
        folder=row.year_id,
    )
