"""Why a deadline is what it is: rule, day off, calendar, and every move since."""

from collections.abc import Iterable, Iterator

from definitions.errors import YearOutOfCalendar
from definitions.schema.timing import DateRule
from definitions.wording import say
from workflow.domain import timing
from workflow.domain.model import Book
from workflow.domain.stages.moving import Moved, StageRecord
from workflow.domain.timing import Reckoning, hanoi_day


def reasons(book: Book, stage: StageRecord, language: str) -> list[str]:
    """Return, in sentences, how the due moment of a stage came to be, or why it has none."""
    rule = book.definition.stage(stage.id).due
    by_rule = _rule(book, rule, stage, language) if rule and stage.due else ()
    told = [*by_rule, *moved(stage.moves, language)]
    version = max([stage.calendar, *(move.calendar or 0 for move in stage.moves)])
    if version:
        told.append(say("due_calendar", {"version": version}, language))
    return told


def _rule(book: Book, rule: DateRule, stage: StageRecord, language: str) -> Iterator[str]:
    try:
        found = timing.reckon(rule, book.calendar, book.year, stage.entered_at)
    except YearOutOfCalendar:
        return
    if rule.after_entry:
        facts = {"span": rule.after_entry, "entered": hanoi_day(stage.entered_at)}
        yield say("due_counted", facts, language)
    elif rule.inclusive:
        yield say("due_fixed", {"day": found.named}, language)
    else:
        yield say("due_before", {"day": found.rolled, "last": found.last}, language)
    if found.off and _still(stage, found):
        yield _off(found, language)


def _still(stage: StageRecord, found: Reckoning) -> bool:
    """Whether the calendar of today tells of the day that the stage was given."""
    given = [stage.due, *(move.was for move in stage.moves), *(move.due for move in stage.moves)]
    return found.last in {hanoi_day(one) for one in given if one}


def _off(found: Reckoning, language: str) -> str:
    if found.rolled == found.named:
        return say("due_on_day_off", {"day": found.named, "off": found.off}, language)
    facts = {"day": found.named, "off": found.off, "rolled": found.rolled}
    return say("due_rolled", facts, language)


def moved(moves: Iterable[Moved], language: str) -> Iterator[str]:
    """Yield every move of a due moment in a sentence."""
    return (_move(one, language) for one in moves)


def _move(move: Moved, language: str) -> str:
    facts = {
        "on": hanoi_day(move.on), "was": move.was, "due": move.due, "reason": move.reason,
    }  # fmt: skip
    if move.was is None:
        return say("given_definition", facts, language)
    if move.due is None:
        return say("lifted_definition", facts, language)
    return say(f"moved_{move.cause}", facts, language)
