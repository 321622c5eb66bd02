"""The ballot box: envelopes of secret ballots, beside the history; unnamed once they are sealed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from workflow.store.schema import envelopes
from workflow.store.statements import INSERTS


def put(conn: Connection, year_id: str, ballot: str, round_: int, voter: str, sealed: str) -> bool:
    """Put a voter's envelope in the box, in place of their earlier one.

    False when it is another's envelope, copied; the box is then as it was.
    """
    mine = _box(year_id, ballot, round_)
    copied = select(envelopes.c.place).where(
        *mine, envelopes.c.place != voter, envelopes.c.sealed == sealed
    )
    if conn.scalar(copied) is not None:
        return False
    row = {
        "year_id": year_id,
        "ballot": ballot,
        "round": round_,
        "place": voter,
        "sealed": sealed,
    }
    # Two clicks at once meet here; which of them counts is decided by the year that they move.
    put_in = INSERTS[conn.dialect.name](envelopes).values(row)
    keys = [envelopes.c[name] for name in ("year_id", "ballot", "round", "place")]
    conn.execute(put_in.on_conflict_do_update(index_elements=keys, set_={"sealed": sealed}))
    return True


def of(conn: Connection, year_id: str, ballot: str, round_: int) -> tuple[str, ...]:
    """Return the envelopes of a round, sorted: the order in which they were put in is forgotten."""
    lying = select(envelopes.c.sealed).where(*_box(year_id, ballot, round_))
    return tuple(sorted(conn.scalars(lying)))


def unname(
    conn: Connection, year_id: str, ballot: str, round_: int, named: Iterable[tuple[str, str]]
) -> None:
    """Replace every voter's name by the hash of the envelope; all rows are written anew, sorted."""
    conn.execute(delete(envelopes).where(*_box(year_id, ballot, round_)))
    rows = [
        {
            "year_id": year_id,
            "ballot": ballot,
            "round": round_,
            "place": place,
            "sealed": sealed,
        }
        for place, sealed in sorted(named)
    ]
    if rows:
        conn.execute(insert(envelopes), rows)


def destroy(conn: Connection, year_id: str, ballot: str) -> None:
    """Empty the box."""
    which = (envelopes.c.year_id == year_id, envelopes.c.ballot == ballot)
    conn.execute(delete(envelopes).where(*which))


def _box(year_id: str, ballot: str, round_: int) -> tuple[ColumnElement[bool], ...]:
    of_ballot = (envelopes.c.year_id == year_id, envelopes.c.ballot == ballot)
    return (*of_ballot, envelopes.c.round == round_)
