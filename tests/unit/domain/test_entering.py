"""Entries: in their unit, within their range, with their parts; wrong ones are never kept."""

from decimal import Decimal
from typing import Any

import pytest

from definitions.wording import say
from tests.factories import DEPUTY, HEAD, MEMBER, holds
from tests.unit.domain.builders import scores, standing_in
from tests.years import Paper
from workflow.domain.scores.sheet import Sheet

PERCENT = "{kind: percent, least: 0, most: 100}"
CHANGE = """
    rubric:
      parts:
        - id: II
          parts:
            - id: II.1
              measure: %s
              score: {count: null, %s}
              evidence: %s
"""
BALANCE = "bonus_penalty: {bonus_each: 1, penalty_each: 1}"


def _paper(measure: str, way: str, evidence: str = "optional") -> Paper:
    return standing_in("scoring", CHANGE % (measure, way, evidence))


def _refused(paper: Paper, entry: Any) -> list[str]:  # noqa: ANN401 - whatever is entered
    return paper.refused("save_entries", MEMBER, entries={"II.1": entry})


@pytest.mark.parametrize(
    ("entry", "refused"),
    [
        pytest.param(90, [], id="percent"),
        pytest.param("0.90", ["ENTRY_OF_OTHER_UNIT"], id="a-share-of-one"),
        pytest.param(0, [], id="zero-is-a-percentage"),
        pytest.param(125, ["ENTRY_TOO_HIGH"], id="more-than-all"),
        pytest.param("90.125", ["ENTRY_TOO_PRECISE"], id="finer-than-measured"),
        pytest.param({"value": 90, "unit": "percent"}, [], id="unit-stated"),
        pytest.param({"value": "0.9", "unit": "share"}, ["ENTRY_UNIT_OTHER", "ENTRY_OF_OTHER_UNIT"],
                     id="another-unit-stated"),
        pytest.param({"bonus": 3, "penalty": 0}, ["ENTRY_SHAPE"], id="parts-of-another-kind"),
    ],
)  # fmt: skip
def test_an_entry_of_another_unit_is_refused(entry: object, refused: list[str]) -> None:
    assert _refused(_paper(PERCENT, "against_best: {target: 90}"), entry) == refused


def test_a_unit_may_have_to_be_stated() -> None:
    paper = _paper("{kind: percent, most: 100, stated: true}", "against_best: {target: 90}")

    assert _refused(paper, 85) == ["ENTRY_UNIT_MISSING"]
    assert _refused(paper, {"value": 85, "unit": "percent"}) == []


@pytest.mark.parametrize("way", ["ratio: {target: 90}", "against_best: {target: 90}"])
def test_of_ninety_nine_tenths_and_nine_only_one_is_taken_for_ninety_percent(way: str) -> None:
    paper = _paper("{kind: percent}", way)

    assert _refused(paper, 90) == []
    assert _refused(paper, "0.9") == ["ENTRY_OF_OTHER_UNIT"]
    assert _refused(paper, 9) == ["ENTRY_FAR_BELOW_TARGET"]
    assert _refused(paper, 125) == ["ENTRY_TOO_HIGH"]


def test_what_is_far_below_its_target_is_told_with_what_was_probably_meant() -> None:
    paper = _paper("{kind: percent}", "ratio: {target: 90}")
    (unmet,) = paper.prevented("save_entries", MEMBER, entries={"II.1": 9})

    assert say(unmet.code, unmet.facts, "vi") == (
        "Nội dung II.1 (Phong trào) có chỉ tiêu 90: 9 có lẽ là 90. "
        "Nếu đúng là 9, ghi đơn vị tính cạnh số nhập: value: 9 và unit: percent."
    )
    assert _refused(paper, {"value": 9, "unit": "percent"}) == []


def test_a_correction_is_doubted_like_an_entry_until_its_unit_stands_beside_it() -> None:
    paper = _paper("{kind: percent}", "ratio: {target: 90}")
    paper.do("self_score", MEMBER, entries=scores(II_1="90"))
    correction = {"criterion": "II.1", "to": 9, "reason": "Theo báo cáo"}

    def refused(**more: str) -> list[str]:
        return paper.refused("appraise", HEAD, unit="chau", corrections=[{**correction, **more}])

    assert refused() == ["ENTRY_FAR_BELOW_TARGET"]
    assert refused(unit="share") == ["ENTRY_UNIT_OTHER"]
    assert refused(unit="percent") == []


def test_an_entry_is_seen_from_the_units_own_target_too() -> None:
    paper = _paper("{kind: percent}", "against_best: {targets: each_unit}")
    paper.do("set_targets", HEAD, unit="chau", values={"II.1": 80})

    assert _refused(paper, 8) == ["ENTRY_FAR_BELOW_TARGET"]
    assert _refused(paper, 10) == ["ENTRY_FAR_BELOW_TARGET"]
    assert _refused(paper, "10.01") == []


def test_a_target_of_a_units_own_keeps_to_the_measure() -> None:
    paper = _paper("{kind: share}", "against_best: {targets: each_unit}")
    set_to = [
        paper.refused("set_targets", HEAD, unit="chau", values={"II.1": value})
        for value in ("0.9", 9, 90)
    ]

    high = "ENTRY_TOO_HIGH"
    assert set_to == [[], [high, "ENTRY_OF_OTHER_UNIT"], [high, "ENTRY_OF_OTHER_UNIT"]]


@pytest.mark.parametrize(
    ("way", "entry", "refused"),
    [
        pytest.param("plan_points: {percent_each: 5}", 100, [], id="the-whole-plan"),
        pytest.param("plan_points: {percent_each: 5}", 1000, ["ENTRY_TOO_HIGH"], id="ten-plans"),
        pytest.param("percent_lost: {points_each: 1}", 101, ["ENTRY_TOO_HIGH"], id="all-and-more"),
        pytest.param("lapses: {points_each: 1}", "2.5", ["ENTRY_TOO_PRECISE"], id="half-a-lapse"),
        pytest.param("from_rank: {points: [20, 10]}", 0, ["ENTRY_TOO_LOW"], id="rank-nought"),
    ],
)
def test_a_way_that_says_what_is_entered_bounds_it(
    way: str, entry: object, refused: list[str]
) -> None:
    assert _refused(_paper("null", way), entry) == refused


@pytest.mark.parametrize(
    ("measure", "times", "refused"),
    [
        ("null", 3, []),
        ("null", "0.3", ["ENTRY_TOO_PRECISE"]),
        ("{kind: count, most: 4}", 5, ["ENTRY_TOO_HIGH"]),
        ("{kind: percent, most: 20, doubt_below: 0}", "0.5", []),
    ],
)
def test_how_often_an_adjustment_applies_is_bounded_as_it_says(
    measure: str, times: object, refused: list[str]
) -> None:
    paper = standing_in("scoring", f"rubric: {{adjustments: [{{id: B, measure: {measure}}}]}}")
    unmet = paper.refused("save_entries", MEMBER, times={"B": times})
    paper.do("self_score", MEMBER, entries=scores())
    correction = {"criterion": "B", "to": times, "reason": "Đối chiếu hồ sơ"}

    assert unmet == refused
    assert paper.refused("appraise", HEAD, unit="chau", corrections=[correction]) == refused


@pytest.mark.parametrize(
    ("measure", "entry", "refused"),
    [
        ("{kind: percent}", 9999, "ENTRY_TOO_HIGH"),
        ("{kind: count, most: 100}", "2.5", "ENTRY_TOO_PRECISE"),
        ("{kind: amount, least: 10, most: 20}", "9", "ENTRY_TOO_LOW"),
    ],
)
def test_every_measure_has_its_range(measure: str, entry: str, refused: str) -> None:
    assert _refused(_paper(measure, "best_of_group: {}"), entry) == [refused]


def test_a_percentage_beyond_the_whole_is_taken_as_far_as_the_definition_says() -> None:
    paper = _paper("{kind: percent, most: 150}", "ratio: {target: 100}")

    assert [_refused(paper, entry) for entry in (150, 151)] == [[], ["ENTRY_TOO_HIGH"]]


def test_a_share_written_as_a_percentage_is_told_as_a_share() -> None:
    unmet = _paper("{kind: share}", "best_of_group: {}").prevented(
        "save_entries", MEMBER, entries={"II.1": 90}
    )

    assert [one.facts.get("meant") for one in unmet] == [None, Decimal("0.9")]


@pytest.mark.parametrize(
    ("way", "entry", "refused"),
    [
        (BALANCE, {"bonus": 3, "penalty": 1}, []),
        (BALANCE, {"bonus": 3}, ["ENTRY_SHAPE"]),
        (BALANCE, 3, ["ENTRY_SHAPE"]),
        (BALANCE, {"bonus": "1.5", "penalty": 0}, ["ENTRY_TOO_PRECISE"]),
        ("sample: {size: 2, most: 5}", {"marks": [5, 4]}, []),
        ("sample: {size: 2, most: 5}", {"marks": [5]}, ["SAMPLE_SIZE"]),
        ("sample: {size: 2, most: 5}", {"marks": [5, 6]}, ["ENTRY_TOO_HIGH"]),
        ("imported: {agency: council}", 5, ["ENTRY_OF_AGENCY"]),
    ],
)
def test_an_entry_has_the_parts_of_its_kind(way: str, entry: object, refused: list[str]) -> None:
    assert _refused(_paper("null", way), entry) == refused


def test_saved_cells_are_handed_in_with_the_rest() -> None:
    paper = standing_in("scoring")
    paper.do("save_entries", MEMBER, entries={"I.1": "28"}, times={"B": 1})
    rest = {name: one for name, one in scores().items() if name != "I.1"}
    paper.do("self_score", MEMBER, entries=rest)

    found = paper.book.load(Sheet, "sheet/chau")
    assert (found.status, found.entries["I.1"], found.times) == (
        "submitted",
        Decimal(28),
        {"B": Decimal(1)},
    )


def test_a_saved_sheet_is_not_handed_in() -> None:
    paper = standing_in("scoring")
    paper.do("save_entries", MEMBER, entries=scores())

    assert paper.book.load(Sheet, "sheet/chau").status == "none"
    assert paper.refused("appraise", HEAD, unit="chau") == ["DOSSIER_STATUS"]
    assert paper.refused("self_score", MEMBER) == []


def test_required_evidence_blocks_handing_in_unless_the_entry_is_zero() -> None:
    paper = _paper("null", "manual: {}", "required")

    assert paper.refused("self_score", MEMBER, entries=scores(II_1="5")) == ["EVIDENCE_MISSING"]
    assert paper.refused("self_score", MEMBER, entries=scores(II_1="0")) == []
    proofs = {"II.1": ["Báo cáo số 15"]}
    given = {"entries": scores(II_1="5"), "evidence": proofs}
    assert paper.refused("self_score", MEMBER, **given) == []


def test_an_agency_marks_its_own_criteria_and_a_second_mark_keeps_the_first() -> None:
    paper = _paper("null", "imported: {agency: council}")
    given = {"unit": "chau", "source": "Bảng điểm"}

    assert paper.refused("import_scores", holds("council"), entries={"I.1": 3}, **given) == [
        "OUTSIDE_THE_FIELD"
    ]
    paper.do("import_scores", holds("council"), entries={"II.1": 3}, **given)
    paper.do("import_scores", holds("council"), entries={"II.1": 5}, **given)
    found = paper.book.load(Sheet, "sheet/chau")
    assert [(one.before, one.after, one.reason) for one in found.changes] == [
        (Decimal(3), Decimal(5), "Bảng điểm")
    ]


def test_a_sheet_waits_for_the_marks_of_its_agencies() -> None:
    paper = _paper("null", "imported: {agency: council}")
    for unit, by in (("an", HEAD), ("chau", MEMBER)):
        rest = {name: one for name, one in scores().items() if name != "II.1"}
        paper.do("self_score", by, entries=rest)
        paper.do("appraise", DEPUTY, unit=unit)

    unmet = [one for one in paper.prevented("fix_ranking", HEAD) if one.code == "MISSING_IMPORT"]
    assert [(one.facts["count"], one.who) for one in unmet] == [(4, ("office:council",))]
