"""Handover: which sides sign, one unit on two sides, and the last signature completes it."""

import pytest

from tests.factories import DEPUTY, HEAD, MEMBER, sits
from tests.unit.domain.builders import codes, only, standing_in
from tests.years import Paper, agreed
from workflow.domain.leaders.handover import Handover, sides, unsigned

BOTH = "succession: {signed_by: [outgoing_head, incoming_head, incoming_deputy]}"
INCOMING = "succession: {signed_by: [incoming_head]}"


def _prepared(change: str = "", *, head: str = "binh", deputies: tuple[str, ...] = ()) -> Paper:
    paper = standing_in("handover", change)
    present = ("an", "binh", "chau", "dong")
    paper.do("agree_leaders", HEAD, head=head, deputies=deputies, present=present)
    paper.do("prepare_handover", HEAD, items=["Hồ sơ khối", "Con dấu"])
    return paper


def _found(paper: Paper) -> Handover:
    return paper.book.load(Handover, "handover")


def _kinds(paper: Paper, unit: str) -> list[str]:
    return [one.event.kind for one in paper.do("sign_handover", sits(unit))]


@pytest.mark.parametrize(
    ("change", "signing"),
    [
        pytest.param("", [("outgoing_head", "an"), ("incoming_head", "binh")], id="heads"),
        pytest.param(INCOMING, [("incoming_head", "binh")], id="incoming-head-alone"),
        pytest.param(
            BOTH,
            [
                ("outgoing_head", "an"), ("incoming_head", "binh"),
                ("incoming_deputy", "chau"), ("incoming_deputy", "dong"),
            ],
            id="deputies-too",
        ),
    ],
)  # fmt: skip
def test_the_sides_that_sign_are_data(change: str, signing: list[tuple[str, str]]) -> None:
    paper = _prepared(change, deputies=("chau", "dong"))

    assert sides(paper.book, paper.now) == signing


def test_the_list_is_laid_open_only_when_leaders_are_agreed() -> None:
    paper = standing_in("handover")

    refused = paper.refused("prepare_handover", HEAD, items=["Hồ sơ"])
    assert refused == ["LEADERS_NOT_AGREED"]


def test_a_list_laid_open_anew_is_signed_anew() -> None:
    paper = _prepared()
    paper.do("sign_handover", HEAD)
    paper.do("prepare_handover", HEAD, items=["Sổ"])

    assert (_found(paper).items, _found(paper).signatures) == (("Sổ",), ())


def test_other_leaders_are_signed_for_anew() -> None:
    paper = _prepared()
    paper.do("sign_handover", HEAD)
    agreed(paper, head="chau")

    assert (_found(paper).items, _found(paper).signatures) == (("Hồ sơ khối", "Con dấu"), ())


def test_a_completed_handover_is_not_laid_open_anew() -> None:
    paper = _prepared(INCOMING)
    paper.do("sign_handover", DEPUTY)

    refused = paper.refused("prepare_handover", HEAD, items=["Sổ"])
    assert refused == ["HANDOVER_COMPLETED"]


def test_nobody_signs_before_the_list_is_laid_open() -> None:
    paper = standing_in("handover")
    agreed(paper)

    assert paper.refused("sign_handover", HEAD) == ["HANDOVER_NOT_PREPARED"]


def test_a_unit_on_no_side_does_not_sign() -> None:
    assert _prepared().refused("sign_handover", MEMBER) == ["NO_SIDE"]


def test_a_unit_signs_once() -> None:
    paper = _prepared()
    paper.do("sign_handover", HEAD)

    assert paper.refused("sign_handover", HEAD) == ["ALREADY_SIGNED"]


@pytest.mark.parametrize("order", [("an", "binh"), ("binh", "an")])
def test_the_last_signature_completes_the_handover(order: tuple[str, str]) -> None:
    paper = _prepared()

    assert [_kinds(paper, unit) for unit in order] == [
        ["handover_signed"],
        ["handover_signed", "handover_completed"],
    ]


def test_the_handover_names_the_next_year() -> None:
    paper = _prepared()
    for unit in ("an", "binh"):
        paper.do("sign_handover", sits(unit))

    assert _found(paper).next_year == "bloc/2026"


def test_one_unit_that_hands_over_to_itself_signs_for_both_sides_at_once() -> None:
    paper = _prepared(head="an")

    assert _kinds(paper, "an") == ["handover_signed", "handover_signed", "handover_completed"]
    assert [one.side for one in _found(paper).signatures] == ["outgoing_head", "incoming_head"]


def test_a_signature_says_who_signed_and_when() -> None:
    paper = _prepared()
    paper.do("sign_handover", DEPUTY)

    (signature,) = _found(paper).signatures
    assert (signature.side, signature.unit, signature.person, signature.at) == (
        "incoming_head", "binh", "of-binh", paper.now,
    )  # fmt: skip


def test_the_next_definition_is_carried_to_the_completion() -> None:
    paper = _prepared(INCOMING)
    paper.do("prepare_handover", HEAD, items=["Sổ"], next_definition="plain-2026")
    event = paper.do("sign_handover", DEPUTY)[-1].event

    assert getattr(event, "next_definition", None) == "plain-2026"


def test_unsigned_names_each_unit_once() -> None:
    paper = _prepared(BOTH, head="an", deputies=("binh",))

    unmet = only(unsigned(paper.book, paper.now))
    assert (unmet.code, unmet.who) == ("HANDOVER_NOT_SIGNED", ("unit:an", "unit:binh"))


def test_unsigned_names_only_who_is_left() -> None:
    paper = _prepared()
    paper.do("sign_handover", HEAD)

    assert only(unsigned(paper.book, paper.now)).who == ("unit:binh",)


def test_without_a_list_nothing_can_be_signed() -> None:
    paper = standing_in("handover")

    assert codes(unsigned(paper.book, paper.now)) == ["HANDOVER_NOT_PREPARED"]


def test_a_completed_handover_misses_nothing() -> None:
    paper = _prepared(INCOMING)
    paper.do("sign_handover", DEPUTY)

    assert codes(unsigned(paper.book, paper.now)) == []
