"""Days of parts of a year that a standstill put off: the same state in whatever order they lie."""

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.factories import HEAD, at
from tests.years import Paper
from workflow.domain.eligibility import feeds
from workflow.domain.model import Event
from workflow.domain.scores import criteria_groups, period_deadlines

DAYS = {"b": at(7, 1), "a": at(8, 1)}
SORTED = dict(sorted(DAYS.items()))


def _groups(days: dict[str, datetime]) -> Event:
    return criteria_groups.CriteriaGroupsDated(cause="suspension", dues=days)


def _periods(days: dict[str, datetime]) -> Event:
    return period_deadlines.PeriodsDue(cause="suspension", dues=days)


def _feeds(days: dict[str, datetime]) -> Event:
    return feeds.FeedsDue(cause="suspension", dues=days)


@pytest.mark.parametrize(
    ("evolve", "event"),
    [
        (criteria_groups.evolve, _groups),
        (period_deadlines.evolve, _periods),
        (feeds.evolve, _feeds),
    ],
    ids=["groups", "periods", "feeds"],
)
def test_what_a_standstill_put_off_does_not_hang_on_the_order_of_its_days(
    evolve: Callable[..., object], event: Callable[[dict[str, datetime]], Event]
) -> None:
    call = Paper().call(HEAD)

    assert evolve(None, event(DAYS), call) == evolve(None, event(SORTED), call)
