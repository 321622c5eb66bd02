"""What a command answers: one document for programs, text for people, and an exit status."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from console.cli.tables import Table, plain
from workflow.escaping import escaped
from workflow.hiding import hidden


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A document, and the same told in lines and tables."""

    document: object
    text: Sequence[str | Table] = field(default=())
    status: int = 0


def deliver(answer: Answer, *, as_json: bool) -> int:
    """Write *answer* on standard output, and return its status."""
    if as_json:
        write(json.dumps(answer.document, ensure_ascii=False, indent=2))
        return answer.status
    for part in answer.text:
        if isinstance(part, str):
            write(part)
        elif sys.stdout.isatty():
            _coloured(part)
        else:
            write(plain(part))
    return answer.status


def write(text: str, stream: TextIO | None = None) -> None:
    """Write *text* in NFC as a line, on standard output unless another stream is named.

    Whatever it is, no secret of the settings is in it, and nothing that a terminal obeys.
    """
    (stream or sys.stdout).write(f"{unicodedata.normalize('NFC', escaped(hidden(text)))}\n")


def _coloured(table: Table) -> None:
    from console.cli.terminal import show

    show(table)
