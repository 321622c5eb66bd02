"""Reading YAML into plain data with places, and refusing whatever a person cannot have meant.

YAML 1.2: only true and false are booleans, so `on`, `yes` and `17:00` stay text, and so do dates.
Decimals are exact. Tags, anchors and aliases are refused: a data file names no type and hides
nothing behind a name.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path as FilePath
from typing import NoReturn

import yaml

from definitions.characters import BIDI
from definitions.errors import FileRefused
from definitions.findings import error
from definitions.nodes import Node, Scalar, Sheet
from definitions.problems import Mark, Path, Problem

MOST_BYTES = 1_000_000
DEEPEST = 50
MOST_PROBLEMS = 100
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
EXACT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_PRINTABLE = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
UNPRINTABLE = re.compile(f"[^{_PRINTABLE}]|[{BIDI}]")


NO_BREAK_INDENT = re.compile(r"[ \t]*\u00a0")
SYNTAX = {
    "cannot start any token": "yaml_tab",
    "found a tab character": "yaml_tab",
    "mapping values are not allowed": "yaml_colon",
    "expected ',' or": "yaml_bracket",
    "found unexpected end of stream": "yaml_quote",
}
"""What is wrong, by words of the parser, which speaks English only."""

UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "file_missing",
    IsADirectoryError: "file_is_folder",
    NotADirectoryError: "file_missing",
    PermissionError: "file_forbidden",
}
"""What keeps a file from being read, where there is a word for it."""


def read(path: FilePath, name: str | None = None) -> Sheet:
    """Return the sheet in the file at *path*. Raises FileRefused with every problem found."""
    shown = name or str(path)
    return read_bytes(read_data(path, shown), shown)


def read_data(path: FilePath, name: str) -> bytes:
    """Return the bytes of a file, one more than allowed at most. Raises FileRefused."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        code = UNREADABLE.get(type(problem), "file_unreadable")
        raise _refused(code, name, reason=problem.strerror) from problem


def read_bytes(data: bytes, name: str) -> Sheet:
    """Return the sheet in *data*, which problems call *name*. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise _refused("file_too_large", name, most=MOST_BYTES)
    data = data.removeprefix(BYTE_ORDER_MARK)
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise _refused("not_utf8", name, line) from problem
    if control := UNPRINTABLE.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _refused("control_character", name, line, number=f"U+{ord(control[0]):04X}")
    return Sheet(_Reader(text, name).document())


def scalar(text: str) -> Scalar:
    """Return what unquoted *text* means: a number, true, false, nothing, or the text itself."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    if EXACT.fullmatch(text):
        return Decimal(text)
    return unicodedata.normalize("NFC", text)


def _refused(code: str, name: str, line: int = 1, **facts: object) -> FileRefused:
    return FileRefused([error(code, Mark(name, line, 1), (), **facts)])


class _Reader:
    """Turns the parser's events into nodes and collects every problem on the way."""

    def __init__(self, text: str, name: str) -> None:
        self.name, self.lines = name, text.split("\n")
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=LOADER))
        self.problems: list[Problem] = []

    def document(self) -> Node:
        """Return the one document of the file. Raises FileRefused."""
        try:
            root = self._only_document()
        except yaml.YAMLError as problem:
            self._syntax(problem)
        if self.problems:
            raise FileRefused(self.problems)
        return root

    def _only_document(self) -> Node:
        nodes: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                if nodes:
                    self._stop("several_documents", self._mark(event), ())
                nodes.append(self._node(event, (), None))
        if not nodes:
            self._stop("file_empty", Mark(self.name, 1, 1), ())
        if not isinstance(nodes[0].content, dict):
            self._add("top_not_mapping", nodes[0].mark, ())
        return nodes[0]

    def _node(self, event: yaml.Event, path: Path, key: Mark | None) -> Node:
        mark = self._mark(event)
        self._refuse_marked(event, mark, path)
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._scalar(event, mark, path), mark, key)
        if len(path) >= DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            self._stop("too_deep", mark, path[:5], most=DEEPEST)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self._mapping(path), mark, key)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._sequence(path), mark, key)
        return Node(None, mark, key)

    def _scalar(self, event: yaml.ScalarEvent, mark: Mark, path: Path) -> Scalar:
        if UNPRINTABLE.search(event.value):
            self._add("control_character_escaped", mark, path)
        if event.style:
            return unicodedata.normalize("NFC", event.value)
        return scalar(event.value)

    def _mapping(self, path: Path) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for event in self._until(yaml.MappingEndEvent):
            mark = self._mark(event)
            name = self._key(event, mark, path)
            node = self._node(next(self.events), (*path, name), mark)
            if name in entries:
                first = (entries[name].key or mark).line
                self._add("duplicate_key", mark, (*path, name), key=name, first=first)
            else:
                entries[name] = node
        return entries

    def _key(self, event: yaml.Event, mark: Mark, path: Path) -> str:
        """Return a key as text, exactly as written: no key is a number or a boolean."""
        node = self._node(event, path, None)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._add("key_not_text", mark, path)
            return str(node.mark)
        return unicodedata.normalize("NFC", event.value)

    def _sequence(self, path: Path) -> list[Node]:
        return [
            self._node(event, (*path, position), None)
            for position, event in enumerate(self._until(yaml.SequenceEndEvent))
        ]

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _refuse_marked(self, event: yaml.Event, mark: Mark, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._add("alias_refused", mark, path, name=event.anchor)
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._add("anchor_refused", mark, path, name=event.anchor)
        if (tag := getattr(event, "tag", None)) is not None:
            self._add("tag_refused", mark, path, tag=tag)

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(self.name, start.line + 1, start.column + 1) if start else Mark(self.name, 1, 1)

    def _syntax(self, problem: yaml.YAMLError) -> NoReturn:
        mark, said = Mark(self.name, 1, 1), str(problem)
        if isinstance(problem, yaml.MarkedYAMLError) and (place := problem.problem_mark):
            mark = Mark(self.name, place.line + 1, place.column + 1)
        for number, line in enumerate(self.lines[: mark.line], start=1):
            if NO_BREAK_INDENT.match(line):
                self._stop("yaml_space", Mark(self.name, number, 1), (), line=number)
        code = next((code for words, code in SYNTAX.items() if words in said), "yaml_syntax")
        self._stop(code, mark, ())

    def _add(self, code: str, mark: Mark, path: Path, **facts: object) -> None:
        self.problems.append(error(code, mark, path, **facts))
        if len(self.problems) >= MOST_PROBLEMS:
            raise FileRefused(self.problems)

    def _stop(self, code: str, mark: Mark, path: Path, **facts: object) -> NoReturn:
        self._add(code, mark, path, **facts)
        raise FileRefused(self.problems)
