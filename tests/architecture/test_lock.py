"""The locks say exactly what is installed, and nothing about where it was fetched."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))

each_lock = pytest.mark.parametrize("lock", LOCKS, ids=[lock.name for lock in LOCKS])

PIN = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,._-]+\])?==[A-Za-z0-9.!+]+( ; .+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
ELSEWHERE = re.compile(r"https?:|file:|git\+|--index|--extra|--find|--trusted|[ @]/", re.IGNORECASE)


def entries(lock: Path) -> Iterator[list[str]]:
    """Yield each requirement of *lock*: its pin, then its hashes."""
    joined = lock.read_text("utf-8").replace("\\\n", "\n    ")
    for block in re.split(r"\n(?=\S)", joined.strip()):
        yield [line.strip() for line in block.splitlines() if line.strip()]


def test_every_lock_is_there() -> None:
    assert [lock.name for lock in LOCKS] == ["all.txt", "bench.txt", "uv.txt"]


@each_lock
def test_every_line_is_one_exact_pin_and_its_hashes(lock: Path) -> None:
    odd = [
        line
        for pin, *hashes in entries(lock)
        for line, wanted in [(pin, PIN), *((one, HASH) for one in hashes)]
        if not wanted.fullmatch(line)
    ]

    assert odd == []


@each_lock
def test_every_pin_has_a_hash(lock: Path) -> None:
    assert [pin for pin, *hashes in entries(lock) if not hashes] == []


@each_lock
def test_no_line_names_a_host_or_a_folder(lock: Path) -> None:
    found = [line for line in lock.read_text("utf-8").splitlines() if ELSEWHERE.search(line)]

    assert found == []
