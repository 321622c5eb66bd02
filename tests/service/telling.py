"""A definition whose notices are gathered, held and retracted, and a sender that keeps all."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from definitions.catalogue import Catalogue
from tests.factories import FOLDER
from tests.years import Lived, opened
from workflow.runtime import CannotSend, Mail, Runtime, Sender, SimulatedClock
from workflow.service import notices

FLAGS = {
    "stage_reminder": "reminder: true",
    "approval_reminder": "reminder: true",
    "stage_overdue": "urgent: true",
    "leaders_agreed": "retracts: [leaders_agreed]",
    "award_decided": "in_doubt: hold",
    "year_opened": "in_doubt: hold",
}


def catalogue_in(folder: Path) -> Catalogue:
    """Return the tests' definitions, and `telling` beside them."""
    text = (FOLDER / "plain.yaml").read_text("utf-8").replace("id: plain\n", "id: telling\n", 1)
    for name, flag in FLAGS.items():
        found = f"{{id: {name}, "
        assert found in text
        text = text.replace(found, f"{found}{flag}, ", 1)
    (folder / "telling.yaml").write_text(text, "utf-8")
    return Catalogue(FOLDER, folder)


@dataclass
class Post:
    """A far end that takes everything but what it is told to refuse, and keeps it."""

    mails: list[Mail] = field(default_factory=list)
    refusing: list[CannotSend] = field(default_factory=list)

    def send(self, mail: Mail) -> str:
        """Take *mail*, or refuse it."""
        if self.refusing:
            raise self.refusing.pop(0)
        self.mails.append(mail)
        return "taken"


def telling(runtime: Runtime, post: Sender, folder: Path, bloc: str = "bloc") -> Lived:
    """Return a year of that definition, whose mail goes to *post*."""
    catalogue = catalogue_in(folder)
    ready = replace(runtime, catalogue=catalogue, sender=post)
    return opened(ready, catalogue.load("telling"), bloc=bloc)


def deliver(runtime: Runtime) -> None:
    """Send everything that may leave by now."""
    while keys := notices.claim(runtime):
        for key in keys:
            notices.send(runtime, key)


def deliver_until(runtime: Runtime, until: datetime) -> None:
    """Send everything that may leave until then, each at its moment."""
    clock = runtime.clock
    assert isinstance(clock, SimulatedClock)
    deliver(runtime)
    while (leaving := notices.next_leaving(runtime)) and leaving <= until:
        clock.move_to(leaving)
        deliver(runtime)
    clock.move_to(until)
