"""Every decided award has a basis that recomputes: facts and numbers, from the entries alone."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.awards import AwardRule
from definitions.schema.definition import Definition
from tests.factories import ADMIN, DEPUTY, HEAD, entries, holds, plain, sits
from tests.property.awards_slowly import UNITS, Entered, Rule, same
from tests.property.profiles import SUMS
from tests.unit.domain.ballots import RULE
from tests.years import Paper, carry, decided, officer_for
from workflow.domain.awards.allocating import propose
from workflow.domain.eligibility.conditions import Reason
from workflow.domain.model import Actor
from workflow.domain.nominations.nomination import Nomination, NominationProposed
from workflow.domain.results.ranking import RankingState

BOARD, COUNCIL = holds("board"), holds("council")
OVERSEER = Actor(person="of-overseer", seat="overseer")
AWARDS = ("FLAG", "MERIT")

leaves = st.sampled_from(
    [
        {"registered": ["FLAG"]},
        {"registered": ["MERIT", "SAFE"]},
        {"rank_at_most": 1},
        {"rank_at_most": 2},
        {"percent_at_least": 85},
        {"class_at_least": "high"},
        {"fact": {"id": "lapses", "at_most": 0}},
        {"share": {"fact": "titled", "of": "staff", "at_least": "1/2"}},
        {"ballot": {"rule": "vote"}},
        {"rank_at_most": 1, "status": "unverified"},
        {"ballot": {"rule": "vote"}, "status": "unverified"},
    ]
)
conditions = st.recursive(
    leaves,
    lambda inside: st.builds(
        lambda key, some: {key: some},
        st.sampled_from(["all", "any"]),
        st.lists(inside, min_size=1, max_size=3),
    ),
    max_leaves=4,
)
bases = st.sampled_from(
    ["members", "registered", "qualified", "leaders", "staff", "people", {"fact": "titled"}]
)
shares = st.builds(
    lambda share, of, rounding: {"share": share, "of": of, "rounding": rounding},
    st.sampled_from(["1/1", "1/2", "1/5", "3/20"]),
    bases,
    st.sampled_from(["down", "up", "half_up"]),
)
quotas = st.builds(
    lambda main, per, caps: {**main, "per": per, "at_most": caps},
    st.builds(lambda n: {"count": n}, st.integers(1, 3))
    | st.builds(lambda s: {"share": s}, shares),
    st.sampled_from(["bloc", "groups"]),
    st.lists(shares, max_size=1),
)
ways = st.sampled_from(
    [
        [],
        [{"result": True}],
        [{"criterion": "I"}],
        [{"external": {"fact": "lapses", "better": "less"}}],
        [{"ballot": "vote"}],
        [{"result": True}, {"decision": "overseer"}],
        [{"take": "all"}],
        [{"take": "none"}],
    ]
)
rules = st.builds(
    lambda award, number, when, ties, held, group: {
        "id": award,
        "number": number,
        "when": when,
        "ties": ties,
        "held": held,
        "group": group,
    },
    st.just(""),
    st.integers(1, 3) | st.just("all") | quotas,
    conditions,
    ways,
    st.sampled_from(["reserved", "passed_on"]),
    st.sampled_from([None, "merit"]),
)


@st.composite
def years(draw: st.DrawFn) -> Entered:
    """Return everything that is entered about a year."""
    each = st.fixed_dictionaries
    made: tuple[Rule, ...] = tuple({**draw(rules), "id": award} for award in AWARDS)
    lists = st.sampled_from([("FLAG",), ("MERIT",), ("FLAG", "MERIT"), ("FLAG", "SAFE"), ()])
    voters = st.frozensets(st.sampled_from(UNITS))
    ended = st.sampled_from([None, None, None, "open", "no_breach", "breach"])
    apart = draw(st.sampled_from([{}, dict(zip(UNITS, "aabb", strict=True))]))
    if not apart:
        made = tuple(_ungrouped(rule) for rule in made)
    return Entered(
        points=draw(each({unit: st.sampled_from([10, 20, 25, 30]) for unit in UNITS})),
        registered=draw(each(dict.fromkeys(UNITS, lists))),
        staff=draw(each(dict.fromkeys(UNITS, st.integers(1, 9)))),
        people=dict.fromkeys(UNITS, 1),
        lapses=draw(each(dict.fromkeys(UNITS, st.integers(0, 2)))),
        titled=draw(each(dict.fromkeys(UNITS, st.integers(0, 6)))),
        agreed=draw(each({(award, unit): voters for award in AWARDS for unit in UNITS})),
        groups=apart,
        holds=draw(each(dict.fromkeys(UNITS, ended))),
        rules=made,
    )


def _ungrouped(rule: Rule) -> Rule:
    number = rule["number"]
    return {**rule, "number": {**number, "per": "bloc"} if isinstance(number, dict) else number}


def _definition(entered: Entered) -> Definition:
    """Return the plain definition with a ballot, two counts, no ranking ties, these rules."""
    counts = [
        {"id": name, "kind": "count", "title": {"vi": name, "en": name}}
        for name in ("titled", "staff")
    ]
    inside = "groups" if entered.groups else "bloc"
    change = [
        f"facts: {json.dumps(counts)}",
        f"ballots: {json.dumps([RULE])}",
        f"ranking: {{ties: [], inside: {inside}}}",
    ]
    made = [AwardRule.model_validate(rule) for rule in entered.rules]
    return plain("\n".join(change)).model_copy(update={"awards": made})


def lived(entered: Entered) -> tuple[Paper, NominationProposed]:
    """Return the year lived with these entries until it is decided, and what it proposed."""
    paper = Paper(definition=_definition(entered))
    for unit in UNITS:
        wanted = entered.registered[unit]
        paper.do(
            "register", sits(unit), staff=entered.staff[unit], people=entered.people[unit],
            collective=[one for one in wanted if one != "SAFE"],
            recognitions=[one for one in wanted if one == "SAFE"],
        )  # fmt: skip
        paper.do("accept_registration", officer_for(paper, unit), unit=unit)
    paper.do("advance", HEAD)
    carry(paper, "scoring")
    if entered.groups:
        paper.do("group_units", HEAD, groups=entered.groups)
    for unit in UNITS:
        short = 30 - entered.points[unit]
        full = entries(paper.book.definition.rubric, short=short)
        paper.do("self_score", sits(unit), entries=full)
        paper.do("appraise", officer_for(paper, unit, ("head", "deputy")), unit=unit)
        values = {
            "lapses": entered.lapses[unit], "titled": entered.titled[unit],
            "staff": entered.staff[unit],
        }  # fmt: skip
        paper.do("record_facts", ADMIN, unit=unit, values=values, source="Báo cáo")
    paper.do("fix_ranking", HEAD)
    paper.do("advance", HEAD)
    _vote(paper, entered)
    _hold(paper, entered)
    return paper, _nominated(paper)


def _vote(paper: Paper, entered: Entered) -> None:
    items = [
        {"id": f"{award}-{unit}", "unit": unit, "award": award}
        for award in AWARDS for unit in UNITS
    ]  # fmt: skip
    paper.do("open_ballot", HEAD, ballot="b", rule="vote", items=items)
    for voter in UNITS:
        answers = {
            f"{award}-{unit}": "agree" if voter in entered.agreed[award, unit] else "disagree"
            for award in AWARDS for unit in UNITS
        }  # fmt: skip
        paper.do("cast_vote", sits(voter), ballot="b", answers=answers)
    paper.do("close_ballot", HEAD, ballot="b")


def _hold(paper: Paper, entered: Entered) -> None:
    since = paper.now.date()
    for unit, ended in entered.holds.items():
        if ended is None:
            continue
        held = {"unit": unit, "award": "FLAG"}
        paper.do("hold_award", COUNCIL, **held, ground="complaint", source="Đơn", since=since)
        if ended != "open":
            paper.do("release_hold", BOARD, **held, conclusion=ended, paper="KL")


def _nominated(paper: Paper) -> NominationProposed:
    while waiting := propose(paper.book, (), paper.now.date()).open:
        order, award = [*reversed(waiting[0].units)], waiting[0].award
        who = OVERSEER if "overseer" in waiting[0].who else ADMIN
        paper.do("part_equals", who, award=award, order=order, reason="Ý kiến")
        after = propose(paper.book, (), paper.now.date()).open
        assert waiting[0] not in after  # a decision always settles what it was asked for
    (proposed,) = [
        one.event for one in paper.do("nominate", HEAD)
        if isinstance(one.event, NominationProposed)
    ]  # fmt: skip
    decided(paper)
    return proposed


def _judged(basis: tuple[Reason, ...]) -> list[Reason]:
    return [one for one in basis if one.condition not in {"equal", "number"}]


@SUMS
@given(years())
def test_every_decided_award_has_a_basis_that_recomputes(entered: Entered) -> None:
    """What was stored with a decided award is what the entries make, worked out another way."""
    paper, proposed = lived(entered)

    written = {rule["id"]: rule for rule in entered.rules}
    stored = {(one.award, one.unit): one for one in proposed.candidates}
    for line in paper.book.load(Nomination, "nomination").decided:
        found = stored[line.award, line.unit]
        met, told = entered.judge(written[line.award]["when"], line.award, line.unit)
        assert met
        assert found.rank == entered.rank(line.unit)
        judged = _judged(found.basis)
        assert [(one.condition, one.met) for one in judged] == [
            (one.condition, one.met) for one in told
        ]
        assert all(same(one, reason.facts) for one, reason in zip(told, judged, strict=True))


@SUMS
@given(years())
def test_every_number_recomputes_and_no_decision_exceeds_it(entered: Entered) -> None:
    paper, proposed = lived(entered)

    lines = paper.book.load(Nomination, "nomination").proposed
    for rule in entered.rules:
        numbers = [*entered.numbers(rule)]
        stored = [one for one in proposed.allotments if one.award == rule["id"]]
        assert [(one.group, one.cap, one.most) for one in stored] == numbers
        units = [one.unit for one in lines if one.award == rule["id"]]
        for group, cap, most in numbers:
            under = [one for one in units if group in {None, entered.groups.get(one)}]
            if cap or {"take": "all"} not in rule["ties"]:
                assert most is None or len(under) <= most


@SUMS
@given(years())
def test_nobody_who_is_barred_or_held_has_a_decided_award(entered: Entered) -> None:
    paper, proposed = lived(entered)

    state = paper.book.load(Nomination, "nomination")
    barred = {unit for unit, ended in entered.holds.items() if ended == "breach"}
    pending = {unit for unit, ended in entered.holds.items() if ended == "open"}
    assert not {one.unit for one in proposed.candidates if one.award == "FLAG"} & barred
    assert not {one.unit for one in state.decided if one.award == "FLAG"} & (barred | pending)


@SUMS
@given(years())
def test_a_place_that_comes_free_is_filled_once_and_no_number_exceeded(entered: Entered) -> None:
    """Open holds end in a breach after the proposal; whoever is next takes the place."""
    paper, _ = lived(entered)
    for unit in [one for one, ended in entered.holds.items() if ended == "open"]:
        given_ = {"unit": unit, "award": "FLAG", "conclusion": "breach", "paper": "KL"}
        paper.do("release_hold", BOARD, **given_)
    for _ in UNITS:
        if not paper.refused("propose_next", DEPUTY, award="FLAG"):
            paper.do("propose_next", DEPUTY, award="FLAG")

    barred = {unit for unit, ended in entered.holds.items() if ended in {"open", "breach"}}
    proposed_now = paper.book.load(Nomination, "nomination").proposed
    lines = [one.unit for one in proposed_now if one.award == "FLAG"]
    assert len(lines) == len(set(lines))
    flag = entered.rules[0]
    if {"take": "all"} in flag["ties"]:
        return
    standing = [one for one in lines if one not in barred]
    after = replace(entered, holds={u: "breach" if u in barred else None for u in UNITS})
    before = [*entered.numbers(flag)]
    for (group, _, most), (_, _, later) in zip(before, after.numbers(flag), strict=True):
        under = [one for one in standing if group in {None, entered.groups.get(one)}]
        assert most is None or later is None or len(under) <= max(most, later)


@SUMS
@given(years(), st.permutations(UNITS))
def test_the_order_in_which_equals_lie_changes_nothing(entered: Entered, order: list[str]) -> None:
    paper, _ = lived(entered)
    places = paper.book.load(RankingState, "ranking").places
    first = propose(paper.book, ())
    paper.streams["ranking"] = RankingState(
        places=tuple(sorted(places, key=lambda one: order.index(one.unit)))
    )
    again = propose(paper.book, ())

    assert {(one.award, one.unit) for one in first.candidates} == {
        (one.award, one.unit) for one in again.candidates
    }


@pytest.mark.parametrize("key", ["registered", "share", "ballot", "rank_at_most"])
def test_the_slow_way_finds_a_basis_that_is_wrong(key: str) -> None:
    """A check that could not fail would prove nothing: one changed fact is found."""
    entered = Entered(
        points=dict.fromkeys(UNITS, 30), registered=dict.fromkeys(UNITS, ("FLAG",)),
        staff=dict.fromkeys(UNITS, 4), people=dict.fromkeys(UNITS, 1),
        lapses=dict.fromkeys(UNITS, 0), titled=dict.fromkeys(UNITS, 2),
        agreed={(award, unit): frozenset(UNITS) for award in AWARDS for unit in UNITS},
        groups={}, holds=dict.fromkeys(UNITS, None),
    )  # fmt: skip
    wanted: dict[str, Any] = {
        "registered": ["FLAG"], "rank_at_most": 1, "ballot": {"rule": "vote"},
        "share": {"fact": "titled", "of": "staff", "at_least": "1/2"},
    }  # fmt: skip
    _, (told,) = entered.judge({key: wanted[key]}, "FLAG", "an")
    name = next(iter(told.facts))

    assert same(told, told.facts)
    assert not same(told, told.facts | {name: "x"})
