"""The sentences of the product, by stable code, in Vietnamese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from definitions.errors import UnknownWording
from definitions.filling import fill

FOLDER = Path(__file__).with_name("wording")


class Sentence(NamedTuple):
    """One sentence in both languages, with names in braces."""

    vi: str
    en: str


@dataclass(frozen=True)
class Phrase:
    """A sentence not yet said, to be used as a fact of another: it follows that one's language."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def of(self, language: str) -> str:
        """Return the words in *language*."""
        return say(self.code, self.facts, language)


def say(code: str, facts: Mapping[str, object], language: str) -> str:
    """Return the sentence of *code* in *language* with its facts filled in.

    Raises:
        UnknownWording: No file of the folder has that code.
        UnknownPlaceholder: The sentence mentions a fact that is not given.
    """
    return fill(template(code, language), facts, language)


def template(code: str, language: str) -> str:
    """Return the sentence of *code* with its braces. Raises UnknownWording."""
    if code not in sentences():
        raise UnknownWording(wording=code)
    sentence = sentences()[code]
    return sentence.en if language == "en" else sentence.vi


def knows(code: str) -> bool:
    """Return whether there is a sentence of that code."""
    return code in sentences()


@cache
def sentences() -> Mapping[str, Sentence]:
    """Return every sentence. Read once, at the first need, so that importing costs nothing.

    Raises:
        UnknownWording: Two files give the same code.
    """
    found: dict[str, Sentence] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for code, both in _entries(file).items():
            if code in found:
                raise UnknownWording(wording=code, twice_in=file.name)
            found[code] = Sentence(both["vi"], both["en"])
    return found


def _entries(file: Path) -> dict[str, dict[str, str]]:
    import yaml  # noqa: PLC0415 - a process that says nothing need not load it

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries: dict[str, dict[str, str]] = yaml.load(file.read_bytes(), Loader=loader)  # noqa: S506 - safe loader
    return entries
