"""Who is told of an occasion: by seat and by day, each person once, in their own language."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from definitions.schema.notices import Recipient
from tests.factories import HEAD, at, plain
from tests.unit.domain.builders import STANDING, day, standing_in
from tests.years import Paper, agreed
from workflow.domain.members.roster import Person, Roster, SeatHeld
from workflow.domain.telling.occasions import Occasion
from workflow.domain.telling.recipients import SEATS, Owed, owed

EVERYONE = ["of-an", "of-binh", "of-chau", "of-dong"]
ABOUT_CHAU = Occasion(on="year_closed", units=("chau",), office="board")


def _owed(paper: Paper, occasion: Occasion) -> list[Owed]:
    return list(owed(paper.book, occasion, paper.now))


def _people(paper: Paper, occasion: Occasion) -> list[str]:
    return [one.person.id for one in _owed(paper, occasion)]


def _telling(*recipients: str) -> str:
    return f"{STANDING}\nnotices: [{{id: year_closed, to: [{', '.join(recipients)}]}}]"


def _with_roster(paper: Paper, **changed: Any) -> Paper:  # noqa: ANN401 - of Roster
    paper.streams["roster"] = replace(paper.book.load(Roster, "roster"), **changed)
    return paper


def test_the_recipients_of_the_schema_are_exactly_those_that_are_found() -> None:
    assert set(SEATS) == set(get_args(Recipient))


@pytest.mark.parametrize(
    ("recipient", "people"),
    [
        ("every_unit", EVERYONE),
        ("unit", ["of-chau"]),
        ("missing", ["of-chau"]),
        ("head", ["of-an"]),
        ("deputy", ["of-binh"]),
        ("owner", ["of-an"]),
        ("approver", ["of-board"]),
        ("office", ["of-board"]),
    ],
)
def test_each_recipient_is_found_by_seat(recipient: str, people: list[str]) -> None:
    paper = Paper(definition=plain(_telling(recipient)))

    assert _people(paper, ABOUT_CHAU) == people


def test_the_incoming_are_the_next_head_and_deputies() -> None:
    paper = standing_in("handover", _telling("incoming"))
    present = ("an", "binh", "chau", "dong")
    paper.do("agree_leaders", HEAD, head="dong", deputies=("an",), standing_unit="chau",
             present=present)  # fmt: skip

    assert set(_people(paper, Occasion(on="year_closed"))) == {"of-dong", "of-an"}


@pytest.mark.parametrize("recipient", ["incoming", "approver", "office", "unit", "missing"])
def test_nobody_is_told_where_there_is_nobody(recipient: str) -> None:
    paper = Paper(definition=plain(_telling(recipient)))

    assert _people(paper, Occasion(on="year_closed")) == []


@pytest.mark.parametrize(("owner", "person"), [("admin", "of-admin"), ("deputy", "of-binh")])
def test_the_owner_is_that_of_the_current_stage(owner: str, person: str) -> None:
    change = f"{_telling('owner')}\nstages: [{{id: registration, owner: {owner}}}]"

    assert _people(Paper(definition=plain(change)), ABOUT_CHAU) == [person]


@pytest.mark.parametrize("stage", ["registration", "closed"])
def test_without_an_owner_an_administrator_is_told(stage: str) -> None:
    change = f"{_telling('owner')}\nstages: [{{id: registration, owner: null}}]"
    paper = Paper(definition=plain(change)) if stage == "registration" else standing_in("closed")
    book = replace(paper.book, pinned=Paper(definition=plain(change)).book.pinned)

    told = owed(book, Occasion(on="year_closed"), paper.now)
    assert [one.person.id for one in told] == ["of-admin"]


def test_each_person_is_told_once_of_an_occasion() -> None:
    paper = Paper(definition=plain(_telling("every_unit", "head", "unit")))

    assert _people(paper, ABOUT_CHAU) == EVERYONE


def test_a_person_in_two_seats_is_told_once() -> None:
    paper = Paper(definition=plain(_telling("every_unit")))
    seats = paper.book.load(Roster, "roster").seats
    _with_roster(paper, seats=(*seats, SeatHeld(person="of-an", seat="unit:dong")))

    assert sorted(_people(paper, ABOUT_CHAU)) == EVERYONE


def test_everyone_in_a_seat_is_told() -> None:
    paper = Paper(definition=plain(_telling("unit")))
    roster = paper.book.load(Roster, "roster")
    second = Person(id="second", name="Người thứ hai")
    _with_roster(
        paper,
        people=(*roster.people, second),
        seats=(*roster.seats, SeatHeld(person="second", seat="unit:chau")),
    )

    assert _people(paper, ABOUT_CHAU) == ["of-chau", "second"]


def test_whoever_has_left_a_seat_is_not_told() -> None:
    paper = Paper(definition=plain(_telling("unit")))
    left = SeatHeld(person="of-chau", seat="unit:chau", end=day("2025-01-31"))
    _with_roster(paper, seats=(left,))
    paper.now = at(2, 1)

    assert _people(paper, ABOUT_CHAU) == []


def test_an_office_that_nobody_holds_is_not_left_in_silence() -> None:
    paper = Paper(definition=plain(_telling("approver")))
    seats = [one for one in paper.book.load(Roster, "roster").seats if one.seat != "office:board"]
    _with_roster(paper, seats=tuple(seats))

    assert _people(paper, ABOUT_CHAU) == ["of-admin"]


def test_a_rung_replaces_the_recipients_of_the_notice() -> None:
    paper = Paper(definition=plain(_telling("every_unit")))

    assert _people(paper, replace(ABOUT_CHAU, only="head")) == ["of-an"]


def test_an_office_above_is_told_as_well() -> None:
    paper = Paper(definition=plain(_telling("head")))

    assert _people(paper, replace(ABOUT_CHAU, also=("chair",))) == ["of-an", "of-chair"]


def test_an_occasion_without_a_notice_is_told_to_nobody() -> None:
    paper = Paper(definition=plain("notices: [{id: year_closed, remove: true}]"))

    assert _people(paper, ABOUT_CHAU) == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [("vi", "17:00 14/03/2025"), ("en", "17:00 14 March 2025")],
)
def test_facts_are_written_in_the_language_of_the_person(language: str, shown: str) -> None:
    paper = Paper(definition=plain(_telling("unit")))
    people = (Person(id="of-chau", name="Chị Châu", language=_language(language)),)
    _with_roster(paper, people=people)

    (told,) = _owed(paper, replace(ABOUT_CHAU, facts={"due": at(3, 14, 10)}))
    assert told.facts["due"] == shown


def _language(name: str) -> Any:  # noqa: ANN401 - vi or en
    return name


def test_facts_name_the_bloc_the_year_the_person_and_the_unit() -> None:
    paper = Paper(definition=plain(_telling("unit")))

    (told,) = _owed(paper, ABOUT_CHAU)
    assert told.facts == {
        "bloc": "Khối thi đua mẫu",
        "year": "2025",
        "recipient": "of-chau",
        "unit": "Ban Chau",
    }


def test_an_office_is_told_as_no_unit() -> None:
    paper = Paper(definition=plain(_telling("office")))

    (told,) = _owed(paper, ABOUT_CHAU)
    assert told.facts["unit"] == "chưa ghi nhận"


def test_those_who_hand_over_and_take_over_are_told_in_the_handover_stage() -> None:
    paper = standing_in("handover")
    agreed(paper, "dong")

    assert _people(paper, Occasion(on="handover_signing", units=("an", "dong"))) == [
        "of-an",
        "of-dong",
    ]
