"""What was asked of the whole program, whichever command it is: language, form, place."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflow.runtime import Composer

LANGUAGES = ("vi", "en")


@dataclass(kw_only=True)
class Asked:
    """The options that every command takes, filled in while they are read."""

    composer: "Composer"
    language: str = "vi"
    json: bool = False
    database: str | None = None
    dir: Path | None = None

    def choose(self, vietnamese: str, english: str) -> str:
        """Return the text in the language asked for."""
        return english if self.language == "en" else vietnamese


def overheard(
    composer: "Composer", arguments: Sequence[str], environment: Mapping[str, str] = os.environ
) -> Asked:
    """Return language and form as the arguments name them, before anything is understood.

    Help and mistakes are told in them too, wherever in the line they stand.
    """
    before = list(arguments[: arguments.index("--")]) if "--" in arguments else list(arguments)
    language = "en" if environment.get("THIDUA_LANG", "").lower().startswith("en") else "vi"
    for number, word in enumerate(before):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or next(iter(before[number + 1 :]), "")
            language = value if value in LANGUAGES else language
    return Asked(composer=composer, language=language, json="--json" in before)
