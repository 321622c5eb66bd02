"""What is handed to libpq by hand comes back as it was, alone and in lists."""

# ruff: noqa: S608 - the names of types are our own

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.databases import plain
from workflow.store import wire

TEXT = ["", "khối", 'a{b,c}"d\\', "NULL", None, "\n\t'"]
RAW = [b"", b"\x00\xff", None, b"{}"]
WHOLE = [0, -1, None, 2**62]
OFTEN = wire.OFTEN + 2
"""So often a statement is run that it was prepared by the end."""


@pytest.fixture
def driver(postgres: str) -> Iterator[Any]:
    with psycopg.connect(plain(postgres), autocommit=True) as conn:
        yield conn


@pytest.mark.parametrize(
    ("kind", "values"), [("text", TEXT), ("bytea", RAW), ("bigint", WHOLE)], ids=str
)
def test_values_come_back_as_they_were(driver: Any, kind: str, values: list[Any]) -> None:  # noqa: ANN401 - psycopg's
    alone = [wire.ask(driver, f"SELECT $1::{kind}", [one]).fetchone() for one in values * OFTEN]
    listed = [
        wire.ask(driver, f"SELECT * FROM unnest($1::{kind}[])", [values]).fetchall()
        for _ in range(OFTEN)
    ]

    assert alone == [(one,) for one in values * OFTEN]
    assert listed == [[(one,) for one in values]] * OFTEN


@pytest.mark.parametrize("kind", ["text", "bytea", "bigint"])
def test_a_list_of_nothing_has_its_length(driver: Any, kind: str) -> None:  # noqa: ANN401 - psycopg's
    found = wire.ask(driver, f"SELECT * FROM unnest($1::{kind}[])", [[None, None]]).fetchall()

    assert found == [(None,), (None,)]


@pytest.mark.parametrize("given", ["a\0b", ["a\0b"]])
def test_a_zero_in_text_is_refused_and_does_not_end_it(driver: Any, given: Any) -> None:  # noqa: ANN401 - psycopg's
    kind = "text[]" if isinstance(given, list) else "text"
    with pytest.raises(psycopg.errors.CharacterNotInRepertoire):
        wire.ask(driver, f"SELECT $1::{kind}", [given])
