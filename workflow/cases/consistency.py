"""Whether the years and acts of a case follow each other as they must."""

from collections.abc import Iterator
from contextlib import suppress

from pydantic_core import PydanticCustomError

from definitions.findings import error
from definitions.problems import Problem
from workflow.cases import written
from workflow.cases.drafts import Draft, DraftYear
from workflow.cases.moments import moment_of
from workflow.cases.moments import written as shown

NEED_THE_WHOLE = frozenset({"case_nobody_in_role", "case_nobody_in_seat", "case_not_opened"})
"""Problems that may only follow from others, in a file with parts that cannot be read."""


def problems(draft: Draft) -> Iterator[Problem]:
    """Yield everything that is out of order."""
    for year in draft.years:
        yield from _times(draft, year)
    for before, year in zip((None, *draft.years), draft.years, strict=False):
        yield from _first(draft, year) if before is None else _later(draft, before, year)
    yield from _until(draft)


def _times(draft: Draft, year: DraftYear) -> Iterator[Problem]:
    before = year.head.opened
    for placed in year.entries:
        at, path = placed.value.at, (*placed.path, "at")
        if before and at < before:
            facts = {"at": shown(at), "before": shown(before)}
            yield error("case_out_of_order", draft.sheet.mark(path), path, **facts)
        before = max(before, at) if before else at


def _until(draft: Draft) -> Iterator[Problem]:
    """Yield that time is to end before the last act; one that cannot be read is told elsewhere."""
    node = draft.sheet.find(("until",))
    last = max((placed.value.at for _, placed in written.entries(draft)), default=None)
    with suppress(PydanticCustomError):
        if node and last and moment_of(node.content) < last:
            facts = {"until": node.content, "last": shown(last)}
            yield error("case_until_early", node.mark, ("until",), **facts)


def _first(draft: Draft, year: DraftYear) -> Iterator[Problem]:
    if year.head.opened is None:
        yield error("case_no_opening", draft.sheet.mark((*year.path, "year")), year.path)


def _later(draft: Draft, before: DraftYear, year: DraftYear) -> Iterator[Problem]:
    if year.year != before.year + 1:
        path = (*year.path, "year")
        facts = {"year": str(year.year), "expected": str(before.year + 1)}
        yield error("case_year_order", draft.sheet.mark(path), path, **facts)
    for key in ("opened", "mandates"):
        if (node := draft.sheet.find((*year.path, key))) and node.content:
            yield error("case_first_year_only", node.place, (*year.path, key), key=key)
    opened = written.completed(draft, before.year)
    first = next(iter(year.entries), None)
    if first and (opened is None or first.value.at < opened):
        path = (*first.path, "at")
        facts = {"year": str(year.year), "at": shown(first.value.at)}
        yield error("case_not_opened", draft.sheet.mark(path), path, **facts)
