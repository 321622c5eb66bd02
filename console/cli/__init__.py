"""The command line: `thidua ...`. One answer per command, one line per mistake, and an exit status.

0 done, 1 refused, 2 wrong use, 3 history broken. Nothing heavy is imported before a command runs.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from click import Abort

from console.cli.answers import Answer, deliver, write
from console.cli.asked import LANGUAGES, Asked, overheard
from console.cli.clicking import Group
from console.cli.tree import TREE

if TYPE_CHECKING:
    from workflow.runtime import Composer


def main(composer: "Composer", arguments: Sequence[str] | None = None) -> NoReturn:
    """Answer one command line, and end the process with its exit status."""
    sys.exit(run(composer, sys.argv[1:] if arguments is None else arguments))


def run(composer: "Composer", arguments: Sequence[str]) -> int:
    """Answer one command line, and return its exit status. A mistake is a line, not a traceback."""
    _write_utf8()
    asked = overheard(composer, arguments)
    try:
        return _answered_or_failed(asked, arguments)
    except (KeyboardInterrupt, Abort):
        return _interrupted(asked)
    except BrokenPipeError:
        _write_nowhere()
        return 0


def _answered_or_failed(asked: Asked, arguments: Sequence[str]) -> int:
    try:
        _must_be_text(arguments)
        _must_be_a_language(os.environ.get("THIDUA_LANG", ""))
        return _answered(asked, arguments)
    except (BrokenPipeError, Abort):
        raise
    except Exception as error:  # noqa: BLE001 - the top of the process
        from console.cli.failing import fail

        return fail(error, asked)


def _answered(asked: Asked, arguments: Sequence[str]) -> int:
    group = Group("thidua", TREE)
    found = group.main(list(arguments), prog_name="thidua", standalone_mode=False, obj=asked)
    status = deliver(found, as_json=asked.json) if isinstance(found, Answer) else int(found or 0)
    sys.stdout.flush()
    return status


def _must_be_text(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no UTF-8; they come in as halves of characters."""
    if not all(one.isascii() or one.encode(errors="ignore").decode() == one for one in arguments):
        from console.sentences import WrongUse

        raise WrongUse("arguments_not_utf8")


def _must_be_a_language(named: str) -> None:
    """Refuse a language that nothing is said in; `en_US.UTF-8` is English."""
    if named and not named.lower().startswith(LANGUAGES):
        from console.sentences import WrongUse
        from definitions.wording import Phrase

        facts = {"value": named, "allowed": list(LANGUAGES), "advice": ""}
        reason, remedy = Phrase("not_allowed", facts), Phrase("do_not_allowed")
        raise WrongUse("settings_wrong", name="THIDUA_LANG", reason=reason, remedy=remedy)


def _write_utf8() -> None:
    """Write UTF-8 whatever the machine's language settings are; half characters become a mark."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="replace")


def _interrupted(asked: Asked) -> int:
    """Say so without importing anything: the interrupt may have come in the middle of an import."""
    both = {"vi": "Đã dừng theo yêu cầu.", "en": "Stopped as asked."}
    if asked.json:
        document = {"error": {"code": "interrupted", **both}}
        return deliver(Answer(document=document, status=2), as_json=True)
    write(both[asked.language], sys.stderr)
    return 2


def _write_nowhere() -> None:
    """Let the process end quietly when whoever read us went away, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
