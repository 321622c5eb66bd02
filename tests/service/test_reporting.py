"""Reports: figures of many years from their states, by as many statements as for one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, get_args

import pytest
from sqlalchemy import Engine, event

from definitions.schema.reports import Measure, ReportForm
from tests.approving import OneDefinition
from tests.factories import HEAD, at, entries, plain, sits
from tests.years import carry, decided, opened, register
from workflow.domain.papers.measuring import MEASURES
from workflow.runtime import Runtime
from workflow.service.reporting import Report, Row, Scope, report

WORDS = {"vi": "x", "en": "x"}


def form(*columns: Any, rows: str = "bloc_year") -> ReportForm:  # noqa: ANN401 - names, or fields
    named = [one if isinstance(one, dict) else {"measure": one} for one in columns]
    given = {"id": "x", "title": WORDS, "rows": rows}
    return ReportForm.model_validate(given | {"columns": [one | {"title": WORDS} for one in named]})


EVERY = form(*[{"measure": "class", "level": 1} if one == "class" else one
               for one in get_args(Measure)])  # fmt: skip


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Keep every statement that is sent, but for what opens and closes a transaction."""
    sent: list[str] = []

    def keep(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield sent
    event.remove(engine, "before_cursor_execute", keep)


def _filled(runtime: Runtime, asked: ReportForm, **scope: Any) -> Report:  # noqa: ANN401 - of Scope
    return report(runtime, asked, Scope(**scope))


def _figures(row: Row) -> dict[str, int]:
    return dict(zip(get_args(Measure), row.figures, strict=True))


def test_everything_that_a_column_may_count_is_counted() -> None:
    assert set(MEASURES) == set(get_args(Measure))


def test_the_figures_of_a_lived_year_are_what_happened_in_it(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    decided(lived)

    (row,) = _filled(runtime, EVERY).rows
    found = _figures(row)
    assert {name: found[name] for name in ("members", "registered", "signed", "appraised")} == {
        "members": 4, "registered": 4, "signed": 4, "appraised": 4,
    }  # fmt: skip
    assert (found["people_registered"], found["staff"]) == (36, 40)
    assert (found["ranked"], found["class"], found["overdue"]) == (4, 4, 0)
    assert found["decided"] == found["proposed"] == 7


def test_awards_are_told_apart_by_title_and_by_kind(runtime: Runtime) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    asked = form(
        {"measure": "proposed", "of": "FLAG"},
        {"measure": "proposed", "kind": "form"},
        {"measure": "proposed", "kind": "recognition"},
        {"measure": "proposed", "subject": "individual"},
    )

    assert _filled(runtime, asked).total == (1, 2, 4, 0)


def test_a_report_of_many_years_takes_as_many_statements_as_of_one(
    runtime: Runtime, engine: Engine
) -> None:
    register(opened(runtime, bloc="mot"), "an")
    with statements(engine) as one:
        _filled(runtime, EVERY)
    for name in ("hai", "ba", "bon", "nam"):
        register(opened(runtime, bloc=name), "an")
    with statements(engine) as many:
        found = _filled(runtime, EVERY)

    assert found.counted == 5
    assert len(one) == len(many) <= 3


def test_a_report_never_reads_a_history(runtime: Runtime, engine: Engine) -> None:
    register(opened(runtime), "an")
    with statements(engine) as sent:
        _filled(runtime, EVERY)

    assert [one for one in sent if "FROM events" in one] == []


def test_a_report_reads_only_what_its_columns_are_counted_from(
    runtime: Runtime, engine: Engine
) -> None:
    lived = opened(runtime)
    carry(lived, "nomination")
    kinds: list[object] = []

    def keep(_c: object, _u: object, statement: str, values: object, *_rest: object) -> None:
        if "FROM streams" in statement:
            kinds.append(values)

    event.listen(engine, "before_cursor_execute", keep)
    _filled(runtime, form("members"))
    event.remove(engine, "before_cursor_execute", keep)

    assert "sheet" not in str(kinds)
    assert "roster" in str(kinds)


@pytest.fixture
def three(runtime: Runtime) -> Runtime:
    """Two blocs open, one of them in two years."""
    for bloc in ("mot", "hai"):
        lived = opened(runtime, bloc=bloc)
        if bloc == "mot":
            carry(lived, "closed")
    return runtime


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("bloc_year", [("hai", 2025, 4), ("mot", 2025, 4), ("mot", 2026, 4)]),
        ("bloc", [("hai", None, 4), ("mot", None, 8)]),
        ("year", [(None, 2025, 8), (None, 2026, 4)]),
        ("province", [(None, None, 12)]),
    ],
)
def test_rows_are_added_up_as_the_form_says(three: Runtime, rows: str, found: object) -> None:
    told = _filled(three, form("members", rows=rows))

    assert [(row.bloc, row.year, row.figures[0]) for row in told.rows] == found
    assert told.total == (12,)


@pytest.mark.parametrize(
    ("scope", "counted"),
    [
        ({}, 3),
        ({"blocs": ("mot",)}, 2),
        ({"years": (2025,)}, 2),
        ({"blocs": ("mot",), "years": (2026,)}, 1),
        ({"definitions": ("plain",)}, 3),
        ({"definitions": ("plai",)}, 0),
        ({"provinces": ("nam-dinh",)}, 0),
    ],
)
def test_a_report_is_over_what_is_asked_for(
    three: Runtime, scope: dict[str, Any], counted: int
) -> None:
    assert _filled(three, form("members"), **scope).counted == counted


def test_an_empty_database_makes_an_empty_report(runtime: Runtime) -> None:
    assert _filled(runtime, form("members")).rows == ()


def test_a_year_that_is_closed_is_told_from_one_that_runs(three: Runtime) -> None:
    closed = form("closed")

    assert [row.figures for row in _filled(three, closed, blocs=("mot",)).rows] == [(1,), (0,)]


def test_a_unit_is_scored_once_all_its_periods_are(runtime: Runtime) -> None:
    halves = [
        {"id": "h1", "months": 6, "title": WORDS},
        {"id": "h2", "months": 6, "title": WORDS},
    ]
    definition = plain(f"rubric: {{periods: {{parts: {halves}, makes: sum}}}}")
    lived = opened(replace(runtime, catalogue=OneDefinition(definition)), definition)
    carry(lived, "scoring")
    lived.clock.move_to(at(12, 1))
    full, found = entries(lived.book.definition.rubric), []
    for period in ("h1", "h2"):
        lived.do("self_score", sits("an"), period=period, entries=full)
        found.append(_filled(runtime, form("scored", "appraised")).total)

    assert found == [(0, 0), (1, 0)]
