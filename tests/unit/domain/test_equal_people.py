"""People of equal units where the places end: parted as the rule says, never by official order."""

import json

import pytest

from tests.factories import ADMIN, HEAD, sits
from tests.unit.domain.ballots import RULE
from tests.unit.domain.builders import only, place, ranked, recorded
from tests.unit.domain.people import fighters, idea, person, rules
from tests.years import Paper
from workflow.domain.awards.allocating import Proposal
from workflow.domain.awards.personal import propose
from workflow.domain.model import Actor
from workflow.domain.nominations.nomination import Nomination

OVERSEER = Actor(person="of-overseer", seat="overseer")
WHY = "Biên bản họp Hội đồng số 4"
BLOC = ", inside: bloc"
NO_UNITS = (
    "awards: [{id: FLAG, remove: true}, {id: MERIT, remove: true}, {id: SAFE, remove: true}]\n"
)


def equals(more: str = "", number: str = "1", ranks: tuple[int, ...] = (1, 1, 3, 4)) -> Paper:
    """Return a year in which one person of each unit is put forward; an and binh are equal."""
    return put(rules(fighters(number=number, more=BLOC + more)), ranks)


def put(change: str, ranks: tuple[int, ...] = (1, 1, 3, 4)) -> Paper:
    names = ("an", "binh", "chau", "dong")
    places = [place(unit, rank, "80") for unit, rank in zip(names, ranks, strict=True)]
    paper = ranked(NO_UNITS + change, places=places)
    for unit in names:
        paper.do("propose_people", sits(unit), minutes="BB", people=[person(f"{unit}-1")])
    return paper


def made(paper: Paper) -> Proposal:
    return propose(paper.book, ())


def taken(paper: Paper) -> list[str]:
    return [one.subject for one in made(paper).candidates if one.subject]


def who(*names: str) -> list[dict[str, str]]:
    return [{"unit": one.partition("-")[0], "subject": one} for one in names]


def test_people_of_equal_units_are_never_parted_by_the_official_order() -> None:
    paper = equals()

    unmet = only(paper.prevented("nominate", HEAD))
    assert (unmet.code, unmet.who) == ("EQUAL_AT_CUTOFF", ("overseer", "admin"))
    assert unmet.facts["places"] == 1
    assert taken(paper) == []


def test_equals_who_all_have_a_place_are_not_asked_about() -> None:
    assert taken(equals(number="2")) == ["an-1", "binh-1"]
    assert taken(equals(ranks=(1, 2, 2, 4))) == ["an-1"]


def test_whoever_comes_after_equals_that_are_open_takes_nothing() -> None:
    why = {one.subject: one.why for one in made(equals()).passed_over if one.subject}

    assert why == {
        "an-1": "equal_open", "binh-1": "equal_open",
        "chau-1": "number_reached", "dong-1": "number_reached",
    }  # fmt: skip


def test_an_officer_puts_people_in_order_with_a_reason() -> None:
    paper = equals("", "2", (1, 1, 1, 4))
    order = who("chau-1", "an-1", "binh-1")
    paper.do("part_equals", OVERSEER, award="FIGHTER", people=order, reason=WHY)
    paper.do("nominate", HEAD)

    assert [one.subject for one in paper.book.load(Nomination, "nomination").proposed] == [
        "chau-1", "an-1",
    ]  # fmt: skip
    told = [one.basis[-1].facts for one in made(paper).candidates if one.subject]
    assert told[0] == {"equals": "an-1, binh-1, chau-1", "by": "decision", "reason": WHY}


@pytest.mark.parametrize(
    ("people", "codes"),
    [
        pytest.param(("an-1", "chau-1"), ["NOT_EQUAL"], id="of-units-that-are-not-equal"),
        pytest.param(("an-1", "an-2"), ["NOT_EQUAL"], id="of-one-unit"),
        pytest.param(("an-1", "an-1", "binh-1"), ["NOT_EQUAL"], id="twice"),
        pytest.param(("an-2", "binh-1", "an-1"), ["ORDER_OF_THE_UNIT"], id="against-the-unit"),
        pytest.param(("an-1", "binh-9"), ["NO_SUCH_SUBJECT"], id="a-stranger"),
    ],
)
def test_only_equal_people_are_put_in_order_and_each_unit_keeps_its_own(
    people: tuple[str, ...], codes: list[str]
) -> None:
    paper = equals()
    both = [person("an-1"), person("an-2")]
    paper.do("propose_people", HEAD, minutes="BB", people=both)
    given = {"award": "FIGHTER", "people": who(*people), "reason": WHY}

    assert paper.refused("part_equals", OVERSEER, **given) == codes


def test_nobody_parts_people_of_their_own_unit() -> None:
    given = {"award": "FIGHTER", "people": who("an-1", "binh-1"), "reason": WHY}

    refused = equals(", ties: [{decision: head}]").refused("part_equals", HEAD, **given)
    assert refused == ["NOT_IN_ROLE", "OWN_UNIT"]
    assert equals(", ties: [{decision: head}]").refused("part_equals", ADMIN, **given) == []


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        pytest.param("[{take: all}]", ["an-1", "binh-1"], id="all-over-the-number"),
        pytest.param("[{take: none}]", [], id="none-and-nobody-after"),
        pytest.param("[{external: {fact: lapses, better: less}}]", ["binh-1"], id="a-fact"),
    ],
)
def test_the_rule_says_what_parts_people(ties: str, found: list[str]) -> None:
    paper = equals(f", ties: {ties}")
    paper.streams["facts/an"], paper.streams["facts/binh"] = recorded(lapses=2), recorded(lapses=1)

    assert taken(paper) == found


def test_all_of_the_equals_stay_within_what_caps_the_number() -> None:
    number = "{count: 1, at_most: [{share: 1/4, of: qualified}]}"

    assert taken(equals(", ties: [{take: all}]", number)) == []
    assert taken(equals(", ties: [{take: all}]", number.replace("1/4", "1/2"))) == [
        "an-1", "binh-1",
    ]  # fmt: skip


def test_inside_a_unit_its_own_order_parts_its_people() -> None:
    paper = equals(number="3", ranks=(1, 2, 3, 4))
    paper.do("propose_people", HEAD, minutes="BB", people=[person(f"an-{n}") for n in range(1, 6)])

    assert taken(paper) == ["an-1", "an-2", "an-3"]


def test_a_ballot_on_each_person_parts_them() -> None:
    change = f"ballots: {json.dumps([RULE])}\n" + rules(
        fighters(number="1", more=BLOC + ", ties: [{ballot: vote}]")
    )
    paper = put(change)
    assert only(paper.prevented("nominate", HEAD)).code == "EQUAL_WAITS_FOR_BALLOT"

    lines = [{"award": "FIGHTER", "id": one["subject"], **one} for one in who("an-1", "binh-1")]
    paper.do("open_ballot", HEAD, ballot="b", rule="vote", items=lines)
    for unit in ("an", "binh", "chau", "dong"):
        choice = "an-1" if unit == "an" else "binh-1"
        answers = {one: "agree" if one == choice else "disagree" for one in ("an-1", "binh-1")}
        paper.do("cast_vote", sits(unit), ballot="b", answers=answers)
    paper.do("close_ballot", HEAD, ballot="b")

    assert taken(paper) == ["binh-1"]


@pytest.mark.parametrize("inside", ["unit", "bloc"])
def test_equals_who_rest_on_one_initiative_are_parted_before_it_serves(inside: str) -> None:
    when = "{initiative: {level: grassroots}}"
    paper = put(rules(fighters(when=when, more=f", inside: {inside}")))
    for unit in ("an", "binh", "chau"):
        ones = [person(f"{unit}-1", initiatives=[idea("sk")])]
        paper.do("propose_people", sits(unit), minutes="BB", people=ones)

    assert paper.refused("nominate", HEAD) == ["EQUAL_BY_ONE_INITIATIVE"]
    order = who("binh-1", "an-1")
    paper.do("part_equals", OVERSEER, award="FIGHTER", people=order, reason=WHY)
    assert taken(paper) == ["binh-1"]


@pytest.mark.parametrize("second", ["an", "binh"])
def test_whose_initiatives_meet_is_parted_in_whichever_order_their_units_lie(second: str) -> None:
    """One of them has another initiative to fall back on: in one order both would be served."""
    paper = put(rules(fighters(when="{initiative: {level: grassroots}}", more=", inside: unit")))
    for unit in ("an", "binh"):
        ideas = [idea("sk"), idea("sk-2")] if unit == second else [idea("sk")]
        ones = [person(f"{unit}-1", initiatives=ideas)]
        paper.do("propose_people", sits(unit), minutes="BB", people=ones)

    assert paper.refused("nominate", HEAD) == ["EQUAL_BY_ONE_INITIATIVE"]


def test_nobody_leaves_out_an_equal_of_another_unit_to_take_the_place() -> None:
    out = {"award": "FIGHTER", "unit": "binh", "subject": "binh-1", "reason": "Xin rút"}

    assert equals().refused("nominate", HEAD, left_out=[out]) == ["LEAVES_OUT_AN_EQUAL"]
    mine = out | {"unit": "an", "subject": "an-1"}
    assert equals().refused("nominate", HEAD, left_out=[mine]) == []


def test_a_second_person_of_a_unit_never_slips_past_equals() -> None:
    paper = equals()
    paper.do("propose_people", HEAD, minutes="BB", people=[person("an-1"), person("an-2")])

    found = {one.subject: one.why for one in made(paper).passed_over if one.subject}
    assert (taken(paper), found["an-2"]) == ([], "number_reached")


def test_who_loses_the_initiative_leaves_the_place_of_the_unit_to_the_next_of_it() -> None:
    when = "{any: [{initiative: {level: grassroots}}, {disciplined_below: reprimand}]}"
    change = fighters(number="1", when=when)
    paper = put(rules(change))
    for unit in ("an", "binh"):
        first = person(f"{unit}-1", initiatives=[idea("sk")], discipline="warning")
        people = [first, person(f"{unit}-2")]
        paper.do("propose_people", sits(unit), minutes="BB", people=people)
    order = who("binh-1", "an-1")
    assert paper.refused("nominate", HEAD) == ["EQUAL_BY_ONE_INITIATIVE"]
    paper.do("part_equals", OVERSEER, award="FIGHTER", people=order, reason=WHY)

    assert set(taken(paper)) == {"binh-1", "an-2", "chau-1", "dong-1"}
