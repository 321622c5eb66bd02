"""The path of a notice: claimed, published, sent once, whoever dies or comes back late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Barrier

import pytest
from celery import Celery
from sqlalchemy import select

from tasks.registering import app_of
from tasks.relay import relay
from tests.years import Lived, opened
from workflow.runtime import Mail, Runtime, SimulatedClock
from workflow.service import notices, reading
from workflow.store.outbox import CRASHES
from workflow.store.schema import outbox

OWED = 8
"""Notices of a year just opened: two for each of the four units."""


def statuses(lived: Lived) -> dict[str, int]:
    return reading.notices(lived.runtime)


def published(app: Celery, lived: Lived) -> int:
    counts: list[int] = []
    relay(app, lived.runtime, counts.append)
    return sum(counts)


def first_row(lived: Lived) -> tuple[str, int, str | None]:
    wanted = select(outbox.c.status, outbox.c.attempt, outbox.c.answer).order_by(outbox.c.id)
    with lived.runtime.engine.connect() as conn:
        row = conn.execute(wanted.limit(1)).one()
    return (row.status, row.attempt, row.answer)


@dataclass
class Hooked:
    """A sender that does something first, and keeps what it was given."""

    before: Callable[[], object]
    sent: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> str:
        self.sent.append(mail)
        self.before()
        return f"copy {len(self.sent)}"


def test_a_key_is_published_once_within_its_lease(lived: Lived, app: Celery) -> None:
    assert (published(app, lived), published(app, lived)) == (OWED, 0)


def test_what_was_published_and_never_sent_is_published_again(
    lived: Lived, app: Celery, clock: SimulatedClock
) -> None:
    relay(app, lived.runtime)

    clock.move_to(clock.now() + lived.runtime.lease)

    assert published(app, lived) == OWED


def test_what_cannot_be_published_is_put_back(lived: Lived, clock: SimulatedClock) -> None:
    away = replace(lived.runtime, broker="redis://127.0.0.1:1/0")

    assert relay(app_of(away), away) == 0
    assert statuses(lived) == {"owed": OWED}

    clock.move_to(clock.now() + notices.UNPUBLISHED_WAIT)
    assert len(notices.claim(lived.runtime)) == OWED


def test_two_workers_with_one_key_send_it_once(lived: Lived, folder: Path) -> None:
    key, together = notices.claim(lived.runtime)[0], Barrier(2, timeout=5)

    def work(_: int) -> str | None:
        together.wait()
        return notices.send(lived.runtime, key)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(map(str, pool.map(work, range(2)))) == ["None", "sent"]
    assert len(list(folder.rglob("*.eml"))) == 1


def test_a_worker_that_comes_back_late_marks_nothing(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    def meanwhile() -> None:
        if len(sender.sent) == 1:  # the first worker hangs beyond its lease, and another takes over
            clock.move_to(clock.now() + runtime.lease)
            notices.send(lived.runtime, notices.claim(lived.runtime)[0])

    sender = Hooked(meanwhile)
    lived = opened(replace(runtime, sender=sender))

    notices.send(lived.runtime, notices.claim(lived.runtime)[0])

    assert first_row(lived) == ("sent", 2, "copy 2")


def test_the_copy_after_a_crash_bears_the_same_message_id(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    def crash() -> None:
        clock.move_to(clock.now() + runtime.lease)
        if len(sender.sent) == 1:
            raise SystemExit

    sender = Hooked(crash)
    lived = opened(replace(runtime, sender=sender))
    key = notices.claim(lived.runtime)[0]
    with pytest.raises(SystemExit):
        notices.send(lived.runtime, key)

    notices.claim(lived.runtime)
    notices.send(lived.runtime, key)

    first, second = sender.sent
    assert first == second


def test_a_notice_that_kills_its_workers_is_stopped(
    runtime: Runtime, clock: SimulatedClock
) -> None:
    def crash() -> None:
        raise SystemExit

    lived = opened(replace(runtime, sender=Hooked(crash)))
    key = notices.claim(lived.runtime)[0]
    for _ in range(CRASHES):
        with pytest.raises(SystemExit):
            notices.send(lived.runtime, key)
        clock.move_to(clock.now() + runtime.lease)
        notices.claim(lived.runtime)

    assert notices.send(lived.runtime, key) is None
    assert first_row(lived) == ("dead", CRASHES, "too_many_crashes")


def test_a_message_that_comes_too_early_does_not_hurry_the_next_try(
    lived: Lived, clock: SimulatedClock
) -> None:
    key = notices.claim(lived.runtime)[0]
    notices.hand_back(lived.runtime, [key])

    assert notices.send(lived.runtime, key) is None

    clock.move_to(clock.now() + notices.UNPUBLISHED_WAIT)
    assert notices.send(lived.runtime, key) == "sent"


class Evil:
    """A far end that answers what no terminal should obey, and no PostgreSQL can keep."""

    def send(self, _mail: Mail) -> str:
        return "250 \x00\x1b[31m ok"


def test_what_the_far_end_says_is_kept_without_what_a_terminal_obeys(lived: Lived) -> None:
    key = notices.claim(lived.runtime)[0]

    notices.send(replace(lived.runtime, sender=Evil()), key)

    assert first_row(lived) == ("sent", 1, r"250 \u0000\u001b[31m ok")
