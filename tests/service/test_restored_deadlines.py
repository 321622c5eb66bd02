"""A backup brought back on which the clock goes on: nothing that it owes again goes out again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tasks.witness import FileWitness
from tests.approving import OneDefinition
from tests.calendars import ROLLING, edited, off
from tests.databases import Databases, backup, connected
from tests.factories import HEAD, at, plain
from tests.service.telling import Post, deliver
from tests.years import Lived, opened, register
from workflow.runtime import Runtime
from workflow.service import approvals, calendars, notices, restoring
from workflow.service.deadlines import fire_due
from workflow.store.schema import outbox

LATER = timedelta(hours=3)
Told = tuple[str, str]


@pytest.fixture
def post() -> Post:
    """The far end, which remembers everything whatever is restored."""
    return Post()


@pytest.fixture
def before(runtime: Runtime, post: Post, tmp_path: Path) -> Lived:
    """A bloc year whose first notices have left, before anything of its deadlines did."""
    witness, catalogue = FileWitness(tmp_path / "outside"), OneDefinition(plain(ROLLING))
    ready = replace(runtime, sender=post, witness=witness, catalogue=catalogue)
    lived = opened(ready, plain(ROLLING))
    deliver(lived.runtime)
    return lived


@pytest.fixture
def restored(before: Lived, databases: Databases, tmp_path: Path) -> Iterator[Lived]:
    """The same year from a backup: its deadlines came, and people were told, after it was made."""
    url = backup(databases, before.runtime.engine, tmp_path)
    go_on(before)
    with connected(url) as engine:
        yield replace(before, runtime=replace(before.runtime, engine=engine))
    if engine.dialect.name == "postgresql":
        databases.drop(url)


def go_on(lived: Lived) -> None:
    """Let two reminders and the end of the stage come, and all that is owed leave."""
    for moment in (at(3, 1), at(3, 12), at(3, 18)):
        lived.clock.move_to(moment)
        fire_due(lived.runtime)
        deliver(lived.runtime)
        lived.clock.move_to(lived.now + LATER)
        deliver(lived.runtime)


def told(post: Post) -> Counter[Told]:
    """Return how often each was told of what."""
    return Counter((mail.address, mail.subject) for mail in post.mails)


def statuses(lived: Lived, notice: str) -> set[str]:
    with lived.runtime.engine.connect() as conn:
        return set(conn.scalars(select(outbox.c.status).where(outbox.c.notice == notice)))


def do_something_new(lived: Lived) -> None:
    register(lived, "binh")
    lived.do("return_registration", HEAD, unit="binh", comment="Thiếu chữ ký")


def deliver_all(lived: Lived) -> None:
    deliver(lived.runtime)
    lived.clock.move_to(lived.now + LATER)
    deliver(lived.runtime)


@pytest.mark.parametrize("tick_first", [False, True], ids=["relay first", "tick first"])
def test_what_a_deadline_owes_again_is_listed_and_goes_out_once(
    restored: Lived, post: Post, *, tick_first: bool
) -> None:
    restored.clock.move_to(restored.now + LATER)
    sent = told(post)
    if tick_first:
        fire_due(restored.runtime)
    do_something_new(restored)

    assert notices.claim(restored.runtime) == []
    fire_due(restored.runtime)
    doubtful = {row.notice for row in restoring.held_back(restored.runtime)}
    restoring.confirm(restored.runtime, "drop")
    deliver_all(restored)

    again = told(post) - sent
    assert {"stage_reminder", "stage_overdue"} <= doubtful
    assert again
    assert not {one for one in again if sent[one]}
    assert statuses(restored, "dossier_returned") == {"sent"}


def test_what_acts_after_the_restore_owe_is_not_in_doubt(restored: Lived) -> None:
    restored.clock.move_to(restored.now + LATER)
    do_something_new(restored)

    notices.claim(restored.runtime)

    listed = {row.notice for row in restoring.held_back(restored.runtime)}
    assert "dossier_returned" not in listed
    assert statuses(restored, "dossier_returned") == {"owed"}


def test_what_is_released_goes_out_under_the_name_that_it_had(restored: Lived, post: Post) -> None:
    names = {mail.message_id for mail in post.mails if "hạn" in mail.subject.casefold()}
    count = len(post.mails)
    restored.clock.move_to(restored.now + LATER)
    notices.claim(restored.runtime)

    restoring.confirm(restored.runtime, "release")
    deliver_all(restored)

    overdue = [mail for mail in post.mails[count:] if "quá hạn" in mail.subject.casefold()]
    assert overdue
    assert {mail.message_id for mail in overdue} <= names


def test_deadlines_that_are_to_be_acted_on_again_are_counted(restored: Lived) -> None:
    restored.clock.move_to(restored.now + LATER)
    notices.claim(restored.runtime)
    waiting = restoring.to_come(restored.runtime)

    fire_due(restored.runtime)

    assert (waiting > 0, restoring.to_come(restored.runtime)) == (True, 0)


def test_confirming_decides_what_no_tick_has_owed_yet(restored: Lived, post: Post) -> None:
    restored.clock.move_to(restored.now + LATER)
    sent = told(post)
    notices.claim(restored.runtime)

    restoring.confirm(restored.runtime, "drop")
    fire_due(restored.runtime)
    deliver_all(restored)

    assert statuses(restored, "stage_overdue") == {"dead"}
    assert not told(post) - sent


def test_deadlines_that_come_after_what_went_out_are_new(before: Lived) -> None:
    before.clock.move_to(at(3, 1))
    with before.runtime.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE installation SET mark = mark - 1")
    notices.claim(before.runtime)
    before.clock.move_to(at(3, 18))
    fire_due(before.runtime)

    assert restoring.held(before.runtime)
    assert statuses(before, "stage_overdue") == {"owed"}


def test_what_a_decree_owes_again_is_in_doubt(
    before: Lived, databases: Databases, tmp_path: Path
) -> None:
    rt = before.runtime
    calendars.lay_down(rt, edited(rt, off("2025-03-14")), person="of-admin", reason="Bão")
    url = backup(databases, rt.engine, tmp_path)
    calendars.follow(rt)
    before.clock.move_to(before.now + LATER)
    deliver(rt)
    with connected(url) as engine:
        again = replace(before, runtime=replace(rt, engine=engine))
        again.clock.move_to(again.now + LATER)
        notices.claim(again.runtime)
        calendars.follow(again.runtime)
        approvals.recheck(again.runtime)

        assert statuses(again, "deadline_moved") == {"held"}
    if engine.dialect.name == "postgresql":
        databases.drop(url)
