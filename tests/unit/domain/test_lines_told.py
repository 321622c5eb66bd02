"""Lines beside the list, and roles left vacant, are told of: nobody has to look for them."""

from datetime import date
from typing import Any, cast

from definitions.schema.record import Text
from tests.factories import ADMIN, HEAD, holds
from tests.unit.domain.builders import ranked
from tests.years import Paper, decided
from workflow.domain.model import Actor
from workflow.domain.telling import occasions
from workflow.domain.telling.occasions import Occasion

BOARD, COUNCIL, CHAIR = holds("board"), holds("council"), holds("chair")
HOLD = {"ground": "complaint", "source": "Đơn tố cáo", "since": date(2025, 1, 2)}
CLEAR = {"conclusion": "no_breach", "paper": "KL 12"}
MERIT = {"unit": "binh", "award": "MERIT"}


def told(year: Paper, act: str, by: Actor, /, **given: Any) -> list[Occasion]:  # noqa: ANN401 - of the act
    """Do an act and return what people are told of."""
    drafts = year.do(act, by, **given)
    call = year.call(by)
    return [one for draft in drafts for one in occasions.follow(year.book, draft, call)]


def held(award: str | None = "MERIT") -> Paper:
    """Return a year whose list went by while a line of it was held."""
    paper = ranked()
    paper.do("nominate", HEAD)
    paper.do("hold_award", COUNCIL, unit="binh", award=award, **HOLD)
    decided(paper)
    return paper


def _vi(title: object) -> str:
    return cast("Text", title).vi


def moves(found: list[Occasion]) -> list[tuple[str, str | None, str | None]]:
    return [(one.on, one.office, one.about) for one in found]


def test_an_office_is_told_of_a_line_that_a_hold_lets_go() -> None:
    (one,) = told(held(), "release_hold", BOARD, **MERIT, **CLEAR)

    assert moves([one]) == [("line_waits", "board", "line/MERIT/binh/")]
    assert (_vi(one.facts["award"]), one.facts["name"]) == ("Bằng khen", "Ban Binh")


def test_a_hold_on_everything_lets_go_of_every_line_of_the_unit() -> None:
    paper = held(None)
    found = told(paper, "release_hold", BOARD, unit="binh", award=None, **CLEAR)

    assert moves(found) == [
        ("line_waits", "board", "line/MERIT/binh/"),
        ("line_waits", "board", "line/SAFE/binh/"),
    ]


def test_of_a_line_that_is_barred_no_office_is_told() -> None:
    given = {**MERIT, **CLEAR, "conclusion": "breach"}

    assert told(held(), "release_hold", BOARD, **given) == []


def test_a_line_that_goes_with_the_list_is_told_of_with_the_list() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)
    paper.do("hold_award", COUNCIL, **MERIT, **HOLD)

    assert told(paper, "release_hold", BOARD, **MERIT, **CLEAR) == []


def test_each_office_is_told_in_its_turn_and_the_unit_in_the_end() -> None:
    paper = held()
    paper.do("release_hold", BOARD, **MERIT, **CLEAR)

    found = [told(paper, "decide_released", one, **MERIT) for one in (BOARD, CHAIR)]

    assert [moves(one) for one in found] == [
        [("line_waits", "chair", "line/MERIT/binh/")],
        [("award_decided", None, "award/binh")],
    ]
    (last,) = found[-1]
    assert last.units == ("binh",)
    assert "Bằng khen" in [_vi(one) for one in cast("list[object]", last.facts["awards"])]


def test_a_line_that_an_office_cuts_is_nobody_s_move_any_more() -> None:
    paper = held()
    paper.do("release_hold", BOARD, **MERIT, **CLEAR)

    assert told(paper, "decide_released", BOARD, **MERIT, verdict="cut", reason="Quá hạn") == []


def test_an_office_is_told_of_whoever_is_proposed_for_a_place_that_came_free() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)
    paper.do("hold_award", COUNCIL, unit="an", award="FLAG", **HOLD)
    decided(paper)
    paper.do("release_hold", BOARD, unit="an", award="FLAG", **CLEAR | {"conclusion": "breach"})

    found = told(paper, "propose_next", HEAD, award="FLAG")

    assert moves(found) == [("line_waits", "board", "line/FLAG/binh/")]


def test_a_unit_is_told_that_its_award_was_taken_back() -> None:
    paper = ranked()
    paper.do("nominate", HEAD)
    decided(paper)
    paper.do("ask_revocation", CHAIR, **MERIT, reason="Khai man", paper="TB 9")

    (one,) = told(paper, "confirm_revocation", ADMIN, **MERIT)

    assert (one.on, one.units, one.facts["name"]) == ("award_revoked", ("binh",), "Ban Binh")


def test_whoever_gives_roles_is_told_that_one_is_vacant() -> None:
    paper = Paper()
    given = {"how": "leave", "end": paper.now.date(), "paper": "QĐ 3"}

    (one,) = told(paper, "withdraw_unit", ADMIN, unit="an", **given)
    assert (one.on, _vi(one.facts["role"]), one.facts["member"]) == (
        "role_vacant", "Khối trưởng", "Ban An",
    )  # fmt: skip
    assert told(paper, "withdraw_unit", ADMIN, unit="dong", **given) == []
