"""The fence round the state machine: only declared arrows, shared by hash, bound to nothing."""

from dataclasses import replace

import pytest

from definitions.schema.needs import Need
from tests.factories import pin, plain, plainest
from workflow.domain.errors import HistoryBroken
from workflow.domain.stages.course import Facts, machine_of
from workflow.domain.stages.machine import Machine, Move, allows, build, next_state

ACCEPTED = "{to: year_end_scoring, when: {registrations: accepted}}"
OTHERWISE = "{to: mid_year_review}"


def _always(_facts: object) -> bool:
    return True


def _never(_facts: object) -> bool:
    return False


def _branching(routes: str) -> Machine:
    return machine_of(pin(plain(f"stages: [{{id: registration, next: [{routes}]}}]")))


def test_only_declared_triggers_exist() -> None:
    machine = machine_of(pin(plainest()))

    assert set(machine.events) == {"advance", "suspend", "resume", "dissolve"}


@pytest.mark.parametrize("state", ["closed", "dissolved", "year_end_scoring"])
def test_no_automatic_trigger_leads_past_the_rules(state: str) -> None:
    assert not allows(machine_of(pin(plainest())), "registration", f"to_{state}")


@pytest.mark.parametrize(
    ("state", "trigger"),
    [
        pytest.param("registration", "to_closed", id="automatic"),
        pytest.param("registration", "vanish", id="unknown-trigger"),
        pytest.param("closed", "advance", id="no-arrow-from-there"),
        pytest.param("nowhere", "advance", id="unknown-state"),
    ],
)
def test_a_move_that_nobody_declared_breaks_the_history(state: str, trigger: str) -> None:
    with pytest.raises(HistoryBroken) as broken:
        next_state(machine_of(pin(plainest())), state, trigger)

    assert (broken.value.code, broken.value.facts) == (
        "no_such_move",
        {"state": state, "trigger": trigger},
    )


def test_a_move_whose_guards_all_refuse_breaks_the_history() -> None:
    machine = build(["a", "b"], [Move(trigger="go", source="a", target="b", guard=_never)])

    with pytest.raises(HistoryBroken, match="no_branch_taken"):
        next_state(machine, "a", "go")


def test_unless_turns_a_guard_round() -> None:
    moves = [
        Move(trigger="go", source="a", target="b", unless=_always),
        Move(trigger="go", source="a", target="c", guard=_always),
    ]

    assert next_state(build(["a", "b", "c"], moves), "a", "go") == "c"


@pytest.mark.parametrize("holds", [True, False])
@pytest.mark.parametrize(
    "routes",
    [
        pytest.param(f"{ACCEPTED}, {OTHERWISE}", id="condition-first"),
        pytest.param(f"{OTHERWISE}, {ACCEPTED}", id="condition-last"),
    ],
)
def test_branches_exclude_each_other_in_whatever_order(routes: str, *, holds: bool) -> None:
    to = next_state(_branching(routes), "registration", "advance", Facts(holds=lambda _: holds))

    assert to == ("year_end_scoring" if holds else "mid_year_review")


def test_a_branch_is_chosen_by_the_need_that_it_names() -> None:
    asked: list[Need] = []

    def holds(need: Need) -> bool:
        asked.append(need)
        return True

    next_state(
        _branching(f"{ACCEPTED}, {OTHERWISE}"), "registration", "advance", Facts(holds=holds)
    )

    assert {need.name for need in asked} == {"registrations"}


def test_the_last_stage_leads_to_the_close() -> None:
    assert next_state(machine_of(pin(plainest())), "leadership_handover", "advance") == "closed"


@pytest.mark.parametrize("stage", [stage.id for stage in plainest().stages])
def test_a_suspended_year_resumes_where_it_stood(stage: str) -> None:
    facts = Facts(holds=lambda _: False, resume_to=stage)

    assert next_state(machine_of(pin(plainest())), "suspended", "resume", facts) == stage


@pytest.mark.parametrize(
    ("trigger", "state"), [("suspend", "suspended"), ("dissolve", "dissolved")]
)
@pytest.mark.parametrize("stage", [stage.id for stage in plainest().stages])
def test_every_stage_can_be_suspended_and_dissolved(stage: str, trigger: str, state: str) -> None:
    assert next_state(machine_of(pin(plainest())), stage, trigger) == state


def test_a_suspended_year_can_be_dissolved() -> None:
    assert next_state(machine_of(pin(plainest())), "suspended", "dissolve") == "dissolved"


@pytest.mark.parametrize("trigger", ["advance", "suspend", "resume", "dissolve"])
@pytest.mark.parametrize("ended", ["closed", "dissolved"])
def test_nothing_leads_out_of_an_ended_year(ended: str, trigger: str) -> None:
    assert not allows(machine_of(pin(plainest())), ended, trigger)


def test_one_machine_is_shared_by_every_year_of_a_hash() -> None:
    assert machine_of(pin(plainest())) is machine_of(pin(plain()))


def test_another_hash_has_another_machine() -> None:
    pinned = pin(plainest())

    assert machine_of(replace(pinned, hash="0" * 64)) is not machine_of(pinned)


def test_nothing_is_bound_to_a_machine() -> None:
    machine = machine_of(pin(plainest()))

    next_state(machine, "registration", "advance")

    assert machine.models == []


def test_a_refused_move_leaves_no_mark_on_the_machine() -> None:
    moves = [Move(trigger="go", source="a", target="b", guard=lambda facts: facts == "yes")]
    machine = build(["a", "b"], moves)

    with pytest.raises(HistoryBroken):
        next_state(machine, "a", "go", "no")

    assert next_state(machine, "a", "go", "yes") == "b"
