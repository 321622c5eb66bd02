"""The page of deadlines says of every time that is ruled what another calendar does to it."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path
from pkgutil import walk_packages
from typing import get_args

from pydantic import BaseModel

from definitions import schema
from definitions.schema.timing import DateRule, Span
from workflow.service.ringing import HANDLERS

TEXT = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text("utf-8")
ROW = re.compile(
    r"^\| [^|]+ · [^|]+ \| (`\w+/\w+`|none) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE
)
WRITTEN = {
    "Answering.within": "praise.answer.within",
    "Approval.urge_every": "approvals[].urge_every",
    "Approval.within": "approvals[].within",
    "Criterion.due": "rubric.parts[].due",
    "Criterion.opens": "rubric.parts[].opens",
    "DateRule.after_entry": "after_entry",
    "Fact.due": "facts[].due",
    "BeforeEvent.span": "praise.before_event.span",
    "DossierRule.due": "awards[].dossier.due",
    "Hearing.within": "objections[].heard_by[].within",
    "ObjectionRule.again": "objections[].again",
    "ObjectionRule.window": "objections[].window",
    "Reminder.after": "remind[].after",
    "Reminder.before": "remind[].before",
    "Running.until": "stages[].running.until",
    "Period.due": "rubric.periods.parts[].due",
    "Stage.due": "stages[].due",
    "Stage.opens": "stages[].opens",
    "Step.urge_every": "approvals[].urge_every",
    "Step.within": "approvals[].within",
}
"""Every field that says a day or a number of days, and how the page writes it."""


def _rules() -> Iterator[str]:
    """Yield every field of the schema that says a day or a number of days."""
    for module in walk_packages(schema.__path__, f"{schema.__name__}."):
        for name, kind in getmembers(import_module(module.name), isclass):
            if issubclass(kind, BaseModel):
                for field, about in kind.model_fields.items():
                    if _of_time(about.annotation):
                        yield f"{name}.{field}"


def _of_time(annotation: object) -> bool:
    return annotation in {Span, DateRule} or any(map(_of_time, get_args(annotation)))


def test_every_kind_of_timer_is_on_the_page_and_no_other() -> None:
    rows = [found[1].strip("`") for found in ROW.finditer(TEXT)]

    assert sorted(one for one in rows if one != "none") == sorted(map("/".join, HANDLERS))


def test_every_rule_of_a_day_is_on_the_page_and_no_other() -> None:
    rules = {one for found in ROW.finditer(TEXT) for one in re.findall("`([^`]+)`", found[2])}

    assert set(_rules()) == set(WRITTEN)
    assert rules == set(WRITTEN.values())
