"""The server is killed twenty times while people act: nothing is lost, nothing is done twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from typing import Any

import pytest
from sqlalchemy import select

from console.api.token import token_in
from tests.eventually import eventually
from tests.factories import FOLDER
from tests.journeys.clients import Address, Client
from tests.processes import BIN, Program, running
from tests.years import Lived, opened
from worker import Composed
from workflow.service import notices, verifying
from workflow.settings import Settings
from workflow.store.schema import events, outbox

pytestmark = pytest.mark.timeout(240)  # the first test asked pays for the ground

KILLS, SEED = 20, 20250102
FAIREST = 5
"""Every so many kills, one comes while the server is still starting."""


def _let_work(server: Program, seconds: float) -> None:
    with suppress(TimeoutExpired):
        server.process.wait(seconds)


class Ground:
    """A folder with a bloc year, and the server that is started over it again and again."""

    def __init__(self, home: Path) -> None:
        self.home, self.starts = home, 0
        parts = Composed().runtime(Settings(dir=home), folders=(FOLDER,))
        self.lived: Lived = opened(parts, count=4)
        self.address = Address(token=token_in(home))
        self.clients = [Client(self.address, self.lived.id, unit) for unit in ("binh", "chau")]

    @property
    def _command(self) -> tuple[str, ...]:
        return (str(BIN / "thidua"), "serve", "--dir", str(self.home), "--port", "0")

    def kill_once(self, random: Random) -> None:
        """Start the server, let it work for a moment, and kill it."""
        with self._started() as server:
            if random.randrange(FAIREST) == 0:
                _let_work(server, random.uniform(0.1, 1.0))
            else:
                self._wait_for_address(server)
                _let_work(server, random.uniform(0.02, 0.7))
            server.kill()

    def work_off(self) -> None:
        """Start the server, let it finish everything, and stop it."""
        with self._started() as server:
            self._wait_for_address(server)
            for client in self.clients:
                client.stop()
            eventually(lambda: not notices.waiting(self.lived.runtime), within_s=60)
            assert server.stop() == 0

    def _started(self) -> AbstractContextManager[Program]:
        self.starts += 1
        log = self.home / f"server-{self.starts}.log"
        return running(self._command, log, {"THIDUA_LEASE_S": "3"})

    def _wait_for_address(self, server: Program) -> None:
        server.says("http://")
        said = server.said[server.said.index("http://") :]
        self.address.url = said.split()[0]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The ground after twenty kills, and everything worked off."""
    ground, random = Ground(tmp_path_factory.mktemp("killed")), Random(SEED)  # noqa: S311 - repeatable
    for client in ground.clients:
        client.start()
    for _ in range(KILLS):
        ground.kill_once(random)
    ground.work_off()
    yield ground
    ground.lived.runtime.engine.dispose()


def rows(ground: Ground, *columns: Any) -> list[Any]:  # noqa: ANN401 - any columns of a table
    with ground.lived.runtime.engine.connect() as conn:
        return list(conn.execute(select(*columns)))


def receipts(ground: Ground) -> dict[str, Any]:
    return {key: one for client in ground.clients for key, one in client.receipts.items()}


def letters(ground: Ground) -> list[str]:
    """Return the Message-ID of every file that was sent."""
    texts = (file.read_text("utf-8") for file in (ground.home / "mail").rglob("*.eml"))
    return [text.split("Message-ID: ", 1)[1].split("\n", 1)[0].strip() for text in texts]


def test_work_went_on_between_the_kills(ground: Ground) -> None:
    assert ground.starts == KILLS + 1
    assert len(receipts(ground)) > KILLS
    assert all(client.repeated for client in ground.clients)


def test_no_act_was_refused_that_should_have_been_done(ground: Ground) -> None:
    assert [client.refusals for client in ground.clients] == [[], []]


def test_every_acknowledged_act_is_stored_as_its_receipt_says(ground: Ground) -> None:
    stored = {(row.year_id, row.seq): row.hash.hex() for row in rows(ground, events)}

    promised = [event for one in receipts(ground).values() for event in one["events"]]
    assert promised
    assert [one for one in promised if stored.get((one["year"], one["seq"])) != one["hash"]] == []


def test_no_act_was_done_twice(ground: Ground) -> None:
    done = Counter(row.command_id for row in rows(ground, events.c.command_id))

    recorded = {key: len(receipt["events"]) for key, receipt in receipts(ground).items()}
    assert {key: done[key] for key in recorded} == recorded


def test_nothing_is_stored_that_nobody_asked_for(ground: Ground) -> None:
    asked = {
        row.command_id for row in rows(ground, events.c.command_id) if "-act-" in row.command_id
    }

    assert asked == set(receipts(ground))


def test_every_notice_owed_was_sent_as_exactly_one_file(ground: Ground) -> None:
    owed = rows(ground, outbox.c.key, outbox.c.status)

    assert {row.status for row in owed} == {"sent"}
    ids = [f"<{sha256(row.key.encode()).hexdigest()[:40]}@thidua>" for row in owed]
    assert sorted(letters(ground)) == sorted(ids)


def test_the_history_proves_itself(ground: Ground) -> None:
    assert verifying.verify(ground.lived.runtime, ground.lived.id).findings == ()
