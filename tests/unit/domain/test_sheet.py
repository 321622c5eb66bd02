"""Score sheets: everything that can be wrong with one, and what an appraisal may change."""

from decimal import Decimal

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, at, sits
from tests.unit.domain.builders import codes, scores, sheet, standing_in, with_sheets
from tests.years import Paper
from workflow.domain.scores.owing import missing_sheets
from workflow.domain.scores.sheet import Change, Sheet, total_of

CHAU = "sheet/chau"


@pytest.fixture
def paper() -> Paper:
    return standing_in("scoring")


def _found(paper: Paper) -> Sheet:
    return paper.book.load(Sheet, CHAU)


def _correct(criterion: str, to: object) -> dict[str, object]:
    return {"criterion": criterion, "to": to, "reason": "Theo báo cáo"}


def test_a_unit_hands_in_its_own_scores(paper: Paper) -> None:
    paper.do("self_score", MEMBER, entries=scores(I_1="28.5"), times={"B": 1})

    found = _found(paper)
    assert (found.status, found.entries["I.1"], found.times) == (
        "submitted", Decimal("28.5"), {"B": Decimal(1)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        pytest.param({"I_1": "30"}, [], id="manual-at-its-maximum"),
        pytest.param({"I_1": "30.1"}, ["ENTRY_TOO_HIGH"], id="manual-above-its-maximum"),
        pytest.param({"I_1": "29.55"}, ["ENTRY_TOO_PRECISE"], id="manual-too-precise"),
        pytest.param({"I_1": "29.50"}, [], id="a-zero-at-the-end-is-not-precision"),
        pytest.param({"I_1": "30.01"}, ["ENTRY_TOO_HIGH", "ENTRY_TOO_PRECISE"], id="manual-both"),
        pytest.param({"I_1": "0"}, [], id="zero"),
        pytest.param({"I_1": None}, ["MUST_BE_ASSIGNED"], id="not-assignable"),
        pytest.param({"II_2": None}, [], id="assignable"),
        pytest.param({"I_3": "0"}, [], id="fail"),
        pytest.param({"I_3": "0.5"}, ["ENTRY_PASS_OR_FAIL"], id="half-passed"),
        pytest.param({"I_3": "2"}, ["ENTRY_TOO_HIGH", "ENTRY_PASS_OR_FAIL"], id="twice-passed"),
        pytest.param({"I_2": "24"}, [], id="ratio-at-what-can-be-true"),
        pytest.param({"I_2": "25"}, ["ENTRY_TOO_HIGH"], id="ratio-beyond-what-can-be-true"),
        pytest.param({"I_2": "0.3333"}, ["ENTRY_TOO_PRECISE"], id="part-of-a-task"),
        pytest.param({"II_1": "1000"}, [], id="count-without-limit"),
        pytest.param({"II_1": "2.5"}, ["ENTRY_TOO_PRECISE"], id="half-a-movement"),
        pytest.param({"IX": "1"}, ["NO_SUCH_CRITERION"], id="unknown"),
        pytest.param({"II": "40"}, ["NO_SUCH_CRITERION"], id="a-node-is-no-leaf"),
    ],
)
def test_every_entry_is_checked_against_its_criterion(
    paper: Paper, changed: dict[str, str | None], refused: list[str]
) -> None:
    assert paper.refused("self_score", MEMBER, entries=scores(**changed)) == refused


def test_an_empty_criterion_is_missing_and_not_zero(paper: Paper) -> None:
    entries = scores()
    del entries["I.1"], entries["II.2"]

    unmet = paper.prevented("self_score", MEMBER, entries=entries)
    assert [(one.code, one.facts["criterion"]) for one in unmet] == [
        ("ENTRY_MISSING", "I.1"),
        ("ENTRY_MISSING", "II.2"),
    ]


def test_an_adjustment_must_be_of_the_rubric(paper: Paper) -> None:
    unmet = paper.prevented("self_score", MEMBER, entries=scores(), times={"B": 1, "X": 1})

    assert [(one.code, one.facts["criterion"]) for one in unmet] == [("NO_SUCH_CRITERION", "X")]


def test_a_sheet_is_told_everything_that_is_wrong_at_once(paper: Paper) -> None:
    entries = scores(I_1="30.01", I_3="0.5", IX="1")
    del entries["II.2"]

    assert paper.refused("self_score", MEMBER, entries=entries, times={"X": 1}) == [
        "NO_SUCH_CRITERION",
        "ENTRY_TOO_HIGH",
        "ENTRY_TOO_PRECISE",
        "ENTRY_PASS_OR_FAIL",
        "ENTRY_MISSING",
        "NO_SUCH_CRITERION",
    ]


def test_a_sheet_is_handed_in_once(paper: Paper) -> None:
    paper.do("self_score", MEMBER, entries=scores())

    assert paper.refused("self_score", MEMBER, entries=scores()) == ["DOSSIER_STATUS"]


def test_a_returned_sheet_may_be_handed_in_again(paper: Paper) -> None:
    paper.do("self_score", MEMBER, entries=scores())
    paper.do("return_sheet", HEAD, unit="chau", comment="Thiếu minh chứng")

    assert (_found(paper).status, _found(paper).comment) == ("returned", "Thiếu minh chứng")
    assert paper.refused("self_score", MEMBER, entries=scores()) == []


def test_scores_come_too_late_where_nothing_late_is_taken() -> None:
    paper = standing_in("scoring", "stages: [{id: year_end_scoring, late: {effect: refuse}}]")
    paper.now = at(12, 16)

    assert paper.refused("self_score", MEMBER, entries=scores()) == ["DEADLINE_PASSED"]


def test_late_scores_are_marked(paper: Paper) -> None:
    paper.now = at(12, 16)
    paper.do("self_score", MEMBER, entries=scores())

    assert _found(paper).late


def test_what_is_not_corrected_stands() -> None:
    paper = with_sheets(an=sheet(), binh=sheet(), chau=sheet(status="submitted", I_1="20"))
    paper.do("appraise", HEAD, unit="chau")

    found = _found(paper)
    assert (found.status, found.entries["I.1"], found.changes) == ("accepted", Decimal(20), ())


def test_a_correction_keeps_before_after_and_why(paper: Paper) -> None:
    paper.do("self_score", MEMBER, entries=scores())
    paper.do("appraise", HEAD, unit="chau", corrections=[_correct("I.1", 25)])

    assert _found(paper).changes == (
        Change(
            criterion="I.1", before=Decimal(30), after=Decimal(25), reason="Theo báo cáo"
        ),
    )  # fmt: skip
    assert total_of(paper.definition.rubric, _found(paper)).points == 95


@pytest.mark.parametrize(
    ("times", "to", "before", "points"),
    [
        pytest.param({"P": 4}, 2, Decimal(4), 99, id="changed"),
        pytest.param({}, 2, None, 99, id="added"),
        pytest.param({"P": 4}, 0, Decimal(4), 100, id="taken-away"),
    ],
)
def test_an_adjustment_may_be_corrected(
    paper: Paper, times: dict[str, int], to: int, before: Decimal | None, points: int
) -> None:
    paper.do("self_score", MEMBER, entries=scores(), times=times)
    paper.do("appraise", HEAD, unit="chau", corrections=[_correct("P", to)])

    assert _found(paper).changes[0].before == before
    assert total_of(paper.definition.rubric, _found(paper)).points == points


def test_a_criterion_may_be_corrected_to_not_assigned(paper: Paper) -> None:
    paper.do("self_score", MEMBER, entries=scores())
    paper.do("appraise", HEAD, unit="chau", corrections=[_correct("II.2", None)])

    assert total_of(paper.definition.rubric, _found(paper)).of == 80


@pytest.mark.parametrize(
    ("corrections", "refused"),
    [
        pytest.param([_correct("I.1", "30.1")], ["ENTRY_TOO_HIGH"], id="too-high"),
        pytest.param([_correct("I.1", "1.25")], ["ENTRY_TOO_PRECISE"], id="too-precise"),
        pytest.param([_correct("I.3", "0.5")], ["ENTRY_PASS_OR_FAIL"], id="half-passed"),
        pytest.param([_correct("I.1", None)], ["MUST_BE_ASSIGNED"], id="not-assignable"),
        pytest.param([_correct("P", None)], ["MUST_BE_ASSIGNED"], id="adjustment-not-assigned"),
        pytest.param([_correct("IX", 1)], ["NO_SUCH_CRITERION"], id="unknown"),
        pytest.param(
            [_correct("I.1", 1), _correct("I.1", 2)], ["CORRECTED_TWICE"], id="criterion-twice"
        ),
        pytest.param(
            [_correct("P", 1), _correct("P", 1)], ["CORRECTED_TWICE"], id="adjustment-twice"
        ),
    ],
)
def test_a_correction_is_checked_as_an_entry_is(
    paper: Paper, corrections: list[object], refused: list[str]
) -> None:
    paper.do("self_score", MEMBER, entries=scores())

    assert paper.refused("appraise", HEAD, unit="chau", corrections=corrections) == refused


@pytest.mark.parametrize("act", ["appraise", "return_sheet"])
def test_nothing_is_appraised_that_was_not_handed_in(paper: Paper, act: str) -> None:
    comment = {"comment": "Thiếu"} if act == "return_sheet" else {}

    assert paper.refused(act, HEAD, unit="chau", **comment) == ["DOSSIER_STATUS"]


@pytest.mark.parametrize("act", ["appraise", "return_sheet"])
def test_nobody_appraises_their_own_unit(act: str) -> None:
    paper = with_sheets(an=sheet(status="submitted"), binh=sheet(status="submitted"))
    comment = {"comment": "Thiếu"} if act == "return_sheet" else {}

    assert paper.refused(act, HEAD, unit="an", **comment) == ["OWN_UNIT"]
    assert paper.refused(act, DEPUTY, unit="an", **comment) == []


def test_whoever_the_definition_does_not_name_appraises_nothing() -> None:
    paper = with_sheets("roles: {standing_unit: {least: 1}}", **_submitted())

    assert paper.refused("appraise", MEMBER, unit="an") == ["NOT_IN_ROLE"]


def _submitted() -> dict[str, Sheet]:
    return {unit: sheet(status="submitted") for unit in ("an", "binh", "chau")}


def test_without_appraisers_in_the_definition_the_head_appraises() -> None:
    paper = with_sheets("stages: [{id: year_end_scoring, appraisal: null}]", **_submitted())

    assert paper.refused("appraise", HEAD, unit="chau") == []
    assert paper.refused("appraise", DEPUTY, unit="chau") == ["NOT_IN_ROLE"]


def test_a_fixed_ranking_holds_the_sheets() -> None:
    paper = with_sheets(an=sheet(), binh=sheet(I_1="1"))
    paper.do("fix_ranking", HEAD)

    refused = paper.refused("return_sheet", HEAD, unit="binh", comment="Chấm lại")
    assert refused == ["RANKING_FIXED"]


@pytest.mark.parametrize(
    ("demanded", "missing"),
    [
        pytest.param("submitted", ["MISSING_SELF_SCORE"], id="submitted"),
        pytest.param("appraised", ["MISSING_SELF_SCORE", "MISSING_APPRAISAL"], id="appraised"),
    ],
)
def test_missing_sheets_are_those_not_handed_in_and_those_not_appraised(
    demanded: str, missing: list[str]
) -> None:
    paper = with_sheets(an=sheet(), binh=sheet(status="submitted"), chau=sheet(status="returned"))

    unmet = list(missing_sheets(paper.book, demanded))
    assert codes(unmet) == missing
    assert unmet[0].who == ("unit:chau",)


def test_a_member_scores_only_its_own_unit(paper: Paper) -> None:
    paper.do("self_score", sits("dong"), entries=scores())

    assert set(paper.book.each(Sheet, "sheet")) == {"dong"}
