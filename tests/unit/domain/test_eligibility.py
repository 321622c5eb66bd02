"""Conditions over years, shares, initiatives and votes: each up to its edge, with its reasons."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories import HEAD
from tests.unit.domain.ballots import Voting, voting
from tests.unit.domain.builders import condition, only, place, ranked, recorded, standing
from workflow.domain.awards.allocating import propose
from workflow.domain.ballots.state import Outcome
from workflow.domain.ballots.votes import Vote, votes
from workflow.domain.eligibility.conditions import judge
from workflow.domain.members.honours import Honour, Initiative, UnitHonours
from workflow.domain.results.ranking import RankingState


def held(*years: int, what: str = "T-TTLDXS", used_for: str | None = None) -> UnitHonours:
    """Return that a unit held something in these years."""
    return UnitHonours(
        held=tuple(
            Honour(what=what, year=year, source=f"QĐ {year}", used_for=used_for) for year in years
        )
    )


def ideas(*names: str, used_for: str | None = None) -> UnitHonours:
    """Return that a unit has initiatives."""
    return UnitHonours(
        initiatives=tuple(
            Initiative(id=one, title=one, source="Hội đồng sáng kiến", used_for=used_for)
            for one in names
        )
    )


RUN = {"of": ["T-TTLDXS", "HTXSNV"], "years": 2}


@pytest.mark.parametrize(
    ("wanted", "honours", "met"),
    [
        pytest.param(RUN, held(2023, 2024), True, id="both-years"),
        pytest.param(RUN, held(2022, 2024), False, id="a-gap"),
        pytest.param(RUN, held(2024, 2025), False, id="not-this-year"),
        pytest.param(RUN, held(2023, 2024, what="T-CO-BT"), False, id="something-else"),
        pytest.param(RUN, None, False, id="nothing-recorded"),
        pytest.param(RUN, held(2023, 2024, used_for="F-BK-BT 2024"), True, id="used-and-free"),
        pytest.param(
            RUN | {"consumed": True}, held(2023, 2024, used_for="F-BK-BT 2024"), False, id="used"
        ),
        pytest.param(RUN | {"ending": "this_year"}, held(2024, 2025), True, id="with-this-year"),
        pytest.param(
            {"of": ["T-TTLDXS", "high"], "years": 2, "ending": "this_year"},
            held(2024), True, id="this-year-by-its-class",
        ),
    ],
)  # fmt: skip
def test_a_run_of_years_is_whole_or_does_not_count(
    wanted: dict[str, object], honours: UnitHonours | None, *, met: bool
) -> None:
    found = judge(condition(held_before=wanted), standing(year=2025, honours=honours))

    assert found.met is met


def test_a_run_says_which_years_are_missing_and_where_it_was_learnt() -> None:
    found = judge(condition(held_before=RUN), standing(year=2025, honours=held(2024)))

    facts = only(found.reasons).facts
    assert (facts["years"], facts["missing"], facts["source"]) == ("2023-2024", "2023", "QĐ 2024")


@pytest.mark.parametrize(
    ("part", "whole", "met"), [(7, 10, True), (69, 100, False), (0, 0, False), (1, 1, True)]
)
def test_a_share_is_compared_in_whole_numbers(part: int, whole: int, *, met: bool) -> None:
    asked = condition(share={"fact": "titled", "of": "staff", "at_least": "7/10"})
    found = judge(asked, standing(facts=recorded(titled=part, staff=whole)))

    assert found.met is met
    assert only(found.reasons).facts["of"] == "staff"


def test_a_share_of_what_is_not_recorded_is_not_met() -> None:
    asked = condition(share={"fact": "titled", "of": "staff", "at_least": "1/2"})

    assert judge(asked, standing(facts=recorded(titled=5))).met is False


@pytest.mark.parametrize(("count", "met"), [(0, False), (1, True), (2, True)])
def test_a_count_may_have_to_be_large_enough(count: int, *, met: bool) -> None:
    asked = condition(fact={"id": "fighters", "at_least": 1})

    assert judge(asked, standing(facts=recorded(fighters=count))).met is met


@pytest.mark.parametrize(
    ("honours", "met"),
    [
        pytest.param(ideas("sk-1", "sk-2"), True, id="enough"),
        pytest.param(ideas("sk-1"), False, id="too-few"),
        pytest.param(ideas("sk-1", "sk-2", used_for="T-CSTDCS 2024"), False, id="served-before"),
        pytest.param(None, False, id="none"),
    ],
)
def test_an_initiative_serves_once(honours: UnitHonours | None, *, met: bool) -> None:
    assert judge(condition(initiatives_at_least=2), standing(honours=honours)).met is met


def test_two_conditions_of_one_award_do_not_count_one_initiative_twice() -> None:
    twice = condition(all=[{"initiatives_at_least": 1}, {"initiatives_at_least": 1}])

    assert judge(twice, standing(honours=ideas("sk-1"))).met is False
    assert judge(twice, standing(honours=ideas("sk-1", "sk-2"))).met is True


def test_an_initiative_shared_by_two_units_serves_the_first_one_alone() -> None:
    paper = ranked("awards: [{id: SAFE, number: all, when: {fact: null, initiatives_at_least: 1}}]")
    paper.streams["honours/binh"] = paper.streams["honours/chau"] = ideas("sk-1")

    found = propose(paper.book, ())
    assert [one.unit for one in found.candidates if one.award == "SAFE"] == ["binh"]
    over = only(o for o in found.passed_over if (o.award, o.unit) == ("SAFE", "chau"))
    assert (over.why, over.reasons[0].facts["served"]) == ("conditions", "sk-1")


def test_years_that_served_for_one_award_do_not_serve_for_the_next() -> None:
    run = "{held_before: {of: [T-TTLDXS], years: 2, consumed: true}}"
    paper = ranked(
        f"awards: [{{id: MERIT, group: null, when: {{class_at_least: null, all: [{run}]}}}},"
        f" {{id: SAFE, when: {{fact: null, all: [{run}]}}}}]"
    )
    paper.streams["honours/an"] = held(2023, 2024)

    found = propose(paper.book, ()).candidates
    assert [(one.award, one.unit) for one in found if one.award != "FLAG"] == [("MERIT", "an")]


def vote(outcome: Outcome, **changed: Any) -> Vote:  # noqa: ANN401 - of Vote
    """Return a vote on `an` about the flag."""
    made = Vote(
        ballot="b", rule="council", unit="an", award="FLAG", lower="MERIT",
        outcome="passed", agree=8, base=9, needed=8,
    )  # fmt: skip
    return replace(made, outcome=outcome, **changed)


@pytest.mark.parametrize(
    ("award", "wanted", "found", "met"),
    [
        pytest.param("FLAG", {}, [vote("passed")], True, id="passed"),
        pytest.param("FLAG", {}, [vote("failed")], False, id="failed"),
        pytest.param("FLAG", {}, [vote("lower")], False, id="lower-is-not-passed"),
        pytest.param("MERIT", {"outcome": "lower"}, [vote("lower")], True, id="the-lower-title"),
        pytest.param("MERIT", {"outcome": "lower"}, [vote("passed")], False, id="not-lower"),
        pytest.param("MERIT", {"outcome": "lower", "award": "FLAG"}, [vote("lower")], True,
                     id="named"),
        pytest.param("MERIT", {}, [vote("passed")], False, id="another-award"),
        pytest.param("MERIT", {"award": "FLAG"}, [vote("passed")], True, id="of-another-by-name"),
        pytest.param("FLAG", {}, [vote("passed", award=None)], True, id="about-the-unit"),
        pytest.param("FLAG", {}, [vote("passed", unit="binh")], False, id="another-unit"),
        pytest.param("FLAG", {}, [vote("passed", rule="bloc")], False, id="another-ballot"),
        pytest.param("FLAG", {}, [], False, id="no-vote"),
    ],
)  # fmt: skip
def test_a_vote_must_have_come_out_as_asked(
    award: str, wanted: dict[str, str], found: list[Vote], *, met: bool
) -> None:
    asked = condition(ballot={"rule": "council"} | wanted)

    assert judge(asked, standing(award=award, votes=tuple(found))).met is met


def _voted(**rule: object) -> Voting:
    held_vote = voting(count=4, **rule)
    held_vote.open("an", "binh")
    for unit, answers in {
        "an": ("agree", "agree"),
        "binh": ("disagree", "agree"),
        "chau": ("agree", "agree"),
        "dong": ("disagree", "agree"),
    }.items():
        held_vote.vote(unit, *answers)
    held_vote.close()
    return held_vote


def test_votes_are_read_from_ballots_that_are_closed() -> None:
    found = {one.unit: one for one in votes(_voted().paper.book)}

    assert (found["an"].outcome, found["an"].agree, found["an"].base) == ("failed", 2, 4)
    assert (found["binh"].outcome, found["binh"].agree, found["binh"].needed) == ("passed", 4, 3)


def test_a_ballot_that_is_still_open_says_nothing() -> None:
    held_vote = voting(count=4)
    held_vote.open("an")

    assert votes(held_vote.paper.book) == ()


def test_beyond_the_number_the_most_votes_come_first_then_the_rank() -> None:
    held_vote = voting(count=4)
    paper = held_vote.paper
    definition = paper.book.definition
    rule = definition.awards[2].model_copy(update={"number": 1, "by_votes": "vote"})
    held_vote = _voted()
    paper = held_vote.paper
    paper.streams["ranking"] = RankingState(
        places=tuple(place(unit, at) for at, unit in enumerate(("an", "binh", "chau", "dong"), 1))
    )
    for unit in ("an", "binh", "chau", "dong"):
        paper.streams[f"facts/{unit}"] = recorded(lapses=0)
    pinned = replace(paper.book.pinned, definition=definition.model_copy(update={"awards": [rule]}))

    found = propose(replace(paper.book, pinned=pinned), ())
    assert [one.unit for one in found.candidates] == ["binh"]


def test_recording_what_was_held_keeps_the_latest_word_on_a_year() -> None:
    paper = ranked()
    first = {"what": "T-CO-BT", "year": 2024, "source": "QĐ 1"}
    paper.do("record_honours", HEAD, unit="chau", held=[first])
    paper.do("record_honours", HEAD, unit="chau", held=[first | {"used_for": "T-CO-CP 2024"}])

    kept = paper.book.load(UnitHonours, "honours/chau")
    assert [(one.year, one.used_for) for one in kept.held] == [(2024, "T-CO-CP 2024")]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"unit": "chau"}, "HONOURS_EMPTY"),
        ({"unit": "xa", "initiatives": [{"id": "a", "title": "a", "source": "b"}]}, "NOT_A_MEMBER"),
        ({"unit": "chau", "held": [{"what": "T", "year": 2026, "source": "b"}]}, "HONOUR_TOO_LATE"),
        ({"unit": "an", "held": [{"what": "T", "year": 2024, "source": "b"}]}, "OWN_UNIT"),
    ],
)
def test_what_cannot_be_recorded_is_refused(given: dict[str, object], code: str) -> None:
    assert ranked().refused("record_honours", HEAD, **given) == [code]


@pytest.mark.parametrize(
    ("years", "met"),
    [((2020, 2023), True), ((2019, 2024), True), ((2018, 2023), False), ((2023,), False)],
)
def test_so_many_of_the_years_may_be_enough(years: tuple[int, ...], *, met: bool) -> None:
    wanted = {"of": ["T-TTLDXS"], "years": 6, "at_least": 2, "consumed": True}
    found = judge(condition(held_before=wanted), standing(year=2025, honours=held(*years)))

    assert found.met is met
    assert [year for _, year in found.uses] == ([str(year) for year in years] if met else [])


@pytest.mark.parametrize(("part", "met"), [(5, False), (6, True)])
def test_more_than_a_share_is_not_the_share_itself(part: int, *, met: bool) -> None:
    asked = condition(share={"fact": "titled", "of": "staff", "more_than": "1/2"})

    assert judge(asked, standing(facts=recorded(titled=part, staff=10))).met is met
