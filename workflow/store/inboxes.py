"""Whose turn an inbox's hour is: one mail of reminders takes it, whoever else sends at that moment.

The hour is taken by one statement, so that of two workers with different reminders for one inbox
exactly one goes on: the other finds the row locked, and then the hour taken.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from workflow.store.schema import inboxes, stored
from workflow.store.statements import Fixed

_FREE = or_(inboxes.c.mail == bindparam("mail"), inboxes.c.at <= bindparam("before"))
_TAKE = Fixed(
    lambda insert: (
        insert(inboxes)
        .values(inbox=bindparam("inbox"), mail=bindparam("mail"), at=bindparam("now"))
        .on_conflict_do_update(
            index_elements=[inboxes.c.inbox],
            set_={"mail": bindparam("mail"), "at": bindparam("now")},
            where=_FREE,
        )
        .returning(inboxes.c.at)
    )
)


def take(
    conn: Connection, inbox: str, mail: str, now: datetime, hour: timedelta
) -> datetime | None:
    """Take an inbox's *hour* from *now* on for one mail; None when it is taken.

    A copy of the mail that took it last may follow at any time: it is the same mail. Otherwise
    returns since when another one has it.
    """
    wanted = {"inbox": inbox, "mail": mail, "now": stored(now), "before": stored(now - hour)}
    if _TAKE.run(conn, wanted).fetchone():
        return None
    found: datetime | None = conn.scalar(select(inboxes.c.at).where(inboxes.c.inbox == inbox))
    return found


def free(conn: Connection, inbox: str, mail: str, before: datetime) -> None:
    """Give the hour of a mail back that certainly did not leave: it ends as of *before*."""
    this = update(inboxes).where(inboxes.c.inbox == inbox, inboxes.c.mail == mail)
    conn.execute(this.values(at=before))
