"""Rules in words: as a person would say them aloud."""

from typing import Any

import pytest

from definitions.describing import demanded, when, who
from definitions.schema.needs import NEEDS, Need
from definitions.schema.timing import DateRule
from tests.unit.definitions.factories import small

MARCH: dict[str, Any] = {"month": 3, "day": 5}


@pytest.mark.parametrize(
    ("rule", "vi", "en"),
    [
        (MARCH, "ngày 05/03", "5 March"),
        ({**MARCH, "inclusive": False}, "trước ngày 05/03", "before 5 March"),
        ({**MARCH, "time": "17:00"}, "17:00 ngày 05/03", "17:00 on 5 March"),
        ({**MARCH, "year": "next"}, "ngày 05/03 năm sau", "5 March of the next year"),
        ({"after_entry": "10 working_days"}, "10 ngày làm việc sau khi vào bước",
         "10 working days after entering the stage"),
    ],
)  # fmt: skip
def test_a_date_rule_is_said(rule: dict[str, Any], vi: str, en: str) -> None:
    said = DateRule.model_validate(rule)
    assert (when(said, "vi"), when(said, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("role", "said"), [("head", "Khối trưởng"), ("admin", "Quản trị"), (None, "chưa giao cho ai")]
)
def test_a_role_is_called_what_the_bloc_calls_it(role: str | None, said: str) -> None:
    assert who(small(), role, "vi") == said


@pytest.mark.parametrize("name", sorted(NEEDS - {"meeting", "document"}))
def test_every_need_has_words(name: str) -> None:
    choices = Need.model_json_schema()["properties"][name]["anyOf"][0]
    for state in choices.get("enum", [choices.get("const")]):
        assert demanded(small(), Need.model_validate({name: state}), "vi")


def test_a_document_is_called_by_its_name_or_by_its_id() -> None:
    assert demanded(small(), Need(document="report"), "en") == "issued: report"


def test_a_meeting_is_called_by_its_name() -> None:
    assert demanded(small(), Need(meeting="conference"), "en") == "held: Conference"
