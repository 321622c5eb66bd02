"""Votes of the council that a step waits for: of all members, in whole numbers, line by line."""

import json
from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, holds
from tests.unit.domain.approving import seat
from tests.unit.domain.builders import codes, only, ranked
from tests.unit.domain.people import fighters, person, rules
from tests.years import Paper
from workflow.domain.model import Actor
from workflow.domain.nominations.nomination import Entry, Nomination, StepDecided

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
FLAG = Entry(award="FLAG", unit="an")
MEMBERS = ("m1", "m2", "m3", "m4")


def rule(**changed: Any) -> str:  # noqa: ANN401 - of BallotRule
    """Return the council's ballot: four fifths of all, written answers counted."""
    plain = {
        "id": "council_vote",
        "title": {"vi": "Hội đồng bỏ phiếu", "en": "The council's vote"},
        "voters": {"office": "council"},
        "run_by": {"office": "council"},
        "method": "secret",
        "threshold": {"at_least": "4/5"},
    }
    return json.dumps([plain | changed])


def sitting(demand: str = "{rule: council_vote}", *, members: int = 4, **changed: Any) -> Paper:  # noqa: ANN401 - of BallotRule
    """Return a year whose flag lies before a council of one and so many more members."""
    paper = ranked(f"""
        ballots: {rule(**changed)}
        stages:
          - id: award_nomination
            approvals: [{{id: pass, ballots: [{demand}]}}]
    """)
    for member in MEMBERS[:members]:
        seat(paper, member, "office:council")
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise")
    return paper


def vote(paper: Paper, agree: int, ballot: str = "hd", *, of: int = 5) -> None:
    """Let the council vote on the flag, with so many papers for it of so many handed out."""
    item = {"id": "co", "unit": "an", "award": "FLAG"}
    paper.do("open_ballot", COUNCIL, ballot=ballot, rule="council_vote", items=[item])
    counts = {"co": {"agree": agree, "disagree": of - agree}}
    paper.do(
        "record_count", COUNCIL, ballot=ballot, handed_out=of, cast=of, counts=counts,
        tellers=["m1", "m2"], paper="BBKP 1",
    )  # fmt: skip


def pass_(paper: Paper, by: Actor = COUNCIL, **given: Any) -> list[str]:  # noqa: ANN401 - of DecideStep
    return paper.refused("decide_step", by, step="pass", **given)


def test_one_member_does_not_pass_a_flag_without_the_council() -> None:
    unmet = only(sitting().prevented("decide_step", COUNCIL, step="pass"))

    assert (unmet.code, unmet.facts["lines"]) == ("STEP_NEEDS_VOTE", ["FLAG Ban An"])
    assert unmet.who == ("office:council",)


@pytest.mark.parametrize(
    ("agree", "of", "codes_"),
    [
        pytest.param(4, 5, [], id="four-of-five"),
        pytest.param(4, 4, [], id="the-absent-count-in-the-base"),
        pytest.param(3, 5, ["STEP_VOTE_LOST"], id="three-of-five"),
        pytest.param(3, 4, ["STEP_VOTE_LOST"], id="three-of-four-who-came"),
    ],
)
def test_so_many_of_all_members_must_agree(agree: int, of: int, codes_: list[str]) -> None:
    paper = sitting()
    vote(paper, agree, of=of)

    assert pass_(paper) == codes_


def test_nine_tenths_are_more_than_four_of_five() -> None:
    paper = sitting(threshold={"at_least": "9/10"})
    vote(paper, 4)

    unmet = only(paper.prevented("decide_step", COUNCIL, step="pass"))
    assert unmet.facts["lines"] == ["FLAG Ban An 4/5 < 5"]


def test_a_line_that_lost_the_vote_is_cut_with_its_reason() -> None:
    paper = sitting()
    vote(paper, 3)
    cut = [{"award": "FLAG", "unit": "an", "reason": "3/5 phiếu"}]
    paper.do("decide_step", COUNCIL, step="pass", cut=cut)

    assert FLAG in paper.book.load(Nomination, "nomination").cut


def test_a_step_keeps_how_its_lines_were_voted_on() -> None:
    paper = sitting("{rule: council_vote, basis: {ref: ND98-2023, article: 30(7)}}")
    vote(paper, 4)
    drafts = paper.do("decide_step", COUNCIL, step="pass")

    (event,) = [one.event for one in drafts if isinstance(one.event, StepDecided)]
    found = only(event.votes)
    assert (found.agree, found.base, found.needed, found.basis) == (4, 5, 4, "ND98-2023 30(7)")


@pytest.mark.parametrize("held", [False, True])
def test_a_demand_of_unverified_law_warns_and_blocks_nobody(*, held: bool) -> None:
    paper = sitting("{rule: council_vote, status: unverified}")
    if held:
        vote(paper, 1)
    drafts = paper.do("decide_step", COUNCIL, step="pass")

    (event,) = [one.event for one in drafts if isinstance(one.event, StepDecided)]
    assert [(one.warned, one.agree) for one in event.votes] == [(True, 1 if held else 0)]
    assert FLAG in paper.book.load(Nomination, "nomination").passed


def test_awards_that_no_vote_is_demanded_on_pass_without() -> None:
    assert pass_(sitting("{rule: council_vote, awards: []}")) == []


def test_a_vote_from_before_the_step_is_no_vote_on_it() -> None:
    paper = sitting()
    vote(paper, 5)
    paper.do("return_step", COUNCIL, step="pass", comment="Xem lại", to="appraise")
    paper.now = paper.now.replace(hour=2)
    paper.do("decide_step", BOARD, step="appraise")

    assert pass_(paper) == ["STEP_NEEDS_VOTE"]
    vote(paper, 5, "hd-2")
    assert pass_(paper) == []


def test_a_council_of_two_does_not_vote() -> None:
    item = {"id": "co", "unit": "an", "award": "FLAG"}
    given = {"ballot": "hd", "rule": "council_vote", "items": [item]}

    unmet = sitting(members=1).prevented("open_ballot", COUNCIL, **given)
    assert codes(unmet) == ["COUNCIL_TOO_SMALL"]
    assert sitting(members=2).prevented("open_ballot", COUNCIL, **given) == ()


def test_whoever_is_against_needs_no_vote() -> None:
    assert sitting().refused("reject_step", COUNCIL, step="pass", reason="Không đạt") == []


def test_a_released_line_waits_for_the_vote_as_well() -> None:
    paper = ranked(f"""
        ballots: {rule()}
        stages:
          - id: award_nomination
            approvals: [{{id: pass, ballots: [{{rule: council_vote}}]}}]
    """)
    for member in MEMBERS:
        seat(paper, member, "office:council")
    paper.do("nominate", HEAD)
    since = paper.now.date()
    held = {"unit": "an", "award": "FLAG"}
    paper.do("hold_award", ADMIN, **held, ground="complaint", source="Đơn", since=since)
    for office, step in ((BOARD, "appraise"), (CHAIR, "decide")):
        paper.do("decide_step", office, step=step)
    paper.do("release_hold", BOARD, **held, conclusion="no_breach", paper="KL")
    paper.do("decide_released", BOARD, **held)

    assert paper.refused("decide_released", COUNCIL, **held) == ["STEP_NEEDS_VOTE"]
    vote(paper, 4)
    paper.do("decide_released", COUNCIL, **held)
    assert FLAG in paper.book.load(Nomination, "nomination").passed


def test_the_title_of_a_person_waits_for_a_vote_on_that_person() -> None:
    paper = ranked(
        rules(fighters())
        + f"""
ballots: {rule()}
stages:
  - id: award_nomination
    approvals: [{{id: pass, awards: [FIGHTER], ballots: [{{rule: council_vote}}]}}]
"""
    )
    for one in MEMBERS:
        seat(paper, one, "office:council")
    paper.do("propose_people", HEAD, minutes="BB 1", people=[person("a1"), person("a2")])
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise")
    item = {"id": "a1", "unit": "an", "award": "FIGHTER", "subject": "a1"}
    paper.do("open_ballot", COUNCIL, ballot="hd", rule="council_vote", items=[item])
    paper.do(
        "record_count", COUNCIL, ballot="hd", handed_out=5, cast=5,
        counts={"a1": {"agree": 5, "disagree": 0}}, tellers=["m1", "m2"], paper="BBKP 1",
    )  # fmt: skip

    unmet = only(paper.prevented("decide_step", COUNCIL, step="pass"))
    assert (unmet.code, unmet.facts["lines"]) == ("STEP_NEEDS_VOTE", ["FIGHTER Ban An a2"])
    cut = {"unit": "an", "award": "FIGHTER", "subject": "a2", "reason": "Chưa bỏ phiếu"}
    paper.do("decide_step", COUNCIL, step="pass", cut=[cut])
    assert [one.subject for one in paper.book.load(Nomination, "nomination").passed] == ["a1"]
