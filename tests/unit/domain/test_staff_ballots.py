"""A vote of all staff: of one unit on its own people, or of the whole bloc; numbers, no names."""

import json
from datetime import timedelta
from typing import Any

import pytest

from console.sentences.conditions import sentence
from tests.factories import ADMIN, HEAD, sits
from tests.unit.domain.ballots import RULE, Voting, voting
from tests.unit.domain.builders import ranked
from tests.unit.domain.people import fighters, person, rules
from workflow.domain.awards.personal import propose
from workflow.domain.ballots.state import rule_of
from workflow.domain.ballots.turnout import absent_from
from workflow.domain.model import Actor

UNIT = sits("chau")
OF_UNIT: dict[str, Any] = {
    "method": "secret", "voters": {"staff": "unit"}, "run_by": {"unit": True},
    "threshold": {"at_least": "2/3", "of": "all"},
}  # fmt: skip
OF_BLOC = OF_UNIT | {"voters": {"staff": "bloc"}, "run_by": {"role": "head"}}
PEOPLE = [
    {"id": "hoa", "unit": "chau", "title": "Nguyễn Thị Hoa"},
    {"id": "nam", "unit": "chau", "title": "Trần Văn Nam"},
]
COUNT: dict[str, Any] = {
    "ballot": "b", "handed_out": 28, "cast": 27, "spoiled": 1,
    "counts": {"hoa": {"agree": 20, "disagree": 6}, "nam": {"agree": 19, "disagree": 7}},
    "tellers": ["Lê Văn An", "Phạm Thị Bình"], "paper": "BB 3",
}  # fmt: skip


def conference(**rule: Any) -> Voting:  # noqa: ANN401 - of BallotRule
    """Return a year in which the thirty people of chau vote on two of them."""
    held = voting(**OF_UNIT | rule)
    held.open(*PEOPLE, by=UNIT, staff={"chau": 30})
    return held


def test_two_thirds_of_all_staff_carry_whoever_was_there() -> None:
    held = conference()

    held.paper.do("record_count", UNIT, **COUNT)

    assert held.state.settled == {"hoa": "passed", "nam": "failed"}
    hoa = held.state.rounds[0].counted[0]
    assert (hoa.agree, hoa.base, hoa.needed) == (20, 30, 20)


@pytest.mark.parametrize(
    ("of", "settled"),
    [("all", ["passed", "failed"]), ("present", ["passed", "passed"]), ("valid", ["passed"] * 2)],
)
def test_the_base_is_all_staff_those_there_or_the_valid_papers(of: str, settled: list[str]) -> None:
    held = conference(threshold={"at_least": "2/3", "of": of})

    held.paper.do("record_count", UNIT, **COUNT)

    assert list(held.state.settled.values()) == settled


def test_the_quorum_is_of_all_staff() -> None:
    held = conference(quorum="2/3")
    few = {"hoa": {"agree": 19}, "nam": {"agree": 19}}

    given = COUNT | {"handed_out": 19, "cast": 19, "spoiled": 0, "counts": few}
    (unmet,) = held.paper.prevented("record_count", UNIT, **given)

    assert unmet.code == "NO_QUORUM"
    assert unmet.facts == {"present": 19, "of": 30, "quorum": "2/3"}


def test_no_more_papers_go_out_than_there_are_staff() -> None:
    counts = {"hoa": {"agree": 31}, "nam": {"agree": 31}}
    given = COUNT | {"handed_out": 31, "cast": 31, "spoiled": 0, "counts": counts}

    assert conference().paper.refused("record_count", UNIT, **given) == ["MORE_PAPERS_THAN_VOTERS"]


@pytest.mark.parametrize("by", [HEAD, ADMIN, sits("dong")], ids=["head", "admin", "another-unit"])
def test_a_unit_runs_the_vote_of_its_own_staff(by: Actor) -> None:
    held = conference()
    opening = {"ballot": "c", "rule": "vote", "items": PEOPLE, "staff": {"chau": 30}}

    assert held.paper.refused("open_ballot", by, **opening) == ["NOT_RUNNING_BALLOT"]
    assert held.paper.refused("record_count", by, **COUNT) == ["NOT_RUNNING_BALLOT"]
    assert held.paper.refused("open_ballot", UNIT, **opening) == []


def test_where_no_unit_runs_a_vote_a_unit_opens_none() -> None:
    wanted = {"ballot": "b", "rule": "vote", "items": [{"id": "chau", "unit": "chau"}]}

    refused = voting().paper.refused("open_ballot", UNIT, **wanted)
    assert refused == ["NOT_IN_ROLE", "NOT_RUNNING_BALLOT"]


ONE = [PEOPLE[0]]
TWO_UNITS = [*ONE, {"id": "an", "unit": "an"}]


@pytest.mark.parametrize(
    ("rule", "by", "given", "codes"),
    [
        pytest.param(OF_UNIT, UNIT, {}, ["STAFF_NOT_GIVEN"], id="no-number"),
        pytest.param(
            OF_UNIT, UNIT, {"staff": {"chau": 0}}, ["STAFF_NOT_GIVEN"], id="nobody"
        ),
        pytest.param(
            OF_UNIT, UNIT, {"staff": {"chau": 9, "an": 9}}, ["STAFF_OF_OTHERS"], id="other-staff"
        ),
        pytest.param(
            OF_UNIT, UNIT, {"items": TWO_UNITS, "staff": {"chau": 9}}, ["ITEMS_OF_ONE_UNIT"],
            id="about-two-units",
        ),
        pytest.param(
            OF_UNIT, UNIT, {"items": [{"id": "q", "title": "Quy chế"}], "staff": {"chau": 9}},
            ["ITEMS_OF_ONE_UNIT"], id="about-no-unit",
        ),
        pytest.param(
            OF_UNIT, UNIT, {"staff": {"chau": 9}, "present": ["chau"]}, ["COUNTED_BY_TELLERS"],
            id="present-by-name",
        ),
        pytest.param(
            OF_UNIT, UNIT, {"staff": {"chau": 9}, "trustees": [{"person": "of-an", "key": "k"}]},
            ["COUNTED_BY_TELLERS"], id="keys-of-envelopes",
        ),
        pytest.param(
            OF_BLOC, HEAD, {"items": TWO_UNITS, "staff": {"an": 5, "binh": 6, "chau": 7}},
            ["STAFF_NOT_GIVEN"], id="a-unit-of-the-bloc-is-missing",
        ),
        pytest.param({}, HEAD, {"staff": {"chau": 9}}, ["STAFF_NOT_ASKED"], id="voters-are-units"),
    ],
)  # fmt: skip
def test_the_number_of_staff_is_that_of_whoever_votes(
    rule: dict[str, Any], by: Actor, given: dict[str, Any], codes: list[str]
) -> None:
    wanted = {"ballot": "b", "rule": "vote", "items": ONE} | given

    assert voting(**rule).paper.refused("open_ballot", by, **wanted) == codes


def test_the_staff_of_the_whole_bloc_votes_at_one_table() -> None:
    held = voting(**OF_BLOC)
    held.open("an", "binh", staff={"an": 10, "binh": 20, "chau": 30, "dong": 40})

    counts = {"an": {"agree": 67, "disagree": 13}, "binh": {"agree": 66, "disagree": 14}}
    given = COUNT | {"handed_out": 80, "cast": 80, "spoiled": 0, "counts": counts}
    held.paper.do("record_count", HEAD, **given)

    assert held.state.size == 100
    assert held.state.settled == {"an": "passed", "binh": "failed"}


def test_nobody_votes_by_name_and_nobody_is_absent_by_name() -> None:
    held = conference()

    assert held.refused("chau", "agree", "agree") == ["NOT_A_VOTER", "COUNTED_BY_TELLERS"]
    held.paper.do("record_count", UNIT, **COUNT)
    assert absent_from(held.state, rule_of(held.paper.book, "vote")) == ()


def test_a_unit_may_ask_for_its_own_vote_to_be_void_and_somebody_else_agrees() -> None:
    held = conference()
    held.paper.do("ask_void", UNIT, ballot="b", reason="Phát thừa phiếu")

    assert held.paper.refused("confirm_void", UNIT, ballot="b") == ["NOT_IN_ROLE", "SECOND_PERSON"]
    held.paper.do("confirm_void", HEAD, ballot="b")
    assert held.state.status == "void"


def test_a_title_of_a_person_may_hang_on_the_vote_of_their_colleagues() -> None:
    rule = json.dumps(RULE | OF_UNIT)
    change = f"ballots: [{rule}]\n" + rules(fighters(when="{ballot: {rule: vote}}"))
    held = Voting(ranked(change))
    held.paper.do("propose_people", UNIT, minutes="BB", people=[person("hoa"), person("nam")])
    items = [one | {"subject": one["id"], "award": "FIGHTER"} for one in PEOPLE]
    held.open(*items, by=UNIT, staff={"chau": 30})
    held.paper.do("record_count", UNIT, **COUNT)

    proposed = propose(held.paper.book, ()).candidates
    assert [one.subject for one in proposed if one.subject] == ["hoa"]


def test_a_unit_does_not_vote_until_the_outcome_suits_it() -> None:
    held = conference()
    held.paper.do("record_count", UNIT, **COUNT)
    again = {"ballot": "c", "rule": "vote", "items": PEOPLE, "staff": {"chau": 20}}

    assert held.paper.refused("open_ballot", UNIT, **again) == ["VOTED_ON_ALREADY"] * 2


def test_the_number_of_staff_is_the_one_with_which_people_were_put_forward() -> None:
    rule = json.dumps(RULE | OF_UNIT)
    held = Voting(ranked(f"ballots: [{rule}]\n" + rules(fighters())))
    held.paper.do("propose_people", UNIT, minutes="BB", people=[person("hoa")], staff=30)
    given = {"ballot": "b", "rule": "vote", "items": ONE}

    (unmet,) = held.paper.prevented("open_ballot", UNIT, **given, staff={"chau": 20})
    assert (unmet.code, unmet.facts["number"], unmet.facts["said"]) == ("STAFF_DIFFERS", 20, 30)
    assert held.paper.refused("open_ballot", UNIT, **given, staff={"chau": 30}) == []


@pytest.mark.parametrize(
    ("tellers", "codes"),
    [
        (["Lê An", "LÊ  AN"], ["TELLERS_SAME"]),
        (["Lê An", "\u200b"], ["TELLER_WITHOUT_NAME"]),
        (["\u200b", "."], ["TELLERS_SAME", "TELLER_WITHOUT_NAME"]),
        (["Lê An", "Lê Ân"], []),
    ],
)
def test_two_tellers_are_two_people_with_names(tellers: list[str], codes: list[str]) -> None:
    assert conference().paper.refused("record_count", UNIT, **COUNT | {"tellers": tellers}) == codes


def test_a_vote_whose_unit_has_left_is_made_void_by_the_administrator_and_another() -> None:
    held = conference()
    gone = {"unit": "chau", "how": "leave", "end": held.paper.now.date(), "paper": "QĐ 3"}
    held.paper.do("withdraw_unit", ADMIN, **gone)
    held.paper.now += timedelta(days=1)

    held.paper.do("ask_void", ADMIN, ballot="b", reason="Đơn vị đã rời Khối")
    held.paper.do("confirm_void", HEAD, ballot="b")
    assert held.state.status == "void"


def test_whose_vote_it_is_is_told_by_name() -> None:
    held = conference()
    (unmet,) = held.paper.prevented("record_count", HEAD, **COUNT)

    told = sentence(unmet, held.paper.book, "vi")
    assert told == "Cuộc bỏ phiếu này do đại diện Ban Chau điều hành."
