"""When a notice leaves: outside quiet hours, reminders in their inbox's minute of the hour."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import at
from workflow.domain.telling.waves import HOUR, awake, mailbox, reminder_leaves, slot

NIGHT, NOON = "22:00-06:30", "11:30-13:30"
"""On the clock of Hà Nội, seven hours ahead."""

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)).map(  # noqa: DTZ001 - made aware
    lambda one: one.replace(tzinfo=at(1, 1).tzinfo)
)
INBOXES = st.text(min_size=1, max_size=20).map(lambda one: mailbox("email", one))


@pytest.mark.parametrize(
    ("quiet", "wanted", "leaves"),
    [
        (None, at(3, 1, 17), at(3, 1, 17)),
        (NIGHT, at(3, 1, 14), at(3, 1, 14)),
        (NIGHT, at(3, 1, 15), at(3, 1, 23) + HOUR / 2),
        (NIGHT, at(3, 1, 23), at(3, 1, 23) + HOUR / 2),
        (NIGHT, at(3, 1, 23) + HOUR / 2, at(3, 1, 23) + HOUR / 2),
        (NOON, at(3, 1, 5), at(3, 1, 6) + HOUR / 2),
        (NOON, at(3, 1, 7), at(3, 1, 7)),
        ("08:00-08:00", at(3, 1, 1), at(3, 1, 1)),
    ],
)
def test_quiet_hours_put_off_to_their_end(
    quiet: str | None, wanted: datetime, leaves: datetime
) -> None:
    assert awake(quiet, wanted) == leaves


@given(INBOXES, MOMENTS, st.integers(1, 60))
def test_an_inbox_has_one_minute_of_every_hour(inbox: str, now: datetime, spread: int) -> None:
    first = slot(inbox, now, spread)

    assert now < first <= now + HOUR
    assert slot(inbox, first, spread) == first + HOUR
    assert first.minute < spread


@given(INBOXES, MOMENTS, st.sampled_from([NIGHT, NOON, "21:00-20:59", None]))
def test_a_reminder_never_leaves_in_quiet_hours(
    inbox: str, now: datetime, quiet: str | None
) -> None:
    leaves = reminder_leaves(inbox, quiet, now, 60)

    assert leaves > now
    if quiet != "21:00-20:59":  # one minute of a day is left, which is hardly this inbox's own
        assert awake(quiet, leaves) == leaves


def test_a_fan_out_is_spread_over_the_hour() -> None:
    minutes = [slot(f"email:{one}@x.vn", at(3, 1), 60).minute for one in range(6000)]

    assert max(minutes.count(one) for one in range(60)) < 160


def test_a_shorter_wave_is_as_short_as_said() -> None:
    leaves = [slot(f"email:{one}@x.vn", at(3, 1), 10) for one in range(100)]

    assert max(leaves) - min(leaves) <= HOUR + timedelta(minutes=9)
    assert {one.minute for one in leaves} == set(range(10))


def test_capital_letters_make_no_other_inbox() -> None:
    assert mailbox("email", "An@X.vn") == mailbox("email", "an@x.vn")
