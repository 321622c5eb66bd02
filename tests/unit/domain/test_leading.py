"""Who leads next year by the rule: elected, in turn, the deputy, by place, or appointed."""

import json
from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, sits
from tests.unit.domain.ballots import RULE, Voting
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper
from workflow.domain.leaders.succession import mandates

ALL = ("an", "binh", "chau", "dong")


def standing(**rule: Any) -> Paper:  # noqa: ANN401 - of Succession
    """Return a year that stands in its handover, whose succession has that rule."""
    ballots = [RULE | {"seats": 1, "threshold": {"more_than": "1/2"}}]
    change = f"succession: {json.dumps(rule)}\nballots: {json.dumps(ballots)}"
    return standing_in("handover", change)


def refused(paper: Paper, /, **given: Any) -> list[str]:  # noqa: ANN401 - of AgreeLeaders
    """Return why a choice of leaders is refused."""
    return paper.refused("agree_leaders", HEAD, **{"head": "binh", "present": ALL} | given)


def test_in_rotation_the_next_in_official_order_leads() -> None:
    paper = standing(by="rotation", deputies={"least": 1, "most": 1})

    assert refused(paper, head="binh", deputies=["chau"]) == []
    assert refused(paper, head="chau", deputies=["dong"]) == ["LEADER_NOT_AS_RULED"] * 2


def test_a_refusal_names_who_it_is_by_the_rule() -> None:
    paper = standing(by="rotation")

    unmet = only(paper.prevented("agree_leaders", HEAD, head="dong", present=ALL))
    assert unmet.facts["units"] == [paper.book.streams["roster"].name("binh")]  # type: ignore[attr-defined]


def test_whoever_declines_is_passed_over() -> None:
    paper = standing(by="rotation", may_decline=True)
    paper.do("decline_leadership", sits("binh"), reason="đang sắp xếp lại bộ máy")

    assert refused(paper, head="binh") == ["LEADER_NOT_AS_RULED", "LEADER_DECLINED"]
    assert refused(paper, head="chau") == []
    assert paper.refused("decline_leadership", sits("binh"), reason="x") == ["DECLINED_ALREADY"]


def test_a_unit_does_not_decline_where_the_rule_does_not_let_it() -> None:
    paper = standing(by="rotation")

    assert paper.refused("decline_leadership", sits("binh"), reason="x") == ["NOT_TO_BE_DECLINED"]


ORDER = {"by": "rotation", "order": ["an", "dong", "gone", "chau", "binh"]}


def test_a_rotation_list_leads_in_its_own_order() -> None:
    paper = standing(**ORDER)

    assert refused(paper, head="dong") == []
    assert refused(paper, head="binh") == ["LEADER_NOT_AS_RULED"]


def test_whoever_declined_or_left_is_passed_over_in_the_list_and_deputies_follow() -> None:
    paper = standing(**ORDER, may_decline=True, deputies={"least": 1, "most": 1})
    paper.do("decline_leadership", sits("dong"), reason="đang sắp xếp lại bộ máy")

    assert refused(paper, head="chau", deputies=["binh"]) == []
    assert refused(paper, head="chau", deputies=["an"]) == ["LEADER_NOT_AS_RULED"]
    paper = standing(by="rotation", order=["an", "chau", "dong"], deputies={"least": 1, "most": 1})
    paper.do("withdraw_unit", ADMIN, unit="chau", end="2025-01-02", paper="1/QĐ")
    given = {"head": "dong", "present": ("an", "binh", "dong")}
    assert refused(paper, **given, deputies=["binh"]) == []
    assert refused(paper, **given | {"head": "binh"}, deputies=["dong"]) == ["LEADER_NOT_AS_RULED"]


def test_a_head_that_has_left_keeps_its_place_in_the_list() -> None:
    paper = standing(by="rotation", order=["binh", "an", "dong", "chau"])
    paper.do("withdraw_unit", ADMIN, unit="an", end="2025-01-02", paper="1/QĐ")
    paper.do("give_mandate", ADMIN, role="head", unit="binh", start="2024-12-01", end="2024-12-31")

    unmet = only(
        paper.prevented(
            "agree_leaders", sits("binh"), head="chau", present=("binh", "chau", "dong")
        )
    )
    assert unmet.facts["units"] == ["Ban Dong"]


def test_a_list_in_which_nobody_can_lead_is_told() -> None:
    paper = standing(by="rotation", order=["an", "gone"])

    assert refused(paper, head="an") == ["ROTATION_NOBODY_LEFT"]


@pytest.mark.parametrize(("head", "wrong"), [("binh", []), ("chau", ["LEADER_NOT_AS_RULED"])])
def test_the_deputy_succeeds(head: str, wrong: list[str]) -> None:
    assert refused(standing(by="deputy_succeeds"), head=head) == wrong


def test_by_rank_the_second_leads_and_the_first_is_deputy() -> None:
    paper = standing(by="rank", ranks={"head": 2, "deputies": [1]})
    first, second, *_ = [place.unit for place in paper.book.streams["ranking"].places]  # type: ignore[attr-defined]

    assert refused(paper, head=second, deputies=[first]) == []
    assert refused(paper, head=first, deputies=[second]) == ["LEADER_NOT_AS_RULED"] * 2


def test_who_is_elected_leads() -> None:
    paper = standing(by="election", elected={"head": "vote"})
    assert refused(paper, head="chau") == ["NOT_ELECTED"]
    held = Voting(paper)
    held.open("chau", "dong")
    for voter, answers in zip(
        ALL, (("agree", "disagree"),) * 3 + (("disagree", "agree"),), strict=True
    ):
        held.vote(voter, *answers)
    held.close()

    assert refused(paper, head="chau") == []
    assert refused(paper, head="dong") == ["LEADER_NOT_AS_RULED"]


def test_who_is_appointed_is_appointed_by_a_paper() -> None:
    paper = standing(by="appointed")

    assert refused(paper, head="dong") == ["APPOINTING_PAPER_MISSING"]
    assert refused(paper, head="dong", paper="12/QĐ-SNV ngày 20/12/2025") == []


@pytest.mark.parametrize("present", [(), ("an",)])
def test_an_appointment_by_a_decision_takes_no_quorum(present: tuple[str, ...]) -> None:
    paper = standing(by="appointed")

    assert refused(paper, head="dong", present=present, paper="12/QĐ-SNV") == []
    assert refused(paper, head="dong", present=present) == ["APPOINTING_PAPER_MISSING"]


def test_an_agreement_of_the_members_takes_some_who_are_there() -> None:
    assert refused(standing(by="agreement"), head="dong", present=()) == ["NO_QUORUM"]


@pytest.mark.parametrize(
    ("effective", "given", "start"),
    [
        pytest.param("handover", {}, None, id="from-the-handover"),
        pytest.param("new_year", {}, "2026-01-01", id="from-new-year"),
        pytest.param("given", {"start": "2026-02-15"}, "2026-02-15", id="from-a-day-given"),
    ],
)
def test_leaders_lead_from_a_day_of_its_own(
    effective: str, given: dict[str, str], start: str | None
) -> None:
    paper = standing(effective=effective)
    paper.do("agree_leaders", HEAD, head="chau", present=ALL, **given)

    (taken,) = mandates(paper.book, paper.now)
    assert taken.mandate.start.isoformat() == (start or paper.now.date().isoformat())


def test_a_day_is_given_where_the_rule_asks_for_one_and_only_there() -> None:
    assert refused(standing(effective="given")) == ["START_MISSING"]
    assert refused(standing(), start="2026-01-01") == ["START_NOT_ASKED"]


def test_a_ballot_that_only_opened_changes_no_winner() -> None:
    paper = standing(by="election", elected={"head": "vote"})
    held = Voting(paper)
    held.open({"id": "1", "unit": "binh"})
    for voter in ALL:
        held.vote(voter, "agree")
    held.close()
    Voting(paper, ballot="c").open({"id": "1", "unit": "dong"})

    assert refused(paper, head="binh") == []


def test_a_unit_that_is_gone_leads_nobody() -> None:
    paper = standing(by="rotation")
    gone = {"unit": "binh", "end": "2025-01-02", "paper": "1/QĐ"}
    paper.do("withdraw_unit", ADMIN, **gone)

    rest = ("an", "chau", "dong")
    assert refused(paper, head="chau", present=rest) == []
    paper.do("withdraw_unit", ADMIN, **gone | {"unit": "an"})
    assert paper.prevented("agree_leaders", sits("chau"), head="dong", present=("chau", "dong"))
