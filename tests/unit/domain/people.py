"""A year whose units put people and households forward, and what they say of them."""

from typing import Any

from tests.unit.domain.builders import ranked
from tests.years import Paper

CATALOGUE = """
catalogue:
  - {id: FIGHTER, also: [household]}
  - {id: WORKER, kind: title, subject: individual, title: {vi: Lao động tiên tiến, en: Worker}}
  - {id: FAMILY, kind: title, subject: household, title: {vi: Gia đình văn hóa, en: Family}}
"""
WORKERS = "{id: workers, award: WORKER, number: all, when: {rated_at_least: HTTNV}}"


def rules(*written: str) -> str:
    """Return the change that gives the definition these rules for people."""
    return f"{CATALOGUE}people_awards:\n" + "\n".join(f"  - {one}" for one in written) + "\n"


def fighters(number: str = "all", when: str = "{rated_at_least: HTXSNV}", more: str = "") -> str:
    """Return one rule for the title of fighter."""
    return f"{{id: fighters, award: FIGHTER, number: {number}, when: {when}{more}}}"


def forward(*written: str) -> Paper:
    """Return a year in its nomination stage with these rules for people."""
    return ranked(rules(*written))


def person(name: str, **said: object) -> dict[str, Any]:
    """Return a person who is put forward for the title of fighter, rated excellent."""
    return {"id": name, "name": name.title(), "awards": ["FIGHTER"], "rating": "HTXSNV"} | said


def household(name: str, **said: object) -> dict[str, Any]:
    """Return a household that is put forward for the title of a family."""
    return {"id": name, "name": f"Hộ {name}", "awards": ["FAMILY"]} | said


def idea(name: str, level: str = "grassroots", **said: object) -> dict[str, Any]:
    """Return a recognised initiative."""
    return {"id": name, "title": name, "source": "QĐ 1", "level": level} | said
