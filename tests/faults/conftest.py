"""An installation with a Redis of its own, which a test may kill, freeze and fill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.cluster.redis import RedisServer
from tests.tasks.deployment import Deployment


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis of this test alone."""
    server = RedisServer()
    yield server
    server.stop()


@pytest.fixture
def deployment(tmp_path: Path, redis_server: RedisServer, postgres: str) -> Iterator[Deployment]:
    """An installation over PostgreSQL, without any process yet."""
    deployed = Deployment(tmp_path, redis_server.url, postgres)
    yield deployed
    deployed.runtime.engine.dispose()
