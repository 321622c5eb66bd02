"""Counting: no outcome depends on the order of ballots; seats are never exceeded; sums add up."""

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from definitions.schema.ballots import BallotRule
from tests.property.profiles import SUMS
from tests.unit.domain.ballots import RULE, items
from workflow.domain.ballots.counting import Poll, count
from workflow.domain.ballots.state import Answer

NAMES = ("an", "binh", "chau", "dong", "gia")
ANSWERS: tuple[Answer, ...] = ("agree", "disagree", "lower", "blank")
Paper = dict[str, Answer]

papers = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(ANSWERS) for name in NAMES}), max_size=13
)
shares = st.tuples(st.integers(1, 20), st.integers(1, 20)).filter(lambda one: one[0] <= one[1])
rules = st.builds(
    lambda share, base, seats: BallotRule.model_validate(
        RULE | {"threshold": {"at_least": f"{share[0]}/{share[1]}", "of": base}, "seats": seats}
    ),
    shares,
    st.sampled_from(["all", "present", "valid"]),
    st.none() | st.integers(1, 5),
)


def poll(rule: BallotRule, voters: int, present: int) -> Poll:
    return Poll(
        rule=rule, number=1, items=items(*NAMES), voters=dict.fromkeys(NAMES, voters),
        present=dict.fromkeys(NAMES, present), seats_left=rule.seats, present_in_all=present,
    )  # fmt: skip


@SUMS
@given(rules, papers, st.randoms(use_true_random=False), st.integers(0, 5))
def test_no_outcome_depends_on_the_order_of_ballots(
    rule: BallotRule, votes: list[Paper], random: Random, absent: int
) -> None:
    shuffled = [*votes]
    random.shuffle(shuffled)
    asked = poll(rule, len(votes) + absent, len(votes))

    assert count(asked, shuffled) == count(asked, votes)


@SUMS
@given(rules, papers, st.integers(0, 5))
def test_what_carries_is_recomputed_another_way(
    rule: BallotRule, votes: list[Paper], absent: int
) -> None:
    counted = count(poll(rule, len(votes) + absent, len(votes)), votes).counted
    for one in counted:
        tally = Counter(vote[one.item] for vote in votes)
        bases = {
            "all": len(votes) + absent,
            "present": len(votes),
            "valid": len(votes) - tally["blank"],
        }
        base = bases[rule.threshold.of]
        carries = tally["agree"] > 0 and Fraction(tally["agree"], base) >= rule.threshold.share
        assert (one.outcome in {"passed", "tied", "cut"}) == carries


@SUMS
@given(rules, papers)
def test_seats_are_never_exceeded_and_never_left_to_the_fewer_votes(
    rule: BallotRule, votes: list[Paper]
) -> None:
    counted = count(poll(rule, len(votes), len(votes)), votes).counted
    passed = [one.agree for one in counted if one.outcome == "passed"]
    others = [one.agree for one in counted if one.outcome in {"tied", "cut"}]
    assert rule.seats is None or len(passed) <= rule.seats
    assert all(less < more for less in others for more in passed)
