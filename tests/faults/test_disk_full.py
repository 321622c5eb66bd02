"""The disk is full under SQLite: nothing is half done, and all goes on when there is room."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from tests.factories import HEAD, sits
from tests.watching import everything
from tests.years import Lived, opened
from workflow.runtime import Runtime
from workflow.service.verifying import verify
from workflow.store.engine import connect

ROOM = 1_000_000
"""Pages: as good as no limit."""


class Disk:
    """How many pages the database may have."""

    pages = ROOM

    def limit(self, connection: Any, *_: object) -> None:  # noqa: ANN401 - the driver's connection
        """Set the limit; below what is in use it means: not one page more."""
        with closing(connection.execute(f"PRAGMA max_page_count={self.pages}")) as answer:
            answer.fetchall()


@pytest.fixture
def disk() -> Disk:
    """The disk of this test's database."""
    return Disk()


@pytest.fixture
def engine(database: Path, disk: Disk) -> Iterator[Engine]:
    """A connection to a database on that disk."""
    engine = connect(f"sqlite:///{database}", synchronous="normal")
    event.listen(engine, "checkout", disk.limit)
    yield engine
    engine.dispose()


def fill(lived: Lived) -> None:
    """Act until the disk is full. Raises OperationalError."""
    for number in range(1000):
        lived.do("register", sits("binh"), staff=9, people=8)
        lived.do("return_registration", HEAD, unit="binh", comment=f"Thiếu {number} " * 20)


def test_f45_on_a_full_disk_nothing_is_half_done_and_all_goes_on_with_room(
    runtime: Runtime, disk: Disk, database: Path
) -> None:
    lived = opened(runtime)
    disk.pages = 1

    with pytest.raises(OperationalError, match="full"):
        fill(lived)

    before = everything(database)
    assert verify(runtime, lived.id).findings == ()
    disk.pages = ROOM
    lived.do("record_document", HEAD, number="12/KH", title="Kế hoạch", on="2025-01-02")
    assert everything(database) != before
    assert verify(runtime, lived.id).findings == ()
