"""Every act that a person can do in a bloc year. "May I?" and "do it" ask the same functions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflow.domain import access, dissolving, evolving, gates
from workflow.domain.adoption import proposing
from workflow.domain.approvals import course
from workflow.domain.approvals import registry as approving
from workflow.domain.approvals import subjects as approval_subjects
from workflow.domain.awards import parting
from workflow.domain.ballots import casting, ending, envelopes, opening, tellers
from workflow.domain.ballots import closing as ballot_closing
from workflow.domain.eligibility import feeds, holds, reporting
from workflow.domain.errors import Refused, Unmet
from workflow.domain.leaders import handover, leading, succession
from workflow.domain.members import contacts, facts, groups, honours, membership, people, seating
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.nominations import (
    afterwards,
    deciding_own,
    following,
    nomination,
    receiving,
    released,
    revoking,
    step_votes,
    withdrawing,
)
from workflow.domain.objections import answering, clock, correcting, legal, raising, windows
from workflow.domain.papers import composing, documents
from workflow.domain.pledging import pledge, review
from workflow.domain.praise import answering as answering_praise
from workflow.domain.praise import clock as praise_clock
from workflow.domain.praise import proposing as praising
from workflow.domain.praise import ruling as praise_ruling
from workflow.domain.registration import handing_in, taking_on
from workflow.domain.results import deciding_ties, last_word, publishing, ranking
from workflow.domain.scores import (
    appraising,
    chain,
    closing,
    criteria_groups,
    period_deadlines,
    self_scoring,
    targets,
)
from workflow.domain.stages import extending, lateness, year
from workflow.domain.stages.course import OUTLASTING, PEOPLE, WORK

Prevents = Callable[[Book, Any, Call], Iterable[Unmet]]
Drafts = Callable[[Book, Any, Call], list[Draft]]
HEADS = ("head", "deputy")
OFFICERS = ("head", "deputy", "standing_unit", "admin")
RUNNERS = (*OFFICERS, "office")


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One kind of act.

    `by` names who may (see `access`); `whole_bloc` says that the rule looks at every stream of the
    year and not only at the unit's own, `wider` where the definition makes it do so; `own_barred`
    that nobody does it to their own unit;
    `not_in` names the states of the year in which it is refused. What is given under the names in
    `unkept` is kept nowhere, not even as a hash: envelopes and keys of a secret ballot.
    """

    name: str
    given: type[Any]
    by: tuple[str, ...] | Callable[[Book], tuple[str, ...]]
    prevents: Prevents
    drafts: Drafts
    whole_bloc: bool = False
    wider: Callable[[Book, Any], bool] | None = None
    own_barred: bool = False
    not_in: frozenset[str] = WORK
    unkept: tuple[str, ...] = ()

    def looks_at_all(self, book: Book, given: object) -> bool:
        """Whether the rule looks at every stream of the year of *book*."""
        return self.whole_bloc or (self.wider is not None and self.wider(book, given))

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
    return tuple(dict.fromkeys((*HEADS, *last_word.deciders(book))))


def _deciders(book: Book) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*last_word.deciders(book), "admin")))


def _runners(book: Book) -> tuple[str, ...]:
    own = any(rule.run_by and rule.run_by.unit for rule in book.definition.ballots)
    return (*RUNNERS, "unit") if own else RUNNERS


def _correctors(book: Book) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*OFFICERS, "office", *last_word.deciders(book))))


def _agree_prevents(book: Book, given: succession.AgreeLeaders, call: Call) -> Iterator[Unmet]:
    yield from succession.agree_prevents(book, given, call)
    yield from handover.completed_prevents(book)


def _agree(book: Book, given: succession.AgreeLeaders, call: Call) -> list[Draft]:
    return [*succession.agree(book, given, call), *handover.signed_anew(book)]


def _resume(book: Book, given: year.Resume, call: Call) -> list[Draft]:
    resumed, waiting = approval_subjects.carried_over(book, call)
    stood = year.stood_still(book, call)
    again = course.resume(resumed, approval_subjects.laid, stood, call, given.reason)
    return [
        *year.resume(book, given, call),
        *waiting,
        *again,
        *clock.put_off(book, given.reason, call),
        *period_deadlines.put_off(book, call),
        *feeds.put_off(book, call),
        *criteria_groups.put_off(book, call),
        *praise_clock.put_off(book, call, given.reason),
    ]


def _set_targets_prevents(book: Book, given: targets.SetTargets, call: Call) -> Iterator[Unmet]:
    yield from targets.set_prevents(book, given, call)
    yield from pledge.set_otherwise(book, given.unit, given.values)


def _by_votes(book: Book, given: Any) -> bool:  # noqa: ANN401 - whatever an act is given
    return step_votes.demanded(book.definition, getattr(given, "step", None))


def _while_proposed(book: Book, _given: object) -> bool:
    return afterwards.is_out(book)


def _record_facts(book: Book, given: facts.RecordFacts, call: Call) -> list[Draft]:
    drafts = reporting.record(book, given, call)
    return _judged_anew(book, drafts, call, "facts", (given.unit,), given.source)


def _report_prevents(book: Book, given: reporting.ReportFacts, call: Call) -> Iterator[Unmet]:
    yield from reporting.report_prevents(book, given, call)
    yield from access.own_prevents(book, call, RUNNERS, reporting.covered(book, given))


def _report_facts(book: Book, given: reporting.ReportFacts, call: Call) -> list[Draft]:
    drafts, units = reporting.report(book, given, call), reporting.covered(book, given)
    return _judged_anew(book, drafts, call, "facts", units, given.source)


def _record_honours(book: Book, given: honours.RecordHonours, call: Call) -> list[Draft]:
    drafts = honours.record(book, given, call)
    sources = [one.source for one in given.held] + [one.source for one in given.initiatives]
    said = "; ".join(dict.fromkeys(sources))
    return _judged_anew(book, drafts, call, "honours", (given.unit,), said)


def _correct(book: Book, given: correcting.CorrectResults, call: Call) -> list[Draft]:
    drafts = correcting.correct(book, given, call)
    return _judged_anew(book, drafts, call, "results", (given.unit,), given.reason)


def _judged_anew(
    book: Book,
    drafts: list[Draft],
    call: Call,
    cause: afterwards.Cause,
    units: Iterable[str],
    source: str,
) -> list[Draft]:
    """Return *drafts*, and what they make of the lines that the bloc has proposed."""
    after = _after(book, drafts, call)
    return [*drafts, *afterwards.judged_anew(after, cause, units, source)]


def _after(book: Book, drafts: list[Draft], call: Call) -> Book:
    for draft in drafts:
        state = evolving.evolve(draft.stream, book.streams.get(draft.stream), draft.event, call)
        book = course.with_state(book, draft.stream, state)
    return book


def _hold(book: Book, given: holds.HoldAward, call: Call) -> list[Draft]:
    """Freeze an award; a step that waited for its dossier alone waits no more."""
    drafts = holds.hold(book, given, call)
    return [*drafts, *receiving.counted(_after(book, drafts, call))]


def _release(book: Book, given: holds.ReleaseHold, call: Call) -> list[Draft]:
    drafts = holds.release(book, given, call)
    return [*drafts, *receiving.counted(_after(book, drafts, call))]


def _asked(trigger: str) -> Prevents:
    return lambda book, _given, _call: year.trigger_prevents(book, trigger)


def _year_event(event: Callable[[Any], Event]) -> Drafts:
    return lambda _book, given, _call: [Draft(stream=year.KEY, event=event(given))]


_APPROVING = (
    *(Act(name=name, given=given, by=by, not_in=OUTLASTING, wider=_by_votes,
          prevents=prevents, drafts=drafts)
      for name, given, by, prevents, drafts in approving.VERBS),
    *(Act(name=name, given=given, by=by, whole_bloc=True, prevents=prevents, drafts=drafts)
      for name, given, by, prevents, drafts in (approving.REQUEST,)),
)  # fmt: skip

ALL = (
    Act(name="advance", given=year.Advance, by=_owner, whole_bloc=True,
        prevents=_advance_prevents, drafts=_advance),
    Act(name="suspend", given=year.Suspend, by=("admin",), not_in=frozenset(),
        prevents=_asked("suspend"),
        drafts=_year_event(lambda given: year.YearSuspended(reason=given.reason))),
    Act(name="resume", given=year.Resume, by=("admin",), not_in=frozenset(),
        prevents=_asked("resume"), drafts=_resume),
    Act(name="dissolve", given=dissolving.Dissolve, by=("admin",), not_in=frozenset(),
        whole_bloc=True, prevents=dissolving.dissolve_prevents, drafts=dissolving.dissolve),
    Act(name="propose_extension", given=extending.ProposeExtension, by=OFFICERS,
        prevents=extending.propose_prevents, drafts=extending.propose),
    Act(name="confirm_extension", given=extending.ConfirmExtension,
        by=("admin", "overseer", *HEADS),
        prevents=extending.confirm_prevents, drafts=extending.confirm),
    Act(name="decline_extension", given=extending.DeclineExtension,
        by=("overseer", *OFFICERS),
        prevents=extending.decline_prevents, drafts=extending.decline),
    Act(name="propose_definition", given=proposing.ProposeDefinition, by=proposing.proposers,
        whole_bloc=True, prevents=proposing.propose_prevents, drafts=proposing.propose),
    Act(name="adopt_definition", given=proposing.AdoptDefinition, by=proposing.CONFIRMING,
        whole_bloc=True, prevents=proposing.adopt_prevents, drafts=proposing.adopt),
    Act(name="decline_definition", given=proposing.DeclineDefinition, by=proposing.decliners,
        prevents=proposing.decline_prevents, drafts=proposing.decline),
    Act(name="permit_late", given=lateness.PermitLate, by=("office",), own_barred=True,
        prevents=lateness.permit_prevents, drafts=lateness.permit),
    Act(name="seat_person", given=seating.SeatPerson, by=("admin",), not_in=PEOPLE,
        prevents=seating.seat_prevents, drafts=seating.seat),
    Act(name="admit_unit", given=membership.AdmitUnit, by=("admin",), not_in=PEOPLE,
        prevents=membership.admit_prevents, drafts=membership.admit),
    Act(name="withdraw_unit", given=membership.WithdrawUnit, by=("admin",), not_in=PEOPLE,
        prevents=membership.withdraw_prevents, drafts=membership.withdraw),
    Act(name="rename_unit", given=membership.RenameUnit, by=("admin",), not_in=PEOPLE,
        prevents=membership.rename_prevents, drafts=membership.rename),
    Act(name="choose_channels", given=contacts.ChooseChannels,
        by=("unit", "office", "admin", "overseer"), not_in=PEOPLE,
        prevents=contacts.choose_prevents, drafts=contacts.choose),
    Act(name="give_mandate", given=seating.GiveMandate, by=("admin",), not_in=PEOPLE,
        prevents=seating.mandate_prevents, drafts=seating.give_mandate),
    Act(name="record_document", given=documents.RecordDocument, by=OFFICERS, not_in=OUTLASTING,
        whole_bloc=True, prevents=documents.record_prevents, drafts=composing.record),
    Act(name="sign_document", given=documents.SignDocument, by=("unit", "office"),
        not_in=OUTLASTING, prevents=documents.sign_prevents, drafts=documents.sign),
    Act(name="register", given=handing_in.Register, by=("unit",),
        prevents=handing_in.register_prevents, drafts=handing_in.register),
    Act(name="amend_registration", given=handing_in.AmendRegistration, by=("unit",),
        prevents=handing_in.amend_prevents, drafts=handing_in.amend),
    Act(name="withdraw_registration", given=handing_in.WithdrawRegistration, by=("unit",),
        prevents=handing_in.withdraw_prevents, drafts=handing_in.withdraw),
    Act(name="accept_registration", given=taking_on.AcceptRegistration, by=OFFICERS,
        own_barred=True, prevents=taking_on.accept_prevents, drafts=taking_on.accept),
    Act(name="return_registration", given=taking_on.ReturnRegistration, by=OFFICERS,
        own_barred=True, prevents=taking_on.return_prevents, drafts=taking_on.send_back),
    Act(name="draft_pledge", given=pledge.DraftPledge, by=("head", "deputy", "standing_unit"),
        prevents=pledge.draft_prevents, drafts=pledge.draft),
    Act(name="sign_pledge", given=pledge.SignPledge, by=("unit",),
        prevents=pledge.sign_prevents, drafts=pledge.sign),
    Act(name="propose_praise", given=praising.ProposePraise, by=("standing_unit", *HEADS),
        whole_bloc=True, prevents=praising.propose_prevents, drafts=praising.propose),
    Act(name="withdraw_praise", given=praising.WithdrawPraise, by=("standing_unit", *HEADS),
        not_in=OUTLASTING, prevents=praising.withdraw_prevents, drafts=praising.withdraw),
    Act(name="answer_praise", given=answering_praise.AnswerPraise, by=(*HEADS, "office"),
        not_in=OUTLASTING,
        prevents=answering_praise.answer_prevents, drafts=answering_praise.answer),
    Act(name="decide_praise", given=praise_ruling.DecidePraise, by=("signer",),
        not_in=OUTLASTING, prevents=praise_ruling.decide_prevents, drafts=praise_ruling.decide),
    Act(name="submit_report", given=review.SubmitReport, by=("unit",),
        prevents=review.report_prevents, drafts=review.report),
    Act(name="conclude_review", given=review.ConcludeReview, by=HEADS, whole_bloc=True,
        prevents=review.conclude_prevents, drafts=review.conclude),
    Act(name="group_units", given=groups.GroupUnits, by=OFFICERS,
        prevents=groups.group_prevents, drafts=groups.group),
    Act(name="set_targets", given=targets.SetTargets, by=OFFICERS, own_barred=True,
        prevents=_set_targets_prevents, drafts=targets.set_targets),
    Act(name="save_entries", given=self_scoring.SaveEntries, by=("unit",),
        prevents=self_scoring.save_prevents, drafts=self_scoring.save),
    Act(name="self_score", given=self_scoring.SelfScore, by=("unit",),
        prevents=self_scoring.self_score_prevents, drafts=self_scoring.self_score),
    Act(name="import_scores", given=appraising.ImportScores, by=("office",), own_barred=True,
        prevents=appraising.import_prevents, drafts=appraising.import_scores),
    Act(name="return_sheet", given=appraising.ReturnSheet, by=chain.appraisers, own_barred=True,
        prevents=appraising.return_prevents, drafts=appraising.send_back),
    Act(name="appraise", given=appraising.Appraise, by=chain.appraisers, own_barred=True,
        prevents=appraising.appraise_prevents, drafts=appraising.appraise),
    Act(name="explain_sheet", given=appraising.ExplainSheet, by=("unit",),
        prevents=appraising.explain_prevents, drafts=appraising.explain),
    Act(name="close_scores", given=closing.CloseScores, by=HEADS, whole_bloc=True,
        prevents=closing.close_prevents, drafts=closing.close),
    Act(name="reopen_scores", given=closing.ReopenScores, by=(*HEADS, "admin"),
        prevents=closing.reopen_prevents, drafts=closing.reopen),
    Act(name="record_facts", given=facts.RecordFacts, by=(*OFFICERS, "office"), own_barred=True,
        not_in=OUTLASTING, wider=_while_proposed,
        prevents=facts.record_prevents, drafts=_record_facts),
    Act(name="report_facts", given=reporting.ReportFacts, by=RUNNERS, whole_bloc=True,
        not_in=OUTLASTING, prevents=_report_prevents, drafts=_report_facts),
    Act(name="record_honours", given=honours.RecordHonours, by=(*OFFICERS, "office"),
        own_barred=True, not_in=OUTLASTING, wider=_while_proposed,
        prevents=honours.record_prevents, drafts=_record_honours),
    Act(name="decide_tie", given=deciding_ties.DecideTie, by=_deciders, whole_bloc=True,
        prevents=deciding_ties.decide_prevents, drafts=deciding_ties.decide),
    Act(name="fix_ranking", given=ranking.FixRanking, by=_rankers, whole_bloc=True,
        prevents=ranking.fix_prevents, drafts=ranking.fix),
    Act(name="publish_scores", given=publishing.PublishScores, by=publishing.publishers,
        not_in=OUTLASTING,
        prevents=publishing.publish_prevents, drafts=publishing.publish),
    Act(name="open_ballot", given=opening.OpenBallot, by=_runners, whole_bloc=True,
        not_in=OUTLASTING, prevents=opening.open_prevents, drafts=opening.open_ballot),
    Act(name="give_proxy", given=casting.GiveProxy, by=("unit", "office"), not_in=OUTLASTING,
        prevents=casting.proxy_prevents, drafts=casting.give_proxy),
    Act(name="cast_vote", given=casting.CastVote, by=("unit", "office"), not_in=OUTLASTING,
        unkept=("sealed",), prevents=casting.cast_prevents, drafts=casting.cast),
    Act(name="record_opinion", given=casting.RecordOpinion, by=RUNNERS, not_in=OUTLASTING,
        prevents=casting.opinion_prevents, drafts=casting.record_opinion),
    Act(name="close_ballot", given=ballot_closing.CloseBallot, by=RUNNERS, not_in=OUTLASTING,
        prevents=ballot_closing.close_prevents, drafts=ballot_closing.close),
    Act(name="open_envelopes", given=envelopes.OpenEnvelopes, by=RUNNERS, not_in=OUTLASTING,
        unkept=("keys",), prevents=envelopes.envelopes_prevent, drafts=envelopes.open_envelopes),
    Act(name="record_count", given=tellers.RecordCount, by=_runners, not_in=OUTLASTING,
        prevents=tellers.count_prevents, drafts=tellers.record_count),
    Act(name="end_deadlock", given=ending.EndDeadlock, by=RUNNERS, not_in=OUTLASTING,
        prevents=ending.deadlock_prevents, drafts=ending.end_deadlock),
    Act(name="ask_void", given=ending.VoidBallot, by=_runners, not_in=OUTLASTING,
        prevents=ending.void_asked_prevents, drafts=ending.ask_void),
    Act(name="confirm_void", given=ending.ConfirmVoid, by=(*RUNNERS, "overseer"),
        not_in=OUTLASTING, prevents=ending.void_prevents, drafts=ending.void),
    Act(name="destroy_envelopes", given=ending.DestroyEnvelopes, by=RUNNERS, not_in=frozenset(),
        prevents=ending.destroy_prevents, drafts=ending.destroy),
    Act(name="part_equals", given=parting.PartEquals, by=parting.deciders, whole_bloc=True,
        not_in=OUTLASTING, prevents=parting.part_prevents, drafts=parting.part),
    Act(name="nominate", given=nomination.Nominate, by=HEADS, whole_bloc=True, not_in=OUTLASTING,
        prevents=nomination.nominate_prevents, drafts=nomination.nominate),
    Act(name="withdraw_nomination", given=withdrawing.WithdrawNomination, by=HEADS,
        not_in=OUTLASTING, prevents=withdrawing.withdraw_prevents, drafts=withdrawing.withdraw),
    Act(name="propose_people", given=people.ProposePeople, by=("unit",), not_in=OUTLASTING,
        prevents=people.propose_prevents, drafts=people.propose),
    Act(name="decide_own", given=deciding_own.DecideOwn, by=("unit",), whole_bloc=True,
        not_in=OUTLASTING, prevents=deciding_own.decide_prevents, drafts=deciding_own.decide),
    Act(name="receive_dossier", given=receiving.ReceiveDossier, by=("office",),
        not_in=OUTLASTING, prevents=receiving.receive_prevents, drafts=receiving.receive),
    Act(name="propose_next", given=following.ProposeNext, by=HEADS, whole_bloc=True,
        not_in=OUTLASTING, prevents=following.next_prevents, drafts=following.propose_next),
    Act(name="hold_award", given=holds.HoldAward, by=(*OFFICERS, "office"), own_barred=True,
        not_in=OUTLASTING, prevents=holds.hold_prevents, drafts=_hold),
    Act(name="release_hold", given=holds.ReleaseHold, by=(*OFFICERS, "office"), own_barred=True,
        not_in=OUTLASTING, prevents=holds.release_prevents, drafts=_release),
    *_APPROVING,
    Act(name="decide_released", given=released.DecideReleased, by=("office",), own_barred=True,
        not_in=OUTLASTING, whole_bloc=True,
        prevents=released.decide_prevents, drafts=released.decide),
    Act(name="ask_revocation", given=revoking.AskRevocation, by=("office", "unit"),
        not_in=frozenset(), prevents=revoking.ask_prevents, drafts=revoking.ask),
    Act(name="confirm_revocation", given=revoking.ConfirmRevocation,
        by=("office", "overseer", "admin"), own_barred=True, not_in=frozenset(),
        prevents=revoking.confirm_prevents, drafts=revoking.confirm),
    Act(name="raise_objection", given=raising.RaiseObjection, by=("unit",), whole_bloc=True,
        not_in=OUTLASTING, prevents=raising.raise_prevents, drafts=raising.object_to),
    Act(name="carry_objection", given=raising.CarryObjection, by=("unit",), whole_bloc=True,
        not_in=OUTLASTING, prevents=raising.carry_prevents, drafts=raising.carry),
    Act(name="withdraw_objection", given=raising.WithdrawObjection, by=("unit",),
        not_in=OUTLASTING, prevents=raising.withdraw_prevents, drafts=raising.withdraw),
    Act(name="answer_objection", given=answering.AnswerObjection, by=(*RUNNERS, "overseer"),
        whole_bloc=True, not_in=OUTLASTING,
        prevents=answering.answer_prevents, drafts=answering.answer),
    Act(name="correct_results", given=correcting.CorrectResults, by=_correctors,
        own_barred=True, whole_bloc=True, not_in=OUTLASTING,
        prevents=correcting.correct_prevents, drafts=_correct),
    Act(name="record_complaint", given=legal.RecordComplaint, by=(*OFFICERS, "office"),
        own_barred=True, not_in=OUTLASTING,
        prevents=legal.record_prevents, drafts=legal.record),
    Act(name="conclude_complaint", given=legal.ConcludeComplaint, by=(*OFFICERS, "office"),
        not_in=OUTLASTING, prevents=legal.conclude_prevents, drafts=legal.conclude),
    Act(name="decline_leadership", given=leading.DeclineLeadership, by=("unit",),
        prevents=leading.decline_prevents, drafts=leading.decline),
    Act(name="agree_leaders", given=succession.AgreeLeaders, by=HEADS, whole_bloc=True,
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
        *windows.held_up(book, act.name, given, call),
    )
    return tuple(one if one.who else replace(one, who=(call.actor.seat,)) for one in unmet)


def decide(book: Book, act: Act, given: object, call: Call) -> list[Draft]:
    """Return the events that the act records.

    Raises:
        Refused: Carrying every unmet condition.
    """
    if unmet := prevented(book, act, given, call):
        raise Refused(unmet)
    drafts = act.drafts(book, given, call)
    return [*drafts, *windows.following(book, drafts, call)]
