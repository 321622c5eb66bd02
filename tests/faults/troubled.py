"""`celery -A tests.faults.troubled`: the product's worker, over a line out that makes trouble.

TROUBLE names what happens and to whose mail: `kill:of-an` (the process dies), `memory:` (none
is left), `once:` (no answer, the first time).
"""

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

from celery import Celery

from tasks.processes import prepare
from tasks.registering import app_of
from worker import Composed
from workflow.runtime import Mail, Runtime, Sender
from workflow.settings import Settings


@dataclass(frozen=True)
class Troubled:
    """A sender that hands on to the real one, but for one person's mail."""

    sender: Sender
    what: str
    person: str
    met: Path

    def send(self, mail: Mail) -> str:
        """Hand *mail* over, or make trouble."""
        if mail.address.startswith(self.person):
            first = not self.met.exists()
            with self.met.open("a") as met:
                met.write(f"{os.getpid()}\n")
            if first or self.what != "once":
                TROUBLES[self.what]()
        return self.sender.send(mail)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _memory() -> None:
    message = "as if there were none left"
    raise MemoryError(message)


TROUBLES: dict[str, Any] = {
    "kill": _kill,
    "memory": _memory,
    "once": lambda: Event().wait(),
}


def _app() -> Celery:
    settings = Settings()
    runtime: Runtime = Composed().runtime(settings)
    runtime.engine.dispose()
    what, _, person = os.environ["TROUBLE"].partition(":")
    sender = Troubled(runtime.sender, what, person, settings.dir / "met")
    runtime = replace(runtime, sender=sender)
    made = app_of(runtime)
    prepare(made, runtime, settings.log_level)
    return made


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever a module may hold
    if name == "app":
        globals()["app"] = _app()
        return globals()["app"]
    raise AttributeError(name)
