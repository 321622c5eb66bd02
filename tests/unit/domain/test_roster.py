"""The roster: seats and roles from day to day, and how many units may hold one at once."""

from datetime import date
from typing import Any

import pytest

from tests.factories import ADMIN, HEAD, plain, plainest, units
from tests.unit.domain.builders import STANDING, codes, day, only
from tests.years import Paper
from workflow.domain.members.roster import Mandate, Roster
from workflow.domain.members.seating import roles_prevent

NEW = {"person": {"id": "new", "name": "Người mới"}}
SPRING = day("2025-03-01")


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _roster(paper: Paper) -> Roster:
    return paper.book.load(Roster, "roster")


def _mandate(unit: str, start: str = "2025-01-01", end: str | None = None) -> Mandate:
    return Mandate(role="head", unit=unit, start=day(start), end=day(end) if end else None)


@pytest.mark.parametrize("seat", ["unit:an", "office:board", "admin", "overseer"])
def test_a_person_takes_a_seat_that_there_is(paper: Paper, seat: str) -> None:
    paper.do("seat_person", ADMIN, **NEW, seat=seat)

    assert "new" in [one.id for one in _roster(paper).seated(seat, SPRING)]


@pytest.mark.parametrize("seat", ["unit:x", "office:x", "unit:board", "head", "system", "an"])
def test_there_are_no_other_seats(paper: Paper, seat: str) -> None:
    assert paper.refused("seat_person", ADMIN, **NEW, seat=seat) == ["NO_SUCH_SEAT"]


@pytest.mark.parametrize("email", ["no at", "binh-minh cum4", "a@b.vn, d@e.vn", "<a@b.vn>"])
def test_nobody_is_seated_whom_no_mail_could_reach(paper: Paper, email: str) -> None:
    person = {**NEW["person"], "email": email}

    assert paper.refused("seat_person", ADMIN, person=person, seat="admin") == ["CONTACT_WRONG"]


def test_only_an_administrator_seats_people(paper: Paper) -> None:
    assert paper.refused("seat_person", HEAD, **NEW, seat="unit:an") == ["NOT_IN_ROLE"]


def test_seats_of_a_person_add_up(paper: Paper) -> None:
    for seat in ("unit:an", "office:board"):
        paper.do("seat_person", ADMIN, **NEW, seat=seat)

    assert _roster(paper).seats_of("new", SPRING) == ("unit:an", "office:board")


def test_what_is_known_of_a_person_is_replaced(paper: Paper) -> None:
    person = {"id": "of-an", "name": "Tên mới", "language": "en"}
    paper.do("seat_person", ADMIN, person=person, seat="admin")

    found = [one for one in _roster(paper).people if one.id == "of-an"]
    assert [(one.name, one.language) for one in found] == [("Tên mới", "en")]


def _seat(paper: Paper, **days: str) -> None:
    paper.do("seat_person", ADMIN, person={"id": "of-an", "name": "An"}, seat="unit:an", **days)


@pytest.mark.parametrize(
    ("days", "held"),
    [
        pytest.param({"end": "2025-02-28"}, [True, False, False], id="ended"),
        pytest.param({"start": "2025-06-01"}, [True, True, True], id="goes-on"),
        pytest.param(
            {"start": "2025-06-01", "end": "2025-06-30"}, [True, True, False], id="goes-on-to-end"
        ),
    ],
)
def test_a_seat_given_again_takes_over_from_its_first_day(
    paper: Paper, days: dict[str, str], held: list[bool]
) -> None:
    _seat(paper, **days)

    asked = [day(one) for one in ("2025-02-28", "2025-06-15", "2025-07-01")]
    assert [_roster(paper).holds("of-an", "unit:an", one) for one in asked] == held


def test_an_end_is_not_made_later_by_what_follows(paper: Paper) -> None:
    _seat(paper, end="2025-02-28")
    _seat(paper, start="2025-06-01")

    assert not _roster(paper).holds("of-an", "unit:an", day("2025-04-01"))


@pytest.mark.parametrize(
    ("on", "holders"),
    [("2025-02-28", ("an",)), ("2025-03-01", ("chau",)), ("2025-06-30", ("chau",)),
     ("2025-07-01", ())],
)  # fmt: skip
def test_a_role_is_held_from_day_to_day(on: str, holders: tuple[str, ...]) -> None:
    mandates = (
        _mandate("an", end="2025-02-28"),
        _mandate("chau", "2025-03-01", "2025-06-30"),
    )

    assert Roster(units=units(4), mandates=mandates).holders("head", day(on)) == holders


def _refused(paper: Paper, unit: str, **given: Any) -> list[str]:  # noqa: ANN401 - of GiveMandate
    wanted = {"role": "head", "unit": unit, "start": "2025-03-01"} | given
    return paper.refused("give_mandate", ADMIN, **wanted)


def test_a_role_is_given_to_members(paper: Paper) -> None:
    assert _refused(paper, "x", role="standing_unit") == ["NOT_A_MEMBER"]


def test_no_more_units_hold_a_role_than_there_are_seats(paper: Paper) -> None:
    unmet = only(
        paper.prevented("give_mandate", ADMIN, role="head", unit="chau", start="2025-03-01")
    )

    assert (unmet.code, unmet.facts["most"], unmet.facts["units"]) == (
        "ROLE_FULL", 1, ["Ban An"],
    )  # fmt: skip


def test_a_second_deputy_finds_room(paper: Paper) -> None:
    assert _refused(paper, "chau", role="deputy") == []


def test_a_role_full_later_is_full_now(paper: Paper) -> None:
    paper.do("give_mandate", ADMIN, role="head", unit="an", start="2025-01-01", end="2025-02-28")
    paper.do("give_mandate", ADMIN, role="head", unit="chau", start="2025-06-01")

    assert _refused(paper, "dong") == ["ROLE_FULL"]
    assert _refused(paper, "dong", end="2025-05-31") == []


def test_a_mandate_does_not_end_before_it_starts(paper: Paper) -> None:
    assert "ENDS_BEFORE_START" in _refused(paper, "an", start="2025-06-01", end="2025-05-01")


def test_a_unit_that_holds_the_role_may_be_given_it_again_to_end_it(paper: Paper) -> None:
    given = {"role": "head", "unit": "an", "start": "2025-01-02", "end": "2025-02-28"}
    paper.do("give_mandate", ADMIN, **given)

    found = _roster(paper)
    assert [found.holders("head", day(one)) for one in ("2025-02-28", "2025-03-01")] == [
        ("an",),
        (),
    ]


def test_a_role_given_again_ends_the_earlier_hold_the_day_before(paper: Paper) -> None:
    paper.do("give_mandate", ADMIN, role="head", unit="an", start="2025-03-01")

    heads = [one for one in _roster(paper).mandates if one.role == "head"]
    assert [(one.start, one.end) for one in heads] == [
        (day("2025-01-02"), day("2025-02-28")),
        (day("2025-03-01"), None),
    ]


def _wrong(*mandates: Mandate, on: date = SPRING, change: str = "") -> list[str]:
    definition = plain(change) if change else plainest()
    return codes(roles_prevent(definition, mandates, units(4), on))


@pytest.mark.parametrize(
    ("mandates", "wrong"),
    [
        pytest.param((), ["ROLE_MISSING"], id="no-head"),
        pytest.param((_mandate("an"),), [], id="one-head"),
        pytest.param((_mandate("an"), _mandate("binh")), ["ROLE_FULL"], id="two-heads"),
        pytest.param((_mandate("an", end="2025-02-28"),), ["ROLE_MISSING"], id="a-former-head"),
        pytest.param((_mandate("an"), _mandate("binh", "2025-06-01")), [], id="a-head-to-come"),
    ],
)
def test_a_year_begins_with_as_many_in_a_role_as_must_be(
    mandates: tuple[Mandate, ...], wrong: list[str]
) -> None:
    assert _wrong(*mandates) == wrong


def test_every_role_that_is_wrong_is_named() -> None:
    assert _wrong(change=STANDING) == ["ROLE_MISSING", "ROLE_MISSING"]


def test_units_are_named_as_members_and_others_by_their_id(paper: Paper) -> None:
    assert (_roster(paper).name("an"), _roster(paper).name("x")) == ("Ban An", "x")


def test_whoever_holds_no_seat_is_seated_nowhere(paper: Paper) -> None:
    assert _roster(paper).seats_of("nobody", SPRING) == ()
