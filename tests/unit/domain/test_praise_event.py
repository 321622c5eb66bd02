"""Praise for an event is proposed so long before it, unless excepted; late, it is told."""

from datetime import date
from typing import Any

import pytest

from definitions.errors import YearOutOfCalendar
from definitions.wording import say
from tests.factories import DEPUTY, HEAD, at, plain
from tests.unit.domain.builders import only
from tests.years import Paper
from workflow.domain.praise.state import Praise, load

FOR = {"id": "q1", "unit": "chau", "reason": "Mô hình mới", "award": "MERIT", "achievement": "a1"}
CONFERENCE = "2025-03-20"
"""A Thursday; ten days before it is Monday 10 March, ten working days Thursday 6 March."""


def _paper(**said: str) -> Paper:
    """Return a year whose definition says so much of praise that is asked for an event."""
    rule = ", ".join(f"{name}: {value}" for name, value in ({"span": "10 days"} | said).items())
    return Paper(
        definition=plain(f"""
            praise:
              awards: [MERIT]
              before_event: {{{rule}}}
              chain: [{{id: sign, office: chair, title: {{vi: Ký, en: Signature}}}}]
        """)
    )


def _asked(paper: Paper, month: int, day: int, **given: object) -> list[str]:
    paper.now = at(month, day)
    asked = FOR | {"round": "thematic", "event_on": CONFERENCE} | given
    return paper.refused("propose_praise", HEAD, **asked)


def _praise(paper: Paper) -> Praise:
    return load(paper.book, "q1")


@pytest.mark.parametrize(
    ("span", "day", "refused"),
    [
        ("10 days", 10, []),
        ("10 days", 11, ["PRAISE_TOO_LATE"]),
        ("10 working_days", 6, []),
        ("10 working_days", 7, ["PRAISE_TOO_LATE"]),
        ("0 days", 20, []),
        ("0 days", 21, ["PRAISE_TOO_LATE"]),
    ],
)
def test_the_last_day_is_so_long_before_the_event(span: str, day: int, refused: list[str]) -> None:
    assert _asked(_paper(span=span), 3, day) == refused


@pytest.mark.parametrize("on", ["thematic", "periodic"])
def test_praise_that_is_foreseen_keeps_to_it_and_sudden_praise_does_not(on: str) -> None:
    assert _asked(_paper(), 3, 19, round=on) == ["PRAISE_TOO_LATE"]
    assert _asked(_paper(), 3, 19, round="sudden") == []


def test_what_is_excepted_is_data() -> None:
    paper = _paper(**{"except": "[periodic]"})

    assert _asked(paper, 3, 19, round="periodic") == []
    assert _asked(paper, 3, 19, round="sudden") == ["PRAISE_TOO_LATE"]


def test_the_refusal_says_nothing_of_occasions_that_the_rule_may_bind() -> None:
    facts = dict.fromkeys(("event", "span", "last", "basis"), "-")

    assert "Sudden" not in say("PRAISE_TOO_LATE", facts, "en")
    assert "đột xuất" not in say("PRAISE_TOO_LATE", facts, "vi")


def test_praise_without_an_event_is_asked_for_at_any_time() -> None:
    assert _asked(_paper(), 3, 19, event_on=None) == []


def test_an_event_that_is_over_is_too_late_as_well() -> None:
    assert _asked(_paper(), 4, 1) == ["PRAISE_TOO_LATE"]


def test_where_nothing_is_said_the_event_is_only_kept() -> None:
    praise = "praise: {awards: [MERIT], chain: [{id: s, office: chair, title: {vi: Ký, en: S}}]}"
    paper = Paper(definition=plain(praise))
    paper.do("propose_praise", HEAD, **FOR, event_on=CONFERENCE)

    assert (_praise(paper).event_on, _praise(paper).last_day) == (date(2025, 3, 20), None)


def test_the_refusal_says_how_long_before_and_which_was_the_last_day() -> None:
    paper = _paper(basis="{ref: QĐ 86/2025/QĐ-UBND, article: '6'}")
    paper.now = at(3, 11)

    late = only(paper.prevented("propose_praise", HEAD, **FOR, event_on=CONFERENCE))
    facts: dict[str, Any] = dict(late.facts)
    assert facts.pop("basis").article == "6"
    assert {name: str(value) for name, value in facts.items()} == {
        "event": CONFERENCE, "last": "2025-03-10", "span": "10 days",
    }  # fmt: skip


@pytest.mark.parametrize("how", [{"late": "mark"}, {"status": "unverified"}])
def test_late_praise_is_taken_and_marked_as_the_rule_says_or_where_it_is_unverified(
    how: dict[str, str],
) -> None:
    paper = _paper(**how)
    paper.now = at(3, 11)
    paper.do("propose_praise", HEAD, **FOR, event_on=CONFERENCE)
    assert _praise(paper).last_day == date(2025, 3, 10)

    paper.now = at(3, 10)
    paper.do("propose_praise", HEAD, **FOR | {"id": "q2", "achievement": "a2"}, event_on=CONFERENCE)
    assert load(paper.book, "q2").last_day is None


def test_what_came_back_is_not_later_for_that_while_its_event_stays() -> None:
    paper = _paper()
    paper.now = at(3, 10)
    paper.do("propose_praise", HEAD, **FOR, event_on=CONFERENCE)
    paper.do("answer_praise", DEPUTY, id="q1", answer="return", comment="Thiếu báo cáo")

    assert _asked(paper, 3, 15) == []
    assert _asked(paper, 3, 15, event_on="2025-03-21") == ["PRAISE_TOO_LATE"]


def test_what_was_asked_for_as_sudden_does_not_become_foreseen_by_coming_back() -> None:
    paper = _paper()
    paper.now = at(3, 18)
    paper.do("propose_praise", HEAD, **FOR, event_on=CONFERENCE, round="sudden")
    paper.do("answer_praise", DEPUTY, id="q1", answer="return", comment="Thiếu báo cáo")

    assert _asked(paper, 3, 19) == ["PRAISE_TOO_LATE"]
    assert _asked(paper, 3, 19, round="sudden") == []


def test_an_event_that_no_calendar_knows_is_told_as_such() -> None:
    for day in ("0001-01-02", "9999-12-30"):
        with pytest.raises(YearOutOfCalendar):
            _asked(_paper(), 3, 10, event_on=day)
