"""F03, F04: statements fail, or are done and said to have failed. F05: dying at the N-th."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from definitions.errors import ThiduaError
from tests.factories import ADMIN, sits
from tests.faults.faulty import Faults, faulty, fused
from tests.watching import Crash, Fuse
from tests.years import Lived, opened
from workflow.runtime import Runtime
from workflow.service.acts import may, perform
from workflow.service.commands import Command, Receipt
from workflow.service.verifying import verify
from workflow.store.faults import DatabaseBusy
from workflow.store.schema import events, requests

ACTS, ONE_IN = 60, 15
RETURN = {"unit": "binh", "comment": "Bổ sung"}


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def failing(url: str, faults: Faults) -> Iterator[Engine]:
    """A connection of its own to the same database, that fails."""
    engine = faulty(url, faults)
    yield engine
    engine.dispose()


@pytest.fixture
def lived(runtime: Runtime, failing: Engine) -> Lived:
    """A year that was opened in peace, reached over what fails."""
    return Lived(replace(runtime, engine=failing), opened(runtime).id)


def _command(lived: Lived, number: int) -> Command:
    if number % 2:
        command = lived.command("return_registration", ADMIN, **RETURN)
    else:
        command = lived.command("register", sits("binh"), staff=9, people=8)
    return replace(command, id=f"act-{number}")


def _insist(lived: Lived, command: Command) -> Receipt:
    """Ask with the same id until there is an answer."""
    for _ in range(20):
        try:
            return perform(lived.runtime, command)
        except (DBAPIError, DatabaseBusy):
            continue
    raise AssertionError


def test_faults_at_random_lose_nothing_and_double_nothing(
    lived: Lived, faults: Faults, engine: Engine
) -> None:
    faults.one_in = ONE_IN
    receipts = {f"act-{number}": _insist(lived, _command(lived, number)) for number in range(ACTS)}
    faults.one_in = 0

    with engine.connect() as conn:
        done = Counter(conn.scalars(select(events.c.command_id)))
        hashes = {row.hex() for row in conn.scalars(select(events.c.hash))}
    assert faults.failed > 3
    assert {key: done[key] for key in receipts} == dict.fromkeys(receipts, 1)
    assert {one.hash for receipt in receipts.values() for one in receipt.events} <= hashes
    assert verify(lived.runtime, lived.id).findings == ()


@pytest.fixture
def fuse() -> Fuse:
    return Fuse()


def test_dying_at_any_statement_leaves_all_or_nothing(
    runtime: Runtime, url: str, fuse: Fuse, engine: Engine
) -> None:
    year = opened(runtime).id
    dying = fused(url, fuse)
    lived = Lived(replace(runtime, engine=dying), year)
    may(lived.runtime, _command(lived, 0))  # connected before the first death
    for statement in count():
        fuse.left = statement
        try:
            perform(lived.runtime, _command(lived, 0))
        except (Crash, DBAPIError, ThiduaError):
            fuse.left = None
            with engine.connect() as conn:
                acts = conn.scalars(
                    select(events.c.command_id).where(events.c.command_id == "act-0")
                )
                answers = conn.scalars(
                    select(requests.c.command_id).where(requests.c.command_id == "act-0")
                )
                assert len(list(acts)) == len(list(answers))
        else:
            break
    fuse.left = None
    assert statement >= 2
    assert verify(runtime, year).findings == ()
    dying.dispose()
