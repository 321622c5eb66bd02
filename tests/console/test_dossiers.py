"""Dossiers of awards and praise for an event, as people read of them."""

import json

import pytest
from sqlalchemy import Engine

from console.sentences.conditions import conditions, entry
from definitions.catalogue import Catalogue
from tests.console.asking import ask
from tests.factories import HEAD, at, holds
from tests.unit.domain.test_dossiers import JUNE, proposed
from tests.years import Lived, carry, close_early, opened
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.nominations.lists import Nomination
from workflow.runtime import Runtime

BOARD = holds("board")


def _asked(engine: Engine, *words: str) -> str:
    told = ask(*words, "--database", str(engine.url))
    assert told.status == 0, told.err
    return told.out


def _proposed(runtime: Runtime, catalogue: Catalogue) -> Lived:
    """Return a year that has proposed; the dossier of MERIT is due on 30 June 2026 at 17:00."""
    lived = opened(runtime, catalogue.load("plain-dossiers"))
    carry(lived, "nomination")
    lived.do("nominate", HEAD)
    return lived


@pytest.mark.parametrize(
    ("basis", "vi", "en"),
    [
        (
            "{ref: ND98-2023, article: 32(1)(b)}",
            "chậm nhất ngày 30/06/2026 (ND98-2023 Điều 32(1)(b)); ngày 03/07/2026 muộn 3 ngày",
            "(ND98-2023 Article 32(1)(b)); on 3 July 2026 it is late (working days: 3)",
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
    lived = _proposed(runtime, catalogue)
    explain = ("explain", "award", "MERIT", "--year", "bloc/2025", "--lang", "en")
    assert "Dossier due at Board by 30 June 2026." in _asked(engine, *explain)
    lived.clock.move_to(at(7, 3, year=2026))
    lived.do("receive_dossier", BOARD, received_on="2026-07-02")

    assert "The dossier came late; working days: 2." in _asked(engine, *explain)
    recorded = json.loads(_asked(engine, "history", "show", "bloc/2025", "--json"))["events"]
    (received,) = [one["data"] for one in recorded if one["kind"] == "dossier_received"]
    assert [one["working_days"] for one in received["dossier"]["late"]] == [2]


def test_a_dossier_day_stands_only_at_lines_that_are_proposed(
    runtime: Runtime, catalogue: Catalogue, engine: Engine
) -> None:
    lived = _proposed(runtime, catalogue)
    told = _asked(engine, "explain", "award", "MERIT", "--year", lived.id, "--lang", "en")

    lines = lived.book.load(Nomination, "nomination").proposed
    proposed = [one for one in lines if one.award == "MERIT"]
    units = lived.book.load(Roster, ROSTER).units
    assert told.count("Dossier due at") == len(proposed) < len(units)


@pytest.mark.parametrize("closed", [False, True])
def test_a_dossier_that_is_owed_stands_in_why_and_on_the_page_of_the_year(
    runtime: Runtime, catalogue: Catalogue, engine: Engine, *, closed: bool
) -> None:
    lived = _proposed(runtime, catalogue)
    if closed:
        close_early(lived)

    said = _asked(engine, "year", "why", lived.id, "--lang", "en")
    page = _asked(engine, "year", "show", lived.id, "--lang", "en")
    document = json.loads(_asked(engine, "year", "show", lived.id, "--json"))["year"]

    assert "Waiting beside that:" in said
    assert "DOSSIER_OWED" in said
    assert "Award dossiers still to come in" in page
    assert "(MERIT): Board, due 17:00 30 June 2026" in page
    due = "2026-06-30T10:00:00Z"
    told = _asked(engine, "history", "show", lived.id, "--lang", "en").splitlines()
    (dated,) = [line for line in told if "When the dossiers of awards are due" in line]
    assert dated.endswith("Certificate (MERIT)")
    assert document["dossiers_owed"] == [{"award": "MERIT", "office": "board", "due": due}]


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
