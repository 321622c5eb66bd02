"""What an act costs on PostgreSQL, counted on the wire: at most three round trips, one commit."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.databases import plain
from tests.factories import ADMIN, HEAD, opening, plainest, sits
from tests.proxy import Wire, wired
from tests.years import Lived, carry, opened, register
from workflow.domain.errors import Refused
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service.acts import perform
from workflow.service.years import open_years
from workflow.store.engine import connect
from workflow.store.schema import outbox

TRIPS = 3


@pytest.fixture
def wire(postgres: str) -> Iterator[Wire]:
    with wired(postgres) as wire:
        yield wire


@pytest.fixture
def lived(wire: Wire, catalogue: Catalogue, clock: SimulatedClock) -> Iterator[Lived]:
    """A year in its first stage with one registration, in a database at the far end of a wire."""
    engine = connect(wire.url)
    runtime = Runtime(engine=engine, catalogue=catalogue, clock=clock, ids=CountedIds("id"))
    lived = opened(runtime)
    register(lived, "binh")
    yield lived
    engine.dispose()


class Commits:
    """How many transactions have written something: each takes one number, and this one its own."""

    def __init__(self, url: str) -> None:
        self._conn = psycopg.connect(plain(url), autocommit=True)
        self._seen = self._number()

    def count(self) -> int:
        now = self._number()
        found, self._seen = now - self._seen - 1, now
        return found

    def _number(self) -> int:
        row = self._conn.execute("SELECT txid_current()").fetchone()
        assert row
        return int(row[0])

    def close(self) -> None:
        self._conn.close()


@pytest.fixture
def commits(postgres: str, lived: Lived) -> Iterator[Commits]:  # noqa: ARG001 - after the year is open
    counted = Commits(postgres)
    yield counted
    counted.close()


def test_an_act_is_two_round_trips_and_one_commit(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    wire.watch()

    lived.do("register", sits("chau"), staff=9)

    assert (wire.trips, commits.count()) == (2, 1)


def test_an_act_that_takes_a_notice_back_is_three(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    lived.do("accept_registration", HEAD, unit="binh")
    commits.count()
    wire.watch()

    lived.do("return_registration", HEAD, unit="binh", comment="Bổ sung")

    assert (wire.trips, commits.count()) == (TRIPS, 1)


def test_an_act_that_moves_deadlines_is_within_three(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    for unit in ("an", "chau", "dong"):
        register(lived, unit)
    for unit in ("an", "binh", "chau", "dong"):
        lived.do("accept_registration", ADMIN, unit=unit)
    commits.count()
    wire.watch()

    lived.do("advance", HEAD)

    assert wire.trips <= TRIPS
    assert commits.count() == 1


def test_taking_up_another_definition_is_within_three(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    lived.do("propose_definition", HEAD, definition="plain-late", reason="Bảng điểm mới")
    commits.count()
    wire.watch()

    lived.do("adopt_definition", ADMIN, definition="plain-late")

    assert wire.trips <= TRIPS
    assert commits.count() == 1
    assert lived.book.definition.id == "plain-late"


def test_a_meeting_of_many_acts_is_within_three(lived: Lived, wire: Wire, commits: Commits) -> None:
    done = [
        {"do": "register", "person": f"of-{unit}", "seat": f"unit:{unit}"}
        for unit in ("an", "chau", "dong")
    ]
    wire.watch()

    lived.do("hold_meeting", HEAD, id="m1", meeting="conference", title="Hội nghị", acts=done)

    assert wire.trips <= TRIPS
    assert commits.count() == 1


def test_a_meeting_that_takes_many_notices_back_is_three(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    for unit in ("an", "chau", "dong"):
        register(lived, unit)
    units = ("binh", "chau", "dong")
    for unit in units:
        lived.do("accept_registration", ADMIN, unit=unit)
    returned = [
        {"do": "return_registration", "person": "of-an", "seat": "unit:an",
         "given": {"unit": unit, "comment": "Bổ sung"}}
        for unit in units
    ]  # fmt: skip
    commits.count()
    wire.watch()

    lived.do("hold_meeting", HEAD, id="m1", meeting="conference", title="Hội nghị", acts=returned)

    assert (wire.trips, commits.count()) == (TRIPS, 1)
    assert taken_back(lived) == {f"of-{unit}" for unit in units}


def taken_back(lived: Lived) -> set[str]:
    """Return who is told that what they were told no longer holds, or was kept from being told."""
    again, before = outbox.c.notice == "dossier_returned", outbox.c.status == "superseded"
    with lived.runtime.engine.connect() as conn:
        told = conn.execute(select(outbox.c.person, outbox.c.refers_to).where(again)).all()
        kept = conn.scalars(select(outbox.c.person).where(before)).all()
    return {person for person, refers_to in told if refers_to} | set(kept)


def test_the_handover_that_opens_a_year_is_one_commit(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    lived = opened(lived.runtime, bloc="other")
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", present=["an", "binh", "chau", "dong"])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    commits.count()
    wire.watch()

    lived.do("sign_handover", sits("binh"))

    assert (commits.count(), lived.next().book.year) == (1, 2026)


def test_a_refusal_writes_nothing(lived: Lived, wire: Wire, commits: Commits) -> None:
    wire.watch()
    with pytest.raises(Refused):
        lived.do("accept_registration", HEAD, unit="chau")

    assert (wire.trips, commits.count()) == (1, 0)


def test_a_repeated_command_is_one_round_trip(lived: Lived, wire: Wire, commits: Commits) -> None:
    command = replace(lived.command("register", sits("chau"), staff=9), id="twice")
    first = perform(lived.runtime, command)
    commits.count()
    wire.watch()

    assert perform(lived.runtime, command) == first
    assert (wire.trips, commits.count()) == (1, 0)


def test_the_years_of_a_province_cost_no_more_trips_than_one(
    lived: Lived, wire: Wire, commits: Commits
) -> None:
    wanted = opening(plainest(), 4)
    commits.count()
    found = []
    for size in (1, 30):
        wire.watch()
        blocs = [replace(wanted, bloc=f"bloc-{size}-{number}") for number in range(size)]
        open_years(lived.runtime, blocs, ADMIN)
        found.append(wire.trips)

    assert found[1] <= found[0] + 1
