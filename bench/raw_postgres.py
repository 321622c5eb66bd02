"""The raw limit on PostgreSQL: the least of an act as one statement through `psycopg`.

`python -m bench.raw_postgres URL YEAR` is a client.
"""

import sys

import psycopg

from bench.client import serve
from bench.least import Chain

ONE_STATEMENT = """
WITH moved AS (
    UPDATE state SET version = %(seq)s, body = %(state)s
    WHERE id = %(year)s AND version = %(before)s RETURNING id
), told AS (
    INSERT INTO notice (key, person, facts, status, at)
    SELECT %(key)s, 'of-an', %(facts)s, 'owed', %(at)s FROM moved WHERE %(key)s::text IS NOT NULL
)
INSERT INTO event SELECT id, %(seq)s, %(kind)s, 'of-an', %(at)s, %(body)s, %(hash)s FROM moved
"""
TABLES = """
CREATE TABLE state (id text PRIMARY KEY, version integer, body bytea);
CREATE TABLE event (year text, seq integer, kind text, actor text, at bigint, body bytea,
                    hash bytea, PRIMARY KEY (year, seq));
CREATE TABLE notice (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text UNIQUE,
                     person text, facts text, status text, at bigint);
CREATE INDEX notice_waiting ON notice (status, at);
"""


class RawRow:
    """One bloc year of three bare tables."""

    def __init__(self, url: str, year: str) -> None:
        self._run = psycopg.connect(url, autocommit=True).execute
        self._run("INSERT INTO state VALUES (%s, 0, '')", (year,))
        self._chain = Chain(year)

    def act(self, number: int) -> None:
        """Do the least that the act of that number cannot do without."""
        if self._run(ONE_STATEMENT, self._chain.act(number)).rowcount != 1:
            message = "somebody else was first"
            raise RuntimeError(message)


if __name__ == "__main__":
    serve(RawRow(*sys.argv[1:]).act)
