"""The place of a unit that is held: reserved or passed on, released to it or to whoever is next."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds
from tests.unit.domain.builders import only, ranked
from tests.years import Paper, decided
from workflow.domain.nominations.afterwards import doubted
from workflow.domain.nominations.dating import dated
from workflow.domain.nominations.nomination import Entry, Nomination
from workflow.domain.nominations.released import waiting

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
HOLD = {"ground": "complaint", "source": "Đơn tố cáo", "since": date(2025, 1, 2)}
FIRST, SECOND = Entry(award="FLAG", unit="an"), Entry(award="FLAG", unit="binh")


def year(rest: str = "") -> Paper:
    """Return a ranked year with one flag, for which an comes first and binh is next."""
    return ranked(f"awards: [{{id: FLAG{rest}}}]" if rest else "")


def hold(paper: Paper, unit: str = "an") -> None:
    paper.do("hold_award", COUNCIL, unit=unit, award="FLAG", **HOLD)


def conclude(paper: Paper, conclusion: str, unit: str = "an") -> None:
    given = {"unit": unit, "award": "FLAG", "conclusion": conclusion, "paper": "KL 12"}
    paper.do("release_hold", BOARD, **given)


def state(paper: Paper) -> Nomination:
    return paper.book.load(Nomination, "nomination")


def lines(paper: Paper) -> list[Entry]:
    return [one for one in state(paper).proposed if one.award == "FLAG"]


def whys(paper: Paper) -> dict[str, str]:
    drafts = paper.do("nominate", HEAD)
    passed: Any = drafts[0].event
    return {one.unit: one.why for one in passed.passed_over if one.award == "FLAG"}


def test_a_breach_before_the_bloc_proposes_leaves_the_place_to_the_next() -> None:
    paper = year()
    hold(paper)
    conclude(paper, "breach")

    assert whys(paper)["an"] == "barred"
    assert lines(paper) == [SECOND]


def test_a_breach_leaves_the_other_awards_of_the_group_open() -> None:
    paper = year()
    hold(paper)
    conclude(paper, "breach")
    paper.do("nominate", HEAD)

    assert Entry(award="MERIT", unit="an") in state(paper).proposed


def test_whoever_is_barred_is_no_part_of_a_base_of_those_who_qualify() -> None:
    paper = year(", number: {share: {share: 1/2, of: qualified, rounding: up}}")
    hold(paper)
    conclude(paper, "breach")
    drafts: Any = paper.do("nominate", HEAD)

    assert [one.base for one in drafts[0].event.allotments if one.award == "FLAG"] == [1]


@pytest.mark.parametrize(
    ("rest", "proposed"),
    [
        pytest.param("", [FIRST], id="reserved-where-nothing-is-said"),
        pytest.param(", held: passed_on", [SECOND], id="passed-on"),
    ],
)
def test_the_place_of_a_unit_that_is_held_is_as_the_rule_says(
    rest: str, proposed: list[Entry]
) -> None:
    paper = year(rest)
    hold(paper)
    paper.do("nominate", HEAD)

    assert lines(paper) == proposed


def test_a_reserved_place_goes_to_the_unit_when_it_is_cleared() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    assert paper.refused("propose_next", HEAD, award="FLAG") == ["NOBODY_FOLLOWS"]

    conclude(paper, "no_breach")
    decided(paper)
    assert FIRST in state(paper).decided


def test_a_reserved_place_goes_to_the_next_when_there_was_a_breach() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    decided(paper)
    conclude(paper, "breach")
    paper.do("propose_next", DEPUTY, award="FLAG")
    assert lines(paper) == [FIRST, SECOND]

    for office in (BOARD, COUNCIL, CHAIR):
        paper.do("decide_released", office, unit="binh", award="FLAG")
    assert [one for one in state(paper).decided if one.award == "FLAG"] == [SECOND]
    assert paper.refused("propose_next", HEAD, award="FLAG") == ["NOBODY_FOLLOWS"]


def test_a_line_that_is_proposed_later_has_a_day_of_its_own() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    first = paper.now.date()
    conclude(paper, "breach")
    paper.now += timedelta(17)
    paper.do("propose_next", DEPUTY, award="FLAG")

    days = [dated(paper.book, one).proposed_on for one in (FIRST, SECOND)]
    assert days == [first, first + timedelta(17)]


def test_a_line_that_is_proposed_later_is_judged_anew_by_the_rules_of_its_own_day() -> None:
    later = "in_force: {by: proposal, from: 2025-01-10}, when: {fact: {id: lapses, at_most: 0}}"
    paper = year(f", versions: [{{{later}}}]")
    hold(paper)
    paper.do("nominate", HEAD)
    conclude(paper, "breach")
    paper.now += timedelta(17)
    paper.do("record_facts", ADMIN, unit="binh", values={"lapses": 0}, source="CA")
    paper.do("propose_next", DEPUTY, award="FLAG")
    paper.do("record_facts", ADMIN, unit="binh", values={"lapses": 2}, source="CA")

    assert SECOND in doubted(paper.book)


def test_the_next_is_proposed_beside_a_chain_that_is_under_way() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise")
    conclude(paper, "breach")
    paper.do("propose_next", HEAD, award="FLAG")
    decided(paper)

    assert SECOND not in state(paper).decided
    assert waiting(paper.book)[SECOND].id == "appraise"


def test_a_unit_whose_place_was_passed_on_takes_none_when_none_is_left() -> None:
    paper = year(", held: passed_on")
    hold(paper)
    paper.do("nominate", HEAD)
    conclude(paper, "no_breach")

    assert paper.refused("propose_next", HEAD, award="FLAG") == ["NOBODY_FOLLOWS"]


def test_a_unit_whose_place_was_passed_on_takes_another_that_is_left() -> None:
    paper = year(", held: passed_on, number: 2")
    hold(paper)
    paper.do("nominate", HEAD)
    assert lines(paper) == [SECOND]

    conclude(paper, "no_breach")
    paper.do("propose_next", DEPUTY, award="FLAG")
    assert lines(paper) == [SECOND, FIRST]


def test_a_line_that_an_office_cut_leaves_no_place() -> None:
    paper = year()
    paper.do("nominate", HEAD)
    cut = [{"award": "FLAG", "unit": "an", "reason": "Chưa đủ"}]
    paper.do("decide_step", BOARD, step="appraise", cut=cut)

    assert paper.refused("propose_next", HEAD, award="FLAG") == ["NOBODY_FOLLOWS"]


def test_nobody_is_next_before_anything_is_proposed() -> None:
    assert only(year().prevented("propose_next", HEAD, award="FLAG")).code == "NOTHING_PROPOSED"


def test_whoever_proposed_the_next_decides_on_none_of_its_steps() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    decided(paper)
    conclude(paper, "breach")
    paper.do("propose_next", DEPUTY, award="FLAG")
    followed = state(paper).followed(SECOND)

    assert followed is not None
    assert followed.proposer == "of-binh"


def test_going_back_in_the_chain_keeps_what_was_decided_by_itself() -> None:
    paper = year()
    hold(paper)
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise")
    conclude(paper, "breach")
    paper.do("propose_next", HEAD, award="FLAG")
    paper.do("decide_released", BOARD, unit="binh", award="FLAG")
    paper.do("return_step", CHAIR, step="decide", comment="Xem lại", to="appraise")

    assert SECOND in state(paper).appraised
    assert Entry(award="MERIT", unit="chau") not in state(paper).appraised
