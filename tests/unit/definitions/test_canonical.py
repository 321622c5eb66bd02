"""Canonical bytes: exactly one way to write a value, the way of RFC 8785, or a refusal."""

import unicodedata
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from definitions.canonical import LARGEST, canonical_json, digest
from definitions.errors import NotCanonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXT, inside, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_equals_what_rfc_8785_says(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        {"\uff21": 1, "\U0001f600": 2, "\u20ac": 3, "\r": 4, "1": 5},
        '\x00\x1f\x7f\u2028"\\/\b\t',
        [LARGEST, -LARGEST, 0, True, None, []],
        ["\n\u0303", "\x1f\u0301", '"\u0301', {"\u0301": "\u0301"}],
    ],
)
def test_equals_what_rfc_8785_says_at_the_edges(value: object) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.5, id="float"),
        pytest.param(Decimal(1), id="decimal"),
        pytest.param(LARGEST + 1, id="large"),
        pytest.param(-LARGEST - 1, id="small"),
        pytest.param("e\u0301", id="not-nfc"),
        pytest.param({"e\u0301": 1}, id="key-not-nfc"),
        pytest.param("\ud800", id="half-a-character"),
        pytest.param({1: 1}, id="key-not-text"),
        pytest.param(b"x", id="bytes"),
    ],
)
def test_refuses_what_has_no_one_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json([value])


def test_a_digest_is_sha256() -> None:
    assert digest(b"abc").startswith("ba7816bf8f01cfea")
