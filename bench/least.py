"""The least that an act cannot do without: one event chained by sha256 over its canonical bytes.

The kinds, notices and sizes are those of the product's acts (a test compares them), so that raw
work writes as many bytes of history as the product does.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

CYCLE = (("registration_submitted", False), ("registration_accepted", True),
         ("registration_returned", True))  # fmt: skip
"""The acts that the product does in turn, and whether each owes a notice."""


class Chain:
    """A chain of one bloc year, held by whoever writes it."""

    def __init__(self, year: str) -> None:
        self.year, self._seq, self._head = year, 0, bytes(32)

    def act(self, number: int) -> dict[str, Any]:
        """Return the values that the act of that number writes; `key` is None without a notice."""
        kind, owes = CYCLE[number % len(CYCLE)]
        before, self._seq, now = self._seq, self._seq + 1, datetime.now(UTC)
        body = canonical({**EVENT_OF_USUAL_SIZE, "kind": kind, "seq": self._seq,
                          "at": now.isoformat(), "year": self.year})  # fmt: skip
        self._head = hashlib.sha256(self._head + body).digest()
        return {
            "year": self.year,
            "before": before,
            "seq": self._seq,
            "state": STATE_OF_USUAL_SIZE,
            "kind": kind,
            "at": int(now.timestamp() * 1_000_000),
            "body": body,
            "hash": self._head,
            "key": f"{self.year}|{self._seq}.0|{kind}|of-an" if owes else None,
            "facts": FACTS_OF_USUAL_SIZE,
        }


def canonical(value: object) -> bytes:
    """Return the canonical bytes of plain data."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


EVENT_OF_USUAL_SIZE = {
    "actor": "of-unit-1",
    "command": "0" * 32,
    "data": {"comment": "Bổ sung số liệu"},
    "definition": "0" * 64,
    "meeting": None,
    "recorded_at": "2025-01-02T01:00:00.123456Z",
    "recorder": None,
    "seat": "unit:unit-1",
    "stream": "registration/unit-2",
    "version": 1,
}
STATE_OF_USUAL_SIZE = canonical(
    {
        "status": "returned", "collective": ["T-CO-CP"], "individual": [], "recognitions": [],
        "staff": 10, "people": 9, "late": False, "comment": "Bổ sung số liệu",
    }
)  # fmt: skip
FACTS_OF_USUAL_SIZE = canonical(
    {
        "bloc": "Khối thi đua", "dossier": "Đăng ký thi đua", "recipient": "unit-2",
        "unit": "unit-2", "year": "2025",
    }
).decode()  # fmt: skip
