"""What people are to be told of: from an event to an occasion, with what may be mentioned."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from definitions.schema.record import Text
from definitions.schema.timing import Reminder
from workflow.domain import gates, handover, nomination, registration, sheet, succession, year
from workflow.domain.model import Book, Call, Draft, Event
from workflow.domain.ranking import RankingFixed
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Something that people are told of: which units it is about, and what may be mentioned.

    `only` replaces the recipients that the notice names; the offices `also` are told as well.
    """

    on: str
    units: tuple[str, ...] = ()
    office: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    only: str | None = None
    also: tuple[str, ...] = ()


def follow(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield what people are to be told because of *draft*; the book is as it stands after."""
    rule = RULES.get(type(draft.event))
    if rule:
        yield from rule(book, draft, call)


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


def _returned(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    facts = {"comment": event.comment, "dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_returned", units=_subject(draft), facts=facts)


def _accepted(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    facts: dict[str, object] = {"dossier": _dossier(book, draft)}
    yield Occasion(on="dossier_accepted", units=_subject(draft), facts=facts)


def _step(on: str) -> Rule:
    def tell(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
        event: Any = draft.event
        yield step_occasion(book, on, event.step)

    return tell


def _step_expired(book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    told = nomination.step_of(book, event.step).expired_to
    occasion = step_occasion(book, "approval_expired", event.step)
    yield replace(occasion, also=(told,) if told else ())


def _step_decided(_book: Book, draft: Draft, _call: Call) -> Iterator[Occasion]:
    event: Any = draft.event
    if event.verdict == "return":
        yield Occasion(on="nomination_returned", facts={"comment": event.comment})


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
    return Occasion(on=on, units=missing, facts=facts)


def step_occasion(book: Book, on: str, step_id: str) -> Occasion:
    """Return an occasion about a step of the approval chain."""
    step = nomination.step_of(book, step_id)
    state = book.find(nomination.Nomination, nomination.KEY)
    facts: dict[str, object] = {
        "step": step.title,
        "office": book.definition.office_title(step.office),
        "due": state.open_until if state else None,
    }
    return Occasion(on=on, office=step.office, facts=facts)


def reminded(occasion: Occasion, rung: Reminder) -> Occasion:
    """Return *occasion* for those whom one rung of a ladder names."""
    only = None if rung.to == "missing" else rung.to
    return replace(occasion, only=only, also=(rung.office,) if rung.office else ())


def missing_units(book: Book, at: datetime) -> tuple[str, ...]:
    """Return the units whose move it is in the current stage, in official order."""
    seats = {seat for one in gates.stage_unmet(book, at) for seat in one.who}
    return tuple(unit for unit in book.load(Roster, ROSTER).unit_ids() if f"unit:{unit}" in seats)


def _dossier(book: Book, draft: Draft) -> Text:
    kind = draft.stream.partition("/")[0]
    stage = book.definition.stage_of("scoring" if kind == sheet.KIND else "registration")
    return stage.title if stage else Text(vi=kind, en=kind)


def _decided(book: Book, _draft: Draft, _call: Call) -> Iterator[Occasion]:
    entries = book.load(nomination.Nomination, nomination.KEY).decided
    for unit in dict.fromkeys(entry.unit for entry in entries):
        titles = [book.definition.award_title(one.award) for one in entries if one.unit == unit]
        yield Occasion(on="award_decided", units=(unit,), facts={"awards": titles})


def _leaders(book: Book, chosen: succession.LeadersAgreed) -> dict[str, object]:
    roster = book.load(Roster, ROSTER)
    deputies = [roster.name(unit) for unit in chosen.deputies]
    return {"head": roster.name(chosen.head), "deputies": deputies}


RULES: dict[type[Event], Rule] = {
    year.YearOpened: _plain("year_opened"),
    year.StageEntered: _entered,
    year.StageOverdue: _overdue,
    year.YearClosed: _plain("year_closed"),
    registration.RegistrationReturned: _returned,
    registration.RegistrationAccepted: _accepted,
    sheet.SheetReturned: _returned,
    sheet.SheetAppraised: _accepted,
    RankingFixed: _plain("ranking_fixed"),
    nomination.StepOpened: _step("approval_requested"),
    nomination.StepExpired: _step_expired,
    nomination.StepDecided: _step_decided,
    nomination.NominationDecided: _decided,
    succession.LeadersAgreed: _agreed,
    handover.HandoverPrepared: _handing_over,
}
"""Events that people are told of."""
