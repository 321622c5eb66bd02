"""Tokens that are used up by buying the next ones: one row for each channel that has such."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from workflow.store.schema import channel_tokens
from workflow.store.statements import INSERTS


@dataclass(frozen=True, slots=True)
class TokenRow:
    """What one channel sends with, until when, and what it buys the next with."""

    access: str
    refresh: str
    expires_at: datetime
    lease_until: datetime


def find(conn: Connection, channel: str) -> TokenRow | None:
    """Return the tokens of *channel*, if any were kept."""
    table = channel_tokens
    wanted = select(table.c.access, table.c.refresh, table.c.expires_at, table.c.lease_until)
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
        "lease_until": now,
    }
    conn.execute(insert.values(first).on_conflict_do_nothing(index_elements=["channel"]))


def take_turn(conn: Connection, channel: str, access: str, now: datetime, lease: timedelta) -> bool:
    """Take the turn to buy; False when another worker is buying, or has bought."""
    table = channel_tokens
    free = update(table).where(
        table.c.channel == channel, table.c.access == access, table.c.lease_until <= now
    )
    return bool(conn.execute(free.values(lease_until=now + lease)).rowcount == 1)


def keep(conn: Connection, channel: str, token: TokenRow) -> None:
    """Keep what was bought."""
    bought = update(channel_tokens).where(channel_tokens.c.channel == channel)
    conn.execute(
        bought.values(
            access=token.access,
            refresh=token.refresh,
            expires_at=token.expires_at,
            lease_until=token.lease_until,
        )
    )
