"""Deadlines of answers: to objections, and to proposals for praise."""

from workflow.domain.deadlines.arming import Deadlines, Rules
from workflow.domain.model import Book, Call
from workflow.domain.objections import clock
from workflow.domain.objections import events as objecting
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import events as praising
from workflow.domain.stages import year
from workflow.domain.stages.course import SUSPENDED


def _objected(
    book: Book, event: objecting.ObjectionRaised | objecting.ObjectionCarried, _call: Call
) -> Deadlines:
    return Deadlines(arm=clock.timer(book, event.id), cancel=(clock.about(event.id),))


def _objection_over(
    _book: Book, event: objecting.ObjectionAnswered | objecting.ObjectionWithdrawn, _call: Call
) -> Deadlines:
    return Deadlines(cancel=(clock.about(event.id),))


def _answer_moved(book: Book, event: objecting.ObjectionMoved, _call: Call) -> Deadlines:
    """Arm what moved; the time to take a rejection further rings for nobody."""
    about = clock.about(event.id)
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    return Deadlines(arm=clock.timer(book, event.id), cancel=(about,))


def _put_off(book: Book, _event: objecting.ObjectionsPutOff, _call: Call) -> Deadlines:
    return Deadlines(arm=clock.timers(book), cancel=("objection/",))


def _praised(
    book: Book, event: praising.PraiseProposed | praising.PraiseReturned, call: Call
) -> Deadlines:
    armed = praise_clock.timer(book, event.id, call)
    return Deadlines(arm=armed, cancel=(praise_clock.about(event.id),))


def _praise_moved(book: Book, event: praising.PraiseMoved, call: Call) -> Deadlines:
    about = praise_clock.about(event.id)
    if book.load(year.YearState, year.KEY).state == SUSPENDED:
        return Deadlines(cancel=(about,))
    moved = tuple(one for one in praise_clock.timers(book, call, again=False) if one.about == about)
    return Deadlines(arm=moved, cancel=(about,))


def _praise_over(
    _book: Book, event: praising.PraiseAnswered | praising.PraiseWithdrawn, _call: Call
) -> Deadlines:
    return Deadlines(cancel=(praise_clock.about(event.id),))


RULES: Rules = {
    objecting.ObjectionRaised: _objected,
    objecting.ObjectionCarried: _objected,
    objecting.ObjectionAnswered: _objection_over,
    objecting.ObjectionWithdrawn: _objection_over,
    objecting.ObjectionsPutOff: _put_off,
    objecting.ObjectionMoved: _answer_moved,
    praising.PraiseProposed: _praised,
    praising.PraiseReturned: _praised,
    praising.PraiseMoved: _praise_moved,
    praising.PraiseAnswered: _praise_over,
    praising.PraiseWithdrawn: _praise_over,
}
