"""Who may act: seats and mandates by day and by year, own units barred, and no by default."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.factories import ADMIN, DECREE, DEPUTY, HEAD, MEMBER, STRANGER, at, holds, plain, sits
from tests.unit.domain.builders import STANDING, codes, day, only
from tests.years import Paper
from workflow.domain import access
from workflow.domain.acts import ACTS
from workflow.domain.members.roster import Mandate, Roster, SeatHeld
from workflow.domain.model import Actor, Call

GIVEN: dict[str, dict[str, object]] = {
    "advance": {},
    "suspend": {"reason": "x"},
    "resume": {"reason": "x"},
    "dissolve": {"reason": "x", "paper": DECREE},
    "seat_person": {"person": {"id": "x", "name": "x"}, "seat": "admin"},
    "give_mandate": {"role": "head", "unit": "an", "start": "2025-02-01"},
    "record_document": {"number": "1", "title": "x", "on": "2025-01-02"},
    "sign_document": {"number": "1"},
    "register": {},
    "amend_registration": {"reason": "x"},
    "withdraw_registration": {"reason": "x"},
    "accept_registration": {"unit": "an"},
    "return_registration": {"unit": "an", "comment": "x"},
    "draft_pledge": {"themes": [{"title": "x"}]},
    "sign_pledge": {},
    "propose_praise": {"id": "x", "unit": "an", "reason": "x"},
    "withdraw_praise": {"id": "x"},
    "answer_praise": {"id": "x"},
    "decide_praise": {"id": "x"},
    "propose_people": {"minutes": "x"},
    "decide_own": {"award": "FLAG", "subjects": ["x"], "number": "x", "signed_on": "2025-01-02"},
    "receive_dossier": {"received_on": "2025-01-02"},
    "submit_report": {},
    "conclude_review": {},
    "self_score": {"entries": {}},
    "return_sheet": {"unit": "an", "comment": "x"},
    "appraise": {"unit": "an"},
    "record_facts": {"unit": "an", "values": {"lapses": 0}, "source": "x"},
    "report_facts": {"rest": {"lapses": 0}, "source": "x"},
    "record_honours": {"unit": "an", "held": [{"what": "T", "year": 2024, "source": "x"}]},
    "hold_award": {"unit": "an", "ground": "complaint", "source": "x", "since": "2025-01-02"},
    "release_hold": {"unit": "an", "conclusion": "no_breach", "paper": "x"},
    "decide_released": {"unit": "an", "award": "FLAG"},
    "ask_revocation": {"unit": "an", "award": "FLAG", "reason": "x", "paper": "x"},
    "confirm_revocation": {"unit": "an", "award": "FLAG"},
    "decide_tie": {"order": ["an", "binh"], "reason": "x"},
    "fix_ranking": {},
    "nominate": {},
    "part_equals": {"award": "FLAG", "order": ["an", "binh"], "reason": "x"},
    "withdraw_nomination": {"reason": "x"},
    "propose_next": {"award": "FLAG"},
    "decide_step": {"step": "appraise"},
    "request_approval": {"stage": "pledge"},
    "approve_step": {"step": "appraise"},
    "reject_step": {"step": "appraise", "reason": "x"},
    "return_step": {"step": "appraise", "comment": "x"},
    "withdraw_decision": {"step": "appraise"},
    "transfer_step": {"step": "appraise", "to": "of-chair", "reason": "x"},
    "delegate_step": {"step": "appraise", "to": "of-chair"},
    "give_opinion": {"step": "appraise", "opinion": "x"},
    "add_signer": {"step": "appraise", "person": "of-chair"},
    "remove_signer": {"step": "appraise", "person": "of-chair"},
    "urge_step": {"step": "appraise"},
    "comment_step": {"step": "appraise", "comment": "x"},
    "set_stand_in": {
        "id": "x",
        "stand_in": "of-chair",
        "start": "2025-02-01",
        "end": "2025-02-02",
    },
    "switch_stand_in": {"id": "x", "active": False},
    "propose_extension": {"stage": "pledge", "until": "2025-04-01", "reason": "x"},
    "confirm_extension": {"stage": "pledge"},
    "decline_extension": {"stage": "pledge", "reason": "x"},
    "propose_definition": {"definition": "x", "reason": "x"},
    "adopt_definition": {"definition": "x"},
    "decline_definition": {"definition": "x", "reason": "x"},
    "permit_late": {"unit": "an", "stage": "pledge", "reason": "x"},
    "choose_channels": {},
    "admit_unit": {"unit": {"id": "x", "name": "x"}, "start": "2025-01-02", "paper": "x"},
    "withdraw_unit": {"unit": "an", "end": "2025-01-02", "paper": "x"},
    "rename_unit": {"unit": "an", "name": "x", "paper": "x"},
    "group_units": {"groups": {"an": "x"}},
    "set_targets": {"unit": "an", "values": {"I": 1}},
    "save_entries": {},
    "import_scores": {"unit": "an", "entries": {"I": 1}, "source": "x"},
    "explain_sheet": {"explanation": "x"},
    "close_scores": {},
    "reopen_scores": {"reason": "x"},
    "publish_scores": {"confirm": "x"},
    "open_ballot": {"ballot": "x", "rule": "x", "items": [{"id": "x", "unit": "an"}]},
    "give_proxy": {"ballot": "x", "to": "an", "paper": "x"},
    "cast_vote": {"ballot": "x"},
    "record_opinion": {"ballot": "x", "voter": "an", "answers": {}, "paper": "x"},
    "close_ballot": {"ballot": "x"},
    "open_envelopes": {"ballot": "x", "keys": {}},
    "record_count": {
        "ballot": "x",
        "handed_out": 1,
        "cast": 1,
        "counts": {},
        "tellers": ["x", "y"],
        "paper": "x",
    },
    "end_deadlock": {"ballot": "x", "reason": "x"},
    "ask_void": {"ballot": "x", "reason": "x"},
    "confirm_void": {"ballot": "x"},
    "destroy_envelopes": {"ballot": "x", "reason": "x"},
    "raise_objection": {"id": "x", "rule": "x", "about": "rank", "statement": "x"},
    "carry_objection": {"id": "x"},
    "withdraw_objection": {"id": "x"},
    "answer_objection": {"id": "x", "outcome": "rejected", "reason": "x"},
    "correct_results": {"objection": "x", "unit": "an", "reason": "x"},
    "record_complaint": {
        "id": "x",
        "channel": "x",
        "unit": "an",
        "paper": "x",
        "received": "2025-01-02",
    },
    "conclude_complaint": {"id": "x", "conclusion": "rejected", "paper": "x"},
    "decline_leadership": {"reason": "x"},
    "agree_leaders": {"head": "an", "present": ["an"]},
    "prepare_handover": {"items": ["x"]},
    "sign_handover": {},
}
"""The least that each act takes."""


@pytest.fixture
def paper() -> Paper:
    paper = Paper()
    paper.offer(paper.definition)
    return paper


def _with_seats(paper: Paper, *seats: SeatHeld) -> Paper:
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, seats=(*roster.seats, *seats))
    return paper


def _with_mandates(paper: Paper, *mandates: Mandate) -> Paper:
    paper.streams["roster"] = replace(paper.book.load(Roster, "roster"), mandates=mandates)
    return paper


def _prevented(paper: Paper, by: Actor, *roles: str, **call: Any) -> list[str]:  # noqa: ANN401 - of Call
    asked = replace(paper.call(by), **call)
    return codes(access.prevents(paper.book, asked, roles, None, own_barred=False))


def _asked(paper: Paper, act: str, call: Call) -> list[str]:
    given = TypeAdapter(ACTS[act].given).validate_python(GIVEN[act])
    roles = ACTS[act].allowed_to(paper.book)
    subject = getattr(given, "unit", None)
    own_barred = ACTS[act].own_barred
    return codes(access.prevents(paper.book, call, roles, subject, own_barred=own_barred))


def test_every_act_is_tried_here() -> None:
    assert set(GIVEN) == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_refused_to_a_stranger(paper: Paper, act: str) -> None:
    assert "SEAT_NOT_HELD" in paper.refused(act, STRANGER, **GIVEN[act])


@pytest.mark.parametrize("seat", ["unit:an", "unit:chau", "office:board", "admin"])
@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_refused_to_whoever_only_claims_a_seat(
    paper: Paper, act: str, seat: str
) -> None:
    claimed = paper.call(Actor(person="nobody", seat=seat))

    assert _asked(paper, act, claimed) == ["SEAT_NOT_HELD"]


AS_A_SECOND_PERSON = {
    "confirm_extension", "confirm_revocation", "confirm_void", "decline_extension",
    "adopt_definition", "decline_definition",
}  # fmt: skip
FOR_ONESELF = {"choose_channels"}
AS_AN_INSTANCE = {"answer_objection"}
LAST_WORD = {"part_equals"}
"""What the overseer decides where the definition names nobody."""
NOT_TRIED = AS_A_SECOND_PERSON | FOR_ONESELF | AS_AN_INSTANCE | LAST_WORD


@pytest.mark.parametrize("act", sorted({*ACTS} - NOT_TRIED))
def test_the_overseer_does_nothing_else(paper: Paper, act: str) -> None:
    overseer = paper.call(Actor(person="of-overseer", seat="overseer"))

    assert "NOT_IN_ROLE" in _asked(paper, act, overseer)


@pytest.mark.parametrize("act", [name for name, one in ACTS.items() if one.own_barred])
def test_nobody_does_to_their_own_unit_what_is_barred(paper: Paper, act: str) -> None:
    assert "OWN_UNIT" in _asked(paper, act, paper.call(HEAD))


@pytest.mark.parametrize(
    ("by", "role", "refused"),
    [
        pytest.param(HEAD, "head", [], id="head"),
        pytest.param(DEPUTY, "deputy", [], id="deputy"),
        pytest.param(MEMBER, "standing_unit", [], id="standing-unit"),
        pytest.param(DEPUTY, "head", ["NOT_IN_ROLE"], id="deputy-is-no-head"),
        pytest.param(MEMBER, "unit", [], id="member"),
        pytest.param(ADMIN, "unit", ["NOT_IN_ROLE"], id="admin-is-no-member"),
        pytest.param(ADMIN, "admin", [], id="admin"),
        pytest.param(ADMIN, "head", ["NOT_IN_ROLE"], id="admin-is-no-head"),
        pytest.param(HEAD, "admin", ["NOT_IN_ROLE"], id="head-is-no-admin"),
        pytest.param(holds("board"), "office", [], id="office"),
        pytest.param(HEAD, "office", ["NOT_IN_ROLE"], id="head-is-no-office"),
    ],
)
def test_a_role_is_played_from_its_own_seat(by: Actor, role: str, refused: list[str]) -> None:
    from_definition = Paper(definition=plain(STANDING))

    assert _prevented(from_definition, by, role) == refused


def test_an_act_for_nobody_is_done_by_nobody(paper: Paper) -> None:
    assert _prevented(paper, HEAD) == ["NOT_IN_ROLE"]


def test_whose_move_it_is_leaves_out_plain_members(paper: Paper) -> None:
    asked = access.prevents(
        paper.book, paper.call(holds("board")), ("unit", "head"), None, own_barred=False
    )

    assert only(asked).who == ("head",)


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        pytest.param(at(2, 28), ["SEAT_NOT_HELD"], id="the-day-before"),
        pytest.param(at(3, 1), [], id="the-first-day"),
        pytest.param(at(6, 30), [], id="the-last-day"),
        pytest.param(at(7, 1), ["SEAT_NOT_HELD"], id="the-day-after"),
        pytest.param(at(2, 28, 17), [], id="already-tomorrow-in-hanoi"),
    ],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(
    paper: Paper, on: datetime, refused: list[str]
) -> None:
    held = SeatHeld(person="new", seat="admin", start=day("2025-03-01"), end=day("2025-06-30"))
    _with_seats(paper, held)
    paper.now = on

    assert _prevented(paper, Actor(person="new", seat="admin"), "admin") == refused


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        pytest.param(at(2, 28), ["NOT_IN_ROLE"], id="the-day-before"),
        pytest.param(at(3, 1), [], id="the-first-day"),
        pytest.param(at(6, 30), [], id="the-last-day"),
        pytest.param(at(7, 1), ["NOT_IN_ROLE"], id="the-day-after"),
        pytest.param(at(3, 1, year=2026), ["NOT_IN_ROLE"], id="a-year-later"),
    ],
)
def test_a_mandate_lasts_from_its_first_day_to_its_last(
    paper: Paper, on: datetime, refused: list[str]
) -> None:
    _with_mandates(paper, _head("chau", day("2025-03-01"), day("2025-06-30")))
    paper.now = on

    assert _prevented(paper, MEMBER, "head") == refused


def _head(unit: str, start: date, end: date | None = None) -> Mandate:
    return Mandate(role="head", unit=unit, start=start, end=end)


def test_a_mandate_of_another_year_does_not_count_in_this_one() -> None:
    this, other = Paper(), Paper()
    _with_mandates(other, _head("chau", day("2025-01-01")))

    assert [_prevented(one, MEMBER, "head") for one in (this, other)] == [["NOT_IN_ROLE"], []]


@pytest.mark.parametrize(
    ("by", "effective", "recorder", "refused"),
    [
        pytest.param("unit:an", at(2, 1), None, ["NOT_IN_ROLE"], id="no-longer-head"),
        pytest.param("unit:an", at(2, 1), "of-binh", [], id="head-at-the-meeting"),
        pytest.param("unit:chau", at(2, 1), None, ["NOT_IN_ROLE"], id="not-yet-head"),
        pytest.param("unit:chau", at(3, 1), None, [], id="head-on-both-days"),
    ],
)
def test_an_act_for_an_earlier_day_needs_the_mandate_on_both(
    paper: Paper, by: str, effective: datetime, recorder: str | None, refused: list[str]
) -> None:
    _with_mandates(
        paper,
        _head("an", day("2025-01-01"), day("2025-02-28")),
        _head("chau", day("2025-03-01")),
    )
    paper.now = at(4, 1)
    actor = sits(by.removeprefix("unit:"))

    assert _prevented(paper, actor, "head", at=effective, recorder=recorder) == refused


@pytest.mark.parametrize(("recorder", "refused"), [(None, ["SEAT_NOT_HELD"]), ("of-an", [])])
def test_an_act_for_an_earlier_day_needs_the_seat_on_both(
    paper: Paper, recorder: str | None, refused: list[str]
) -> None:
    _with_seats(paper, SeatHeld(person="old", seat="admin", end=day("2025-02-28")))
    paper.now = at(4, 1)
    actor = Actor(person="old", seat="admin")

    assert _prevented(paper, actor, "admin", at=at(2, 1), recorder=recorder) == refused


@pytest.mark.parametrize(
    ("by", "recorder", "refused"),
    [
        pytest.param(DEPUTY, None, [], id="another"),
        pytest.param(HEAD, None, ["OWN_UNIT"], id="its-own"),
        pytest.param(DEPUTY, "of-an", ["OWN_UNIT"], id="recorded-by-its-own"),
    ],
)
def test_a_unit_is_judged_by_others(
    paper: Paper, by: Actor, recorder: str | None, refused: list[str]
) -> None:
    asked = replace(paper.call(by), recorder=recorder)

    assert _asked(paper, "accept_registration", asked) == refused


def test_a_unit_stays_ones_own_in_another_seat(paper: Paper) -> None:
    _with_seats(paper, SeatHeld(person="of-an", seat="admin"))
    asked = paper.call(Actor(person="of-an", seat="admin"))

    assert _asked(paper, "accept_registration", asked) == ["OWN_UNIT"]


def test_who_sees_a_barred_act_is_told_who_else_may(paper: Paper) -> None:
    unmet = access.prevents(
        paper.book, paper.call(HEAD), ("head", "deputy", "office"), "an", own_barred=True
    )

    assert only(unmet).who == ("head", "deputy")


@pytest.mark.parametrize(
    ("who", "seats"),
    [
        pytest.param(("head", "deputy"), ["unit:an", "unit:binh"], id="roles"),
        pytest.param(("standing_unit",), ["admin"], id="a-role-that-nobody-holds"),
        pytest.param(("unit:chau", "office:board"), ["unit:chau", "office:board"], id="seats"),
    ],
)
def test_a_move_is_told_as_the_seats_that_make_it(
    paper: Paper, who: tuple[str, ...], seats: list[str]
) -> None:
    assert list(access.seats_for(paper.book, who, paper.now)) == seats


def test_what_names_nobody_is_the_move_of_whoever_asked(paper: Paper) -> None:
    paper.do("record_document", HEAD, **GIVEN["record_document"])

    assert only(paper.prevented("record_document", DEPUTY, **GIVEN["record_document"])).who == (
        "unit:binh",
    )


def test_an_act_is_told_of_every_condition_at_once(paper: Paper) -> None:
    refused = paper.refused("draft_pledge", MEMBER, themes=[{"title": "x"}])

    assert refused == ["NOT_IN_ROLE", "STAGE_NOT_OPEN"]
