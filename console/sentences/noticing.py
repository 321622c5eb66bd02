"""Notices as they stand in a document, for the command line and the interface alike."""

from console.sentences.moments import iso
from workflow.service.by_hand import Shown
from workflow.store.by_hand import NoticeRow


def entry(row: NoticeRow) -> dict[str, object]:
    """Return one notice with its state."""
    return {
        "id": row.id,
        "year": row.year_id,
        "notice": row.notice,
        "about": row.about,
        "person": row.person,
        "channel": row.channel,
        "address": row.address,
        "status": row.status,
        "answer": row.answer,
        "attempts": row.attempt,
        "crashes": row.crashes,
        "owed_at": iso(row.owed_at),
        "next_at": iso(row.next_at),
        "done_at": iso(row.done_at),
        "message_id": row.sent_as,
        "refers_to": row.refers_to,
        "command": row.command_id,
    }


def whole(shown: Shown) -> dict[str, object]:
    """Return one notice with its words, and what was decided about it by hand."""
    return {
        **entry(shown.row),
        "subject": shown.subject,
        "body": shown.body,
        "decisions": [
            {
                "at": iso(one.at),
                "person": one.person,
                "did": one.did,
                "reason": one.reason,
                "was": one.was,
            }
            for one in shown.decisions
        ],
    }
