"""Raw work is what the product does, without the product: as many rows, and bytes of like size."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import text

from bench.counting import Trips
from bench.least import CYCLE, Chain
from bench.product import acting, open_years, year_of
from bench.rounds import percentile, ratio, turns
from tests.databases import plain
from workflow.runtime import Runtime, SystemClock

ACTS = len(CYCLE)


@pytest.fixture
def given(runtime: Runtime) -> Runtime:
    return replace(runtime, clock=SystemClock())


def _sizes(given: Runtime, year: str) -> list[tuple[str, int]]:
    with given.engine.connect() as conn:
        return [
            (row[0], len(row[1]))
            for row in conn.execute(
                text("SELECT kind, body FROM events WHERE year_id = :y ORDER BY seq"), {"y": year}
            )
        ]


def _owed(given: Runtime) -> int:
    with given.engine.connect() as conn:
        return int(conn.scalar(text("SELECT count(*) FROM outbox")) or 0)


def test_raw_writes_the_events_and_notices_of_the_product(given: Runtime) -> None:
    year, chain = year_of("bloc"), Chain("bloc/2025")
    open_years(given, [year])
    act, opened, owed = acting(given, [year]), len(_sizes(given, year)), _owed(given)
    for number in range(ACTS):
        act(number)
    ours, raw = _sizes(given, year)[opened:], [chain.act(number) for number in range(ACTS)]

    assert [kind for kind, _ in ours] == [one["kind"] for one in raw]
    assert _owed(given) - owed == sum(one["key"] is not None for one in raw)
    bytes_ours, bytes_raw = sum(size for _, size in ours), sum(len(one["body"]) for one in raw)
    assert bytes_raw == pytest.approx(bytes_ours, rel=0.15)


def test_a_chain_goes_on_from_its_own_head() -> None:
    chain = Chain("bloc/2025")
    first, second = chain.act(0), chain.act(1)

    assert (second["before"], second["seq"]) == (first["seq"], 2)
    assert len({first["hash"], second["hash"], bytes(32)}) == 3


@pytest.fixture
def trips(postgres: str) -> Iterator[tuple[Trips, str]]:
    port = int(plain(postgres).rpartition(":")[2].partition("/")[0])
    counting = Trips(port)
    through = plain(postgres).replace(f":{port}/", f":{counting.port}/")
    yield counting, f"{through}?sslmode=disable&gssencmode=disable"
    counting.close()


def test_every_wait_for_an_answer_is_a_round_trip(trips: tuple[Trips, str]) -> None:
    counting, url = trips
    with psycopg.connect(url, autocommit=True) as conn:
        counts = []
        for many in (1, 2, 5):
            before = counting.count
            for _ in range(many):
                conn.execute("SELECT 1", prepare=False)
            counts.append(counting.count - before)

    assert counts == [1, 2, 5]


def test_a_transaction_by_hand_costs_a_trip_for_each_of_its_ends(
    trips: tuple[Trips, str],
) -> None:
    counting, url = trips
    with psycopg.connect(url) as conn:
        before = counting.count
        conn.execute("SELECT 1", prepare=False)
        conn.commit()

    assert counting.count - before >= 3


def test_contenders_take_turns_and_each_round_begins_with_another() -> None:
    order: list[str] = []
    said = {"raw": iter([4.0, 4.0, 8.0]), "product": iter([1.0, 2.0, 2.0])}

    def turn(who: str) -> float:
        order.append(who)
        return next(said[who])

    found = turns({who: (lambda who=who: turn(who)) for who in said}, 3)  # type: ignore[misc] # bound now

    assert order == ["raw", "product", "product", "raw", "raw", "product"]
    assert ratio(found["product"], found["raw"]) == 0.25


def test_a_percentile_is_a_value_that_was_measured() -> None:
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile([3, 1, 2], 0.99) == 3
