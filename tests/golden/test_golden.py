"""A database as an earlier program left it opens, proves itself, and its years go on."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from definitions.catalogue import Catalogue
from tests.databases import connected
from tests.factories import FOLDER
from tests.golden.making import HALF, WHOLE
from tests.service.telling import Post, deliver
from tests.years import Lived, carry, register
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service import reading
from workflow.service.deadlines import fire_due
from workflow.service.verifying import histories_known, verify
from workflow.store.upgrading import upgrade

HERE = Path(__file__).parent
LEFT = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
"""When it was left."""

HEADS = {
    "before-0.1.0": {
        WHOLE: "d2749065bb1f47a080f08c6cde4cdd86306a499f5619cfe2e7dfce03648651a4",
        HALF: "2ccac67748cffa136334353ec5a142e3a7173c94a363171601bbf4547a8a57d1",
        "whole/2026": "9fca46fe98c0383c27fb48b7ba8f420c36d1b105277b10f7627d43c2c7d850c7",
    }
}
"""The heads of the chains in each file."""


@pytest.fixture(params=HEADS)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def later(release: str, tmp_path: Path) -> Iterator[Runtime]:
    """The parts of this program, over that database."""
    file = tmp_path / "golden.sqlite"
    file.write_bytes(gzip.decompress((HERE / f"{release}.sqlite.gz").read_bytes()))
    with connected(f"sqlite:///{file}") as engine:
        upgrade(engine)
        yield Runtime(
            engine=engine, catalogue=Catalogue(FOLDER), clock=SimulatedClock(LEFT),
            ids=CountedIds("later"), sender=Post(),
        )  # fmt: skip


def heads(runtime: Runtime) -> dict[str, str]:
    years = histories_known(runtime)
    return {year: reading.history(runtime, year)[-1].hash for year in years}


def test_no_file_is_left_out() -> None:
    assert {file.name.removesuffix(".sqlite.gz") for file in HERE.glob("*.gz")} == set(HEADS)


def test_every_history_proves_itself(later: Runtime, release: str) -> None:
    findings = {year: verify(later, year).findings for year in histories_known(later)}

    assert findings == dict.fromkeys(HEADS[release], ())
    assert heads(later) == HEADS[release]


def test_a_year_in_its_course_goes_on_to_its_end(later: Runtime) -> None:
    half = Lived(later, HALF)

    carry(half, "closed")

    assert half.stream("year").state == "closed"
    assert half.next().stream("year").state == "registration"
    assert verify(later, HALF).findings == ()


def test_the_next_year_of_one_that_was_over_goes_on(later: Runtime) -> None:
    following = Lived(later, "whole/2026")

    register(following, "an")

    assert verify(later, following.id).findings == ()


def test_what_was_owed_and_armed_comes(later: Runtime) -> None:
    half = Lived(later, HALF)
    due = half.stream("year").current.due
    half.clock.move_to(due + timedelta(days=1))

    fire_due(later)
    deliver(later)

    assert half.stream("year").current.overdue
    assert reading.notices(later).get("owed", 0) == 0
    assert isinstance(later.sender, Post)
    assert any("quá hạn" in mail.subject.casefold() for mail in later.sender.mails)
