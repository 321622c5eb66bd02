"""Whether a stored state is the folded one, to the byte; also one that an earlier release wrote."""

import json

from definitions.canonical import canonical_json
from workflow.domain.evolving import stream_kind
from workflow.store import codec

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def kept(stream: str, state: object, due: bytes) -> bool:
    return _same(state, due) or _same_as_before(stream, state, due)


def _same_as_before(stream: str, state: object, due: bytes) -> bool:
    """Whether a snapshot of an earlier release is the folded state but for what was added since.

    It lacks fields that have their defaults, and says nothing else.
    """
    try:
        if not isinstance(state, bytes) or not _within(json.loads(state), json.loads(due)):
            return False
        read = codec.load_state(stream_kind(stream), state)
        return _write(json.loads(state)).encode() == state and codec.dump_state(stream, read) == due
    except Exception:  # noqa: BLE001 - as above
        return False


def _within(part: object, whole: object) -> bool:
    """Whether *part* is *whole* with some keys of its mappings left out."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _within(part[key], whole[key]) for key in part)
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return type(part) is type(whole) and part == whole


def _same(state: object, due: bytes) -> bool:
    """Whether a stored snapshot is the folded state to the byte.

    But for the order of keys, which an event, being canonical, does not keep.
    """
    if state == due or not isinstance(state, bytes):
        return state == due
    try:
        ordered = canonical_json(read := json.loads(state)) == canonical_json(json.loads(due))
        return ordered and _write(read).encode() == state
    except Exception:  # noqa: BLE001 - as above
        return False
