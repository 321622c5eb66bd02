"""Putting people forward, and their lines through the chain: cut, held, decided, taken back."""

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, at, holds, sits
from tests.unit.domain.builders import standing_in
from tests.unit.domain.people import fighters, forward, household, person
from tests.years import Paper
from workflow.domain.nominations.nomination import Entry, Nomination

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
A1 = Entry(award="FIGHTER", unit="an", subject="a1")
A2 = Entry(award="FIGHTER", unit="an", subject="a2")
OF_A1 = {"unit": "an", "award": "FIGHTER", "subject": "a1"}
HOLD = {"ground": "complaint", "source": "Đơn", "since": "2025-01-02"}
MINUTES = "BB 1"


@pytest.fixture
def paper() -> Paper:
    """A year in which `an` has put two people forward, before the bloc proposes."""
    made = forward(fighters())
    made.do("propose_people", HEAD, minutes=MINUTES, people=[person("a1"), person("a2")])
    return made


def _found(paper: Paper) -> Nomination:
    return paper.book.load(Nomination, "nomination")


def _steps(paper: Paper, **cut: object) -> None:
    paper.do("decide_step", BOARD, step="appraise", **cut)
    paper.do("decide_step", COUNCIL, step="pass")
    paper.do("decide_step", CHAIR, step="decide", number="9/QĐ")


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        pytest.param({"people": [person("x"), person("x")]}, ["SUBJECT_TWICE"], id="twice"),
        pytest.param({"people": [person("x", awards=["FLAG"])]}, ["AWARD_NOT_OFFERED"], id="flag"),
        pytest.param({"households": [household("x")]}, ["AWARD_NOT_OFFERED"], id="no-rule"),
        pytest.param({"staff": 2, "leaders": 3}, ["MORE_LEADERS_THAN_STAFF"], id="leaders"),
        pytest.param(
            {"people": [person("x", held=[{"what": "A", "year": 2026, "source": "x"}])]},
            ["HONOUR_TOO_LATE"],
            id="to-come",
        ),
    ],
)
def test_a_unit_puts_forward_only_what_can_be(
    paper: Paper, given: dict[str, object], codes: list[str]
) -> None:
    assert paper.refused("propose_people", MEMBER, minutes=MINUTES, **given) == codes


def test_a_later_list_takes_the_place_of_an_earlier_one(paper: Paper) -> None:
    paper.do("propose_people", HEAD, minutes="BB 2", people=[person("a9")])
    paper.do("nominate", HEAD)

    assert [one.subject for one in _found(paper).proposed if one.subject] == ["a9"]


def test_after_the_bloc_has_proposed_nobody_is_added(paper: Paper) -> None:
    paper.do("nominate", HEAD)

    assert paper.refused("propose_people", MEMBER, minutes=MINUTES) == ["ALREADY_PROPOSED"]


def test_what_an_office_returned_may_be_put_forward_anew(paper: Paper) -> None:
    paper.do("nominate", HEAD)
    paper.do("decide_step", BOARD, step="appraise", verdict="return", comment="Thiếu biên bản")

    assert paper.refused("propose_people", HEAD, minutes="BB 2") == []


def test_a_line_of_a_person_is_cut_alone(paper: Paper) -> None:
    paper.do("nominate", HEAD)
    _steps(paper, cut=[OF_A1 | {"reason": "Chưa đủ hồ sơ"}])

    assert A1 in _found(paper).cut
    assert A2 in _found(paper).decided


def test_a_unit_that_is_held_leaves_its_people_free_and_the_other_way_round(paper: Paper) -> None:
    paper.do("nominate", HEAD)
    paper.do("hold_award", COUNCIL, **OF_A1, **HOLD)
    paper.do("hold_award", COUNCIL, unit="an", **HOLD)
    paper.do("decide_step", BOARD, step="appraise")
    paper.do("decide_step", CHAIR, step="decide")

    decided = _found(paper).decided
    assert A2 in decided
    assert A1 not in decided
    assert Entry(award="FLAG", unit="an") not in decided


def test_a_released_person_takes_the_steps_that_were_missed(paper: Paper) -> None:
    paper.do("nominate", HEAD)
    paper.do("hold_award", COUNCIL, **OF_A1, **HOLD)
    _steps(paper)
    paper.do("release_hold", BOARD, **OF_A1, conclusion="no_breach", paper="KL 1")
    paper.do("decide_released", BOARD, **OF_A1)
    paper.do("decide_released", CHAIR, **OF_A1, number="10/QĐ")

    assert A1 in _found(paper).decided


def test_nobody_is_held_whom_no_unit_put_forward(paper: Paper) -> None:
    wanted = OF_A1 | {"subject": "nobody"}

    assert paper.refused("hold_award", COUNCIL, **wanted, **HOLD) == ["NO_SUCH_SUBJECT"]


def test_a_title_of_a_person_is_taken_back_alone(paper: Paper) -> None:
    paper.do("nominate", HEAD)
    _steps(paper)
    paper.do("ask_revocation", CHAIR, **OF_A1, reason="Khai sai", paper="TB 1")
    paper.do("confirm_revocation", BOARD, **OF_A1)

    state = _found(paper)
    gone = [one.entry for one in state.revocations if one.confirmed_by]
    assert gone == [A1]
    assert {A1, A2} <= {*state.decided}


def test_a_registration_names_people_and_households_for_what_is_offered() -> None:
    paper = Paper()
    persons = [
        {"id": "p", "name": "P", "awards": ["FLAG"]},
        {"id": "p", "name": "Q", "awards": ["FIGHTER"]},
    ]
    homes = [{"id": "h", "name": "H", "awards": ["FAMILY"]}]

    assert paper.refused("register", sits("chau"), persons=persons, households=homes) == [
        "AWARD_NOT_OFFERED",
        "AWARD_NOT_OFFERED",
        "SUBJECT_TWICE",
    ]


def test_whoever_is_named_in_an_amended_registration_is_registered() -> None:
    paper = standing_in(
        "pledge", "stages: [{id: registration, running: {until: {month: 9, day: 30}}}]"
    )
    paper.now = at(6, 1)
    persons = [{"id": "p", "name": "P", "awards": ["FIGHTER"]}]
    paper.do("amend_registration", MEMBER, staff=3, people=3, persons=persons, reason="Bổ sung")

    after = paper.streams["registration/chau"]
    assert after.awards_of("p") == ("FIGHTER",)  # type: ignore[attr-defined]


def test_what_the_bloc_sent_back_is_registered_for_nobody() -> None:
    paper = Paper()
    persons = [{"id": "p", "name": "P", "awards": ["FIGHTER"]}]
    paper.do("register", MEMBER, staff=3, people=3, persons=persons)
    before = paper.streams["registration/chau"]
    paper.do("return_registration", DEPUTY, unit="chau", comment="Thiếu chữ ký")
    after = paper.streams["registration/chau"]

    assert (before.awards_of("p"), after.awards_of("p")) == (("FIGHTER",), ())  # type: ignore[attr-defined]
