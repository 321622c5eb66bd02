"""A supplementary criterion: an office proposes it, another person confirms, entries stay."""

from dataclasses import replace

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, holds, pin, plain
from tests.unit.domain.builders import only, scores, standing_in
from tests.years import Paper
from workflow.domain.adoption import proposing
from workflow.domain.adoption.consequences import consequences
from workflow.domain.adoption.state import Adoption, CriteriaAnew, adoption_of
from workflow.domain.scores import criteria_groups

BY = "supplemented_by: {office: board}"
BONUS = "adjustments: [{id: S, kind: bonus, points_each: 1, bound: 2, title: {vi: Thêm, en: More}}]"
LEAF = "{id: II.3, max: 5, title: {vi: Thêm, en: More}, score: {manual: {}}}"
MORE = f"total: 105, parts: [{{id: II, max: 45, parts: [{LEAF}]}}]"
GROUP = """total: 105, parts: [{id: III, max: 5, title: {vi: Mới, en: New},
    parts: [{id: III.1, max: 5, title: {vi: Thêm, en: More}, score: {manual: {}}}]}]"""
GIVEN = {"definition": "plain", "reason": "Công văn mới"}


def _year(rubric: str = BY) -> Paper:
    """Return a year in its scoring stage, whose definition lets the board add criteria."""
    return standing_in("scoring", f"rubric: {{{rubric}}}")


def _asked(paper: Paper, rubric: str, rest: str = "", by: str = "board") -> list[str]:
    """Return what prevents an office from proposing the plain year with another rubric."""
    paper.offer(plain(f"rubric: {{{BY}, {rubric}}}\n{rest}"))
    return paper.refused("propose_definition", holds(by), **GIVEN)


def _enter(paper: Paper) -> Paper:
    paper.do("save_entries", MEMBER, entries={"I.1": "20"})
    return paper


def test_the_office_that_the_definition_names_proposes_and_another_person_confirms() -> None:
    paper = _year()
    assert _asked(paper, BONUS) == []

    paper.do("propose_definition", holds("board"), **GIVEN)
    assert only(proposing.waiting(paper.book)).who == ("admin", "overseer", "head", "deputy")
    assert "NOT_IN_ROLE" in paper.refused("adopt_definition", holds("board"), definition="plain")
    paper.do("adopt_definition", HEAD, definition="plain")
    assert paper.book.definition.rubric.adjustments[-1].id == "S"


def test_who_proposed_in_the_office_does_not_confirm_in_another_seat() -> None:
    paper = _year()
    paper.offer(plain(f"rubric: {{{BY}, {BONUS}}}"))
    paper.do("propose_definition", holds("board"), **GIVEN)
    waiting = adoption_of(paper.book).waiting
    assert waiting
    paper.streams["adoption"] = Adoption(waiting=replace(waiting, hands=(HEAD.person,)))

    assert paper.refused("adopt_definition", HEAD, definition="plain") == ["DEFINITION_FOUR_EYES"]
    assert paper.refused("adopt_definition", DEPUTY, definition="plain") == []


def test_the_office_takes_back_what_it_proposed_and_another_office_does_not() -> None:
    paper = _year()
    paper.offer(plain(f"rubric: {{{BY}, {BONUS}}}"))
    paper.do("propose_definition", holds("board"), **GIVEN)

    assert paper.refused("decline_definition", holds("council"), **GIVEN) == ["NOT_THE_OFFICE"]
    assert paper.refused("decline_definition", holds("board"), **GIVEN) == []


def test_no_other_office_proposes_and_none_where_none_is_named() -> None:
    assert _asked(_year(), BONUS, by="council") == ["NOT_THE_OFFICE"]

    paper = _year("decimals: 1")
    paper.offer(plain(f"rubric: {{{BONUS}}}"))
    assert paper.refused("propose_definition", holds("board"), **GIVEN) == ["NOT_IN_ROLE"]


@pytest.mark.parametrize(
    ("rubric", "rest", "changed"),
    [
        pytest.param(BONUS, "ranking: {by: percent}", ["ranking"], id="the-ranking"),
        pytest.param("cap: 120", "", ["rubric/cap"], id="the-cap"),
        pytest.param("decimals: 2", "", ["rubric/decimals"], id="the-rounding"),
        pytest.param("classes: [{id: good, at_least: 75}, {id: low, below: 75}]", "",
                     ["rubric/classes"], id="the-classes"),
        pytest.param("supplemented_by: {office: council}", "", ["rubric/supplemented_by"],
                     id="who-proposes"),
        pytest.param("to_be_adopted: true", "", ["rubric/to_be_adopted"], id="a-draft-again"),
    ],
)  # fmt: skip
def test_the_office_proposes_criteria_and_nothing_else(
    rubric: str, rest: str, changed: list[str]
) -> None:
    paper = _year()
    kept = "" if "supplemented_by" in rubric else f"{BY}, "
    paper.offer(plain(f"rubric: {{{kept}{rubric}}}\n{rest}"))

    one = only(paper.prevented("propose_definition", holds("board"), **GIVEN))
    assert (one.code, one.facts["changed"]) == ("MORE_THAN_CRITERIA", changed)
    assert paper.refused("propose_definition", HEAD, **GIVEN) == []


@pytest.mark.parametrize(
    "rubric",
    [
        pytest.param(f"{BONUS}, {MORE}", id="added"),
        pytest.param("parts: [{id: I, title: {vi: Khác, en: Other}}]", id="changed"),
        pytest.param("total: 80, parts: [{id: II, max: 20, parts: [{id: II.2, remove: true}]}]",
                     id="dropped"),
        pytest.param("parts: [{id: I, due: {month: 12, day: 1}}]", id="days"),
    ],
)  # fmt: skip
def test_before_anything_is_entered_the_office_may_change_criteria_and_their_days(
    rubric: str,
) -> None:
    assert _asked(_year(), rubric) == []


@pytest.mark.parametrize(
    ("rubric", "codes"),
    [
        pytest.param(BONUS, [], id="a-bonus-more"),
        pytest.param(MORE, [], id="a-criterion-more"),
        pytest.param("parts: [{id: I, parts: [{id: I.1, title: {vi: Khác, en: Other}}]}]",
                     ["RUBRIC_IN_USE"], id="a-criterion-changed"),
        pytest.param("parts: [{id: I, title: {vi: Khác, en: Other}}]", ["RUBRIC_IN_USE"],
                     id="a-group-called-otherwise"),
        pytest.param("parts: [{id: I, status: unverified}]", ["RUBRIC_IN_USE"],
                     id="a-group-of-another-standing"),
        pytest.param("parts: [{id: I, basis: {ref: 1/KH}}]", ["RUBRIC_IN_USE"],
                     id="a-group-after-another-paper"),
        pytest.param("total: 80, parts: [{id: II, max: 20, parts: [{id: II.2, remove: true}]}]",
                     ["RUBRIC_IN_USE"], id="a-criterion-dropped"),
        pytest.param("adjustments: [{id: B, bound: 5}]", ["RUBRIC_IN_USE"], id="a-bonus-changed"),
    ],
)  # fmt: skip
def test_once_a_unit_has_entered_something_criteria_are_only_added(
    rubric: str, codes: list[str]
) -> None:
    paper = _enter(_year())

    assert _asked(paper, rubric) == codes
    assert paper.refused("propose_definition", HEAD, **GIVEN) == codes


@pytest.mark.parametrize(
    ("rubric", "found"),
    [
        pytest.param(f"{BONUS}, {MORE}", CriteriaAnew(added=("II.3", "S")), id="added"),
        pytest.param(
            "adjustments: [{id: B, bound: 5}]", CriteriaAnew(changed=("B",)), id="changed"
        ),
        pytest.param(
            "adjustments: [{id: B, remove: true}]", CriteriaAnew(dropped=("B",)), id="dropped"
        ),
        pytest.param("parts: [{id: I, due: {month: 12, day: 1}}]", CriteriaAnew(), id="days-alone"),
        pytest.param(
            "parts: [{id: I, title: {vi: Khác, en: Other}}]",
            CriteriaAnew(changed=("I",)),
            id="a-group-called-otherwise",
        ),
        pytest.param(GROUP, CriteriaAnew(added=("III", "III.1")), id="a-group-added"),
    ],
)
def test_whoever_confirms_sees_which_criteria_differ(rubric: str, found: CriteriaAnew) -> None:
    paper = _year()

    after = pin(plain(f"rubric: {{{BY}, {rubric}}}"))
    assert consequences(paper.book, after, paper.now).criteria == found


def test_what_differs_is_called_as_the_definition_calls_it_that_has_it() -> None:
    rubric = f"{MORE[:-1]}, {{id: I, title: {{vi: Khác, en: Other}}}}]"
    after = pin(plain(f"rubric: {{{BY}, adjustments: [{{id: B, remove: true}}], {rubric}}}"))

    titles = consequences(_year().book, after, at(7, 1)).titles
    assert {name: one.en for name, one in titles.items()} == {
        "I": "Other", "II.3": "More", "B": "Ideas",
    }  # fmt: skip


def test_once_a_unit_has_entered_something_nobody_changes_the_cap() -> None:
    paper = _enter(_year())
    paper.offer(plain(f"rubric: {{{BY}, {BONUS}, cap: 120}}"))

    assert paper.refused("propose_definition", HEAD, **GIVEN) == ["RUBRIC_IN_USE"]


def test_who_adds_criteria_may_change_whatever_was_entered() -> None:
    paper = _enter(_year())
    paper.offer(plain("rubric: {supplemented_by: {office: council}}"))

    assert paper.refused("propose_definition", HEAD, **GIVEN) == []


def test_nothing_entered_moves_and_what_is_added_is_entered_like_the_rest() -> None:
    paper = _enter(_year())
    paper.offer(plain(f"rubric: {{{BY}, {MORE}}}"))
    paper.do("propose_definition", holds("board"), **GIVEN)
    paper.do("adopt_definition", ADMIN, definition="plain")

    rest = {name: value for name, value in scores().items() if name != "I.1"}
    assert paper.refused("self_score", MEMBER, entries=rest) == ["ENTRY_MISSING"]
    assert paper.refused("self_score", MEMBER, entries=rest | {"II.3": "5"}) == []


def test_nothing_is_added_once_a_sheet_is_handed_in() -> None:
    paper = _year()
    paper.do("self_score", MEMBER, entries=scores())
    assert _asked(paper, BONUS) == ["SHEETS_HANDED_IN"]

    paper.do("return_sheet", HEAD, unit="chau", comment="Bổ sung")
    assert _asked(paper, BONUS) == []


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        pytest.param(10, ["ADDED_TO_A_GROUP_THAT_IS_OVER"], id="over"),
        pytest.param(31, [], id="with-another-day"),
    ],
)
def test_nothing_is_added_to_a_group_that_is_over_without_another_day(
    day: int, codes: list[str]
) -> None:
    due = "due: {month: 7, day: 10}"
    paper = _year(f"{BY}, parts: [{{id: II, {due}}}]")
    for draft in criteria_groups.declared(paper.book):
        paper.fold(draft.stream, draft.event)
    paper.now = at(7, 14)
    _enter(paper)

    assert (
        _asked(paper, MORE.replace("max: 45", f"max: 45, due: {{month: 7, day: {day}}}")) == codes
    )
