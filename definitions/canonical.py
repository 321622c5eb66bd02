"""Canonical bytes: every value has exactly one way to be written (RFC 8785), or is refused.

Only text, whole numbers, booleans, nothing, lists and mappings; a float has no exact meaning here
and a decimal is written as text by whoever owns it.
"""

import hashlib
import unicodedata
from collections.abc import Iterable

import orjson

from definitions.errors import NotCanonical

LARGEST = 2**53 - 1
"""The largest number that every reader of JSON, in any language, reads exactly."""

_AS_IT_IS = (
    orjson.OPT_STRICT_INTEGER  # none beyond LARGEST
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_ORDERED = _AS_IT_IS | orjson.OPT_SORT_KEYS
_PLAIN = frozenset({str, int, bool, type(None)})


def canonical_json(value: object) -> bytes:
    """Return the one way to write *value*. Raises NotCanonical when there is none."""
    _check(value)
    try:
        written = orjson.dumps(value, option=_ORDERED)
        if written.isascii():
            return written
        if not unicodedata.is_normalized("NFC", written.decode()):
            _check_texts(value)  # it may be what JSON writes before a mark that joined with it
        # Keys in ASCII are ordered by orjson as RFC 8785 orders them; others differ beyond them.
        plain = _ascii_keys(value)
        return written if plain else orjson.dumps(_ordered(value), option=_AS_IT_IS)
    except TypeError as why:  # a number too large, half a character, a key that is no text
        raise NotCanonical(reason=str(why)) from why


def digest(data: bytes) -> str:
    """Return the sha256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _check(value: object) -> None:
    """Refuse what is of a type that has no one form."""
    if isinstance(value, dict):
        inside: Iterable[object] = value.values()
    elif isinstance(value, list | tuple):
        inside = value
    else:
        if type(value) not in _PLAIN:
            raise NotCanonical(reason=f"type {type(value).__name__}")
        return
    for item in inside:
        # Most of what an event holds needs no more; every act comes through here.
        if type(item) not in _PLAIN:
            _check(item)


def _check_texts(value: object) -> None:
    """Refuse text that is not in NFC, wherever it stands."""
    if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        raise NotCanonical(reason=f"not NFC: {value!a}")
    if isinstance(value, dict):
        _check_texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            _check_texts(item)


def _ascii_keys(value: object) -> bool:
    if isinstance(value, dict):
        return "".join(value).isascii() and all(map(_ascii_keys, value.values()))
    return not isinstance(value, list | tuple) or all(map(_ascii_keys, value))


def _ordered(value: object) -> object:
    """Return *value* with keys ordered by UTF-16 units."""
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
    return value


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")
