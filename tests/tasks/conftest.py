"""A runtime that sends into a folder, a bloc year in it, and a Redis of our own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from celery import Celery

from tasks.registering import app_of
from tasks.senders.mail_folder import MailFolder
from tests.tasks.brokers import redis_url
from tests.years import Lived, opened
from workflow.runtime import Runtime


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where mail is written."""
    return tmp_path / "mail"


@pytest.fixture
def runtime(runtime: Runtime, folder: Path) -> Runtime:
    """The parts, sending into the folder."""
    return replace(runtime, sender=MailFolder(folder, "Thi Đua <thidua@example.vn>"))


@pytest.fixture
def lived(runtime: Runtime) -> Lived:
    """A bloc year that has just been opened: its notices are owed."""
    return opened(runtime)


@pytest.fixture
def app(runtime: Runtime, request: pytest.FixtureRequest) -> Iterator[Celery]:
    """The application with every task, on queues in memory of this test alone."""
    app = app_of(runtime, name=f"-{request.node.nodeid}")
    yield app
    app.close()


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """A real Redis."""
    with redis_url() as url:
        yield url
