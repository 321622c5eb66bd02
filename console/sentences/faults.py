"""Errors said to a person, and the one table from an error's code to an exit status."""

import errno
from collections.abc import Mapping

from console.sentences.conditions import refusal
from definitions.advice import nearest
from definitions.errors import FileRefused, ThiduaError
from definitions.problems import Problem
from definitions.wording import Phrase, knows, say
from workflow.domain.errors import GivenWrong, HistoryBroken, NotFound, Refused

REFUSED, WRONG_USE, BROKEN = 1, 2, 3

STATUSES: Mapping[str, int] = {
    "refused": REFUSED,
    "stale_stream": REFUSED,
    "case_stopped": REFUSED,
    "stored_unreadable": BROKEN,
    "definition_hash": BROKEN,
    "calendar_digest": BROKEN,
    "event_out_of_place": BROKEN,
    "event_shape": BROKEN,
    "state_shape": BROKEN,
    "no_branch_taken": BROKEN,
    "no_such_move": BROKEN,
    "unknown_event": BROKEN,
    "unknown_stream": BROKEN,
}
"""The exit status by an error's code: 1 refused, 3 history broken; for all others 2, wrong use."""


SYSTEM: Mapping[int, str] = {
    errno.ENOENT: "system_missing",
    errno.EACCES: "system_forbidden",
    errno.EPERM: "system_forbidden",
    errno.EROFS: "system_read_only",
    errno.ENOTDIR: "system_not_folder",
    errno.EISDIR: "system_is_folder",
    errno.EEXIST: "system_there_already",
    errno.ENOSPC: "system_full",
    errno.EADDRINUSE: "system_port_taken",
}
"""What the system answers, in words; it has its own language for all the rest."""


def system_reason(fault: OSError) -> Phrase | str:
    """Return why the system does not go along, in words where there are some."""
    code = SYSTEM.get(fault.errno or 0)
    return Phrase(code) if code else fault.strerror or str(fault)


class WrongUse(ThiduaError):
    """A person asked for something that cannot be understood, or where it cannot be had."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        super().__init__(**facts)


def status(error: ThiduaError) -> int:
    """Return the exit status of an error."""
    return STATUSES.get(error.code, BROKEN if isinstance(error, HistoryBroken) else WRONG_USE)


def told(error: ThiduaError, language: str) -> str:
    """Return an error as one sentence in *language*."""
    code, facts = _sentence(error)
    return say(code, facts, language)


def document(error: ThiduaError) -> dict[str, object]:
    """Return the document of an error: a refusal, or what is wrong in both languages."""
    if isinstance(error, Refused):
        return refusal(error.unmet)
    said = {"code": error.code, "vi": told(error, "vi"), "en": told(error, "en")}
    if isinstance(error, FileRefused | GivenWrong):
        return {"error": {**said, "problems": [problem_entry(one) for one in error.problems]}}
    if error.code == "case_stopped":
        return {"error": {**said, **refusal(getattr(error, "unmet", ()))}}
    return {"error": said}


def problem_entry(problem: Problem) -> dict[str, object]:
    """Return a problem of a file as it stands in a document."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "vi": problem.vi,
        "en": problem.en,
    }


def _sentence(error: ThiduaError) -> tuple[str, dict[str, object]]:
    facts = dict(error.facts)
    if isinstance(error, NotFound):
        code = f"not_found_{facts['what']}"
        facts["advice"] = nearest(str(facts["name"]), [str(one) for one in error.known])
        return (code if knows(code) else "not_found"), facts
    if error.code == "case_stopped":
        return error.code, facts | {name: _went(facts[name]) for name in ("expected", "found")}
    return error.code, facts


def _went(codes: object) -> Phrase:
    """Return how an act of a case went, or was to go: done, or refused for these conditions."""
    return Phrase("case_act_refused", {"codes": codes}) if codes else Phrase("case_act_done")
