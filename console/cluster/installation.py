"""A whole installation on this machine: servers, workers, schedulers, web processes.

For development and for tests that kill its parts. Every part is a process group of its own, and all
are ended when the block that started them is left, however it is left.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from console.cluster.parts import POSTGRES, REDIS, SCHEDULER, WEB, WORKER, Part, PartState
from console.cluster.postgres import Postgres
from console.cluster.programs import Program, free_port, uninterrupted, without_settings
from console.cluster.redis import RedisServer

READY_WITHIN_S = 60
CELERY = (sys.executable, "-m", "celery", "-A", "worker")
THIDUA = (sys.executable, "-c", "import worker; worker.main()")
READY = {WORKER: "ready.", SCHEDULER: "celery beat", WEB: "http://"}


class Installation:
    """The servers, started; the product's own processes are added one by one.

    `folder` keeps the logs, the mail and the token. `settings`: the product's, `THIDUA_*`.
    """

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisServer) -> None:
        self.folder, self.postgres, self.redis = folder, postgres, redis
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.settings = {
            "THIDUA_DIR": str(folder),
            "THIDUA_DATABASE": postgres.url,
            "THIDUA_BROKER": redis.url,
        }
        self.parts: dict[str, Part] = {}
        self._serve(POSTGRES, postgres.program, postgres)
        self._serve(REDIS, redis.program, redis)

    @property
    def states(self) -> list[PartState]:
        """What every part is doing now."""
        return [part.now for part in self.parts.values()]

    def of(self, kind: str) -> list[Part]:
        """Return the parts of one kind."""
        return [part for part in self.parts.values() if part.kind == kind]

    def worker(self, name: str, *options: str) -> Part:
        """Start a Celery worker, and do not wait until it takes messages."""
        return self._start(
            name, WORKER, *CELERY, "worker", "-l", "info", "-n", f"{name}@%h", *options
        )

    def scheduler(self, name: str) -> Part:
        """Start a scheduler, which asks for what happens by itself."""
        return self._start(name, SCHEDULER, *CELERY, "beat", "-l", "info")

    def web(self, name: str) -> Part:
        """Start a web process on a free port, which it keeps when it is started again."""
        port = str(free_port())
        part = self._start(name, WEB, *THIDUA, "serve", "--port", port)
        part.address = f"http://127.0.0.1:{port}"
        return part

    def wait_until_ready(self) -> None:
        """Wait until every part is of use. Raises NotStarted."""
        for part in self.parts.values():
            if part.kind in READY:
                _ready(part)

    def replace(self, part: Part, *words: str) -> None:
        """End a part as a new release does, and start it with another command line."""
        part.program.stop()
        part.program.command = list(words)
        part.again()

    def _serve(self, kind: str, program: Program, server: Postgres | RedisServer) -> None:
        address = server.url
        again = server.again
        self.parts[kind] = Part(
            name=kind, kind=kind, program=program, start_again=again, address=address
        )

    def _start(self, name: str, kind: str, *command: str) -> Part:
        environment = without_settings(**self.settings)
        with uninterrupted():
            program = Program(command, self.logs / f"{name}.log", cwd=self.folder, env=environment)
            part = Part(name=name, kind=kind, program=program, start_again=program.again)
            part.start_again = partial(_again, part)
            self.parts[name] = part
        return part


def _again(part: Part) -> None:
    with uninterrupted():
        part.program.again()
    _ready(part)


def _ready(part: Part) -> None:
    part.program.says(READY[part.kind], within_s=READY_WITHIN_S)


@contextmanager
def installation(
    folder: Path, *, durable: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Run an installation with both servers while the block lasts; end every part of it then.

    Raises:
        NotStarted: A server did not start.
    """
    with ExitStack() as started:
        with uninterrupted():
            postgres = Postgres(durable=durable)
            started.callback(postgres.stop)
            redis = RedisServer()
            started.callback(redis.stop)
        running = Installation(folder, postgres, redis)
        running.settings |= settings or {}
        started.callback(_end, running)
        yield running


def _end(running: Installation) -> None:
    """Ask all processes of the product to end, together, and see that they have."""
    ours = [part.program for part in running.parts.values() if part.kind in READY]
    for program in ours:
        program.ask()
    for program in ours:
        program.ended()
        program.kill()  # whatever of its children is left
