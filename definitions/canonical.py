"""Canonical bytes: every value has exactly one way to be written (RFC 8785), or is refused.

Only text, whole numbers, booleans, nothing, lists and mappings; a float has no exact meaning here
and a decimal is written as text by whoever owns it.
"""

import hashlib
import json
import unicodedata

from definitions.errors import NotCanonical

LARGEST = 2**53 - 1
"""The largest number that every reader of JSON, in any language, reads exactly."""

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_write_as_it_is = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def canonical_json(value: object) -> bytes:
    """Return the one way to write *value*. Raises NotCanonical when there is none."""
    keys: list[str] = []
    _check(value, keys)
    # Python orders ASCII keys as RFC 8785 does, and its encoder does so at once.
    ordered = "".join(keys).isascii()
    return (_write(value) if ordered else _write_as_it_is(_ordered(value))).encode()


def digest(data: bytes) -> str:
    """Return the sha256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _check(value: object, keys: list[str]) -> None:
    """Refuse what has no one form; put every key on the list *keys*."""
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        _check_whole(value)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, keys)
    elif isinstance(value, dict):
        _check_mapping(value, keys)
    elif value is not None and not isinstance(value, bool):
        raise NotCanonical(reason=f"type {type(value).__name__}")


def _check_mapping(value: dict[object, object], keys: list[str]) -> None:
    for key, item in value.items():
        keys.append(_checked_key(key))
        # Most of what an event holds needs no more; every act comes through here.
        if item is not None and not (type(item) is str and item.isascii()):
            _check(item, keys)


def _check_text(value: str) -> None:
    if value.isascii():
        return
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(reason=f"not NFC: {value!a}")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise NotCanonical(reason=f"half a character: {value!a}")


def _check_whole(value: int) -> None:
    if abs(value) > LARGEST:
        raise NotCanonical(reason=f"larger than 2^53: {value}")


def _checked_key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(reason=f"key of type {type(key).__name__}")
    if not key.isascii():
        _check_text(key)
    return key


def _ordered(value: object) -> object:
    """Return *value* with keys ordered by UTF-16 units; Python's own order differs beyond them."""
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
