"""Target 9: bloc years opened one by one and in bulk, beside as many raw rows of the same size."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import psycopg
from psycopg import sql

from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import ADMIN, open_many, open_years, runtime, wanted_year, year_of
from bench.rounds import percentile, rate, ratio, turns
from bench.servers import Servers, plain
from workflow.service.years import open_year
from workflow.store.engine import connect

TEMPLATE = "template"
IDLE = "idle"
TABLES = {"years": "id", "events": "year_id", "streams": "year_id", "timers": "year_id",
          "outbox": "year_id", "requests": None}  # fmt: skip
BULK = 500
"""Years in one bulk statement."""
COLUMNS = """
SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


class RawYears:
    """Rows like those of a year that the product opened, in bare tables with the same indexes."""

    def __init__(self, url: str) -> None:
        self._conn = psycopg.connect(url, autocommit=True)
        self._conn.execute("CREATE SCHEMA bare")
        self._like = {name: self._copied(name, key) for name, key in TABLES.items()}

    def _copied(self, name: str, key: str | None) -> "Like":
        self._conn.execute(
            sql.SQL("CREATE TABLE bare.{0} (LIKE public.{0} INCLUDING ALL)").format(
                sql.Identifier(name)
            )
        )
        columns = [
            (column, kind)
            for column, kind in self._conn.execute(COLUMNS, (f"public.{name}",))
            if (name, column) != ("outbox", "id")
        ]
        where = f"{key} = %(year)s" if key else "answer LIKE '%%' || %(year)s || '%%'"
        chosen = ", ".join(column for column, _ in columns)
        rows = self._conn.execute(
            f"SELECT {chosen} FROM public.{name} WHERE {where}",  # noqa: S608 - our own names
            {"year": year_of(TEMPLATE)},
        ).fetchall()
        return Like(name, columns, rows)

    def one(self, number: int) -> None:
        """Insert the rows of one year, a statement a table, in one commit."""
        self._insert([f"raw{number}"])

    def many(self, numbers: Sequence[int]) -> None:
        """Insert the rows of many years, a statement a table, in one commit."""
        self._insert([f"bulk{number}" for number in numbers])

    def _insert(self, blocs: Sequence[str]) -> None:
        with self._conn.transaction():
            for like in self._like.values():
                if like.rows:
                    self._conn.execute(like.statement, like.of(blocs))


class Like:
    """The rows of one table that the template year has, and how to write others like them."""

    def __init__(
        self, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]
    ) -> None:
        self.rows = rows
        names = ", ".join(f'"{column}"' for column, _ in columns)
        arrays = ", ".join(f"%s::{kind}[]" for _, kind in columns)
        self.statement = f"INSERT INTO bare.{name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - our own names

    def of(self, blocs: Sequence[str]) -> list[list[Any]]:
        """Return the columns of such rows for *blocs*; a body's hash is worked out anew."""
        made = [_renamed(row, bloc) for bloc in blocs for row in self.rows]
        return [list(column) for column in zip(*made, strict=True)]


def _renamed(row: Sequence[Any], bloc: str) -> list[Any]:
    found: list[Any] = []
    for value in row:
        if isinstance(value, str):
            found.append(value.replace(TEMPLATE, bloc))
        elif isinstance(value, bytes):
            found.append(value.replace(TEMPLATE.encode(), bloc.encode()))
            hashlib.sha256(value).digest()
        else:
            found.append(value)
    return found


def measure(servers: Servers, effort: Effort) -> Found:
    """Open as many years as the effort says, in rounds; those who come later find them there."""
    given = runtime(connect(servers.product))
    open_year(given, replace(wanted_year(given), bloc=TEMPLATE), ADMIN, command_id=TEMPLATE)
    raw, names, numbers = RawYears(plain(servers.product)), idle_years(), count()
    each = -(-effort.years // effort.rounds)

    def in_bulk(turn: int) -> None:
        raw.many(range(turn * BULK, (turn + 1) * BULK))

    bulks = count()
    many = ([f"many{turn}-{number}" for number in range(BULK)] for turn in count())
    effort.say(f"{effort.years} bloc years")
    found = turns(
        {
            "raw": lambda: rate(lambda _: raw.one(next(numbers)), each),
            "raw_bulk": lambda: BULK * rate(lambda _: in_bulk(next(bulks)), 1),
            "product": lambda: rate(lambda _: open_years(given, [next(names)]), each),
            "product_bulk": lambda: BULK * rate(lambda _: open_many(given, next(many)), 1),
        },
        effort.rounds,
    )
    given.engine.dispose()
    per_s = {f"{who}_per_s": percentile(rates, 0.5) for who, rates in found.items()}
    return Found(
        targets=(
            Measured(
                id="9a", name="time to open a bloc year, one by one", target=1.4, sense="at_most",
                ratio=ratio(found["raw"], found["product"]), figures=per_s,
            ),
            Measured(
                id="9b", name="bloc years opened a second, in bulk", target=0.40,
                ratio=ratio(found["product_bulk"], found["raw_bulk"]), figures=per_s,
            ),
        )
    )  # fmt: skip


def idle_years(bloc: str = IDLE) -> Iterator[str]:
    """Yield the ids of bloc years, in the order in which they are opened."""
    return (year_of(f"{bloc}-{number}") for number in count())
