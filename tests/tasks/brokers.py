"""A real Redis for the tests: the one named, one on the PATH, or the one that comes in a wheel."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis

from console.cluster.redis import RedisServer

NAMED = os.environ.get("THIDUA_TEST_REDIS")
"""A URL whose database may be emptied; read before any test starts from an empty environment."""


@contextmanager
def redis_url() -> Iterator[str]:
    """Give the URL of a Redis that answers, started for the block unless one is named.

    Of several processes of a run the first takes the one named: it is emptied again and again.
    """
    if NAMED and os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        yield NAMED
        return
    server = RedisServer()
    try:
        yield server.url
    finally:
        server.stop()


def client(url: str) -> Redis:
    """Return a client of the Redis behind *url*."""
    return Redis.from_url(url)
