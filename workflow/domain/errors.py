"""The family of refusals and faults.

ThiduaError                 (definitions.errors) everything that a person may be told
├── FileRefused             (definitions.errors) a file with all its mistakes
├── Refused                 an act, with every unmet condition
├── StaleStream             somebody acted first: read again, decide again
├── CommandReused           one command id, two different commands
├── GivenWrong              what an act was given does not have its shape
├── NotFound                no such bloc year, act or person
└── HistoryBroken           stored history does not prove itself: stop and call someone
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from definitions.errors import ThiduaError
from definitions.problems import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmet:
    """One condition that does not hold: a stable code, its facts, whose move it is, by when.

    `who` holds seats (`unit:x`, `office:x`, `admin`) or roles (`head`, `deputy`).
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    who: tuple[str, ...] = ()
    due: datetime | None = None


class Refused(ThiduaError):
    """The act is not allowed now. Carries every unmet condition, never only the first."""

    code = "refused"

    def __init__(self, unmet: Iterable[Unmet]) -> None:
        self.unmet = tuple(unmet)
        super().__init__(count=len(self.unmet), codes=[one.code for one in self.unmet])


class StaleStream(ThiduaError):
    """Another transaction acted first. Nothing was written: read again, decide again."""

    code = "stale_stream"


class CommandReused(ThiduaError):
    """The command id was used before, for something else."""

    code = "command_reused"


class GivenWrong(ThiduaError):
    """What an act was given does not have its shape. Carries every problem with its path."""

    code = "given_wrong"

    def __init__(self, act: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(act=act, mistakes=[f"{one.path}: {one.vi}" for one in self.problems])


class NotFound(ThiduaError):
    """What was named does not exist. `known`: the names that would have been right."""

    code = "not_found"

    def __init__(self, what: str, name: str, known: Iterable[str] = ()) -> None:
        self.known = tuple(known)
        super().__init__(what=what, name=name)


class OutOfPlace(Exception):
    """An event that cannot have happened in this state. Raised by folds, told as HistoryBroken."""


class HistoryBroken(ThiduaError):
    """A stored event, chain or state does not prove itself. `code` says in which way."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code.lower()
        super().__init__(**facts)
