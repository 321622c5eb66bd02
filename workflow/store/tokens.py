"""Tokens that are used up by buying the next ones: one row for each channel that has such.

Turns to buy end by the database's clock, as leases do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from workflow.store import clock
from workflow.store.schema import MICROSECOND, channel_tokens
from workflow.store.statements import INSERTS


@dataclass(frozen=True, slots=True)
class TokenRow:
    """What one channel sends with, what it buys the next with, and until when it lasts."""

    access: str
    refresh: str
    expires_at: datetime


def find(conn: Connection, channel: str) -> TokenRow | None:
    """Return the tokens of *channel*, if any were kept."""
    table = channel_tokens
    wanted = select(table.c.access, table.c.refresh, table.c.expires_at)
    found = conn.execute(wanted.where(table.c.channel == channel)).one_or_none()
    return TokenRow(*found) if found else None


def begin(conn: Connection, channel: str, refresh: str, now: datetime) -> None:
    """Keep the first token of *channel*, unless it has some."""
    insert: Any = INSERTS[conn.dialect.name](channel_tokens)
    first = {
        "channel": channel,
        "access": "",
        "refresh": refresh,
        "expires_at": now,
        "lease_until": clock.ticks(conn),
    }
    conn.execute(insert.values(first).on_conflict_do_nothing(index_elements=["channel"]))


def take_turn(conn: Connection, channel: str, access: str, lease: timedelta) -> bool:
    """Take the turn to buy; False when another worker is buying, or has bought."""
    table, now = channel_tokens, clock.ticks(conn)
    free = update(table).where(
        table.c.channel == channel, table.c.access == access, table.c.lease_until <= now
    )
    ends = now + lease // MICROSECOND
    return bool(conn.execute(free.values(lease_until=ends)).rowcount == 1)


def keep(conn: Connection, channel: str, used: str, token: TokenRow) -> bool:
    """Keep what was bought with the token *used*; False when another was bought meanwhile."""
    table = channel_tokens
    bought = update(table).where(table.c.channel == channel, table.c.refresh == used)
    kept = {
        "access": token.access,
        "refresh": token.refresh,
        "expires_at": token.expires_at,
        "lease_until": clock.ticks(conn),
    }
    return bool(conn.execute(bought.values(kept)).rowcount == 1)
