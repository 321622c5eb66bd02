"""Write a database as this program leaves it: `python -m tests.golden.making FILE.sqlite.gz`.

One year is lived to its end and has opened the next; one stands in its fourth stage, after a decree
moved its deadline, dossiers were returned, reminders left and the deadline went by.
"""

import gzip
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from definitions.catalogue import Catalogue
from tests.calendars import decree, off
from tests.databases import connected
from tests.factories import ADMIN, FOLDER, HEAD, START, at
from tests.service.telling import Post, deliver
from tests.years import carry, opened, register
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.deadlines import fire_due
from workflow.store.upgrading import upgrade

WHOLE, HALF = "whole/2025", "half/2025"


def make(file: Path) -> None:
    """Live both years in *file*, which is made."""
    with connected(f"sqlite:///{file}") as engine:
        upgrade(engine)
        live(
            Runtime(
                engine=engine, catalogue=Catalogue(FOLDER), clock=SimulatedClock(START),
                ids=CountedIds("id"), sender=Post(),
            )
        )  # fmt: skip
    with closing(sqlite3.connect(file)) as conn:
        conn.executescript("PRAGMA journal_mode = DELETE; VACUUM")  # all of it in the one file


def live(runtime: Runtime) -> None:
    """Live one year whole and one by half."""
    whole, half = (opened(runtime, bloc=year.partition("/")[0]) for year in (WHOLE, HALF))
    carry(whole, "closed")
    decree(runtime, off("2025-03-14"))
    register(half, "binh")
    half.do("return_registration", HEAD, unit="binh", comment="Thiếu chữ ký 👍🏽")
    half.do(
        "propose_extension", HEAD, stage="registration", until="2025-03-18", at_time="18:00",
        reason="Mất điện",
    )  # fmt: skip
    half.do("confirm_extension", ADMIN, stage="registration")
    half.do("rename_unit", ADMIN, unit="chau", name="Ban Châu", paper="05/QĐ-UBND")
    half.do("suspend", ADMIN, reason="Sáp nhập")
    half.do("resume", ADMIN, reason="Đã xong")
    runtime.clock.move_to(at(3, 20))  # type: ignore[attr-defined]
    fire_due(runtime)
    deliver(runtime)
    carry(half, "scoring")


def main() -> None:
    """Write the file that is named."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "golden.sqlite"
        make(made)
        Path(sys.argv[1]).write_bytes(gzip.compress(made.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
