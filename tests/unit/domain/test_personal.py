"""Who of the people and households is nominated: conditions, shares, order, what served before."""

import json

import pytest

from tests.factories import HEAD, holds, sits
from tests.unit.domain.ballots import RULE
from tests.unit.domain.builders import left_out, ranked
from tests.unit.domain.people import WORKERS, fighters, forward, household, idea, person, rules
from tests.years import Paper
from workflow.domain.awards.allocating import LeftOut, Proposal
from workflow.domain.awards.personal import propose


def _put(paper: Paper, unit: str, *people: dict[str, object], **given: object) -> None:
    paper.do("propose_people", sits(unit), minutes="BB 1", people=people, **given)


def _made(paper: Paper, *out: LeftOut) -> Proposal:
    return propose(paper.book, out)


def _taken(found: Proposal, award: str = "FIGHTER") -> list[str]:
    return [one.subject for one in found.candidates if one.award == award and one.subject]


def _why(found: Proposal, subject: str, award: str = "FIGHTER") -> str:
    (one,) = [one for one in found.passed_over if (one.award, one.subject) == (award, subject)]
    return one.why


def test_nobody_is_nominated_whom_no_unit_puts_forward() -> None:
    assert _taken(_made(forward(fighters()))) == []


def test_people_are_taken_unit_by_unit_in_the_order_of_each() -> None:
    paper = forward(fighters())
    _put(paper, "binh", person("b2"), person("b1"))
    _put(paper, "an", person("a1"))

    assert _taken(_made(paper)) == ["a1", "b2", "b1"]


@pytest.mark.parametrize(
    ("rating", "met"), [("HTXSNV", True), ("HTTNV", True), ("HTNV", False), (None, False)]
)
def test_a_rating_is_at_least_what_is_asked(rating: str | None, met: bool) -> None:  # noqa: FBT001
    paper = forward(fighters(when="{rated_at_least: HTTNV}"))
    _put(paper, "an", person("a1", rating=rating))

    assert bool(_taken(_made(paper))) is met


@pytest.mark.parametrize(
    ("sanction", "met"),
    [("none", True), ("reprimand", True), ("warning", False), ("heavier", False)],
)
def test_a_sanction_bars_from_the_weight_that_is_named(sanction: str, met: bool) -> None:  # noqa: FBT001
    paper = forward(fighters(when="{disciplined_below: warning}"))
    _put(paper, "an", person("a1", discipline=sanction))

    assert bool(_taken(_made(paper))) is met


def test_what_is_published_never_says_which_sanction_it_was() -> None:
    paper = forward(fighters(when="{disciplined_below: reprimand}"))
    _put(paper, "an", person("a1", discipline="warning"))

    (over,) = _made(paper).passed_over[-1:]
    assert [one.facts for one in over.reasons] == [{"below": "reprimand"}]


@pytest.mark.parametrize(
    ("level", "met"), [("grassroots", False), ("province", True), ("national", True), (None, False)]
)
def test_an_initiative_counts_from_its_level_up(level: str | None, met: bool) -> None:  # noqa: FBT001
    paper = forward(fighters(when="{initiative: {level: province}}"))
    ideas = [{"id": "i", "title": "i", "source": "QĐ", "level": level}]
    _put(paper, "an", person("a1", initiatives=ideas))

    assert bool(_taken(_made(paper))) is met


def test_an_initiative_serves_one_person_of_the_whole_bloc() -> None:
    paper = forward(fighters(when="{initiative: {level: grassroots}}"))
    _put(paper, "an", person("a1", initiatives=[idea("i")]))
    _put(paper, "binh", person("b1", initiatives=[idea("i")]))

    found = _made(paper)
    assert (_taken(found), _why(found, "b1")) == (["a1"], "conditions")


def test_years_that_served_for_a_person_serve_for_no_other_award() -> None:
    run = "{held_before: {of: [OLD], years: 2, consumed: true}}"
    again = f"{{id: again, award: WORKER, number: all, when: {run}}}"
    paper = forward(fighters(when=run), again)
    held = [{"what": "OLD", "year": year, "source": "QĐ"} for year in (2023, 2024)]
    _put(paper, "an", person("a1", awards=["FIGHTER", "WORKER"], held=held))

    found = _made(paper)
    assert (_taken(found), _taken(found, "WORKER")) == (["a1"], [])


def test_only_who_is_registered_by_name_is_registered() -> None:
    paper = forward(fighters(when="{registered: [FIGHTER]}"))
    paper.streams["registration/an"] = _registered("a1")
    _put(paper, "an", person("a1"), person("a2"))

    found = _made(paper)
    assert (_taken(found), _why(found, "a2")) == (["a1"], "conditions")


def _registered(*names: str) -> object:
    paper = Paper()
    persons = [{"id": one, "name": one, "awards": ["FIGHTER"]} for one in names]
    paper.do("register", HEAD, staff=10, people=9, persons=persons)
    return paper.streams["registration/an"]


@pytest.mark.parametrize(
    ("share", "staff", "leaders", "taken"),
    [
        ("{share: 1/5, of: staff}", 14, 0, 2),
        ("{share: 1/5, of: staff, rounding: up}", 14, 0, 3),
        ("{share: 1/2, of: leaders}", 14, 2, 1),
        ("{share: 1/2, of: qualified}", 14, 0, 2),
    ],
)
def test_numbers_are_shares_of_the_staff_or_leaders_of_a_unit(
    share: str, staff: int, leaders: int, taken: int
) -> None:
    paper = forward(fighters(number=f"{{share: {share}}}"))
    ones = [person(f"a{number}") for number in range(4)]
    _put(paper, "an", *ones, staff=staff, leaders=leaders)

    found = _made(paper)
    assert len(_taken(found)) == taken
    assert _why(found, "a3") == "number_reached"


def test_a_share_may_be_of_those_who_take_another_award() -> None:
    number = "{share: {share: 3/20, of: {holders: WORKER}, rounding: up}}"
    paper = forward(WORKERS, fighters(number=number, when="{takes: WORKER}"))
    both = ["WORKER", "FIGHTER"]
    _put(paper, "an", *(person(f"a{one}", awards=both, rating="HTTNV") for one in range(7)))

    found = _made(paper)
    assert (len(_taken(found, "WORKER")), len(_taken(found))) == (7, 2)


def test_a_share_of_people_may_be_capped_by_another() -> None:
    cap = "{share: 1/10, of: staff}"
    number = f"{{share: {{share: 1/1, of: qualified}}, at_most: [{cap}]}}"
    paper = forward(fighters(number=number))
    _put(paper, "an", *(person(f"a{one}") for one in range(3)), staff=20)
    _put(paper, "binh", *(person(f"b{one}") for one in range(3)), staff=10)

    found = _made(paper)
    assert _taken(found) == ["a0", "a1", "b0"]
    assert [(one.unit, one.most, one.cap) for one in found.allotments if one.rule] == [
        ("an", 3, False), ("an", 2, True), ("binh", 3, False), ("binh", 1, True),
    ]  # fmt: skip


def test_whoever_a_breach_bars_takes_no_place_and_is_in_no_base() -> None:
    paper = forward(fighters(number="{share: {share: 1/2, of: qualified}}"))
    _put(paper, "an", *(person(f"a{one}") for one in range(3)))
    held = {"unit": "an", "award": "FIGHTER", "subject": "a0"}
    paper.do(
        "hold_award", holds("council"), **held,
        ground="complaint", source="Đơn", since="2025-01-02",
    )  # fmt: skip
    paper.do("release_hold", holds("board"), **held, conclusion="breach", paper="KL 1")

    found = _made(paper)
    assert (_taken(found), _why(found, "a0"), _why(found, "a2")) == (
        ["a1"], "barred", "number_reached",
    )  # fmt: skip


def test_leaders_and_staff_are_counted_by_rules_of_their_own() -> None:
    leaders = fighters(number="1", more=", position: leader")
    staff = "{id: staff, award: FIGHTER, number: 2, position: staff, when: {takes: WORKER}}"
    paper = forward(WORKERS, leaders, staff)
    both = ["WORKER", "FIGHTER"]
    heads = [person(one, awards=both, position="leader") for one in ("l1", "l2")]
    _put(paper, "an", *heads, person("s1", awards=both), person("s2", awards=both))

    assert _taken(_made(paper)) == ["l1", "s1", "s2"]


def test_a_number_may_be_of_the_whole_bloc() -> None:
    paper = forward(fighters(number="1", more=", inside: bloc"))
    _put(paper, "binh", person("b1"))
    _put(paper, "an", person("a1"))

    found = _made(paper)
    assert (_taken(found), _why(found, "b1")) == (["a1"], "number_reached")


def test_a_share_that_is_unverified_cuts_nobody_and_says_so() -> None:
    number = "{share: {share: 1/5, of: staff}, status: unverified}"
    paper = forward(fighters(number=number))
    _put(paper, "an", person("a1"), person("a2"), staff=5)

    found = _made(paper)
    assert _taken(found) == ["a1", "a2"]
    assert [one.warned for one in found.candidates[-1].basis] == [False, True]


def test_a_person_takes_one_award_of_a_group() -> None:
    first = fighters(more=", group: merit")
    second = "{id: w, award: WORKER, number: all, group: merit, when: {rated_at_least: HTTNV}}"
    paper = forward(first, second)
    _put(paper, "an", person("a1", awards=["FIGHTER", "WORKER"]))

    found = _made(paper)
    assert (_taken(found), _why(found, "a1", "WORKER")) == (["a1"], "holds_another")


def test_a_person_left_out_keeps_the_reason_and_makes_room() -> None:
    paper = forward(fighters(number="1"))
    _put(paper, "an", person("a1"), person("a2"))
    out = LeftOut(award="FIGHTER", unit="an", subject="a1", reason="Xin rút")

    found = _made(paper, out)
    assert (_taken(found), _why(found, "a1")) == (["a2"], "left_out")


def test_leaving_a_unit_out_leaves_its_people_in() -> None:
    paper = forward(fighters())
    _put(paper, "an", person("a1"))

    assert _taken(_made(paper, left_out("FIGHTER", "an"))) == ["a1"]


def test_households_are_judged_by_their_own_years() -> None:
    rule = "{id: families, award: FAMILY, to: household, number: all, when: {held_before: {of: [FAMILY], years: 3}}}"  # noqa: E501
    paper = forward(rule)
    held = [{"what": "FAMILY", "year": year, "source": "QĐ"} for year in (2022, 2023, 2024)]
    _put(paper, "an", households=[household("h1", held=held), household("h2", held=held[1:])])

    found = _made(paper)
    assert (_taken(found, "FAMILY"), _why(found, "h2", "FAMILY")) == (["h1"], "conditions")


def test_the_proposal_says_what_each_number_was_worked_out_from() -> None:
    paper = forward(fighters(number="{share: {share: 1/5, of: staff}}"))
    _put(paper, "an", person("a1"), staff=14)

    number = _made(paper).allotments[-1]
    assert (number.unit, number.rule, number.of, number.base, number.most) == (
        "an", "fighters", "staff", 14, 2,
    )  # fmt: skip


def test_a_vote_on_a_person_is_about_that_person_alone() -> None:
    rule = json.dumps(RULE | {"voters": {"office": "council"}, "run_by": {"role": "head"}})
    gate = "{ballot: {rule: vote}}"
    paper = ranked(f"ballots: [{rule}]\n" + rules(fighters(when=gate)))
    _put(paper, "an", person("a1"), person("a2"))
    item = {"id": "1", "unit": "an", "award": "FIGHTER"}
    given = {"ballot": "b", "rule": "vote"}
    assert paper.refused("open_ballot", HEAD, **given, items=[item | {"subject": "x"}]) == [
        "NO_SUCH_SUBJECT"
    ]

    paper.do("open_ballot", HEAD, **given, items=[item | {"subject": "a1"}])
    paper.do("cast_vote", holds("council"), ballot="b", answers={"1": "agree"})
    paper.do("close_ballot", HEAD, ballot="b")

    assert _taken(_made(paper)) == ["a1"]
