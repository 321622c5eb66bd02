"""Filling templates: names in braces, nothing else. Data never reaches str.format or any code."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Protocol, cast

from definitions.errors import UnknownPlaceholder
from definitions.zone import VIETNAM

TOKEN = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
NOT_RECORDED = {"vi": "chưa ghi nhận", "en": "not recorded"}
YES_NO = {"vi": {True: "có", False: "không"}, "en": {True: "yes", False: "no"}}


class Bilingual(Protocol):
    """Whatever reads differently in each language: a Text, a Span, a problem."""

    def of(self, language: str, /) -> str:
        """Return the words in *language*."""


def fill(template: str, facts: Mapping[str, object], language: str) -> str:
    """Return *template* with every {name} replaced; {{ and }} stand for braces.

    Raises:
        UnknownPlaceholder: The template mentions a name that *facts* does not hold.
    """

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return found[0][0]
        if name not in facts:
            raise UnknownPlaceholder(name=name, template=template)
        return shown(facts[name], language)

    return TOKEN.sub(one, template)


def placeholders(template: str) -> frozenset[str]:
    """Return the names that *template* mentions."""
    return frozenset(found[1] for found in TOKEN.finditer(template) if found[1])


def stray_braces(template: str) -> bool:
    """Return whether *template* holds braces that are no placeholder, and not doubled."""
    return any(brace in TOKEN.sub("", template) for brace in "{}")


def shown(value: object, language: str) -> str:
    """Return *value* as people of that language write it."""
    if isinstance(value, str):  # asked first: most facts are text
        return value
    if hasattr(value, "of"):  # not isinstance: asking a Protocol takes 30 times as long
        return cast("Bilingual", value).of(language)
    if isinstance(value, list | tuple | set | frozenset):
        items = value if isinstance(value, list | tuple) else sorted(value)
        return ", ".join(shown(item, language) for item in items)
    way = next((say for kind, say in WAYS.items() if isinstance(value, kind)), None)
    return way(value, language) if way else str(value)


def number(value: Decimal, language: str) -> str:
    """Return 87,5 or 87.5, without zeros that say nothing."""
    plain = format(value.normalize() + 0, "f")
    return plain if language == "en" else plain.replace(".", ",")


def day(value: date, language: str) -> str:
    """Return 27/03/2018 or 27 March 2018."""
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}/{value.month:02}/{value.year}"


def day_and_time(value: datetime, language: str) -> str:
    """Return 17:00 27/03/2018, on the clock of Viet Nam; a time without a zone is read as that."""
    local = value.astimezone(VIETNAM) if value.tzinfo else value
    return f"{local:%H:%M} {day(local.date(), language)}"


WAYS: dict[type, Callable[[Any, str], str]] = {  # looked through in this order
    NoneType: lambda _, language: NOT_RECORDED[language],
    bool: lambda value, language: YES_NO[language][value],
    Decimal: number,
    datetime: day_and_time,
    date: day,
}
