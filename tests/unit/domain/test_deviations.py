"""Late, absent, not registered, under investigation: four things, each with its own effect."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, MEMBER, plain
from tests.unit.domain.ballots import Voting, voting
from tests.unit.domain.builders import (
    codes,
    day,
    only,
    ranked,
    sheet,
    standing_in,
    utc,
    with_sheets,
)
from tests.years import Paper
from workflow.domain.awards import allocating
from workflow.domain.ballots.state import Proxy
from workflow.domain.ballots.turnout import absent_from
from workflow.domain.eligibility import holds as holding
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.registration.state import Registration
from workflow.domain.results import deviations, explaining
from workflow.domain.results.deviations import Deviation
from workflow.domain.scores import tallying
from workflow.domain.stages.lateness import LateEntry, Lateness
from workflow.domain.stages.meeting import HoldMeeting, Meeting, hold_prevents

DUE = utc("2025-07-31T10:00")


def _costs(deviation: Deviation) -> tuple[str, int, Decimal, str | None]:
    return deviation.effect, deviation.count, deviation.points, deviation.on


# late ---------------------------------------------------------------------------------------------


def _late(deduct: dict[str, object], *days: int, stage: str = "mid_year_review") -> Paper:
    """Return a year whose one sheet is full, of a unit late at mid-year by so many days, each."""
    rule = {"id": stage, "late": {"effect": "points", "deduct": deduct}}
    paper = with_sheets(f"stages: [{json.dumps(rule)}]", an=sheet(), binh=sheet())
    entries = tuple(
        LateEntry(stage=stage, due=DUE, handed_in=DUE, effective=DUE, working_days=one)
        for one in days
    )
    paper.streams["lateness/binh"] = Lateness(entries=entries)
    return paper


@pytest.mark.parametrize(
    ("deduct", "days", "points"),
    [
        ({"points": 2}, (5,), "2"),
        ({"points": 2}, (5, 6), "2"),
        ({"points": 2, "per": "each"}, (5, 6), "4"),
        ({"points": "0.5", "per": "working_day"}, (3,), "1.5"),
        ({"points": "0.5", "per": "working_day"}, (0,), "0.5"),
        ({"points": "0.5", "per": "working_day", "most": 2}, (9,), "2"),
    ],
)
def test_work_that_comes_late_costs_what_the_definition_says(
    deduct: dict[str, object], days: tuple[int, ...], points: str
) -> None:
    paper = _late(deduct, *days)

    assert only(deviations.of_unit(paper.book, "binh")).points == Decimal(points)
    totals = tallying.tally(paper.book)
    assert totals["an"].points - totals["binh"].points == Decimal(points)


def test_points_are_taken_from_the_criterion_that_is_named_and_from_what_it_is_part_of() -> None:
    paper = _late({"points": 3, "on": "II.1"}, 1)

    before, after = (tallying.tally(paper.book)[unit] for unit in ("an", "binh"))
    lost = {name: before.nodes[name] - after.nodes[name] for name in before.nodes}
    assert {name: points for name, points in lost.items() if points} == {"II.1": 3, "II": 3}
    assert before.points - after.points == 3


def test_a_criterion_is_not_taken_below_nothing() -> None:
    paper = _late({"points": 90, "on": "II.1"}, 1)

    assert tallying.tally(paper.book)["binh"].nodes["II.1"] == 0
    assert tallying.tally(paper.book)["binh"].points == 80


def test_a_total_is_not_taken_below_nothing() -> None:
    assert tallying.tally(_late({"points": 900}, 1).book)["binh"].points == 0


def test_what_is_only_marked_costs_nothing_and_is_told() -> None:
    paper = with_sheets(an=sheet(), binh=sheet())
    entry = LateEntry(
        stage="mid_year_review", due=DUE, handed_in=DUE, effective=DUE, working_days=4
    )
    paper.streams["lateness/binh"] = Lateness(entries=(entry,))

    told = only(explaining.explain(paper.book, "binh").deviations)
    assert _costs(told) == ("mark", 4, Decimal(0), None)
    assert tallying.tally(paper.book)["binh"].points == 100


def test_late_work_that_costs_points_is_taken_and_marked() -> None:
    change = "stages: [{id: registration, late: {effect: points, deduct: {points: 1}}}]"
    paper = Paper(definition=plain(change))
    paper.now = utc("2025-03-18T03:00")
    paper.do("register", MEMBER, collective=["FLAG"])

    assert _costs(only(deviations.of_unit(paper.book, "chau"))) == ("points", 2, Decimal(1), None)


def test_what_happens_after_the_ranking_is_fixed_costs_nothing_more() -> None:
    paper = _late({"points": 2, "per": "each"}, 5)
    paper.do("fix_ranking", HEAD)
    (entry,) = paper.book.load(Lateness, "lateness/binh").entries
    for unit, entries in (("binh", (entry, entry)), ("an", (entry,))):
        paper.streams[f"lateness/{unit}"] = Lateness(entries=entries)

    totals = tallying.tally(paper.book)
    assert [totals[unit].points for unit in ("an", "binh")] == [Decimal(100), Decimal(98)]
    assert only(deviations.of_unit(paper.book, "binh")).points == 2
    late = only(deviations.of_unit(paper.book, "an"))
    assert (late.effect, late.points) == ("after_ranking", Decimal(0))


def test_a_ranking_without_deductions_records_none() -> None:
    paper = with_sheets(an=sheet(), binh=sheet(I_1="1"))

    assert [draft.stream for draft in paper.do("fix_ranking", HEAD)] == ["ranking"]


# absent from a meeting ----------------------------------------------------------------------------


def _met(absent: str, **given: object) -> Paper:
    paper = Paper(definition=plain(f"meetings: [{{id: conference, {absent}}}]"))
    held = {"id": "m1", "meeting": "conference", "title": "Hội nghị"}
    paper.do("hold_meeting", HEAD, **held, present=("an", "binh", "chau"), **given)
    return paper


@pytest.mark.parametrize(
    ("absent", "told"),
    [
        ("absent: {effect: nothing}", []),
        ("absent: {effect: mark}", [("mark", 1, Decimal(0), None)]),
        ("absent: {effect: points, deduct: {points: 2}}", [("points", 1, Decimal(2), None)]),
    ],
)
def test_a_member_who_stays_away_from_a_meeting_is_treated_as_said(
    absent: str, told: list[tuple[object, ...]]
) -> None:
    found = deviations.of_unit(_met(absent).book, "dong")

    assert [_costs(one) for one in found] == told


def test_whoever_is_excused_is_not_absent() -> None:
    paper = _met("absent: {effect: points, deduct: {points: 2}}", excused=("dong",))

    assert deviations.of_unit(paper.book, "dong") == ()


def test_a_member_who_was_there_is_not_excused() -> None:
    paper = Paper(definition=plain())
    held = HoldMeeting(id="m1", meeting="conference", title="Hội nghị", excused=("an",))

    assert codes(hold_prevents(paper.book, held, paper.call(HEAD))) == ["EXCUSED_AND_PRESENT"]


def test_every_absence_costs_up_to_the_cap() -> None:
    change = (
        "meetings: [{id: conference,"
        " absent: {effect: points, deduct: {points: 2, per: each, most: 5, on: I.1}}}]"
    )
    paper = with_sheets(change, an=sheet(), binh=sheet())
    for number in range(3):
        paper.streams[f"meeting/m{number}"] = Meeting(
            meeting="conference", title="Họp", place=None, chair=None,
            present=("an",), absent=("binh",), guests=(),
        )  # fmt: skip

    assert _costs(only(deviations.of_unit(paper.book, "binh"))) == ("points", 3, Decimal(5), "I.1")
    assert tallying.tally(paper.book)["binh"].points == 95


@pytest.mark.parametrize(
    ("rule", "excused", "refused"),
    [
        ("quorum: 3/4", (), ["NO_QUORUM"]),
        ("quorum: 3/4", ("chau", "dong"), ["NO_QUORUM"]),
        ("quorum: 3/4, absent: {counted: false}", ("chau", "dong"), []),
        ("quorum: 3/4, absent: {counted: false}", (), ["NO_QUORUM"]),
        ("quorum: 1/2", (), []),
    ],
)
def test_whether_the_excused_count_towards_the_quorum_is_data(
    rule: str, excused: tuple[str, ...], refused: list[str]
) -> None:
    paper = Paper(definition=plain(f"meetings: [{{id: conference, {rule}}}]"))
    held = HoldMeeting(
        id="m1", meeting="conference", title="Họp", present=("an", "binh"), excused=excused
    )

    assert codes(hold_prevents(paper.book, held, paper.call(HEAD))) == refused


# absent from a vote -------------------------------------------------------------------------------


def _voted(**absent: object) -> Voting:
    held = voting(threshold={"at_least": "2/3", "of": "all"}, quorum="1/2", absent=absent)
    held.open("chau")
    for voter, answer in (("an", "agree"), ("binh", "agree"), ("chau", "disagree")):
        held.vote(voter, answer)
    return held


def test_whoever_takes_no_part_in_a_vote_is_treated_as_said() -> None:
    held = _voted(effect="points", deduct={"points": "0.5"})
    held.close()

    book = held.paper.book
    assert _costs(only(deviations.of_unit(book, "dong"))) == ("points", 1, Decimal("0.5"), None)
    assert deviations.of_unit(book, "an") == ()


@pytest.mark.parametrize(("counted", "outcome"), [(True, "failed"), (False, "passed")])
def test_whether_the_absent_are_in_the_denominator_is_data(*, counted: bool, outcome: str) -> None:
    assert _voted(effect="mark", counted=counted).close() == {"chau": outcome}


def test_a_vote_that_is_still_open_has_no_absent() -> None:
    assert deviations.of_unit(_voted(effect="mark").paper.book, "dong") == ()


@pytest.mark.parametrize("method", ["hands", "secret"])
def test_a_vote_counted_at_a_table_says_who_is_there_where_staying_away_has_an_effect(
    method: str,
) -> None:
    held = voting(method=method, absent={"effect": "mark"})
    opening = {"ballot": "b", "rule": "vote", "items": [{"id": "chau", "unit": "chau"}]}

    assert held.paper.refused("open_ballot", HEAD, **opening) == ["PRESENT_NOT_GIVEN"]
    there = {"present": ["an", "binh", "chau"]}
    assert held.paper.refused("open_ballot", HEAD, **opening | there) == []
    free = voting(method=method)
    assert free.paper.refused("open_ballot", HEAD, **opening) == []


def test_who_was_there_is_unknown_where_an_earlier_release_took_a_count_without() -> None:
    held = voting(method="hands", absent={"effect": "mark"}, proxies_most=1)
    held.open("chau", present=["an", "binh", "chau"])
    ballot = replace(held.state, status="closed", proxies={"an": Proxy(to="binh", paper="1")})
    rule = only(held.paper.book.definition.ballots)

    assert absent_from(ballot, rule) == ("dong",)
    assert absent_from(replace(ballot, present=None), rule) == ()


# not registered -----------------------------------------------------------------------------------


def _unregistered(rule: str, status: str | None = None) -> Paper:
    paper = ranked(f"stages: [{{id: registration, unregistered: {rule}}}]\nawards: {AWARDS}")
    paper.streams["registration/an"] = Registration(status=status or "none")
    return paper


AWARDS = "[{id: FLAG, when: {all: null, rank_at_most: 2}}, {id: MERIT, number: 4}]"


def _flag(paper: Paper) -> list[str]:
    proposal = allocating.propose(paper.book, ())
    return [one.unit for one in proposal.candidates if one.award == "FLAG"]


@pytest.mark.parametrize(
    ("rule", "status", "flag"),
    [
        ("{effect: barred, by: nation}", None, ["binh"]),
        ("{effect: barred, by: locality}", "returned", ["binh"]),
        ("{effect: barred, by: nation}", "submitted", ["an"]),
        ("{effect: warned, by: locality}", None, ["an"]),
        ("{effect: allowed}", None, ["an"]),
        ("{effect: barred, by: nation, basis: {ref: LAW, status: unverified}}", None, ["an"]),
    ],
)
def test_a_unit_without_a_registration_is_treated_as_said(
    rule: str, status: str | None, flag: list[str]
) -> None:
    assert _flag(_unregistered(rule, status)) == flag


def test_a_warning_says_who_demands_registration() -> None:
    paper = _unregistered("{effect: warned, by: locality, basis: {ref: QĐ 1, article: '4'}}")

    (flag, *_) = allocating.propose(paper.book, ()).candidates
    reason = next(one for one in flag.basis if one.condition == "unregistered")
    assert (reason.warned, reason.facts["by"], reason.basis) == (True, "locality", "QĐ 1 4")


# under investigation ------------------------------------------------------------------------------


def _investigated(holds: str) -> Paper:
    paper = standing_in("nomination", f"investigated: {{inspection: {holds}}}")
    matter = {"ground": "inspection", "source": "Quyết định thanh tra", "since": day("2025-01-01")}
    paper.do("hold_award", ADMIN, unit="an", **matter)
    return paper


@pytest.mark.parametrize(
    ("holds", "award", "held"),
    [
        ("award", True, False), ("class", False, True), ("both", True, True),
        ("neither", False, False),
    ],
)  # fmt: skip
def test_what_an_investigation_holds_is_data(holds: str, *, award: bool, held: bool) -> None:
    paper = _investigated(holds)

    found = only(deviations.of_unit(paper.book, "an"))
    assert (found.kind, found.effect, found.note) == ("investigated", holds, "inspection")
    assert (holding.held(paper.book, "FLAG", "an") is not None) == award
    assert (holding.class_held(paper.book, "an") is not None) == held


@pytest.mark.parametrize(("holds", "class_id"), [("class", None), ("both", "high")])
def test_a_class_that_alone_is_held_serves_for_no_award(holds: str, class_id: str | None) -> None:
    paper = _investigated(holds)
    place = explaining.place_of(paper.book, "an")

    assert standing_of(paper.book, place).place.class_id == class_id


def test_a_matter_that_is_concluded_holds_nothing() -> None:
    paper = _investigated("both")
    release = {"conclusion": "no_breach", "paper": "KL 5"}
    paper.do("release_hold", DEPUTY, unit="an", **release)

    assert deviations.of_unit(paper.book, "an") == ()
    assert holding.class_held(paper.book, "an") is None
