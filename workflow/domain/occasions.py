"""What people are to be told of: from an event to an occasion, with what may be mentioned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from definitions.schema.record import Text
from definitions.schema.timing import Reminder
from definitions.wording import Phrase
from workflow.domain import (
    extending,
    gates,
    handover,
    nomination,
    registration,
    sheet,
    succession,
    timing,
    year,
)
from workflow.domain.adoption import state as adoption
from workflow.domain.approvals import counting, signers
from workflow.domain.approvals import events as approving
from workflow.domain.approvals import subjects as approval_subjects
from workflow.domain.approvals.state import PREPARER, approvals_of
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.moving import DeadlineMoved
from workflow.domain.nominating import NominationWithdrawn
from workflow.domain.objections import clock, hearing
from workflow.domain.objections import events as objecting
from workflow.domain.objections.state import Objection, objections_of, rule_of
from workflow.domain.ranking import RankingFixed
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster


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


def follow(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield what people are to be told because of *draft*; the book is as it stands after."""
    rule = RULES.get(type(draft.event))
    for occasion in rule(book, draft, call) if rule else ():
        yield replace(occasion, about=occasion.about or draft.stream)


Rule = Callable[[Book, Draft, Call], Iterator[Occasion]]


def _plain(on: str) -> Rule:
    def tell(_book: Book, _draft: Draft, _call: Call) -> Iterator[Occasion]:
        yield Occasion(on=on)

    return tell


def _entered(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if _opens_now(book, event, call):
        yield stage_occasion(book, "stage_opened", event.stage)


def _overdue(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield stage_occasion(book, "stage_overdue", event.stage, at=call.at)


def _deadline_moved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    occasion = stage_occasion(book, "deadline_moved", event.stage)
    facts = {"was": event.was, "due": event.due, "reason": event.reason}
    yield replace(occasion, facts=occasion.facts | facts)


def _extension_proposed(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    occasion = stage_occasion(book, "extension_proposed", event.stage)
    facts = {"until": event.due, "reason": event.reason}
    yield replace(occasion, facts=occasion.facts | facts)


def _definition_proposed(_book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"definition": event.definition, "reason": event.reason}
    yield Occasion(on="definition_proposed", facts=facts)


def _definition_adopted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"definition": book.definition.title, "reason": event.reason}
    yield Occasion(on="definition_adopted", facts=facts)


def _returned(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"comment": event.comment, "dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_returned", units=_subject(draft), facts=facts)


def _accepted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    facts: dict[str, object] = {"dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_accepted", units=_subject(draft), facts=facts)


def _step_asked(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    people = event.came if isinstance(event, approving.SignersChanged) else event.people
    yield replace(step_occasion(book, "approval_requested", event.step), people=people)


def _opinion_asked(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield replace(step_occasion(book, "approval_requested", event.step), people=(event.to,))


def _opinion_back(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield replace(step_occasion(book, "approval_requested", event.step), people=(event.owner,))


def _urged(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    occasion = step_occasion(book, "approval_urged", event.step)
    facts = {"comment": event.comment or ""}
    yield replace(occasion, people=event.people, facts=occasion.facts | facts)


def _stuck(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that nobody was able to act, for the office that steps in, or for administrators."""
    event: Any = draft.event
    if isinstance(event, approving.StepRouted) and event.why == "expired":
        return
    occasion = step_occasion(book, "approval_stuck", event.step)
    yield replace(occasion, office=getattr(event, "office", None))


def _sent_back(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that a file came back to whoever prepared it; a nomination says so itself."""
    event: Any = draft.event
    approval = approvals_of(book).of_step(event.step)
    stage = approval_subjects.stage_of_step(book, event.step)
    if approval and stage and event.to == PREPARER and stage.kind != "nomination":
        yield _to_preparers(book, "approval_returned", approval.stage, event.comment)


def _approval_ended(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    kind = book.definition.stage(event.stage).kind
    if event.outcome == "void":
        yield from _taken_back(book, event)
    elif event.outcome == "rejected":
        yield _to_preparers(book, "approval_rejected", event.stage, event.reason)
    elif kind != "nomination":
        yield _to_preparers(book, "approval_given", event.stage, None)


def _taken_back(book: Book, event: Any) -> Iterator[Occasion]:  # noqa: ANN401 - as the rules above
    """Yield that a file is no longer anybody's move, for those whose move it was."""
    approval = approvals_of(book).of_stage(event.stage)
    for turn in approval.turns[-1:] if approval else ():
        occasion = step_occasion(book, "approval_void", turn.step)
        yield replace(occasion, people=turn.asked, facts=occasion.facts | {"reason": event.reason})


def _dissolved(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    stages, paper = book.load(year.YearState, year.KEY).stages, event.paper
    facts = {
        "reason": event.reason,
        "paper": paper.number if paper else None,
        "issuer": paper.issuer if paper else None,
    }
    yield Occasion(
        on="year_dissolved", facts=facts, about=f"stage/{stages[-1].id}" if stages else None
    )


def _to_preparers(book: Book, on: str, stage_id: str, comment: str | None) -> Occasion:
    approval = approvals_of(book).of_stage(stage_id)
    facts: dict[str, object] = {"stage": book.definition.stage(stage_id).title}
    if on != "approval_given":
        facts |= {"comment": comment or ""}
    people = approval.preparers if approval else ()
    return Occasion(on=on, people=people, facts=facts, about=f"approval/{stage_id}")


def _step_expired(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    told = approval_subjects.step_of(book, event.step).expired_to
    occasion = step_occasion(book, "approval_expired", event.step)
    approval = approvals_of(book).of_step(event.step)
    turn = approval.lived(event.step) if approval else None
    people = turn.asked if turn else ()
    yield replace(occasion, people=people, also=(told,) if told else ())


def _step_decided(_book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if event.verdict == "return":
        yield Occasion(on="nomination_returned", facts={"comment": event.comment})


def _withdrawn(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    """Yield that the bloc took its list back, for those whose move it was."""
    event: Any = draft.event
    approval = approvals_of(book).of_step(event.step) if event.step else None
    turn = approval.lived(event.step) if approval else None
    if turn:
        occasion = step_occasion(book, "approval_void", event.step)
        yield replace(occasion, people=turn.asked, facts=occasion.facts | {"reason": event.reason})


def _agreed(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    yield Occasion(on="leaders_agreed", facts=_leaders(book, event))


def _handing_over(book: Book, _draft: Draft, call: Call) -> Iterator[Occasion]:
    units = tuple(dict.fromkeys(unit for _, unit in handover.sides(book, call.at)))
    yield Occasion(on="handover_signing", units=units)


def _subject(draft: Draft) -> tuple[str, ...]:
    return (draft.stream.partition("/")[2],)


def _opens_now(book: Book, entered: year.StageEntered, call: Call) -> bool:
    """Whether a stage opens with its entry, and was not left again at the same meeting."""
    lived = book.load(year.YearState, year.KEY).lived(entered.stage)
    still_in = lived is not None and lived.left_at is None
    return still_in and not (entered.opens and entered.opens > call.now)


def stage_occasion(book: Book, on: str, stage_id: str, *, at: datetime | None = None) -> Occasion:
    """Return an occasion about a stage; with *at*, its units are those still missing then."""
    lived = book.load(year.YearState, year.KEY).lived(stage_id)
    missing = missing_units(book, at) if at else ()
    roster = book.load(Roster, ROSTER)
    facts: dict[str, object] = {
        "stage": book.definition.stage(stage_id).title,
        "due": lived.due if lived else None,
        "missing": [roster.name(unit) for unit in missing],
    }
    due = lived.due if lived else None
    return Occasion(on=on, units=missing, facts=facts, about=f"stage/{stage_id}", until=due)


def step_occasion(book: Book, on: str, step_id: str, *, at: datetime | None = None) -> Occasion:
    """Return an occasion about a step of an approval chain, for those whose move it is.

    Without *at* it is for those who are asked by an event, and are set on the occasion.
    """
    step = approval_subjects.step_of(book, step_id)
    stage = approval_subjects.stage_of_step(book, step_id)
    approval = approvals_of(book).of_step(step_id)
    turn = approval.lived(step_id) if approval else None
    due = turn.due if turn else None
    facts: dict[str, object] = {
        "stage": stage.title if stage else None,
        "step": step.title,
        "office": book.definition.office_title(step.office),
        "due": due,
    }
    people = _signers(book, step_id, at) if at else ()
    return Occasion(
        on=on, office=step.office, people=people, facts=facts, about=f"step/{step_id}", until=due
    )


def _signers(book: Book, step_id: str, at: datetime) -> tuple[str, ...]:
    """Return who may act on an open step now; nobody where it is not open."""
    stage = approval_subjects.stage_of_step(book, step_id)
    matter = approval_subjects.matter_of(book, stage) if stage else None
    if matter is None or matter.turn.step != step_id:
        return ()
    return signers.people_of(counting.open_parts(matter, timing.hanoi_day(at)))


def reminded(occasion: Occasion, rung: Reminder) -> Occasion:
    """Return *occasion* for those whom one rung of a ladder names."""
    only = None if rung.to == "missing" else rung.to
    return replace(occasion, only=only, also=(rung.office,) if rung.office else ())


def missing_units(book: Book, at: datetime) -> tuple[str, ...]:
    """Return the units whose move it is in the current stage, in official order."""
    seats = {seat for one in gates.stage_unmet(book, at) for seat in one.who}
    return tuple(unit for unit in book.load(Roster, ROSTER).unit_ids() if f"unit:{unit}" in seats)


def _dossier(book: Book, draft: Draft) -> Text:
    kind = draft.stream.partition("/")[0].partition("@")[0]
    stage = book.definition.stage_of("scoring" if kind == sheet.KIND else "registration")
    return stage.title if stage else Text(vi=kind, en=kind)


def _decided(book: Book, _draft: Draft, _call: Call) -> Iterator[Occasion]:
    entries = book.load(nomination.Nomination, nomination.KEY).decided
    for unit in dict.fromkeys(entry.unit for entry in entries):
        awards = dict.fromkeys(one.award for one in entries if one.unit == unit)
        titles = [book.definition.award_title(one) for one in awards]
        facts: dict[str, object] = {"awards": titles}
        yield Occasion(on="award_decided", units=(unit,), facts=facts, about=f"award/{unit}")


def _leaders(book: Book, chosen: succession.LeadersAgreed) -> dict[str, object]:
    roster = book.load(Roster, ROSTER)
    deputies = [roster.name(unit) for unit in chosen.deputies]
    return {"head": roster.name(chosen.head), "deputies": deputies}


def _objections_opened(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    rule = rule_of(book, event.rule)
    facts: dict[str, object] = {"objection": rule.title if rule else "", "until": event.until}
    yield Occasion(on="objections_opened", facts=facts, about=f"objections/{event.rule}")


def _objection(on: str) -> Rule:
    """Return what tells of one objection: those who may answer it, and the unit that raised it."""

    def tell(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
        event: Any = draft.event
        found = objections_of(book).find(event.id)
        rule = rule_of(book, found.rule) if found else None
        if found is None or rule is None:
            return
        people = hearing.able(book, found, rule.heard_by[found.level], call.at)
        facts = _of_objection(book, found) | {"objection": rule.title}
        ended = on == "objection_answered"
        if ended:
            outcome = Phrase(f"objection_status_{found.status}")
            facts |= {"outcome": outcome, "comment": event.reason}
        yield Occasion(
            on=on, units=(found.objector,), people=people, facts=facts,
            about=clock.about(found.id), only=None if people or ended else "admin",
        )  # fmt: skip

    return tell


def _of_objection(book: Book, found: Objection) -> dict[str, object]:
    name = book.load(Roster, ROSTER).name(found.objector)
    return {"number": found.id, "objector": name, "due": found.due}


RULES: dict[type[Event], Rule] = {
    year.YearOpened: _plain("year_opened"),
    year.StageEntered: _entered,
    year.StageOverdue: _overdue,
    DeadlineMoved: _deadline_moved,
    extending.ExtensionProposed: _extension_proposed,
    adoption.DefinitionProposed: _definition_proposed,
    adoption.DefinitionAdopted: _definition_adopted,
    year.YearClosed: _plain("year_closed"),
    year.YearDissolved: _dissolved,
    registration.RegistrationReturned: _returned,
    registration.RegistrationAccepted: _accepted,
    sheet.SheetReturned: _returned,
    sheet.SheetAppraised: _accepted,
    RankingFixed: _plain("ranking_fixed"),
    approving.StepOpened: _step_asked,
    approving.SignersChanged: _step_asked,
    approving.StepDelegated: _opinion_asked,
    approving.OpinionGiven: _opinion_back,
    approving.PartReturned: _opinion_back,
    approving.SignersUrged: _urged,
    approving.StepRouted: _stuck,
    approving.StepStuck: _stuck,
    approving.StepReturned: _sent_back,
    approving.ApprovalEnded: _approval_ended,
    approving.StepExpired: _step_expired,
    nomination.StepDecided: _step_decided,
    nomination.NominationDecided: _decided,
    NominationWithdrawn: _withdrawn,
    succession.LeadersAgreed: _agreed,
    handover.HandoverPrepared: _handing_over,
    objecting.ObjectionsOpened: _objections_opened,
    objecting.ObjectionRaised: _objection("objection_raised"),
    objecting.ObjectionCarried: _objection("objection_carried"),
    objecting.ObjectionOverdue: _objection("objection_overdue"),
    objecting.ObjectionAnswered: _objection("objection_answered"),
    objecting.ObjectionWithdrawn: _objection("objection_answered"),
}
"""Events that people are told of."""
