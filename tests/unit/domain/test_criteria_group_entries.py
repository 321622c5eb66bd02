"""Entries of a criteria group that has days of its own: taken, marked, refused, permitted."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from definitions.overlays import Overlay
from tests.calendars import off
from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, at, holds, pin, plain
from tests.unit.domain.builders import day, only, scores, standing_in
from tests.years import Paper
from workflow.domain.adoption.consequences import consequences
from workflow.domain.members.roster import Roster
from workflow.domain.model import Draft
from workflow.domain.results import deviations
from workflow.domain.scores import criteria_group_entries, criteria_groups
from workflow.domain.stages.lateness import Lateness

GROUP = "{id: I, opens: {month: 6, day: 2}, due: {month: 7, day: 10}}"
CHANGE = "stages: [{id: year_end_scoring, late: %s}]\nrubric: {parts: [" + GROUP + "]}"
POINTS = "{effect: points, deduct: {points: 1, per: %s}}"
FILE = {"name": "bao-cao.pdf", "size": 9, "sha256": "0a" * 32}


def _year(late: str, month: int = 7, on: int = 14, groups: str = GROUP) -> Paper:
    """Return a year in its scoring stage on a day; its group I is due on 10 July."""
    paper = standing_in("scoring", (CHANGE % late).replace(GROUP, groups))
    for draft in criteria_groups.declared(paper.book):
        paper.fold(draft.stream, draft.event)
    paper.now = at(month, on)
    return paper


def _save(paper: Paper, **entries: str) -> list[str]:
    """Have a member save cells; return the kinds of what is recorded."""
    given = {name.replace("_", "."): value for name, value in entries.items()}
    return [one.event.kind for one in paper.do("save_entries", MEMBER, entries=given)]


def _refused(paper: Paper, what: str = "save_entries", **given: Any) -> list[str]:  # noqa: ANN401
    return paper.refused(what, MEMBER, **given)


def test_late_entries_are_taken_as_if_in_time_where_the_stage_says_so() -> None:
    assert _save(_year("{effect: accept}"), I_1="20") == ["entries_saved"]


def test_late_entries_are_taken_and_marked() -> None:
    paper = _year("{effect: mark}")

    assert _save(paper, I_1="20") == ["entries_saved", "late_taken"]
    (late,) = paper.book.load(Lateness, "lateness/chau").entries
    assert (late.criteria_group, late.working_days) == ("I", 2)


def test_late_entries_are_refused_with_the_group_and_who_may_help() -> None:
    paper = _year("{effect: refuse}")
    due = criteria_groups.due_of(paper.book, only(paper.book.definition.rubric.dated))

    one = only(paper.prevented("save_entries", MEMBER, entries={"I.1": "20"}))
    assert (one.code, one.who, one.due) == ("CRITERIA_GROUP_OVER", ("head",), due)
    assert one.facts["group"] == paper.book.definition.rubric.parts[0].title


def test_late_entries_wait_for_the_office_that_permits_them() -> None:
    paper = _year("{effect: permit, office: board}")
    assert _refused(paper, entries={"I.1": "20"}) == ["CRITERIA_GROUP_NEEDS_PERMISSION"]

    given = {"unit": "chau", "stage": "year_end_scoring", "reason": "Bão"}
    paper.do("permit_late", holds("board"), **given)
    assert _save(paper, I_1="20") == ["entries_saved", "late_taken"]


@pytest.mark.parametrize(
    ("per", "cost"),
    [
        pytest.param("once", 1, id="once"),
        pytest.param("each", 1, id="a-group-is-late-once"),
        pytest.param("working_day", 4, id="by-its-longest-delay"),
    ],
)
def test_late_entries_cost_what_the_stage_says(per: str, cost: int) -> None:
    paper = _year(POINTS % per)
    _save(paper, I_1="20")
    paper.now = at(7, 16)
    _save(paper, I_2="12")

    (found,) = deviations.of_unit(paper.book, "chau")
    assert (found.kind, found.points) == ("late", Decimal(cost))


def test_nothing_is_taken_before_the_group_opens() -> None:
    paper = _year("{effect: accept}", 6, 1)

    assert _refused(paper, entries={"I.1": "20"}) == ["CRITERIA_GROUP_NOT_OPEN"]
    assert _refused(paper, evidence={"I.1": ["Báo cáo"]}) == ["CRITERIA_GROUP_NOT_OPEN"]
    assert _refused(paper, files={"I.1": [FILE]}) == ["CRITERIA_GROUP_NOT_OPEN"]
    assert _refused(paper, entries={"II.1": "2"}, times={"B": "1"}) == []


def test_what_was_saved_in_time_is_handed_in_with_the_sheet() -> None:
    paper = _year("{effect: refuse}", 7, 1)
    mine = {name: value for name, value in scores().items() if name.startswith("I.")}
    proven = {"evidence": {"I.1": ["Báo cáo"]}, "files": {"I.1": [FILE]}}
    paper.do("save_entries", MEMBER, entries=mine, **proven)
    paper.now = at(12, 1)

    assert _refused(paper, "self_score", entries=scores(), **proven) == []
    assert _refused(paper, "self_score", entries=scores(I_1="3")) == ["CRITERIA_GROUP_OVER"]
    assert _refused(paper, evidence={"I.1": ["Báo cáo khác"]}) == ["CRITERIA_GROUP_OVER"]
    assert _refused(paper, files={"I.1": [FILE | {"sha256": "0b" * 32}]}) == ["CRITERIA_GROUP_OVER"]


@pytest.mark.parametrize(
    ("month", "on", "late"),
    [
        pytest.param(7, 8, [], id="in-time"),
        pytest.param(7, 14, ["I"], id="one-group-is-over"),
        pytest.param(12, 1, ["I", "II"], id="both-are-over-and-the-stage-is-not"),
        pytest.param(12, 17, [None, "I", "II"], id="the-stage-is-over-as-well"),
    ],
)
def test_handing_in_is_late_by_the_stage_and_by_each_group(
    month: int, on: int, late: list[str | None]
) -> None:
    paper = _year("{effect: mark}", month, on, GROUP + ", {id: II, due: {month: 8, day: 1}}")
    paper.do("self_score", MEMBER, entries=scores())

    found = paper.book.find(Lateness, "lateness/chau") or Lateness()
    assert [one.criteria_group for one in found.entries] == late


def test_whoever_appraises_is_not_bound_and_what_is_sent_back_is_open_again() -> None:
    paper = _year("{effect: refuse}", 7, 1)
    paper.do("self_score", MEMBER, entries=scores())
    paper.now = at(8, 1)
    change = [{"criterion": "I.1", "to": "20", "reason": "Thiếu minh chứng"}]
    assert paper.refused("appraise", HEAD, unit="chau", corrections=change) == []

    paper.do("return_sheet", DEPUTY, unit="chau", comment="Xem lại I.1")
    assert _save(paper, I_1="25") == ["entries_saved"]


def test_a_unit_that_joined_after_the_day_is_not_bound_by_it() -> None:
    paper = _year("{effect: refuse}")
    roster = paper.book.load(Roster, "roster")
    paper.streams["roster"] = replace(roster, joined={"chau": day("2025-07-11")})

    assert _refused(paper, entries={"I.1": "20"}) == []


def test_who_owes_entries_is_waited_for_and_the_owner_once_nothing_is_taken() -> None:
    paper = _year("{effect: refuse}", 7, 1)
    mine = {name: value for name, value in scores().items() if name.startswith("I.")}
    paper.do("save_entries", MEMBER, entries=mine)

    one = only(criteria_group_entries.waiting(paper.book, paper.now))
    assert (one.code, one.who) == ("MISSING_CRITERIA_GROUP", ("unit:an", "unit:binh", "unit:dong"))
    assert only(criteria_group_entries.waiting(paper.book, at(7, 14))).who == ("head",)


def test_counted_days_begin_with_the_last_day_of_the_scored_months() -> None:
    change = "rubric: {parts: [{id: I, due: {after_entry: 5 days}}]}"
    (draft,) = criteria_groups.declared(Paper(definition=plain(change)).book)

    assert isinstance(draft.event, criteria_groups.CriteriaGroupsDated)
    assert draft.event.dues["I"].date() == day("2026-01-05")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param("{id: I, due: {month: 8, day: 1}}", [("I", "07-10", "08-01")], id="moved"),
        pytest.param("{id: I}", [("I", "07-10", None)], id="lifted"),
        pytest.param(GROUP + ", {id: II, due: {month: 8, day: 1}}", [("II", None, "08-01")],
                     id="given"),
        pytest.param(GROUP + ", {id: II}", [], id="as-it-was"),
    ],
)  # fmt: skip
def test_whoever_confirms_a_definition_sees_which_groups_are_due_otherwise(
    change: str, found: list[tuple[str, str | None, str | None]]
) -> None:
    paper = _year("{effect: mark}", 7, 1)
    after = pin(plain(f"rubric: {{parts: [{change}]}}"))

    groups = consequences(paper.book, after, paper.now).groups
    days = [(one.group, *(at and f"{at:%m-%d}" for at in (one.was, one.due))) for one in groups]
    assert days == found


def _moved(paper: Paper, *drafts: Draft) -> None:
    for draft in drafts:
        paper.fold(draft.stream, draft.event)


def _fates(paper: Paper, roll: str = "next") -> list[tuple[str, str]]:
    """Return what becomes of the group when 10 July is off, by a rule that rolls."""
    rolling = GROUP.replace("day: 10}", f"day: 10, roll: {roll}}}")
    paper.book = replace(
        paper.book,
        pinned=pin(plain(f"rubric: {{parts: [{rolling}]}}")),
        overlay=Overlay(version=1, days=(off("2025-07-10"),)),
    )
    return [(one.fate, f"{one.due:%m-%d}") for one in criteria_groups.anew(paper.book, paper.now)]


def test_a_group_moves_with_the_calendar_unless_it_is_over() -> None:
    assert _fates(_year("{effect: mark}", 7, 1)) == [("moves", "07-11")]
    assert _fates(_year("{effect: mark}", 7, 12)) == []


def test_a_group_does_not_move_to_where_it_would_be_over() -> None:
    paper = _year("{effect: mark}")
    paper.now = at(7, 9, 20)

    assert _fates(paper, "previous") == [("would_be_past", "07-10")]
    assert criteria_groups.by_calendar(paper.book, "Bão", paper.now) == []


def test_what_a_standstill_put_off_stays_so_under_another_calendar() -> None:
    paper = _year("{effect: mark}", 7, 1)
    dues = {"I": at(7, 20, 16)}
    event = criteria_groups.CriteriaGroupsDated(cause="suspension", dues=dues)
    _moved(paper, Draft(stream=criteria_groups.KEY, event=event))

    assert _fates(paper) == [("stays", "07-20")]
    assert criteria_groups.by_calendar(paper.book, "Bão", paper.now) == []


def test_what_has_opened_stays_open_and_what_has_not_opens_as_the_definition_says() -> None:
    later = plain("rubric: {parts: [" + GROUP.replace("day: 2", "day: 20") + "]}")
    opens = {}
    for month, on in ((5, 1), (6, 10)):
        paper = _year("{effect: mark}", month, on)
        after = replace(paper.book, pinned=pin(later))
        _moved(paper, *criteria_groups.by_definition(paper.book, after, "Lý do", paper.now))
        group = only(after.definition.rubric.dated)
        opens[month] = criteria_groups.opens_of(paper.book, group)

    assert opens == {5: at(6, 19, 17), 6: at(6, 1, 17)}


def test_a_draft_has_no_days_and_what_is_adopted_has() -> None:
    draft = (CHANGE % "{effect: mark}").replace("rubric: {", "rubric: {to_be_adopted: true, ")
    paper = Paper(definition=plain(draft))
    assert criteria_groups.declared(paper.book) == []

    paper.offer(plain(CHANGE % "{effect: mark}"))
    paper.do("propose_definition", ADMIN, definition="plain", reason="Lý do")
    paper.do("adopt_definition", HEAD, definition="plain")
    group = only(paper.book.definition.rubric.dated)
    assert criteria_groups.due_of(paper.book, group)
    assert criteria_groups.opens_of(paper.book, group)


@pytest.mark.parametrize(
    ("was", "said", "codes"),
    [
        pytest.param("month: 7, day: 10", "month: 8, day: 1", [], id="later"),
        pytest.param("day: 10", "day: 12", ["CRITERIA_GROUP_DUE_IN_THE_PAST"], id="past-already"),
        pytest.param(
            "{id: I,", "{id: I, parts: [{id: I.1, max: 25}],", ["RUBRIC_IN_USE"], id="the-scale"
        ),
    ],
)
def test_days_of_groups_may_change_once_units_have_entered_and_the_scale_may_not(
    was: str, said: str, codes: list[str]
) -> None:
    paper = _year("{effect: mark}")
    _save(paper, I_1="20")
    paper.offer(plain((CHANGE % "{effect: mark}").replace(was, said)))

    given = {"definition": "plain", "reason": "Lý do"}
    assert paper.refused("propose_definition", ADMIN, **given) == codes


def test_a_group_that_would_be_over_at_once_is_named() -> None:
    paper = _year("{effect: mark}")
    second = ", {id: II, due: {month: 7, day: 12}}]}"
    paper.offer(plain((CHANGE % "{effect: mark}").replace("]}", second)))

    given = {"definition": "plain", "reason": "Lý do"}
    one = only(paper.prevented("propose_definition", ADMIN, **given))
    title = paper.book.definition.rubric.parts[1].title
    assert (one.code, one.facts["group"]) == ("CRITERIA_GROUP_DUE_IN_THE_PAST", title)
