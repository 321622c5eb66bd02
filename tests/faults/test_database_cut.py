"""F40, F29: the line to PostgreSQL is cut at a request, before or after the database got it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Engine, select

from definitions.catalogue import Catalogue
from tests.databases import connected, plain
from tests.eventually import eventually
from tests.factories import HEAD, sits
from tests.proxy import Wire, wired
from tests.years import Lived, opened, register
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.service.verifying import verify
from workflow.store.schema import events

READ, WRITE = 0, 1


@pytest.fixture
def wire(postgres: str) -> Iterator[Wire]:
    with wired(postgres) as wire:
        yield wire


@contextmanager
def living(url: str, catalogue: Catalogue, clock: SimulatedClock) -> Iterator[Lived]:
    """Give a bloc year that has begun, in the database at *url*."""
    with connected(url) as engine:
        runtime = Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))
        lived = opened(runtime)
        register(lived, "binh")
        yield lived


@pytest.fixture
def lived(wire: Wire, catalogue: Catalogue, clock: SimulatedClock) -> Iterator[Lived]:
    with living(wire.url, catalogue, clock) as lived:
        yield lived


@pytest.fixture
def beside(postgres: str, catalogue: Catalogue, clock: SimulatedClock) -> Iterator[Lived]:
    """A bloc year without a wire between: what the server says last is there when it is gone."""
    with living(postgres, catalogue, clock) as lived:
        yield lived


def _command(lived: Lived) -> Command:
    return replace(lived.command("register", sits("chau"), staff=9), id="cut")


def _times_done(engine: Engine) -> int:
    with engine.connect() as conn:
        return Counter(conn.scalars(select(events.c.command_id)))["cut"]


@pytest.mark.parametrize("late", [False, True], ids=["before-it-came", "after-it-was-done"])
@pytest.mark.parametrize("request_", [READ, WRITE], ids=["reading", "writing"])
def test_an_act_cut_off_is_done_once_and_answered(
    lived: Lived,
    wire: Wire,
    request_: int,
    late: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    wire.watch(cut_at=request_, late=late)

    receipt = perform(lived.runtime, _command(lived))

    assert wire.cuts == 1
    assert _times_done(lived.runtime.engine) == 1
    assert perform(lived.runtime, _command(lived)) == receipt
    assert verify(lived.runtime, lived.id).findings == ()


OURS = (
    "FROM pg_stat_activity WHERE application_name = 'thidua' AND datname = current_database()"
    " AND pid <> pg_backend_pid()"
)


def test_a_connection_ended_by_the_server_is_replaced(beside: Lived, postgres: str) -> None:
    with psycopg.connect(plain(postgres), autocommit=True) as admin:
        for unit in ("an", "chau", "dong"):
            admin.execute(f"SELECT pg_terminate_backend(pid) {OURS}")
            eventually(lambda: admin.execute(f"SELECT count(*) {OURS}").fetchone() == (0,))
            register(beside, unit)
            beside.do("return_registration", HEAD, unit="binh", comment="Bổ sung")
            register(beside, "binh")

    assert verify(beside.runtime, beside.id).findings == ()
