"""A whole installation on this machine: servers, workers, schedulers, web processes.

For development and for tests that kill its processes. Each is a group of its own, and all are ended
when the block that started them is left, however it is left.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from console.cluster.postgres import Postgres
from console.cluster.processes import POSTGRES, REDIS, SCHEDULER, WEB, WORKER, Process, ProcessState
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
        self.processes: dict[str, Process] = {}
        self._serve(POSTGRES, postgres.program, postgres)
        self._serve(REDIS, redis.program, redis)

    @property
    def states(self) -> list[ProcessState]:
        """What every process is doing now."""
        return [process.now for process in self.processes.values()]

    def of(self, kind: str) -> list[Process]:
        """Return the processes of one kind."""
        return [process for process in self.processes.values() if process.kind == kind]

    def worker(self, name: str, *options: str) -> Process:
        """Start a Celery worker, and do not wait until it takes messages."""
        return self._start(
            name, WORKER, *CELERY, "worker", "-l", "info", "-n", f"{name}@%h", *options
        )

    def scheduler(self, name: str) -> Process:
        """Start a scheduler, which asks for what happens by itself."""
        return self._start(name, SCHEDULER, *CELERY, "beat", "-l", "info")

    def web(self, name: str) -> Process:
        """Start a web process on a free port, which it keeps when it is started again."""
        port = str(free_port())
        process = self._start(name, WEB, *THIDUA, "serve", "--port", port)
        process.address = f"http://127.0.0.1:{port}"
        return process

    def wait_until_ready(self) -> None:
        """Wait until every process is of use. Raises NotStarted."""
        for process in self.processes.values():
            if process.kind in READY:
                _ready(process)

    def replace(self, process: Process, *words: str) -> None:
        """End a process as a new release does, and start it with another command line."""
        process.program.stop()
        process.program.command = list(words)
        process.again()

    def _serve(self, kind: str, program: Program, server: Postgres | RedisServer) -> None:
        address = server.url
        again = server.again
        self.processes[kind] = Process(
            name=kind, kind=kind, program=program, start_again=again, address=address
        )

    def _start(self, name: str, kind: str, *command: str) -> Process:
        environment = without_settings(**self.settings)
        with uninterrupted():
            program = Program(command, self.logs / f"{name}.log", cwd=self.folder, env=environment)
            process = Process(name=name, kind=kind, program=program, start_again=program.again)
            process.start_again = partial(_again, process)
            self.processes[name] = process
        return process


def _again(process: Process) -> None:
    with uninterrupted():
        process.program.again()
    _ready(process)


def _ready(process: Process) -> None:
    process.program.says(READY[process.kind], within_s=READY_WITHIN_S)


@contextmanager
def installation(
    folder: Path, *, durable: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Run an installation with both servers while the block lasts; end every process of it then.

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
    ours = [process.program for process in running.processes.values() if process.kind in READY]
    for program in ours:
        program.ask()
    for program in ours:
        program.ended()
        program.kill()  # whatever of its children is left
