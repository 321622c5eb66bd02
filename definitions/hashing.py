"""The identity of a definition: its canonical bytes, their hash, and the way back."""

import json

from definitions.canonical import canonical_json, digest
from definitions.schema.definition import Definition

__all__ = ["canonical", "digest", "restore"]


def canonical(definition: Definition) -> bytes:
    """Return the bytes that *definition* is pinned by.

    Defaults are left out, so that a key added to the schema later does not move old hashes. The
    other side of that: a default, once released, may never change.
    """
    return canonical_json(definition.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def restore(data: bytes) -> Definition:
    """Return the definition pinned by *data*, however its files have changed since."""
    return Definition.model_validate(json.loads(data))
