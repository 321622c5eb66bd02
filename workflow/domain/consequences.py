"""What follows from events: deadlines to arm or cancel, and notices owed to people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from definitions.filling import shown
from definitions.schema.notices import Notice
from definitions.schema.record import Text
from definitions.schema.stages import Stage
from workflow.domain import gates, handover, nomination, registration, sheet, timing, year
from workflow.domain.model import Book, Call, Draft
from workflow.domain.ranking import RankingFixed
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Person, Roster
from workflow.domain.timing import Timer


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadlines:
    """Timers to arm, and things whose timers are over (`stage/` means every stage)."""

    arm: tuple[Timer, ...] = ()
    cancel: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Owed:
    """A notice owed to one person, with the facts that its template may mention."""

    notice: str
    person: Person
    facts: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """Something that people are told of: which units it is about, and what may be mentioned."""

    on: str
    units: tuple[str, ...] = ()
    office: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    only: str | None = None


def deadlines(book: Book, draft: Draft, call: Call) -> Deadlines:
    """Return what *draft* does to the deadlines of its bloc year."""
    match draft.event:
        case year.StageEntered() as entered:
            stage = book.definition.stage(entered.stage)
            return Deadlines(
                arm=_of_stage(book, stage, entered.opens, entered.due, call), cancel=("stage/",)
            )
        case year.YearResumed():
            current = book.load(year.YearState, year.KEY).current
            if current is None:
                return Deadlines()
            stage = book.definition.stage(current.id)
            return Deadlines(arm=_of_stage(book, stage, current.opens, current.due, call))
        case year.YearSuspended() | year.YearClosed():
            return Deadlines(cancel=("stage/",))
        case year.YearDissolved():
            return Deadlines(cancel=("stage/", "step/"))
        case nomination.StepOpened() as opened:
            return Deadlines(arm=_of_step(book, opened, call), cancel=("step/",))
        case nomination.StepDecided():
            return Deadlines(cancel=("step/",))
    return Deadlines()


def _of_stage(
    book: Book, stage: Stage, opens: datetime | None, due: datetime | None, call: Call
) -> tuple[Timer, ...]:
    about = f"stage/{stage.id}"
    wanted = []
    if opens and opens > call.now:
        wanted.append(Timer(name=f"{about}/opens", due=opens, about=about))
    if due:
        rungs = timing.ladder(book.definition, stage.remind, due, about)
        wanted += [rung for rung in rungs if rung.due > call.now]
        wanted.append(Timer(name=f"{about}/due", due=due, about=about))
    return tuple(wanted)


def _of_step(book: Book, opened: nomination.StepOpened, call: Call) -> tuple[Timer, ...]:
    if opened.due is None:
        return ()
    about = f"step/{opened.step}"
    step = next(one for one in nomination.steps(book) if one.id == opened.step)
    rungs = timing.ladder(book.definition, step.remind, opened.due, about)
    return (
        *(rung for rung in rungs if rung.due > call.now),
        Timer(name=f"{about}/due", due=opened.due, about=about),
    )


def occasions(book: Book, draft: Draft, call: Call) -> Iterator[Occasion]:
    """Yield what people are to be told because of *draft*; the book is as it stands after."""
    subject = draft.stream.partition("/")[2]
    about = (subject,) if subject else ()
    match draft.event:
        case year.YearOpened():
            yield Occasion(on="year_opened")
        case year.StageEntered() as entered if _opens_now(book, entered, call):
            yield stage_occasion(book, "stage_opened", entered.stage)
        case year.StageOverdue() as late:
            yield stage_occasion(book, "stage_overdue", late.stage, at=call.at)
        case year.YearClosed():
            yield Occasion(on="year_closed")
        case registration.RegistrationReturned() | sheet.SheetReturned() as returned:
            facts = {"comment": returned.comment, "dossier": _dossier(book, draft)}
            yield Occasion(on="dossier_returned", units=about, facts=facts)
        case registration.RegistrationAccepted() | sheet.SheetAppraised():
            facts = {"dossier": _dossier(book, draft)}
            yield Occasion(on="dossier_accepted", units=about, facts=facts)
        case RankingFixed():
            yield Occasion(on="ranking_fixed")
        case nomination.StepOpened() as opened:
            yield step_occasion(book, "approval_requested", opened.step)
        case nomination.StepExpired() as expired:
            yield step_occasion(book, "approval_expired", expired.step)
        case nomination.StepDecided(verdict="return") as back:
            yield Occasion(on="nomination_returned", facts={"comment": back.comment})
        case nomination.NominationDecided():
            yield from _decided(book)
        case handover.LeadersAgreed() as chosen:
            yield Occasion(on="leaders_agreed", facts=_leaders(book, chosen))
        case handover.HandoverPrepared():
            units = tuple(dict.fromkeys(unit for _, unit in handover.sides(book, call.at)))
            yield Occasion(on="handover_signing", units=units)


def _opens_now(book: Book, entered: year.StageEntered, call: Call) -> bool:
    """Whether a stage opens with its entry, and was not left again at the same meeting."""
    lived = book.load(year.YearState, year.KEY).lived(entered.stage)
    still_in = lived is not None and lived.left_at is None
    return still_in and not (entered.opens and entered.opens > call.now)


def stage_occasion(
    book: Book, on: str, stage_id: str, *, at: datetime | None = None, only: str | None = None
) -> Occasion:
    """Return an occasion about a stage; with *at*, its units are those still missing then."""
    lived = book.load(year.YearState, year.KEY).lived(stage_id)
    missing = missing_units(book, at) if at else ()
    roster = book.load(Roster, ROSTER)
    facts: dict[str, object] = {
        "stage": book.definition.stage(stage_id).title,
        "due": lived.due if lived else None,
        "missing": [roster.name(unit) for unit in missing],
    }
    return Occasion(on=on, units=missing, facts=facts, only=only)


def step_occasion(book: Book, on: str, step_id: str, *, only: str | None = None) -> Occasion:
    """Return an occasion about a step of the approval chain."""
    step = next(one for one in nomination.steps(book) if one.id == step_id)
    state = book.find(nomination.Nomination, nomination.KEY)
    facts: dict[str, object] = {
        "step": step.title,
        "office": book.definition.office_title(step.office),
        "due": state.open_until if state else None,
    }
    return Occasion(on=on, office=step.office, facts=facts, only=only)


def missing_units(book: Book, at: datetime) -> tuple[str, ...]:
    """Return the units whose move it is in the current stage, in official order."""
    seats = {seat for one in gates.stage_unmet(book, at) for seat in one.who}
    return tuple(unit for unit in book.load(Roster, ROSTER).unit_ids() if f"unit:{unit}" in seats)


def _dossier(book: Book, draft: Draft) -> Text:
    kind = draft.stream.partition("/")[0]
    stage = book.definition.stage_of("scoring" if kind == sheet.KIND else "registration")
    return stage.title if stage else Text(vi=kind, en=kind)


def _decided(book: Book) -> Iterator[Occasion]:
    entries = book.load(nomination.Nomination, nomination.KEY).decided
    for unit in dict.fromkeys(entry.unit for entry in entries):
        titles = [book.definition.award_title(one.award) for one in entries if one.unit == unit]
        yield Occasion(on="award_decided", units=(unit,), facts={"awards": titles})


def _leaders(book: Book, chosen: handover.LeadersAgreed) -> dict[str, object]:
    roster = book.load(Roster, ROSTER)
    deputies = [roster.name(unit) for unit in chosen.deputies]
    return {"head": roster.name(chosen.head), "deputies": deputies}


def owed(book: Book, occasion: Occasion, at: datetime) -> Iterator[Owed]:
    """Yield the notices that the definition wants sent on *occasion*, one per person."""
    for notice in book.definition.notices:
        if notice.on == occasion.on:
            for person, unit in _recipients(book, notice, occasion, at):
                yield Owed(
                    notice=notice.id, person=person, facts=_facts(book, occasion, person, unit)
                )


def _facts(book: Book, occasion: Occasion, person: Person, unit: str | None) -> dict[str, str]:
    given: dict[str, object] = {
        "bloc": book.bloc_name,
        "year": str(book.year),
        "recipient": person.name,
        "unit": book.load(Roster, ROSTER).name(unit) if unit else None,
        **occasion.facts,
    }
    return {name: shown(value, person.language) for name, value in given.items()}


def _recipients(
    book: Book, notice: Notice, occasion: Occasion, at: datetime
) -> Iterable[tuple[Person, str | None]]:
    """Return each person once, with the unit they are told as."""
    roster, day = book.load(Roster, ROSTER), timing.hanoi_day(at)
    wanted = [occasion.only] if occasion.only else notice.to
    found: dict[str, tuple[Person, str | None]] = {}
    for recipient in wanted:
        for seat in SEATS[recipient](book, occasion, at):
            unit = seat.removeprefix("unit:") if seat.startswith("unit:") else None
            for person in roster.seated(seat, day):
                found.setdefault(person.id, (person, unit))
    return found.values()


def _units(units: Iterable[str]) -> list[str]:
    return [f"unit:{unit}" for unit in units]


def _role(role: str) -> Callable[[Book, Occasion, datetime], list[str]]:
    return lambda book, _occasion, at: _units(
        book.load(Roster, ROSTER).holders(role, timing.hanoi_day(at))
    )


def _owner(book: Book, occasion: Occasion, at: datetime) -> list[str]:
    current = book.load(year.YearState, year.KEY).current
    owner = book.definition.stage(current.id).owner if current else None
    return ["admin"] if owner in {None, "admin"} else _role(str(owner))(book, occasion, at)


def _incoming(book: Book, _occasion: Occasion, _at: datetime) -> list[str]:
    chosen = book.find(handover.Succession, handover.SUCCESSION)
    return _units((chosen.head, *chosen.deputies)) if chosen else []


def _office(_book: Book, occasion: Occasion, _at: datetime) -> list[str]:
    return [f"office:{occasion.office}"] if occasion.office else []


SEATS: dict[str, Callable[[Book, Occasion, datetime], list[str]]] = {
    "every_unit": lambda book, _occasion, _at: _units(book.load(Roster, ROSTER).unit_ids()),
    "unit": lambda _book, occasion, _at: _units(occasion.units),
    "missing": lambda _book, occasion, _at: _units(occasion.units),
    "head": _role("head"),
    "deputy": _role("deputy"),
    "owner": _owner,
    "approver": _office,
    "office": _office,
    "incoming": _incoming,
}
"""Implements exactly the recipients of `definitions.schema.notices`; a test compares."""
