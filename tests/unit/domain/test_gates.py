"""Gates: what each need still misses, by which code, and whose move it is."""

from collections.abc import Callable
from typing import Any

import pytest

from definitions.schema.needs import NEEDS, Need
from tests.factories import HEAD, MEMBER, START, at, holds, sits
from tests.unit.domain.builders import codes, only, ranked, standing_in
from tests.years import Paper, agreed, report, score
from workflow.domain.gates import GATES, nomination_waiting, stage_unmet, unmet
from workflow.domain.gates import holds as holding

Prepared = Callable[[], Paper]


def _unmet(paper: Paper, **need: str) -> list[Any]:
    return list(unmet(paper.book, Need.model_validate(need), paper.now))


def test_the_needs_of_the_schema_are_exactly_those_with_a_gate() -> None:
    assert set(GATES) == NEEDS


def _registered(*units: str) -> Prepared:
    def prepared() -> Paper:
        paper = Paper(count=2)
        for unit in units:
            paper.do("register", sits(unit))
        return paper

    return prepared


def _returned_registration() -> Paper:
    paper = _registered("an", "binh")()
    paper.do("return_registration", HEAD, unit="binh", comment="x")
    return paper


def _drafted(*units: str) -> Prepared:
    def prepared() -> Paper:
        paper = standing_in("pledge", count=2)
        paper.do("draft_pledge", HEAD, themes=[{"title": "x"}])
        for unit in units:
            paper.do("sign_pledge", sits(unit))
        return paper

    return prepared


def _in_review(*, reported: bool) -> Prepared:
    def prepared() -> Paper:
        paper = standing_in("review", count=2)
        for unit in ("an", "binh"):
            if reported or unit == "an":
                report(paper, unit)
        return paper

    return prepared


def _scored(*units: str) -> Prepared:
    def prepared() -> Paper:
        paper = standing_in("scoring", count=2)
        for unit in units:
            score(paper, unit)
        return paper

    return prepared


def _nominated(**decision: str) -> Prepared:
    def prepared() -> Paper:
        paper = ranked()
        paper.do("nominate", HEAD)
        if decision:
            paper.do("decide_step", holds("board"), step="appraise", **decision)
        return paper

    return prepared


def _handing_over(*signers: str) -> Prepared:
    def prepared() -> Paper:
        paper = standing_in("handover")
        agreed(paper)
        paper.do("prepare_handover", HEAD, items=["x"])
        for unit in signers:
            paper.do("sign_handover", sits(unit))
        return paper

    return prepared


def _in(stage: str) -> Prepared:
    return lambda: standing_in(stage, count=2)


RETURNED = {"verdict": "return", "comment": "x"}


@pytest.mark.parametrize(
    ("prepared", "need", "code", "who"),
    [
        pytest.param(
            _registered("an"), {"registrations": "submitted"},
            "MISSING_REGISTRATION", ("unit:binh",), id="registration-missing",
        ),
        pytest.param(
            _returned_registration, {"registrations": "submitted"},
            "MISSING_REGISTRATION", ("unit:binh",), id="registration-returned",
        ),
        pytest.param(
            _registered("an", "binh"), {"registrations": "accepted"},
            "REGISTRATION_NOT_ACCEPTED", ("head", "deputy"), id="registration-waiting",
        ),
        pytest.param(
            _in("pledge"), {"pledge": "signed"}, "PLEDGE_NOT_DRAFTED", ("head",), id="no-pledge"
        ),
        pytest.param(
            _drafted("an"), {"pledge": "signed"},
            "MISSING_SIGNATURE", ("unit:binh",), id="pledge-unsigned",
        ),
        pytest.param(
            _in_review(reported=False), {"reports": "submitted"},
            "MISSING_REPORT", ("unit:binh",), id="report-missing",
        ),
        pytest.param(
            _in_review(reported=True), {"review": "concluded"},
            "REVIEW_NOT_CONCLUDED", ("head",), id="review-open",
        ),
        pytest.param(
            _scored("an"), {"sheets": "submitted"},
            "MISSING_SELF_SCORE", ("unit:binh",), id="sheet-missing",
        ),
        pytest.param(
            _scored("an", "binh"), {"sheets": "appraised"},
            "MISSING_APPRAISAL", ("head", "deputy"), id="sheet-waiting",
        ),
        pytest.param(
            _in("scoring"), {"facts": "recorded"}, "FACTS_MISSING", ("head",), id="no-facts"
        ),
        pytest.param(
            _in("scoring"), {"ranking": "fixed"}, "RANKING_NOT_FIXED", ("head",), id="no-ranking"
        ),
        pytest.param(
            ranked, {"nomination": "proposed"}, "NOT_PROPOSED", ("head",), id="not-proposed"
        ),
        pytest.param(
            ranked, {"nomination": "decided"}, "NOT_PROPOSED", ("head",), id="nothing-to-decide"
        ),
        pytest.param(
            _nominated(), {"nomination": "decided"},
            "STEP_WAITING", ("office:board",), id="step-waiting",
        ),
        pytest.param(
            _nominated(**RETURNED), {"nomination": "proposed"},
            "NOMINATION_RETURNED", ("head",), id="nomination-returned",
        ),
        pytest.param(
            _in("handover"), {"leaders": "agreed"}, "LEADERS_NOT_AGREED", ("head",), id="leaders"
        ),
        pytest.param(
            _in("handover"), {"handover": "signed"},
            "HANDOVER_NOT_PREPARED", ("head",), id="handover-not-prepared",
        ),
        pytest.param(
            _handing_over("an"), {"handover": "signed"},
            "HANDOVER_NOT_SIGNED", ("unit:binh",), id="handover-unsigned",
        ),
        pytest.param(
            Paper, {"meeting": "conference"}, "MEETING_NOT_HELD", ("head",), id="no-meeting"
        ),
    ],
)  # fmt: skip
def test_each_gate_says_what_is_missing_and_whose_move_it_is(
    prepared: Prepared, need: dict[str, str], code: str, who: tuple[str, ...]
) -> None:
    one = only(_unmet(prepared(), **need))

    assert (one.code, one.who) == (code, who)


@pytest.mark.parametrize(
    ("prepared", "need"),
    [
        pytest.param(_registered("an", "binh"), {"registrations": "submitted"}, id="submitted"),
        pytest.param(_in("pledge"), {"registrations": "accepted"}, id="accepted"),
        pytest.param(_drafted("an", "binh"), {"pledge": "signed"}, id="signed"),
        pytest.param(_in_review(reported=True), {"reports": "submitted"}, id="reported"),
        pytest.param(_in("scoring"), {"review": "concluded"}, id="concluded"),
        pytest.param(_scored("an", "binh"), {"sheets": "submitted"}, id="scored"),
        pytest.param(ranked, {"sheets": "appraised"}, id="appraised"),
        pytest.param(ranked, {"facts": "recorded"}, id="recorded"),
        pytest.param(ranked, {"ranking": "fixed"}, id="fixed"),
        pytest.param(_nominated(), {"nomination": "proposed"}, id="proposed"),
        pytest.param(_handing_over(), {"leaders": "agreed"}, id="agreed"),
        pytest.param(_handing_over("an", "binh"), {"handover": "signed"}, id="handed-over"),
        pytest.param(_in("handover"), {"meeting": "conference"}, id="held"),
    ],
)
def test_each_gate_opens_when_everything_is_done(prepared: Prepared, need: dict[str, str]) -> None:
    assert codes(_unmet(prepared(), **need)) == []


def test_a_gate_counts_and_names_the_units() -> None:
    one = only(_unmet(_registered("an")(), registrations="submitted"))

    assert one.facts == {"count": 1, "of": 2, "units": ["Ban Binh"]}


def test_a_gate_names_units_that_owe_and_dossiers_that_wait() -> None:
    assert codes(_unmet(_registered("an")(), registrations="accepted")) == [
        "MISSING_REGISTRATION",
        "REGISTRATION_NOT_ACCEPTED",
    ]


def test_a_decided_nomination_waits_for_nobody() -> None:
    paper = _nominated()()
    for office, step in (("board", "appraise"), ("council", "pass"), ("chair", "decide")):
        paper.do("decide_step", holds(office), step=step)

    assert codes(_unmet(paper, nomination="decided")) == []
    assert codes(nomination_waiting(paper.book, paper.now)) == []


def test_without_a_nomination_no_office_is_waited_for() -> None:
    assert codes(nomination_waiting(ranked().book, START)) == []


def test_a_stage_names_everything_that_keeps_the_year_in_it() -> None:
    paper = standing_in("scoring")

    assert codes(stage_unmet(paper.book, paper.now)) == [
        "MISSING_SELF_SCORE",
        "FACTS_MISSING",
        "RANKING_NOT_FIXED",
    ]


def test_what_is_unmet_is_due_when_its_stage_is() -> None:
    paper = Paper()

    assert {one.due for one in stage_unmet(paper.book, paper.now)} == {at(3, 14, 10)}


def test_a_step_that_waits_is_due_when_the_step_is() -> None:
    change = "stages: [{id: award_nomination, needs: [{nomination: decided}]}]"
    paper = ranked(change)
    paper.do("nominate", HEAD)

    due = only(stage_unmet(paper.book, paper.now)).due
    assert due is not None
    assert due.isoformat() == "2025-01-16T16:59:59+00:00"


def test_a_closed_year_misses_nothing() -> None:
    paper = standing_in("closed")

    assert stage_unmet(paper.book, paper.now) == ()


@pytest.mark.parametrize(("stage", "holds_now"), [("registration", False), ("pledge", True)])
def test_a_branch_asks_whether_its_need_holds(stage: str, *, holds_now: bool) -> None:
    paper = standing_in(stage)
    ask = holding(paper.book, paper.now)

    assert ask(Need(registrations="accepted")) is holds_now


def test_the_year_does_not_leave_a_stage_whose_needs_are_unmet() -> None:
    paper = Paper()

    assert paper.refused("advance", HEAD) == ["MISSING_REGISTRATION"]
    assert paper.refused("advance", MEMBER) == ["NOT_IN_ROLE", "MISSING_REGISTRATION"]
