"""F34 to F37: no connection left, deadlocks, locks held too long, transactions left open."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event, Thread

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.databases import plain
from tests.eventually import eventually
from tests.factories import ADMIN, HEAD, sits
from tests.years import Lived, opened, register
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.patience import patiently
from workflow.service.reading import history
from workflow.service.verifying import verify
from workflow.store.engine import Limits, connect
from workflow.store.faults import DatabaseBusy

HURRIED = Limits(pool=2, overflow=0, pool_wait_s=0.2, lock_ms=200, idle_in_transaction_ms=300)


@pytest.fixture
def url(postgres: str) -> str:
    return postgres


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A connection that waits for nothing for long."""
    engine = connect(url, limits=HURRIED)
    yield engine
    engine.dispose()


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


def test_no_connection_left_is_said_at_once_and_heals(lived: Lived, engine: Engine) -> None:
    leaked = [engine.connect() for _ in range(HURRIED.pool)]

    with pytest.raises(DatabaseBusy):
        lived.do("register", sits("binh"), staff=9)

    for one in leaked:
        one.close()
    register(lived, "binh")


@pytest.fixture
def holder(url: str, lived: Lived) -> Iterator[psycopg.Connection]:
    """Somebody who keeps the bloc year from moving, and does not let go."""
    with psycopg.connect(plain(url)) as conn:
        conn.execute("SELECT 1 FROM years WHERE id = %s FOR UPDATE", [lived.id])
        yield conn


def test_a_lock_held_too_long_is_said(lived: Lived, holder: psycopg.Connection) -> None:
    with pytest.raises(DatabaseBusy) as busy:
        register(lived, "binh")

    assert busy.value.facts == {"reason": "lock"}
    holder.rollback()
    register(lived, "binh")


def test_a_statement_that_took_too_long_is_said_and_not_tried_again(url: str) -> None:
    engine = connect(url, limits=replace(HURRIED, statement_ms=100))
    tried = []

    def slow(_holding: object) -> None:
        tried.append(1)
        with engine.begin() as conn:
            conn.execute(text("SELECT pg_sleep(20)"))

    with pytest.raises(DatabaseBusy) as busy:
        patiently(slow, [])

    engine.dispose()
    assert busy.value.facts == {"reason": "statement"}
    assert len(tried) == 1


def test_acts_that_cross_each_other_are_both_done(runtime: Runtime, lived: Lived, url: str) -> None:
    """Two meetings that each act in the other's bloc year: at worst a deadlock, told to none."""
    other = opened(runtime, bloc="other")
    patient = replace(runtime, engine=connect(url))
    start = Barrier(2, timeout=10)

    def meet(here: Lived, there: Lived, number: int) -> None:
        acts = [
            _returned(year.id, unit) if number % 2 else _registered(year.id, unit)
            for year, unit in ((here, "binh"), (there, "chau"))
        ]
        given = {"id": f"{here.book.bloc}-{number}", "meeting": "conference", "title": "Họp"}
        start.wait()
        perform(patient, here.command("hold_meeting", HEAD, **given, acts=acts))

    for number in range(4):
        with ThreadPoolExecutor(2) as pool:
            meetings = [(lived, other, number), (other, lived, number)]
            for done in [pool.submit(meet, *one) for one in meetings]:
                done.result()
    patient.engine.dispose()

    assert verify(runtime, lived.id).findings == ()
    kinds = [line.kind for line in history(runtime, lived.id)]
    assert kinds.count("meeting_held") == 8


def _registered(year: str, unit: str) -> dict[str, object]:
    return {"do": "register", "person": f"of-{unit}", "seat": f"unit:{unit}", "year": year}


def _returned(year: str, unit: str) -> dict[str, object]:
    given = {"unit": unit, "comment": "Bổ sung"}
    head = {"person": HEAD.person, "seat": HEAD.seat}
    return {"do": "return_registration", **head, "year": year, "given": given}


def test_a_transaction_left_open_is_ended_by_the_server(lived: Lived, engine: Engine) -> None:
    conn = engine.connect()
    conn.execute(text("SELECT 1 FROM years FOR UPDATE"))

    def ended() -> bool:
        try:
            conn.execute(text("SELECT 1"))
        except DBAPIError:
            return True
        return False

    waited = Event()
    Thread(target=waited.wait, args=(1.5,), daemon=True).start()
    waited.wait(1.0)
    eventually(ended)
    conn.close()
    register(lived, "binh")


def test_others_in_the_same_bloc_year_wait_in_line(runtime: Runtime, url: str) -> None:
    wide = replace(runtime, engine=connect(url))
    lived = replace(opened(wide, count=8, bloc="crowd"), runtime=wide)
    names = ("an", "binh", "chau", "dong", "gia", "hai", "kim", "lam")
    start = Barrier(8, timeout=10)

    def act(unit: str) -> None:
        start.wait()
        for _ in range(5):
            lived.do("register", sits(unit), staff=9, people=8)
            lived.do("return_registration", ADMIN, unit=unit, comment="Bổ sung")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, names))
    kinds = [line.kind for line in history(wide, lived.id)]
    wide.engine.dispose()

    assert kinds.count("registration_submitted") == 40
