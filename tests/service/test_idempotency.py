"""The same command twice is one act; the same id for something else is refused."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.factories import ADMIN, HEAD, MEMBER, at, opening, plainest
from tests.years import Lived, opened, register
from workflow.domain.errors import CommandReused, Refused
from workflow.domain.members.roster import Mandate, Person, SeatHeld, Unit
from workflow.domain.timing import HANOI
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.service.opening import OpenYear
from workflow.service.reading import history
from workflow.service.years import open_year
from workflow.store.schema import requests


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def _registering(lived: Lived, **given: object) -> Command:
    return replace(lived.command("register", MEMBER, staff=10, people=9, **given), id="twice")


def test_the_same_command_twice_has_one_answer(lived: Lived) -> None:
    command = _registering(lived)

    assert perform(lived.runtime, command) == perform(lived.runtime, command)


def test_the_same_command_twice_is_done_once(lived: Lived) -> None:
    command = _registering(lived)

    perform(lived.runtime, command)
    perform(lived.runtime, command)

    assert _kinds(lived).count("registration_submitted") == 1


def test_what_is_given_in_another_order_is_the_same_command(lived: Lived) -> None:
    command = _registering(lived)
    turned = replace(command, given=dict(reversed(list(command.given.items()))))

    assert perform(lived.runtime, command) == perform(lived.runtime, turned)


def test_words_written_decomposed_are_the_same_command(lived: Lived) -> None:
    register(lived, "binh")
    command = lived.command("return_registration", HEAD, unit="binh", comment="Bổ sung")
    decomposed = {"unit": "binh", "comment": "Bo\u0302\u0309 sung"}

    first = perform(lived.runtime, replace(command, id="twice"))

    assert perform(lived.runtime, replace(command, id="twice", given=decomposed)) == first


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"given": {"staff": 10, "people": 8}}, id="other-content"),
        pytest.param({"actor": HEAD}, id="other-person"),
        pytest.param({"do": "sign_pledge", "given": {}}, id="other-act"),
    ],
)
def test_the_same_id_for_something_else_is_refused(lived: Lived, change: dict[str, object]) -> None:
    perform(lived.runtime, _registering(lived))

    with pytest.raises(CommandReused):
        perform(lived.runtime, replace(_registering(lived), **change))  # type: ignore[arg-type]


def test_a_refused_command_may_be_asked_again(lived: Lived) -> None:
    command = replace(lived.command("accept_registration", HEAD, unit="binh"), id="again")
    with pytest.raises(Refused):
        perform(lived.runtime, command)

    register(lived, "binh")

    assert perform(lived.runtime, command).command == "again"


def test_a_year_is_opened_once_by_the_same_command(runtime: Runtime) -> None:
    wanted = opening(plainest())

    first = open_year(runtime, wanted, ADMIN, command_id="open")

    assert open_year(runtime, wanted, ADMIN, command_id="open") == first


def test_a_year_is_not_opened_by_an_id_that_opened_another(runtime: Runtime) -> None:
    open_year(runtime, opening(plainest()), ADMIN, command_id="open")

    with pytest.raises(CommandReused):
        open_year(runtime, opening(plainest(), bloc="other"), ADMIN, command_id="open")


OPENED_AS = "bf339d6b9e2eb4c4ad6bdb10f08982ac6b6db1fdb43bae3746cf2d34f25dea75"
"""By what the command below was known when it was first answered: it must be known for ever.

A field that is added with a default changes nothing of it.
"""


def test_opening_a_year_is_known_again_whatever_fields_are_added(runtime: Runtime) -> None:
    wanted = OpenYear(
        bloc="k", bloc_name="Khối", year=2025, definition="plain",
        units=(Unit(id="an", name="Xã An"),),
        people=(Person(id="a", name="An"),), seats=(SeatHeld(person="a", seat="admin"),),
        mandates=tuple(
            Mandate(role=role, unit="an", start=date(2025, 1, 1)) for role in ("head", "deputy")
        ),
    )  # fmt: skip
    open_year(runtime, wanted, ADMIN, at=at(1, 3), command_id="known")

    with runtime.engine.connect() as conn:
        kept = conn.scalars(select(requests.c.fingerprint)).one()
    assert kept.hex() == OPENED_AS


def test_a_year_opened_at_the_same_moment_in_another_zone_is_the_same_command(
    runtime: Runtime,
) -> None:
    moment, wanted = at(1, 3), opening(plainest())
    first = open_year(runtime, wanted, ADMIN, at=moment, command_id="twice")

    local = moment.astimezone(HANOI)

    assert open_year(runtime, wanted, ADMIN, at=local, command_id="twice") == first
