"""The page on running it explains everything that is set."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.app import messages, transport, working
from workflow.runtime import Runtime
from workflow.settings import Settings
from workflow.store.roles import APP

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/run.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"| `THIDUA_{name.upper()}` |" in PAGE


def test_whoever_logs_in_to_the_database_is_made_on_the_same_page() -> None:
    (login,) = set(re.findall(r"THIDUA_DATABASE=postgresql\+psycopg://(\w+)@", PAGE))

    assert f"CREATE USER {login} IN ROLE {APP}" in PAGE


def test_web_processes_listen_where_a_user_may() -> None:
    (port,) = set(re.findall(r"--port (\d+)%i", PAGE))
    names = set(re.findall(r"thidua-web@(\d+)", PAGE))

    assert names
    assert all(1024 <= int(f"{port}{name}") < 65536 for name in names)


def test_every_setting_of_celery_is_explained(runtime: Runtime) -> None:
    remote = replace(runtime, broker="redis://localhost/0")
    names = {**messages(), **working(remote), **transport(remote)}

    assert {name for name in names if f"`{name}`" not in PAGE} == set()
