import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, holds, pledge_text, sits
from tests.years import Paper
from workflow.domain.errors import OutOfPlace
from workflow.domain.evolving import evolve
from workflow.domain.praise.state import Praises
from workflow.domain.stages.year import YearClosed

FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới"}


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _found(paper: Paper) -> Praises:
    found = paper.streams["praises"]
    assert isinstance(found, Praises)
    return found


def test_what_is_proposed_waits_for_an_answer(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR, person="Một cán bộ", round="thematic")

    praise = _found(paper).find("q1")
    assert praise is not None
    assert (praise.unit, praise.person, praise.round, praise.answer) == (
        "chau", "Một cán bộ", "thematic", None,
    )  # fmt: skip


def test_only_the_praise_that_is_answered_changes(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("propose_praise", HEAD, **FOR | {"id": "q2"})

    paper.do("answer_praise", DEPUTY, id="q1", answer="decline", comment="Chờ cuối năm")

    assert [(one.id, one.answer) for one in _found(paper).praises] == [
        ("q1", "decline"),
        ("q2", None),
    ]


def test_a_member_without_office_proposes_nothing(paper: Paper) -> None:
    assert paper.refused("propose_praise", MEMBER, **FOR) == ["NOT_IN_ROLE"]


def test_praise_is_for_members_and_each_proposal_has_its_own_id(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)

    assert paper.refused("propose_praise", HEAD, **FOR | {"unit": "x"}) == [
        "NOT_A_MEMBER",
        "PRAISE_TAKEN",
    ]


def test_a_campaign_must_be_one_that_the_pledge_names(paper: Paper) -> None:
    assert paper.refused("propose_praise", HEAD, **FOR, campaign="A") == ["NO_SUCH_CAMPAIGN"]

    for unit in ("an", "binh", "chau", "dong"):
        paper.do("register", sits(unit))
        paper.do("accept_registration", HEAD if unit != "an" else DEPUTY, unit=unit)
    paper.do("advance", HEAD)
    paper.do("draft_pledge", HEAD, **pledge_text(), campaigns=["A"])

    assert paper.refused("propose_praise", HEAD, **FOR, campaign="A") == []
    assert paper.refused("propose_praise", HEAD, **FOR, campaign="B") == ["NO_SUCH_CAMPAIGN"]


def test_nobody_answers_their_own_proposal(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)

    assert paper.refused("answer_praise", HEAD, id="q1") == ["PRAISE_PROPOSED_BY_YOU"]
    assert paper.refused("answer_praise", DEPUTY, id="q1") == []


def test_nobody_answers_for_their_own_unit_but_an_office_may(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR | {"unit": "binh"})

    assert paper.refused("answer_praise", DEPUTY, id="q1") == ["OWN_UNIT"]
    assert paper.refused("answer_praise", holds("board"), id="q1") == []


def test_declining_needs_a_reason(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)

    assert paper.refused("answer_praise", DEPUTY, id="q1", answer="decline") == ["PRAISE_REASON"]


def test_an_answer_is_given_once_and_only_to_what_was_proposed(paper: Paper) -> None:
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", DEPUTY, id="q1")

    assert paper.refused("answer_praise", DEPUTY, id="q1") == ["PRAISE_ANSWERED"]
    assert paper.refused("answer_praise", DEPUTY, id="q9") == ["NO_SUCH_PRAISE"]


def test_an_event_of_another_stream_has_no_place_here(paper: Paper) -> None:
    with pytest.raises(Exception, match="out_of_place") as refused:
        evolve("praises", None, YearClosed(), paper.call(HEAD))

    assert isinstance(refused.value.__cause__, OutOfPlace)
