"""The states that a report is counted from: two statements and one for the definitions."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, or_, select

from workflow.store.books import Streams
from workflow.store.schema import streams, years

AT_ONCE = 5000
"""So many bloc years are asked for by one statement; databases take no more names at once."""


ROWS = 1000
"""So many states are held at once, however many there are."""


def years_of(
    conn: Connection, blocs: Collection[str], calendar_years: Collection[int]
) -> Sequence[tuple[str, str, str, int, str]]:
    """Return id, bloc, its name, year and definition of bloc years, by bloc and year.

    Of all blocs, or all years, where none is named.
    """
    wanted = select(
        years.c.id, years.c.bloc, years.c.bloc_name, years.c.year, years.c.definition
    ).order_by(years.c.bloc, years.c.year)
    if blocs:
        wanted = wanted.where(years.c.bloc.in_(blocs))
    if calendar_years:
        wanted = wanted.where(years.c.year.in_(calendar_years))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in conn.execute(wanted)]


def states_of(
    conn: Connection, year_ids: Sequence[str], kinds: Collection[str]
) -> Iterator[tuple[str, Streams]]:
    """Yield each bloc year with its streams of those kinds, one year at a time.

    A kind stands for those of its periods as well: sheet for sheet@q1.
    """
    columns = (streams.c.year_id, streams.c.kind, streams.c.subject, streams.c.version,
               streams.c.state)  # fmt: skip
    for start in range(0, len(year_ids), AT_ONCE):
        some = year_ids[start : start + AT_ONCE]
        wanted = (
            select(*columns)
            .where(streams.c.year_id.in_(some), _among(kinds))
            .order_by(streams.c.year_id)
            .execution_options(yield_per=ROWS)
        )
        for year_id, rows in groupby(conn.execute(wanted), lambda row: row[0]):
            found = Streams()
            for _, kind, subject, version, state in rows:
                found.add(kind, subject, version, state)
            yield year_id, found


def _among(kinds: Collection[str]) -> ColumnElement[bool]:
    of_periods = (streams.c.kind.startswith(f"{one}@", autoescape=True) for one in kinds)
    return or_(streams.c.kind.in_(kinds), *of_periods)
