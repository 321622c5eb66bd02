"""Approvals: steps in order, sides beside each other, each by its own rule, nobody on their own."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, START, at, holds
from tests.unit.domain.approving import approval, council, kinds, laid, matter, seat, turn
from tests.unit.domain.builders import codes, only, standing_in
from tests.years import LIVING, Paper, agreed, register
from workflow.domain.approvals import counting, signers, subjects
from workflow.domain.approvals.deciding import approve_prevents
from workflow.domain.approvals.given import ApproveStep
from workflow.domain.gates import stage_unmet
from workflow.domain.model import Actor

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
BESIDE = "beside: [{office: chair}]"


def test_a_request_opens_the_first_step() -> None:
    paper = laid()

    assert (approval(paper).status, turn(paper).step, turn(paper).asked) == (
        "open", "look", ("of-board",),
    )  # fmt: skip


def test_steps_pass_in_order_and_the_last_one_approves() -> None:
    paper = laid()
    steps = []
    for step, office in (("look", BOARD), ("vote", COUNCIL), ("sign", CHAIR)):
        steps.append(turn(paper).step)
        paper.do("approve_step", office, step=step)

    assert steps == ["look", "vote", "sign"]
    assert approval(paper).status == "approved"


def test_a_stage_that_needs_its_approval_waits_for_whoever_is_to_move() -> None:
    paper = laid()

    unmet = only(one for one in stage_unmet(paper.book, START) if one.code == "STEP_WAITING")
    assert unmet.who == ("office:board",)


def test_what_was_approved_and_changed_is_approved_no_longer() -> None:
    paper = laid()
    for step, office in (("look", BOARD), ("vote", COUNCIL), ("sign", CHAIR)):
        paper.do("approve_step", office, step=step)
    before = codes(stage_unmet(paper.book, START))
    register(paper, "chau")

    assert "APPROVAL_OUTDATED" not in before
    assert "APPROVAL_OUTDATED" in codes(stage_unmet(paper.book, START))
    paper.do("request_approval", HEAD, stage="registration")
    assert approval(paper).status == "open"


@pytest.mark.parametrize(
    ("needs", "approving", "passes"),
    [("1", 1, True), ("2", 1, False), ("2", 2, True), ("all", 2, False), ("all", 3, True),
     ("unanimous", 2, False), ("unanimous", 3, True)],
)  # fmt: skip
def test_a_side_passes_with_what_it_needs(needs: str, approving: int, *, passes: bool) -> None:
    paper = laid(vote=f"needs: {needs}")
    paper.do("approve_step", BOARD, step="look")
    members = council(paper, "hoa", "mai")
    for member in members[:approving]:
        paper.do("approve_step", member, step="vote")

    assert (turn(paper).step == "sign") is passes


@pytest.mark.parametrize(
    ("needs", "against", "ends"),
    [("1", 2, False), ("1", 3, True), ("2", 1, False), ("2", 2, True), ("all", 1, True),
     ("unanimous", 1, True)],
)  # fmt: skip
def test_a_side_fails_when_too_many_are_against(needs: str, against: int, *, ends: bool) -> None:
    paper = laid(vote=f"needs: {needs}")
    paper.do("approve_step", BOARD, step="look")
    members = council(paper, "hoa", "mai")
    for member in members[:against]:
        paper.do("reject_step", member, step="vote", reason=f"lý do {member.person}")

    assert (approval(paper).status == "rejected") is ends


def test_a_rejection_keeps_every_reason() -> None:
    paper = laid(vote="needs: 2")
    paper.do("approve_step", BOARD, step="look")
    for member in council(paper, "hoa", "mai")[:2]:
        paper.do("reject_step", member, step="vote", reason=f"lý do {member.person}")

    assert approval(paper).comment == "lý do of-council\nlý do hoa"
    assert "APPROVAL_REJECTED" in codes(stage_unmet(paper.book, START))


def test_weights_count_and_a_person_in_two_offices_of_a_side_counts_once_the_heavier() -> None:
    paper = laid(vote="needs: 3, joined: [{office: board, weight: 2}]")
    (member,) = council(paper)
    seat(paper, "of-council", "office:board")
    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", member, step="vote")

    assert turn(paper).step == "vote"
    assert [part.weight for part in _parts(paper) if part.owner == "of-council"] == [2]


def _parts(paper: Paper) -> tuple[signers.Part, ...]:
    return signers.parts(matter(paper), at(1, 2).date())


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_the_order_of_answers_beside_each_other_changes_nothing(order: tuple[int, ...]) -> None:
    paper = laid(vote=f"needs: 2, {BESIDE}")
    paper.do("approve_step", BOARD, step="look")
    members = council(paper, "hoa")
    acts = [
        ("approve_step", members[0], {}),
        ("approve_step", CHAIR, {}),
        ("comment_step", HEAD, {"comment": "x"}),
        ("approve_step", members[1], {}),
    ]
    for number in order:
        act, by, given = acts[number]
        if not paper.prevented(act, by, step="vote", **given):
            paper.do(act, by, step="vote", **given)

    assert turn(paper).step == "sign"


def test_sides_wait_for_each_other() -> None:
    paper = laid(vote=BESIDE)
    paper.do("approve_step", BOARD, step="look")
    paper.do("approve_step", COUNCIL, step="vote")

    assert turn(paper).step == "vote"
    assert counting.standings(matter(paper), at(1, 2).date()) == {
        "council": "passed", "chair": "waiting",
    }  # fmt: skip


def test_whoever_comes_to_a_side_that_has_enough_is_told_who_decided() -> None:
    paper = laid(vote=BESIDE)
    paper.do("approve_step", BOARD, step="look")
    first, second = council(paper, "hoa")
    paper.do("approve_step", first, step="vote")

    unmet = only(paper.prevented("approve_step", second, step="vote"))
    assert (unmet.code, unmet.facts["person"], unmet.facts["at"]) == (
        "STEP_DECIDED", "of-council", paper.now,
    )  # fmt: skip


def test_a_person_answers_once_whatever_seats_they_hold() -> None:
    paper = laid(vote=BESIDE)
    paper.do("approve_step", BOARD, step="look")
    again = seat(paper, "of-council", "office:chair")
    paper.do("approve_step", COUNCIL, step="vote")

    assert paper.refused("approve_step", again, step="vote") == ["ANSWERED_ALREADY"]


def test_whoever_prepared_the_file_decides_no_step() -> None:
    paper = laid()
    actor = seat(paper, "of-an", "office:board")

    assert set(paper.refused("approve_step", actor, step="look")) == {"FOUR_EYES", "OWN_UNIT"}


def test_whoever_decided_a_step_decides_no_later_one() -> None:
    paper = laid()
    paper.do("approve_step", BOARD, step="look")
    again = seat(paper, "of-board", "office:council")

    assert paper.refused("approve_step", again, step="vote") == ["FOUR_EYES"]


def test_nobody_decides_on_their_own_unit() -> None:
    paper = laid()
    seat(paper, "of-board", "unit:dong")

    assert paper.refused("approve_step", BOARD, step="look") == ["OWN_UNIT"]


def test_whoever_is_barred_does_not_count_among_all() -> None:
    paper = laid(vote="needs: all")
    paper.do("approve_step", BOARD, step="look")
    seat(paper, "of-dong", "office:council")
    paper.do("approve_step", COUNCIL, step="vote")

    assert turn(paper).step == "sign"


def test_nobody_able_is_said_aloud_and_never_waived() -> None:
    paper = laid()
    seat(paper, "of-council", "unit:dong")
    recorded = kinds(paper.do("approve_step", BOARD, step="look"))

    assert recorded[-1] == "step_stuck"
    unmet = only(one for one in stage_unmet(paper.book, START) if one.code == "NOBODY_ABLE")
    assert unmet.who == ("admin",)
    assert turn(paper).step == "vote"


def test_nobody_able_goes_to_the_office_named_for_that() -> None:
    paper = laid(vote="fallback: board")
    seat(paper, "of-council", "unit:dong")
    other = seat(paper, "hoa", "office:board")
    recorded = kinds(paper.do("approve_step", BOARD, step="look"))

    assert recorded[-2:] == ["step_routed", "signers_changed"]
    assert paper.refused("approve_step", COUNCIL, step="vote")[0] == "NOT_THE_OFFICE"
    paper.do("approve_step", other, step="vote")
    assert turn(paper).step == "sign"


def test_an_office_is_that_of_the_day_and_not_of_the_account() -> None:
    paper = laid()
    seat(paper, "of-board", "office:board", start="2025-01-01", end="2025-01-05")
    later = seat(paper, "hoa", "office:board", start="2025-01-06")

    assert paper.refused("approve_step", later, step="look")[0] == "SEAT_NOT_HELD"
    paper.now = at(1, 8)
    assert "SEAT_NOT_HELD" in paper.refused("approve_step", BOARD, step="look")
    assert paper.refused("approve_step", later, step="look") == []


def test_nothing_is_said_in_a_step_before_it_was_opened() -> None:
    paper = laid()
    call = replace(paper.call(BOARD), at=START - timedelta(seconds=1))

    assert "BEFORE_STEP" in codes(approve_prevents(paper.book, ApproveStep(step="look"), call))


def test_every_kind_of_stage_can_be_approved() -> None:
    kinds_known = {stage.kind for stage in standing_in("closed").book.definition.stages}

    assert set(subjects.SUBJECTS) == kinds_known


@pytest.mark.parametrize(
    ("kind", "before"),
    [("registration", "NOTHING_TO_APPROVE"), ("pledge", "PLEDGE_NOT_DRAFTED"),
     ("review", "REVIEW_NOT_CONCLUDED"), ("scoring", "RANKING_NOT_FIXED"),
     ("handover", "HANDOVER_NOT_PREPARED")],
)  # fmt: skip
def test_a_stage_is_requested_once_there_is_something(kind: str, before: str) -> None:
    chain = "approvals: [{id: only, office: chair, title: {vi: Ký, en: Sign}}]"
    ids = {"registration": "registration", "pledge": "pledge_signing",
           "review": "mid_year_review", "scoring": "year_end_scoring",
           "handover": "leadership_handover"}  # fmt: skip
    change = f"stages: [{{id: {ids[kind]}, {chain}}}]"
    fresh, done = standing_in(kind, change), standing_in(kind, change)

    assert fresh.refused("request_approval", HEAD, stage=kind) == [before]
    _work(done, kind)
    done.do("request_approval", HEAD, stage=kind)
    done.do("approve_step", CHAIR, step="only")
    again = done.refused("request_approval", DEPUTY, stage=kind)
    assert again == ["REQUESTED_ALREADY"]


def _work(paper: Paper, kind: str) -> None:
    if kind == "handover":
        agreed(paper)
        paper.do("prepare_handover", HEAD, items=["Hồ sơ"])
    else:
        LIVING[kind](paper)


def test_a_stage_without_a_chain_is_not_requested() -> None:
    assert standing_in("pledge").refused("request_approval", HEAD, stage="pledge") == ["NO_CHAIN"]


def test_awards_are_laid_before_offices_by_proposing_them() -> None:
    paper = standing_in("nomination")

    assert paper.refused("request_approval", HEAD, stage="nomination") == [
        "REQUESTED_BY_NOMINATING"
    ]


def test_a_suspended_year_waits_and_its_step_is_put_off() -> None:
    paper = laid(look="within: 5 days")
    due = turn(paper).due
    assert due
    paper.do("suspend", ADMIN, reason="x")
    assert paper.refused("approve_step", BOARD, step="look") == ["YEAR_NOT_RUNNING"]
    paper.now = at(1, 12)
    paper.do("resume", ADMIN, reason="x")

    assert turn(paper).due == due.replace(day=18)


def test_an_approval_begun_before_it_had_a_history_goes_on() -> None:
    paper = standing_in("nomination")
    paper.do("nominate", HEAD)
    old = replace(
        paper.streams["nomination"],
        open_step="appraise",
        open_until=at(1, 20),  # type: ignore[type-var]
    )
    paper.streams["nomination"] = old
    del paper.streams["approvals"]

    assert paper.refused("decide_step", Actor(person="of-an", seat="office:board"),
                         step="appraise")[0] == "SEAT_NOT_HELD"  # fmt: skip
    recorded = kinds(paper.do("decide_step", BOARD, step="appraise"))
    assert recorded[:3] == ["approval_continued", "step_opened", "step_approved"]
    assert "step_decided" in recorded
