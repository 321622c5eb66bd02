"""The one family of errors: each carries a stable code and its facts, and wording says it.

ThiduaError
├── FileRefused            a file cannot be used; carries every problem with its place
├── UnknownDefinition      no definition or layer of that id
├── UnknownWording         no sentence of that code
├── UnknownPlaceholder     a template mentions a name that no fact answers
├── NotCanonical           a value has no canonical bytes
├── UnknownCalendar        no calendar of that name
└── YearOutOfCalendar      no calendar reaches that year
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from definitions.problems import Problem


class ThiduaError(Exception):
    """The root: a code that never changes, and the facts of the case."""

    code: str = "error"

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts: Mapping[str, object] = MappingProxyType(facts)

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}: {facts}" if facts else self.code


class FileRefused(ThiduaError):
    """A file cannot be used as it stands. Nothing of it was taken over."""

    code = "file_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(files=sorted({problem.file for problem in problems}), count=len(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class UnknownDefinition(ThiduaError):
    """No shipped or added file carries that id."""

    code = "unknown_definition"


class UnknownWording(ThiduaError, KeyError):
    """A code without a sentence, or with two: a fault of the product, never of a person."""

    code = "unknown_wording"


class UnknownPlaceholder(ThiduaError, KeyError):
    """A template mentions a name that no fact answers."""

    code = "unknown_placeholder"


class NotCanonical(ThiduaError, ValueError):
    """A value that cannot be written in exactly one way: a float, a huge number."""

    code = "not_canonical"


class UnknownCalendar(ThiduaError):
    """No calendar of that name."""

    code = "unknown_calendar"


class YearOutOfCalendar(ThiduaError):
    """Holidays are known for the years 1901 to 2100 only."""

    code = "year_out_of_calendar"
