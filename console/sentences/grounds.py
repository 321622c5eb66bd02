"""Where a rule comes from and how it names things, in words: bases, ties, criteria, classes."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from pydantic import BaseModel

from console.sentences.naming import award_name, role_name
from definitions.schema.awards import CutoffTie
from definitions.schema.definition import Definition
from definitions.schema.ranking import Tie
from definitions.schema.record import Basis, Text
from definitions.wording import Phrase
from workflow.domain.awards.cutoffs import LAST
from workflow.domain.model import Book

NUMBERED = re.compile(r"^\d")
Named = str | Text | Phrase


def basis_said(*bases: Basis | None) -> Phrase:
    """Return instruments with their articles, or that none is stated."""
    found = [_basis(one) for one in bases if one]
    return _listed(found) if found else Phrase("basis_none")


def stored_basis(book: Book, text: str | None, otherwise: Sequence[Basis]) -> Phrase | str:
    """Return a basis as it was recorded with a reason; where none was, that of the whole rule."""
    if text is None:
        return basis_said(*otherwise)
    known = {article(one): one for one in bases_of(book.definition)}
    return _basis(known[text]) if text in known else text


def article(basis: Basis | None) -> str | None:
    """Return an instrument with its article, as documents and histories write it."""
    return " ".join(filter(None, [basis.ref, basis.article])) if basis else None


def bases_of(definition: Definition) -> Iterator[Basis]:
    """Yield every basis that a definition states anywhere."""
    waiting: list[object] = [definition]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Basis):
            yield one
        elif isinstance(one, BaseModel):
            waiting += [value for _, value in one]
        elif isinstance(one, list | tuple):
            waiting += one


def _basis(one: Basis) -> Phrase:
    facts = {"ref": one.ref, "article": one.article}
    if one.article is None:
        return Phrase("basis_whole", facts)
    return Phrase("basis_article" if NUMBERED.match(one.article) else "basis_part", facts)


def _listed(found: list[Phrase]) -> Phrase:
    listed = found[0]
    for one in found[1:]:
        listed = Phrase("basis_and", {"first": listed, "second": one})
    return listed


def class_name(book: Book, name: str | None) -> Named:
    """Return a class by its title; what is no class of the scale stays as it is."""
    found = next((one for one in book.definition.rubric.classes if one.id == name), None)
    return found.title if found else (name or Phrase("class_none"))


def fact_name(book: Book, name: str) -> Named:
    """Return a kind of fact by its title."""
    return next((one.title for one in book.definition.facts if one.id == name), name)


def ballot_name(book: Book, name: str) -> Named:
    """Return a kind of ballot by its title."""
    return next((one.title for one in book.definition.ballots if one.id == name), name)


def held_name(book: Book, name: str) -> Named:
    """Return what was held in a year: an award, a class of the scale, or a rating by its word."""
    said = award_name(book, name)
    return class_name(book, name) if said == name else cast("Named", said)


def criterion_name(book: Book, name: str) -> Named:
    """Return a criterion or an adjustment by its number and title; a stranger as it is."""
    own, _, part = name.partition("/")
    title = _titles(book.definition).get(own)
    if title is None:
        return name
    facts = {"id": own, "title": title}
    if part in {"bonus", "penalty"}:
        return Phrase(f"criterion_{part}", facts)
    return Phrase("criterion_part", {**facts, "part": part}) if part else Phrase("criterion", facts)


def _titles(definition: Definition) -> dict[str, Text]:
    found = {one.id: one.title for one in definition.rubric.adjustments}
    waiting = list(definition.rubric.parts)
    while waiting:
        node = waiting.pop()
        found[node.id] = node.title
        waiting += node.parts
    return found


def tie_said(book: Book, label: str | None) -> Named | None:
    """Return the way that set equal units apart, by the label a place carries."""
    way = next((one for one in book.definition.ranking.ties if one.label == label), None)
    return _tie(book, way) if way else label


def cutoff_said(book: Book, label: str) -> Named:
    """Return the way that parted equals where the number of an award ends, by its label."""
    declared = (way for rule in book.definition.awards for way in rule.ties)
    return next((_tie(book, way) for way in (*declared, LAST) if way.label == label), label)


def _tie(book: Book, way: Tie | CutoffTie) -> Phrase:
    facts: dict[str, object] = {}
    code = way.name
    if way.external:
        code = f"external_{way.external.better}"
        facts = {"fact": fact_name(book, way.external.fact)}
    elif way.share_of_women:
        rule = way.share_of_women
        facts = {"fact": fact_name(book, rule.fact), "least": rule.at_least}
    elif way.decision:
        named = way.named if isinstance(way, Tie) else (way.decision,)
        facts = {"who": [role_name(book, one) for one in named]}
    elif isinstance(way, CutoffTie) and way.take:
        code = f"take_{way.take}"
    elif isinstance(way, CutoffTie) and way.groups:
        facts = {"groups": list(way.groups)}
    elif isinstance(way.ballot, str):
        code = "ballot_of"
        facts = {"ballot": ballot_name(book, way.ballot)}
    elif criterion := way.criterion or way.adjustment:
        facts = {"criterion": criterion_name(book, criterion)}
    return Phrase(f"tie_{code}", facts)
