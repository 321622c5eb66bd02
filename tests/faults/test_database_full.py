"""F34 and F36 as the server itself says them: no session left, and a clash of two snapshots."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg
import pytest
from sqlalchemy import Engine

from console.cluster.postgres import Postgres
from definitions.catalogue import Catalogue
from tests.databases import connected, plain
from tests.eventually import eventually
from tests.factories import sits
from tests.years import Lived, opened, register
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.verifying import verify
from workflow.store.faults import DatabaseBusy
from workflow.store.upgrading import upgrade

SESSIONS = 12
"""More than PostgreSQL keeps for itself."""


@pytest.fixture
def server() -> Iterator[Postgres]:
    """A server of this test alone, which lets few in."""
    server = Postgres(durable=False)
    try:
        _told(server, f"ALTER SYSTEM SET max_connections = {SESSIONS}")
        server.program.stop()
        server.again()
        yield server
    finally:
        server.stop()


@pytest.fixture
def engine(server: Postgres) -> Iterator[Engine]:
    with connected(server.url) as engine:
        upgrade(engine)
        yield engine


@pytest.fixture
def runtime(engine: Engine, catalogue: Catalogue, clock: SimulatedClock) -> Runtime:
    return Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


def _told(server: Postgres, statement: str) -> None:
    with psycopg.connect(plain(server.url), autocommit=True) as conn:
        conn.execute(statement)


def _all_sessions(server: Postgres, held: ExitStack) -> int:
    """Take every session there is, and leave each idle; return how many there were."""
    for number in range(SESSIONS + 1):
        try:
            held.enter_context(psycopg.connect(plain(server.url)))
        except psycopg.OperationalError:
            return number
    raise AssertionError


def test_f34_a_server_that_lets_nobody_in_is_busy_and_heals(server: Postgres, lived: Lived) -> None:
    lived.runtime.engine.dispose()
    with ExitStack() as held:
        assert _all_sessions(server, held) == SESSIONS
        with pytest.raises(DatabaseBusy) as busy:
            lived.do("register", sits("binh"), staff=9)

    assert busy.value.facts == {"reason": "connections"}
    eventually(lambda: _registered(lived))
    assert verify(lived.runtime, lived.id).findings == ()


def _registered(lived: Lived) -> bool:
    """Whether the act is done, now that the server lets somebody in."""
    try:
        register(lived, "binh")
    except DatabaseBusy:
        return False
    return True


def test_f36_an_act_whose_snapshot_clashes_is_done_by_the_next_try(
    server: Postgres, lived: Lived
) -> None:
    _told(server, "ALTER DATABASE postgres SET default_transaction_isolation = 'repeatable read'")
    lived.runtime.engine.dispose()
    with psycopg.connect(plain(server.url)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("UPDATE years SET seq = seq")
        act = pool.submit(register, lived, "binh")
        eventually(lambda: _waiting(server))
        other.commit()
        act.result()

    assert "could not serialize access" in (server.home / "log").read_text("utf-8")
    assert lived.stream("registration/binh").status == "submitted"
    assert verify(lived.runtime, lived.id).findings == ()


def _waiting(server: Postgres) -> bool:
    """Whether somebody waits for a row."""
    with psycopg.connect(plain(server.url)) as conn:
        found = conn.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(found and found[0])
