"""When a notice may leave: outside a person's quiet hours, and reminders spread over the hour."""

from datetime import datetime, time, timedelta
from hashlib import sha256

from workflow.domain.timing import HANOI, moment

HOUR = timedelta(hours=1)
"""A mailbox gets at most one mail of reminders in so long."""

DAY = timedelta(days=1)


def mailbox(channel: str, address: str) -> str:
    """Return the name of one inbox; capital letters in an address make no other inbox."""
    return f"{channel}:{address.casefold()}"


def slot(inbox: str, after: datetime, spread: int) -> datetime:
    """Return the next minute, strictly after *after*, in which *inbox* takes its reminders.

    Each inbox has one minute of the hour, found from its name among the first *spread* (1 to 60):
    so a fan-out is spread, and all that one person is reminded of in an hour is one mail.
    """
    number = int.from_bytes(sha256(inbox.encode()).digest()[:8], "big") % spread
    hour = after.replace(minute=0, second=0, microsecond=0)
    found = hour + timedelta(minutes=number)
    return found if found > after else found + HOUR


def awake(quiet: str | None, wanted: datetime) -> datetime:
    """Return *wanted*, or the end of the quiet hours that it falls into.

    *quiet* is `22:00-06:30`, on the clock of Hà Nội; it may run over midnight.
    """
    if quiet is None:
        return wanted
    start, end = (time.fromisoformat(one) for one in quiet.split("-"))
    local = wanted.astimezone(HANOI)
    now, day = local.time(), local.date()
    if start <= end:
        return moment(day, end) if start <= now < end else wanted
    if now >= start:
        return moment(day + DAY, end)
    return moment(day, end) if now < end else wanted


def reminder_leaves(inbox: str, quiet: str | None, now: datetime, spread: int) -> datetime:
    """Return when a reminder owed at *now* leaves: in a minute of its inbox that is not quiet."""
    found = slot(inbox, awake(quiet, now), spread)
    later = awake(quiet, found)
    return found if later == found else slot(inbox, later, spread)
