"""What the source can say: every code it raises or tells, with the names of the facts it gives."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("definitions", "workflow", "tasks", "console")


@dataclass(frozen=True)
class Said:
    """One place where a code is raised or told; `facts` are the names surely given with it."""

    code: str
    facts: frozenset[str]
    where: str


@dataclass(eq=False)
class Source:
    """One file, its tree, and the way up from every node."""

    path: Path
    tree: ast.Module
    above: dict[ast.AST, ast.AST] = field(default_factory=dict)

    @staticmethod
    def read(path: Path) -> "Source":
        source = Source(path, ast.parse(path.read_text("utf-8")))
        for node in ast.walk(source.tree):
            for child in ast.iter_child_nodes(node):
                source.above[child] = node
        return source

    def calls(self, *names: str) -> Iterator[ast.Call]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and name_of(node.func) in names:
                yield node

    def ways_up(self, node: ast.AST) -> Iterator[ast.AST]:
        while node in self.above:
            node = self.above[node]
            yield node

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        return next((one for one in self.ways_up(node) if isinstance(one, ast.FunctionDef)), None)

    def where(self, node: ast.expr) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


def name_of(node: ast.expr) -> str:
    """Return the last name of what is called."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


class Code:
    """The whole source, read once."""

    @cached_property
    def sources(self) -> list[Source]:
        paths = (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py")))
        return [Source.read(path) for path in paths]

    @cached_property
    def functions(self) -> dict[str, list[tuple[Source, ast.FunctionDef]]]:
        found = defaultdict(list)
        for source in self.sources:
            for node in ast.walk(source.tree):
                if isinstance(node, ast.FunctionDef):
                    found[node.name].append((source, node))
        return found

    @cached_property
    def texts(self) -> set[str]:
        """Every text that stands in the source as it is."""
        nodes = (node for source in self.sources for node in ast.walk(source.tree))
        return {text for node in nodes if isinstance(node, ast.expr) and (text := text_of(node))}

    @cached_property
    def families(self) -> set[str]:
        """What texts begin with that are put together from a name: `act_` of f"act_{name}"."""
        nodes = (node for source in self.sources for node in ast.walk(source.tree))
        begun = (node.values[0] for node in nodes if isinstance(node, ast.JoinedStr))
        return {text for one in begun if (text := text_of(one)) and text.endswith("_")}

    def facts(self, source: Source, node: ast.expr | None) -> frozenset[str]:
        """Return the names that a mapping surely holds where *node* stands."""
        match node:
            case ast.Dict(keys=keys, values=values):
                inner = [
                    self.facts(source, value)
                    for key, value in zip(keys, values, strict=True)
                    if key is None
                ]
                return frozenset(filter(None, map(text_of, filter(None, keys)))).union(*inner)
            case ast.BinOp(left=left, right=right):
                return self.facts(source, left) | self.facts(source, right)
            case ast.Call(func=func):
                return self._returned(source, name_of(func))
            case ast.Name():
                return self._variable(source, node)
        return frozenset()

    def keywords(self, source: Source, call: ast.Call) -> frozenset[str]:
        """Return the names given to *call*, those of a mapping behind ** among them."""
        spread = [self.facts(source, one.value) for one in call.keywords if one.arg is None]
        return frozenset(one.arg for one in call.keywords if one.arg).union(*spread)

    def raised(self, name: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each place where an error of that class gets its facts, with their names.

        That is in its own `__init__`, where it has one; else wherever it is raised.
        """
        own = [pair for pair in self.functions["__init__"] if _class(pair) == name]
        for source in [source for source, _ in own] or self.sources:
            for call in source.calls("__init__" if own else name):
                if not own or _class((source, source.function(call))) == name:
                    yield source.where(call), self.keywords(source, call)

    def _returned(self, source: Source, name: str) -> frozenset[str]:
        here = [one for one in self.functions.get(name, []) if one[0] is source]
        returns = [
            self.facts(where, node.value)
            for where, function in here or self.functions.get(name, [])
            for node in ast.walk(function)
            if isinstance(node, ast.Return)
        ]
        return frozenset.intersection(*returns) if returns else frozenset()

    def _variable(self, source: Source, name: ast.Name) -> frozenset[str]:
        function = source.function(name)
        if function is None:
            return frozenset()
        before = [
            (node, value)
            for node in ast.walk(function)
            if (value := _value(node, name.id)) and _line(node) < name.lineno
        ]
        plain = [pair for pair in before if not isinstance(pair[0], ast.AugAssign)]
        if not plain:
            return self._parameter(function, name.id)
        last, value = max(plain, key=lambda pair: _line(pair[0]))
        found = self.facts(source, value)
        for node, value in before:
            later = isinstance(node, ast.AugAssign) and _line(node) > _line(last)
            if later and source.above[node] in source.ways_up(name):
                found |= self.facts(source, value)
        return found

    def _parameter(self, function: ast.FunctionDef, name: str) -> frozenset[str]:
        """Return what every caller surely gives; if one is the function itself, nothing is sure."""
        key = (function, name)
        if key not in self._parameters:
            self._parameters[key] = frozenset()
            self._parameters[key] = self._from_callers(function, name)
        return self._parameters[key]

    @cached_property
    def _parameters(self) -> dict[tuple[ast.FunctionDef, str], frozenset[str]]:
        """What is known of parameters so far."""
        return {}

    def _from_callers(self, function: ast.FunctionDef, name: str) -> frozenset[str]:
        names = [one.arg for one in function.args.args]
        if name not in names:
            return frozenset()
        position = names.index(name)
        given = [
            self.facts(source, call.args[position])
            for source in self.sources
            for call in source.calls(function.name)
            if len(call.args) > position
        ]
        return frozenset.intersection(*given) if given else frozenset()


def _class(found: tuple[Source, ast.FunctionDef | None]) -> str:
    """Return the name of the class that a method belongs to."""
    source, function = found
    above = source.above.get(function) if function else None
    return above.name if isinstance(above, ast.ClassDef) else ""


def _value(node: ast.AST, name: str) -> ast.expr | None:
    """Return what a statement gives to the variable of that name."""
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        pairs: list[tuple[ast.expr, ast.expr | None]] = [(node.target, node.value)]
    elif isinstance(node, ast.Assign):
        pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
    else:
        return None
    return next((value for to, value in pairs if isinstance(to, ast.Name) and to.id == name), None)


def _pairs(target: ast.expr, value: ast.expr) -> Iterable[tuple[ast.expr, ast.expr | None]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return zip(target.elts, value.elts, strict=True)
    return [(target, value)]


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)
