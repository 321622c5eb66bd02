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

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical_json(value: object) -> bytes:
    """Return the one way to write *value*. Raises NotCanonical when there is none."""
    return _write(_ordered(value)).encode()


def digest(data: bytes) -> str:
    """Return the sha256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _ordered(value: object) -> object:
    """Return *value* with every mapping in canonical order, having refused what has no one form."""
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        keys = [_key(key) for key in value]
        keys.sort(key=None if "".join(keys).isascii() else _utf16)
        return {key: _ordered(value[key]) for key in keys}
    raise NotCanonical(reason=f"type {type(value).__name__}")


def _text(value: str) -> str:
    if value.isascii():
        return value
    if not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(reason=f"not NFC: {value!a}")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise NotCanonical(reason=f"half a character: {value!a}")
    return value


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise NotCanonical(reason=f"larger than 2^53: {value}")
    return value


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(reason=f"key of type {type(key).__name__}")
    return _text(key)


def _utf16(key: str) -> bytes:
    """Order as RFC 8785 does, by UTF-16 units; Python's own order differs beyond the BMP."""
    return key.encode("utf-16-be")
