"""`thidua evidence`: what is recorded of files that prove an entry. Nothing is sent or kept."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked


def evidence(_asked: Asked, files: Sequence[str]) -> Answer:
    """Answer with name, size and sha256 of each file, as `files` of an entry takes them.

    Raises:
        OSError: When a file cannot be read.
    """
    found = [_described(Path(one)) for one in files]
    return Answer(document={"files": found}, text=[json.dumps(found, ensure_ascii=False)])


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        size = opened.tell()
    return {"name": path.name, "size": size, "sha256": digest}
