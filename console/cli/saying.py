"""Sentences of the product in the language that was asked for."""

from console.cli.asked import Asked
from definitions.filling import shown
from definitions.wording import say


def told(asked: Asked, code: str, /, **facts: object) -> str:
    """Return the sentence of *code* in the language asked for."""
    return say(code, facts, asked.language)


def worded(asked: Asked, value: object) -> str:
    """Return a value as people of the language asked for write it."""
    return shown(value, asked.language)


def yes_or_no(asked: Asked, answer: object) -> str:
    """Return có or không."""
    return shown(bool(answer), asked.language)
