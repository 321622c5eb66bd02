"""Answers to commands are kept for 400 days, and then dropped by whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, insert, select

from tests.factories import START
from tests.faults.test_time_clocks import Off
from workflow.runtime import Runtime, SystemClock
from workflow.service.answers import BATCH, KEPT, drop_old
from workflow.service.deadlines import ClockAstray
from workflow.store.schema import requests


def answered(engine: Engine, moment: datetime, *names: str) -> None:
    row = {"fingerprint": b"x", "answer": "{}", "recorded_at": moment}
    with engine.begin() as conn:
        conn.execute(insert(requests), [{**row, "command_id": name} for name in names])


def known(engine: Engine) -> list[str]:
    with engine.connect() as conn:
        return list(conn.scalars(select(requests.c.command_id).order_by(requests.c.command_id)))


def test_what_is_older_than_400_days_is_dropped_and_nothing_else(
    runtime: Runtime, engine: Engine
) -> None:
    answered(engine, START - KEPT - timedelta(seconds=1), "old")
    answered(engine, START - KEPT, "just")
    answered(engine, START, "new")

    assert (drop_old(runtime), drop_old(runtime)) == (1, 0)
    assert known(engine) == ["just", "new"]


def test_several_at_once_drop_each_once(runtime: Runtime, engine: Engine) -> None:
    old = [f"old-{number}" for number in range(3 * BATCH + 1)]
    answered(engine, START - 2 * KEPT, *old)
    start = Barrier(3, timeout=20)

    def drop(_: int) -> int:
        start.wait()
        return drop_old(runtime)

    with ThreadPoolExecutor(3) as pool:
        dropped = list(pool.map(drop, range(3)))

    assert sum(dropped) == len(old)
    assert known(engine) == []


def test_whose_time_is_over_drops_no_more(runtime: Runtime, engine: Engine) -> None:
    answered(engine, START - 2 * KEPT, *(f"old-{number}" for number in range(2 * BATCH)))
    left = iter([True])

    assert drop_old(runtime, lambda: next(left, False)) == BATCH
    assert len(known(engine)) == BATCH


@pytest.mark.usefixtures("postgres")
def test_a_clock_that_is_off_drops_nothing(runtime: Runtime, engine: Engine) -> None:
    answered(engine, SystemClock().now(), "new")

    with pytest.raises(ClockAstray):
        drop_old(replace(runtime, clock=Off(timedelta(days=730))))

    assert known(engine) == ["new"]
