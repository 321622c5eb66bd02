"""Stand-ins: dated, scoped, switched, one deep, never in a circle, with the conflicts of both."""

from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, START, at, holds
from tests.unit.domain.approving import approval, council, laid, matter, seat, turn
from tests.unit.domain.builders import codes, only
from tests.years import Paper
from workflow.domain.approvals import counting, signers, waiting
from workflow.domain.model import Actor

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
STANDING_IN = Actor(person="of-chair", seat="office:board")
AWAY = {"id": "away", "stand_in": "of-chair", "start": "2025-01-01", "end": "2025-01-31"}


def _away(paper: Paper, by: Actor = BOARD, **changed: Any) -> None:  # noqa: ANN401 - of SetStandIn
    paper.do("set_stand_in", by, **(AWAY | changed))


@pytest.fixture
def paper() -> Paper:
    """A registration before the board, whose holder is away in January: the chair stands in."""
    made = laid()
    _away(made)
    return made


def test_a_stand_in_acts_for_whoever_is_away(paper: Paper) -> None:
    paper.do("approve_step", STANDING_IN, step="look")

    (answer,) = approval(paper).turns[0].answers
    assert (answer.person, answer.owner, answer.seat) == ("of-chair", "of-board", "office:board")


def test_whoever_is_away_may_act_all_the_same_and_it_counts_once(paper: Paper) -> None:
    paper.do("approve_step", BOARD, step="look")

    assert paper.refused("approve_step", STANDING_IN, step="look") == ["STEP_DECIDED"]


@pytest.mark.parametrize(("day", "held"), [((1, 2), True), ((1, 31), True), ((2, 1), False)])
def test_a_stand_in_acts_on_the_days_of_the_rule(
    paper: Paper, day: tuple[int, int], *, held: bool
) -> None:
    paper.now = at(*day)

    assert (paper.refused("approve_step", STANDING_IN, step="look") == []) is held


def test_a_rule_switched_off_gives_nothing(paper: Paper) -> None:
    paper.do("switch_stand_in", BOARD, id="away", active=False)
    off = paper.refused("approve_step", STANDING_IN, step="look")
    paper.do("switch_stand_in", ADMIN, id="away", active=True)

    assert "SEAT_NOT_HELD" in off
    assert paper.refused("approve_step", STANDING_IN, step="look") == []


@pytest.mark.parametrize(
    ("stages", "refused"),
    [([], []), (["registration"], []), (["pledge"], ["NOT_THE_OFFICE"]),
     (["pledge", "registration"], [])],
)  # fmt: skip
def test_a_rule_is_for_the_stages_it_names(stages: list[str], refused: list[str]) -> None:
    paper = laid()
    _away(paper, stages=stages)

    assert paper.refused("approve_step", STANDING_IN, step="look") == refused


@pytest.mark.parametrize(("shared", "refused"), [(True, []), (False, ["NOT_THE_OFFICE"])])
def test_what_an_office_shares_is_the_stand_ins_only_where_the_rule_says(
    *, shared: bool, refused: list[str]
) -> None:
    paper = laid()
    seat(paper, "hoa", "office:board")
    _away(paper, shared=shared)

    assert paper.refused("approve_step", STANDING_IN, step="look") == refused


def test_several_rules_stand_beside_each_other(paper: Paper) -> None:
    seat(paper, "hoa", "office:council")
    _away(paper, id="second", stand_in="hoa", start="2025-02-01", end="2025-02-28")
    paper.now = at(2, 3)
    later = Actor(person="hoa", seat="office:board")

    assert paper.refused("approve_step", later, step="look") == []


def test_a_stand_in_is_not_stood_in_for(paper: Paper) -> None:
    seat(paper, "hoa", "office:council")
    _away(paper, CHAIR, id="deeper", stand_in="hoa")
    deeper = Actor(person="hoa", seat="office:board")

    assert "SEAT_NOT_HELD" in paper.refused("approve_step", deeper, step="look")


def test_a_stand_in_brings_the_conflicts_of_whoever_is_away() -> None:
    paper = laid()
    seat(paper, "of-board", "unit:dong")
    _away(paper)

    assert paper.refused("approve_step", STANDING_IN, step="look") == ["OWN_UNIT"]


def test_a_stand_in_brings_their_own_conflicts(paper: Paper) -> None:
    seat(paper, "of-chair", "unit:dong")

    assert paper.refused("approve_step", STANDING_IN, step="look") == ["OWN_UNIT"]


def test_a_stand_in_for_whoever_decided_before_decides_nothing() -> None:
    paper = laid()
    seat(paper, "hoa", "office:council")
    paper.do("approve_step", BOARD, step="look")
    seat(paper, "of-board", "office:council")
    _away(paper, stand_in="hoa")

    part = only(one for one in _parts(paper) if one.owner == "of-board")
    assert [codes(hand.bars) for hand in part.hands] == [["FOUR_EYES"], ["FOUR_EYES"]]


def _parts(paper: Paper) -> tuple[signers.Part, ...]:
    return signers.parts(matter(paper), START.date())


def test_whoever_stood_in_for_one_does_not_answer_for_themself_as_well() -> None:
    paper = laid(vote="needs: 2")
    paper.do("approve_step", BOARD, step="look")
    members = council(paper, "hoa")
    _away(paper, COUNCIL, stand_in="hoa")
    paper.do("approve_step", members[1], step="vote", owner="of-council")

    assert paper.refused("approve_step", members[1], step="vote") == ["ANSWERED_ALREADY"]
    assert turn(paper).step == "vote"


def test_whoever_may_act_for_several_says_for_whom() -> None:
    paper = laid(vote="needs: 2")
    paper.do("approve_step", BOARD, step="look")
    members = council(paper, "hoa")
    _away(paper, COUNCIL, stand_in="hoa")
    paper.do("approve_step", members[1], step="vote")

    assert [one.owner for one in turn(paper).answers] == ["hoa"]


def test_a_stand_in_takes_what_was_transferred_to_whoever_is_away() -> None:
    paper = laid()
    other = seat(paper, "hoa", "office:council")
    paper.do("transfer_step", BOARD, step="look", to="hoa", reason="x")
    _away(paper, other, shared=False)

    assert paper.refused("approve_step", CHAIR, step="look") == []


def test_the_inbox_names_the_stand_in(paper: Paper) -> None:
    assert only(waiting.waits(matter(paper), START)).who == ("office:board", "person:of-chair")


def test_a_stand_in_makes_a_side_able() -> None:
    paper = laid(look="needs: 2")
    seat(paper, "hoa", "office:board", start="2025-01-01", end="2025-01-02")
    _away(paper)

    assert counting.standing(matter(paper), START.date()) == "waiting"


@pytest.mark.parametrize(
    ("by", "changed", "refused"),
    [
        (BOARD, {"stand_in": "of-board"}, {"STAND_IN_ONESELF"}),
        (ADMIN, {"person": "of-board", "stand_in": "of-admin"}, {"STAND_IN_ONESELF"}),
        (BOARD, {"person": "of-council"}, {"STAND_IN_OF_OTHERS"}),
        (BOARD, {"stand_in": "nobody"}, {"NO_SUCH_PERSON"}),
        (BOARD, {"start": "2025-02-01"}, {"ENDS_BEFORE_START"}),
        (BOARD, {"stages": ["poetry"]}, {"STAND_IN_SCOPE"}),
        (ADMIN, {"person": "of-board"}, set()),
    ],
)
def test_a_rule_is_ones_own_and_makes_sense(
    by: Actor, changed: dict[str, Any], refused: set[str]
) -> None:
    assert set(laid().refused("set_stand_in", by, **(AWAY | changed))) == refused


def test_another_does_not_replace_ones_rule(paper: Paper) -> None:
    assert "STAND_IN_OF_OTHERS" in paper.refused("set_stand_in", COUNCIL, **AWAY)
    assert paper.refused("switch_stand_in", COUNCIL, id="away", active=False) == [
        "STAND_IN_OF_OTHERS"
    ]


def test_nobody_stands_in_in_a_circle(paper: Paper) -> None:
    circle = AWAY | {"id": "back", "stand_in": "of-council"}
    paper.do("set_stand_in", CHAIR, **circle)
    closing = AWAY | {"id": "closing", "stand_in": "of-board"}

    assert paper.refused("set_stand_in", COUNCIL, **closing) == ["STAND_IN_CIRCLE"]
    apart = closing | {"start": "2025-03-01", "end": "2025-03-02"}
    assert paper.refused("set_stand_in", COUNCIL, **apart) == []


def test_a_rule_is_not_switched_on_into_a_circle(paper: Paper) -> None:
    paper.do("set_stand_in", CHAIR, **(AWAY | {"id": "b", "stand_in": "of-board", "active": False}))

    assert paper.refused("switch_stand_in", CHAIR, id="b", active=True) == ["STAND_IN_CIRCLE"]


def test_a_rule_that_is_not_there_is_not_switched() -> None:
    assert laid().refused("switch_stand_in", BOARD, id="x", active=False) == ["NO_SUCH_STAND_IN"]


def test_two_rules_for_the_same_days_are_pointed_out(paper: Paper) -> None:
    _away(paper, id="second", stand_in="of-council")

    assert codes(waiting.warnings(paper.book, START)) == ["STAND_INS_OVERLAP"]


def test_a_stand_in_who_is_away_as_well_is_pointed_out(paper: Paper) -> None:
    _away(paper, CHAIR, id="too", stand_in="of-council", start="2025-01-20", end="2025-02-20")

    unmet = only(waiting.warnings(paper.book, START))
    assert (unmet.code, unmet.facts["person"]) == ("STAND_IN_AWAY", "of-chair")


def test_a_rule_that_is_over_is_not_pointed_out(paper: Paper) -> None:
    _away(paper, id="second", stand_in="of-council")

    assert waiting.warnings(paper.book, at(3, 1)) == ()


def test_a_stand_in_hands_nothing_on(paper: Paper) -> None:
    refused = paper.refused("transfer_step", STANDING_IN, step="look", to="of-council", reason="x")

    assert "NOT_THE_OFFICE" in refused
    assert "NOT_THE_OFFICE" not in paper.refused("urge_step", HEAD, step="look")
