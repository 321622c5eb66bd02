"""Dossiers of awards and praise for an event, as people read of them."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.sentences.conditions import conditions, entry
from definitions.catalogue import Catalogue
from tests.console.asking import ask
from tests.factories import HEAD, at, holds
from tests.unit.domain.test_dossiers import JUNE, proposed
from tests.years import Lived, carry, opened
from workflow.runtime import Runtime

BOARD = holds("board")


@pytest.fixture
def url(database: Path) -> str:
    return f"sqlite:///{database}"


def _asked(engine: Engine, *words: str) -> str:
    told = ask(*words, "--database", str(engine.url))
    assert told.status == 0, told.err
    return told.out


@pytest.mark.parametrize(
    ("basis", "vi", "en"),
    [
        (
            "{ref: ND98-2023, article: 32(1)(b)}",
            "chậm nhất ngày 30/06/2026 (ND98-2023 Điều 32(1)(b)); ngày 03/07/2026 muộn 3 ngày",
            "by 30 June 2026 at the latest (ND98-2023 Article 32(1)(b)); on 3 July 2026 it is 3",
        ),
        ("null", "(quy định chưa nêu điều khoản)", "(the regulation states no article)"),
    ],
)
def test_the_refusal_names_award_day_and_article_in_both_languages(
    basis: str, vi: str, en: str
) -> None:
    paper = proposed(f"awards: [{{id: MERIT, dossier: {{due: {JUNE}, basis: {basis}}}}}]")
    paper.now = at(7, 10, year=2026)
    late = paper.prevented("receive_dossier", BOARD, received_on="2026-07-03")

    (told,) = [entry(one) for one in conditions(late, paper.book, paper.now)]
    assert vi in str(told["vi"])
    assert en in str(told["en"])
    assert "Bằng khen (MERIT)" in str(told["vi"])


def test_an_award_is_explained_with_its_day_and_that_its_file_came_late(
    runtime: Runtime, catalogue: Catalogue, engine: Engine
) -> None:
    lived = opened(runtime, catalogue.load("plain-dossiers"))
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    explain = ("explain", "award", "MERIT", "--year", "bloc/2025", "--lang", "en")
    assert "Dossier due at Board by 30 June 2026." in _asked(engine, *explain)
    lived.clock.move_to(at(7, 3, year=2026))
    lived.do("receive_dossier", BOARD, received_on="2026-07-02")

    assert "The dossier came late; working days: 2." in _asked(engine, *explain)
    assert '"working_days": 2' in _asked(engine, "history", "show", "bloc/2025", "--json").replace(
        '"working_days":2', '"working_days": 2'
    )


def test_praise_that_came_late_for_its_event_says_so(
    runtime: Runtime, catalogue: Catalogue, engine: Engine
) -> None:
    lived: Lived = opened(runtime, catalogue.load("praised-late"))
    given = {"id": "q1", "unit": "chau", "reason": "Mô hình", "award": "MERIT", "achievement": "a"}
    lived.do("propose_praise", HEAD, **given, round="thematic", event_on="2025-01-09")

    told = _asked(engine, "explain", "award", "q1", "--year", "bloc/2025", "--lang", "en")
    assert (
        "For an event on 9 January 2025; proposed late, 30 December 2024 was the last day" in told
    )
