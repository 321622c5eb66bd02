"""The review: what each unit reports, what is missing, and who is behind the floor."""

import pytest

from tests.factories import HEAD, MEMBER, sits
from tests.unit.domain.builders import only, standing_in
from tests.years import Paper, members, report
from workflow.domain.errors import Unmet
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.pledging.pledged import Target
from workflow.domain.pledging.review import Behind, Report, Review


@pytest.fixture
def paper() -> Paper:
    return standing_in("review")


def _concluded(paper: Paper) -> Review:
    paper.do("conclude_review", HEAD)
    return paper.book.load(Review, "review")


def _result(value: int | str, target: str = "tasks") -> dict[str, object]:
    return {"results": [{"target": target, "value": value}]}


@pytest.mark.parametrize(
    ("reached", "behind"),
    [
        pytest.param("0", True, id="nothing"),
        pytest.param("5.999999", True, id="just-below"),
        pytest.param("6", False, id="at-the-floor"),
        pytest.param("13", False, id="above-the-target"),
    ],
)
def test_behind_is_less_than_the_floor_of_the_definition(
    paper: Paper, reached: str, *, behind: bool
) -> None:
    for unit in members(paper):
        paper.do("submit_report", sits(unit), **_result(reached if unit == "chau" else 12))

    assert [one.unit for one in _concluded(paper).behind] == (["chau"] if behind else [])


@pytest.mark.parametrize(
    ("change", "behind"),
    [
        pytest.param("stages: [{id: mid_year_review, behind_below: 100}]", 4, id="everything"),
        pytest.param("stages: [{id: mid_year_review, behind_below: 0}]", 0, id="nothing"),
    ],
)
def test_the_floor_is_data(change: str, behind: int) -> None:
    paper = standing_in("review", change)
    for unit in members(paper):
        report(paper, unit, 11)

    assert len(_concluded(paper).behind) == behind


def test_without_a_floor_half_of_a_target_is_the_floor() -> None:
    bare = standing_in("review", "stages: [{id: mid_year_review, behind_below: null}]")
    for unit, reached in zip(members(bare), (5, 6, 7, 12), strict=True):
        report(bare, unit, reached)

    assert [one.unit for one in _concluded(bare).behind] == ["an"]


def test_what_is_behind_says_how_far(paper: Paper) -> None:
    for unit in members(paper):
        report(paper, unit, 5 if unit == "chau" else 12)

    (behind,) = _concluded(paper).behind
    assert behind == Behind(unit="chau", target="tasks", reached=behind.reached, of=behind.of)
    assert (int(behind.reached), int(behind.of)) == (5, 12)


def test_without_a_pledge_nobody_is_behind(paper: Paper) -> None:
    del paper.streams["pledge"]
    for unit in members(paper):
        paper.do("submit_report", sits(unit))

    assert _concluded(paper).behind == ()


def test_a_report_tells_of_every_target_that_binds_the_unit(paper: Paper) -> None:
    unmet = only(paper.prevented("submit_report", MEMBER))

    assert (unmet.code, unmet.facts, unmet.who) == (
        "TARGETS_NOT_REPORTED", {"targets": ["tasks"]}, ("unit:chau",),
    )  # fmt: skip


def test_a_report_tells_of_no_target_that_was_not_pledged(paper: Paper) -> None:
    results = [*_tasks(), {"target": "visits", "value": 1}]

    assert paper.refused("submit_report", MEMBER, results=results) == ["NO_SUCH_TARGET"]


def test_a_report_tells_of_each_target_once(paper: Paper) -> None:
    assert paper.refused("submit_report", MEMBER, results=[*_tasks(), *_tasks()]) == [
        "TARGET_TWICE"
    ]


def _tasks() -> list[dict[str, object]]:
    return [{"target": "tasks", "value": 12}]


def test_a_later_report_takes_the_place_of_an_earlier_one(paper: Paper) -> None:
    paper.do("submit_report", MEMBER, **_result(3), summary="Lần một")
    paper.do("submit_report", MEMBER, **_result(9))

    found = paper.book.load(Report, "report/chau")
    assert ([int(one.value) for one in found.results], found.summary) == ([9], None)


def _missing(paper: Paper) -> Unmet:
    return only(paper.prevented("conclude_review", HEAD))


def test_nothing_is_concluded_while_a_report_is_missing(paper: Paper) -> None:
    report(paper, "an")
    report(paper, "dong")

    assert (_missing(paper).code, _missing(paper).who) == (
        "MISSING_REPORT", ("unit:binh", "unit:chau"),
    )  # fmt: skip


def test_a_report_from_before_a_new_target_counts_as_missing(paper: Paper) -> None:
    for unit in members(paper):
        report(paper, unit)
    _bind(paper, "visits", "chau")

    assert _missing(paper).who == ("unit:chau",)


def _bind(paper: Paper, target: str, unit: str) -> None:
    pledge = paper.book.load(Pledge, "pledge")
    (common,) = pledge.targets
    own = Target(id=target, title=target, value=common.value, measure="lần", unit=unit)
    paper.streams["pledge"] = Pledge(
        themes=pledge.themes,
        targets=(common, own),
        campaigns=(),
        text_hash=pledge.text_hash,
        signatures=pledge.signatures,
    )


def test_only_targets_that_bind_a_unit_are_asked_of_it(paper: Paper) -> None:
    _bind(paper, "visits", "chau")

    assert paper.refused("submit_report", HEAD, **_result(12)) == []
    assert paper.refused("submit_report", MEMBER, **_result(12)) == ["TARGETS_NOT_REPORTED"]


def test_nothing_is_reported_or_concluded_after_the_conclusion(paper: Paper) -> None:
    for unit in members(paper):
        report(paper, unit)
    paper.do("conclude_review", HEAD, remarks="Đạt")

    assert paper.refused("submit_report", MEMBER, **_result(12)) == ["REVIEW_CONCLUDED"]
    assert paper.refused("conclude_review", HEAD) == ["REVIEW_CONCLUDED"]
