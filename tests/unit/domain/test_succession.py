"""Succession: who may be agreed on, by how many, and which roles follow from it."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, at
from tests.unit.domain.builders import STANDING, day, only, standing_in
from tests.years import Paper, agreed
from workflow.domain.leaders.succession import Succession, mandates

ALL = ("an", "binh", "chau", "dong")


def _deputies(least: int, most: int) -> str:
    return f"succession: {{deputies: {{least: {least}, most: {most}}}}}"


def _refused(change: str = "", **given: Any) -> list[str]:  # noqa: ANN401 - of AgreeLeaders
    wanted = {"head": "binh", "present": ALL} | given
    return standing_in("handover", change).refused("agree_leaders", HEAD, **wanted)


@pytest.mark.parametrize(
    ("quorum", "present", "refused"),
    [
        pytest.param("2/3", 2, ["NO_QUORUM"], id="two-of-four-are-less-than-two-thirds"),
        pytest.param("2/3", 3, [], id="three-of-four-are-more"),
        pytest.param("1/2", 2, [], id="exactly-half"),
        pytest.param("3/4", 3, [], id="exactly-three-quarters"),
        pytest.param("1/1", 3, ["NO_QUORUM"], id="all-must-be-there"),
    ],
)
def test_a_quorum_of_all_members_is_present(quorum: str, present: int, refused: list[str]) -> None:
    change = f"succession: {{quorum: {quorum}}}"

    assert _refused(change, present=ALL[:present]) == refused


def test_a_quorum_says_how_many_are_present_of_how_many() -> None:
    paper = standing_in("handover")

    unmet = only(paper.prevented("agree_leaders", HEAD, head="an", present=("an", "an", "binh")))
    assert unmet.facts == {"present": 2, "of": 4, "quorum": "2/3"}


@pytest.mark.parametrize(
    ("voted", "refused"),
    [
        pytest.param(None, [], id="not-asked"),
        pytest.param(ALL, [], id="all"),
        pytest.param(ALL[:3], ["NOT_AGREED"], id="one-is-against"),
    ],
)
def test_all_who_are_present_agree(voted: tuple[str, ...] | None, refused: list[str]) -> None:
    assert _refused(agreed=voted) == refused


def test_who_did_not_agree_is_named() -> None:
    paper = standing_in("handover")
    given = {"head": "an", "present": ALL, "agreed": ("an", "chau")}

    assert only(paper.prevented("agree_leaders", HEAD, **given)).facts == {
        "units": ["Ban Binh", "Ban Dong"]
    }


@pytest.mark.parametrize(
    ("least", "most", "deputies", "refused"),
    [
        pytest.param(1, 2, (), ["NUMBER_OF_DEPUTIES"], id="too-few"),
        pytest.param(1, 2, ("an",), [], id="least"),
        pytest.param(1, 2, ("an", "chau"), [], id="most"),
        pytest.param(1, 2, ("an", "chau", "dong"), ["NUMBER_OF_DEPUTIES"], id="too-many"),
        pytest.param(0, 0, (), [], id="none-wanted"),
    ],
)
def test_there_are_as_many_deputies_as_the_definition_wants(
    least: int, most: int, deputies: tuple[str, ...], refused: list[str]
) -> None:
    assert _refused(_deputies(least, most), deputies=deputies) == refused


@pytest.mark.parametrize(
    "deputies",
    [
        pytest.param(("binh",), id="head-as-deputy"),
        pytest.param(("an", "an"), id="the-same-deputy-twice"),
    ],
)
def test_no_unit_leads_twice(deputies: tuple[str, ...]) -> None:
    assert _refused(deputies=deputies) == ["SAME_UNIT_TWICE"]


@pytest.mark.parametrize(("unit", "refused"), [(None, ["ROLE_MISSING"]), ("chau", [])])
def test_a_standing_unit_is_chosen_where_the_bloc_must_have_one(
    unit: str | None, refused: list[str]
) -> None:
    assert _refused(STANDING, standing_unit=unit) == refused


@pytest.mark.parametrize("unit", ["an", "binh"])
def test_a_leading_unit_may_be_the_standing_unit_too(unit: str) -> None:
    assert _refused(STANDING, deputies=("an",), standing_unit=unit) == []


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"head": "x"}, id="head"),
        pytest.param({"deputies": ("x",)}, id="deputy"),
        pytest.param({"standing_unit": "x"}, id="standing-unit"),
        pytest.param({"present": (*ALL, "x")}, id="present"),
    ],
)
def test_only_members_are_chosen_and_choose(given: dict[str, Any]) -> None:
    assert _refused(**given) == ["NOT_A_MEMBER"]


def test_who_was_not_present_agrees_to_nothing() -> None:
    assert _refused(present=ALL[:3], agreed=ALL) == ["NOT_PRESENT"]


def test_a_bloc_that_has_no_standing_unit_chooses_none() -> None:
    change = "roles: {standing_unit: {most: 0}}"

    assert _refused(change, standing_unit="chau") == ["ROLE_FULL"]


def test_a_member_without_office_records_no_agreement() -> None:
    paper = standing_in("handover")

    refused = paper.refused("agree_leaders", MEMBER, head="binh", present=ALL)
    assert refused == ["NOT_IN_ROLE"]


def test_leaders_are_not_agreed_on_before_the_stage() -> None:
    refused = Paper().refused("agree_leaders", HEAD, head="binh", present=ALL)

    assert refused == ["STAGE_NOT_OPEN"]


def test_without_a_vote_all_who_were_present_agreed() -> None:
    paper = standing_in("handover")
    paper.do("agree_leaders", HEAD, head="binh", present=ALL[:3])

    assert paper.book.load(Succession, "succession").agreed == ALL[:3]


def test_a_later_agreement_takes_the_place_of_an_earlier_one() -> None:
    paper = standing_in("handover")
    agreed(paper, "binh")
    agreed(paper, "chau")

    assert paper.book.load(Succession, "succession").head == "chau"


def test_leaders_are_settled_once_the_handover_is_completed() -> None:
    paper = standing_in("handover")
    agreed(paper)
    paper.do("prepare_handover", HEAD, items=["Hồ sơ"])
    given = {"head": "chau", "present": ALL}
    assert paper.refused("agree_leaders", HEAD, **given) == []

    for by in (HEAD, DEPUTY):
        paper.do("sign_handover", by)
    assert paper.refused("agree_leaders", HEAD, **given) == ["HANDOVER_COMPLETED"]


@pytest.mark.parametrize(
    ("standing_unit", "last"), [(None, []), ("dong", [("standing_unit", "dong")])]
)
def test_the_leaders_take_their_roles_from_the_day_of_handover(
    standing_unit: str | None, last: list[tuple[str, str]]
) -> None:
    chosen = Succession(
        head="binh", deputies=("an", "chau"), standing_unit=standing_unit, present=(), agreed=()
    )

    book = replace(standing_in("handover").book, streams={"succession": chosen})

    taken = [one.mandate for one in mandates(book, at(1, 20, 18))]
    assert [(one.role, one.unit) for one in taken] == [
        ("head", "binh"), ("deputy", "an"), ("deputy", "chau"), *last,
    ]  # fmt: skip
    assert {one.start for one in taken} == {day("2025-01-21")}
