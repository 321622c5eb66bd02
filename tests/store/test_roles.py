"""The roles of PostgreSQL: the program may add to a history, an auditor may read it, no more."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from tests.databases import connected
from tests.factories import HEAD
from tests.years import Lived, opened, register
from workflow.runtime import Runtime
from workflow.service.verifying import verify
from workflow.store import roles
from workflow.store.upgrading import OtherTables, upgrade


@pytest.fixture
def url(postgres: str) -> str:
    """Roles are PostgreSQL's alone."""
    return postgres


@pytest.fixture
def lived(runtime: Runtime, engine: Engine) -> Lived:
    """A year in a database whose tables belong to the owner."""
    lived = opened(runtime)
    roles.grant(engine)
    return lived


@pytest.fixture
def acting(postgres: str, lived: Lived) -> Iterator[Lived]:
    """The same year, through a login that is the program's and nothing else."""
    with _login(postgres, roles.APP) as engine:
        yield replace(lived, runtime=replace(lived.runtime, engine=engine))


class _login:  # noqa: N801 - used like a function
    """A login in one role, gone with the block."""

    def __init__(self, url: str, role: str) -> None:
        self._url, self._role = make_url(url), role
        self._name = f"login_of_{role}_{self._url.database}"
        self._admin = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)

    def __enter__(self) -> Engine:
        self._admin.execute(f"CREATE ROLE {self._name} LOGIN IN ROLE {self._role}")
        url = self._url.set(username=self._name).render_as_string(hide_password=False)
        self._connected = connected(url)
        return self._connected.__enter__()

    def __exit__(self, *_: object) -> None:
        self._connected.__exit__(None, None, None)
        self._admin.execute(f"DROP ROLE {self._name}")
        self._admin.close()


FORBIDDEN = [
    "UPDATE events SET actor = 'somebody'",
    "DELETE FROM events",
    "TRUNCATE events",
    "UPDATE definitions SET body = ''",
    "DELETE FROM definitions",
    "UPDATE outbox_decisions SET reason = ''",
    "DELETE FROM outbox_decisions",
    "DELETE FROM years",
    "UPDATE alembic_version SET version_num = '9999'",
    "ALTER TABLE events DISABLE TRIGGER ALL",
    "DROP TRIGGER events_never_changed ON events",
    "DROP TABLE requests",
    "CREATE TABLE others (id integer)",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_program_may_not_write_history_again(acting: Lived, statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, acting.runtime.engine.begin() as conn:
        conn.execute(text(statement))


def test_the_program_does_all_its_work_in_its_role(acting: Lived) -> None:
    register(acting, "binh")
    acting.do("accept_registration", HEAD, unit="binh")

    assert verify(acting.runtime, acting.id).findings == ()


def test_the_program_opens_years_in_its_role(acting: Lived) -> None:
    assert opened(acting.runtime, bloc="other").id == "other/2025"


def test_the_program_starts_without_the_right_to_migrate(acting: Lived) -> None:
    upgrade(acting.runtime.engine)


def test_the_program_says_that_tables_are_not_of_its_release(acting: Lived, engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(OtherTables):
        upgrade(acting.runtime.engine)


def test_an_auditor_reads_and_proves(postgres: str, lived: Lived) -> None:
    with _login(postgres, roles.AUDITOR) as engine:
        assert verify(replace(lived.runtime, engine=engine), lived.id).findings == ()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM timers", "INSERT INTO events SELECT * FROM events"]
)
def test_an_auditor_changes_nothing(postgres: str, lived: Lived, statement: str) -> None:  # noqa: ARG001 - the rights
    with (
        _login(postgres, roles.AUDITOR) as engine,
        pytest.raises(ProgrammingError, match="permission denied"),
        engine.begin() as conn,
    ):
        conn.execute(text(statement))


def test_rights_are_given_as_often_as_one_likes(engine: Engine) -> None:
    assert roles.grant(engine) == roles.grant(engine)


def test_sqlite_knows_no_roles(database: object) -> None:
    with connected(f"sqlite:///{database}") as engine:
        assert roles.grant(engine) == []
