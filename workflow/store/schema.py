"""Tables. Times are whole microseconds since 1970 in UTC: both databases sort them alike."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def stored(moment: datetime) -> int:
    """Return an aware moment as the tables keep it."""
    return (moment - EPOCH) // MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored as whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - the driver's integer; the base class's signature
        """Return the microseconds of an aware moment."""
        return None if value is None else stored(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - as above
        """Return the moment in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

definitions = Table(
    "definitions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

years = Table(
    "years",
    metadata,
    Column("id", Text, primary_key=True),
    Column("bloc", Text, nullable=False),
    Column("bloc_name", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("definition", ForeignKey(definitions.c.hash, ondelete="RESTRICT"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("calendar", Integer),
    UniqueConstraint("bloc", "year"),
)

streams = Table(
    "streams",
    metadata,
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), nullable=False),
    Column("notice", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owed_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("answer", Text),
    Column("command_id", Text),
    Column("trace", Text),
    Column("crashes", Integer, nullable=False, server_default="0"),
    Column("channel", Text, nullable=False, server_default="email"),
    Column("reminder", Integer, nullable=False, server_default="0"),
    Column("urgent", Integer, nullable=False, server_default="0"),
    Column("in_doubt", Text, nullable=False, server_default="resend"),
    Column("about", Text),
    Column("stale_at", Moment),
    Column("quiet", Text),
    Column("sent_as", Text),
    Column("refers_to", Text),
    Index("ix_outbox_waiting", "status", "next_at"),
    # The most of what is written is no such reminder, and need not be kept there.
    Index(
        "ix_outbox_mailbox",
        "channel",
        "address",
        "status",
        sqlite_where=text("reminder = 1"),
        postgresql_where=text("reminder = 1"),
    ),
    Index("ix_outbox_about", "year_id", "about", "owed_at"),
)

inboxes = Table(
    "inboxes",
    metadata,
    Column("inbox", Text, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

outbox_decisions = Table(
    "outbox_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outbox_id", ForeignKey(outbox.c.id, ondelete="RESTRICT"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("person", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("was", Text, nullable=False),
)

channel_tokens = Table(
    "channel_tokens",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("access", Text, nullable=False),
    Column("refresh", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("lease_until", Moment, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("about", Text, nullable=False),
    Column("due", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("leased_until", Moment),
    Column("answer", Text),
    Index("ix_timers_armed", "status", "due"),
)

tries = Table(
    "tries",
    metadata,
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), primary_key=True),
    Column("work", Text, primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("answer", Text),
)

calendars = Table(
    "calendars",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("person", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decree", Text),
)

requests = Table(
    "requests",
    metadata,
    Column("command_id", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("answer", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

envelopes = Table(
    "envelopes",
    metadata,
    Column("year_id", ForeignKey(years.c.id, ondelete="RESTRICT"), primary_key=True),
    Column("ballot", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("sealed", Text, nullable=False),
    sqlite_with_rowid=False,
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("worker", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False, server_default="worker"),
    Column("broker", Text),
    Column("offset_us", BigInteger),
)

installation = Table(
    "installation",
    metadata,
    Column("epoch", Integer, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("mark", BigInteger, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("held_at", Moment),
    Column("witnessed", BigInteger),
    Column("ended_at", Moment),
    Column("choice", Text),
)
