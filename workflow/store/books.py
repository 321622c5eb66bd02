"""Loading bloc years: one row, and the streams that an act looks at, parsed when asked for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, select

from definitions.hashing import digest as sha256
from definitions.hashing import restore
from workflow.domain.errors import HistoryBroken, NotFound
from workflow.domain.evolving import stream_kind
from workflow.domain.model import Pinned
from workflow.store import calendars, codec
from workflow.store.acting import whole
from workflow.store.requests import Answered
from workflow.store.schema import EPOCH, MICROSECOND, definitions, events, requests, streams, years
from workflow.store.statements import Connected, Fixed

_LAST = (
    select(events.c.recorded_at)
    .where(events.c.year_id == years.c.id, events.c.seq == years.c.seq)
    .scalar_subquery()
)
_YEAR = select(
    years.c.id,
    years.c.bloc,
    years.c.bloc_name,
    years.c.year,
    years.c.definition,
    years.c.seq,
    years.c.head,
    years.c.state,
    calendars.NEWEST,
    _LAST,
).where(years.c.id == bindparam("year"))
_FIND = Fixed(_YEAR)
_STREAM = (streams.c.kind, streams.c.subject, streams.c.version, streams.c.state)
_STREAMS = select(*_STREAM).where(streams.c.year_id == bindparam("year"))
AT_ONCE = 3
"""So many subjects are asked for by name; for more, all streams of the year are loaded."""

_AMONG = streams.c.subject.in_([bindparam(f"subject_{n}") for n in range(AT_ONCE + 1)])
_ALL, _NAMED = Fixed(_STREAMS), Fixed(_STREAMS.where(_AMONG))


def _opened(*among: ColumnElement[bool]) -> Fixed:
    """Return the one statement that an act reads by: year, earlier answer, streams."""
    answered = requests.c.command_id == bindparam("command")
    beside = years.outerjoin(requests, answered).outerjoin(
        streams, and_(streams.c.year_id == years.c.id, *among)
    )
    return Fixed(
        _YEAR.add_columns(requests.c.fingerprint, requests.c.answer, *_STREAM).select_from(beside)
    )


_OPEN_ALL, _OPEN_NAMED = _opened(), _opened(_AMONG)
_DEFINITION = Fixed(select(definitions.c.body).where(definitions.c.hash == bindparam("hash")))


@dataclass(frozen=True, slots=True)
class YearRow:
    """A bloc year's own row: its keys, the length and head of its chain.

    `calendar` is the digest of the overlay that holds now, for every bloc year alike. `last` is
    when the last event was recorded, as the tables keep it.
    """

    id: str
    bloc: str
    bloc_name: str
    year: int
    definition: str
    seq: int
    head: bytes
    state: str
    calendar: str | None = None
    last: int | None = None
    asked: bytes | None = None
    answer: str | None = None

    @property
    def recorded_at(self) -> datetime | None:
        """When the last event was recorded."""
        return None if self.last is None else EPOCH + self.last * MICROSECOND

    @property
    def answered(self) -> Answered | None:
        """What the command that reads this row was answered with before, if it was."""
        return None if self.asked is None or self.answer is None else (self.asked, self.answer)


class Streams(Mapping[str, object]):
    """Streams by key; snapshots are parsed when first asked for, later states laid over them."""

    def __init__(self) -> None:
        self._stored: dict[str, tuple[int, bytes]] = {}
        self._states: dict[str, object] = {}

    def add(self, kind: str, subject: str, version: int, state: bytes) -> None:
        """Lay a stored snapshot in, unless a later state is already here."""
        self._stored.setdefault(f"{kind}/{subject}" if subject else kind, (version, state))

    def put(self, key: str, state: object) -> None:
        """Lay a later state over whatever is stored."""
        self._states[key] = state

    def version(self, key: str) -> int:
        """Return the stored version of a stream; 0 when nothing is stored."""
        return self._stored[key][0] if key in self._stored else 0

    def __getitem__(self, key: str) -> object:
        if key not in self._states:
            self._states[key] = codec.load_state(stream_kind(key), self._stored[key][1])
        return self._states[key]

    def __contains__(self, key: object) -> bool:
        return key in self._states or key in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter({**self._stored, **self._states})

    def __len__(self) -> int:
        return len({**self._stored, **self._states})


def find_year(conn: Connected, year_id: str) -> YearRow | None:
    """Return a bloc year's row, if there is one."""
    row = _FIND.run(conn, {"year": year_id}).fetchone()
    return YearRow(*row) if row else None


def open_already(conn: Connected, year_ids: Sequence[str]) -> set[str]:
    """Return those of *year_ids* that there are."""
    there = select(years.c.id).where(years.c.id.in_(year_ids))
    return set(whole(conn).scalars(there))


def open_for(
    conn: Connected, year_id: str, command_id: str, subjects: Collection[str] | None
) -> tuple[YearRow, Streams]:
    """Return all that an act reads, by one statement: it is what was true at one moment.

    The bloc year's row, whether the command was answered before, and the streams of the bloc and of
    at most AT_ONCE *subjects*; of all when None. Raises NotFound.
    """
    values = {"year": year_id, "command": command_id}
    if subjects is None:
        found = _OPEN_ALL.run(conn, values).fetchall()
    else:
        found = _OPEN_NAMED.run(conn, {**values, **_subjects(subjects)}).fetchall()
    row, streams = None, Streams()
    for one in found:
        row = row or YearRow(*one[:12])
        if one[12] is not None:
            streams.add(*one[12:])
    if row is None:
        raise NotFound("year", year_id)
    return row, streams


def _subjects(subjects: Collection[str]) -> dict[str, str]:
    """Return the names to be asked for: the bloc itself is "", and fills what is left over."""
    names = [*subjects, *[""] * (AT_ONCE + 1 - len(subjects))]
    return {f"subject_{number}": name for number, name in enumerate(names)}


def load_year(conn: Connected, year_id: str) -> YearRow:
    """Return a bloc year's row. Raises NotFound."""
    found = find_year(conn, year_id)
    if found is None:
        raise NotFound("year", year_id)
    return found


def lock_year(conn: Connection, year_id: str) -> None:
    """Let no other transaction move the chain of a bloc year before this one ends.

    An act moves the year first and then touches its timers. Who means to touch a timer first takes
    this lock before it, or the two would wait for each other on PostgreSQL.
    """
    this = select(years.c.id).where(years.c.id == year_id)
    conn.execute(this.with_for_update(key_share=True))


def load_streams(
    conn: Connected, year_id: str, into: Streams, *, subjects: Collection[str] | None
) -> None:
    """Load the bloc's own streams and those of at most AT_ONCE *subjects*, or all when None."""
    if subjects is None:
        found = _ALL.run(conn, {"year": year_id})
    else:
        found = _NAMED.run(conn, {"year": year_id, **_subjects(subjects)})
    for kind, subject, version, state in found.fetchall():
        into.add(kind, subject, version, state)


def rosters(conn: Connection, year_id: str | None = None) -> list[object]:
    """Return the roster of one bloc year, or of every one that there is."""
    wanted = select(streams.c.state).where(streams.c.kind == "roster", streams.c.subject == "")
    if year_id is not None:
        wanted = wanted.where(streams.c.year_id == year_id)
    return [codec.load_state("roster", state) for state in conn.scalars(wanted)]


_PINNED: dict[str, Pinned] = {}
_DEFINITIONS = select(definitions.c.hash, definitions.c.body)


def at_hand(pinned: Pinned) -> Pinned:
    """Keep a definition at hand, so that it is not asked for when it is stored; return it."""
    return _PINNED.setdefault(pinned.hash, pinned)


def pinned(conn: Connected, digest: str) -> Pinned:
    """Return the stored definition of that hash; content never changes, so it is kept.

    Raises:
        HistoryBroken: What is stored under the hash is something else.
    """
    if digest not in _PINNED:
        (body,) = _DEFINITION.run(conn, {"hash": digest}).fetchone()
        if sha256(body) != digest:
            raise HistoryBroken("DEFINITION_HASH", definition=digest)
        _PINNED[digest] = Pinned(definition=restore(body), hash=digest)
    return _PINNED[digest]


def all_pinned(conn: Connection, digests: Collection[str]) -> dict[str, Pinned]:
    """Return the stored definitions of those hashes, by one statement. Raises HistoryBroken."""
    for digest, body in conn.execute(_DEFINITIONS.where(definitions.c.hash.in_(digests))):
        if sha256(body) != digest:
            raise HistoryBroken("DEFINITION_HASH", definition=digest)
        _PINNED.setdefault(digest, Pinned(definition=restore(body), hash=digest))
    return {digest: _PINNED[digest] for digest in digests}
