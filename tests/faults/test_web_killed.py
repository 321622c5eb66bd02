"""The web process dies beside its COMMIT: nothing is stored, or the receipt is had again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, make_url, select, update

from console.api.token import token_in
from console.cluster.programs import Program
from tests.databases import Databases, lent
from tests.eventually import eventually
from tests.factories import FOLDER
from tests.faults.proxies import Proxy, proxied
from tests.processes import BIN, running
from tests.years import Lived, opened
from worker import Composed
from workflow.settings import Settings
from workflow.store.schema import events, timers
from workflow.store.timers import CANCELLED

KEY = "killed-beside-its-commit"
ACT = {
    "do": "register", "person": "of-binh", "seat": "unit:binh",
    "given": {"staff": 9, "people": 8},
}  # fmt: skip
WRITES = f'"command":"{KEY}"'.encode()
"""In the one statement that writes all of the act, and is its own commit: in an event's bytes."""


@dataclass
class Scene:
    """A bloc year in PostgreSQL, and a web process whose line to it is watched."""

    home: Path
    lived: Lived
    proxy: Proxy
    url: str

    def asks(self, server: Program) -> httpx2.Response | None:
        """Ask for the act; None when there was no answer."""
        eventually(lambda: "http://" in server.said, within_s=100)
        address = server.said[server.said.index("http://") :].split()[0]
        token = f"Bearer {token_in(self.home)}"
        headers = {"Idempotency-Key": KEY, "Authorization": token}
        try:
            return httpx2.post(
                f"{address}/api/years/{self.lived.id}/acts", json=ACT, headers=headers, timeout=60
            )
        except httpx2.TransportError:
            return None

    @property
    def stored(self) -> int:
        """How many events the act has recorded."""
        wanted = select(func.count()).where(events.c.command_id == KEY)
        with self.lived.runtime.engine.connect() as conn:
            return conn.scalar(wanted) or 0

    def server(self, name: str) -> Any:  # noqa: ANN401 - a context manager
        """Start a web process, over the watched line."""
        command = (str(BIN / "thidua"), "serve", "--dir", str(self.home), "--port", "0")
        return running(command, self.home / f"{name}.log", {"THIDUA_DATABASE": self.url})


def _leave_deadlines(lived: Lived) -> None:
    """Let nothing else happen in a year whose deadlines are long past, or it would be first."""
    with lived.runtime.engine.begin() as conn:
        conn.execute(update(timers).values(status=CANCELLED))


@pytest.fixture
def scene(databases: Databases, tmp_path: Path) -> Iterator[Scene]:
    """A year that has just been opened."""
    with lent(databases, databases.fresh) as url:
        parts = Settings(dir=tmp_path, database=url)
        lived = opened(Composed().runtime(parts, folders=(FOLDER,)))
        _leave_deadlines(lived)
        place = make_url(url)
        with proxied(place.port or 5432) as proxy:
            watched = place.set(host="127.0.0.1", port=proxy.port)
            yield Scene(tmp_path, lived, proxy, watched.render_as_string(hide_password=False))
        lived.runtime.engine.dispose()


def test_f01_killed_before_its_commit_it_has_stored_nothing(scene: Scene) -> None:
    with scene.server("first") as server:

        def dies(_line: int, data: bytes) -> bool:
            if WRITES not in data:
                return True
            server.kill()
            return False

        scene.proxy.asked = dies
        assert scene.asks(server) is None
        eventually(lambda: not server.alive)  # whoever killed it may still be waiting for it
    scene.proxy.cut()

    assert scene.stored == 0


def test_f01_what_was_not_stored_is_done_when_it_is_asked_for_again(scene: Scene) -> None:
    test_f01_killed_before_its_commit_it_has_stored_nothing(scene)
    scene.proxy.asked = lambda _line, _data: True

    with scene.server("second") as server:
        answer = scene.asks(server)

    assert answer is not None
    assert answer.status_code == httpx2.codes.OK
    assert len(answer.json()["events"]) == scene.stored


def test_f02_killed_after_its_commit_it_answers_with_the_first_receipt(scene: Scene) -> None:
    with scene.server("first") as server:
        committed = set[int]()

        def sees(line: int, data: bytes) -> bool:
            if WRITES in data:
                committed.add(line)
            return True

        def dies(line: int, _data: bytes) -> bool:
            if line not in committed:
                return True
            server.kill()
            return False

        scene.proxy.asked, scene.proxy.answered = sees, dies
        assert scene.asks(server) is None
    eventually(lambda: scene.stored)
    scene.proxy.asked = scene.proxy.answered = lambda _line, _data: True

    with scene.server("second") as again:
        answer = scene.asks(again)

    assert answer is not None
    assert answer.status_code == httpx2.codes.OK
    assert len(answer.json()["events"]) == scene.stored
