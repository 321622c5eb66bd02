"""Awards: no number is ever exceeded, everybody is told why, nothing serves twice."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.awards import AwardRule
from definitions.schema.quotas import Quota
from tests.property.profiles import SUMS
from tests.unit.domain.builders import place, ranked, recorded
from workflow.domain.awards.allocating import LeftOut, Proposal, propose
from workflow.domain.eligibility.conditions import judge
from workflow.domain.eligibility.standings import standing_of
from workflow.domain.members.honours import Honour, Initiative, UnitHonours
from workflow.domain.model import Book
from workflow.domain.results.ranking import RankingState

UNITS = ("an", "binh", "chau", "dong")
AWARDS = ("FLAG", "MERIT", "SAFE")

shares = st.tuples(st.integers(1, 5), st.integers(1, 5)).filter(lambda one: one[0] <= one[1])
numbers = st.one_of(
    st.integers(0, 4),
    st.just("all"),
    st.builds(
        lambda share, of, rounding: {
            "share": {"share": f"{share[0]}/{share[1]}", "of": of, "rounding": rounding}
        },
        shares,
        st.sampled_from(["members", "registered", "qualified"]),
        st.sampled_from(["down", "up", "half_up"]),
    ),
    st.builds(
        lambda few, many: {"by_size": [{"up_to": 3, "number": few}, {"number": many}]},
        st.integers(0, 3),
        st.integers(0, 4),
    ),
)
leaves = st.sampled_from(
    [
        {"rank_at_most": 2},
        {"rank_at_most": 4},
        {"class_at_least": "good"},
        {"fact": {"id": "lapses", "at_most": 0}},
        {"fact": {"id": "lapses", "at_least": 1}},
        {"initiatives_at_least": 1},
        {"held_before": {"of": ["T"], "years": 2, "consumed": True}},
        {"held_before": {"of": ["T"], "years": 1}},
        {"rank_at_most": 1, "status": "unverified"},
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
rules = st.builds(
    lambda award, number, when, group, in_all: AwardRule.model_validate(
        {"id": award, "number": number, "when": when, "group": group, "in_all": in_all}
    ),
    st.sampled_from(AWARDS),
    numbers,
    conditions,
    st.none() | st.sampled_from(["one", "two"]),
    st.none() | st.integers(1, 4),
)
known = st.builds(
    lambda years, ideas: UnitHonours(
        held=tuple(Honour(what="T", year=year, source="QĐ") for year in years),
        initiatives=tuple(Initiative(id=one, title=one, source="HĐ") for one in ideas),
    ),
    st.sets(st.sampled_from([2023, 2024])),
    st.sets(st.sampled_from(["sk-1", "sk-2"])),
)
outs = st.lists(
    st.builds(
        lambda award, unit: LeftOut(award=award, unit=unit, reason="Xin rút"),
        st.sampled_from(AWARDS),
        st.sampled_from(UNITS),
    ),
    max_size=3,
)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Return a year with any rules over any ranking, facts and honours."""
    paper = ranked()
    order = draw(st.permutations(UNITS))
    classes = st.sampled_from(["high", "good", "low"])
    made = tuple(place(unit, at, "80", draw(classes)) for at, unit in enumerate(order, 1))
    paper.streams["ranking"] = RankingState(places=made)
    for unit in UNITS:
        paper.streams[f"facts/{unit}"] = recorded(lapses=draw(st.integers(0, 2)))
        paper.streams[f"honours/{unit}"] = draw(known)
    found = draw(st.lists(rules, min_size=1, max_size=3, unique_by=lambda rule: rule.id))
    definition = paper.book.definition.model_copy(update={"awards": found})
    return replace(paper.book, pinned=replace(paper.book.pinned, definition=definition))


@SUMS
@given(books(), outs)
def test_no_allocation_exceeds_its_quota(book: Book, out: list[LeftOut]) -> None:
    found = propose(book, out)

    given_out = Counter(one.award for one in found.candidates)
    for one in found.allotments:
        assert one.most is None or given_out[one.award] <= one.most
    groups: Counter[str] = Counter()
    for rule in book.definition.awards:
        before = groups[rule.group or ""]
        groups[rule.group or ""] += given_out[rule.id]
        if rule.in_all is not None and rule.group:
            assert groups[rule.group] <= max(rule.in_all, before)


@SUMS
@given(books(), outs)
def test_a_unit_takes_one_award_of_a_group_and_none_that_it_is_left_out_of(
    book: Book, out: list[LeftOut]
) -> None:
    found = propose(book, out)

    groups = {rule.id: rule.group or rule.id for rule in book.definition.awards}
    taken = Counter((one.unit, groups[one.award]) for one in found.candidates)
    assert set(taken.values()) <= {1}
    assert not {(o.award, o.unit) for o in out} & {(o.award, o.unit) for o in found.candidates}


@SUMS
@given(books(), outs)
def test_every_unit_is_proposed_or_passed_over_with_a_reason(
    book: Book, out: list[LeftOut]
) -> None:
    found = propose(book, out)

    told = Counter((one.award, one.unit) for one in found.candidates)
    told += Counter((over.award, over.unit) for over in found.passed_over)
    assert told == Counter((rule.id, unit) for rule in book.definition.awards for unit in UNITS)


@SUMS
@given(books(), outs)
def test_proposing_again_proposes_the_same(book: Book, out: list[LeftOut]) -> None:
    assert propose(book, out) == propose(book, out)


def _uses(book: Book, found: Proposal) -> list[tuple[str, str]]:
    """Work out what every candidate used, in the order in which they were taken."""
    spent: list[tuple[str, str]] = []
    rules_by_id = {rule.id: rule for rule in book.definition.awards}
    for one in found.candidates:
        seat = book.load(RankingState, "ranking").of(one.unit)
        assert seat is not None
        standing = replace(standing_of(book, seat), spent=frozenset(spent))
        spent += judge(rules_by_id[one.award].when, standing).uses
    return spent


@SUMS
@given(books())
def test_nothing_serves_for_two_awards(book: Book) -> None:
    used = _uses(book, propose(book, ()))

    assert len(used) == len(set(used))


@SUMS
@given(books(), st.integers(0, 40), st.integers(0, 40))
def test_a_larger_base_never_makes_a_smaller_number(book: Book, low: int, high: int) -> None:
    low, high = sorted((low, high))
    for rule in book.definition.awards:
        if isinstance(rule.number, Quota) and rule.number.share:
            assert rule.number.share.number(low) <= rule.number.share.number(high)
