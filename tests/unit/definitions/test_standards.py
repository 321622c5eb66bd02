"""The standards of titles as they are shipped: what each asks, by which article, how well known."""

from collections.abc import Iterator
from typing import Any

import pytest

from definitions.reading import read
from definitions.schema.awards import AwardRule, Condition
from definitions.schema.people import PeopleRule
from definitions.shelves import PACKAGE

Rule = AwardRule | PeopleRule


def _rules(layer: str) -> dict[str, Rule]:
    written: Any = read(PACKAGE / "awards" / f"{layer}.yaml").value
    assert isinstance(written, dict)
    units = [AwardRule.model_validate(one) for one in written.get("awards", [])]
    people = [PeopleRule.model_validate(one) for one in written.get("people_awards", [])]
    return {
        **{one.id: one for one in units},
        **{one.award + ("" if one.to == "individual" else "/H"): one for one in people},
    }


def _leaves(condition: Condition) -> Iterator[Condition]:
    inside = condition.all or condition.any
    if not inside:
        yield condition
    for one in inside or []:
        yield from _leaves(one)


def _asked(rule: Rule) -> list[tuple[str, str]]:
    return [(one.name, one.status) for one in _leaves(rule.when)]


SURE, SECOND, UNSURE = "confirmed", "secondary", "unverified"
WANTED = {
    ("people", "T-LDTT"): ("24", [("rated_at_least", SURE), ("disciplined_below", SURE)]),
    ("people", "T-CSTDCS"): (
        "23", [("takes", SURE), ("rated_at_least", SURE), ("initiative", SURE)],
    ),
    ("people", "T-CSTD-BT"): ("22", [("held_before", SURE), ("initiative", SURE)]),
    ("people", "T-CSTDTQ"): ("21", [("held_before", SECOND), ("initiative", SURE)]),
    ("people", "F-BK-TTG"): ("73", [("held_before", UNSURE)] * 3),
    ("people", "F-BK-BT"): (
        "74(1)", [("held_before", SURE), ("held_before", SURE), ("initiative", SURE)],
    ),
    ("people", "F-GK"): ("75", [("rated_at_least", SURE)]),
    ("people", "T-GDVH/H"): ("31", [("registered", UNSURE)]),
    ("people-2017", "T-LDTT"): ("10", [("rated_at_least", UNSURE)]),
    ("people-2017", "T-CSTDCS"): ("9", [("takes", UNSURE), ("initiative", UNSURE)]),
    ("people-2017", "T-CSTD-BT"): (None, [("held_before", UNSURE)]),
    ("people-2017", "T-CSTDTQ"): (None, [("held_before", UNSURE)] * 2),
    ("collectives", "T-CO-BT"): ("26", [("rank_at_most", SURE)]),
    ("collectives", "T-TTLDXS"): (
        "27", [("fact", SURE), ("share", SURE), ("share", SURE), ("fact", SURE)],
    ),
    ("collectives", "T-TTLDTT"): ("28", [("fact", SURE), ("share", SURE), ("fact", SURE)]),
    ("collectives", "F-BK-BT"): ("74(3)", [("held_before", SURE)]),
    ("collectives-2017", "T-TTLDXS"): (
        None, [("fact", UNSURE), ("share", UNSURE), ("share", UNSURE), ("fact", UNSURE),
               ("fact", UNSURE)],
    ),
    ("collectives-2017", "T-TTLDTT"): (None, [("share", SECOND), ("fact", SECOND)]),
}  # fmt: skip
"""By layer and award: the article of the rule, and each condition with how well it is known."""

LAYERS = sorted({layer for layer, _ in WANTED})


@pytest.mark.parametrize("layer", LAYERS)
def test_every_standard_is_looked_at_here(layer: str) -> None:
    assert {*_rules(layer)} == {award for one, award in WANTED if one == layer}


@pytest.mark.parametrize(("layer", "award"), WANTED)
def test_a_standard_says_what_it_asks_by_which_article_and_how_well_known(
    layer: str, award: str
) -> None:
    rule = _rules(layer)[award]

    assert (rule.basis[0].article, _asked(rule)) == WANTED[layer, award]
    assert all(one.basis for one in _leaves(rule.when))


def test_the_cap_of_fifteen_percent_is_of_decree_91_alone_and_unverified() -> None:
    before, after = _rules("people-2017")["T-CSTDCS"], _rules("people")["T-CSTDCS"]
    assert isinstance(before, PeopleRule)

    number: Any = before.number
    assert (number.share.share, number.share.of.holders, number.status, before.inside) == (
        "3/20", "T-LDTT", "unverified", "unit",
    )  # fmt: skip
    assert number.basis.article == "9(3)"
    assert after.number == "all"


def test_more_than_half_is_asked_before_2024_and_seven_tenths_since() -> None:
    shares = [
        one.share
        for layer in ("collectives-2017", "collectives")
        for one in _leaves(_rules(layer)["T-TTLDTT"].when)
        if one.share
    ]

    assert [(one.more_than, one.at_least) for one in shares] == [("1/2", None), (None, "7/10")]


def test_what_a_streak_served_for_is_used_up() -> None:
    runs = {
        (layer, award): [one.held_before.consumed for one in _leaves(rule.when) if one.held_before]
        for layer in LAYERS
        for award, rule in _rules(layer).items()
    }

    assert {key for key, used in runs.items() if used and used[0]} == {
        ("people", "T-CSTD-BT"), ("people", "T-CSTDTQ"), ("people", "F-BK-BT"),
        ("people-2017", "T-CSTD-BT"), ("people-2017", "T-CSTDTQ"), ("collectives", "F-BK-BT"),
    }  # fmt: skip
