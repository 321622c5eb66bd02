"""Equals where the number ends: parted as the rule says, or the bloc does not propose."""

import json
from dataclasses import replace
from typing import Any

import pytest

from definitions.schema.awards import CUTOFF_TIES
from tests.factories import ADMIN, DEPUTY, HEAD
from tests.unit.domain.ballots import RULE
from tests.unit.domain.builders import only, place, ranked, recorded
from tests.years import Paper
from workflow.domain.awards import cutoffs
from workflow.domain.awards.allocating import Proposal, propose
from workflow.domain.members.groups import Groups
from workflow.domain.members.honours import Initiative, UnitHonours
from workflow.domain.model import Actor
from workflow.domain.nominations.nomination import Nomination
from workflow.domain.results.ranking import RankingState

OVERSEER = Actor(person="of-overseer", seat="overseer")
WHY = "Biên bản họp Hội đồng số 4"


def equals(
    ties: str | None = None,
    *,
    number: object = 1,
    ranks: tuple[int, ...] = (1, 1, 3, 4),
    more: str = "",
) -> Paper:
    """Return a ranked year whose flag goes by rank alone, with these ways of parting equals."""
    rest = f", ties: {ties}" if ties else ""
    when = "{all: null, rank_at_most: 4}"
    change = f"awards: [{{id: FLAG, number: {number}, when: {when}{rest}}}]\n{more}"
    names = ("an", "binh", "chau", "dong")
    places = [place(unit, rank, "80") for unit, rank in zip(names, ranks, strict=True)]
    return ranked(change, places=places)


def flags(paper: Paper) -> list[str]:
    return [one.unit for one in propose(paper.book, ()).candidates if one.award == "FLAG"]


def whys(found: Proposal) -> dict[str, str]:
    return {one.unit: one.why for one in found.passed_over if one.award == "FLAG"}


def test_every_way_of_the_schema_is_implemented() -> None:
    assert set(cutoffs.KEYS) == set(CUTOFF_TIES)


def test_equals_at_the_cutoff_are_never_parted_by_the_official_order() -> None:
    paper = equals()

    unmet = only(paper.prevented("nominate", HEAD))
    assert (unmet.code, unmet.who) == ("EQUAL_AT_CUTOFF", ("overseer", "admin"))
    assert unmet.facts == {"award": "FLAG", "units": ["Ban An", "Ban Binh"], "places": 1}
    assert flags(paper) == []
    assert {whys(propose(paper.book, ()))[unit] for unit in ("an", "binh")} == {"equal_open"}


def test_equals_who_all_have_a_place_are_not_asked_about() -> None:
    assert flags(equals(number=2)) == ["an", "binh"]


def test_whoever_comes_after_equals_that_are_open_takes_nothing() -> None:
    assert "chau" not in flags(equals(number=1))


def test_an_officer_puts_equals_in_order_with_a_reason() -> None:
    paper = equals("[{decision: overseer}]")
    paper.do("part_equals", OVERSEER, award="FLAG", order=["binh", "an"], reason=WHY)
    paper.do("nominate", HEAD)

    assert flags(paper) == ["binh"]
    told = propose(paper.book, ()).candidates[0].basis[-1]
    assert told.facts == {"equals": "an, binh", "by": "decision:overseer", "reason": WHY}


@pytest.mark.parametrize(
    ("ties", "by", "codes"),
    [
        pytest.param("[{decision: overseer}]", ADMIN, ["NOT_IN_ROLE"], id="not-named"),
        pytest.param("[{decision: head}]", HEAD, ["NOT_IN_ROLE", "OWN_UNIT"], id="one-of-them"),
        pytest.param("[{decision: head}]", ADMIN, [], id="in-place-of-one-of-them"),
        pytest.param(None, OVERSEER, [], id="nobody-is-named"),
        pytest.param(None, DEPUTY, ["NOT_IN_ROLE", "NOT_IN_ROLE", "OWN_UNIT"], id="no-decider"),
    ],
)
def test_only_whoever_is_named_and_not_one_of_them_decides(
    ties: str | None, by: Actor, codes: list[str]
) -> None:
    given = {"award": "FLAG", "order": ["binh", "an"], "reason": WHY}

    assert equals(ties).refused("part_equals", by, **given) == codes


@pytest.mark.parametrize("order", [["an", "chau"], ["an", "an"]])
def test_units_that_are_not_equal_are_not_put_in_order(order: list[str]) -> None:
    given = {"award": "FLAG", "order": order, "reason": WHY}

    assert equals().refused("part_equals", OVERSEER, **given) == ["NOT_EQUAL"]


def test_an_order_that_leaves_one_of_the_equals_out_parts_nobody() -> None:
    paper = equals(ranks=(1, 1, 1, 4))
    paper.do("part_equals", OVERSEER, award="FLAG", order=["binh", "an"], reason=WHY)

    assert paper.refused("nominate", HEAD) == ["EQUAL_AT_CUTOFF"]


@pytest.mark.parametrize(
    ("ties", "taken"),
    [
        pytest.param("[{criterion: I}]", ["an"], id="a-criterion"),
        pytest.param("[{take: all}]", ["an", "binh"], id="all-over-the-number"),
        pytest.param("[{take: none}]", [], id="none-and-nobody-after"),
    ],
)
def test_the_rule_says_what_parts_equals(ties: str, taken: list[str]) -> None:
    paper = equals(ties)
    paper.do("nominate", HEAD)

    assert flags(paper) == taken


def test_none_of_the_equals_means_nobody_after_them() -> None:
    found = whys(propose(equals("[{take: none}]", number=2, ranks=(1, 2, 2, 4)).book, ()))

    assert found == {"binh": "equals_none", "chau": "equals_none", "dong": "equals_none"}


def test_all_of_the_equals_stay_within_what_caps_the_number() -> None:
    number = "{count: 1, at_most: [{share: 1/4, of: members}]}"

    paper = equals("[{take: all}]", number=number)
    assert paper.refused("nominate", HEAD) == ["EQUAL_AT_CUTOFF"]
    paper.do("part_equals", OVERSEER, award="FLAG", order=["binh", "an"], reason=WHY)
    assert flags(paper) == ["binh"]


def test_a_recorded_fact_parts_equals_and_is_waited_for() -> None:
    paper = equals("[{external: {fact: lapses, better: less}}]")
    paper.streams["facts/an"] = None
    del paper.streams["facts/an"]

    unmet = only(paper.prevented("nominate", HEAD))
    assert (unmet.code, unmet.facts["units"]) == ("EQUAL_WAITS_FOR_FACT", ["Ban An"])
    paper.streams["facts/an"], paper.streams["facts/binh"] = recorded(lapses=2), recorded(lapses=1)
    assert flags(paper) == ["binh"]


def balloted(*votes: str) -> Paper:
    """Return equals parted by a ballot in which members say, for an and for binh: an, binh."""
    paper = equals("[{ballot: vote}]", more=f"ballots: {json.dumps([RULE])}")
    items = [{"id": unit, "unit": unit, "award": "FLAG"} for unit in ("an", "binh")]
    paper.do("open_ballot", HEAD, ballot="b", rule="vote", items=items)
    for voter, choice in zip(("an", "binh", "chau", "dong"), votes, strict=True):
        answers = {unit: "agree" if unit == choice else "disagree" for unit in ("an", "binh")}
        by = Actor(person=f"of-{voter}", seat=f"unit:{voter}")
        paper.do("cast_vote", by, ballot="b", answers=answers)
    paper.do("close_ballot", HEAD, ballot="b")
    return paper


def test_a_ballot_parts_equals() -> None:
    assert flags(balloted("an", "binh", "binh", "binh")) == ["binh"]


def test_a_ballot_that_is_equal_too_leaves_them_to_a_decision() -> None:
    paper = balloted("an", "an", "binh", "binh")

    assert paper.refused("nominate", HEAD) == ["EQUAL_AT_CUTOFF"]


def test_equals_wait_for_the_ballot_that_parts_them() -> None:
    paper = equals("[{ballot: vote}]", more=f"ballots: {json.dumps([RULE])}")

    unmet = only(paper.prevented("nominate", HEAD))
    assert (unmet.code, unmet.facts["ballot"]) == ("EQUAL_WAITS_FOR_BALLOT", "vote")


def test_equals_who_rest_on_one_initiative_are_parted_before_it_serves() -> None:
    idea = UnitHonours(initiatives=(Initiative(id="sk", title="SK", source="HĐ"),))
    change = "awards: [{id: FLAG, number: all, when: {all: null, initiatives_at_least: 1}}]"
    paper = ranked(change, places=[place("an", 1), place("binh", 1), place("chau", 3)])
    paper.streams |= {"honours/an": idea, "honours/binh": idea}
    assert paper.refused("nominate", HEAD) == ["EQUAL_BY_ONE_INITIATIVE"]

    paper.do("part_equals", OVERSEER, award="FLAG", order=["binh", "an"], reason=WHY)
    assert flags(paper) == ["binh"]


def test_nobody_leaves_out_an_equal_of_their_own_unit_to_take_the_place() -> None:
    out = [{"award": "FLAG", "unit": "binh", "reason": "Xin rút"}]

    assert equals().refused("nominate", HEAD, left_out=out) == ["LEAVES_OUT_AN_EQUAL"]
    assert equals().refused("nominate", HEAD, left_out=[out[0] | {"unit": "an"}]) == []


def clustered(number: object = 4, ties: str | None = None, **percents: str) -> Paper:
    """Return two clusters ranked apart: an and binh, chau and dong."""
    paper = equals(ties, number=number)
    definition = paper.book.definition
    apart = definition.ranking.model_copy(update={"inside": "groups"})
    pinned = replace(paper.book.pinned, definition=definition.model_copy(update={"ranking": apart}))
    paper.book = replace(paper.book, pinned=pinned)
    groups = {"an": "a", "binh": "a", "chau": "b", "dong": "b"}
    ranks = {"an": 1, "binh": 2, "chau": 1, "dong": 2}
    paper.streams["groups"] = Groups(of=groups)
    paper.streams["ranking"] = RankingState(places=tuple(
        replace(place(unit, ranks[unit], percents.get(unit, "80")), group=group,
                group_rank=ranks[unit])
        for unit, group in groups.items()
    ))  # fmt: skip
    return paper


def test_firsts_of_all_groups_come_before_any_second() -> None:
    assert flags(clustered(2)) == ["an", "chau"]


@pytest.mark.parametrize(
    ("ties", "percents", "taken"),
    [
        pytest.param("[{result: true}]", {"chau": "91"}, ["chau"], id="the-better-result"),
        pytest.param("[{groups: [b, a]}]", {}, ["chau"], id="the-order-of-groups"),
        pytest.param(None, {"chau": "91"}, [], id="nothing-declared"),
    ],
)
def test_equals_of_two_groups_are_parted_as_declared(
    ties: str | None, percents: dict[str, Any], taken: list[str]
) -> None:
    assert flags(clustered(1, ties, **percents)) == taken


def test_each_group_may_have_a_number_of_its_own() -> None:
    found = propose(clustered("{count: 1, per: groups}").book, ())

    assert [one.unit for one in found.candidates if one.award == "FLAG"] == ["an", "chau"]
    assert [(one.group, one.most) for one in found.allotments[:2]] == [("a", 1), ("b", 1)]


def test_equals_of_one_group_do_not_hold_up_another() -> None:
    paper = clustered("{count: 1, per: groups}")
    places = paper.book.load(RankingState, "ranking").places
    tied = tuple(replace(one, rank=1) if one.unit == "binh" else one for one in places)
    paper.streams["ranking"] = RankingState(places=tied)

    found = propose(paper.book, ())
    assert [one.unit for one in found.candidates if one.award == "FLAG"] == ["chau"]
    assert only(found.open).units == ("an", "binh")


def test_a_decision_is_kept_with_who_took_it() -> None:
    paper = equals()
    paper.do("part_equals", OVERSEER, award="FLAG", order=["binh", "an"], reason=WHY)

    taken = only(paper.book.load(cutoffs.Cutoffs, "cutoffs").parted)
    assert (taken.order, taken.reason, taken.by) == (("binh", "an"), WHY, "of-overseer")
    paper.do("nominate", HEAD)
    assert paper.book.load(Nomination, "nomination").proposed[0].unit == "binh"
