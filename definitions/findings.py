"""Making problems: a code, a place and facts become an error or a warning with both sentences."""

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
        vi=say(code, facts, "vi"),
        en=say(code, facts, "en"),
    )
