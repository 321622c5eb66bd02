"""Objections: in time, by whoever may, answered by nobody who decided, and never without effect."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, holds, sits
from tests.unit.domain.builders import codes, only, standing_in
from tests.years import LIVING, Paper
from workflow.domain import gates
from workflow.domain.errors import Refused
from workflow.domain.model import Actor
from workflow.domain.objections import clock, hearing
from workflow.domain.objections.state import Objection, objections_of, rule_of
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.sheet import Sheet
from workflow.domain.telling.occasions import follow

BOARD, COUNCIL = holds("board"), holds("council")
OVERSEER = Actor(person="of-overseer", seat="overseer")
RESULTS = """
objections:
  - id: results
    title: {vi: Kiến nghị về kết quả, en: Objections to results}
    about: [score, class, rank]
    opens: ranking
    window: 5 working_days
    heard_by:
      - {role: deputy, within: 3 working_days}
      - {office: board, within: 5 working_days}
      - {role: overseer, within: 5 working_days}
    again: 2 working_days
    waits: [nomination]
stages:
  - id: year_end_scoring
    needs: [{sheets: appraised}, {facts: recorded}, {ranking: fixed}, {objections: settled}]
"""
ONE = {"id": "kn-1", "rule": "results", "about": "score", "of": "I.1", "statement": "Thiếu 5 điểm"}


@pytest.fixture
def paper() -> Paper:
    """A year whose ranking has just been fixed by the head; `chau` is appraised by the head."""
    return fixed()


def fixed(change: str = RESULTS) -> Paper:
    made = standing_in("scoring", change)
    made.now = at(12, 1)
    LIVING["scoring"](made)
    return made


def raised(paper: Paper, by: Actor = MEMBER, **given: Any) -> Objection:  # noqa: ANN401 - as acts take it
    paper.do("raise_objection", by, **ONE | given)
    return found(paper)


def found(paper: Paper, name: str = "kn-1") -> Objection:
    one = objections_of(paper.book).find(name)
    assert one
    return one


def answer(paper: Paper, by: Actor, outcome: str = "rejected", **given: Any) -> None:  # noqa: ANN401
    said = {"id": "kn-1", "outcome": outcome, "reason": "Đã kiểm tra"}
    paper.do("answer_objection", by, **said | given)


def gate(paper: Paper) -> list[str]:
    return codes(gates.stage_unmet(paper.book, paper.now))


def test_the_window_ends_so_many_working_days_after_the_ranking(paper: Paper) -> None:
    window = only(objections_of(paper.book).windows)

    assert (window.opened_at, window.until.date()) == (paper.now, date(2025, 12, 8))


def test_nobody_objects_after_the_window(paper: Paper) -> None:
    paper.now = only(objections_of(paper.book).windows).until
    assert paper.refused("raise_objection", MEMBER, **ONE) == []

    paper.now += timedelta(milliseconds=1)
    assert paper.refused("raise_objection", MEMBER, **ONE) == ["OBJECTION_WINDOW_OVER"]


def test_nobody_objects_to_what_is_not_known_yet() -> None:
    early = standing_in("scoring", RESULTS)

    assert early.refused("raise_objection", MEMBER, **ONE) == ["OBJECTION_TOO_EARLY"]


def test_a_unit_objects_for_itself_alone_where_the_rule_says_so(paper: Paper) -> None:
    refused = only(paper.prevented("raise_objection", MEMBER, **ONE | {"unit": "dong"}))

    assert (refused.code, refused.who) == ("OBJECTION_FOR_ANOTHER", ("unit:dong",))


def test_a_unit_objects_about_another_where_the_rule_lets_it() -> None:
    anybody = fixed(RESULTS.replace("opens: ranking", "opens: ranking\n    raised_by: any_unit"))

    assert raised(anybody, unit="dong").unit == "dong"


def test_every_mistake_of_an_objection_is_told_at_once(paper: Paper) -> None:
    raised(paper)
    paper.now = at(12, 30)

    assert paper.refused("raise_objection", MEMBER, **ONE | {"of": "IX", "unit": "dong"}) == [
        "OBJECTION_TAKEN", "OBJECTION_FOR_ANOTHER", "NO_SUCH_CRITERION", "OBJECTION_WINDOW_OVER",
    ]  # fmt: skip


def test_the_same_objection_is_not_raised_twice(paper: Paper) -> None:
    raised(paper)

    assert paper.refused("raise_objection", MEMBER, **ONE | {"id": "kn-2"}) == [
        "OBJECTION_OPEN_ALREADY"
    ]


def test_an_objection_about_what_the_rule_does_not_take_is_refused(paper: Paper) -> None:
    given = ONE | {"about": "nomination"}

    assert paper.refused("raise_objection", MEMBER, **given) == ["OBJECTION_NOT_ABOUT"]


def test_nobody_answers_an_objection_to_their_own_decision(paper: Paper) -> None:
    """The deputy appraised the head's sheet, so the head's objection goes past the deputy."""
    raised(paper, HEAD, about="score")

    objection = found(paper)
    assert paper.book.load(Sheet, "sheet/an").appraised_by == DEPUTY.person
    assert objection.level == 1
    assert paper.refused("answer_objection", DEPUTY, **_no()) == [
        "NOT_HEARD_BY", "OBJECTION_TO_OWN_DECISION",
    ]  # fmt: skip
    assert paper.refused("answer_objection", BOARD, **_no()) == []


def _no() -> dict[str, str]:
    return {"id": "kn-1", "outcome": "rejected", "reason": "Đã kiểm tra"}


def test_nobody_answers_an_objection_of_their_own_unit(paper: Paper) -> None:
    raised(paper, DEPUTY, about="rank", of=None)

    assert found(paper).level == 1
    assert "OWN_UNIT" in paper.refused("answer_objection", DEPUTY, **_no())


def test_an_instance_answers_with_its_reason_and_the_unit_may_go_on(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY)

    objection = found(paper)
    assert (objection.status, only(objection.answers).reason) == ("rejected", "Đã kiểm tra")
    assert objection.again_until
    assert objection.again_until.date() == date(2025, 12, 3)
    paper.do("carry_objection", MEMBER, id="kn-1")
    assert (found(paper).status, found(paper).level) == ("open", 1)


def test_whoever_answered_once_does_not_answer_again(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY)
    paper.do("carry_objection", MEMBER, id="kn-1")

    objection, rule = found(paper), rule_of(paper.book, "results")
    assert rule
    assert hearing.able(paper.book, objection, rule.heard_by[0], paper.now) == ()


def test_a_rejection_is_final_once_the_unit_has_let_its_time_pass(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY)
    paper.now = at(12, 4)

    assert paper.refused("carry_objection", MEMBER, id="kn-1") == ["OBJECTION_TOO_LATE_TO_CARRY"]


def test_only_the_unit_itself_withdraws(paper: Paper) -> None:
    raised(paper)

    assert paper.refused("withdraw_objection", sits("dong"), id="kn-1") == ["OBJECTION_OF_ANOTHER"]
    paper.do("withdraw_objection", MEMBER, id="kn-1")
    assert found(paper).status == "withdrawn"
    assert paper.refused("withdraw_objection", MEMBER, id="kn-1") == ["OBJECTION_OVER"]


def test_what_nobody_answers_goes_to_the_next_instance_and_is_late_at_the_last(
    paper: Paper,
) -> None:
    raised(paper)

    for level in (1, 2):
        _over(paper)
        assert (found(paper).level, found(paper).status) == (level, "open")
    _over(paper)
    assert (found(paper).level, found(paper).overdue) == (2, True)


def _over(paper: Paper) -> None:
    paper.now = found(paper).due + timedelta(milliseconds=1)
    for draft in clock.expire(paper.book, found(paper), paper.call(ADMIN)):
        paper.fold(draft.stream, draft.event)


def test_without_anybody_who_may_answer_it_is_the_administrators_move() -> None:
    alone = fixed(
        RESULTS.split("      - {office: board", maxsplit=1)[0]
        + """
stages:
  - {id: year_end_scoring, needs: [{ranking: fixed}]}
"""
    )
    raised(alone, HEAD)

    assert alone.refused("answer_objection", DEPUTY, **_no()) == [
        "NOT_HEARD_BY", "OBJECTION_TO_OWN_DECISION",
    ]  # fmt: skip
    assert alone.refused("answer_objection", ADMIN, **_no()) == []


@pytest.mark.parametrize(
    ("outcome", "correction", "refused"),
    [
        ("upheld", None, ["CORRECTION_WANTED"]),
        ("upheld", "ballot", ["CORRECTION_WANTED"]),
        ("rejected", "results", ["CORRECTION_NOT_TAKEN"]),
        ("upheld", "none", []),
        ("upheld", "results", []),
    ],
)
def test_what_follows_fits_what_was_objected_to(
    paper: Paper, outcome: str, correction: str | None, refused: list[str]
) -> None:
    raised(paper)
    given = {"id": "kn-1", "outcome": outcome, "reason": "x", "correction": correction}

    assert paper.refused("answer_objection", DEPUTY, **given) == refused


def test_the_stage_waits_for_the_window_the_answer_and_the_correction(paper: Paper) -> None:
    assert gate(paper) == ["OBJECTION_WINDOW_OPEN"]

    raised(paper)
    assert gate(paper) == ["OBJECTION_WINDOW_OPEN", "OBJECTION_OPEN"]
    paper.now = at(12, 9)
    assert gate(paper) == ["OBJECTION_OPEN"]
    answer(paper, DEPUTY, "upheld", correction="results")
    assert gate(paper) == ["CORRECTION_OWED"]
    _correct(paper, HEAD)
    assert gate(paper) == ["OBJECTION_WINDOW_OPEN"]
    paper.now = at(12, 30)
    assert gate(paper) == []


def test_nominating_waits_where_the_rule_says_so_and_not_otherwise(paper: Paper) -> None:
    raised(paper)
    held = {"OBJECTION_WINDOW_OPEN", "OBJECTION_OPEN"}

    assert held <= set(paper.refused("nominate", HEAD))
    free = fixed(RESULTS.replace("waits: [nomination]", "waits: []"))
    raised(free)
    assert not held & set(free.refused("nominate", HEAD))


def _correct(paper: Paper, by: Actor, to: str = "25", **given: Any) -> None:  # noqa: ANN401
    change = {"criterion": "I.1", "to": to, "reason": "Có minh chứng"}
    wanted = {"objection": "kn-1", "unit": "chau", "corrections": [change], "reason": "Kiến nghị"}
    paper.do("correct_results", by, **wanted | given)


def _upheld(paper: Paper) -> None:
    raised(paper)
    answer(paper, DEPUTY, "upheld", correction="results")


def test_an_upheld_objection_corrects_the_sheet_and_the_ranking_in_one_act(paper: Paper) -> None:
    before = paper.book.load(RankingState, "ranking").of("chau")
    _upheld(paper)
    _correct(paper, HEAD)

    after = paper.book.load(RankingState, "ranking").of("chau")
    assert before
    assert after
    assert before.points - after.points == 3
    assert paper.book.load(Sheet, "sheet/chau").changes[-1].reason == "Có minh chứng"
    assert found(paper).corrected


def test_somebody_else_corrects_than_who_upheld(paper: Paper) -> None:
    _upheld(paper)

    with pytest.raises(Refused) as refused:
        _correct(paper, DEPUTY)
    assert codes(refused.value.unmet) == ["SECOND_PERSON"]


def test_results_are_corrected_only_after_an_objection(paper: Paper) -> None:
    with pytest.raises(Refused) as refused:
        _correct(paper, HEAD)
    assert codes(refused.value.unmet) == ["NO_CORRECTION_OWED"]


def test_a_correction_that_cannot_be_true_is_refused(paper: Paper) -> None:
    _upheld(paper)

    with pytest.raises(Refused) as refused:
        _correct(paper, HEAD, to="31")
    assert codes(refused.value.unmet) == ["ENTRY_TOO_HIGH"]


def test_those_concerned_are_told(paper: Paper) -> None:
    told = [one for draft in paper.do("raise_objection", MEMBER, **ONE)
            for one in follow(paper.book, draft, paper.call(MEMBER))]  # fmt: skip

    assert [(one.on, one.people) for one in told] == [("objection_raised", (DEPUTY.person,))]


COMPLAINTS = """
legal_channels:
  - id: tocao
    kind: denunciation
    title: {vi: Tố cáo, en: Denunciation}
    authority: {vi: Thanh tra tỉnh, en: Provincial inspectorate}
  - id: khieunai
    kind: complaint
    title: {vi: Khiếu nại, en: Complaint}
    authority: {vi: Chủ tịch UBND tỉnh, en: Chair of the province}
"""
COMPLAINT = {"id": "tc-1", "channel": "tocao", "unit": "chau", "paper": "12/TB-TTr",
             "received": date(2025, 11, 3)}  # fmt: skip
HOLD = {"unit": "chau", "ground": "complaint", "source": "12/TB-TTr", "since": date(2025, 11, 3)}


def test_a_hold_rests_on_a_complaint_that_is_recorded_with_its_paper() -> None:
    year = standing_in("nomination", COMPLAINTS)
    year.now = at(12, 20)

    assert year.refused("hold_award", COUNCIL, **HOLD) == ["COMPLAINT_NOT_RECORDED"]
    year.do("record_complaint", BOARD, **COMPLAINT)
    assert year.refused("hold_award", COUNCIL, **HOLD) == []
    year.do("conclude_complaint", BOARD, id="tc-1", conclusion="rejected", paper="15/KL-TTr")
    assert year.refused("hold_award", COUNCIL, **HOLD) == ["COMPLAINT_NOT_RECORDED"]


def test_who_denounces_is_never_recorded() -> None:
    year = standing_in("nomination", COMPLAINTS)
    year.now = at(12, 20)

    given = COMPLAINT | {"complainant": "Nguyễn Văn A"}
    assert year.refused("record_complaint", BOARD, **given) == ["DENOUNCER_NAMED"]
    assert year.refused("record_complaint", BOARD, **given | {"channel": "khieunai"}) == []
