"""The servers that everybody in a run shares: one PostgreSQL as in production, one Redis."""

from functools import cached_property
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from bench import raw_postgres
from console.cluster.postgres import Postgres
from console.cluster.redis import RedisServer
from workflow.store.engine import connect
from workflow.store.upgrading import upgrade


class Servers:
    """Started when first asked for; each contender has a database of its own."""

    def __init__(self) -> None:
        self._running: list[Postgres | RedisServer] = []

    @cached_property
    def postgres(self) -> Postgres:
        """A server that waits for the disk at every commit."""
        server = Postgres(durable=True)
        self._running.append(server)
        return server

    @cached_property
    def redis(self) -> RedisServer:
        """A broker that evicts nothing."""
        server = RedisServer()
        self._running.append(server)
        return server

    @cached_property
    def product(self) -> str:
        """The URL of the database that most measurements of the product share."""
        return self.migrated("product")

    def migrated(self, name: str) -> str:
        """Return the URL of a new database with the product's tables."""
        url = self.postgres.database(self._made(name))
        engine = connect(url)
        upgrade(engine)
        engine.dispose()
        return url

    @cached_property
    def raw(self) -> str:
        """The URL, as the driver reads it, of a database with the bare tables."""
        url = self.empty("raw")
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute(raw_postgres.TABLES)
        return url

    def empty(self, name: str) -> str:
        """Return the URL, as the driver reads it, of a new database without tables."""
        return plain(self.postgres.database(self._made(name)))

    def _made(self, name: str) -> str:
        with psycopg.connect(plain(self.postgres.url), autocommit=True) as conn:
            conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._running:
            server.stop()


def plain(url: str) -> str:
    """Return a URL as the driver itself reads it."""
    return url.replace("+psycopg", "", 1)
