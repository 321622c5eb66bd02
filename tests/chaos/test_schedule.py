"""The faults of a run are known from its seed."""

import pytest

from tests.chaos.schedule import CHOICES, COOL_DOWN_S, WARM_UP_S, schedule

SEEDS = range(200)


@pytest.mark.parametrize("seed", [0, 1, 20260101])
def test_the_same_seed_has_the_same_faults(seed: int) -> None:
    assert schedule(seed, 600) == schedule(seed, 600)


def test_another_seed_has_other_faults() -> None:
    assert len({schedule(seed, 60) for seed in SEEDS}) == len(SEEDS)


def test_every_minute_has_at_least_ten_faults_and_ten_minutes_a_hundred() -> None:
    assert min(len(schedule(seed, 60)) for seed in SEEDS) >= 10
    assert min(len(schedule(seed, 600)) for seed in SEEDS) >= 100


def test_ten_minutes_have_every_kind_of_fault() -> None:
    kinds = {(choice.what, part) for choice in CHOICES for part in choice.parts}

    found = {(fault.what, fault.part) for seed in range(3) for fault in schedule(seed, 600)}
    assert found == kinds


def test_no_part_is_hurt_again_before_it_is_mended() -> None:
    for seed in SEEDS:
        whole: dict[str, float] = {}
        for fault in schedule(seed, 120):
            assert fault.at_s >= whole.get(fault.part, 0)
            whole[fault.part] = fault.at_s + fault.lasts_s


def test_every_fault_lies_within_the_run() -> None:
    for seed in SEEDS:
        for fault in schedule(seed, 90):
            assert fault.at_s >= WARM_UP_S
            assert fault.at_s + fault.lasts_s <= 90 - COOL_DOWN_S + 0.01
