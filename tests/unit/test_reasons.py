"""Reasons of a year said in words: who was equal where a number ended, and what parted them."""

import pytest

from console.sentences.grounds import cutoff_said
from console.sentences.reasons import reason_said
from definitions.filling import shown
from tests.unit.domain.builders import ranked
from workflow.domain.model import Book

WAYS = "[{result: true}, {groups: [b, a]}, {decision: overseer}]"
FLAG = "{{id: FLAG, number: 1, when: {{all: null, rank_at_most: 4}}, ties: {ways}}}"


def book(ways: str = WAYS) -> Book:
    return ranked(f"awards: [{FLAG.format(ways=ways)}]").book


def said(condition: str, facts: dict[str, str], language: str = "en") -> str:
    return shown(reason_said(book(), condition, facts), language)


def test_equals_at_the_cutoff_are_told_by_name_with_what_parted_them_and_why() -> None:
    facts = {"equals": "an, binh", "by": "result, groups, decision:overseer"}

    assert said("equal", facts) == (
        "equal at the cut-off: Ban An, Ban Binh; parted, in order, by: the better result,"
        " the order of the groups: b, a, the decision of Overseer"
    )
    assert said("equal", facts | {"reason": "Minutes 4"}).endswith("The reason given: Minutes 4")


def test_equals_that_nothing_parted_are_told_as_such() -> None:
    facts = {"equals": "an, binh", "by": "-"}

    assert said("equal", facts, "vi") == "bằng nhau ở suất cuối, chưa phân định: Ban An, Ban Binh"


@pytest.mark.parametrize(("by", "who"), [("nation", "the nation"), ("locality", "the locality")])
def test_whoever_demands_a_registration_is_named(by: str, who: str) -> None:
    told = said("unregistered", {"by": by, "effect": "barred"})

    assert told == f"no registration stands; {who} demands one"


def test_a_decision_that_nobody_declared_is_told_by_who_decides() -> None:
    told = cutoff_said(book("[{result: true}]"), "decision:overseer")

    assert shown(told, "vi").startswith("quyết định của ")
