"""The hash chain of a bloc year: canonical bytes, each hash over the one before.

    genesis  = sha256("thidua/1" || bloc year || definition hash)
    hash(n)  = sha256(0x00 || hash(n-1) || bytes(n))

Stored bytes are hashed as they are, never written again.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from definitions.canonical import canonical_json

FORMAT = 1
LEAF = b"\x00"


def genesis(year_id: str, definition_hash: str) -> bytes:
    """Return the hash that the first event of a bloc year is chained to."""
    return hashlib.sha256(f"thidua/{FORMAT}\n{year_id}\n{definition_hash}".encode()).digest()


def chain(previous: bytes, body: bytes) -> bytes:
    """Return the hash of *body* chained to *previous*."""
    return hashlib.sha256(LEAF + previous + body).digest()


def body(envelope: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of an event with its envelope."""
    return canonical_json({"format": FORMAT, **envelope})
