"""Occasions: from what is recorded to what people are told, about whom, and with which facts."""

from datetime import timedelta
from typing import Any

import pytest

from definitions.schema.notices import OCCASIONS
from definitions.schema.timing import Reminder
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, holds, opening, plainest
from tests.unit.domain.builders import only, ranked, scores, standing_in
from tests.years import Paper, agreed, decided, register, score
from workflow.domain.approvals.events import StepExpired
from workflow.domain.evolving import EVENT_KINDS
from workflow.domain.leaders.handover import HandoverPrepared
from workflow.domain.model import Draft, Event
from workflow.domain.nominations.nomination import NominationDecided
from workflow.domain.stages.year import StageEntered, StageOverdue, YearClosed
from workflow.domain.telling.occasions import (
    Occasion,
    follow,
    missing_units,
    reminded,
    stage_occasion,
    step_occasion,
)
from workflow.domain.telling.occasions.rules import RULES

DUE = at(3, 14, 10)


def _told(paper: Paper, stream: str, event: Event) -> list[Occasion]:
    return list(follow(paper.book, Draft(stream=stream, event=event), paper.call(ADMIN)))


def _told_of(paper: Paper, drafts: list[Draft]) -> list[Occasion]:
    return [one for draft in drafts for one in _told(paper, draft.stream, draft.event)]


def _lived() -> set[str]:
    """Return every occasion that a year comes to, with what goes wrong in one."""
    seen: set[str] = set()
    for paper, drafts in _happenings():
        seen |= {one.on for one in _told_of(paper, drafts)}
    return seen


def _happenings() -> list[tuple[Paper, list[Draft]]]:
    registering, scoring, nominating = Paper(), standing_in("scoring"), ranked()
    register(registering, "chau")
    score(scoring, "chau")
    score(scoring, "dong")
    handing = standing_in("handover")
    expired = Draft(stream="nomination", event=StepExpired(step="appraise"))
    overdue = Draft(stream="year", event=StageOverdue(stage="registration", due=DUE))
    return [
        (registering, [overdue]),
        (registering, registering.do("return_registration", HEAD, unit="chau", comment="x")),
        (scoring, scoring.do("appraise", HEAD, unit="chau")),
        (scoring, scoring.do("return_sheet", HEAD, unit="dong", comment="x")),
        (nominating, [*nominating.do("nominate", HEAD), expired]),
        (nominating, _returning(nominating)),
        (handing, _agreeing(handing)),
    ]


def _returning(paper: Paper) -> list[Draft]:
    return paper.do("decide_step", holds("board"), step="appraise", verdict="return", comment="x")


def _agreeing(paper: Paper) -> list[Draft]:
    present = ("an", "binh", "chau", "dong")
    return paper.do("agree_leaders", HEAD, head="binh", deputies=("an",), present=present)


def test_every_occasion_that_comes_up_is_known_to_the_schema() -> None:
    assert _lived() == {
        "stage_overdue",
        "dossier_returned",
        "dossier_accepted",
        "approval_requested",
        "approval_expired",
        "nomination_returned",
        "leaders_agreed",
    }
    assert _lived() <= OCCASIONS


@pytest.mark.parametrize("occasion", sorted(OCCASIONS))
def test_every_occasion_of_the_schema_has_a_notice_in_the_plain_definition(occasion: str) -> None:
    assert occasion in {notice.on for notice in plainest().notices}


def test_what_nobody_is_told_of_makes_no_occasion() -> None:
    paper = Paper()

    assert _told_of(paper, paper.do("register", MEMBER)) == []


def test_every_rule_is_for_an_event_that_is_recorded() -> None:
    assert set(RULES) <= set(EVENT_KINDS.values())


@pytest.mark.parametrize(
    ("stream", "event", "on"),
    [
        pytest.param("year", YearClosed(), "year_closed", id="closed"),
        pytest.param(
            "year", StageEntered(stage="registration", due=DUE), "stage_opened", id="entered"
        ),
        pytest.param(
            "year", StageOverdue(stage="registration", due=DUE), "stage_overdue", id="overdue"
        ),
    ],
)
def test_the_turns_of_a_year_are_told(stream: str, event: Event, on: str) -> None:
    assert [one.on for one in _told(Paper(), stream, event)] == [on]


def test_an_opened_stage_is_told_with_its_title_and_due_moment() -> None:
    told = only(_told(Paper(), "year", StageEntered(stage="registration", due=DUE)))

    assert (told.facts["stage"], told.facts["due"]) == (plainest().stages[0].title, DUE)


def test_a_stage_that_opens_later_is_not_told_yet() -> None:
    paper = Paper()
    later = paper.now + timedelta(days=1)

    assert _told(paper, "year", StageEntered(stage="registration", opens=later)) == []


def test_a_stage_that_was_left_again_is_not_told() -> None:
    paper = standing_in("pledge")

    assert _told(paper, "year", StageEntered(stage="registration")) == []


def test_an_overdue_stage_is_told_about_whoever_is_missing() -> None:
    paper = Paper()
    register(paper, "an")
    register(paper, "dong")

    told = only(_told(paper, "year", StageOverdue(stage="registration", due=DUE)))
    assert (told.units, told.facts["missing"]) == (("binh", "chau"), ["Ban Binh", "Ban Chau"])


def test_missing_units_stand_in_official_order() -> None:
    paper = Paper()

    assert missing_units(paper.book, paper.now) == ("an", "binh", "chau", "dong")


def test_a_stage_not_yet_lived_has_no_due_moment() -> None:
    assert stage_occasion(Paper().book, "stage_opened", "pledge_signing").facts["due"] is None


@pytest.mark.parametrize(("act", "on"), [
    ("return_registration", "dossier_returned"), ("accept_registration", "dossier_accepted"),
])  # fmt: skip
def test_a_judged_registration_is_told_to_its_unit(act: str, on: str) -> None:
    paper = Paper()
    register(paper, "chau")
    comment = {"comment": "Thiếu"} if act == "return_registration" else {}

    told = only(_told_of(paper, paper.do(act, HEAD, unit="chau", **comment)))
    assert (told.on, told.units) == (on, ("chau",))
    assert told.facts == {"dossier": plainest().stages[0].title} | comment


@pytest.mark.parametrize(
    ("act", "on"), [("return_sheet", "dossier_returned"), ("appraise", "dossier_accepted")]
)
def test_a_judged_sheet_is_told_to_its_unit(act: str, on: str) -> None:
    paper = standing_in("scoring")
    paper.do("self_score", MEMBER, entries=scores())
    comment = {"comment": "Thiếu"} if act == "return_sheet" else {}

    told = only(_told_of(paper, paper.do(act, HEAD, unit="chau", **comment)))
    assert (told.on, told.units) == (on, ("chau",))
    assert told.facts["dossier"] == plainest().stages[3].title


def test_a_fixed_ranking_is_told() -> None:
    paper = standing_in("nomination")
    event: Any = paper.streams["ranking"]
    del paper.streams["ranking"]
    fixed = RULES_BY_KIND["ranking_fixed"](places=event.places, reason=None)

    assert [one.on for one in _told(paper, "ranking", fixed)] == ["ranking_fixed"]


RULES_BY_KIND: dict[str, Any] = {event.kind: event for event in RULES}


def test_an_opened_step_is_told_to_its_office() -> None:
    paper = ranked()

    told = only(_told_of(paper, paper.do("nominate", HEAD)))
    assert (told.on, told.office) == ("approval_requested", "board")
    assert told.facts["office"] == plainest().office_title("board")


def test_an_expired_step_is_told_to_its_office_and_to_the_one_above() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)

    told = only(_told(paper, "nomination", StepExpired(step="appraise")))
    assert (told.on, told.office, told.also) == ("approval_expired", "board", ("council",))


def test_an_expired_step_without_an_office_above_is_told_to_its_own_alone() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)

    assert only(_told(paper, "nomination", StepExpired(step="decide"))).also == ()


def test_a_returned_nomination_is_told_with_its_comment() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)

    told = only(_told_of(paper, _returning(paper)))
    assert (told.on, told.facts) == ("nomination_returned", {"comment": "x"})


def test_an_approved_step_is_told_by_the_next_one_alone() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)

    told = only(_told_of(paper, paper.do("decide_step", holds("board"), step="appraise")))
    assert (told.on, told.office) == ("approval_requested", "council")


def test_each_unit_is_told_once_of_all_that_it_was_awarded() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)
    decided(paper)

    told = _told(paper, "nomination", NominationDecided())
    assert {one.on for one in told} == {"award_decided"}
    assert [(one.units, one.facts["awards"]) for one in told] == [
        (("an",), _titles("FLAG", "SAFE")),
        (("binh",), _titles("MERIT", "SAFE")),
        (("chau",), _titles("MERIT", "SAFE")),
        (("dong",), _titles("SAFE")),
    ]


def _titles(*awards: str) -> list[object]:
    return [plainest().award_title(award) for award in awards]


def test_agreed_leaders_are_told_by_name() -> None:
    paper = standing_in("handover")

    told = only(_told_of(paper, _agreeing(paper)))
    assert told.facts == {"head": "Ban Binh", "deputies": ["Ban An"]}


@pytest.mark.parametrize(("head", "units"), [("binh", ("an", "binh")), ("an", ("an",))])
def test_each_unit_that_signs_the_handover_is_told_once(head: str, units: tuple[str, ...]) -> None:
    paper = standing_in("handover")
    agreed(paper, head)

    told = only(_told(paper, "handover", HandoverPrepared(items=("x",))))
    assert (told.on, told.units) == ("handover_signing", units)


@pytest.mark.parametrize(
    ("rung", "expected"),
    [
        pytest.param({"before": "1 days"}, (None, ()), id="missing"),
        pytest.param({"after": "1 days", "to": "head"}, ("head", ()), id="head"),
        pytest.param(
            {"after": "1 days", "to": "approver", "office": "chair"},
            ("approver", ("chair",)),
            id="approver-and-office",
        ),
    ],
)
def test_a_rung_says_whom_it_reminds(
    rung: dict[str, str], expected: tuple[str | None, tuple[str, ...]]
) -> None:
    found = reminded(Occasion(on="stage_reminder"), Reminder.model_validate(rung))

    assert (found.only, found.also) == expected


def test_a_step_is_told_when_it_is_due() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)

    due = step_occasion(paper.book, "approval_reminder", "appraise").facts["due"]
    assert str(due) == "2025-01-16 16:59:59+00:00"


def test_a_year_that_opens_is_told() -> None:
    wanted = opening(plainest())
    event = RULES_BY_KIND["year_opened"](
        bloc=wanted.bloc, bloc_name=wanted.bloc_name, year=2025,
        definition="plain", definition_hash="0",
    )  # fmt: skip

    assert [one.on for one in _told(Paper(), "year", event)] == ["year_opened"]


def test_the_deputy_returns_what_the_head_registered() -> None:
    paper = Paper()
    register(paper, "an")

    drafts = paper.do("return_registration", DEPUTY, unit="an", comment="x")
    assert only(_told_of(paper, drafts)).units == ("an",)
