"""Every task may run twice: the second run finds nothing left to do."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from sqlalchemy import select

from tasks import answers, approvals, deadlines, relay, schedule
from tasks import notices as tasks_of_notices
from tests.factories import at
from tests.years import Lived
from workflow.runtime import SimulatedClock
from workflow.service import notices
from workflow.store.schema import metadata

ARGUMENTS = {
    relay.RELAY: False,
    tasks_of_notices.SEND: True,
    deadlines.TICK: False,
    schedule.BEAT: False,
}
"""Every task by name, and whether it takes the key of a notice."""

IDLE = {approvals.RECHECK: False, answers.DROP: False}
"""Those that find nothing to do in a year that has just been opened."""


def everything(lived: Lived, folder: Path) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """Return every row of every table, and every file that was sent."""
    with lived.runtime.engine.connect() as conn:
        tables = metadata.sorted_tables
        rows = {one.name: sorted(map(repr, conn.execute(select(one)))) for one in tables}
    files = {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*.eml")
    }
    return rows, files


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_second_run_changes_nothing(
    name: str, app: Celery, lived: Lived, folder: Path, clock: SimulatedClock
) -> None:
    clock.move_to(at(3, 20))  # past a due moment and its reminders
    arguments = (notices.claim(lived.runtime)[0],) if ARGUMENTS[name] else ()
    before = everything(lived, folder)

    app.tasks[name].apply(arguments, throw=True)
    once = everything(lived, folder)
    app.tasks[name].apply(arguments, throw=True)

    assert (once != before, everything(lived, folder)) == (True, once)


@pytest.mark.parametrize("name", IDLE)
def test_what_finds_nothing_to_do_changes_nothing(
    name: str, app: Celery, lived: Lived, folder: Path
) -> None:
    before = everything(lived, folder)

    app.tasks[name].apply((), throw=True)

    assert everything(lived, folder) == before


def test_no_task_is_left_out(app: Celery) -> None:
    ours = {name for name in app.tasks if not name.startswith("celery.")}

    assert ours == {*ARGUMENTS, *IDLE}


def test_tasks_take_keys_and_nothing_else(app: Celery) -> None:
    kinds = {name: app.tasks[name].run.__annotations__ for name in ARGUMENTS}

    assert {name: set(given) - {"return", "self"} for name, given in kinds.items()} == {
        name: {"row_id"} if takes_key else set() for name, takes_key in ARGUMENTS.items()
    }
