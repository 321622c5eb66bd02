"""From rows of the outbox to one mail: templates filled with the facts that were owed with them."""

import json
from collections.abc import Mapping, Sequence

from definitions.filling import fill
from definitions.schema.notices import Notice
from definitions.wording import say
from workflow.runtime import Entry, Mail
from workflow.store.outbox import OutboxRow, message_id

Kinds = Mapping[tuple[str, str], Notice]
"""Kinds of notice by bloc year and id: each year has its own definition."""


def compose(rows: Sequence[OutboxRow], kinds: Kinds, site: str | None = None) -> Mail:
    """Return the mail that carries *rows*; several reminders become one that lists each.

    The Message-ID comes from the rows' keys, so that a copy sent after a crash is known as one.
    Links begin with *site*, which is a setting: never with what a request called itself.

    Raises:
        LookupError, ValueError: A row cannot be filled, however often it is tried.
    """
    first = rows[0]
    told = [_told(row, kinds[row.year_id, row.notice], site) for row in rows]
    names = list(dict.fromkeys(name for _, _, name in told))
    entries = tuple(entry for _, entry, _ in told)
    return Mail(
        message_id=first.sent_as or message_id([row.key for row in rows]),
        date=max(row.owed_at for row in rows),
        channel=first.channel,
        address=first.address,
        name=names[0] if len(names) == 1 else "",
        subject=told[0][0] if len(rows) == 1 else _heading(rows),
        body=_text(entries, first.language),
        entries=entries,
        language=first.language,
        folder=first.year_id,
        refers_to=first.refers_to,
    )


def facts_of(written: str) -> dict[str, str]:
    """Return the facts that a notice may mention, as they were owed with it. Raises ValueError."""
    found: dict[str, str] = json.loads(written)
    return found


def _told(row: OutboxRow, notice: Notice, site: str | None) -> tuple[str, Entry, str]:
    facts = facts_of(row.facts)
    subject = fill(notice.subject.of(row.language), facts, row.language)
    body = fill(notice.body.of(row.language), facts, row.language)
    link = f"{site.rstrip('/')}/years/{row.year_id}" if site else None
    return subject, Entry(text=body, link=link), facts["recipient"]


def _heading(rows: Sequence[OutboxRow]) -> str:
    return say("digest_subject", {"count": len(rows)}, rows[0].language)


def _text(entries: Sequence[Entry], language: str) -> str:
    if len(entries) == 1:
        return _one(entries[0], "\n\n")
    lines = [say("digest_intro", {"count": len(entries)}, language)]
    return "\n\n".join([*lines, *(f"- {_one(one, chr(10) + '  ')}" for one in entries)])


def _one(entry: Entry, gap: str) -> str:
    return f"{entry.text}{gap}{entry.link}" if entry.link else entry.text
