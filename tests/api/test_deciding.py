"""What people do in ballots and approvals, over HTTP: done, or refused in words."""

from itertools import islice

import pytest
from fastapi.testclient import TestClient

from definitions.catalogue import Catalogue
from tests.chaos.doing import Doings, approving, voting
from tests.years import Lived, opened
from workflow.runtime import Runtime

DONE, REFUSED = 200, 409


@pytest.fixture
def lived(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """A bloc year with a ballot and an approval."""
    return opened(runtime, catalogue.load("deciding"))


@pytest.mark.parametrize(
    "doings", [pytest.param(voting, id="voting"), pytest.param(approving, id="approving")]
)
def test_each_act_is_done_or_refused_in_words(
    client: TestClient, lived: Lived, doings: Doings
) -> None:
    for number, one in enumerate(islice(doings(), 12)):
        body = {"do": one.do, **one.by, "given": one.given}
        headers = {"Idempotency-Key": f"act-{number:08}"}

        answer = client.post(f"/api/years/{lived.id}/acts", json=body, headers=headers)

        assert answer.status_code == (DONE if one.meant else REFUSED), answer.text
