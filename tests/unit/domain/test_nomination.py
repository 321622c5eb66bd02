"""Nomination: office after office, four eyes, nobody on their own unit, four lists kept apart."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, at, holds
from tests.unit.domain.approving import council, seat
from tests.unit.domain.builders import day, only, ranked, standing_in
from tests.years import Paper
from workflow.domain.approvals.deciding import decide_prevents
from workflow.domain.approvals.events import StepExpired
from workflow.domain.approvals.given import DecideStep
from workflow.domain.approvals.state import Turn, approvals_of
from workflow.domain.members.roster import Roster, SeatHeld
from workflow.domain.model import Actor, Call
from workflow.domain.nominations.nomination import Entry, Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
FLAG = Entry(award="FLAG", unit="an")
MERIT = Entry(award="MERIT", unit="binh")
CUT = {"award": "MERIT", "unit": "binh", "reason": "Chưa đủ thời gian"}
NO_FLAG = "awards: [{id: FLAG, number: 0}]"
RETURN = {"verdict": "return", "comment": "Bổ sung hồ sơ"}


@pytest.fixture
def paper() -> Paper:
    """A year whose bloc has proposed: one flag, two certificates, four safe offices."""
    return _nominated()


def _nominated(change: str = "", *left_out: dict[str, str]) -> Paper:
    paper = ranked(change)
    paper.do("nominate", HEAD, left_out=left_out)
    return paper


def _found(paper: Paper) -> Nomination:
    return paper.book.load(Nomination, "nomination")


def _turn(paper: Paper) -> Turn | None:
    found = approvals_of(paper.book).of_stage("award_nomination")
    return found.turn if found else None


def _step(paper: Paper) -> str | None:
    turn = _turn(paper)
    return turn.step if turn else None


def _due(paper: Paper) -> datetime | None:
    turn = _turn(paper)
    return turn.due if turn else None


def _decide(paper: Paper, *steps: str, **given: Any) -> None:  # noqa: ANN401 - of DecideStep
    offices = {"appraise": BOARD, "pass": COUNCIL, "decide": CHAIR}
    for step in steps:
        paper.do("decide_step", offices[step], step=step, **given)


def test_proposing_opens_the_first_step(paper: Paper) -> None:
    found = _found(paper)

    assert (found.status, found.proposer, _step(paper)) == ("proposed", "of-an", "appraise")
    assert len(found.proposed) == 7


def test_a_step_is_due_in_working_days(paper: Paper) -> None:
    due = _due(paper)

    assert due is not None
    assert due.isoformat() == "2025-01-16T16:59:59+00:00"


def test_a_step_without_a_length_is_due_never(paper: Paper) -> None:
    _decide(paper, "appraise")

    assert _due(paper) is None


def test_offices_decide_in_the_order_of_the_chain(paper: Paper) -> None:
    opened = [_step(paper)]
    for step in ("appraise", "pass", "decide"):
        _decide(paper, step)
        opened.append(_step(paper))

    assert opened == ["appraise", "pass", "decide", None]
    assert _found(paper).status == "decided"


def test_a_step_that_is_not_open_is_not_decided(paper: Paper) -> None:
    unmet = only(paper.prevented("decide_step", COUNCIL, step="pass"))

    assert (unmet.code, unmet.facts) == ("STEP_NOT_OPEN", {"step": "pass", "open": "appraise"})


def test_a_step_that_does_not_exist_is_not_open(paper: Paper) -> None:
    assert paper.refused("decide_step", BOARD, step="vanish") == ["STEP_NOT_OPEN"]


def test_there_is_nothing_to_decide_before_anything_is_proposed() -> None:
    assert ranked().refused("decide_step", BOARD, step="appraise") == ["NOTHING_TO_DECIDE"]


def test_whoever_comes_when_all_is_decided_is_told_who_decided(paper: Paper) -> None:
    _decide(paper, "appraise", "pass", "decide")

    unmet = only(paper.prevented("decide_step", CHAIR, step="decide"))
    assert (unmet.code, unmet.facts["person"], unmet.facts["at"]) == (
        "STEP_DECIDED", "of-chair", paper.now,
    )  # fmt: skip


@pytest.mark.parametrize("office", [COUNCIL, CHAIR])
def test_another_office_does_not_decide(paper: Paper, office: Actor) -> None:
    assert paper.refused("decide_step", office, step="appraise") == ["NOT_THE_OFFICE"]


def _seat(paper: Paper, person: str, seat: str, end: date | None = None) -> Actor:
    roster = paper.book.load(Roster, "roster")
    held = SeatHeld(person=person, seat=seat, end=end)
    paper.streams["roster"] = replace(roster, seats=(*roster.seats, held))
    return Actor(person=person, seat=seat)


def test_whoever_proposed_decides_no_step() -> None:
    paper = _nominated()
    actor = _seat(paper, "of-an", "office:board")

    unmet = paper.prevented("decide_step", actor, step="appraise")
    assert ("FOUR_EYES", {"person": "of-an"}) in [(one.code, one.facts) for one in unmet]


def test_whoever_decided_one_step_decides_no_other(paper: Paper) -> None:
    _decide(paper, "appraise")
    actor = _seat(paper, "of-board", "office:council")

    assert paper.refused("decide_step", actor, step="pass") == ["FOUR_EYES"]


def test_whoever_enters_an_act_for_an_office_counts_as_its_hands(paper: Paper) -> None:
    call = replace(paper.call(BOARD), recorder="of-an")

    assert _refused(paper, call) == ["FOUR_EYES", "OWN_UNIT"]


def _refused(paper: Paper, call: Call) -> list[str]:
    given = DecideStep(step="appraise")
    return [one.code for one in decide_prevents(paper.book, given, call)]


def test_nobody_decides_on_their_own_unit(paper: Paper) -> None:
    _seat(paper, "of-board", "unit:binh")

    unmet = only(paper.prevented("decide_step", BOARD, step="appraise"))
    assert (unmet.code, unmet.facts) == ("OWN_UNIT", {"unit": "Ban Binh"})


def test_a_unit_left_long_ago_is_no_longer_ones_own(paper: Paper) -> None:
    _seat(paper, "of-board", "unit:binh", end=day("2025-01-01"))

    assert paper.refused("decide_step", BOARD, step="appraise") == []


def test_a_unit_that_is_not_on_the_list_of_the_step_bars_nobody(paper: Paper) -> None:
    _decide(paper, "appraise")
    _seat(paper, "of-council", "unit:dong")

    assert paper.refused("decide_step", COUNCIL, step="pass") == []


@pytest.mark.parametrize(
    ("comment", "refused"), [(None, ["COMMENT_MISSING"]), ("Bổ sung hồ sơ", [])]
)
def test_a_return_needs_a_comment(paper: Paper, comment: str | None, refused: list[str]) -> None:
    given = {"step": "appraise", "verdict": "return", "comment": comment}

    assert paper.refused("decide_step", BOARD, **given) == refused


def test_a_return_closes_the_step_and_keeps_the_comment(paper: Paper) -> None:
    _decide(paper, "appraise", **RETURN)

    found = _found(paper)
    assert (found.status, _step(paper), found.comment) == ("returned", None, "Bổ sung hồ sơ")


def _three(vote: str) -> tuple[Paper, list[Actor]]:
    """Return a year before a council of three, with the actors."""
    paper = _nominated(
        f"stages: [{{id: award_nomination, approvals: [{{id: pass, awards: null, {vote}}}]}}]"
    )
    _decide(paper, "appraise")
    return paper, council(paper, "binh-hd", "chau-hd")


def _cut_by(vote: str, *cutting: bool) -> tuple[Entry, ...]:
    paper, people = _three(vote)
    for actor, cuts in zip(people, cutting, strict=False):
        paper.do("decide_step", actor, step="pass", cut=[CUT] if cuts else [])
    assert _step(paper) == "decide"
    return _found(paper).cut


@pytest.mark.parametrize(
    ("vote", "cutting", "cut"),
    [
        ("needs: 3", (True, False, False), ()),
        ("needs: 3", (True, True, False), ()),
        ("needs: 3", (True, True, True), (MERIT,)),
        ("needs: 2", (True, True), (MERIT,)),
        ("needs: 2", (False, True), ()),
        ("needs: 1", (True,), (MERIT,)),
        ("needs: all", (True, True, False), ()),
        ("needs: all", (True, True, True), (MERIT,)),
        ("needs: unanimous", (True, False, True), ()),
    ],
)
def test_a_line_is_cut_by_as_many_as_it_takes_to_approve_it(
    vote: str, cutting: tuple[bool, ...], cut: tuple[Entry, ...]
) -> None:
    assert _cut_by(vote, *cutting) == cut


def test_an_added_signer_cuts_alone() -> None:
    paper, people = _three("needs: 2")
    added = seat(paper, "them", "office:chair")
    paper.do("add_signer", people[0], step="pass", person="them", place="after")
    for actor in people[:2]:
        paper.do("decide_step", actor, step="pass")
    paper.do("approve_step", added, step="pass", cut=[CUT])

    assert _found(paper).cut == (MERIT,)


def test_what_too_few_cut_stays_when_the_file_comes_back() -> None:
    chain = "{id: appraise, office: council, needs: 2}, {id: pass, office: board, awards: null}"
    paper = _nominated(f"stages: [{{id: award_nomination, approvals: [{chain}]}}]")
    first, second = council(paper, "binh-hd")
    paper.do("decide_step", first, step="appraise", cut=[CUT])
    paper.do("decide_step", second, step="appraise", cut=[CUT | {"award": "FLAG", "unit": "an"}])
    paper.do("decide_step", BOARD, step="pass")
    paper.do("return_step", CHAIR, step="decide", to="pass", comment="Xem lại")

    found = _found(paper)
    assert (found.cut, MERIT in found.appraised, FLAG in found.appraised) == ((), True, True)


def test_a_return_writes_no_list_and_cuts_nothing(paper: Paper) -> None:
    _decide(paper, "appraise", **RETURN, cut=[CUT])

    found = _found(paper)
    assert (found.appraised, found.cut) == ((), ())


def test_each_step_writes_its_own_list_of_its_own_awards(paper: Paper) -> None:
    _decide(paper, "appraise", "pass", "decide")

    found = _found(paper)
    assert (len(found.proposed), len(found.appraised), len(found.decided)) == (7, 7, 7)
    assert found.passed == (FLAG,)


def test_a_list_is_not_written_before_its_step(paper: Paper) -> None:
    _decide(paper, "appraise")

    assert (_found(paper).passed, _found(paper).decided) == ((), ())


def test_what_is_cut_stands_on_no_later_list(paper: Paper) -> None:
    _decide(paper, "appraise", cut=[CUT])
    _decide(paper, "pass", "decide")

    found = _found(paper)
    lists = (found.proposed, found.appraised, found.decided)
    assert [MERIT in one for one in lists] == [True, False, False]


def test_a_later_cut_leaves_the_earlier_lists_as_they_were(paper: Paper) -> None:
    _decide(paper, "appraise", "pass")
    _decide(paper, "decide", cut=[CUT])

    found = _found(paper)
    assert (MERIT in found.appraised, MERIT in found.decided, found.cut) == (
        True, False, (MERIT,),
    )  # fmt: skip


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param({"award": "FLAG", "unit": "dong"}, id="never-proposed"),
        pytest.param({"award": "MERIT", "unit": "binh"}, id="not-of-this-step"),
    ],
)
def test_only_what_stands_on_the_list_of_the_step_is_cut(paper: Paper, cut: dict[str, str]) -> None:
    _decide(paper, "appraise")

    unmet = only(paper.prevented("decide_step", COUNCIL, step="pass", cut=[cut | {"reason": "x"}]))
    assert (unmet.code, unmet.facts) == ("NOT_ON_THE_LIST", cut)


def test_what_was_cut_is_not_cut_again(paper: Paper) -> None:
    _decide(paper, "appraise", cut=[CUT])
    _decide(paper, "pass")

    assert paper.refused("decide_step", CHAIR, step="decide", cut=[CUT]) == ["NOT_ON_THE_LIST"]


def test_a_step_with_nothing_to_decide_is_skipped() -> None:
    paper = _nominated(NO_FLAG)
    _decide(paper, "appraise")

    assert _step(paper) == "decide"


def test_a_cut_may_empty_a_later_step(paper: Paper) -> None:
    _decide(paper, "appraise", cut=[{"award": "FLAG", "unit": "an", "reason": "Rút"}])

    assert _step(paper) == "decide"


def test_cutting_everything_completes_the_lists(paper: Paper) -> None:
    everything = [
        {"award": one.award, "unit": one.unit, "reason": "Rút"} for one in _found(paper).proposed
    ]
    _decide(paper, "appraise", cut=everything)

    assert (_found(paper).status, _found(paper).decided) == ("decided", ())


def test_a_proposal_of_nobody_is_decided_at_once() -> None:
    everyone = [
        {"award": award, "unit": unit, "reason": "Rút"}
        for award in ("FLAG", "MERIT", "SAFE")
        for unit in ("an", "binh", "chau", "dong")
    ]

    assert _found(_nominated("", *everyone)).status == "decided"


def test_without_an_approval_chain_a_proposal_is_decided_at_once() -> None:
    paper = _nominated("stages: [{id: award_nomination, approvals: null}]")

    assert _found(paper).status == "decided"


def test_a_decision_keeps_its_number_day_and_hands(paper: Paper) -> None:
    paper.now += timedelta(7)
    _decide(paper, "appraise", number="12/QĐ", signed_on="2025-01-09")

    (record,) = _found(paper).steps
    assert (record.step, record.verdict, record.person) == ("appraise", "approve", "of-board")
    assert (record.number, record.signed_on) == ("12/QĐ", day("2025-01-09"))


def test_nothing_is_proposed_twice(paper: Paper) -> None:
    assert paper.refused("nominate", HEAD) == ["ALREADY_PROPOSED"]


def test_nothing_is_proposed_before_the_ranking_is_fixed() -> None:
    paper = ranked()
    del paper.streams["ranking"]

    assert paper.refused("nominate", HEAD) == ["RANKING_NOT_FIXED"]


@pytest.mark.parametrize(
    ("out", "refused"),
    [
        pytest.param({"award": "FLAG", "unit": "nowhere"}, ["NOT_A_MEMBER"], id="unit"),
        pytest.param({"award": "FIGHTER", "unit": "an"}, ["AWARD_NOT_OFFERED"], id="award"),
    ],
)
def test_only_members_are_left_out_and_of_awards_with_a_rule(
    out: dict[str, str], refused: list[str]
) -> None:
    given = {"left_out": [out | {"reason": "x"}]}

    assert ranked().refused("nominate", HEAD, **given) == refused


@pytest.mark.parametrize(("by", "own"), [(HEAD, ("an",)), (DEPUTY, ("binh",))])
def test_the_units_of_the_proposer_among_the_candidates_are_made_visible(
    by: Actor, own: tuple[str, ...]
) -> None:
    event: Any = ranked().do("nominate", by)[0].event

    assert event.own_units == own


def test_a_returned_nomination_is_proposed_again_from_the_first_step(paper: Paper) -> None:
    _decide(paper, "appraise")
    _decide(paper, "pass", **RETURN)
    paper.do("nominate", DEPUTY, left_out=[CUT])

    found = _found(paper)
    assert (found.status, found.proposer, _step(paper)) == ("proposed", "of-binh", "appraise")
    assert (MERIT in found.proposed, found.appraised, found.steps) == (False, (), ())


def _closed(paper: Paper, state: str) -> Paper:
    year: Any = paper.streams["year"]
    paper.streams["year"] = replace(year, state=state)
    return paper


def test_a_returned_nomination_is_proposed_again_when_the_year_has_closed(paper: Paper) -> None:
    _decide(paper, "appraise", **RETURN)

    assert _closed(paper, "closed").refused("nominate", HEAD) == []


@pytest.mark.parametrize("state", ["suspended", "dissolved"])
def test_a_year_that_stands_still_takes_no_new_proposal(paper: Paper, state: str) -> None:
    _decide(paper, "appraise", **RETURN)

    assert _closed(paper, state).refused("nominate", HEAD) == ["YEAR_NOT_RUNNING"]


@pytest.mark.parametrize(
    ("state", "refused"),
    [("closed", []), ("suspended", ["YEAR_NOT_RUNNING"]), ("dissolved", ["YEAR_NOT_RUNNING"])],
)
def test_a_closed_year_still_takes_decisions(paper: Paper, state: str, refused: list[str]) -> None:
    assert _closed(paper, state).refused("decide_step", BOARD, step="appraise") == refused


def test_the_first_proposal_of_a_closed_year_comes_too_late() -> None:
    paper = standing_in("closed")
    del paper.streams["nomination"]

    assert paper.refused("nominate", HEAD) == ["STAGE_OVER"]


def test_a_step_waits_longer_by_the_time_that_the_year_stood_still(paper: Paper) -> None:
    due = _due(paper)
    assert due is not None
    paper.do("suspend", ADMIN, reason="Sáp nhập")
    paper.now += timedelta(days=9)
    paper.do("resume", ADMIN, reason="Xong")

    assert (_step(paper), _due(paper)) == (
        "appraise",
        due + timedelta(days=9),
    )


@pytest.mark.parametrize("expired", [True, False])
def test_resuming_opens_only_a_step_whose_time_is_not_over(paper: Paper, *, expired: bool) -> None:
    if expired:
        paper.fold("approvals", StepExpired(step="appraise"))
    paper.do("suspend", ADMIN, reason="Sáp nhập")

    kinds = [one.event.kind for one in paper.do("resume", ADMIN, reason="Xong")]
    assert ("step_opened" in kinds) is not expired


def test_a_step_that_expired_stays_open(paper: Paper) -> None:
    paper.now = at(2, 1)
    paper.fold("approvals", StepExpired(step="appraise"))

    turn = _turn(paper)
    assert turn
    assert turn.expired
    assert paper.refused("decide_step", BOARD, step="appraise") == []
