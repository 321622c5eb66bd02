"""Targets of the pledge: a number has its unit and its range, and the rubric's is not another."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.factories import HEAD, MEMBER, pledge_text, sits
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper, members
from workflow.domain.pledging.pledge import Pledge, PledgeDrafted
from workflow.domain.pledging.pledged import Target

PERCENT = {"kind": "percent"}
TASKS = {"kind": "count", "name": "việc", "most": 100}
MEASURED = """
rubric:
  parts:
    - id: I
      parts:
        - id: I.1
          score: {manual: null, ratio: {target: 90}}
          measure: {kind: percent}
        - id: I.2
          score: {ratio: null, against_best: {targets: each_unit}}
          measure: {kind: percent, most: 100}
"""


def _text(**target: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a form holds
    return pledge_text() | {"targets": [{"id": "t", "title": "Kế hoạch", **target}]}


def _refused(paper: Paper, **target: Any) -> list[str]:  # noqa: ANN401 - whatever a form holds
    return paper.refused("draft_pledge", HEAD, **_text(**target))


def _drafted(paper: Paper, **target: Any) -> Target:  # noqa: ANN401 - whatever a form holds
    paper.do("draft_pledge", HEAD, **_text(**target))
    return only(paper.book.load(Pledge, "pledge").targets)


@pytest.fixture
def paper() -> Paper:
    return standing_in("pledge")


@pytest.mark.parametrize(
    ("value", "measure", "refused"),
    [
        pytest.param(90, PERCENT, [], id="ninety-percent"),
        pytest.param("0.9", PERCENT, ["TARGET_OF_OTHER_UNIT"], id="a-share-for-a-percent"),
        pytest.param(9, PERCENT, ["TARGET_UNUSUAL"], id="nine-for-ninety"),
        pytest.param(125, PERCENT, ["TARGET_OUT_OF_RANGE"], id="more-than-the-whole"),
        pytest.param(125, PERCENT | {"most": 150}, [], id="more-than-the-whole-as-said"),
        pytest.param("90.123", PERCENT, ["TARGET_TOO_PRECISE"], id="too-precise"),
        pytest.param(90, {"kind": "share"}, ["TARGET_OF_OTHER_UNIT"], id="a-percent-for-a-share"),
        pytest.param("0.9", {"kind": "share"}, [], id="a-share"),
        pytest.param("0.09", {"kind": "share"}, ["TARGET_UNUSUAL"], id="nine-hundredths"),
        pytest.param(12, TASKS, [], id="a-count"),
        pytest.param("12.5", TASKS, ["TARGET_TOO_PRECISE"], id="half-a-thing"),
        pytest.param(101, TASKS, ["TARGET_OUT_OF_RANGE"], id="more-than-there-can-be"),
        pytest.param(12, {"kind": "count"}, ["TARGET_WITHOUT_RANGE"], id="a-count-without-end"),
        pytest.param(12, {"kind": "amount", "most": 99}, ["TARGET_OF_WHAT"], id="of-what"),
        pytest.param(12, "việc", ["TARGET_WITHOUT_UNIT"], id="a-unit-in-words-only"),
        pytest.param(12, None, ["TARGET_WITHOUT_UNIT"], id="no-unit"),
        pytest.param(None, PERCENT, ["TARGET_WITHOUT_VALUE"], id="a-unit-without-a-number"),
        pytest.param(None, None, [], id="words-only"),
    ],
)
def test_a_number_has_its_unit_and_lies_in_its_range(
    paper: Paper, value: object, measure: object, refused: list[str]
) -> None:
    assert _refused(paper, value=value, measure=measure) == refused


def test_a_number_where_targets_do_not_lie_takes_somebody_who_is_sure(paper: Paper) -> None:
    unmet = only(paper.prevented("draft_pledge", HEAD, **_text(value=9, measure=PERCENT)))
    assert (unmet.facts["least"], unmet.facts["most"]) == (50, 100)

    assert _drafted(paper, value=9, measure=PERCENT, sure=True).sure


def test_who_is_sure_still_writes_no_share_for_a_percent(paper: Paper) -> None:
    assert _refused(paper, value="0.9", measure=PERCENT, sure=True) == ["TARGET_OF_OTHER_UNIT"]


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        pytest.param({"criterion": "I.1"}, [], id="as-the-rubric-has-it"),
        pytest.param({"criterion": "I.1", "value": 90}, [], id="said-again"),
        pytest.param(
            {"criterion": "I.1", "value": 95}, ["TARGET_OTHER_THAN_CRITERION"], id="otherwise"
        ),
        pytest.param(
            {"criterion": "I.1", "measure": PERCENT}, ["TARGET_MEASURED_TWICE"], id="twice"
        ),
        pytest.param({"criterion": "I.9"}, ["NO_SUCH_CRITERION"], id="unknown"),
        pytest.param({"criterion": "II.2"}, ["CRITERION_NOT_MEASURED"], id="by-judgement"),
        pytest.param({"criterion": "I.2"}, ["TARGET_WITHOUT_VALUE"], id="of-each-unit"),
        pytest.param({"criterion": "I.2", "value": 9}, ["TARGET_UNUSUAL"], id="nine"),
        pytest.param({"criterion": "I.2", "value": 80, "unit": "chau"}, [], id="of-one-unit"),
    ],
)
def test_what_a_criterion_measures_is_measured_by_it_alone(
    target: dict[str, Any], refused: list[str]
) -> None:
    assert _refused(standing_in("pledge", MEASURED), **target) == refused


def test_the_rubric_gives_a_target_its_number_unit_and_range() -> None:
    found = _drafted(standing_in("pledge", MEASURED), criterion="I.1")

    assert found.value == 90
    assert found.counted
    assert found.counted.kind == "percent"
    assert (found.counted.least, found.counted.most) == (Decimal(0), Decimal(100))


def test_a_units_own_target_is_that_of_the_pledge() -> None:
    paper = standing_in("pledge", MEASURED)
    _drafted(paper, criterion="I.2", value=80, unit="chau")

    other, same = ({"unit": "chau", "values": {"I.2": value}} for value in (85, 80))
    unmet = only(paper.prevented("set_targets", HEAD, **other))
    assert (unmet.code, unmet.facts["known"]) == ("TARGET_OTHER_THAN_PLEDGED", 80)
    paper.do("set_targets", HEAD, **same)


def test_a_target_set_for_a_unit_is_the_one_of_its_pledge() -> None:
    paper = standing_in("pledge", MEASURED)
    paper.do("set_targets", HEAD, unit="chau", values={"I.2": 80})

    assert _refused(paper, criterion="I.2", unit="chau", value=85) == [
        "TARGET_OTHER_THAN_CRITERION"
    ]
    assert _drafted(paper, criterion="I.2", unit="chau").value == 80


def test_a_units_own_target_where_targets_do_not_lie_takes_somebody_who_is_sure() -> None:
    paper = standing_in("pledge", MEASURED)
    nine = {"unit": "chau", "values": {"I.2": 9}}

    assert paper.refused("set_targets", HEAD, **nine) == ["TARGET_UNUSUAL"]
    assert paper.refused("set_targets", HEAD, **nine, sure=True) == []


def _reporting(**target: Any) -> Paper:  # noqa: ANN401 - whatever a form holds
    paper = standing_in("pledge")
    paper.do("draft_pledge", HEAD, **_text(**target))
    for unit in members(paper):
        paper.do("sign_pledge", sits(unit))
    paper.do("advance", HEAD)
    return paper


@pytest.mark.parametrize(
    ("result", "refused"),
    [
        pytest.param({"value": 45}, [], id="half-way"),
        pytest.param({"value": 0}, [], id="nothing-yet"),
        pytest.param({"value": "0.9"}, ["TARGET_OF_OTHER_UNIT"], id="a-share"),
        pytest.param({"value": 125}, ["TARGET_OUT_OF_RANGE"], id="more-than-the-whole"),
        pytest.param({"value": 9}, ["RESULT_FAR_BELOW_TARGET"], id="nine-of-ninety"),
        pytest.param({"value": 9, "unit": "percent"}, [], id="nine-percent-as-said"),
        pytest.param({"value": 9, "unit": "count"}, ["RESULT_OF_OTHER_UNIT"], id="nine-of-what"),
    ],
)
def test_what_is_reached_is_counted_as_the_pledge_counts_it(
    result: dict[str, Any], refused: list[str]
) -> None:
    paper = _reporting(value=90, measure=PERCENT)

    results = [{"target": "t", **result}]
    assert paper.refused("submit_report", MEMBER, results=results) == refused


def test_words_without_a_number_are_not_reported_in_numbers() -> None:
    paper = _reporting()

    assert paper.refused("submit_report", MEMBER, results=[{"target": "t", "value": 1}]) == [
        "NO_SUCH_TARGET"
    ]
    for unit in members(paper):
        paper.do("submit_report", sits(unit), summary="Đã thực hiện")
    paper.do("conclude_review", HEAD)


def test_an_event_of_the_first_release_is_read_as_it_was_recorded() -> None:
    target = {"id": "t", "title": "Kế hoạch", "value": "90", "measure": "phần trăm", "unit": None}
    recorded = {"themes": [], "targets": [target], "campaigns": [], "text_hash": "x", "by": []}

    found = only(TypeAdapter(PledgeDrafted).validate_python(recorded).targets)
    assert (found.value, found.unit_said, found.counted) == (Decimal(90), "phần trăm", None)


def test_a_pledge_of_the_first_release_is_reported_on_as_it_was_signed() -> None:
    paper = standing_in("review")
    pledge = paper.book.load(Pledge, "pledge")
    paper.streams["pledge"] = Pledge(
        themes=pledge.themes, campaigns=(), text_hash="x", signatures=pledge.signatures,
        targets=(Target(id="t", title="Kế hoạch", value=Decimal(90), measure="phần trăm"),),
    )  # fmt: skip

    results = [{"target": "t", "value": 125}]
    assert paper.refused("submit_report", MEMBER, results=results) == []
