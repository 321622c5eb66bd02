"""Meetings: who was there, who was not, and that a meeting is recorded once."""

import pytest
from pydantic import TypeAdapter

from tests.factories import HEAD
from tests.unit.domain.builders import codes, only
from tests.years import Paper
from workflow.domain.stages.meeting import HoldMeeting, Meeting, hold, hold_prevents, not_held

HELD = {"id": "m1", "meeting": "conference", "title": "Hội nghị tổng kết"}
ALL = ("an", "binh", "chau", "dong")


@pytest.fixture
def paper() -> Paper:
    return Paper()


def _given(**changed: object) -> HoldMeeting:
    return TypeAdapter(HoldMeeting).validate_python(HELD | changed)


def _prevented(paper: Paper, **changed: object) -> list[str]:
    call = paper.call(HEAD)
    return codes(hold_prevents(paper.book, _given(**changed), call))


def _hold(paper: Paper, **changed: object) -> Meeting:
    (draft,) = hold(paper.book, _given(**changed), 3)
    paper.fold(draft.stream, draft.event)
    return paper.book.load(Meeting, "meeting/m1")


def test_without_names_all_members_were_present(paper: Paper) -> None:
    found = _hold(paper)

    assert (found.present, found.absent) == (ALL, ())


def test_whoever_was_not_present_was_absent(paper: Paper) -> None:
    found = _hold(paper, present=("dong", "an"), guests=("Đại diện Hội đồng",))

    assert (found.present, found.absent) == (("dong", "an"), ("binh", "chau"))
    assert found.guests == ("Đại diện Hội đồng",)


def test_a_meeting_may_be_held_with_nobody_named(paper: Paper) -> None:
    assert _hold(paper, present=()).absent == ALL


def test_a_meeting_keeps_how_many_acts_were_done_at_it(paper: Paper) -> None:
    (draft,) = hold(paper.book, _given(place="Hội trường", chair="an"), 3)

    event = draft.event
    assert [getattr(event, name) for name in ("acts", "place", "chair")] == [3, "Hội trường", "an"]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        pytest.param({}, [], id="as-it-should-be"),
        pytest.param({"meeting": "party"}, ["NO_SUCH_MEETING"], id="unknown-kind"),
        pytest.param({"present": ("an", "x")}, ["NOT_A_MEMBER"], id="present"),
        pytest.param({"chair": "x"}, ["NOT_A_MEMBER"], id="chair"),
    ],
)
def test_a_meeting_is_of_a_known_kind_and_of_members(
    paper: Paper, changed: dict[str, object], refused: list[str]
) -> None:
    assert _prevented(paper, **changed) == refused


def test_a_meeting_is_recorded_once(paper: Paper) -> None:
    _hold(paper)

    assert _prevented(paper) == ["MEETING_RECORDED"]
    assert _prevented(paper, id="m2") == []


def test_a_meeting_of_the_kind_must_have_been_held(paper: Paper) -> None:
    unmet = only(not_held(paper.book, "conference"))
    assert unmet.facts == {"meeting": paper.definition.meetings[0].title}

    _hold(paper)
    assert codes(not_held(paper.book, "conference")) == []


def test_a_kind_that_has_no_title_is_named_by_its_id(paper: Paper) -> None:
    _hold(paper)

    assert only(not_held(paper.book, "party")).facts == {"meeting": "party"}
