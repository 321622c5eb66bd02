"""The examples of docs/cli.md: run as they stand, compared, and written anew by `main`."""

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.console.asking import ask

ROOT = Path(__file__).parents[2]
DOC = ROOT / "docs" / "cli.md"
BLOCK = re.compile(r"```console ?(\d*)\n\$ thidua (.*)\n((?:(?!```).*\n)*)```")
HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b")
JUNE = datetime(2024, 6, 3, 2, tzinfo=UTC)
"""When the examples are run: within the mid-year review of a bloc year."""


@dataclass(frozen=True)
class Example:
    """A command line of the page, and the answer that stands under it."""

    command: str
    answer: str
    most: int
    span: tuple[int, int]


def examples(text: str) -> Iterator[Example]:
    """Yield the examples in their order."""
    for found in BLOCK.finditer(text):
        yield Example(found[2], found[3], int(found[1] or 1000), found.span(3))


def answered(example: Example) -> str:
    """Return what the program answers, with hashes cut, and cut itself where the page says so."""
    told = ask(*shlex.split(example.command), at=JUNE)
    lines = HASH.sub(r"\1…", told.out + told.err).splitlines()
    cut = lines if len(lines) <= example.most else [*lines[: example.most], "…"]
    return "".join(f"{line}\n" for line in cut)


def main() -> None:
    """Write the answers anew."""
    text = DOC.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        with chdir(folder):
            answers = [(one.span, answered(one)) for one in examples(text)]
    for (start, end), answer in reversed(answers):
        text = text[:start] + answer + text[end:]
    DOC.write_text(text, "utf-8")


def prepare(folder: Path) -> None:
    """Make *folder* the place in which the examples are run."""
    (folder / "cases").symlink_to(ROOT / "cases")
    os.environ["THIDUA_DIR"] = "thidua-demo"


if __name__ == "__main__":
    main()
