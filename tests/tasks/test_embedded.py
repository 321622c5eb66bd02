"""The worker inside the process: everything owed goes out; nothing in memory is needed for it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tasks.embedded import Embedded
from tests.eventually import eventually
from tests.factories import FOLDER, HEAD, START, at, sits
from tests.years import Lived, opened
from worker import Composed
from workflow.runtime import CannotSend, CountedIds, Mail, Runtime, SimulatedClock
from workflow.service import heartbeats, notices, reading
from workflow.settings import Settings
from workflow.store.schema import outbox

WITHIN_S = 20


def letters(folder: Path) -> dict[str, bytes]:
    """Return every file that was sent, by its path."""
    paths = folder.rglob("*.eml")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def statuses(runtime: Runtime) -> dict[str, int]:
    return reading.notices(runtime)


@contextmanager
def background(runtime: Runtime, *, ticking: bool = False) -> Iterator[Embedded]:
    with Composed().background(runtime, ticking=ticking) as started:
        assert isinstance(started, Embedded)
        yield started


def test_everything_owed_is_sent(runtime: Runtime, folder: Path) -> None:
    with background(runtime) as work:
        opened(work.runtime)
        work.settle(WITHIN_S)

    assert (statuses(runtime), len(letters(folder))) == ({"sent": 8}, 8)


def test_what_was_owed_before_the_start_is_sent_too(lived: Lived, folder: Path) -> None:
    with background(lived.runtime) as work:
        work.settle(WITHIN_S)

    assert len(letters(folder)) == 8


def test_it_can_be_stopped_and_started_again(runtime: Runtime, folder: Path) -> None:
    with background(runtime) as work:
        lived = opened(work.runtime)
        work.settle(WITHIN_S)
    for unit in ("an", "binh"):
        lived.do("register", sits(unit), staff=1, people=1)
    lived.do("return_registration", HEAD, unit="binh", comment="Thiếu chỉ tiêu")

    with background(runtime) as work:
        work.settle(WITHIN_S)

    assert (statuses(runtime), len(letters(folder))) == ({"sent": 9}, 9)


def test_what_another_process_took_along_into_its_death_is_sent_at_once(
    lived: Lived, folder: Path
) -> None:
    notices.claim(lived.runtime)  # published to the memory of a process that is gone

    with background(lived.runtime) as work:
        work.settle(WITHIN_S)

    assert len(letters(folder)) == 8


def test_two_in_one_process_do_not_take_each_others_keys(tmp_path: Path) -> None:
    composer, clock = Composed(), SimulatedClock(START)
    runtimes = [
        composer.runtime(Settings(dir=tmp_path / name), clock=clock, folders=(FOLDER,))
        for name in ("one", "two")
    ]

    with background(runtimes[0]) as one, background(runtimes[1]) as two:
        for work in (one, two):
            opened(work.runtime)
        for work in (one, two):
            work.settle(WITHIN_S)

    assert [len(letters(tmp_path / name / "mail")) for name in ("one", "two")] == [8, 8]
    for runtime in runtimes:
        runtime.engine.dispose()


def test_the_same_year_twice_is_the_same_mail_byte_for_byte(tmp_path: Path) -> None:
    runs = []
    for name in ("one", "two"):
        runtime = Composed().runtime(
            Settings(dir=tmp_path / name),
            clock=SimulatedClock(START),
            ids=CountedIds("id"),
            folders=(FOLDER,),
        )
        with background(runtime) as work:
            opened(work.runtime)
            work.settle(WITHIN_S)
        runtime.engine.dispose()
        runs.append(letters(tmp_path / name / "mail"))

    assert runs[0] == runs[1]


def test_deadlines_pass_by_themselves(lived: Lived, clock: SimulatedClock, folder: Path) -> None:
    clock.move_to(at(3, 20))

    with background(lived.runtime, ticking=True):
        eventually(lambda: reading.why(lived.runtime, lived.id).overdue)
        eventually(lambda: set(statuses(lived.runtime)) == {"sent"})

    assert len(letters(folder)) == sum(statuses(lived.runtime).values()) > 8


def test_it_gives_a_sign_of_life(runtime: Runtime) -> None:
    assert not heartbeats.health(runtime).ok

    with background(runtime, ticking=True):
        eventually(lambda: heartbeats.health(runtime).ok)


def test_its_signs_of_life_are_its_own_and_end_with_it(runtime: Runtime) -> None:
    with background(runtime, ticking=True):
        eventually(lambda: len(living(runtime)) == 2)
        assert all(f"-{os.getpid()}@" in name for name in living(runtime))

    assert living(runtime) == []


def living(runtime: Runtime) -> list[str]:
    """Return the names under which processes show that they live."""
    return [one.worker for one in heartbeats.signs(runtime) if one.kind != heartbeats.TICK]


def test_no_thread_is_left_behind(runtime: Runtime) -> None:
    before = set(threading.enumerate())

    with background(runtime, ticking=True):
        pass

    assert set(threading.enumerate()) - before == set()


@dataclass
class Slow:
    """A sender that lets a notice go only when it is told."""

    go: threading.Event = field(default_factory=threading.Event)

    def send(self, _mail: Mail) -> str:
        self.go.wait(WITHIN_S)
        return "gone"


def test_settling_says_when_it_takes_too_long(runtime: Runtime) -> None:
    sender = Slow()
    with background(replace(runtime, sender=sender)) as work:
        opened(work.runtime)
        with pytest.raises(TimeoutError):
            work.settle(0.1)
        sender.go.set()


@dataclass
class Reluctant:
    """A sender that refuses the first time, for now."""

    asked: int = 0

    def send(self, _mail: Mail) -> str:
        self.asked += 1
        if self.asked == 1:
            answer = "451 later"
            raise CannotSend(answer, final=False)
        return "250 OK"


def test_settling_does_not_wait_for_the_next_try(runtime: Runtime, clock: SimulatedClock) -> None:
    with background(replace(runtime, sender=Reluctant())) as work:
        opened(work.runtime)
        work.settle(WITHIN_S)
        assert statuses(runtime) == {"owed": 1, "sent": 7}

        clock.move_to(clock.now() + timedelta(minutes=1))
        work.settle(WITHIN_S)

    assert statuses(runtime) == {"sent": 8}


def test_each_notice_is_tried_once(lived: Lived) -> None:
    with background(lived.runtime) as work:
        work.settle(WITHIN_S)

    with lived.runtime.engine.connect() as conn:
        assert set(conn.scalars(select(outbox.c.attempt))) == {1}
