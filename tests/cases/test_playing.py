from pathlib import Path

import pytest
from sqlalchemy import Engine

from definitions.wording import say
from tests.cases.playing import SIXTH, SOURCES, played, runtime_for
from workflow.cases.expecting import missed
from workflow.cases.loading import load
from workflow.cases.running import CaseStopped, play
from workflow.runtime import Runtime
from workflow.service.reading import list_years, notices
from workflow.service.verifying import verify


@pytest.mark.parametrize("file", [*SOURCES, SIXTH], ids=lambda file: file.stem)
def test_a_case_plays_to_its_end_and_every_expectation_holds(file: Path, engine: Engine) -> None:
    runtime, (case,) = played(engine, file)

    assert missed(runtime, case) == []
    for year in list_years(runtime):
        assert verify(runtime, year.id).verified
        assert notices(runtime, year.id).get("dead", 0) == 0


def test_cases_played_together_come_out_as_each_alone(engine: Engine) -> None:
    runtime, together = played(engine, *SOURCES)

    assert [one for case in together for one in missed(runtime, case)] == []


def _heads(runtime: Runtime) -> dict[str, str]:
    return {year.id: year.head for year in list_years(runtime)}


def test_a_case_played_again_changes_nothing(engine: Engine) -> None:
    runtime, (case,) = played(engine, SIXTH)
    before = _heads(runtime)

    again = runtime_for(engine, case)
    for _ in play(again, case):
        pass

    assert _heads(again) == before


def test_progress_counts_every_step(engine: Engine) -> None:
    case = load(SIXTH)
    runtime = runtime_for(engine, case)

    shown = [(one.done, one.total) for one in play(runtime, case)]

    assert shown == [(number, len(case.steps)) for number in range(1, len(case.steps) + 1)]


def _changed(folder: Path, old: str, new: str) -> Path:
    text = SIXTH.read_text()
    assert old in text
    file = folder / "case.yaml"
    file.write_text(text.replace(old, new, 1))
    beside = SIXTH.with_name("school-cluster-2024.yaml")
    (folder / beside.name).write_text(beside.read_text())
    return file


def test_an_act_refused_against_what_is_written_stops_the_case(
    tmp_path: Path, engine: Engine
) -> None:
    file = _changed(tmp_path, ", refused: [MISSING_SIGNATURE]", "")

    with pytest.raises(CaseStopped) as stopped:
        played(engine, file)

    assert stopped.value.step.do == "advance"
    assert stopped.value.step.path == "years[0].acts[4]"
    assert [one.code for one in stopped.value.unmet] == ["MISSING_SIGNATURE"]


def test_an_act_done_although_it_was_to_be_refused_stops_the_case(
    tmp_path: Path, engine: Engine
) -> None:
    file = _changed(
        tmp_path,
        "{at: 2024-09-23, by: head, do: advance, given",
        "{at: 2024-09-23, by: head, do: advance, refused: [STAGE_OVER], given",
    )

    with pytest.raises(CaseStopped) as stopped:
        played(engine, file)

    assert stopped.value.unmet == ()
    assert stopped.value.facts["expected"] == ["STAGE_OVER"]


def test_an_expectation_that_does_not_hold_is_told_with_what_was_found(
    tmp_path: Path, engine: Engine
) -> None:
    file = _changed(
        tmp_path, "award: {id: T-TTLDXS, units: [thpt-2]}", "award: {id: F-GK, count: 3}"
    )

    runtime, (case,) = played(engine, file)

    (one,) = missed(runtime, case)
    assert (one.year, one.subject, one.what, one.expected, one.found) == (
        2024, "award", "count", "3", "2",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("instead", "expected", "found"),
    [
        ("award: {id: T-TTLDXS, units: [thpt-1, thpt-2]}", "thpt-1, thpt-2", "thpt-2"),
        ("award: {id: T-TTLDXS, unit: thpt-1}", "thpt-1", None),
    ],
)
def test_what_was_expected_and_found_is_written_as_a_case_writes_it(
    tmp_path: Path, engine: Engine, instead: str, expected: str, found: str | None
) -> None:
    file = _changed(tmp_path, "award: {id: T-TTLDXS, units: [thpt-2]}", instead)

    runtime, (case,) = played(engine, file)

    (one,) = missed(runtime, case)
    assert (one.expected, one.found) == (expected, found)


def test_what_went_wrong_is_said_in_both_languages(tmp_path: Path, engine: Engine) -> None:
    file = _changed(tmp_path, ", refused: [MISSING_SIGNATURE]", "")
    with pytest.raises(CaseStopped) as stopped:
        played(engine, file)

    for language in ("vi", "en"):
        said = say(stopped.value.code, stopped.value.facts, language)

        assert "MISSING_SIGNATURE" in said
        assert "years[0].acts[4]" in said
