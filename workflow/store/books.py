"""Loading bloc years: one row, and the streams that an act looks at, parsed when asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from definitions.hashing import restore
from workflow.domain.errors import NotFound
from workflow.domain.model import Pinned
from workflow.store import codec
from workflow.store.schema import definitions, streams, years

_YEAR = select(
    years.c.id,
    years.c.bloc,
    years.c.bloc_name,
    years.c.year,
    years.c.definition,
    years.c.seq,
    years.c.head,
    years.c.state,
)
_STREAMS = select(streams.c.kind, streams.c.subject, streams.c.version, streams.c.state)


@dataclass(frozen=True, slots=True)
class YearRow:
    """A bloc year's own row: its keys, the length and head of its chain."""

    id: str
    bloc: str
    bloc_name: str
    year: int
    definition: str
    seq: int
    head: bytes
    state: str


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
            kind = key.partition("/")[0]
            self._states[key] = codec.load_state(kind, self._stored[key][1])
        return self._states[key]

    def __contains__(self, key: object) -> bool:
        return key in self._states or key in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter({**self._stored, **self._states})

    def __len__(self) -> int:
        return len({**self._stored, **self._states})


def find_year(conn: Connection, year_id: str) -> YearRow | None:
    """Return a bloc year's row, if there is one."""
    row = conn.execute(_YEAR.where(years.c.id == year_id)).one_or_none()
    return YearRow(*row) if row else None


def load_year(conn: Connection, year_id: str) -> YearRow:
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
    conn: Connection, year_id: str, into: Streams, *, subjects: tuple[str, ...] | None
) -> None:
    """Load the bloc's own streams and those of *subjects*; all of the year's when None."""
    wanted = _STREAMS.where(streams.c.year_id == year_id)
    if subjects is not None:
        wanted = wanted.where(streams.c.subject.in_(("", *subjects)))
    for kind, subject, version, state in conn.execute(wanted):
        into.add(kind, subject, version, state)


_PINNED: dict[str, Pinned] = {}


def pinned(conn: Connection, digest: str) -> Pinned:
    """Return the stored definition of that hash; content never changes, so it is kept."""
    if digest not in _PINNED:
        body = conn.scalars(select(definitions.c.body).where(definitions.c.hash == digest)).one()
        _PINNED[digest] = Pinned(definition=restore(body), hash=digest)
    return _PINNED[digest]
