"""Holds and revocations: frozen, neither cut nor decided, released by somebody else, taken back."""

from datetime import date
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, at, holds, sits
from tests.unit.domain.builders import ranked, standing_at
from tests.years import Paper
from workflow.domain.eligibility.holds import Holds
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.released import waiting

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
FLAG = Entry(award="FLAG", unit="an")
MERIT = Entry(award="MERIT", unit="binh")
HOLD = {"ground": "complaint", "source": "Đơn tố cáo", "since": date(2025, 1, 2)}
CLEAR = {"conclusion": "no_breach", "paper": "KL 12"}


@pytest.fixture
def paper() -> Paper:
    """A year whose bloc has proposed: one flag, two certificates, four safe offices."""
    made = ranked()
    made.do("nominate", HEAD)
    return made


def _found(paper: Paper) -> Nomination:
    return paper.book.load(Nomination, "nomination")


def _hold(paper: Paper, entry: Entry, award: str | None = "same") -> None:
    named = entry.award if award == "same" else award
    paper.do("hold_award", COUNCIL, unit=entry.unit, award=named, **HOLD)


def _release(paper: Paper, entry: Entry, **given: Any) -> None:  # noqa: ANN401 - of ReleaseHold
    paper.do("release_hold", BOARD, unit=entry.unit, award=entry.award, **(CLEAR | given))


def _steps(paper: Paper, *names: str) -> None:
    offices = {"appraise": BOARD, "pass": COUNCIL, "decide": CHAIR}
    for name in names:
        number = {"number": "12/QĐ", "signed_on": paper.now.date()} if name == "decide" else {}
        paper.do("decide_step", offices[name], step=name, verdict="approve", **number)


def test_a_held_line_is_neither_cut_nor_decided_and_the_others_go_on(paper: Paper) -> None:
    _hold(paper, MERIT)
    _steps(paper, "appraise", "pass", "decide")

    found = _found(paper)
    assert found.status == "decided"
    assert MERIT in found.proposed
    assert MERIT not in {*found.appraised, *found.decided, *found.cut}
    assert FLAG in found.decided


def test_a_hold_on_a_unit_freezes_all_its_awards(paper: Paper) -> None:
    _hold(paper, MERIT, award=None)
    _steps(paper, "appraise", "pass", "decide")

    assert "binh" not in {one.unit for one in _found(paper).decided}


def test_a_hold_may_stand_before_the_bloc_proposes() -> None:
    paper = ranked()
    _hold(paper, MERIT)
    paper.do("nominate", HEAD)
    _steps(paper, "appraise")

    assert MERIT in _found(paper).proposed
    assert MERIT not in _found(paper).appraised


def test_a_line_released_before_any_step_takes_every_step_with_the_others(paper: Paper) -> None:
    _hold(paper, MERIT)
    _release(paper, MERIT)
    _steps(paper, "appraise", "pass", "decide")

    assert MERIT in _found(paper).decided
    assert waiting(paper.book) == {}


def test_a_line_released_later_takes_the_steps_that_passed_without_it(paper: Paper) -> None:
    _hold(paper, MERIT)
    _steps(paper, "appraise")
    _release(paper, MERIT)
    _steps(paper, "pass", "decide")
    assert MERIT not in _found(paper).decided

    paper.do("decide_released", BOARD, unit="binh", award="MERIT")
    assert paper.refused("decide_released", COUNCIL, unit="binh", award="MERIT") == [
        "STEP_OF_OTHER_OFFICE",
        "FOUR_EYES",
    ]
    paper.do("decide_released", CHAIR, unit="binh", award="MERIT", number="40/QĐ")

    found = _found(paper)
    assert (MERIT in found.appraised, MERIT in found.decided) == (True, True)
    assert MERIT not in found.passed


def test_a_line_held_to_the_end_takes_every_step_when_it_is_released(paper: Paper) -> None:
    _hold(paper, FLAG)
    _steps(paper, "appraise", "decide")
    assert paper.refused("decide_released", BOARD, unit="an", award="FLAG") == ["STILL_HELD"]

    _release(paper, FLAG)
    for office in (BOARD, COUNCIL, CHAIR):
        paper.do("decide_released", office, unit="an", award="FLAG")
    assert FLAG in _found(paper).decided
    assert paper.refused("decide_released", CHAIR, unit="an", award="FLAG") == ["NOTHING_RELEASED"]


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"signed_on": "2029-12-01"}, "DECISION_TO_COME"),
        ({"signed_on": "2024-01-20"}, "SIGNED_BEFORE_PROPOSAL"),
        ({"effective_on": "2024-01-20"}, "EFFECTIVE_BEFORE_SIGNED"),
    ],
)
def test_a_released_line_is_decided_on_a_day_that_can_be(
    paper: Paper, days: dict[str, str], code: str
) -> None:
    _hold(paper, MERIT)
    _steps(paper, "appraise", "pass", "decide")
    _release(paper, MERIT)

    given = {"unit": "binh", "award": "MERIT", **days}
    assert paper.refused("decide_released", BOARD, **given) == [code]


def test_an_office_may_cut_a_released_line_with_a_reason(paper: Paper) -> None:
    _hold(paper, MERIT)
    _steps(paper, "appraise", "pass", "decide")
    _release(paper, MERIT)
    given = {"unit": "binh", "award": "MERIT", "verdict": "cut"}

    assert paper.refused("decide_released", BOARD, **given) == ["REASON_MISSING"]
    paper.do("decide_released", BOARD, **given, reason="Quá hạn")
    assert MERIT in _found(paper).cut
    assert waiting(paper.book) == {}


def test_a_breach_bars_the_line_for_good(paper: Paper) -> None:
    _hold(paper, MERIT)
    _release(paper, MERIT, conclusion="breach")
    _steps(paper, "appraise", "pass", "decide")

    assert MERIT not in _found(paper).decided
    assert paper.refused("decide_released", BOARD, unit="binh", award="MERIT") == ["LINE_BARRED"]


def test_whoever_placed_a_hold_does_not_release_it(paper: Paper) -> None:
    _hold(paper, MERIT)
    given = {"unit": "binh", "award": "MERIT"} | CLEAR

    assert paper.refused("release_hold", COUNCIL, **given) == ["SECOND_PERSON"]
    assert paper.refused("release_hold", DEPUTY, **given) == ["OWN_UNIT"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"unit": "xa"}, "NOT_A_MEMBER"),
        ({"unit": "binh", "award": "MERITT"}, "AWARD_NOT_OFFERED"),
        ({"unit": "binh", "since": date(2030, 1, 1)}, "HOLD_TO_COME"),
        ({"unit": "chau", "award": "MERIT"}, "HELD_ALREADY"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(
    paper: Paper, given: dict[str, Any], code: str
) -> None:
    paper.do("hold_award", COUNCIL, unit="chau", award="MERIT", **HOLD)

    assert paper.refused("hold_award", BOARD, **(HOLD | given)) == [code]


def test_nothing_is_released_that_is_not_held(paper: Paper) -> None:
    assert paper.refused("release_hold", BOARD, unit="binh", award="MERIT", **CLEAR) == ["NOT_HELD"]


def test_a_hold_keeps_who_placed_it_and_who_ended_it(paper: Paper) -> None:
    _hold(paper, MERIT)
    _release(paper, MERIT)

    (one,) = paper.book.load(Holds, "holds").holds
    assert (one.placed_by, one.concluded_by, one.paper) == ("of-council", "of-board", "KL 12")


def test_going_back_in_the_chain_keeps_held_lines_out(paper: Paper) -> None:
    _hold(paper, MERIT)
    _steps(paper, "appraise", "pass")
    paper.do("return_step", CHAIR, step="decide", comment="Xem lại", to="pass")

    found = _found(paper)
    assert MERIT not in found.appraised
    assert FLAG in found.appraised


@pytest.fixture
def decided(paper: Paper) -> Paper:
    """A year that was decided and has closed."""
    _steps(paper, "appraise", "pass", "decide")
    return standing_at(paper, "closed")


REVOKED = {"unit": "binh", "award": "MERIT"}
WHY = {"reason": "Báo cáo thành tích không đúng sự thật", "paper": "KLTT 7"}


def test_an_award_is_revoked_years_later_by_its_office_and_a_second_person(decided: Paper) -> None:
    decided.now = at(5, 5, year=2028)
    decided.do("ask_revocation", CHAIR, **REVOKED, **WHY)
    decided.do("confirm_revocation", ADMIN, **REVOKED)

    found = _found(decided).revocation(MERIT)
    assert found is not None
    assert (found.asked_by, found.confirmed_by, found.paper) == ("of-chair", "of-admin", "KLTT 7")
    assert MERIT in _found(decided).decided


def test_only_the_office_that_issued_it_asks(decided: Paper) -> None:
    assert decided.refused("ask_revocation", BOARD, **REVOKED, **WHY) == ["NOT_THE_ISSUER"]


def test_whoever_asked_does_not_confirm(decided: Paper) -> None:
    decided.do("ask_revocation", CHAIR, **REVOKED, **WHY)

    assert decided.refused("confirm_revocation", CHAIR, **REVOKED) == ["SECOND_PERSON"]
    assert decided.refused("ask_revocation", CHAIR, **REVOKED, **WHY) == ["REVOCATION_ASKED"]


def test_nothing_is_confirmed_that_nobody_asked_for(decided: Paper) -> None:
    assert decided.refused("confirm_revocation", ADMIN, **REVOKED) == ["NO_REVOCATION"]


def test_what_was_never_decided_is_not_revoked(paper: Paper) -> None:
    assert paper.refused("ask_revocation", CHAIR, **REVOKED, **WHY) == ["NEVER_DECIDED"]


def test_a_member_does_not_place_a_hold(paper: Paper) -> None:
    assert paper.refused("hold_award", sits("dong"), unit="chau", **HOLD) == ["NOT_IN_ROLE"]
