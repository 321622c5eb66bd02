"""The broker holds no moments: what is to be done later is a row with its moment, never an ETA."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = {"eta", "countdown", "autoretry_for", "retry_backoff"}
AGAIN = {"retry", "apply_async"}


def later(tree: ast.Module) -> list[str]:
    """Return what in a module hands a moment to the broker, or a task back to it."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in LATER:
            found.append(node.arg)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found += [node.func.attr] if node.func.attr in AGAIN else []
    return found


def test_f28_no_task_is_given_a_moment_or_handed_back() -> None:
    files = [*sorted((ROOT / "tasks").rglob("*.py")), ROOT / "worker.py"]

    found = {file.name: later(ast.parse(file.read_text("utf-8"))) for file in files}
    assert {name: what for name, what in found.items() if what} == {}


def test_f28_the_test_would_see_one() -> None:
    assert later(ast.parse("send.apply_async((1,), countdown=5)")) == ["apply_async", "countdown"]
