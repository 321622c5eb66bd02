"""Any acts by anybody, in a year on every shipped definition."""

import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis.stateful import run_state_machine_as_test

from definitions.catalogue import Catalogue
from tests.property import givens
from tests.property.machine import Ground, Years
from tests.property.profiles import YEARS
from tests.years import carry, decided, open_step, opened
from workflow.domain.acts import ACTS
from workflow.runtime import Runtime
from workflow.service import reading, verifying
from workflow.service.giving import MEETING

SHIPPED = Catalogue().ids()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_act_is_among_those_tried(name: str, catalogue: Catalogue) -> None:
    assert {*ACTS, MEETING} <= set(givens.acts(catalogue.load(name)))


@pytest.mark.parametrize("name", SHIPPED)
def test_whatever_is_done_the_rules_hold(
    name: str, catalogue: Catalogue, empty_database: Path, tmp_path: Path
) -> None:
    class Here(Years):
        ground = Ground(catalogue, catalogue.load(name), empty_database, tmp_path)

    run_state_machine_as_test(Here, settings=YEARS)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_event_of_a_year_is_stored_as_rfc_8785_says(name: str, runtime: Runtime) -> None:
    lived = opened(runtime, runtime.catalogue.load(name))
    carry(lived, "closed")
    if open_step(lived):
        decided(lived)

    bodies = reading.bodies(runtime, lived.id)

    assert verifying.verify(runtime, lived.id).verified
    assert len(bodies) > 40
    assert [rfc8785.dumps(json.loads(body)) for body in bodies] == bodies
