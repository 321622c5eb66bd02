"""The raw limit of scoring: sheets as JSON in one bare table, saved by cell and added up."""

import json
import sqlite3
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Self

from bench.wide import Json

GUARDED = "UPDATE sheet SET version = ?, body = ? WHERE unit = ? AND version = ?"
EVENT = "INSERT INTO event VALUES (?, ?, ?)"
ANSWER = "INSERT INTO answer VALUES (?, ?)"
TABLES = """
CREATE TABLE sheet (unit TEXT PRIMARY KEY, version INTEGER, body BLOB) WITHOUT ROWID;
CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB, hash BLOB);
CREATE TABLE answer (command TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID;
"""


class RawSheets:
    """A database file with the sheets of a bloc, and no rule about them."""

    def __init__(self, file: Path, sheets: dict[str, dict[str, Json]]) -> None:
        self._base = sqlite3.connect(file, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=wal")
        self._base.execute("PRAGMA synchronous=normal")
        self._base.executescript(TABLES)
        rows = [(unit, 0, json.dumps(entries)) for unit, entries in sheets.items()]
        self._base.executemany("INSERT INTO sheet VALUES (?, ?, ?)", rows)
        self._head, self._seq = bytes(32), 0

    def save(self, unit: str, leaf: str, entry: Json) -> None:
        """Save one cell: the sheet read and written, one chained event, one answer, one commit."""
        run = self._base.execute
        run("BEGIN IMMEDIATE")
        version, body = run("SELECT version, body FROM sheet WHERE unit = ?", (unit,)).fetchone()
        sheet = json.loads(body)
        sheet[leaf] = entry
        if run(GUARDED, (version + 1, json.dumps(sheet), unit, version)).rowcount != 1:
            message = "somebody else was first"
            raise RuntimeError(message)
        event = json.dumps({"seq": self._seq, "unit": unit, "entries": {leaf: entry}}).encode()
        self._head, self._seq = sha256(self._head + event).digest(), self._seq + 1
        run(EVENT, (self._seq, event, self._head))
        run(ANSWER, (f"{self._seq:032}", event))
        run("COMMIT")

    def ranked(self) -> list[str]:
        """Return the units in order: every sheet read, every number of it added up exactly."""
        sums = {
            unit: sum((_plain(one) for one in json.loads(body).values()), Decimal(0))
            for unit, body in self._base.execute("SELECT unit, body FROM sheet")
        }
        return sorted(sums, key=lambda unit: -sums[unit])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()


def _plain(entry: Json) -> Decimal:
    if isinstance(entry, dict):
        return sum((_plain(one) for one in entry.values()), Decimal(0))
    return Decimal(entry)
