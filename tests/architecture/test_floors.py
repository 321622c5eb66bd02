"""What import-linter cannot see: the composer, strange modules, and files that grow too long."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE_CAP = 500
FUNCTION_CAP = 50

FLOORLESS = {
    "bench",  # measures from outside
    "cases",  # data only, see below
    "tests",  # may import anything
    "worker",  # composes
}

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def sources() -> Iterator[Path]:
    """Yield every Python file of ours, tracked or not yet, without environments and builds."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if not any(part.startswith(".") or part in {"build", "dist"} for part in parts):
            yield path


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"), path)


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the first name of everything *tree* imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def importers_of(name: str) -> list[str]:
    return [
        where
        for where, tree in trees()
        if name in imported(tree) and not where.startswith((f"{name}/", "tests/"))
    ]


def top_level_modules() -> set[str]:
    return {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in sources()}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_nobody_imports_the_composer() -> None:
    found = [one for one in importers_of("worker") if not one.startswith("bench/")]

    assert found == []  # what is measured is the product as it is composed


def test_nobody_imports_the_tests() -> None:
    assert importers_of("tests") == []


def test_every_module_stands_on_a_floor() -> None:
    on_floors = set(SETTINGS["tool"]["importlinter"]["root_packages"])

    assert top_level_modules() - on_floors - FLOORLESS == set()


def test_cases_hold_no_code() -> None:
    code = {path.relative_to(ROOT).as_posix() for path in (ROOT / "cases").rglob("*.py")}

    assert code <= {"cases/__init__.py"}


def test_everything_on_a_floor_is_shipped() -> None:
    shipped = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    on_floors = SETTINGS["tool"]["importlinter"]["root_packages"]

    assert set(shipped) == {*on_floors, "cases", "worker.py"}


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in sources()}

    assert {path: lines for path, lines in lengths.items() if lines > FILE_CAP} == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{where}:{function.lineno} {function.name}: {lines_of(function)}"
        for where, tree in trees()
        for function in functions(tree)
        if lines_of(function) > FUNCTION_CAP
    ]

    assert long == []


OF_THE_WHOLE_DATABASE = {
    "workflow/store/promises.py",
    "workflow/store/roles.py",
    "workflow/store/upgrading.py",
}
"""Not about any bloc year: its tables, its roles, what its server promises."""


def begins(tree: ast.Module) -> bool:
    """Whether a transaction is opened here."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and not node.args]
    return any(isinstance(one.func, ast.Attribute) and one.func.attr == "begin" for one in calls)


def test_use_cases_open_the_transactions() -> None:
    elsewhere = ("workflow/service/", "tests/", "bench/")

    found = {where for where, tree in trees() if begins(tree) and not where.startswith(elsewhere)}

    assert found == OF_THE_WHOLE_DATABASE
