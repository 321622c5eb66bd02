"""The raw limit: what one act cannot do without, as bare SQL through `sqlite3`.

One commit of a guarded update of the state row, an event chained by sha256 over its canonical
bytes, and a notice in the outbox where the act owes one.
"""

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

GUARDED = "UPDATE state SET version = ?, body = ? WHERE id = ? AND version = ?"
EVENT = "INSERT INTO event (year, seq, kind, actor, at, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
NOTICE = "INSERT INTO notice (key, person, facts, status, at) VALUES (?, ?, ?, ?, ?)"
TABLES = """
CREATE TABLE state (id TEXT PRIMARY KEY, version INTEGER, body BLOB) WITHOUT ROWID;
CREATE TABLE event (year TEXT, seq INTEGER, kind TEXT, actor TEXT, at INTEGER, body BLOB, hash BLOB,
                    PRIMARY KEY (year, seq));
CREATE TABLE notice (id INTEGER PRIMARY KEY, key TEXT UNIQUE, person TEXT, facts TEXT, status TEXT,
                     at INTEGER);
CREATE INDEX notice_waiting ON notice (status, at);
INSERT INTO state VALUES ('bloc/2025', 0, x'');
"""
CYCLE = (("registration_submitted", False), ("registration_accepted", True),
         ("registration_returned", True))  # fmt: skip
"""The acts that the product does in turn, and whether each owes a notice."""


class Raw:
    """A database file with three bare tables."""

    def __init__(self, file: Path, synchronous: str) -> None:
        self._base = sqlite3.connect(file, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=wal")
        self._base.execute(f"PRAGMA synchronous={synchronous}")
        self._base.executescript(TABLES)
        self._seq, self._head = 0, bytes(32)

    def act(self, number: int) -> None:
        """Do the least that the act of that number cannot do without."""
        kind, owes = CYCLE[number % len(CYCLE)]
        before, self._seq, now = self._seq, self._seq + 1, datetime.now(UTC)
        at = int(now.timestamp() * 1_000_000)
        body = _canonical({**EVENT_OF_USUAL_SIZE, "kind": kind, "seq": self._seq,
                           "at": now.isoformat()})  # fmt: skip
        self._head = hashlib.sha256(self._head + body).digest()
        run = self._base.execute
        run("BEGIN IMMEDIATE")
        moved = run(GUARDED, (self._seq, STATE_OF_USUAL_SIZE, "bloc/2025", before))
        if moved.rowcount != 1:
            message = "somebody else was first"
            raise RuntimeError(message)
        run(EVENT, ("bloc/2025", self._seq, kind, "of-an", at, body, self._head))
        if owes:
            run(NOTICE, (f"{self._seq}", "of-an", FACTS_OF_USUAL_SIZE, "owed", at))
        run("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with closing(self._base):
            pass


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


EVENT_OF_USUAL_SIZE = {
    "actor": "of-an",
    "command": "0" * 32,
    "data": {"comment": "Bổ sung số liệu"},
    "definition": "0" * 64,
    "format": 1,
    "meeting": None,
    "recorded_at": "2025-01-02T01:00:00Z",
    "recorder": None,
    "seat": "unit:an",
    "stream": "registration/binh",
    "version": 1,
    "year": "bloc/2025",
}
STATE_OF_USUAL_SIZE = _canonical(
    {"status": "returned", "collective": ["T-CO-CP"], "individual": [], "staff": 10, "people": 9}
)
FACTS_OF_USUAL_SIZE = _canonical(
    {"bloc": "Khối thi đua", "year": "2025", "unit": "Ban Bình", "comment": "Bổ sung số liệu"}
).decode()
