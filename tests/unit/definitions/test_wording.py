"""The sentences of the product: every code has both languages, and both use the same facts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from definitions import errors
from definitions.errors import ThiduaError, UnknownWording
from definitions.filling import placeholders, stray_braces
from definitions.reading import read
from definitions.wording import FOLDER, Phrase, Sentence, knows, say, sentences, template

CODES = sorted(sentences())


def family(kind: type[ThiduaError]) -> Iterator[type[ThiduaError]]:
    for member in kind.__subclasses__():
        if member.__module__ == errors.__name__:
            yield member
            yield from family(member)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: str(file.name))
def test_every_file_is_read_by_the_strict_reader_too(file: Path) -> None:
    assert read(file).value == {code: vars_of(sentences()[code]) for code in file_codes(file)}


def file_codes(file: Path) -> list[str]:
    value = read(file).value
    return list(value) if isinstance(value, dict) else []


def vars_of(sentence: Sentence) -> dict[str, str]:
    return {"vi": sentence.vi, "en": sentence.en}


@pytest.mark.parametrize("code", CODES)
def test_both_languages_use_the_same_facts(code: str) -> None:
    assert placeholders(template(code, "vi")) == placeholders(template(code, "en"))


@pytest.mark.parametrize("code", CODES)
def test_no_brace_stands_alone(code: str) -> None:
    assert not any(stray_braces(template(code, language)) for language in ("vi", "en"))


def test_every_error_of_this_floor_has_a_sentence() -> None:
    assert [kind for kind in family(ThiduaError) if not knows(kind.code)] == []


def test_an_unknown_code_is_no_silent_fallback() -> None:
    with pytest.raises(UnknownWording):
        say("no_such_code", {}, "vi")


def test_a_phrase_follows_the_language_of_the_sentence_round_it() -> None:
    facts = {"id": "x", "advice": Phrase("advice_did_you_mean", {"name": "y"})}
    assert say("unknown_definition", facts, "en") == (
        "There is no definition with the id x. Did you mean y?"
        " See those there are: thidua definitions list."
    )
