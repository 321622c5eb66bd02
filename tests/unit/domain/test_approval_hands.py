"""Preparer, signer and approver are different people, whatever seats they come to hold."""

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds, plain, pledge_text
from tests.unit.domain.approving import approval, laid, seat
from tests.years import Paper, agreed, appraise, carry, members, register, report, score
from workflow.domain.approvals.state import approvals_of

BOARD = holds("board")
STEP = "approvals: [{{id: look, office: board, title: {{vi: Xem, en: Look}}}}]"
CHAIN = "stages: [{{id: {stage}, " + STEP + "}}]"


def before_the_board(stage: str, kind: str) -> Paper:
    paper = Paper(definition=plain(CHAIN.format(stage=stage)))
    carry(paper, kind)
    return paper


def test_whoever_laid_an_earlier_round_before_the_offices_approves_no_later_one() -> None:
    paper = laid()
    paper.do("return_step", BOARD, step="look", comment="Thiếu")
    paper.do("request_approval", DEPUTY, stage="registration")
    head = seat(paper, HEAD.person, "office:board")

    assert approval(paper).preparers == (DEPUTY.person,)
    assert "FOUR_EYES" in paper.refused("approve_step", head, step="look")


def test_rounds_are_remembered_over_several_returns() -> None:
    paper = Paper(definition=plain(CHAIN.format(stage="registration")))
    register(paper, "dong")
    paper.do("request_approval", ADMIN, stage="registration")
    admin = seat(paper, ADMIN.person, "office:board")
    for by in (HEAD, DEPUTY):
        paper.do("return_step", BOARD, step="look", comment="Thiếu")
        paper.do("request_approval", by, stage="registration")

    assert paper.refused("approve_step", admin, step="look") == ["FOUR_EYES"]


def test_whoever_recorded_the_facts_of_a_ranking_does_not_approve_it() -> None:
    paper = before_the_board("year_end_scoring", "scoring")
    for number, unit in enumerate(members(paper)):
        score(paper, unit, short=number)
        appraise(paper, unit)
        recorder = BOARD if unit == "an" else ADMIN
        paper.do("record_facts", recorder, unit=unit, values={"lapses": 0}, source="Báo cáo")
    paper.do("fix_ranking", HEAD)
    paper.do("request_approval", DEPUTY, stage="year_end_scoring")
    head = seat(paper, HEAD.person, "office:board")

    assert paper.refused("approve_step", BOARD, step="look") == ["FOUR_EYES"]
    assert "FOUR_EYES" in paper.refused("approve_step", head, step="look")


@pytest.mark.parametrize(
    ("stage", "kind", "act"),
    [
        ("pledge_signing", "pledge", "draft_pledge"),
        ("mid_year_review", "review", "conclude_review"),
        ("leadership_handover", "handover", "prepare_handover"),
    ],
)
def test_whoever_wrote_what_is_laid_before_an_office_does_not_approve_it(
    stage: str, kind: str, act: str
) -> None:
    paper = before_the_board(stage, kind)
    given = {
        "draft_pledge": pledge_text(),
        "conclude_review": {},
        "prepare_handover": {"items": ["Con dấu"]},
    }[act]
    if kind == "handover":
        agreed(paper)
    if kind == "review":
        for unit in members(paper):
            report(paper, unit)
    paper.do(act, HEAD, **given)
    paper.do("request_approval", DEPUTY, stage=stage)
    head = seat(paper, HEAD.person, "office:board")

    found = paper.prevented("approve_step", head, step="look")
    assert "FOUR_EYES" in [one.code for one in found]
    (chain,) = [one for one in approvals_of(paper.book).approvals if one.stage == stage]
    assert chain.preparers == (DEPUTY.person,)


def test_somebody_else_approves_it() -> None:
    paper = before_the_board("pledge_signing", "pledge")
    paper.do("draft_pledge", HEAD, **pledge_text())
    paper.do("request_approval", DEPUTY, stage="pledge_signing")

    assert paper.refused("approve_step", BOARD, step="look") == []
