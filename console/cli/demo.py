"""`thidua demo` and `thidua run`: cases played in simulated time by a real worker, and checked."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.demo_text import After, demo_text
from console.cli.opening import prepared, settings_of, where
from console.cli.outcome import case_document
from console.cli.playground import sweep
from console.cli.saying import worded
from console.sentences import WrongUse
from console.sentences.faults import REFUSED
from console.sentences.naming import state_name
from workflow.cases.loading import Loaded, load
from workflow.cases.running import clock_for, not_waiting, play
from workflow.runtime import Background, CountedIds, Runtime
from workflow.service import reading
from workflow.settings import Settings

DEMO, RUN = Path("thidua-demo"), Path("thidua-run")
SETTLED_WITHIN_S = 60
NO_LEASE_ENDS = 10**9
"""Seconds. Simulated time leaps by months: a lease would end while its worker is still at work."""


def demo(asked: Asked) -> Answer:
    """Play the shipped cases, whole years each, and answer with what came of them."""
    return _played(asked, shipped(), DEMO)


def shipped() -> list[Path]:
    """Return the shipped cases in the order of their names."""
    found = (Path(str(one)) for one in files("cases").iterdir())
    return sorted(one for one in found if one.suffix == ".yaml")


def run(asked: Asked, file: str) -> Answer:
    """Play one case file, and answer with what came of it. Raises FileRefused."""
    return _played(asked, [Path(file)], RUN)


def _played(asked: Asked, paths: list[Path], default: Path) -> Answer:
    cases = [load(path) for path in paths]
    # Nothing leaves the folder: no mail server, no broker.
    settings = settings_of(
        asked, default, smtp=None, broker=None, synchronous="normal", lease_s=NO_LEASE_ENDS
    )
    if settings.database is None:
        sweep(settings.dir)
    parts = {"clock": clock_for(*cases), "ids": CountedIds("demo")}
    with prepared(asked, settings, **parts) as runtime:
        _must_be_ours(runtime, cases)
        with asked.composer.background(runtime, ticking=False) as background:
            play_shown(background.runtime, cases, lambda: settle(background, settings))
            settle(background, settings)
        documents = [case_document(runtime, case) for case in cases]
        after = _after(asked, runtime, settings, cases)
    failed = any(one["expectations"]["failed"] for one in documents)
    return Answer(
        document={"cases": documents},
        text=list(demo_text(asked, documents, after)),
        status=REFUSED if failed else 0,
    )


def _after(asked: Asked, runtime: Runtime, settings: Settings, cases: list[Loaded]) -> After:
    latest = {one.bloc: one for one in reading.list_years(runtime)}
    states = {}
    for case in cases:
        year = latest[case.case.bloc.id]
        state = state_name(reading.load_book(runtime, year.id), year.state)
        states[case.case.id] = worded(asked, state)
    return After(
        states=states,
        where=where(settings),
        year=latest[cases[0].case.bloc.id].id,
        mail=str(settings.mail_folder),
    )


def _must_be_ours(runtime: Runtime, cases: list[Loaded]) -> None:
    """Refuse a database that holds other blocs: simulated time would fire their deadlines."""
    ours = {case.case.bloc.id for case in cases}
    if others := sorted({one.bloc for one in reading.list_years(runtime)} - ours):
        raise WrongUse("database_not_fresh", blocs=others)


def play_shown(
    runtime: Runtime, cases: list[Loaded], settled: Callable[[], None] = not_waiting
) -> None:
    """Play cases, with a bar where a person watches. Raises CaseStopped."""
    with _bar() as bar:
        for progress in play(runtime, *cases, settle=settled):
            if bar:
                bar.tell(progress.done, progress.total, progress.step.year)


@contextmanager
def _bar() -> Iterator[Any]:
    """Give a bar where a person watches, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from console.cli.terminal import bar

    with bar() as shown:
        yield shown


def settle(background: Background, settings: Settings) -> None:
    """Wait until every notice owed by now has left. Raises WrongUse."""
    try:
        background.settle(SETTLED_WITHIN_S)
    except TimeoutError as late:
        facts = {"seconds": SETTLED_WITHIN_S, "folder": str(settings.dir)}
        raise WrongUse("background_stuck", **facts) from late
