"""Praise that is an award: asked for one achievement, decided by offices, paid, rewarded once."""

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds, plain
from tests.unit.domain.builders import ranked
from tests.unit.domain.people import fighters, forward, idea, person
from tests.years import Paper
from workflow.domain.approvals.state import approvals_of
from workflow.domain.approvals.waiting import everywhere
from workflow.domain.awards.personal import propose
from workflow.domain.errors import Unmet
from workflow.domain.praise.state import Praise, find, waiting

BOARD, CHAIR = holds("board"), holds("chair")
RULES = """
praise:
  awards: [MERIT, FIGHTER]
  chain:
    - {id: look, office: board, title: {vi: Thẩm định, en: Appraisal}}
    - {id: sign, office: chair, title: {vi: Ký, en: Signature}, awards: [MERIT]}
"""
FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}


@pytest.fixture
def paper() -> Paper:
    return Paper(definition=plain(RULES))


def _answered(paper: Paper, **given: object) -> None:
    paper.do("propose_praise", HEAD, **FOR | given)
    paper.do("answer_praise", DEPUTY, id="q1")


def _found(paper: Paper) -> Praise:
    praise = find(paper.book, "q1")
    assert praise is not None
    return praise


def _waiting(paper: Paper) -> list[Unmet]:
    return [*waiting(paper.book), *everywhere(paper.book, paper.now)]


def test_each_office_decides_in_its_turn_and_the_last_signs_the_paper(paper: Paper) -> None:
    _answered(paper)
    paper.do("decide_praise", BOARD, id="q1", number="not yet")
    assert not _found(paper).given

    paper.do("decide_praise", CHAIR, id="q1", number="5/QĐ", effective_on="2025-01-10")

    praise = _found(paper)
    assert praise.given
    assert praise.paper is not None
    assert (praise.paper.number, str(praise.paper.signed_on), str(praise.paper.effective_on)) == (
        "5/QĐ", "2025-01-02", "2025-01-10",
    )  # fmt: skip
    assert praise.decisions[0].number is None


def test_whose_move_it_is_is_always_said(paper: Paper) -> None:
    said = []
    for act, by, given in (
        ("propose_praise", HEAD, FOR),
        ("answer_praise", DEPUTY, {"id": "q1"}),
        ("decide_praise", BOARD, {"id": "q1"}),
        ("decide_praise", CHAIR, {"id": "q1", "number": "5/QĐ"}),
    ):
        paper.do(act, by, **given)
        said.append([(one.code, one.who) for one in _waiting(paper)])

    assert said == [
        [("PRAISE_UNANSWERED", ("head", "deputy"))],
        [("PRAISE_STEP_WAITING", ("office:board",))],
        [("PRAISE_STEP_WAITING", ("office:chair",))],
        [],
    ]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        pytest.param({"award": None}, ["PRAISE_WITHOUT_AWARD"], id="no-award"),
        pytest.param({"award": "FLAG"}, ["AWARD_NOT_OFFERED"], id="not-offered"),
        pytest.param({"award": "FIGHTER"}, ["AWARD_NOT_FOR"], id="not-for-a-unit"),
        pytest.param({"award": "MERIT", "person": "Một cán bộ"}, ["AWARD_NOT_FOR"], id="no-people"),
        pytest.param({"achievement": None}, ["ACHIEVEMENT_MISSING"], id="for-what"),
        pytest.param({"award": "FIGHTER", "to": "individual"}, ["PRAISE_OF_NOBODY"], id="nobody"),
    ],
)
def test_it_is_asked_for_an_award_that_may_be_given_for_one_achievement(
    paper: Paper, given: dict[str, object], codes: list[str]
) -> None:
    assert paper.refused("propose_praise", HEAD, **FOR | given) == codes


def test_no_office_decides_before_the_bloc_has_answered_or_out_of_turn(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)
    assert paper.refused("decide_praise", BOARD, id="q1") == ["PRAISE_NOT_WAITING"]

    paper.do("answer_praise", DEPUTY, id="q1")
    assert paper.refused("decide_praise", CHAIR, id="q1", number="5") == ["NOT_THE_OFFICE"]


def test_the_last_office_gives_the_number_of_its_decision(paper: Paper) -> None:
    _answered(paper)
    paper.do("decide_praise", BOARD, id="q1")

    assert paper.refused("decide_praise", CHAIR, id="q1") == ["DECISION_PAPER_MISSING"]
    early = {"number": "5", "signed_on": "2025-01-02", "effective_on": "2025-01-01"}
    assert paper.refused("decide_praise", CHAIR, id="q1", **early) == ["EFFECTIVE_BEFORE_SIGNED"]


def test_praise_is_not_signed_on_a_day_to_come(paper: Paper) -> None:
    _answered(paper)
    paper.do("decide_praise", BOARD, id="q1")
    later = {"number": "5/QĐ", "signed_on": "2029-12-01"}

    assert paper.refused("decide_praise", CHAIR, id="q1", **later) == ["DECISION_TO_COME"]


def test_whoever_answered_for_the_bloc_does_not_decide_for_an_office(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", BOARD, id="q1")

    assert "FOUR_EYES" in paper.refused("decide_praise", BOARD, id="q1")


def test_an_office_that_declines_says_why_and_ends_it(paper: Paper) -> None:
    _answered(paper)
    assert paper.refused("decide_praise", BOARD, id="q1", verdict="decline") == ["PRAISE_REASON"]

    paper.do("decide_praise", BOARD, id="q1", verdict="decline", comment="Chưa rõ kết quả")

    assert _found(paper).declined
    assert _waiting(paper) == []
    assert approvals_of(paper.book).approvals[0].status == "rejected"


def test_one_achievement_is_rewarded_once(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)

    assert paper.refused("propose_praise", HEAD, **FOR | {"id": "q2"}) == ["ACHIEVEMENT_REWARDED"]


def test_what_was_declined_may_be_asked_for_again(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", DEPUTY, id="q1", answer="decline", comment="Chờ kết quả")

    assert paper.refused("propose_praise", HEAD, **FOR | {"id": "q2"}) == []


def test_what_served_in_an_earlier_year_is_not_praised(paper: Paper) -> None:
    used = {"id": "a1", "title": "a1", "source": "QĐ 2", "used_for": "Bằng khen 2024"}
    paper.do("record_honours", ADMIN, unit="chau", initiatives=[used])

    assert paper.refused("propose_praise", HEAD, **FOR) == ["ACHIEVEMENT_REWARDED"]


def test_what_was_praised_serves_for_no_title_of_the_year() -> None:
    paper = forward(fighters(when="{initiative: {level: grassroots}}"))
    paper.do("propose_people", HEAD, minutes="BB", people=[person("p", initiatives=[idea("a1")])])
    assert [one.subject for one in propose(paper.book, ()).candidates][-1] == "p"

    praised = Paper(definition=plain(RULES))
    praised.do("propose_praise", HEAD, **FOR)
    paper.streams["praises"] = praised.streams["praises"]

    assert "p" not in [one.subject for one in propose(paper.book, ()).candidates]


def test_what_serves_for_an_award_of_the_year_is_not_praised() -> None:
    paper = ranked(RULES + "awards: [{id: SAFE, when: {fact: null, initiatives_at_least: 1}}]")
    own = {"id": "a1", "title": "a1", "source": "QĐ 2"}
    paper.do("record_honours", ADMIN, unit="dong", initiatives=[own])
    assert paper.refused("propose_praise", HEAD, **FOR) == []

    paper.do("nominate", HEAD)

    assert paper.refused("propose_praise", HEAD, **FOR) == ["ACHIEVEMENT_REWARDED"]
