"""The page on running it explains everything that is set."""

from dataclasses import replace
from pathlib import Path

import pytest

from tasks.app import messages, transport, working
from workflow.runtime import Runtime
from workflow.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/run.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`THIDUA_{name.upper()}`" in PAGE


def test_every_setting_of_celery_is_explained(runtime: Runtime) -> None:
    remote = replace(runtime, broker="redis://localhost/0")
    names = {**messages(), **working(remote), **transport(remote)}

    assert {name for name in names if f"`{name}`" not in PAGE} == set()
