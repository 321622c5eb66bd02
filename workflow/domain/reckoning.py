"""Deadlines reckoned anew when the calendar has changed: what moves, what stays, and why.

A deadline that people have set stays where they set it. None moves into the past: nobody could
keep it. What was put off while the year stood still stays put off by as much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from definitions.overlays import SHIPPED
from definitions.schema.timing import Span
from workflow.domain import timing, year
from workflow.domain.approvals import subjects
from workflow.domain.approvals.events import StepMoved
from workflow.domain.approvals.state import KEY as APPROVALS
from workflow.domain.approvals.state import Turn, approvals_of
from workflow.domain.course import SUSPENDED
from workflow.domain.model import Book, Call, Draft
from workflow.domain.moving import DeadlineMoved, Moved, StageRecord
from workflow.domain.praise import clock as praise_clock
from workflow.domain.year import YearState

Fate = Literal["moves", "stays", "set_by_people", "would_be_past", "put_off_unrecorded"]
BY_PEOPLE = frozenset({"extension", "shortening"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reckoned:
    """What becomes of a deadline under the book's calendar: of a stage, or of its open step."""

    stage: str
    step: str | None = None
    fate: Fate
    was: datetime
    due: datetime
    opened: datetime | None = None
    opens: datetime | None = None


def reckoned(book: Book, now: datetime) -> Reckoned | None:
    """Return what becomes of the current deadline; None where there is none."""
    state = book.load(YearState, year.KEY)
    current = state.current
    rule = book.definition.stage(current.id).due if current else None
    if current is None or current.due is None or rule is None:
        return None
    due = timing.later(timing.resolve(rule, book, current.entered_at), delay(current))
    opens = _opens(book, current, now)
    fate = _fate(book, current, due, opens, now)
    if state.state == SUSPENDED and fate == "would_be_past":
        fate = "moves"  # it does not run: resuming puts it off again
    moves = fate == "moves"
    return Reckoned(
        stage=current.id,
        fate=fate,
        was=current.due,
        due=due if moves else current.due,
        opened=current.opens,
        opens=opens if moves else current.opens,
    )


def steps(book: Book, now: datetime) -> Iterator[Reckoned]:
    """Yield what becomes of the deadline of every open step, also after its stage or its year.

    One that is over time was told and dealt with as such, and is left alone.
    """
    for approval in approvals_of(book).approvals:
        turn = approval.turn
        step = subjects.step_of(book, turn.step) if turn else None
        if turn and turn.due and step and step.within and not turn.expired:
            due = timing.after(book, turn.opened_at, step.within) + _by_suspension(turn.moves)
            fate = _step_fate(book, turn, step.within, due, now)
            yield Reckoned(
                stage=approval.stage, step=turn.step, fate=fate, was=turn.due,
                due=due if fate == "moves" else turn.due,
            )  # fmt: skip


def _step_fate(book: Book, turn: Turn, within: Span, due: datetime, now: datetime) -> Fate:
    shipped = timing.after(_by_shipped(book), turn.opened_at, within)
    if not (turn.moves or turn.calendar) and shipped != turn.due:
        return "put_off_unrecorded"
    if due == turn.due:
        return "stays"
    stands = book.load(YearState, year.KEY).state == SUSPENDED
    return "moves" if due > now or stands else "would_be_past"


def _fate(
    book: Book, current: StageRecord, due: datetime, opens: datetime | None, now: datetime
) -> Fate:
    if any(move.cause in BY_PEOPLE for move in current.moves):
        return "set_by_people"
    if _moved_unseen(book, current):
        return "put_off_unrecorded"
    if due == current.due and opens == current.opens:
        return "stays"
    if due != current.due and due <= now:
        return "would_be_past"
    return "moves"


def _opens(book: Book, current: StageRecord, now: datetime) -> datetime | None:
    """Return when the stage opens under the book's calendar; what is open stays open."""
    rule = book.definition.stage(current.id).opens
    if rule is None or current.opens is None or current.opens <= now:
        return current.opens
    return timing.later(timing.opening(rule, book, current.entered_at), delay(current))


def delay(current: StageRecord) -> timedelta:
    """Return by how much the stage was put off while the year stood still."""
    return _by_suspension(current.moves)


def _by_suspension(moves: tuple[Moved, ...]) -> timedelta:
    put_off = (move.due - move.was for move in moves if move.cause == "suspension")
    return sum(put_off, timedelta())


def _moved_unseen(book: Book, current: StageRecord) -> bool:
    """Whether the stage was put off before such moves were kept: then its time cannot be undone."""
    rule = book.definition.stage(current.id).due
    if current.moves or current.calendar or rule is None:
        return False
    return timing.resolve(rule, _by_shipped(book), current.entered_at) != current.due


def _by_shipped(book: Book) -> Book:
    """Return the book as it stood before anybody laid days down."""
    return Book(
        id=book.id, bloc=book.bloc, bloc_name=book.bloc_name, year=book.year, pinned=book.pinned,
        streams=book.streams, overlay=SHIPPED,
    )  # fmt: skip


def drafts(book: Book, reason: str, call: Call) -> list[Draft]:
    """Return the events that move deadlines of the year; nothing of those that stay."""
    found = reckoned(book, call.now)
    moved = [] if found is None or found.fate != "moves" else [_stage_moved(book, found, reason)]
    moved += [
        _step_moved(book, one, reason) for one in steps(book, call.now) if one.fate == "moves"
    ]
    return [*moved, *praise_clock.moved(book, call, reason)]


def _step_moved(book: Book, found: Reckoned, reason: str) -> Draft:
    event = StepMoved(
        step=found.step or "", was=found.was, due=found.due, reason=reason,
        calendar=book.overlay.version,
    )  # fmt: skip
    return Draft(stream=APPROVALS, event=event)


def _stage_moved(book: Book, found: Reckoned, reason: str) -> Draft:
    event = DeadlineMoved(
        stage=found.stage,
        cause="calendar",
        was=found.was,
        due=found.due,
        opened=found.opened,
        opens=found.opens,
        reason=reason,
        calendar=book.overlay.version,
    )
    return Draft(stream=year.KEY, event=event)
