"""The scoring chain: level after level, one step back, each in its field, never one's own unit."""

from decimal import Decimal

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, holds, sits
from tests.unit.domain.builders import scores, standing_in
from tests.years import Paper
from workflow.domain.results.publishing import coarse, sees
from workflow.domain.scores.sheet import Sheet

CHAIN = """
    offices:
      - {id: finance, title: {vi: Tài chính, en: Finance}}
      - {id: health, title: {vi: Y tế, en: Health}}
    stages:
      - id: year_end_scoring
        appraisal: null
        chain:
          - {id: self, title: {vi: Tự chấm, en: Self}, who: unit}
          - {id: peers, title: {vi: Chấm chéo, en: Peers}, who: peers, peers: 2, edits: false}
          - {id: heads, title: {vi: Thẩm định, en: Appraisal}, who: roles, roles: [head, deputy]}
          - {id: explaining, title: {vi: Giải trình, en: Explanation}, who: unit, optional: true}
          - id: fields
            title: {vi: Chuyên ngành, en: Agencies}
            who: agencies
            agencies: [{office: finance, only: [I]}, {office: health, only: [II.1]}]
          - {id: council, title: {vi: Hội đồng, en: Council}, who: office, office: council}
        publication: {by: [admin, head], paper: required}
"""
CHAU, DONG = "sheet/chau", sits("dong")
OFFICES = ("finance", "health")
SECOND = {"criterion": "I.1", "to": "25", "reason": "Theo báo cáo"}


@pytest.fixture
def paper() -> Paper:
    made = standing_in("scoring", CHAIN)
    made.do("self_score", MEMBER, entries=scores())
    return made


def _level(paper: Paper) -> str | None:
    return paper.book.load(Sheet, CHAU).level


def _peers(paper: Paper) -> None:
    for peer in (HEAD, DONG):
        paper.do("appraise", peer, unit="chau")


def _to_fields(paper: Paper) -> None:
    _peers(paper)
    paper.do("appraise", HEAD, unit="chau", corrections=[SECOND])
    paper.do("explain_sheet", MEMBER, explanation="Đồng ý")


HALVES = """
    rubric:
      periods:
        makes: average
        parts:
          - {id: h1, months: 6, title: {vi: Sáu tháng đầu, en: First half}}
          - {id: h2, months: 6, title: {vi: Sáu tháng cuối, en: Second half}}
"""


def test_each_period_goes_through_the_chain_by_itself() -> None:
    paper = standing_in("scoring", CHAIN + HALVES)
    assert coarse(paper.book, "chau") == "none"
    paper.do("self_score", MEMBER, period="h1", entries=scores())
    for peer in (HEAD, DONG):
        paper.do("appraise", peer, unit="chau", period="h1")
    paper.do("appraise", HEAD, unit="chau", period="h1", corrections=[SECOND])

    assert paper.refused("appraise", HEAD, unit="chau", period="h2") == [
        "PERIOD_TO_COME", "DOSSIER_STATUS",
    ]  # fmt: skip
    paper.do("explain_sheet", MEMBER, period="h1", explanation="Đồng ý")
    assert paper.book.load(Sheet, "sheet@h1/chau").level == "fields"
    assert coarse(paper.book, "chau") == "processing"


def test_a_sheet_goes_from_level_to_level(paper: Paper) -> None:
    levels = [_level(paper)]
    paper.do("appraise", HEAD, unit="chau")
    levels.append(_level(paper))
    paper.do("appraise", DONG, unit="chau")
    levels.append(_level(paper))
    paper.do("appraise", DEPUTY, unit="chau")
    levels.append(_level(paper))
    paper.do("explain_sheet", MEMBER, explanation="Đồng ý")
    for office in OFFICES:
        levels.append(_level(paper))
        paper.do("appraise", holds(office), unit="chau")
    levels.append(_level(paper))
    paper.do("appraise", holds("council"), unit="chau")

    found = paper.book.load(Sheet, CHAU)
    assert levels == ["peers", "peers", "heads", "explaining", "fields", "fields", "council"]
    assert (found.status, found.level) == ("accepted", None)
    assert [one.what for one in found.trail] == [
        "submitted", "passed", "passed", "passed", "explained", "passed", "passed", "passed",
    ]  # fmt: skip


def test_nobody_above_the_first_level_acts_on_their_own_unit(paper: Paper) -> None:
    assert "OWN_UNIT" in paper.refused("appraise", MEMBER, unit="chau")


def test_a_level_waits_for_its_turn(paper: Paper) -> None:
    (unmet,) = paper.prevented("appraise", holds("council"), unit="chau")

    assert (unmet.code, unmet.who) == ("NOT_AT_THIS_LEVEL", ("head",))


def test_one_peer_does_not_check_twice(paper: Paper) -> None:
    paper.do("appraise", HEAD, unit="chau")

    assert paper.refused("appraise", HEAD, unit="chau") == ["LEVEL_SIGNED_ALREADY"]


def test_a_level_without_edits_changes_nothing(paper: Paper) -> None:
    refused = paper.refused("appraise", HEAD, unit="chau", corrections=[SECOND])

    assert refused == ["LEVEL_WITHOUT_EDITS"]


def test_a_change_keeps_before_after_reason_and_level(paper: Paper) -> None:
    _to_fields(paper)

    (change,) = paper.book.load(Sheet, CHAU).changes
    assert (change.before, change.after, change.reason, change.level) == (
        Decimal(30), Decimal(25), "Theo báo cáo", "heads",
    )  # fmt: skip


def test_an_agency_scores_its_own_field_only(paper: Paper) -> None:
    _to_fields(paper)
    other = {"criterion": "II.2", "to": "1", "reason": "x"}

    assert paper.refused("appraise", holds("finance"), unit="chau", corrections=[other]) == [
        "OUTSIDE_THE_FIELD"
    ]
    assert paper.refused("appraise", holds("finance"), unit="chau", corrections=[SECOND]) == []


def test_a_level_returns_one_step_back_with_a_reason(paper: Paper) -> None:
    _peers(paper)
    paper.do("return_sheet", HEAD, unit="chau", comment="Chấm chéo lại")

    found = paper.book.load(Sheet, CHAU)
    assert (found.status, found.level, found.trail[-1].comment) == (
        "submitted", "peers", "Chấm chéo lại",
    )  # fmt: skip
    paper.do("return_sheet", HEAD, unit="chau", comment="Thiếu minh chứng")
    found = paper.book.load(Sheet, CHAU)
    assert (found.status, found.level, found.comment) == ("returned", None, "Thiếu minh chứng")


def test_an_optional_explanation_may_be_passed_by(paper: Paper) -> None:
    _peers(paper)
    paper.do("appraise", HEAD, unit="chau")
    paper.do("appraise", holds("health"), unit="chau")

    assert _level(paper) == "fields"


def test_a_unit_explains_only_at_its_level(paper: Paper) -> None:
    assert paper.refused("explain_sheet", MEMBER, explanation="x") == ["NOTHING_TO_EXPLAIN"]


def test_what_went_through_goes_back_to_the_last_level_alone(paper: Paper) -> None:
    _to_fields(paper)
    for office in (*OFFICES, "council"):
        paper.do("appraise", holds(office), unit="chau")

    assert paper.refused("return_sheet", HEAD, unit="chau", comment="x") == ["NOT_AT_THIS_LEVEL"]
    paper.do("return_sheet", holds("council"), unit="chau", comment="Xem lại")
    assert _level(paper) == "council"


def test_units_see_coarse_states_until_publication(paper: Paper) -> None:
    states = [coarse(paper.book, "dong"), coarse(paper.book, "chau")]
    _peers(paper)
    states.append(coarse(paper.book, "chau"))

    assert states == ["none", "submitted", "processing"]
    assert [sees(paper.book, who, "chau") for who in (MEMBER, holds("council"), ADMIN)] == [
        False, True, True,
    ]  # fmt: skip


def test_publication_takes_a_second_person_a_paper_and_the_typed_id(paper: Paper) -> None:
    for unit in ("an", "binh", "dong"):
        paper.do("self_score", sits(unit), entries=scores())
    for unit in ("an", "binh", "chau", "dong"):
        others = [sits(one) for one in ("an", "binh", "chau", "dong") if one != unit]
        for peer in others[:2]:
            paper.do("appraise", peer, unit=unit)
        paper.do("appraise", DEPUTY if unit == "an" else HEAD, unit=unit)
        for office in (*OFFICES, "council"):
            paper.do("appraise", holds(office), unit=unit)
    paper.do("fix_ranking", HEAD)
    typed = {"confirm": paper.book.id, "paper": "12-QĐ"}

    assert paper.refused("publish_scores", HEAD, **typed) == ["SECOND_PERSON"]
    assert paper.refused("publish_scores", ADMIN, confirm="có") == [
        "CONFIRMATION_DIFFERS",
        "PUBLICATION_PAPER_MISSING",
    ]
    paper.do("publish_scores", ADMIN, **typed)
    assert paper.refused("publish_scores", ADMIN, **typed) == ["PUBLISHED_ALREADY"]
    assert (coarse(paper.book, "chau"), sees(paper.book, MEMBER, "an")) == ("published", True)
