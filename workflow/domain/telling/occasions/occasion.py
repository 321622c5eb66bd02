"""Something that people are told of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from definitions.schema.timing import Reminder
from workflow.domain.model import Book, Call, Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Something that people are told of: which units it is about, and what may be mentioned.

    `only` replaces the recipients that the notice names; the offices `also` are told as well.
    `about` is the thing that is spoken of, as timers name it (`stage/scoring`) or as its stream is
    keyed: a later notice about the same thing may retract this one. `until` is when it is over.
    `people` are those whose move an approval is, or who prepared what it is about.
    """

    on: str
    units: tuple[str, ...] = ()
    office: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    only: str | None = None
    also: tuple[str, ...] = ()
    about: str | None = None
    until: datetime | None = None
    people: tuple[str, ...] = ()


def reminded(occasion: Occasion, rung: Reminder) -> Occasion:
    """Return *occasion* for those whom one rung of a ladder names."""
    only = None if rung.to == "missing" else rung.to
    also = (*occasion.also, rung.office) if rung.office else occasion.also
    return replace(occasion, only=only, also=also)


def on_another_day(occasion: Occasion, event: Any, name: str) -> Occasion:  # noqa: ANN401 - of several days
    """Return *occasion* with how the day of one thing moved: from when, to when, and why."""
    facts = {"was": event.was[name], "due": event.dues[name], "reason": event.reason}
    return replace(occasion, facts=occasion.facts | facts)


Rule = Callable[[Book, Draft, Call], Iterator[Occasion]]
"""Yields what people are to be told because of an event; the book is as it stands after."""


def plain(on: str) -> Rule:
    """Return a rule that tells of *on*, whatever the event says."""

    def tell(_book: Book, _draft: Draft, _call: Call) -> Iterator[Occasion]:
        yield Occasion(on=on)

    return tell
