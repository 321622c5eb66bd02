"""The file of an award: due on a day of its own, owed until it is there, refused or marked late."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from definitions.wording import Phrase
from tests.factories import ADMIN, HEAD, at, holds, plain
from tests.unit.domain.builders import codes, only, ranked, utc
from tests.unit.domain.people import fighters, forward, person
from tests.years import Paper, open_step
from workflow.domain.adoption.state import Consequences, DefinitionAdopted
from workflow.domain.approvals.state import approvals_of
from workflow.domain.deadlines import follow
from workflow.domain.nominations import late_dossiers
from workflow.domain.nominations.dating import dated
from workflow.domain.nominations.lists import Entry, Nomination
from workflow.domain.nominations.owed_dossiers import DossiersDue, due_of, owed
from workflow.domain.reckoning import steps

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
JUNE = "{month: 6, day: 30, year: next}"
DUE = utc("2026-06-30T16:59:59")
"""The last second of 30 June in Hà Nội."""


def _rule(due: str = JUNE, **more: object) -> str:
    said = ", ".join([f"due: {due}", *(f"{name}: {value}" for name, value in more.items())])
    return f"awards: [{{id: MERIT, dossier: {{{said}}}}}]"


def proposed(change: str) -> Paper:
    """Return a year in which MERIT and others are proposed, on 2 January 2025."""
    paper = ranked(change)
    paper.do("nominate", HEAD)
    return paper


def _later(paper: Paper, moment: datetime) -> Paper:
    paper.now = moment
    return paper


def _receive(paper: Paper, day: str, **more: object) -> list[str]:
    return paper.refused("receive_dossier", BOARD, received_on=day, **more)


def _owed(paper: Paper) -> list[tuple[str, datetime | None]]:
    return [(one.award, one.due) for one in owed(paper.book).values()]


def _lists(paper: Paper) -> Nomination:
    return paper.book.load(Nomination, "nomination")


def test_a_file_is_owed_from_the_proposal_until_it_is_there() -> None:
    paper = ranked(_rule())
    assert owed(paper.book) == {}

    paper.do("nominate", HEAD)
    assert _owed(paper) == [("MERIT", DUE)]
    told = only(late_dossiers.waiting(paper.book))
    assert (told.code, told.who, told.due) == ("DOSSIER_OWED", ("head",), DUE)

    paper.do("receive_dossier", BOARD, received_on="2025-01-02")
    assert owed(paper.book) == {}
    assert [*late_dossiers.waiting(paper.book)] == []


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        pytest.param("{month: 12, day: 31, year: next}", "2026-12-31T16:59:59", id="schools"),
        pytest.param("{month: 12, day: 10, inclusive: false}", "2025-12-09T16:59:59", id="before"),
        pytest.param("{after_entry: 10 days}", "2025-01-12T16:59:59", id="from-the-proposal"),
        pytest.param("{after_entry: 3 working_days}", "2025-01-07T16:59:59", id="working-days"),
    ],
)
def test_the_day_is_what_the_rule_makes_of_the_year_or_of_the_proposal(
    due: str, moment: str
) -> None:
    assert due_of(proposed(_rule(due)).book, "MERIT") == utc(moment)


@pytest.mark.parametrize(("day", "refused"), [("2026-06-30", []), ("2026-07-01", ["DOSSIER_LATE"])])
def test_the_last_day_is_in_time_and_the_next_is_not(day: str, refused: list[str]) -> None:
    paper = _later(proposed(_rule()), at(8, 1, year=2026))

    assert _receive(paper, day) == refused


def test_it_counts_when_the_file_was_there_and_not_when_that_is_recorded() -> None:
    paper = _later(proposed(_rule()), at(12, 1, year=2026))

    assert _receive(paper, "2026-06-29") == []


def test_the_refusal_says_which_award_when_it_was_due_and_by_which_article() -> None:
    paper = _later(
        proposed(_rule(basis="{ref: ND98-2023, article: 32(1)(b)}")), at(7, 10, year=2026)
    )

    late = only(paper.prevented("receive_dossier", BOARD, received_on="2026-07-03"))
    facts: dict[str, Any] = dict(late.facts)
    basis, told = facts.pop("basis"), facts.pop("late")
    assert (basis.ref, basis.article) == ("ND98-2023", "32(1)(b)")
    assert (told.code, told.facts) == ("dossier_late_by", {"days": 3})
    assert (facts.pop("office").en, facts) == (
        "Board",
        {"award": "MERIT", "due": date(2026, 6, 30), "day": date(2026, 7, 3)},
    )
    assert (late.who, late.due) == (("office:board",), DUE)


def test_a_dossier_that_only_days_off_make_late_is_told_late_without_a_number() -> None:
    friday = _rule("{month: 7, day: 3, year: next}")
    paper = _later(proposed(friday), at(7, 10, year=2026))

    late = only(paper.prevented("receive_dossier", BOARD, received_on="2026-07-05"))
    assert late.facts["late"] == Phrase("dossier_late_by_days_off")


def test_awards_that_are_in_time_are_received_without_the_late_one() -> None:
    paper = _later(proposed(_rule()), at(7, 10, year=2026))

    assert _receive(paper, "2026-07-03", awards=["SAFE"]) == []
    assert _receive(paper, "2026-07-03", awards=["SAFE", "MERIT"]) == ["DOSSIER_LATE"]


@pytest.mark.parametrize("how", [{"late": "mark"}, {"status": "unverified"}])
def test_a_late_file_is_taken_and_marked_as_the_rule_says_or_where_the_law_is_unverified(
    how: dict[str, str],
) -> None:
    paper = _later(proposed(_rule(**how)), at(7, 10, year=2026))

    paper.do("receive_dossier", BOARD, received_on="2026-07-06")

    entry = next(one for one in _lists(paper).proposed if one.award == "MERIT")
    late = dated(paper.book, entry).late
    assert late is not None
    assert (late.award, late.due, late.working_days) == ("MERIT", DUE, 4)
    assert dated(paper.book, Entry(award="SAFE", unit=entry.unit)).late is None


def test_a_file_in_time_is_not_marked() -> None:
    paper = _later(proposed(_rule(late="mark")), at(7, 10, year=2026))

    paper.do("receive_dossier", BOARD, received_on="2026-06-30")

    assert [one.late for one in _lists(paper).dossiers] == [()]


def test_only_the_office_that_has_to_have_it_counts() -> None:
    paper = _later(proposed(_rule(office="chair")), at(7, 10, year=2026))

    assert _receive(paper, "2026-07-03") == []
    paper.do("receive_dossier", BOARD, received_on="2025-01-02")
    assert [*owed(paper.book)] == ["MERIT"]
    assert paper.refused("receive_dossier", CHAIR, received_on="2026-07-03") == ["DOSSIER_LATE"]
    paper.do("receive_dossier", CHAIR, received_on="2026-06-30")
    assert owed(paper.book) == {}


def test_an_office_that_has_it_next_is_not_late_with_it() -> None:
    paper = _later(proposed(_rule()), at(7, 10, year=2026))
    paper.do("receive_dossier", BOARD, received_on="2026-06-30")

    assert paper.refused("receive_dossier", CHAIR, received_on="2026-07-09") == []


def test_no_office_approves_what_it_has_no_file_of_but_may_cut_it() -> None:
    paper = proposed(_rule())
    step = {"step": "appraise"}
    lacking = only(paper.prevented("decide_step", BOARD, **step))
    assert (lacking.code, lacking.who, lacking.due) == ("DOSSIER_MISSING", ("head",), DUE)

    cut = [
        {"award": one.award, "unit": one.unit, "reason": "Không có hồ sơ"}
        for one in _lists(paper).proposed
        if one.award == "MERIT"
    ]
    assert paper.refused("decide_step", BOARD, **step, cut=cut) == []
    paper.do("receive_dossier", BOARD, received_on="2025-01-02")
    assert paper.refused("decide_step", BOARD, **step) == []


def test_nobody_waits_for_a_file_by_an_unverified_rule_or_of_another_office() -> None:
    for rule in (_rule(status="unverified"), _rule(office="chair")):
        assert proposed(rule).refused("decide_step", BOARD, step="appraise") == []


def test_what_is_cut_or_decided_is_owed_no_more() -> None:
    paper = proposed(_rule(office="chair"))
    merit = [one for one in _lists(paper).proposed if one.award == "MERIT"]
    cut = [{"award": "MERIT", "unit": one.unit, "reason": "Chưa rõ"} for one in merit]
    paper.do("decide_step", BOARD, step="appraise", cut=cut)

    assert owed(paper.book) == {}
    assert paper.refused("receive_dossier", CHAIR, received_on="2025-01-02") == []


def test_a_proposal_made_anew_owes_its_file_anew() -> None:
    paper = proposed(_rule("{after_entry: 10 days}"))
    paper.do("receive_dossier", BOARD, received_on="2025-01-02")
    paper.do("decide_step", BOARD, step="appraise", verdict="return", comment="Thiếu")
    assert owed(paper.book) == {}

    _later(paper, at(2, 3)).do("nominate", HEAD)

    assert _owed(paper) == [("MERIT", utc("2025-02-13T16:59:59"))]


def test_what_came_in_time_is_not_late_because_the_list_went_back() -> None:
    paper = proposed(_rule())
    paper.do("receive_dossier", BOARD, received_on="2025-01-02")
    paper.do("decide_step", BOARD, step="appraise", verdict="return", comment="Thiếu")
    _later(paper, at(7, 6) + timedelta(days=365)).do("nominate", HEAD)

    told = only(late_dossiers.waiting(paper.book))
    assert (told.code, told.due) == ("DOSSIER_OWED_AGAIN", None)
    assert paper.refused("approve_step", BOARD, step="appraise") == ["DOSSIER_MISSING_AGAIN"]
    paper.do("receive_dossier", BOARD, received_on="2026-07-06")
    assert _lists(paper).dossiers[0].late == ()
    assert paper.refused("approve_step", BOARD, step="appraise") == []


def test_what_had_not_come_is_late_all_the_same_when_the_list_went_back() -> None:
    paper = proposed(_rule())
    paper.do("decide_step", BOARD, step="appraise", verdict="return", comment="Thiếu")
    _later(paper, at(7, 6) + timedelta(days=365)).do("nominate", HEAD)

    assert _receive(paper, "2026-07-06") == ["DOSSIER_LATE"]


def test_an_office_that_does_not_see_an_award_does_not_settle_its_dossier() -> None:
    paper = proposed(_rule())

    given = {"received_on": "2025-01-02", "awards": ["MERIT"]}
    assert paper.refused("receive_dossier", COUNCIL, **given) == ["AWARD_NOT_BEFORE_OFFICE"]
    paper.do("receive_dossier", COUNCIL, received_on="2025-01-02")
    assert _owed(paper) == [("MERIT", DUE)]


MATTER = {"unit": "binh", "award": "MERIT"}


def _matter(paper: Paper, conclusion: str) -> None:
    """Have a complaint about a line of MERIT come up, and be concluded."""
    paper.do("hold_award", BOARD, **MATTER, ground="complaint", source="Đơn", since="2025-01-02")
    paper.do("release_hold", COUNCIL, **MATTER, conclusion=conclusion, paper="KL")


def _one_merit() -> Paper:
    """Return a year in which only one unit is proposed for MERIT."""
    return proposed(f"awards: [{{id: MERIT, number: 1, dossier: {{due: {JUNE}}}}}]")


def test_a_line_that_a_breach_bars_owes_no_file() -> None:
    paper = _one_merit()
    assert [one.unit for one in _lists(paper).proposed if one.award == "MERIT"] == ["binh"]

    _matter(paper, "breach")

    assert owed(paper.book) == {}


def test_whoever_is_proposed_next_owes_a_dossier_from_that_day_on() -> None:
    paper = proposed(_rule("{after_entry: 10 days}"))
    _matter(paper, "breach")
    assert [*owed(paper.book)] == ["MERIT"]
    drafts = _later(paper, at(2, 3)).do("propose_next", HEAD, award="MERIT")

    due = only(one.event for one in drafts if isinstance(one.event, DossiersDue))
    assert due.dues == {"MERIT": utc("2025-02-13T16:59:59")}


def test_a_dossier_from_before_somebody_was_proposed_next_does_not_hold_theirs() -> None:
    paper = proposed(f"awards: [{{id: MERIT, number: 2, dossier: {{due: {JUNE}}}}}]")
    paper.do("receive_dossier", BOARD, received_on="2025-01-02", awards=["MERIT"])
    before = {one for one in _lists(paper).proposed if one.award == "MERIT"}
    _matter(paper, "breach")
    assert owed(paper.book) == {}
    _later(paper, at(2, 3)).do("propose_next", HEAD, award="MERIT")
    (later,) = {one for one in _lists(paper).proposed if one.award == "MERIT"} - before

    assert _owed(paper) == [("MERIT", DUE)]
    assert paper.refused("decide_step", BOARD, step="appraise") == []
    assert _receive(paper, "2025-01-31", awards=["MERIT"]) == ["DOSSIER_RECEIVED"]
    paper.do("receive_dossier", BOARD, received_on="2025-02-03", awards=["MERIT"])
    assert _receive(paper, "2025-02-03", awards=["MERIT"]) == ["DOSSIER_RECEIVED"]
    assert owed(paper.book) == {}
    days = [
        one.dossier for one in (dated(paper.book, later), dated(paper.book, min(before, key=str)))
    ]
    assert [one and one.received_on for one in days] == [date(2025, 2, 3), date(2025, 1, 2)]


def test_a_late_dossier_of_whoever_is_proposed_next_marks_only_their_line() -> None:
    paper = proposed(
        _rule("{after_entry: 10 days}", late="mark", number=2).replace(
            "late: mark, number: 2}", "late: mark}, number: 2"
        )
    )
    paper.do("receive_dossier", BOARD, received_on="2025-01-02", awards=["MERIT"])
    before = {one for one in _lists(paper).proposed if one.award == "MERIT"}
    _matter(paper, "breach")
    _later(paper, at(2, 3)).do("propose_next", HEAD, award="MERIT")
    _later(paper, at(3, 3)).do("receive_dossier", BOARD, received_on="2025-02-14", awards=["MERIT"])

    marked = {one for one in _lists(paper).proposed if dated(paper.book, one).late}
    assert marked == {one for one in _lists(paper).proposed if one.award == "MERIT"} - before


def test_a_line_that_goes_by_itself_waits_for_its_file_as_well() -> None:
    paper = _one_merit()
    paper.do("hold_award", BOARD, **MATTER, ground="complaint", source="Đơn", since="2025-01-02")
    for office, step in ((BOARD, "appraise"), (COUNCIL, "pass"), (CHAIR, "decide")):
        if open_step(paper) == step:
            paper.do("decide_step", office, step=step)
    paper.do("release_hold", COUNCIL, **MATTER, conclusion="no_breach", paper="KL")

    assert paper.refused("decide_released", BOARD, **MATTER) == ["DOSSIER_MISSING"]
    assert paper.refused("decide_released", BOARD, **MATTER, verdict="cut", reason="Thiếu") == []
    paper.do("receive_dossier", BOARD, received_on="2025-01-02", awards=["MERIT"])
    assert paper.refused("decide_released", BOARD, **MATTER) == []


def test_a_rule_for_people_says_it_for_the_award() -> None:
    rule = fighters(more=", dossier: {due: {month: 12, day: 31, year: next}}")
    paper = forward(rule)
    paper.do("propose_people", HEAD, minutes="BB", people=[person("p")])
    paper.do("nominate", HEAD)

    assert [*owed(paper.book)] == ["FIGHTER"]
    assert due_of(paper.book, "FIGHTER") == utc("2026-12-31T16:59:59")


# Timers -------------------------------------------------------------------------------------------

REMIND = "[{before: 10 working_days}, {before: 3 days, to: head}]"


def test_the_proposal_arms_the_reminders_and_the_day() -> None:
    paper = ranked(_rule(remind=REMIND))
    due = next(
        one.event for one in paper.do("nominate", HEAD) if isinstance(one.event, DossiersDue)
    )

    armed = follow(paper.book, due, paper.call(ADMIN)).arm
    assert [(one.name, one.about) for one in armed] == [
        (f"dossier/MERIT/{rung}", "dossier/MERIT") for rung in ("remind/0", "remind/1", "due")
    ]
    assert armed[1].due == utc("2026-06-27T01:00")


def test_receiving_the_file_cancels_what_would_be_told_of_it() -> None:
    paper = proposed(_rule(remind=REMIND))
    (draft,) = paper.do("receive_dossier", BOARD, received_on="2025-01-02", awards=["MERIT"])

    assert follow(paper.book, draft.event, paper.call(BOARD)).cancel == ("dossier/MERIT",)


def test_a_definition_taken_up_moves_the_day_of_an_award_that_is_open() -> None:
    paper = proposed(_rule())
    told = _adopted(paper, _rule() + "\ndue_time: '17:00'")
    assert (told.cause, told.was, told.dues) == (
        "definition", {"MERIT": DUE}, {"MERIT": utc("2026-06-30T10:00")},
    )  # fmt: skip
    assert due_of(paper.book, "MERIT") == utc("2026-06-30T10:00")

    adopted = DefinitionAdopted(
        definition="plain", hash="h", was="w", reason="", paper=None, consequences=Consequences()
    )
    follows = follow(paper.book, adopted, paper.call(ADMIN))
    assert "dossier/" in follows.cancel
    assert "dossier/MERIT/due" in [one.name for one in follows.arm]


def _adopted(paper: Paper, change: str) -> DossiersDue:
    paper.offer(plain(change))
    paper.do("propose_definition", HEAD, definition="plain", reason="Lý do")
    drafts = paper.do("adopt_definition", ADMIN, definition="plain")
    return only(one.event for one in drafts if isinstance(one.event, DossiersDue))


def test_when_a_file_is_due_is_not_ruled_anew_once_the_bloc_has_proposed() -> None:
    paper = proposed(_rule())
    paper.offer(plain(_rule("{month: 12, day: 31, year: next}")))

    given = {"definition": "plain", "reason": "Lý do"}
    assert paper.refused("propose_definition", HEAD, **given) == ["PART_SETTLED"]


# A step whose time counts from the whole file -----------------------------------------------------

COUNTED = """
stages:
  - id: award_nomination
    approvals: [{id: appraise, counts_from: dossier}]
"""


def _due(paper: Paper) -> datetime | None:
    turn = approvals_of(paper.book).approvals[0].turn
    return turn.due if turn else None


def test_a_step_is_due_at_no_time_until_the_file_is_whole() -> None:
    paper = proposed(COUNTED)
    assert (open_step(paper), _due(paper)) == ("appraise", None)

    _later(paper, at(2, 3)).do("receive_dossier", BOARD, received_on="2025-01-10", awards=["MERIT"])
    assert _due(paper) is None
    paper.do("receive_dossier", BOARD, received_on="2025-01-13", awards=["FLAG", "SAFE"])

    # nine working days are left from Tuesday 14 to Friday 24 January 2025; the tenth is after Tết
    assert _due(paper) == utc("2025-02-03T16:59:59")


def test_a_line_that_is_barred_is_not_waited_for() -> None:
    paper = proposed(COUNTED)
    paper.do("receive_dossier", BOARD, received_on="2025-01-02", awards=["MERIT", "SAFE"])
    assert _due(paper) is None

    flag = {"unit": "an", "award": "FLAG"}
    paper.do("hold_award", COUNCIL, **flag, ground="complaint", source="Đơn", since="2025-01-02")
    assert _due(paper) is not None


def test_a_step_that_counts_from_its_opening_does_so_whatever_is_received() -> None:
    paper = proposed("")
    before = _due(paper)

    paper.do("receive_dossier", BOARD, received_on="2025-01-02")

    assert before == _due(paper) is not None


def test_a_file_that_was_there_before_does_not_make_the_step_late_from_the_start() -> None:
    later = COUNTED + "      - {id: pass, within: 10 working_days, counts_from: dossier}\n"
    later = later.replace("approvals: [{id: appraise, counts_from: dossier}]", "approvals:")
    paper = ranked(later)
    paper.do("nominate", HEAD)
    _later(paper, at(1, 3)).do("receive_dossier", COUNCIL, received_on="2025-01-03")
    _later(paper, at(6, 2)).do("decide_step", BOARD, step="appraise")

    assert open_step(paper) == "pass"
    assert _due(paper) == utc("2025-06-16T16:59:59")


def test_another_calendar_counts_anew_from_the_file() -> None:
    paper = proposed(COUNTED)
    _later(paper, at(2, 3)).do("receive_dossier", BOARD, received_on="2025-01-13")

    (reckoned,) = steps(paper.book, paper.now)
    assert (reckoned.fate, reckoned.due) == ("stays", _due(paper))


def test_every_award_that_is_late_is_told_at_once() -> None:
    rule = (
        f"awards: [{{id: MERIT, dossier: {{due: {JUNE}}}}}, {{id: SAFE, dossier: {{due: {JUNE}}}}}]"
    )
    paper = _later(proposed(rule), at(7, 10, year=2026))

    late = paper.prevented("receive_dossier", BOARD, received_on="2026-07-03")
    assert (codes(late), sorted(str(one.facts["award"]) for one in late)) == (
        ["DOSSIER_LATE", "DOSSIER_LATE"],
        ["MERIT", "SAFE"],
    )
