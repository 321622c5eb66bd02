"""Ranking: by total or percent, ties broken in the ways declared, in their order, then fixed."""

from decimal import Decimal

import pytest

from tests.factories import ADMIN, DEPUTY, HEAD, holds
from tests.unit.domain.builders import only, sheet, with_sheets
from tests.years import Paper
from workflow.domain.model import Actor
from workflow.domain.results.ordering import places
from workflow.domain.results.ranking import RankingState

NO_TIES = "ranking: {ties: []}"
BY_CRITERION = "ranking: {ties: [{criterion: I}]}"
BY_BONUS = "ranking: {ties: [{adjustment: B}]}"
BY_PENALTY = "ranking: {ties: [{adjustment: P}]}"
BY_ORDER = "ranking: {ties: [{official_order: true}]}"
BY_HEAD = "ranking: {ties: [{criterion: I}, {decision: head}]}"
ORDER = {"order": ("chau", "binh"), "reason": "Hội nghị biểu quyết"}
OVERSEER = Actor(person="of-overseer", seat="overseer")


def _ranks(paper: Paper, *order: str) -> list[tuple[str, int, str | None]]:
    return [(one.unit, one.rank, one.tie_broken_by) for one in places(paper.book, order)]


def _tied(change: str) -> Paper:
    """Return three units: the last two, of which none is head, equal in everything."""
    return with_sheets(change, an=sheet(I_1="29"), binh=sheet(I_1="25"), chau=sheet(I_1="25"))


def _head_tied(decision: str = "head") -> Paper:
    """Return three units: the head's and the deputy's own are equal in everything."""
    change = f"ranking: {{ties: [{{decision: {decision}}}]}}"
    return with_sheets(change, an=sheet(I_1="25"), binh=sheet(I_1="25"), chau=sheet(I_1="29"))


def test_more_points_rank_higher() -> None:
    paper = with_sheets(an=sheet(I_1="1"), binh=sheet(I_1="3"), chau=sheet(I_1="2"))

    assert _ranks(paper) == [("binh", 1, None), ("chau", 2, None), ("an", 3, None)]


def test_the_definition_may_rank_by_percent() -> None:
    sheets = {"an": sheet(I_1="25"), "binh": sheet(I_1="29", II_2=None)}

    by_total, by_percent = (
        [unit for unit, _, _ in _ranks(with_sheets(f"ranking: {{by: {way}}}", **sheets))]
        for way in ("total", "percent")
    )
    assert (by_total, by_percent) == (["an", "binh"], ["binh", "an"])


def test_a_place_says_points_percent_and_class() -> None:
    paper = with_sheets(an=sheet(I_1="10", II_2=None), binh=sheet(I_1="0", II_2="0"))

    found, _ = places(paper.book, ())
    assert (found.points, found.of, found.percent, found.class_id) == (
        Decimal(60), Decimal(80), Decimal(75), "good",
    )  # fmt: skip


def test_a_criterion_breaks_a_tie() -> None:
    paper = with_sheets(BY_CRITERION, an=sheet(I_1="20"), binh=sheet(II_2="10"))

    assert _ranks(paper) == [("binh", 1, "criterion:I"), ("an", 2, "criterion:I")]


def test_a_bonus_breaks_a_tie_for_the_unit_that_has_more_of_it() -> None:
    paper = with_sheets(
        BY_BONUS, an=sheet(I_1="29"), binh=sheet(I_1="27", times={"B": 2})
    )  # fmt: skip

    assert _ranks(paper) == [("binh", 1, "adjustment:B"), ("an", 2, "adjustment:B")]


def test_a_penalty_breaks_a_tie_for_the_unit_that_has_less_of_it() -> None:
    paper = with_sheets(BY_PENALTY, an=sheet(times={"P": 2}), binh=sheet(I_1="29"))

    assert _ranks(paper) == [("binh", 1, "adjustment:P"), ("an", 2, "adjustment:P")]


def test_the_official_order_breaks_whatever_is_left() -> None:
    assert _ranks(_tied(BY_ORDER)) == [
        ("an", 1, None),
        ("binh", 2, "official_order:True"),
        ("chau", 3, "official_order:True"),
    ]


def test_the_first_way_that_tells_units_apart_is_the_one_named() -> None:
    ties = "ranking: {ties: [{adjustment: B}, {criterion: I}, {official_order: true}]}"
    paper = with_sheets(ties, an=sheet(I_1="20"), binh=sheet(II_2="10"))

    assert _ranks(paper) == [("binh", 1, "criterion:I"), ("an", 2, "criterion:I")]


def test_a_later_way_orders_only_what_an_earlier_one_left_equal() -> None:
    ties = "ranking: {ties: [{criterion: I}, {official_order: true}]}"
    paper = with_sheets(ties, an=sheet(I_1="20"), binh=sheet(I_1="20"), chau=sheet(II_2="10"))

    assert _ranks(paper) == [
        ("chau", 1, "criterion:I"),
        ("an", 2, "official_order:True"),
        ("binh", 3, "official_order:True"),
    ]


def test_units_that_stay_equal_share_a_rank_and_the_next_is_skipped() -> None:
    paper = with_sheets(NO_TIES, an=sheet(I_1="25"), binh=sheet(I_1="25"), chau=sheet(I_1="20"))

    assert _ranks(paper) == [("an", 1, None), ("binh", 1, None), ("chau", 3, None)]


@pytest.mark.parametrize("change", [NO_TIES, BY_CRITERION])
def test_without_a_decision_declared_equal_units_hold_nothing_up(change: str) -> None:
    assert _tied(change).refused("fix_ranking", HEAD) == []


def test_a_tie_is_open_while_the_decision_is_not_made() -> None:
    unmet = only(_tied(BY_HEAD).prevented("fix_ranking", HEAD))

    assert (unmet.code, unmet.facts, unmet.who) == (
        "TIE_OPEN", {"units": ["Ban Binh", "Ban Chau"]}, ("head",),
    )  # fmt: skip


def test_every_open_tie_is_named() -> None:
    paper = with_sheets(BY_HEAD, an=sheet(), binh=sheet(), chau=sheet(I_1="1"), dong=sheet(I_1="1"))

    unmet = paper.prevented("fix_ranking", HEAD)
    assert [one.facts["units"] for one in unmet] == [
        ["Ban An", "Ban Binh"],
        ["Ban Chau", "Ban Dong"],
    ]


def test_a_decision_gives_the_order() -> None:
    paper = _tied(BY_HEAD)
    paper.do("fix_ranking", HEAD, **ORDER)

    found = paper.book.load(RankingState, "ranking").places
    assert [(one.unit, one.tie_broken_by) for one in found] == [
        ("an", None),
        ("chau", "decision:head"),
        ("binh", "decision:head"),
    ]


@pytest.mark.parametrize(
    ("decider", "by", "refused"),
    [
        ("head", HEAD, []),
        ("head", OVERSEER, ["NOT_IN_ROLE"]),
        ("overseer", OVERSEER, []),
        ("admin", ADMIN, []),
        ("{office: council}", holds("council"), []),
        ("{office: council}", HEAD, ["NOT_IN_ROLE"]),
        ("[{office: council}, head]", holds("council"), []),
    ],
)
def test_only_whom_the_definition_names_decides_a_tie(
    decider: str, by: Actor, refused: list[str]
) -> None:
    paper = _tied(f"ranking: {{ties: [{{decision: {decider}}}]}}")

    assert paper.refused("fix_ranking", by, **ORDER) == refused


@pytest.mark.parametrize("by", [HEAD, DEPUTY])
def test_nobody_decides_a_tie_of_their_own_unit(by: Actor) -> None:
    given = {"order": ("an", "binh"), "reason": "Đơn vị Khối trưởng làm tốt hơn"}

    unmet = only(_head_tied().prevented("fix_ranking", by, **given))
    assert (unmet.code, unmet.facts["roles"], unmet.who) == (
        "TIE_OWN_UNIT", ["overseer"], ("overseer",),
    )  # fmt: skip


def test_where_the_heads_own_unit_is_equal_the_deputy_decides() -> None:
    tied = {"an": sheet(I_1="25"), "binh": sheet(I_1="29"), "chau": sheet(I_1="25")}
    paper = with_sheets("ranking: {ties: [{decision: head}]}", **tied)

    assert only(paper.prevented("fix_ranking", DEPUTY)).who == ("deputy",)
    paper.do("fix_ranking", DEPUTY, order=("chau", "an"), reason="Nhiều thành tích hơn")
    found = paper.book.load(RankingState, "ranking").places
    assert [one.unit for one in found] == ["binh", "chau", "an"]


def test_where_head_and_deputy_are_equal_the_overseer_decides() -> None:
    paper = _head_tied()

    assert only(paper.prevented("fix_ranking", HEAD)).who == ("overseer",)
    paper.do("fix_ranking", OVERSEER, order=("binh",), reason="Kết quả kiểm tra chéo")
    assert paper.book.load(RankingState, "ranking").fixed_by == OVERSEER.person


def test_an_administrator_who_sits_for_an_equal_unit_does_not_decide_either() -> None:
    paper = _head_tied("admin")
    seat = {"person": {"id": "of-admin", "name": "of-admin"}, "seat": "unit:an"}
    paper.do("seat_person", ADMIN, **seat)

    given = {"order": ("an", "binh"), "reason": "x"}
    unmet = only(paper.prevented("fix_ranking", ADMIN, **given))
    assert (unmet.code, unmet.who) == ("TIE_OWN_UNIT", ("overseer",))


def test_a_decision_needs_a_reason() -> None:
    assert _tied(BY_HEAD).refused("fix_ranking", HEAD, order=("chau", "binh")) == ["REASON_MISSING"]


def test_a_decision_that_names_one_of_two_puts_it_first() -> None:
    assert [unit for unit, _, _ in _ranks(_tied(BY_HEAD), "chau")] == ["an", "chau", "binh"]


def test_a_decision_changes_nothing_that_is_not_tied() -> None:
    paper = with_sheets(BY_HEAD, an=sheet(), binh=sheet(I_1="1"))

    assert _ranks(paper, "binh", "an") == [("an", 1, None), ("binh", 2, None)]


def test_a_decision_names_members() -> None:
    given = ORDER | {"order": ("chau", "binh", "nowhere")}

    unmet = only(_tied(BY_HEAD).prevented("fix_ranking", HEAD, **given))
    assert (unmet.code, unmet.facts) == ("NOT_A_MEMBER", {"unit": "nowhere"})


def test_nothing_is_fixed_while_sheets_are_missing() -> None:
    paper = with_sheets(BY_HEAD, an=sheet(), binh=sheet(status="submitted"))

    assert paper.refused("fix_ranking", HEAD) == ["MISSING_APPRAISAL"]


def test_a_ranking_is_fixed_once() -> None:
    paper = _tied(NO_TIES)
    paper.do("fix_ranking", HEAD)

    assert paper.refused("fix_ranking", HEAD) == ["RANKING_FIXED"]


def test_a_fixed_ranking_finds_the_place_of_a_unit() -> None:
    paper = _tied(BY_ORDER)
    paper.do("fix_ranking", HEAD)

    found = paper.book.load(RankingState, "ranking")
    assert [(one.rank if one else None) for one in map(found.of, ("an", "binh", "nowhere"))] == [
        1, 2, None,
    ]  # fmt: skip
