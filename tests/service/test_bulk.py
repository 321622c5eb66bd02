"""Opening the years of many blocs: one act, all or none, every table written once."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from tests.factories import ADMIN, opening, plainest
from workflow.domain.errors import Refused
from workflow.runtime import Runtime
from workflow.service.opening import OpenYear
from workflow.service.verifying import verify
from workflow.service.years import open_year, open_years
from workflow.store.schema import years


def province(count: int) -> list[OpenYear]:
    wanted = opening(plainest(), 4)
    return [replace(wanted, bloc=f"bloc-{number}") for number in range(count)]


def count_of(engine: Engine) -> int:
    with engine.connect() as conn:
        return conn.scalar(select(func.count()).select_from(years)) or 0


def test_every_bloc_of_a_province_opens_in_one_act(runtime: Runtime, engine: Engine) -> None:
    receipt = open_years(runtime, province(40), ADMIN, command_id="province")

    assert count_of(engine) == 40
    assert {one.year for one in receipt.events} == {f"bloc-{n}/2025" for n in range(40)}
    assert open_years(runtime, province(40), ADMIN, command_id="province") == receipt
    assert verify(runtime, "bloc-39/2025").findings == ()


def test_one_that_cannot_be_opened_keeps_them_all_closed(runtime: Runtime, engine: Engine) -> None:
    open_year(runtime, province(3)[1], ADMIN)

    with pytest.raises(Refused) as refused:
        open_years(runtime, province(3), ADMIN)
    (unmet,) = refused.value.unmet
    assert (unmet.code, unmet.facts["year"]) == ("YEAR_EXISTS", "bloc-1/2025")
    assert count_of(engine) == 1


def test_a_bloc_named_twice_is_refused(runtime: Runtime, engine: Engine) -> None:
    with pytest.raises(Refused):
        open_years(runtime, [*province(2), *province(1)], ADMIN)
    assert count_of(engine) == 0


def test_a_person_listed_twice_and_a_seat_that_is_none_are_refused(runtime: Runtime) -> None:
    (wanted,) = province(1)
    seat = replace(wanted.seats[0], seat="unit:nowhere")
    twice = replace(wanted, people=(*wanted.people, wanted.people[0]), seats=(*wanted.seats, seat))

    with pytest.raises(Refused) as refused:
        open_year(runtime, twice, ADMIN)
    assert {one.code for one in refused.value.unmet} == {"PERSON_TWICE", "NO_SUCH_SEAT"}
