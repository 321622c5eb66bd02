"""F48, F49: clocks that jump, clocks that are off. Every deadline once; stale reminders dropped."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from definitions.catalogue import Catalogue
from tests.factories import HEAD, START, at, sits
from tests.years import Lived, opened, register
from workflow.domain.errors import Refused
from workflow.runtime import CountedIds, Runtime, SystemClock
from workflow.service import reading
from workflow.service.acts import foresee, may, perform
from workflow.service.deadlines import ClockAstray, fire_due
from workflow.service.verifying import verify
from workflow.store.engine import connect
from workflow.store.schema import events, outbox, timers


@dataclass
class Jumping:
    """A clock that is set, forward and back."""

    moment: datetime = field(default=START)

    def now(self) -> datetime:
        """Return what it was set to."""
        return self.moment


class Off(SystemClock):
    """A machine's clock that is off by so much."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        """Return the present moment, as wrong as it is."""
        return super().now() + self._by


@pytest.fixture
def jumping() -> Jumping:
    return Jumping()


@pytest.fixture
def lived(runtime: Runtime, jumping: Jumping) -> Lived:
    """A year whose registration is due on 14 March, with reminders on 28 February and 11 March."""
    return opened(replace(runtime, clock=jumping, ids=CountedIds("jump")))


def _kinds(lived: Lived) -> Counter[str]:
    return Counter(line.kind for line in reading.history(lived.runtime, lived.id))


def _reminded(lived: Lived) -> int:
    with lived.runtime.engine.connect() as conn:
        wanted = select(outbox.c.id).where(outbox.c.notice == "stage_reminder")
        return len(conn.execute(wanted).all())


def _answers(lived: Lived) -> dict[str, tuple[str, str | None]]:
    with lived.runtime.engine.connect() as conn:
        rows = conn.execute(select(timers.c.name, timers.c.status, timers.c.answer))
        return {row[0].removeprefix("stage/registration/"): (row[1], row[2]) for row in rows}


def test_f48_a_clock_that_leaps_a_year_has_each_deadline_once(
    lived: Lived, jumping: Jumping
) -> None:
    jumping.moment = START + timedelta(days=365)
    fire_due(lived.runtime)
    jumping.moment = at(3, 20)
    fire_due(lived.runtime)
    jumping.moment = START + timedelta(days=366)
    fire_due(lived.runtime)

    assert _kinds(lived)["stage_overdue"] == 1


def test_f48_reminders_of_a_deadline_that_has_gone_by_are_dropped_and_kept_as_dropped(
    lived: Lived, jumping: Jumping
) -> None:
    jumping.moment = at(3, 15)
    fire_due(lived.runtime)

    assert _reminded(lived) == 0
    assert {name: _answers(lived)[name] for name in ("remind/0", "remind/1")} == dict.fromkeys(
        ("remind/0", "remind/1"), ("dropped", "the deadline has passed")
    )


def test_f48_of_several_missed_reminders_one_goes_out(lived: Lived, jumping: Jumping) -> None:
    jumping.moment = at(3, 12)
    fire_due(lived.runtime)

    assert _reminded(lived) == 4
    assert _answers(lived)["remind/0"] == ("dropped", "a later reminder goes out with it")
    assert _answers(lived)["remind/1"] == ("fired", None)


def test_f48_a_clock_set_back_two_hours_fires_nothing_twice(lived: Lived, jumping: Jumping) -> None:
    jumping.moment = at(3, 14, 11)
    fire_due(lived.runtime)
    before = _kinds(lived)

    jumping.moment = at(3, 14, 9)
    assert fire_due(lived.runtime) == 0
    jumping.moment = at(3, 14, 12)
    assert fire_due(lived.runtime) == 0

    assert (_kinds(lived), before["stage_overdue"]) == (before, 1)


def test_f48_no_deadline_fires_before_its_moment_on_a_clock_set_back(
    lived: Lived, jumping: Jumping
) -> None:
    jumping.moment = at(3, 14, 10) - timedelta(milliseconds=1)
    fire_due(lived.runtime)

    assert "stage_overdue" not in _kinds(lived)


def test_f48_a_history_over_a_jumping_clock_proves_itself(lived: Lived, jumping: Jumping) -> None:
    for moment in (at(3, 20), at(3, 1), at(6, 1), at(2, 1)):
        jumping.moment = moment
        fire_due(lived.runtime)

    assert verify(lived.runtime, lived.id).findings == ()


@pytest.mark.parametrize("by", [timedelta(seconds=90), -timedelta(hours=2), timedelta(days=365)])
def test_f49_a_clock_that_is_off_from_the_database_acts_on_no_deadline(
    postgres: str, catalogue: Catalogue, by: timedelta
) -> None:
    engine = connect(postgres)
    right = Runtime(engine=engine, catalogue=catalogue, clock=Jumping(), ids=CountedIds("id"))
    lived = opened(right)

    with pytest.raises(ClockAstray):
        fire_due(replace(right, clock=Off(by)))

    assert _kinds(lived)["stage_overdue"] == 0
    engine.dispose()


def test_f49_a_clock_that_is_right_acts(runtime: Runtime) -> None:
    lived = opened(runtime)
    register(lived, "an")

    assert fire_due(replace(runtime, clock=SystemClock())) > 0


def test_f48_what_is_recorded_after_a_clock_was_set_back_is_not_recorded_earlier(
    lived: Lived, jumping: Jumping
) -> None:
    jumping.moment = at(2, 1, 12)
    register(lived, "binh")
    jumping.moment = at(2, 1, 10)
    receipt = lived.do("register", sits("chau"), staff=9, people=9)

    with lived.runtime.engine.connect() as conn:
        recorded = list(conn.scalars(select(events.c.recorded_at).order_by(events.c.seq)))
    assert recorded[-2:] == [at(2, 1, 12), at(2, 1, 12)]
    assert receipt.recorded_at == "2025-02-01T12:00:00Z"
    assert verify(lived.runtime, lived.id).findings == ()


def test_f48_questions_are_judged_by_the_moment_that_an_act_is_judged_by(
    lived: Lived, jumping: Jumping
) -> None:
    """The deadline passed by the clock that recorded last, and is still to come by the one now."""
    jumping.moment = at(3, 14, 18)
    register(lived, "binh")
    jumping.moment = at(2, 1)
    asked = lived.command(
        "propose_extension", HEAD, stage="registration", until="2025-03-01", reason="Lụt",
        shortened_because="Sớm",
    )  # fmt: skip

    with pytest.raises(Refused) as done:
        perform(lived.runtime, asked)
    with pytest.raises(Refused) as seen:
        foresee(lived.runtime, asked)

    assert [one.code for one in may(lived.runtime, asked)] == ["DEADLINE_IN_THE_PAST"]
    assert may(lived.runtime, asked) == seen.value.unmet == done.value.unmet
    assert reading.why(lived.runtime, lived.id).overdue
