"""Bloc years under any acts by anybody: helpful ones that carry them on, and silly ones."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import rfc8785
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from definitions.catalogue import Catalogue
from definitions.errors import ThiduaError
from definitions.schema.definition import Definition
from tests.factories import ADMIN, START, opening
from tests.property import givens, rules
from tests.property.helping import Move, following
from tests.years import Lived
from workflow.domain.acts import ACTS
from workflow.domain.errors import CommandReused, Refused, Unmet
from workflow.domain.model import Actor
from workflow.domain.stages.year import YearState
from workflow.runtime import CountedIds, Runtime, SimulatedClock
from workflow.service import reading
from workflow.service.acts import may, perform
from workflow.service.commands import Command, Receipt
from workflow.service.deadlines import fire_due, next_due
from workflow.service.verifying import verify
from workflow.service.years import open_year
from workflow.store.engine import connect

TABLES = {
    "years": "SELECT id, seq, head, state FROM years ORDER BY id",
    "events": "SELECT year_id, count(*), max(seq) FROM events GROUP BY year_id",
    "streams": "SELECT year_id, kind, subject, version, state FROM streams",
    "timers": "SELECT * FROM timers",
    "outbox": "SELECT id, key, status, facts FROM outbox",
    "requests": "SELECT count(*) FROM requests",
}
ENDED = {"closed", "dissolved"}
MOMENTS = st.sampled_from(
    [
        START - timedelta(days=40),
        START,
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=7))),
        datetime(2025, 1, 1),  # noqa: DTZ001 - somebody forgot
        datetime(9999, 12, 31, tzinfo=UTC),
    ]
)
"""When an act might be said to take effect."""
ACTS_BY = {name: act.by for name, act in ACTS.items() if not callable(act.by)}


@dataclass(frozen=True)
class Ground:
    """What a machine is built on: a definition, an empty database, a folder of its own."""

    catalogue: Catalogue
    definition: Definition
    empty: Path
    folder: Path
    numbers: "count[int]" = field(default_factory=count)

    def database(self) -> Path:
        """Return a new copy of the empty database."""
        return Path(shutil.copy(self.empty, self.folder / f"{next(self.numbers)}.sqlite"))


class Years(RuleBasedStateMachine):
    """A bloc, its year, and the year that a handover opens after it."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        ground = self.ground
        self.definition, self.file = ground.definition, ground.database()
        self.runtime = Runtime(
            engine=connect(f"sqlite:///{self.file}", synchronous="normal"),
            catalogue=ground.catalogue,
            clock=SimulatedClock(START),
            ids=CountedIds("id"),
        )
        self.given = givens.acts(ground.definition)
        self.years: list[Lived] = []
        self.done: list[tuple[Command, Receipt]] = []
        self.ended: dict[str, str] = {}
        self.asked = 0
        self.verified: dict[str, int] = {}

    @initialize(moves=st.integers(0, 55), data=st.data())
    def open(self, moves: int, data: st.DataObject) -> None:
        """Open the first year, and let it be carried on for a while."""
        wanted = opening(self.definition, 3)
        open_year(self.runtime, wanted, ADMIN, command_id="opening")
        self.years.append(Lived(self.runtime, wanted.id))
        for _ in range(moves):
            self._help(data)

    @rule(moves=st.integers(1, 8), data=st.data())
    def help(self, moves: int, data: st.DataObject) -> None:
        """Do what is missing."""
        for _ in range(moves):
            self._help(data)

    @rule(data=st.data())
    def try_anything(self, data: st.DataObject) -> None:
        """Do any act, by anybody, at any time, with anything."""
        name = data.draw(st.sampled_from([*self.given, "dance"]))
        given: Mapping[str, Any] = data.draw(self.given.get(name, st.just({})))
        if data.draw(st.integers(0, 4)) == 0:
            given = data.draw(givens.spoilt(dict(given)))
        seat = data.draw(givens.seats(self.definition))
        person = data.draw(st.just(f"of-{seat.rpartition(':')[2]}") | st.sampled_from(["new", ""]))
        self._ask(
            Command(
                year=data.draw(st.sampled_from([*(one.id for one in self.years), "bloc/1"])),
                do=name,
                actor=Actor(person=person, seat=seat),
                given=given,
                at=data.draw(st.none() | st.none() | MOMENTS),
                expects=data.draw(
                    st.just({}) | st.sampled_from([{"year": 2}, {"pledge": 0}, {"a/b/c": 1}])
                ),
            )
        )

    @rule(data=st.data())
    def try_what_fits(self, data: st.DataObject) -> None:
        """Do an act in the year that runs, twice, by people who sit where they should."""
        name = data.draw(st.sampled_from([*self.given]))
        by = ADMIN if ADMIN.seat in ACTS_BY.get(name, ()) else None
        units = st.sampled_from(["an", "binh", "chau"])
        for _ in range(2):
            unit = data.draw(units)
            actor = by or Actor(person=f"of-{unit}", seat=f"unit:{unit}")
            self._ask(self._current().command(name, actor, **data.draw(self.given[name])))

    @precondition(lambda self: self.done)
    @rule(data=st.data(), other=st.booleans())
    def ask_again(self, data: st.DataObject, *, other: bool) -> None:
        """Send a command once more: the same answer, and nothing new; another one is refused."""
        command, receipt = data.draw(st.sampled_from(self.done))
        before = self._trace()
        if other:
            changed = replace(command, given={**command.given, "more": 1})
            try:
                perform(self.runtime, changed)
            except CommandReused:
                pass
            else:
                raise AssertionError(changed)
        else:
            assert perform(self.runtime, command) == receipt
        assert self._trace() == before

    @rule(days=st.none() | st.integers(0, 45), tick=st.booleans(), still=st.integers(0, 5))
    def wait(self, days: int | None, still: int, *, tick: bool) -> None:
        """Let days go by, or the next deadline come; it is noticed now or later.

        Now and then the year stands still meanwhile.
        """
        current = self._current()
        if still == 5:
            self._ask(current.command("suspend", ADMIN, reason="Sáp nhập"))
        now = self.clock.now()
        due = next_due(self.runtime) or now
        self.clock.move_to(due if days is None else now + timedelta(days=days))
        if tick:
            self._tick()
        if still == 5:
            self._ask(current.command("resume", ADMIN, reason="Xong"))

    @invariant()
    def rules_hold(self) -> None:
        """What is always true is true now, and what has ended stays ended."""
        for one in self.years:
            book = one.book
            rules.hold(book)
            state = book.load(YearState, "year").state
            assert self.ended.get(one.id, state) == state
            if state in ENDED:
                self.ended[one.id] = state

    def teardown(self) -> None:
        """Prove every history, and close the database."""
        try:
            for one in self.years:
                self._proves_itself(one)
        finally:
            self.runtime.engine.dispose()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)

    @property
    def clock(self) -> SimulatedClock:
        """The clock, to be moved."""
        assert isinstance(self.runtime.clock, SimulatedClock)
        return self.runtime.clock

    def _current(self) -> Lived:
        return next((one for one in self.years if one.id not in self.ended), self.years[-1])

    def _help(self, data: st.DataObject) -> None:
        for lived in self.years:
            move = self._move(lived, data)
            if move and self._ask(lived.command(move.do, move.by, **move.given)):
                return

    def _move(self, lived: Lived, data: st.DataObject) -> Move | None:
        rubric = lived.book.definition.rubric
        sheets = st.fixed_dictionaries(
            {
                "entries": givens.good_entries(rubric) | givens.entries(rubric),
                "times": givens.times(rubric),
            }
        )
        return following(
            lived, reading.why(self.runtime, lived.id), lambda: _plain(data.draw(sheets))
        )

    def _ask(self, command: Command) -> bool:
        """Ask for an act, and fail when it does otherwise than said, or leaves a trace refused."""
        self.asked += 1
        command = replace(command, id=f"command-{self.asked}")
        before, said = self._trace(), self._may(command)
        try:
            receipt = perform(self.runtime, command)
        except ThiduaError as refused:
            assert self._trace() == before
            self._as_said(command, said, refused)
            return False
        assert not said
        assert perform(self.runtime, command) == receipt
        self._grown(before, receipt)
        self.done.append((command, receipt))
        return True

    def _as_said(
        self, command: Command, said: tuple[Unmet, ...] | None, refused: ThiduaError
    ) -> None:
        if command.do == "sign_handover":
            return  # what only doing it finds out: the next year is there
        told = refused.unmet if isinstance(refused, Refused) else None
        assert said == told or (said is None and command.at is not None)

    def _may(self, command: Command) -> tuple[Unmet, ...] | None:
        """Return what is said to prevent an act; None when it cannot even be asked."""
        try:
            return may(self.runtime, command)
        except ThiduaError:
            return None

    def _grown(self, before: dict[str, list[Any]], receipt: Receipt) -> None:
        after = self._trace()
        lengths = [sum(row[1] for row in one["events"]) for one in (before, after)]
        assert lengths[1] - lengths[0] == len(receipt.events)
        known = {one.id for one in self.years}
        self.years += [Lived(self.runtime, row[0]) for row in after["years"] if row[0] not in known]
        if self.asked % 10 == 0:
            self._proves_itself(self.years[-1])

    def _proves_itself(self, lived: Lived) -> None:
        assert verify(self.runtime, lived.id).findings == ()
        for body in reading.bodies(self.runtime, lived.id):
            assert rfc8785.dumps(json.loads(body)) == body

    def _tick(self) -> None:
        fire_due(self.runtime)
        due = next_due(self.runtime)
        assert due is None or due > self.clock.now()
        before = self._trace()
        assert fire_due(self.runtime) == 0
        assert self._trace() == before

    def _trace(self) -> dict[str, list[Any]]:
        """Return everything that an act could have left behind."""
        with self.runtime.engine.connect() as conn:
            driver: Any = conn.connection.driver_connection
            return {name: driver.execute(text).fetchall() for name, text in TABLES.items()}


def _plain(sheet: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {one: None if value is None else str(value) for one, value in values.items()}
        for name, values in sheet.items()
    }
