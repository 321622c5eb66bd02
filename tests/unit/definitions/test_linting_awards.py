"""Rules of awards and kinds of ballots, read closely: each mistake is found alone at its place."""

import json

import pytest

from definitions.reading import read
from definitions.wording import FOLDER
from tests.unit.definitions.factories import linted
from tests.unit.domain.ballots import RULE


def ballots(*changes: dict[str, object]) -> str:
    """Return the change that gives the definition these kinds of ballots."""
    return f"ballots: {json.dumps([RULE | change for change in changes])}\n"


def merit(when: str) -> str:
    """Return the change that puts another condition on the certificate."""
    return f"awards: [{{id: MERIT, when: {{registered: null, {when}}}}}]"


def step(given: str) -> str:
    """Return the change that puts this on the first step of the chain."""
    return f"stages: [{{id: nomination, approvals: [{{id: decide, {given}}}]}}]"


ERRORS = {
    "share_of_no_count": (
        merit("share: {fact: rating, of: lapses, at_least: 1/2}"),
        "awards[1].when.share.fact",
    ),
    "fact_unknown": (
        merit("share: {fact: lapses, of: stuff, at_least: 1/2}"), "awards[1].when.share.of",
    ),
    "facts_contradict": (
        merit("all: [{fact: {id: lapses, at_least: 2}}, {fact: {id: lapses, at_most: 1}}]"),
        "awards[1].when.all",
    ),
    "quota_without_groups": (
        "awards: [{id: MERIT, number: {count: 1, per: groups}}]", "awards[1].number.per",
    ),
    "quota_of_later": (
        "awards: [{id: FLAG, number: {share: {share: 1/5, of: {holders: MERIT}}}}]",
        "awards[0].number.share.of.holders",
    ),
    "tie_unreachable": (
        "awards: [{id: FLAG, ties: [{take: all}, {result: true}]}]", "awards[0].ties[1]",
    ),
    "criterion_unknown": (
        "awards: [{id: FLAG, ties: [{criterion: IX}]}]", "awards[0].ties[0].criterion",
    ),
    "tie_fact_kind": (
        "awards: [{id: FLAG, ties: [{external: {fact: rating}}]}]",
        "awards[0].ties[0].external.fact",
    ),
    "in_all_without_group": ("awards: [{id: MERIT, group: null, in_all: 2}]", "awards[1].in_all"),
    "in_force_backwards": (
        "awards: [{id: MERIT, in_force: {from: 2026-10-01, to: 2026-09-30}}]",
        "awards[1].in_force",
    ),
    "ballot_unknown": (merit("ballot: {rule: vote}"), "awards[1].when.ballot.rule"),
    "ballot_never_lower": (
        ballots({}) + merit("ballot: {rule: vote, outcome: lower}"),
        "awards[1].when.ballot.outcome",
    ),
    "ballot_lower_is_same": (ballots({"lower": {"FLAG": "FLAG"}}), "ballots[0].lower.FLAG"),
    "ballot_without_voters": (
        "roles: {standing_unit: {most: 0}}\n" + ballots({"voters": {"roles": ["standing_unit"]}}),
        "ballots[0].voters",
    ),
    "award_unknown": (ballots({"lower": {"FLAG": "MERRIT"}}), "ballots[0].lower.FLAG"),
    "office_unknown": (ballots({"run_by": {"office": "counsil"}}), "ballots[0].run_by.office"),
    "ballot_secret_of_few": (
        ballots({"method": "secret", "voters": {"roles": ["head"]}}), "ballots[0].voters",
    ),
    "ballot_of_staff_by_name": (
        ballots({"method": "open", "voters": {"staff": "bloc"}}), "ballots[0].method",
    ),
    "ballot_run_by_unit": (ballots({"run_by": {"unit": True}}), "ballots[0].run_by.unit"),
    "ballot_of_one_unit": (
        ballots({"method": "hands", "voters": {"staff": "unit"}})
        + "ranking: {ties: [{ballot: vote}]}\n",
        "ranking.ties[0].ballot",
    ),
    "ballot_chooses_more": (ballots({"seats": 1, "choose_most": 2}), "ballots[0].choose_most"),
}  # fmt: skip

VOTES = {
    "ballot_not_of_step": (
        step("awards: [FLAG], ballots: [{rule: vote, awards: [MERIT]}]"),
        "stages[4].approvals[0].ballots[0].awards[0]",
    ),
    "ballot_passed_by": (
        step("ballots: [{rule: vote}], on_expiry: no_answer"), "stages[4].approvals[0].on_expiry",
    ),
    "ballot_unknown": (
        step("ballots: [{rule: vot}]"), "stages[4].approvals[0].ballots[0].rule",
    ),
}  # fmt: skip
"""What is wrong with votes that the last step of the chain waits for, beside what else is."""

WARNINGS = {
    "quota_ends": (
        "awards: [{id: MERIT, number: {by_size: [{up_to: 5, number: 1}]}}]",
        "awards[1].number.by_size",
    ),
    "ballot_own_unit_unseen": (
        ballots({"method": "secret", "own_unit": "abstains"}), "ballots[0].own_unit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", ERRORS)
def test_finds_one_error(code: str) -> None:
    change, path = ERRORS[code]
    assert linted(change) == [("error", code, path)]


@pytest.mark.parametrize("code", VOTES)
def test_finds_votes_that_no_step_can_wait_for(code: str) -> None:
    change, path = VOTES[code]
    assert ("error", code, path) in linted(ballots({}) + change)


@pytest.mark.parametrize("code", WARNINGS)
def test_warns(code: str) -> None:
    change, path = WARNINGS[code]
    assert linted(change) == [("warning", code, path)]


def test_ballots_that_wait_for_each_other_are_found() -> None:
    change = ballots({"id": "low", "after": "high"}, {"id": "high", "after": "low"})

    assert linted(change) == [("error", "ballots_in_circle", "ballots[0].after")]


def test_every_sentence_about_awards_and_ballots_is_tried() -> None:
    written = read(FOLDER / "awards_linting.yaml").value
    assert isinstance(written, dict)
    assert set(written) - {*ERRORS, *WARNINGS, *VOTES, "ballots_in_circle"} == set()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(ballots({"lower": {"FLAG": "MERIT"}})
                     + merit("ballot: {rule: vote, outcome: lower}"), id="lower"),
        pytest.param(ballots({}) + "awards: [{id: MERIT, by_votes: vote}]", id="by-votes"),
        pytest.param("awards: [{id: MERIT, number: {share: {share: 1/5, of: qualified}}}]",
                     id="share"),
        pytest.param(
            "awards: [{id: FLAG, number: {count: 2, at_most: [{share: 3/20, of: staff}]},"
            " ties: [{result: true}, {criterion: I}, {decision: overseer}]}]", id="a-cap-and-ties",
        ),
        pytest.param(merit("held_before: {of: [T-TTLDXS], years: 2}"), id="a-run"),
        pytest.param(merit("fact: {id: lapses, at_least: 1}"), id="at-least"),
    ],
)  # fmt: skip
def test_leaves_alone_what_is_right(change: str) -> None:
    assert linted(change) == []
