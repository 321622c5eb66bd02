"""Making problems: a code, a place and facts become an error or a warning in both languages.

Each says what is wrong, and behind it what to do next: the sentence of `do_` and its code.
"""

from definitions.problems import Mark, Path, Problem, Severity, printed
from definitions.wording import say


def error(code: str, mark: Mark, path: Path = (), /, **facts: object) -> Problem:
    """Return the problem *code* that refuses a file."""
    return _problem("error", code, mark, path, facts)


def warning(code: str, mark: Mark, path: Path = (), /, **facts: object) -> Problem:
    """Return the problem *code* that a reader should know of and may leave."""
    return _problem("warning", code, mark, path, facts)


def _problem(
    severity: Severity, code: str, mark: Mark, path: Path, facts: dict[str, object]
) -> Problem:
    return Problem(
        code=code,
        severity=severity,
        file=mark.file,
        line=mark.line,
        column=mark.column,
        path=printed(path),
        vi=_said(code, facts, "vi"),
        en=_said(code, facts, "en"),
    )


def _said(code: str, facts: dict[str, object], language: str) -> str:
    return f"{say(code, facts, language)} {say(f'do_{code}', facts, language)}".rstrip()
