"""The raw limit on one file: the least of an act as bare SQL through `sqlite3`, in one commit."""

import sqlite3
from pathlib import Path
from typing import Self

from bench.least import Chain

GUARDED = "UPDATE state SET version = :seq, body = :state WHERE id = :year AND version = :before"
EVENT = "INSERT INTO event VALUES (:year, :seq, :kind, 'of-an', :at, :body, :hash)"
NOTICE = (
    "INSERT INTO notice (key, person, facts, status, at)"
    " VALUES (:key, 'of-an', :facts, 'owed', :at)"
)
TABLES = """
CREATE TABLE state (id TEXT PRIMARY KEY, version INTEGER, body BLOB) WITHOUT ROWID;
CREATE TABLE event (year TEXT, seq INTEGER, kind TEXT, actor TEXT, at INTEGER, body BLOB, hash BLOB,
                    PRIMARY KEY (year, seq));
CREATE TABLE notice (id INTEGER PRIMARY KEY, key TEXT UNIQUE, person TEXT, facts TEXT, status TEXT,
                     at INTEGER);
CREATE INDEX notice_waiting ON notice (status, at);
INSERT INTO state VALUES ('bloc/2025', 0, x'');
"""


class RawFile:
    """A database file with three bare tables."""

    def __init__(self, file: Path, synchronous: str) -> None:
        self._base = sqlite3.connect(file, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=wal")
        self._base.execute(f"PRAGMA synchronous={synchronous}")
        self._base.executescript(TABLES)
        self._chain = Chain("bloc/2025")

    def act(self, number: int) -> None:
        """Do the least that the act of that number cannot do without."""
        values, run = self._chain.act(number), self._base.execute
        run("BEGIN IMMEDIATE")
        if run(GUARDED, values).rowcount != 1:
            message = "somebody else was first"
            raise RuntimeError(message)
        run(EVENT, values)
        if values["key"]:
            run(NOTICE, values)
        run("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()
