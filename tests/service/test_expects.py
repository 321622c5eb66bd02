"""An asker may say what they saw; when it has moved on, they are told and nothing is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import HEAD, MEMBER
from tests.watching import everything
from tests.years import Lived, opened, register
from workflow.domain.errors import NotFound, Refused, StaleStream
from workflow.runtime import Runtime
from workflow.service.acts import may, perform


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A year in which `binh` has registered twice: its registration is at version 3."""
    lived = opened(runtime)
    register(lived, "binh")
    lived.do("return_registration", HEAD, unit="binh", comment="Bổ sung")
    register(lived, "binh")
    return lived


def _accept(lived: Lived, **expects: int) -> None:
    command = lived.command("accept_registration", HEAD, unit="binh")
    seen = {name.replace("_", "/"): version for name, version in expects.items()}
    perform(lived.runtime, replace(command, expects=seen))


def test_an_act_on_what_was_seen_is_done(lived: Lived) -> None:
    _accept(lived, registration_binh=3)

    assert lived.stream("registration/binh").status == "accepted"


def test_an_act_on_what_has_moved_on_says_how_far(lived: Lived) -> None:
    with pytest.raises(StaleStream) as stale:
        _accept(lived, registration_binh=1)

    assert stale.value.facts == {"stream": "registration/binh", "expected": 1, "found": 3}


def test_what_another_unit_did_may_be_expected_too(lived: Lived) -> None:
    register(lived, "chau")

    _accept(lived, registration_binh=3, registration_chau=1)

    assert lived.stream("registration/binh").status == "accepted"


def test_a_stream_in_which_nothing_happened_is_at_version_0(lived: Lived) -> None:
    command = lived.command("register", MEMBER)

    receipt = perform(lived.runtime, replace(command, expects={"registration/chau": 0}))

    assert receipt.events[0].kind == "registration_submitted"


def test_a_meeting_on_what_has_moved_on_is_not_recorded(lived: Lived) -> None:
    given = {"id": "m1", "meeting": "conference", "title": "Hội nghị"}
    command = replace(lived.command("hold_meeting", HEAD, **given), expects={"roster": 99})

    with pytest.raises(StaleStream):
        perform(lived.runtime, command)


def test_a_stale_act_leaves_nothing(lived: Lived, database: Path) -> None:
    before = everything(database)

    with pytest.raises(StaleStream):
        _accept(lived, registration_binh=1)

    assert everything(database) == before


@pytest.mark.parametrize(
    ("seen", "said"), [({"registration/binh": 1}, StaleStream), ({"a/b/c": 1}, NotFound)]
)
def test_whoever_asks_of_what_has_moved_on_is_told_so_before_any_reason(
    lived: Lived, seen: dict[str, int], said: type[Exception]
) -> None:
    command = lived.command("accept_registration", MEMBER, unit="binh")
    with pytest.raises(Refused):
        perform(lived.runtime, command)

    for ask in (may, perform):
        with pytest.raises(said):
            ask(lived.runtime, replace(command, expects=seen))
