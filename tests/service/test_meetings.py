"""A meeting: many acts, of one bloc year or of two, all of them or none."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.approving import OneDefinition
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, NAMES, holds, plain, sits
from tests.unit.domain.ballots import RULE
from tests.unit.domain.test_staff_ballots import OF_UNIT, PEOPLE
from tests.watching import everything
from tests.years import Lived, agreed, carry, opened, register
from workflow.domain.errors import GivenWrong, NotFound, Refused
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.acts import may
from workflow.service.reading import history


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    return opened(runtime)


@pytest.fixture
def ending(runtime: Runtime) -> Lived:
    """A year before its last signature: the head has signed the handover to `binh`."""
    lived = opened(runtime)
    carry(lived, "handover")
    agreed(lived)
    lived.do("prepare_handover", HEAD, items=["Hồ sơ"])
    lived.do("sign_handover", HEAD)
    return lived


def _act(do: str, by: Actor, year: str | None = None, **given: object) -> dict[str, Any]:
    return {"do": do, "person": by.person, "seat": by.seat, "year": year, "given": given}


def _hold(lived: Lived, *acts: dict[str, Any], by: Actor = HEAD) -> None:
    lived.do("hold_meeting", by, **_meeting(*acts))


def _meeting(*acts: dict[str, Any]) -> dict[str, Any]:
    return {"id": "m1", "meeting": "conference", "title": "Hội nghị", "acts": acts}


def _kinds(lived: Lived) -> list[str]:
    return [line.kind for line in history(lived.runtime, lived.id)]


def test_every_act_of_a_meeting_is_recorded_after_it(lived: Lived) -> None:
    _hold(lived, *[_act("register", sits(unit)) for unit in NAMES[:4]])

    assert _kinds(lived)[-5:] == ["meeting_held", *["registration_submitted"] * 4]


def test_the_second_act_sees_what_the_first_did(lived: Lived) -> None:
    _hold(lived, _act("register", MEMBER), _act("accept_registration", HEAD, unit="chau"))

    assert lived.stream("registration/chau").status == "accepted"


def test_an_act_of_the_minutes_names_who_did_it_and_who_wrote_it_down(lived: Lived) -> None:
    _hold(lived, _act("register", MEMBER))

    line = history(lived.runtime, lived.id)[-1]
    assert (line.actor, line.seat) == ("of-chau", "unit:chau")


def test_a_refused_act_is_named_by_its_number(lived: Lived) -> None:
    with pytest.raises(Refused) as refused:
        _hold(lived, _act("register", MEMBER), _act("sign_pledge", MEMBER))

    assert {(one.facts["act"], one.facts["do"]) for one in refused.value.unmet} == {
        (2, "sign_pledge")
    }


def test_a_refused_act_leaves_nothing_of_the_meeting(lived: Lived, database: Path) -> None:
    before = everything(database)

    with pytest.raises(Refused):
        _hold(lived, _act("register", MEMBER), _act("sign_pledge", MEMBER))

    assert everything(database) == before


def test_a_refused_act_in_one_year_leaves_nothing_in_the_other(
    ending: Lived, database: Path
) -> None:
    before = everything(database)

    with pytest.raises(Refused):
        _hold(
            ending,
            _act("sign_handover", sits("binh")),
            _act("register", MEMBER, year="bloc/2026"),
            _act("sign_pledge", MEMBER, year="bloc/2026"),
        )

    assert everything(database) == before


def test_a_meeting_may_open_the_next_year_and_begin_its_work(ending: Lived) -> None:
    _hold(
        ending,
        _act("sign_handover", sits("binh")),
        _act("register", MEMBER, year="bloc/2026"),
        _act("accept_registration", sits("binh"), year="bloc/2026", unit="chau"),
    )

    assert ending.next().stream("registration/chau").status == "accepted"


def test_a_meeting_of_two_years_is_recorded_in_both(ending: Lived) -> None:
    _hold(
        ending,
        _act("sign_handover", sits("binh")),
        _act("register", MEMBER, year="bloc/2026"),
    )

    assert [_kinds(one).count("meeting_held") for one in (ending, ending.next())] == [2, 1]


def test_nobody_holds_a_meeting_of_another_bloc(lived: Lived, runtime: Runtime) -> None:
    other = opened(runtime, bloc="other")
    other.do("give_mandate", ADMIN, role="deputy", unit="chau", start="2025-01-02")

    with pytest.raises(Refused) as refused:
        lived.do("hold_meeting", MEMBER, **_meeting())

    assert [one.code for one in refused.value.unmet] == ["NOT_IN_ROLE"]


def test_an_officer_of_one_bloc_does_nothing_in_another(lived: Lived, runtime: Runtime) -> None:
    other = opened(runtime, bloc="other")
    other.do("give_mandate", ADMIN, role="deputy", unit="chau", start="2025-01-02")

    with pytest.raises(Refused) as refused:
        _hold(other, _act("register", HEAD, year=lived.id), by=MEMBER)

    assert "NOT_IN_ROLE" in [one.code for one in refused.value.unmet]


def test_a_meeting_is_recorded_once(lived: Lived) -> None:
    _hold(lived)

    with pytest.raises(Refused) as refused:
        _hold(lived)

    assert [one.code for one in refused.value.unmet] == ["MEETING_RECORDED"]


def test_an_office_decides_at_its_own_desk_not_in_the_minutes_of_a_bloc(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", DEPUTY)

    with pytest.raises(Refused) as refused:
        _hold(lived, _act("decide_step", holds("board"), step="appraise"))

    assert "NOT_AT_A_MEETING" in [one.code for one in refused.value.unmet]


@pytest.mark.parametrize(
    "acts",
    [
        pytest.param("register", id="text"),
        pytest.param(7, id="number"),
        pytest.param([{"do": "register"}], id="nobody"),
    ],
)
def test_acts_of_another_shape_are_refused_with_their_place(lived: Lived, acts: object) -> None:
    with pytest.raises(GivenWrong):
        lived.do("hold_meeting", HEAD, **{**_meeting(), "acts": acts})


def test_a_meeting_holds_no_meeting(lived: Lived) -> None:
    with pytest.raises(NotFound):
        _hold(lived, _act("hold_meeting", HEAD, **_meeting()))


def test_what_prevents_a_meeting_can_be_asked(lived: Lived) -> None:
    command = lived.command("hold_meeting", HEAD, **_meeting(_act("sign_pledge", MEMBER)))

    assert "PLEDGE_NOT_DRAFTED" in [one.code for one in may(lived.runtime, command)]


def test_a_meeting_that_nothing_prevents_may_be_held(lived: Lived) -> None:
    register(lived, "binh")
    accepted = _act("accept_registration", HEAD, unit="binh")

    assert may(lived.runtime, lived.command("hold_meeting", HEAD, **_meeting(accepted))) == ()


def test_no_minutes_hold_the_vote_of_a_unit_s_own_staff(runtime: Runtime) -> None:
    definition = plain(f"ballots: {json.dumps([RULE | OF_UNIT])}\n")
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    opening = _act("open_ballot", MEMBER, ballot="b", rule="vote", items=PEOPLE, staff={"chau": 9})

    with pytest.raises(Refused) as refused:
        _hold(lived, opening)

    assert [one.code for one in refused.value.unmet] == ["NOT_RUNNING_BALLOT"]
