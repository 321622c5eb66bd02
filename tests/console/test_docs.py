"""The page of the command line says what the program says."""

from contextlib import chdir
from pathlib import Path

import pytest

from console.cli.clicking import Branch
from console.cli.tree import TREE
from tests.console.cli_docs import DOC, answered, examples, prepare

TEXT = DOC.read_text("utf-8")


@pytest.mark.timeout(300)
def test_the_examples_are_answered_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_DIR", "thidua-demo")
    prepare(tmp_path)
    with chdir(tmp_path):
        found = {one.command: answered(one) for one in examples(TEXT)}

    assert found == {one.command: one.answer for one in examples(TEXT)}


def test_every_command_is_on_the_page() -> None:
    names = []
    for name, one in TREE.leaves.items():
        names += [f"{name} {leaf}" for leaf in one.leaves] if isinstance(one, Branch) else [name]

    assert [name for name in names if f"$ thidua {name}" not in TEXT] == []
