"""Comparing what a case expects with what is stored: every expectation that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.cases.comparing import COMPARED
from workflow.cases.expectations import Expectation, GivenAs
from workflow.cases.loading import Loaded
from workflow.cases.stored import Stored
from workflow.runtime import Runtime
from workflow.service.reading import list_years, load_book


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """An expectation that does not hold. `number` counts the expectations from 1.

    `expected` and `found` are as a case writes them, lists with commas between; None is nothing.
    """

    number: int
    year: int
    subject: str
    what: str
    expected: str | None
    found: str | None
    given: GivenAs


def missed(runtime: Runtime, case: Loaded) -> list[Missed]:
    """Return every expectation of a case that what is stored does not meet."""
    known = {summary.id for summary in list_years(runtime)}
    return [
        one
        for number, expected in enumerate(case.case.expect, start=1)
        for one in _missed(runtime, f"{case.case.bloc.id}/{expected.year}", known, number, expected)
    ]


def _missed(
    runtime: Runtime, year_id: str, known: set[str], number: int, expected: Expectation
) -> Iterator[Missed]:
    subject = expected.subject
    if year_id in known:
        stored = Stored(runtime=runtime, book=load_book(runtime, year_id))
        compared = list(COMPARED[subject](stored, getattr(expected, subject)))
    else:
        compared = [("year", year_id, None)]
    for what, wanted, found in compared:
        if wanted != found:
            yield Missed(
                number=number,
                year=expected.year,
                subject=subject,
                what=what,
                expected=_plain(wanted),
                found=_plain(found),
                given=expected.given,
            )


def _plain(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_plain, value))) or None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
