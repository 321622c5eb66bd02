"""The process dies at any statement: nothing is written, and the same act succeeds afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from tests.factories import ADMIN, HEAD, at, opening, plainest, sits
from tests.watching import Crash, Fuse, everything, fused
from tests.years import Lived, carry, opened, register
from workflow.runtime import Runtime
from workflow.service import reading
from workflow.service.acts import perform
from workflow.service.deadlines import fire_due
from workflow.service.verifying import verify
from workflow.service.years import open_year
from workflow.store.schema import outbox, timers

LAST = {"do": "sign_handover", "person": "of-binh", "seat": "unit:binh"}
FIRST = {"do": "register", "person": "of-chau", "seat": "unit:chau", "year": "bloc/2026"}


@dataclass(frozen=True)
class Doing:
    """Something that is done in one transaction, after whatever must have happened before."""

    before: Callable[[Lived], object]
    act: Callable[[Lived], object]


def _registered(lived: Lived) -> None:
    register(lived, "binh")


def _signed_by_all_but_one(lived: Lived) -> None:
    carry(lived, "handover")
    lived.do("agree_leaders", HEAD, head="binh", present=["an", "binh", "chau", "dong"])
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)


def _ready_to_leave(lived: Lived) -> None:
    carry(lived, "review")
    for unit in ("an", "binh", "chau", "dong"):
        lived.do("submit_report", sits(unit), results=[{"target": "tasks", "value": 12}])
    lived.do("conclude_review", HEAD)


def _do(what: str, **given: object) -> Callable[[Lived], object]:
    return lambda lived: perform(
        lived.runtime, replace(lived.command(what, HEAD, **given), id="the-act")
    )


def _last_meeting(lived: Lived) -> object:
    return _do("hold_meeting", id="m1", meeting="conference", title="Họp", acts=[LAST, FIRST])(
        lived
    )


def _time_passes(lived: Lived) -> object:
    lived.clock.move_to(at(2, 28))
    return fire_due(lived.runtime)


def _open_another(lived: Lived) -> object:
    return open_year(lived.runtime, opening(plainest(), bloc="other"), ADMIN)


DOINGS = {
    "an act that owes a notice": Doing(_registered, _do("accept_registration", unit="binh")),
    "an act that moves deadlines": Doing(_ready_to_leave, _do("advance")),
    "the meeting that opens a year": Doing(_signed_by_all_but_one, _last_meeting),
    "opening a year": Doing(_registered, _open_another),
}


@dataclass(frozen=True)
class Scene:
    """A year in a database whose process can be made to die."""

    lived: Lived
    fuse: Fuse
    file: Path

    def crashes(self, act: Callable[[Lived], object]) -> Iterator[int]:
        """Do *act* again and again, dying one statement later each time, until it comes through."""
        for statement in count():
            self.fuse.left = statement
            try:
                act(self.lived)
            except (Crash, ExceptionGroup):
                self.fuse.left = None
                yield statement
            else:
                self.fuse.left = None
                return


@pytest.fixture
def fuse() -> Fuse:
    """The fuse of this test's database."""
    return Fuse()


@pytest.fixture
def engine(database: Path, fuse: Fuse) -> Iterator[Engine]:
    """A connection that dies where the fuse burns; it takes the place of the usual one."""
    engine = fused(database, fuse)
    yield engine
    engine.dispose()


@pytest.fixture(params=list(DOINGS.values()), ids=list(DOINGS))
def doing(request: pytest.FixtureRequest) -> Doing:
    """Everything that is done in one transaction, in turn."""
    found = request.param
    assert isinstance(found, Doing)
    return found


@pytest.fixture
def scene(runtime: Runtime, database: Path, fuse: Fuse, doing: Doing) -> Scene:
    """A year before the act."""
    lived = opened(runtime)
    doing.before(lived)
    return Scene(lived, fuse, database)


def test_an_act_that_dies_at_any_statement_leaves_nothing(scene: Scene, doing: Doing) -> None:
    before = everything(scene.file)

    for _ in scene.crashes(doing.act):
        assert everything(scene.file) == before


def test_there_are_enough_statements_to_die_at(scene: Scene, doing: Doing) -> None:
    assert len(list(scene.crashes(doing.act))) > 6


def test_every_history_proves_itself_after_all_that_dying(scene: Scene, doing: Doing) -> None:
    list(scene.crashes(doing.act))

    years = reading.list_years(scene.lived.runtime)
    assert {year.id: verify(scene.lived.runtime, year.id).findings for year in years} == {
        year.id: () for year in years
    }


@pytest.mark.parametrize("doing", [Doing(_registered, _time_passes)], ids=["a deadline"])
def test_a_tick_that_dies_anywhere_and_comes_again_reminds_everybody_once(
    scene: Scene, doing: Doing
) -> None:
    for _ in scene.crashes(doing.act):
        _leases_end(scene)

    wanted = select(outbox.c.person).where(outbox.c.notice == "stage_reminder")
    with scene.lived.runtime.engine.connect() as conn:
        assert sorted(conn.scalars(wanted)) == ["of-an", "of-chau", "of-dong"]


def _leases_end(scene: Scene) -> None:
    """Let the time pass for which a dead tick holds what it took."""
    with scene.lived.runtime.engine.begin() as conn:
        conn.execute(update(timers).values(leased_until=None, attempt=0))


def test_what_came_through_in_the_end_was_written(scene: Scene, doing: Doing) -> None:
    before = everything(scene.file)

    list(scene.crashes(doing.act))

    assert everything(scene.file) != before
