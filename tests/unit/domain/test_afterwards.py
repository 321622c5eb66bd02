"""What is recorded while a nomination is out: seen by whoever decides, and never decided past."""

from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, holds
from tests.unit.domain.approving import council, seat
from tests.unit.domain.builders import only, ranked
from tests.unit.domain.people import fighters, forward, person
from tests.years import Paper, decided
from workflow.domain.nominations import afterwards
from workflow.domain.nominations.nomination import Entry, Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
FLAG = Entry(award="FLAG", unit="an")
LAPSES = (
    "awards: [{id: FLAG, when: {all: null, fact: {id: lapses, at_most: 0}}},"
    " {id: SAFE, remove: true}]"
)
CUT = {"award": "FLAG", "unit": "an", "reason": "Có vi phạm"}


def out(change: str = LAPSES) -> Paper:
    """Return a year whose bloc has proposed the flag for an unit without lapses."""
    paper = ranked(change)
    paper.do("nominate", HEAD)
    return paper


def lapse(paper: Paper, count: int = 1, unit: str = "an") -> None:
    values = {"lapses": count}
    paper.do("record_facts", ADMIN, unit=unit, values=values, source="Danh sách vi phạm 12/CA")


def chain(paper: Paper, *steps: str, **given: Any) -> None:  # noqa: ANN401 - of DecideStep
    offices = {"appraise": BOARD, "pass": COUNCIL, "decide": CHAIR}
    for step in steps:
        paper.do("decide_step", offices[step], step=step, **given)


def test_a_fact_recorded_before_the_proposal_is_no_finding() -> None:
    paper = ranked(LAPSES)
    lapse(paper)
    paper.do("nominate", HEAD)

    assert list(afterwards.findings(paper.book)) == []


def test_a_fact_recorded_after_the_proposal_is_seen_by_whoever_is_next() -> None:
    paper = out()
    lapse(paper, 0)

    found = only(afterwards.findings(paper.book, (BOARD.seat,)))
    assert (found.code, found.who, found.facts["source"], found.facts["count"]) == (
        "RECORDED_LATER", ("office:board",), "Danh sách vi phạm 12/CA", 0,
    )  # fmt: skip
    chain(paper, "appraise", "pass", "decide")
    assert FLAG in paper.book.load(Nomination, "nomination").decided


def test_a_line_that_no_longer_holds_is_not_decided_and_the_reason_is_told() -> None:
    paper = out()
    chain(paper, "appraise")
    lapse(paper)
    chain(paper, "pass")  # what is only appraised or passed is warned about

    unmet = only(paper.prevented("decide_step", CHAIR, step="decide"))
    assert (unmet.code, unmet.facts["award"], unmet.who) == (
        "LINE_NO_LONGER_HOLDS", "FLAG", ("office:chair",),
    )  # fmt: skip
    assert isinstance(unmet.facts["reasons"], list)
    assert unmet.facts["reasons"][0].facts["value"] == "1"
    assert [one.code for one in afterwards.findings(paper.book)] == [
        "RECORDED_LATER", "LINE_NO_LONGER_HOLDS",
    ]  # fmt: skip


def test_cutting_the_line_lets_the_others_be_decided() -> None:
    paper = out()
    lapse(paper)
    chain(paper, "appraise", "pass")
    chain(paper, "decide", cut=[CUT])

    state = paper.book.load(Nomination, "nomination")
    assert (FLAG in state.decided, FLAG in state.cut, state.status) == (False, True, "decided")
    assert list(afterwards.waiting(paper.book, ())) == []


def test_of_a_council_whoever_approves_cuts_the_line() -> None:
    steps = "{id: pass, office: chair}, {id: decide, office: council, needs: 2}"
    paper = out(f"{LAPSES}\nstages: [{{id: award_nomination, approvals: [{steps}]}}]")
    first, second = council(paper, "binh-hd")
    lapse(paper)
    chain(paper, "appraise")
    paper.do("decide_step", seat(paper, "hd", "office:chair"), step="pass")
    paper.do("decide_step", first, step="decide", cut=[CUT])

    assert paper.refused("decide_step", second, step="decide") == ["LINE_NO_LONGER_HOLDS"]
    paper.do("decide_step", second, step="decide", cut=[CUT])
    assert FLAG in paper.book.load(Nomination, "nomination").cut


def test_a_hold_lets_the_others_be_decided_and_the_line_waits() -> None:
    paper = out()
    lapse(paper)
    held = {"ground": "inspection", "source": "12/CA", "since": "2025-01-02"}
    paper.do("hold_award", COUNCIL, unit="an", award="FLAG", **held)
    chain(paper, "appraise", "decide")
    assert FLAG not in paper.book.load(Nomination, "nomination").decided

    paper.do(
        "release_hold", BOARD, unit="an", award="FLAG", conclusion="no_breach", paper="KL",
    )  # fmt: skip
    line = {"unit": "an", "award": "FLAG"}
    for office in (BOARD, COUNCIL):
        paper.do("decide_released", office, **line)
    assert paper.refused("decide_released", CHAIR, **line) == ["LINE_NO_LONGER_HOLDS"]
    paper.do("decide_released", CHAIR, **line, verdict="cut", reason="Có vi phạm")


def test_a_fact_that_is_put_right_takes_the_doubt_away() -> None:
    paper = out()
    lapse(paper)
    lapse(paper, 0)
    chain(paper, "appraise", "pass", "decide")

    assert FLAG in paper.book.load(Nomination, "nomination").decided


def test_what_is_unverified_in_law_warns_and_refuses_nobody() -> None:
    paper = out(LAPSES.replace("at_most: 0}", "at_most: 0}, status: unverified"))
    lapse(paper)
    chain(paper, "appraise", "pass", "decide")

    assert FLAG in paper.book.load(Nomination, "nomination").decided


def test_a_fact_about_one_unit_leaves_the_lines_of_others_alone() -> None:
    paper = out()
    lapse(paper, 3, "chau")
    chain(paper, "appraise", "pass", "decide")

    assert FLAG in paper.book.load(Nomination, "nomination").decided


def test_a_fact_about_the_unit_reaches_the_people_whose_rule_asks_for_it() -> None:
    paper = forward(fighters(when="{fact: {id: lapses, at_most: 0}}"))
    paper.do("propose_people", HEAD, minutes="BB", people=[person("a1")])
    lapse(paper, 0)
    paper.do("nominate", HEAD)
    lapse(paper, 2)

    found = [*afterwards.doubted(paper.book)]
    assert Entry(award="FIGHTER", unit="an", subject="a1") in found


def test_a_new_proposal_is_judged_by_what_is_known_then() -> None:
    paper = out()
    lapse(paper)
    paper.do("decide_step", BOARD, step="appraise", verdict="return", comment="Xem lại")
    paper.do("nominate", HEAD)

    state = paper.book.load(Nomination, "nomination")
    assert (FLAG in state.proposed, state.later) == (False, ())


def test_a_decided_award_that_no_longer_holds_is_found_and_may_be_revoked() -> None:
    paper = out()
    chain(paper, "appraise", "pass", "decide")
    lapse(paper)

    assert FLAG in afterwards.doubted(paper.book)
    asked = {"unit": "an", "award": "FLAG", "reason": "Vi phạm", "paper": "TB"}
    assert paper.refused("ask_revocation", BOARD, **asked) == ["NOT_THE_ISSUER"]


@pytest.mark.parametrize("by", [HEAD, holds("board")])
def test_only_head_and_deputy_take_the_proposal_back(by: Any) -> None:  # noqa: ANN401
    refused = out().refused("withdraw_nomination", by, reason="Kết quả sai")

    assert refused == ([] if by is HEAD else ["NOT_IN_ROLE"])


def test_what_is_taken_back_is_nobody_s_move_and_may_be_proposed_anew() -> None:
    paper = out()
    chain(paper, "appraise")
    paper.do("withdraw_nomination", HEAD, reason="Kết quả sai")

    assert paper.book.load(Nomination, "nomination").status == "returned"
    assert paper.refused("decide_step", COUNCIL, step="pass") != []
    assert paper.refused("withdraw_nomination", HEAD, reason="x") == ["NOTHING_TO_TAKE_BACK"]
    paper.do("nominate", HEAD)
    decided(paper)


def test_what_is_partly_decided_is_not_taken_back() -> None:
    paper = out()
    chain(paper, "appraise", "pass", "decide")
    assert paper.refused("withdraw_nomination", HEAD, reason="x") == ["NOTHING_TO_TAKE_BACK"]

    two = "stages: [{id: award_nomination, approvals: [{id: later, office: board, writes: decided, title: {vi: A, en: A}, awards: [SAFE]}]}]"  # noqa: E501
    partly = ranked(two)
    partly.do("nominate", HEAD)
    chain(partly, "appraise", "pass", "decide")
    assert partly.refused("withdraw_nomination", HEAD, reason="x") == ["PARTLY_DECIDED"]
