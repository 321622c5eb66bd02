"""What clients do is done as it is meant to be, where nothing is hurt."""

from itertools import islice

import pytest

from definitions.catalogue import Catalogue
from tests.chaos.doing import Doings, approving, registering, voting
from tests.years import opened
from workflow.domain.errors import Refused
from workflow.domain.model import Actor
from workflow.runtime import Runtime
from workflow.service.acts import perform
from workflow.service.commands import Command

ACTS = 40


@pytest.mark.parametrize(
    "doings",
    [
        pytest.param(registering("binh"), id="registering"),
        pytest.param(voting, id="voting"),
        pytest.param(approving, id="approving"),
    ],
)
def test_each_act_comes_out_as_it_is_meant_to(
    runtime: Runtime, catalogue: Catalogue, doings: Doings
) -> None:
    lived = opened(runtime, catalogue.load("deciding"))
    came: list[tuple[str, bool]] = []
    acts = list(islice(doings(), ACTS))

    for one in acts:
        actor = Actor(person=one.by["person"], seat=one.by["seat"])
        command = Command(year=lived.id, do=one.do, actor=actor, given=one.given)
        try:
            perform(runtime, command)
            came.append((one.do, True))
        except Refused:
            came.append((one.do, False))

    assert came == [(one.do, one.meant) for one in acts]
