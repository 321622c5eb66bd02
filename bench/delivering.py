"""Targets 17 and 18: how fast the relay publishes, and how soon a notice starts after its commit.

Beside Celery itself on the same Redis: its own publish rate, and from publishing a task that does
nothing to its start in a worker process.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, monotonic_ns, sleep

import psycopg
import redis
from celery import Celery

from bench.clients import ROOT
from bench.effort import Effort
from bench.measured import Found, Measured
from bench.product import ACTS, acting, open_years, year_of
from bench.rounds import percentile, rate, ratio, turns
from bench.servers import Servers, plain
from bench.starting import PLAIN_BROKER, STARTS, plain_app
from console.cluster.programs import Program, without_settings
from tasks.embedded import relay_only
from tasks.registering import app_of
from tasks.relay import relay
from worker import Composed
from workflow.runtime import Runtime
from workflow.settings import Settings

YEAR = year_of("delivered")
COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = 'outbox'::regclass AND attnum > 0 AND NOT attisdropped
AND attname NOT IN ('id', 'key', 'status', 'next_at')
"""
OWE = """
INSERT INTO outbox (key, status, next_at, {columns})
SELECT key || '|' || number, 'owed', owed_at, {columns}
FROM (SELECT * FROM outbox ORDER BY id LIMIT 1) AS one,
     generate_series(%s::bigint, %s::bigint) AS number
"""
WAIT_S, LOOK_S = 20, 0.001
BATCH = 10


def measure(servers: Servers, effort: Effort) -> Found:
    """Measure the relay's rate, then the way of single notices to a worker."""
    url, broker = servers.migrated("delivering"), servers.redis.url
    with TemporaryDirectory() as folder:
        settings = Settings(dir=Path(folder, "product"), database=url, broker=broker)
        given = Composed().runtime(settings)
        open_years(given, [YEAR])
        try:
            return Found(
                targets=(
                    _published(url, given, effort),
                    *_started(given, settings, folder, effort),
                )
            )
        finally:
            given.engine.dispose()


TAKEN = "UPDATE outbox SET status = 'sent' WHERE status = 'published'"
"""Nobody takes what is published to be counted, and only so much may be on the way at once."""


def _published(url: str, given: Runtime, effort: Effort) -> Measured:
    effort.say("relay")
    act, broker = acting(given, [YEAR]), redis.Redis.from_url(str(given.broker))
    for number in range(3):
        act(number)
    app, bare, owed = app_of(given), plain_app(str(given.broker)), _owing(url, effort.notices)

    def ours() -> float:
        owed()
        return _rate(lambda: relay(app, given), effort.notices, broker)

    def raw() -> float:
        task = bare.tasks["plain"]
        return _rate(lambda: rate(task.delay, effort.notices), effort.notices, broker)

    relay(app, given)  # what the acts owed
    _taken(broker)
    contenders = {"raw": raw, "product": ours}
    turns(contenders, 1)  # warm
    found = turns(contenders, effort.rounds)
    with psycopg.connect(plain(url)) as conn:
        conn.execute(TAKEN)
    return Measured(
        id="17", name="relay, rows a second to Celery's own publishing", target=0.85,
        ratio=ratio(found["product"], found["raw"]),
        figures={f"{who}_per_s": percentile(each, 0.5) for who, each in found.items()},
    )  # fmt: skip


def _owing(url: str, many: int) -> Callable[[], None]:
    """Return what owes so many notices, each time others, like one that an act has left."""
    conn, numbers = psycopg.connect(plain(url), autocommit=True), count(1, many)
    found = conn.execute(COLUMNS).fetchone()
    statement = OWE.format(columns=found[0] if found else "").encode()

    def again() -> None:
        conn.execute(TAKEN)
        first = next(numbers)
        conn.execute(statement, (first, first + many - 1))

    return again


def _rate(publish: Callable[[], object], wanted: int, broker: "redis.Redis") -> float:
    start = monotonic()
    publish()
    took = monotonic() - start
    if (found := _taken(broker)) != wanted:
        message = f"{wanted} messages were to be published; the queues hold {found}"
        raise RuntimeError(message)
    return wanted / took


def _taken(broker: "redis.Redis") -> int:
    """Empty the queues; return how many messages they held."""
    queues = [key for key in broker.scan_iter() if broker.type(key) == b"list"]
    held = sum(int(broker.llen(key)) for key in queues)
    for key in queues:
        broker.delete(key)
    return held


def _started(given: Runtime, settings: Settings, folder: str, effort: Effort) -> Iterator[Measured]:
    """Act and publish in small batches that take turns, each waiting for its task to start."""
    effort.say("workers")
    broker = str(settings.broker)
    starts = {who: Path(folder, f"{who}.starts") for who in ("raw", "product")}
    took: dict[str, list[float]] = {"raw": [], "product": []}
    ours = {
        "THIDUA_DATABASE": str(settings.database),
        "THIDUA_BROKER": broker,
        "THIDUA_DIR": str(settings.dir),
    }
    with (
        _relayed(given) as acting_now,
        _worker("plain", folder, starts["raw"], **{PLAIN_BROKER: broker}),
        _worker("product", folder, starts["product"], **ours),
    ):
        begin = {"raw": _publishing(plain_app(broker)), "product": acting_now}
        for number in range(1 + max(1, effort.notices // 5 // BATCH)):
            effort.say(f"commit to start, {number * BATCH} notices")
            for who, file in starts.items():
                found = [_one(begin[who], file) for _ in range(BATCH)]
                took[who] += found if number else []  # the first batch warms
    for name, share, target in (("18a", 0.50, 2.0), ("18b", 0.95, 3.0)):
        ms = {who: percentile(each, share) for who, each in took.items()}
        yield Measured(
            id=name, name=f"commit to start of the notice, p{share * 100:.0f}", target=target,
            sense="at_most", ratio=ms["product"] / ms["raw"],
            figures={f"{who}_ms": each for who, each in ms.items()},
        )  # fmt: skip


def _one(begin: Callable[[], int], file: Path) -> float:
    """Begin one, wait until its task has started; return the milliseconds between."""
    before = _starts(file)
    began = begin()
    stop = monotonic() + WAIT_S
    while len(after := _starts(file)) == len(before):
        if monotonic() > stop:
            message = "a task did not start"
            raise TimeoutError(message)
        sleep(LOOK_S)
    return (after[-1] - began) / 1e6


def _starts(file: Path) -> list[int]:
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    return [int(line) for line in lines if line.endswith("\n")]


def _publishing(app: Celery) -> Callable[[], int]:
    def begin() -> int:
        now = monotonic_ns()
        app.tasks["plain"].delay(1)
        return now

    return begin


@contextmanager
def _relayed(given: Runtime) -> Iterator[Callable[[], int]]:
    """Give what does an act that owes one notice, and returns the moment after its commit."""
    with relay_only(given) as background:
        committed: list[int] = []
        wake, quiet = background.runtime.nudge, acting(given, [YEAR])

        def nudge() -> None:
            committed.append(monotonic_ns())
            wake()

        act = acting(replace(background.runtime, nudge=nudge), [YEAR])
        numbers = (number for number in count() if number % len(ACTS))

        def begin() -> int:
            number = next(numbers)
            if number % len(ACTS) == 1:
                quiet(number - 1)  # a registration, which owes no notice
            act(number)
            return committed[-1]

        yield begin


@contextmanager
def _worker(app: str, folder: str, starts: Path, **settings: str) -> Iterator[None]:
    """Run a worker of two processes while the block lasts."""
    program = Program(
        [
            *(sys.executable, "-m", "celery", "-A", f"bench.starting:{app}", "worker"),
            *("--concurrency", "2", "-l", "info", "-n", f"{app}@%h"),
        ],
        Path(folder, f"{app}.log"),
        cwd=Path(folder),
        env=without_settings(**settings, **{STARTS: str(starts), "PYTHONPATH": str(ROOT)}),
    )
    try:
        program.says("ready.", within_s=60)
        yield
    finally:
        program.stop()
