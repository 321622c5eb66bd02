"""Praise before its offices: the same steps as any approval, returns, withdrawal, revocation."""

from dataclasses import replace
from datetime import datetime

import pytest

from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, at, holds, pin, plain
from tests.years import Paper
from workflow.domain.approvals import clock
from workflow.domain.approvals.state import Turn, approvals_of
from workflow.domain.approvals.waiting import everywhere
from workflow.domain.deadlines import follow
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster, SeatHeld
from workflow.domain.model import SYSTEM, Actor, Draft
from workflow.domain.praise.events import PraiseDecided
from workflow.domain.praise.state import Praise, load, waiting
from workflow.domain.stages.year import YearClosed
from workflow.domain.telling import occasions

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
RULES = """
praise:
  awards: [MERIT, FIGHTER]
  answer:
    within: 5 working_days
    remind: [{{before: 1 working_days, to: head}}]
    expired_to: board
  chain:
    - {{id: look, office: board, title: {{vi: Thẩm định, en: Appraisal}}, {look}}}
    - {{id: vote, office: council, title: {{vi: Hội đồng, en: Council}}, {vote}}}
    - {{id: sign, office: chair, title: {{vi: Ký, en: Signature}}}}
"""
FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}
REVOKED = {"praise": "q1", "unit": "chau", "award": "MERIT"}
WHY = {"reason": "Gian dối", "paper": "9/QĐ"}


def _paper(look: str = "needs: 1", vote: str = "needs: 1") -> Paper:
    return Paper(definition=plain(RULES.format(look=look, vote=vote)))


def _asked(look: str = "needs: 1", vote: str = "needs: 1") -> Paper:
    paper = _paper(look, vote)
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", DEPUTY, id="q1")
    return paper


def _given(paper: Paper | None = None) -> Paper:
    paper = paper or _asked()
    paper.do("decide_praise", BOARD, id="q1")
    paper.do("decide_praise", COUNCIL, id="q1")
    paper.do("decide_praise", CHAIR, id="q1", number="5/QĐ")
    return paper


def _praise(paper: Paper) -> Praise:
    return load(paper.book, "q1")


def _turn(paper: Paper) -> Turn:
    turn = approvals_of(paper.book).approvals[0].turn
    assert turn
    return turn


def _fold(paper: Paper, drafts: list[Draft]) -> list[str]:
    for draft in drafts:
        paper.fold(draft.stream, draft.event, SYSTEM)
    return [draft.event.kind for draft in drafts]


def _told(paper: Paper, drafts: list[Draft], by: Actor = HEAD) -> dict[str, tuple[str, ...]]:
    """Return what people are told of, and the people named."""
    return {
        one.on: one.people
        for draft in drafts
        for one in occasions.follow(paper.book, draft, paper.call(by))
    }


def test_a_step_has_its_time_in_working_days_and_its_silence_is_told() -> None:
    paper = _asked(look="within: 3 working_days, expired_to: council")
    due = _turn(paper).due
    assert due is not None
    assert (due.month, due.day) == (1, 7)

    paper.now = at(1, 8)
    drafts = clock.expire(paper.book, "look@q1", paper.call(SYSTEM))
    assert _fold(paper, drafts) == ["step_expired"]
    assert "approval_expired" in _told(paper, drafts)
    assert _turn(paper).step == "look@q1"


def test_a_silent_step_goes_to_the_office_named_for_that_case() -> None:
    paper = _asked(look="within: 3 days, on_expiry: escalate, expired_to: chair")
    paper.now = at(1, 8)
    _fold(paper, clock.expire(paper.book, "look@q1", paper.call(SYSTEM)))

    assert paper.refused("decide_praise", BOARD, id="q1") == ["NOT_THE_OFFICE"]
    assert paper.refused("decide_praise", CHAIR, id="q1") == []


def test_a_silent_step_may_send_it_back_to_the_bloc() -> None:
    paper = _asked(look="within: 3 days, on_expiry: return")
    paper.now = at(1, 8)
    _fold(paper, clock.expire(paper.book, "look@q1", paper.call(SYSTEM)))

    assert (_praise(paper).back, _praise(paper).unanswered) == ("bloc", True)


def test_the_chain_goes_on_without_an_answer_where_that_is_said_but_never_past_the_last() -> None:
    paper = _asked(look="within: 3 days, on_expiry: no_answer")
    paper.now = at(1, 8)
    _fold(paper, clock.expire(paper.book, "look@q1", paper.call(SYSTEM)))
    assert _turn(paper).step == "vote@q1"

    assert paper.refused("decide_praise", COUNCIL, id="q1") == []


def test_the_timers_of_a_step_bear_its_own_name() -> None:
    paper = _paper(look="within: 3 working_days, remind: [{before: 1 working_days, to: approver}]")
    paper.do("propose_praise", HEAD, **FOR)
    drafts = paper.do("answer_praise", DEPUTY, id="q1")
    names = [
        one.name
        for draft in drafts
        for one in follow(paper.book, draft.event, paper.call(DEPUTY)).arm
    ]

    assert names == ["step/look@q1/remind/0", "step/look@q1/due"]


def test_the_verbs_of_approvals_serve_for_praise() -> None:
    paper = _asked()
    paper.do("approve_step", BOARD, step="look@q1", capacity="KT")
    paper.do("withdraw_decision", BOARD, step="look@q1")
    assert (_turn(paper).step, _praise(paper).decisions) == ("look@q1", ())

    paper.do("approve_step", BOARD, step="look@q1")
    assert [one.step for one in _praise(paper).decisions] == ["look"]


def test_two_proposals_never_share_a_step() -> None:
    paper = _asked()
    paper.do("propose_praise", HEAD, **FOR | {"id": "q2", "achievement": "a2"})
    paper.do("answer_praise", DEPUTY, id="q2")
    paper.do("decide_praise", BOARD, id="q2")

    assert [one.facts["praise"] for one in everywhere(paper.book, paper.now)] == ["q1", "q2"]
    assert _turn(paper).step == "look@q1"


def test_an_office_returns_it_one_step_with_a_comment() -> None:
    paper = _asked()
    paper.do("decide_praise", BOARD, id="q1")
    assert paper.refused("decide_praise", COUNCIL, id="q1", verdict="return") == ["PRAISE_REASON"]

    paper.do("decide_praise", COUNCIL, id="q1", verdict="return", comment="Thiếu số liệu")

    assert (_turn(paper).step, _praise(paper).decisions) == ("look@q1", ())


def test_the_first_office_returns_it_to_the_bloc_which_answers_anew() -> None:
    paper = _asked()
    drafts = paper.do("decide_praise", BOARD, id="q1", verdict="return", comment="Thiếu số liệu")
    assert _told(paper, drafts, BOARD)["approval_returned"] == (DEPUTY.person,)
    assert [one.code for one in waiting(paper.book)] == ["PRAISE_UNANSWERED"]

    paper.do("answer_praise", DEPUTY, id="q1")
    assert _praise(_given(paper)).given


def test_the_bloc_returns_it_to_whoever_proposed_it_who_proposes_it_anew() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("answer_praise", DEPUTY, id="q1", answer="return", comment="Nêu rõ thành tích")
    assert [(one.code, one.who) for one in waiting(paper.book)] == [
        ("PRAISE_RETURNED", (f"person:{HEAD.person}",))
    ]
    assert paper.refused("answer_praise", DEPUTY, id="q1") == ["PRAISE_RETURNED"]
    assert paper.refused("propose_praise", DEPUTY, **FOR) == ["PRAISE_TAKEN"]

    paper.do("propose_praise", HEAD, **FOR | {"reason": "Rõ hơn"})

    assert (_praise(paper).reason, _praise(paper).unanswered) == ("Rõ hơn", True)


def test_whoever_proposed_it_takes_it_back_until_the_bloc_has_answered() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    assert paper.refused("withdraw_praise", DEPUTY, id="q1") == ["PRAISE_OF_ANOTHER"]
    drafts = paper.do("withdraw_praise", HEAD, id="q1")

    assert "praise_withdrawn" in _told(paper, drafts)
    assert paper.refused("answer_praise", DEPUTY, id="q1") == ["NO_SUCH_PRAISE"]
    assert paper.refused("propose_praise", HEAD, **FOR | {"id": "q2"}) == []


def test_what_the_bloc_has_answered_is_not_taken_back() -> None:
    assert _asked().refused("withdraw_praise", HEAD, id="q1") == ["PRAISE_ANSWERED"]


def test_who_proposed_it_and_who_is_praised_are_told_how_it_ended() -> None:
    paper = _asked()
    for by in (BOARD, COUNCIL):
        assert not {"praise_given", "praise_declined"} & set(
            _told(paper, paper.do("decide_praise", by, id="q1"), by)
        )
    drafts = paper.do("decide_praise", CHAIR, id="q1", number="5/QĐ")

    call = paper.call(HEAD)
    told = [one for draft in drafts for one in occasions.follow(paper.book, draft, call)]
    assert [(one.on, one.units, one.people) for one in told] == [
        ("praise_given", ("chau",), (HEAD.person, DEPUTY.person))
    ]


def test_who_proposed_it_is_told_why_an_office_declined() -> None:
    paper = _asked()
    drafts = paper.do("decide_praise", BOARD, id="q1", verdict="decline", comment="Chưa rõ")

    assert _told(paper, drafts, BOARD) == {"praise_declined": (HEAD.person, DEPUTY.person)}


def test_nobody_decides_on_their_own_unit_and_who_proposed_it_decides_no_step() -> None:
    paper = _asked()
    for unit in ("chau", "dong"):
        paper.do(
            "seat_person", ADMIN, person={"id": f"x-{unit}", "name": "X"}, seat="office:board",
            start="2025-01-01",
        )  # fmt: skip
        paper.do("seat_person", ADMIN, person={"id": f"x-{unit}", "name": "X"}, seat=f"unit:{unit}",
                 start="2025-01-01")  # fmt: skip
    paper.do(
        "seat_person", ADMIN, person={"id": HEAD.person, "name": "X"}, seat="office:board",
        start="2025-01-01",
    )  # fmt: skip
    own, other, proposer = (
        Actor(person=one, seat="office:board") for one in ("x-chau", "x-dong", HEAD.person)
    )

    assert "OWN_UNIT" in paper.refused("decide_praise", own, id="q1")
    assert "FOUR_EYES" in paper.refused("decide_praise", proposer, id="q1")
    assert paper.refused("decide_praise", other, id="q1") == []


def test_somebody_may_stand_in_for_praise_alone() -> None:
    paper = _asked()
    away = {"id": "he", "stand_in": "of-dong", "start": "2025-01-01", "end": "2025-01-31"}
    paper.do("set_stand_in", BOARD, **away, stages=["praise"])
    other = Actor(person="of-dong", seat="office:board")

    assert paper.refused("decide_praise", other, id="q1") == []
    paper.do("decide_praise", other, id="q1")
    assert _turn(paper).step == "vote@q1"


def test_it_is_held_while_a_matter_about_the_unit_is_pending_and_declined_after_a_breach() -> None:
    paper = _asked()
    paper.do(
        "hold_award", ADMIN, unit="chau", award="MERIT", ground="inspection", source="QĐ 1",
        since="2025-01-02",
    )  # fmt: skip
    assert paper.refused("decide_praise", BOARD, id="q1") == ["STILL_HELD"]
    paper.do("release_hold", HEAD, unit="chau", award="MERIT", conclusion="breach", paper="KL 2")
    assert paper.refused("decide_praise", BOARD, id="q1") == ["LINE_BARRED"]

    paper.do("decide_praise", BOARD, id="q1", verdict="decline", comment="Có vi phạm")
    assert _praise(paper).declined


def test_a_person_who_is_proposed_for_praise_can_be_held_by_name() -> None:
    paper = _paper()
    person = {"person": "Một cán bộ", "award": "FIGHTER"}
    paper.do("propose_praise", HEAD, **FOR | person)
    paper.do("answer_praise", DEPUTY, id="q1")
    paper.do(
        "hold_award", ADMIN, unit="chau", subject="Một cán bộ", ground="discipline", source="QĐ 1",
        since="2025-01-02",
    )  # fmt: skip

    assert paper.refused("decide_praise", BOARD, id="q1") == ["STILL_HELD"]


def test_it_is_revoked_by_the_office_that_signed_it_and_a_second_person_years_later() -> None:
    paper = _given()
    paper.now = _years_later(paper)
    assert paper.refused("ask_revocation", BOARD, **REVOKED, **WHY) == ["NOT_THE_ISSUER"]
    paper.do("ask_revocation", CHAIR, **REVOKED, **WHY)
    assert [one.code for one in waiting(paper.book)] == ["PRAISE_REVOCATION_WAITING"]
    assert paper.refused("ask_revocation", CHAIR, **REVOKED, **WHY) == ["REVOCATION_ASKED"]
    assert paper.refused("confirm_revocation", CHAIR, **REVOKED) == ["SECOND_PERSON"]

    drafts = paper.do("confirm_revocation", ADMIN, **REVOKED)

    assert (_praise(paper).given, _praise(paper).revoked) == (True, True)
    assert "praise_revoked" in _told(paper, drafts)
    assert paper.refused("confirm_revocation", ADMIN, **REVOKED) == ["NO_REVOCATION"]


def test_nobody_asks_to_take_back_what_praises_the_unit_that_they_sit_for() -> None:
    paper = _given()
    roster = paper.book.load(Roster, ROSTER)
    own = SeatHeld(person=CHAIR.person, seat="unit:chau")
    paper.streams[ROSTER] = replace(roster, seats=(*roster.seats, own))

    assert paper.refused("ask_revocation", CHAIR, **REVOKED, **WHY) == ["OWN_UNIT"]


def _years_later(paper: Paper) -> datetime:
    return paper.now.replace(year=2029)


@pytest.mark.parametrize("change", [{"praise": "q9"}, {"unit": "dong"}, {"award": "FIGHTER"}])
def test_what_was_never_given_is_not_revoked(change: dict[str, str]) -> None:
    assert _given().refused("ask_revocation", CHAIR, **REVOKED | change, **WHY) == ["NEVER_DECIDED"]
    assert _asked().refused("ask_revocation", CHAIR, **REVOKED, **WHY) == ["NEVER_DECIDED"]


def test_what_was_given_and_revoked_has_served() -> None:
    paper = _given()
    paper.do("ask_revocation", CHAIR, **REVOKED, **WHY)
    paper.do("confirm_revocation", ADMIN, **REVOKED)

    assert paper.refused("propose_praise", HEAD, **FOR | {"id": "q2"}) == ["ACHIEVEMENT_REWARDED"]


def test_a_proposal_that_an_earlier_release_had_before_an_office_goes_on_where_it_was() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    answered = paper.do("answer_praise", DEPUTY, id="q1")
    assert answered[0].stream == "praises"
    del paper.streams["approvals"]
    paper.fold("praises", PraiseDecided(
        id="q1", step="look", verdict="give", comment=None, number=None, signed_on=None,
        effective_on=None,
    ), BOARD)  # fmt: skip
    assert [one.who for one in everywhere(paper.book, paper.now)] == [("office:council",)]
    assert "FOUR_EYES" in paper.refused("decide_praise", BOARD, id="q1")

    paper.do("decide_praise", COUNCIL, id="q1")
    paper.do("decide_praise", CHAIR, id="q1", number="5/QĐ")

    assert [one.step for one in _praise(paper).decisions] == ["look", "vote", "sign"]


def test_a_dissolved_bloc_leaves_no_proposal_before_an_office() -> None:
    paper = _asked()
    drafts = paper.do("dissolve", ADMIN, reason="Sáp nhập", paper=DECREE)

    assert approvals_of(paper.book).approvals[0].status == "void"
    assert "approval_void" in _told(paper, drafts, ADMIN)


def test_a_dissolved_bloc_has_no_proposal_to_answer() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    paper.do("dissolve", ADMIN, reason="Sáp nhập", paper=DECREE)

    assert [*waiting(paper.book)] == []


def test_a_proposal_outlasts_its_year() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    paper.fold("year", YearClosed())
    paper.do("answer_praise", DEPUTY, id="q1")

    assert _praise(_given(paper)).given


def test_no_other_rules_of_praise_are_taken_up_while_a_proposal_goes_by_these() -> None:
    paper = _asked()
    other = plain(RULES.format(look="needs: all", vote="needs: 1"))
    paper.offer(other)
    given = {"definition": "plain", "reason": "x"}

    assert "PART_SETTLED" in paper.refused("propose_definition", HEAD, **given)
    same = plain(RULES.format(look="needs: 1", vote="needs: 1") + "title: {vi: Mới, en: New}")
    paper.offer(same)
    assert pin(same).hash != paper.book.pinned.hash
    assert paper.refused("propose_definition", HEAD, **given) == []


def test_a_bloc_that_takes_up_another_definition_is_reminded_by_its_own_ladder() -> None:
    plain_rules = "praise: {awards: [MERIT], answer: {within: 5 working_days}, chain: [%s]}"
    step = "{id: sign, office: chair, title: {vi: Ký, en: Sign}}"
    paper = Paper(definition=plain(plain_rules % step))
    paper.do("propose_praise", HEAD, id="q1", unit="chau", reason="x", award="MERIT",
             achievement="a1")  # fmt: skip
    paper.offer(plain(plain_rules % step + "\ntitle: {vi: Mới, en: New}"))
    paper.do("propose_definition", HEAD, definition="plain", reason="x")
    drafts = paper.do("adopt_definition", ADMIN, definition="plain")
    found = [follow(paper.book, draft.event, paper.call(ADMIN)) for draft in drafts]

    assert "praise/q1/due" in [one.name for each in found for one in each.arm]


def test_the_answer_is_due_and_moves_with_the_year_that_stands_still() -> None:
    paper = _paper()
    paper.do("propose_praise", HEAD, **FOR)
    due = _praise(paper).due
    assert due is not None
    assert (due.month, due.day) == (1, 9)

    paper.do("suspend", ADMIN, reason="x")
    paper.now = at(1, 6)
    paper.do("resume", ADMIN, reason="x")

    moved = _praise(paper)
    assert moved.due is not None
    assert moved.due > due
    assert [move.cause for move in moved.moves] == ["suspension"]


def test_answers_without_a_time_are_due_never() -> None:
    paper = Paper()
    paper.do("propose_praise", HEAD, id="q1", unit="chau", reason="x")

    assert _praise(paper).due is None
