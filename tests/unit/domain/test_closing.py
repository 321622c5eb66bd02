"""Scores against the best: provisional until the whole bloc is closed, and kept with the act."""

from decimal import Decimal

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER
from tests.unit.domain.builders import sheet, with_sheets
from tests.years import Paper
from workflow.domain.results.ordering import provisional
from workflow.domain.scores.closed import Closing
from workflow.domain.scores.tallying import tally

RELATIVE = """
    rubric:
      parts:
        - id: II
          parts:
            - id: II.1
              measure: {kind: count, most: 100}
              score: {count: null, against_best: {target: 4}}
"""


@pytest.fixture
def paper() -> Paper:
    return with_sheets(RELATIVE, an=sheet(II_1="4"), binh=sheet(II_1="6"), chau=sheet(II_1="8"))


def test_scores_move_with_the_best_and_say_that_they_are_provisional(paper: Paper) -> None:
    before = tally(paper.book)
    paper.streams["sheet/chau"] = sheet(II_1="6")
    after = tally(paper.book)

    assert (before["binh"].nodes["II.1"], after["binh"].nodes["II.1"]) == (Decimal(15), Decimal(20))
    assert {one.provisional for one in (*before.values(), *after.values())} == {True}
    assert {place.provisional for place in provisional(paper.book)} == {True}


def test_what_does_not_depend_on_others_does_not_move(paper: Paper) -> None:
    before = tally(paper.book)["an"]
    paper.streams["sheet/chau"] = sheet(II_1="40")

    assert tally(paper.book)["an"].points == before.points


def test_no_ranking_is_fixed_before_the_scores_are_closed(paper: Paper) -> None:
    assert paper.refused("fix_ranking", HEAD) == ["SCORES_NOT_CLOSED"]
    paper.do("close_scores", HEAD)
    assert paper.refused("fix_ranking", HEAD) == []


def test_closing_waits_for_the_whole_bloc(paper: Paper) -> None:
    paper.streams["sheet/chau"] = sheet(status="submitted", II_1="8")

    assert paper.refused("close_scores", HEAD) == ["MISSING_APPRAISAL"]


def test_closing_keeps_what_everybody_was_measured_against(paper: Paper) -> None:
    paper.do("close_scores", HEAD)

    (standard,) = paper.book.load(Closing, "closing").standards
    assert (standard.leader, standard.reached, standard.of) == ("chau", Decimal(8), Decimal(4))
    assert not any(one.provisional for one in tally(paper.book).values())


def test_closed_scores_change_only_after_somebody_else_opens_them(paper: Paper) -> None:
    paper.do("close_scores", HEAD)

    assert paper.refused("return_sheet", HEAD, unit="chau", comment="x") == ["SCORES_CLOSED"]
    assert paper.refused("reopen_scores", HEAD, reason="x") == ["SECOND_PERSON"]
    paper.do("reopen_scores", DEPUTY, reason="Bổ sung số liệu")
    assert paper.refused("return_sheet", HEAD, unit="chau", comment="x") == []
    assert paper.refused("fix_ranking", HEAD) == ["SCORES_NOT_CLOSED"]


def test_a_member_closes_nothing(paper: Paper) -> None:
    assert paper.refused("close_scores", MEMBER) == ["NOT_IN_ROLE"]
