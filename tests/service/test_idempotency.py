"""The same command twice is one act; the same id for something else is refused."""

from dataclasses import replace

import pytest

from tests.factories import ADMIN, HEAD, MEMBER, opening, plainest
from tests.years import Lived, opened, register
from workflow.domain.errors import CommandReused, Refused
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.commands import Command
from workflow.service.reading import history
from workflow.service.years import open_year


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
