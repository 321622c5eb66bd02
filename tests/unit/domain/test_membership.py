"""Membership: who joins, leaves, merges, splits; what they did stays, and nothing more is asked."""

from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, sits
from tests.unit.domain.ballots import voting
from tests.unit.domain.builders import codes, day, standing_in
from workflow.domain import gates
from workflow.domain.members.roster import Roster

LAST = "2025-01-02"
GIA: dict[str, Any] = {
    "unit": {"id": "gia", "name": "Sở Gia"}, "start": LAST, "paper": "9/QĐ",
    "people": [{"id": "of-gia", "name": "Đại diện Sở Gia"}],
}  # fmt: skip
GONE: dict[str, Any] = {"unit": "chau", "end": LAST, "paper": "8/QĐ"}


def test_a_unit_that_joins_acts_from_its_first_day() -> None:
    paper = standing_in("registration")
    assert paper.refused("register", sits("gia"), staff=3) != []
    paper.do("admit_unit", ADMIN, **GIA)

    roster = paper.book.load(Roster, "roster")
    assert roster.unit_ids() == ("an", "binh", "chau", "dong", "gia")
    assert roster.joined == {"gia": day(LAST)}
    assert "SEAT_NOT_HELD" not in paper.refused("register", sits("gia"), staff=3)


def test_whoever_comes_with_it_can_be_reached() -> None:
    (person,) = GIA["people"]
    given = GIA | {"people": [{**person, "email": "no at"}]}

    assert standing_in("registration").refused("admit_unit", ADMIN, **given) == ["CONTACT_WRONG"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "2011-01-01"}, "MEMBERSHIP_BEFORE_YEAR"),
        ({"start": "2024-12-31"}, "MEMBERSHIP_BEFORE_YEAR"),
        ({"start": "2025-01-01"}, None),
        ({"unit": {"id": "gia", "name": "Ban Chau"}}, "NAME_TAKEN"),
        ({"unit": {"id": "gia", "name": "ban  chau"}}, "NAME_TAKEN"),
    ],
)
def test_it_joins_within_the_year_and_under_a_name_of_its_own(
    change: dict[str, Any], code: str | None
) -> None:
    paper = standing_in("registration")

    assert paper.refused("admit_unit", ADMIN, **GIA | change) == ([code] if code else [])


def test_a_school_year_begins_with_its_first_scored_month() -> None:
    change = "rubric: {scored_from: {month: 9, year: previous}}"
    paper = standing_in("registration", change)

    assert paper.refused("admit_unit", ADMIN, **GIA | {"start": "2024-09-01"}) == []
    early = paper.refused("admit_unit", ADMIN, **GIA | {"start": "2024-08-31"})
    assert early == ["MEMBERSHIP_BEFORE_YEAR"]


def test_it_may_stand_anywhere_in_the_official_order() -> None:
    paper = standing_in("registration")
    paper.do("admit_unit", ADMIN, **GIA, after="an")

    assert paper.book.load(Roster, "roster").unit_ids() == ("an", "gia", "binh", "chau", "dong")


def test_a_unit_that_is_gone_is_asked_for_nothing() -> None:
    paper = standing_in("registration")
    paper.do("withdraw_unit", ADMIN, **GONE)

    (missing,) = gates.stage_unmet(paper.book, paper.now)
    assert paper.book.load(Roster, "roster").name("chau") not in missing.facts["units"]  # type: ignore[operator]
    assert missing.facts["of"] == 3


def test_its_name_and_its_successors_are_remembered() -> None:
    paper = standing_in("registration")
    before = paper.book.load(Roster, "roster").name("chau")
    paper.do("withdraw_unit", ADMIN, **GONE, how="merge", successors=["dong"])

    roster = paper.book.load(Roster, "roster")
    assert roster.name("chau") == before
    assert [(one.how, one.successors) for one in roster.former] == [("merge", ("dong",))]


ELSEWHERE = {"bloc": "khoi-2", "unit": "so-y-te", "name": "Sở Y tế"}


def test_a_unit_may_be_merged_into_a_unit_of_another_bloc() -> None:
    paper = standing_in("registration")
    paper.do("withdraw_unit", ADMIN, **GONE, how="merge", elsewhere=[ELSEWHERE])

    (gone,) = paper.book.load(Roster, "roster").former
    assert [(one.bloc, one.unit, one.name) for one in gone.elsewhere] == [
        ("khoi-2", "so-y-te", "Sở Y tế")
    ]


def test_a_unit_may_be_split_between_two_blocs() -> None:
    paper = standing_in("registration")
    given = {"how": "split", "successors": ["dong"], "elsewhere": [ELSEWHERE]}

    assert paper.refused("withdraw_unit", ADMIN, **GONE, **given) == []


def test_the_role_of_a_unit_that_is_gone_ends_with_it() -> None:
    paper = standing_in("registration")
    paper.do("withdraw_unit", ADMIN, **GONE | {"unit": "binh"})

    assert paper.book.load(Roster, "roster").holders("deputy", day("2025-01-03")) == ()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        pytest.param({"unit": "no"}, ["NOT_A_MEMBER"], id="no-member"),
        pytest.param({"how": "merge"}, ["SUCCESSORS_MISSING"], id="merged-into-nothing"),
        pytest.param(
            {"how": "split", "successors": ["dong"]}, ["SUCCESSORS_MISSING"], id="split-into-one"
        ),
        pytest.param(
            {"how": "merge", "successors": ["chau"]}, ["SUCCESSOR_NOT_A_MEMBER"], id="into-itself"
        ),
        pytest.param({"end": "2030-01-01"}, ["MEMBERSHIP_TO_COME"], id="some-day"),
        pytest.param(
            {"how": "merge", "elsewhere": [{"bloc": "bloc", "unit": "dong", "name": "Ban Dong"}]},
            ["ELSEWHERE_IS_HERE"],
            id="elsewhere-that-is-here",
        ),
    ],
)
def test_a_unit_does_not_go_just_so(change: dict[str, Any], refused: list[str]) -> None:
    paper = standing_in("registration")

    assert paper.refused("withdraw_unit", ADMIN, **GONE | change) == refused


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        pytest.param({"unit": {"id": "an", "name": "x"}}, ["MEMBER_ALREADY"], id="a-member"),
        pytest.param({"after": "no"}, ["NOT_A_MEMBER"], id="after-nobody"),
        pytest.param({"start": "2030-01-01"}, ["MEMBERSHIP_TO_COME"], id="some-day"),
    ],
)
def test_a_unit_does_not_join_just_so(change: dict[str, Any], refused: list[str]) -> None:
    paper = standing_in("registration")

    assert paper.refused("admit_unit", ADMIN, **GIA | change) == refused


def test_the_id_of_a_unit_that_is_gone_is_not_given_again() -> None:
    paper = standing_in("registration")
    paper.do("withdraw_unit", ADMIN, **GONE)

    again = GIA | {"unit": {"id": "chau", "name": "Sở Châu mới"}}
    assert paper.refused("admit_unit", ADMIN, **again) == ["MEMBER_BEFORE"]


def test_only_an_administrator_changes_the_membership() -> None:
    paper = standing_in("registration")

    assert paper.refused("withdraw_unit", HEAD, **GONE) == ["NOT_IN_ROLE"]


def test_a_rename_keeps_the_unit() -> None:
    paper = standing_in("registration")
    paper.do("rename_unit", ADMIN, unit="chau", name="Sở Mới", paper="7/QĐ")

    assert paper.book.load(Roster, "roster").name("chau") == "Sở Mới"
    taken = paper.prevented("rename_unit", ADMIN, unit="dong", name="Sở Mới", paper="7/QĐ")
    assert codes(taken) == ["NAME_TAKEN"]


def test_a_vote_that_is_open_keeps_its_list_of_voters() -> None:
    held = voting()
    held.open("an")
    held.paper.do("admit_unit", ADMIN, **GIA)

    assert held.state.voters == ("an", "binh", "chau", "dong")
    assert held.refused("gia", "agree") == ["NOT_A_VOTER"]
