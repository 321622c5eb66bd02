"""Sheets and definitions for tests, from a few lines of YAML."""

from pathlib import Path
from textwrap import dedent

from definitions.checking import check_shape
from definitions.errors import FileRefused
from definitions.layering import lay
from definitions.linting import lint
from definitions.nodes import Sheet
from definitions.problems import Problem
from definitions.reading import read, read_bytes
from definitions.schema.definition import Definition

SMALL = Path(__file__).with_name("small.yaml")


def sheet(text: str, name: str = "test.yaml") -> Sheet:
    return read_bytes(dedent(text).encode(), name)


def refused(text: str | bytes) -> tuple[Problem, ...]:
    """Return what reading *text* is refused for."""
    try:
        read_bytes(text if isinstance(text, bytes) else dedent(text).encode(), "test.yaml")
    except FileRefused as refusal:
        return refusal.problems
    return ()


def small_with(change: str = "") -> Sheet:
    """Return the small definition with *change* laid over it."""
    base = read(SMALL, "small.yaml")
    return lay([base, sheet(f"id: small\nkind: definition\n{dedent(change)}")])[0]


def small(change: str = "") -> Definition:
    return check_shape(small_with(change), Definition)


def linted(change: str) -> list[tuple[str, str, str]]:
    """Return (severity, code, path) of whatever is wrong with the small definition changed."""
    changed = small_with(change)
    problems = lint(check_shape(changed, Definition), changed)
    return [(one.severity, one.code, one.path) for one in problems]
