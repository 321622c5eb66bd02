"""Who is proposed for what: numbers, groups, units left out, and why others are passed over."""

from decimal import Decimal
from itertools import groupby

import pytest

from tests.unit.domain.builders import left_out, place, ranked, recorded
from workflow.domain.awards.allocating import LeftOut, Proposal, propose
from workflow.domain.model import Book
from workflow.domain.pledging.review import Behind, Review

UNITS = ("an", "binh", "chau", "dong")


def _proposed(book: Book, *out: LeftOut) -> dict[str, list[str]]:
    found = propose(book, out).candidates
    return {
        award: [one.unit for one in group] for award, group in groupby(found, lambda one: one.award)
    }


def _passed(proposal: Proposal, award: str) -> dict[str, str]:
    return {one.unit: one.why for one in proposal.passed_over if one.award == award}


def test_the_best_ranked_who_qualify_are_taken_up_to_the_number() -> None:
    assert _proposed(ranked().book) == {
        "FLAG": ["an"],
        "MERIT": ["binh", "chau"],
        "SAFE": ["an", "binh", "chau", "dong"],
    }


@pytest.mark.parametrize(
    ("number", "taken"), [(0, 0), (1, 1), (3, 3), ("all", 4)]
)  # fmt: skip
def test_the_number_of_an_award_is_data(number: object, taken: int) -> None:
    change = f"awards: [{{id: SAFE, number: {number}}}]"

    assert len(_proposed(ranked(change).book).get("SAFE", [])) == taken


def test_a_unit_takes_one_award_of_a_group() -> None:
    found = _passed(propose(ranked().book, ()), "MERIT")

    assert found["an"] == "holds_another"


def test_awards_without_a_group_stand_beside_the_others() -> None:
    book = ranked("awards: [{id: MERIT, group: null}]").book

    assert _proposed(book)["MERIT"] == ["an", "binh"]


def test_awards_of_other_groups_stand_beside_each_other() -> None:
    book = ranked("awards: [{id: MERIT, group: other}]").book

    assert _proposed(book)["MERIT"] == ["an", "binh"]


def test_a_unit_left_out_makes_room_for_the_next() -> None:
    found = _proposed(ranked().book, left_out("MERIT", "binh"))

    assert found["MERIT"] == ["chau", "dong"]


def test_a_unit_left_out_of_one_award_may_take_another_of_its_group() -> None:
    found = _proposed(ranked().book, left_out("FLAG", "an"))

    assert (found["FLAG"], found["MERIT"]) == (["binh"], ["an", "chau"])


def test_whoever_is_passed_over_is_told_why() -> None:
    paper = ranked(places=[place(unit, number) for number, unit in enumerate(UNITS, 1)])
    found = propose(paper.book, [left_out("MERIT", "binh")])

    assert _passed(found, "FLAG") == {
        "binh": "number_reached", "chau": "conditions", "dong": "conditions",
    }  # fmt: skip
    assert _passed(found, "MERIT") == {"an": "holds_another", "binh": "left_out"}


def test_a_unit_left_out_keeps_the_reason_of_the_bloc() -> None:
    found = propose(ranked().book, [left_out("MERIT", "binh")])

    notes = {one.note for one in found.passed_over if one.why == "left_out"}
    assert notes == {"Đơn vị xin rút"}


def test_conditions_not_met_are_published_with_their_reasons() -> None:
    paper = ranked()
    paper.streams["facts/dong"] = recorded(lapses=3)

    found = propose(paper.book, ())
    (over,) = [one for one in found.passed_over if one.award == "SAFE"]
    assert (over.unit, over.why, over.reasons[0].facts["value"]) == ("dong", "conditions", "3")


def test_candidates_carry_rank_and_basis() -> None:
    first = propose(ranked().book, ()).candidates[0]

    assert (first.award, first.unit, first.rank) == ("FLAG", "an", 1)
    assert [one.condition for one in first.basis] == [
        "registered", "rank_at_most", "class_at_least",
    ]  # fmt: skip


def _reviewed(*units: str) -> Review:
    half, whole = Decimal(5), Decimal(12)
    return Review(
        behind=tuple(Behind(unit=unit, target="x", reached=half, of=whole) for unit in units)
    )


@pytest.mark.parametrize(
    ("review", "taken"),
    [
        pytest.param(_reviewed("an", "dong"), ["binh", "chau"], id="behind"),
        pytest.param(_reviewed(), list(UNITS), id="nobody-behind"),
        pytest.param(None, list(UNITS), id="no-review"),
    ],
)
def test_a_unit_behind_in_the_review_misses_what_asks_for_more(
    review: Review | None, taken: list[str]
) -> None:
    paper = ranked("awards: [{id: SAFE, when: {fact: null, review_not_behind: true}}]")
    paper.streams["review"] = review

    assert _proposed(paper.book)["SAFE"] == taken


def test_every_unit_is_proposed_or_passed_over_for_every_award() -> None:
    found = propose(ranked().book, ())

    pairs = [(one.award, one.unit) for one in found.candidates]
    pairs += [(one.award, one.unit) for one in found.passed_over]
    assert sorted(pairs) == [(award, unit) for award in ("FLAG", "MERIT", "SAFE") for unit in UNITS]
