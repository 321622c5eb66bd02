"""One minute of chaos on a real installation; `make chaos` plays ten."""

import pytest

from tests.chaos.report import report, violated, void
from tests.chaos.run import Result, run

pytestmark = pytest.mark.timeout(600)

SEED, SECONDS = 20260101, 60


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What came of it."""
    return run(tmp_path_factory.mktemp("chaos"), SEED, SECONDS, print)


def test_nothing_that_is_promised_was_violated(result: Result) -> None:
    assert not violated(result), "\n".join(report(result))


def test_the_run_proves_something(result: Result) -> None:
    assert void(result) == [], "\n".join(report(result))


def test_acts_whose_answer_was_lost_were_answered_in_the_end(result: Result) -> None:
    unclear = [ask for ask in result.asks if ask.unclear]

    assert unclear
    assert [ask.key for ask in unclear if ask.answered_s is None] == []


def test_what_must_be_refused_was_refused(result: Result) -> None:
    overreaching = [ask for ask in result.asks if not ask.meant]

    assert overreaching
    assert [ask.key for ask in overreaching if not ask.refused] == []


def test_letters_arrived(result: Result) -> None:
    assert len(result.arrived) > 100


def test_people_were_shown_their_own_work_meanwhile(result: Result) -> None:
    assert result.looks > SECONDS
