"""Unmet conditions as text: what, whose move, by when."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from console.cli.asked import Asked
from console.cli.saying import told
from console.sentences import Condition
from console.sentences.moments import deadline


def condition_lines(asked: Asked, conditions: Iterable[Condition], now: datetime) -> Iterator[str]:
    """Yield each condition as a line of its own, with whose move and by when under it."""
    for one in conditions:
        yield ""
        yield told(asked, "condition", code=one.code, sentence=one.sentences[asked.language])
        if one.who[asked.language]:
            yield told(asked, "condition_who", who=movers(asked, one))
        if one.due:
            when = deadline(one.due, one.days_left, now, asked.language)
            yield told(asked, "condition_due", when=when)


def movers(asked: Asked, condition: Condition) -> str:
    """Return whose move it is; units that the sentence has just named are not named again."""
    if condition.units_named:
        return told(asked, "units_above", count=len(condition.who[asked.language]))
    return ", ".join(condition.who[asked.language])
