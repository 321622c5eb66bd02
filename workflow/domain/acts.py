"""Every act that a person can do in a bloc year. "May I?" and "do it" ask the same functions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflow.domain import (
    access,
    documents,
    facts,
    gates,
    handover,
    nomination,
    pledge,
    praise,
    ranking,
    registration,
    review,
    roster,
    sheet,
    succession,
    year,
)
from workflow.domain.course import OUTLASTING, PEOPLE, WORK
from workflow.domain.errors import Refused, Unmet
from workflow.domain.model import Book, Call, Draft, Event

Prevents = Callable[[Book, Any, Call], Iterable[Unmet]]
Drafts = Callable[[Book, Any, Call], list[Draft]]
HEADS = ("head", "deputy")
OFFICERS = ("head", "deputy", "standing_unit", "admin")


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One kind of act.

    `by` names who may (see `access`); `whole_bloc` says that the rule looks at every stream of the
    year and not only at the unit's own; `own_barred` that nobody does it to their own unit;
    `not_in` names the states of the year in which it is refused.
    """

    name: str
    given: type[Any]
    by: tuple[str, ...] | Callable[[Book], tuple[str, ...]]
    prevents: Prevents
    drafts: Drafts
    whole_bloc: bool = False
    own_barred: bool = False
    not_in: frozenset[str] = WORK

    def allowed_to(self, book: Book) -> tuple[str, ...]:
        """Return who may do this act in the year of *book*."""
        return self.by(book) if callable(self.by) else self.by


def _owner(book: Book) -> tuple[str, ...]:
    current = book.load(year.YearState, year.KEY).current
    owner = book.definition.stage(current.id).owner if current else None
    return (owner, "admin") if owner and owner != "admin" else ("admin",)


def _advance_prevents(book: Book, given: year.Advance, call: Call) -> Iterator[Unmet]:
    started = tuple(year.advance_prevents(book, given, call))
    yield from started
    if not started:
        yield from gates.stage_unmet(book, call.at)


def _advance(book: Book, _given: year.Advance, call: Call) -> list[Draft]:
    return year.advance(book, call, gates.holds(book, call.at))


def _rankers(book: Book) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*HEADS, *ranking.deciders(book))))


def _agree_prevents(book: Book, given: succession.AgreeLeaders, call: Call) -> Iterator[Unmet]:
    yield from succession.agree_prevents(book, given, call)
    yield from handover.completed_prevents(book)


def _agree(book: Book, given: succession.AgreeLeaders, call: Call) -> list[Draft]:
    return [*succession.agree(book, given, call), *handover.signed_anew(book)]


def _resume(book: Book, given: year.Resume, call: Call) -> list[Draft]:
    return [*year.resume(book, given, call), *nomination.resume(book, call)]


def _asked(trigger: str) -> Prevents:
    return lambda book, _given, _call: year.trigger_prevents(book, trigger)


def _year_event(event: Callable[[Any], Event]) -> Drafts:
    return lambda _book, given, _call: [Draft(stream=year.KEY, event=event(given))]


ALL = (
    Act(name="advance", given=year.Advance, by=_owner, whole_bloc=True,
        prevents=_advance_prevents, drafts=_advance),
    Act(name="suspend", given=year.Suspend, by=("admin",), not_in=frozenset(),
        prevents=_asked("suspend"),
        drafts=_year_event(lambda given: year.YearSuspended(reason=given.reason))),
    Act(name="resume", given=year.Resume, by=("admin",), not_in=frozenset(),
        prevents=_asked("resume"), drafts=_resume),
    Act(name="dissolve", given=year.Dissolve, by=("admin",), not_in=frozenset(),
        prevents=_asked("dissolve"),
        drafts=_year_event(lambda given: year.YearDissolved(reason=given.reason))),
    Act(name="seat_person", given=roster.SeatPerson, by=("admin",), not_in=PEOPLE,
        prevents=roster.seat_prevents, drafts=roster.seat),
    Act(name="give_mandate", given=roster.GiveMandate, by=("admin",), not_in=PEOPLE,
        prevents=roster.mandate_prevents, drafts=roster.give_mandate),
    Act(name="record_document", given=documents.RecordDocument, by=OFFICERS, not_in=OUTLASTING,
        prevents=documents.record_prevents, drafts=documents.record),
    Act(name="register", given=registration.Register, by=("unit",),
        prevents=registration.register_prevents, drafts=registration.register),
    Act(name="accept_registration", given=registration.AcceptRegistration, by=OFFICERS,
        own_barred=True, prevents=registration.accept_prevents, drafts=registration.accept),
    Act(name="return_registration", given=registration.ReturnRegistration, by=OFFICERS,
        own_barred=True, prevents=registration.return_prevents, drafts=registration.send_back),
    Act(name="draft_pledge", given=pledge.DraftPledge, by=("head", "deputy", "standing_unit"),
        prevents=pledge.draft_prevents, drafts=pledge.draft),
    Act(name="sign_pledge", given=pledge.SignPledge, by=("unit",),
        prevents=pledge.sign_prevents, drafts=pledge.sign),
    Act(name="propose_praise", given=praise.ProposePraise, by=("standing_unit", *HEADS),
        prevents=praise.propose_prevents, drafts=praise.propose),
    Act(name="answer_praise", given=praise.AnswerPraise, by=(*HEADS, "office"),
        prevents=praise.answer_prevents, drafts=praise.answer),
    Act(name="submit_report", given=review.SubmitReport, by=("unit",),
        prevents=review.report_prevents, drafts=review.report),
    Act(name="conclude_review", given=review.ConcludeReview, by=HEADS, whole_bloc=True,
        prevents=review.conclude_prevents, drafts=review.conclude),
    Act(name="self_score", given=sheet.SelfScore, by=("unit",),
        prevents=sheet.self_score_prevents, drafts=sheet.self_score),
    Act(name="return_sheet", given=sheet.ReturnSheet, by=sheet.appraisers, own_barred=True,
        prevents=sheet.return_prevents, drafts=sheet.send_back),
    Act(name="appraise", given=sheet.Appraise, by=sheet.appraisers, own_barred=True,
        prevents=sheet.appraise_prevents, drafts=sheet.appraise),
    Act(name="record_facts", given=facts.RecordFacts, by=(*OFFICERS, "office"), own_barred=True,
        not_in=OUTLASTING,
        prevents=facts.record_prevents, drafts=facts.record),
    Act(name="fix_ranking", given=ranking.FixRanking, by=_rankers, whole_bloc=True,
        prevents=ranking.fix_prevents, drafts=ranking.fix),
    Act(name="nominate", given=nomination.Nominate, by=HEADS, whole_bloc=True, not_in=OUTLASTING,
        prevents=nomination.nominate_prevents, drafts=nomination.nominate),
    Act(name="decide_step", given=nomination.DecideStep, by=("office",), not_in=OUTLASTING,
        prevents=nomination.decide_prevents, drafts=nomination.decide),
    Act(name="agree_leaders", given=succession.AgreeLeaders, by=HEADS,
        prevents=_agree_prevents, drafts=_agree),
    Act(name="prepare_handover", given=handover.PrepareHandover, by=HEADS,
        prevents=handover.prepare_prevents, drafts=handover.prepare),
    Act(name="sign_handover", given=handover.SignHandover, by=("unit",),
        prevents=handover.sign_prevents, drafts=handover.sign),
)  # fmt: skip

ACTS = {act.name: act for act in ALL}


def prevented(book: Book, act: Act, given: object, call: Call) -> tuple[Unmet, ...]:
    """Return every unmet condition: who may, whether the year takes it, whether it may be done.

    What names nobody else is the move of whoever asked.
    """
    subject = getattr(given, "unit", None) if act.own_barred else None
    by = act.allowed_to(book)
    unmet = (
        *access.prevents(book, call, by, subject, own_barred=act.own_barred),
        *year.barred_prevents(book, act.not_in),
        *year.began_prevents(book, call),
        *act.prevents(book, given, call),
    )
    return tuple(one if one.who else replace(one, who=(call.actor.seat,)) for one in unmet)


def decide(book: Book, act: Act, given: object, call: Call) -> list[Draft]:
    """Return the events that the act records.

    Raises:
        Refused: Carrying every unmet condition.
    """
    if unmet := prevented(book, act, given, call):
        raise Refused(unmet)
    return act.drafts(book, given, call)
