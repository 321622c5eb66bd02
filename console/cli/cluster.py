"""`thidua cluster`: a whole installation on this machine, and the demo lived through it."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from console.cli.answers import Answer, deliver
from console.cli.asked import Asked
from console.cli.cluster_text import cluster_text
from console.cli.opening import prepared, settings_of
from console.cli.playground import sweep
from console.sentences import WrongUse
from console.sentences.faults import REFUSED
from workflow.runtime import CountedIds

if TYPE_CHECKING:
    from console.cluster.demo import Check
    from console.cluster.installation import Installation

CLUSTER = Path("thidua-cluster")
LOGS = "logs"


def cluster(asked: Asked, *, keep: bool) -> Answer | int:
    """Start everything, live the demo through it, check, and stop everything.

    With *keep* the checks are told first, and all runs on until it is interrupted.

    Raises:
        WrongUse: A process did not start, or did not come to rest; its log lies in the folder.
    """
    from console.cluster.demo import StillBusy
    from console.cluster.installation import installation
    from console.cluster.programs import NotStarted

    folder = settings_of(asked, CLUSTER).dir.absolute()
    sweep(folder)
    shutil.rmtree(folder / LOGS, ignore_errors=True)
    try:
        with _ended_by_either_signal(), installation(folder) as running, _undisturbed_end():
            answer = _answer(asked, running, _lived(asked, running))
            if keep:
                deliver(answer, as_json=asked.json)
                with suppress(KeyboardInterrupt):
                    Event().wait()
    except (NotStarted, StillBusy) as fault:
        facts = {"reason": str(fault).splitlines()[-1], "folder": str(folder / LOGS)}
        raise WrongUse("cluster_process_failed", **facts) from fault
    return answer.status if keep else answer


SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _ended_by_either_signal() -> Iterator[None]:
    """Have SIGTERM do what Ctrl-C does: every process of the installation ends with this one."""
    before = {one: signal.signal(one, signal.default_int_handler) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


@contextmanager
def _undisturbed_end() -> Iterator[None]:
    """Hear no second Ctrl-C once the end has begun: it would leave processes behind."""
    try:
        yield
    finally:
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)


def _lived(asked: Asked, running: "Installation") -> "list[Check]":
    """Live the demo's years through the installation; return what was checked of it."""
    from console.cli.demo import play_shown, settle, shipped
    from console.cli.outcome import case_document
    from console.cluster.demo import checked, start_without_ticks, take_ticks
    from workflow.cases.loading import load
    from workflow.cases.running import clock_for

    cases = [load(path) for path in shipped()]
    settings = settings_of(
        asked, CLUSTER, smtp=None, dir=running.folder,
        database=running.postgres.url, broker=running.redis.url,
    )  # fmt: skip
    parts: dict[str, Any] = {"clock": clock_for(*cases), "ids": CountedIds("demo")}
    with prepared(asked, settings, **parts) as runtime:
        start_without_ticks(running)
        with asked.composer.background(runtime, ticking=True) as background:
            play_shown(background.runtime, cases)
            settle(background, settings)
        played = [case_document(runtime, case) for case in cases]
    missed = sum(len(one["expectations"]["failed"]) for one in played)
    with prepared(asked, settings) as runtime:
        take_ticks(running, runtime)
        return checked(running, runtime, [step for case in cases for step in case.steps], missed)


def _answer(asked: Asked, running: "Installation", checks: "list[Check]") -> Answer:
    processes = running.states
    document = {
        "processes": [asdict(one) for one in processes],
        "checks": [{"code": one.code, "held": one.held, **one.facts} for one in checks],
    }
    return Answer(
        document=document,
        text=list(cluster_text(asked, processes, checks, running.folder)),
        status=0 if all(one.held for one in checks) else REFUSED,
    )
