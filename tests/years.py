"""Bloc years to act in: one on paper, one in a database; and the acts that carry them on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from pydantic import TypeAdapter

from definitions.schema.approvals import Approval
from definitions.schema.definition import Definition
from definitions.schema.facts import Fact
from definitions.schema.stages import Stage
from tests.factories import (
    ADMIN,
    HEAD,
    START,
    YEAR,
    entries,
    holds,
    opening,
    pin,
    plainest,
    pledge_text,
    sits,
)
from workflow.domain import acts, gates
from workflow.domain.adoption.state import OFFERED, DefinitionAdopted, Offered
from workflow.domain.approvals.state import approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.evolving import evolve
from workflow.domain.members import roster
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor, Book, Call, Draft, Event
from workflow.domain.nominations import nomination
from workflow.domain.pledging.pledge import KEY as PLEDGE
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.stages import meeting, year
from workflow.domain.timing import hanoi_day
from workflow.runtime import Runtime, SimulatedClock
from workflow.service.acts import perform
from workflow.service.commands import Command, Receipt
from workflow.service.reading import load_book
from workflow.service.years import open_year


class BlocYear(Protocol):
    """A bloc year in which things are done."""

    @property
    def book(self) -> Book:
        """The year as a rule sees it."""

    @property
    def now(self) -> datetime:
        """The present moment."""

    def do(self, what: str, by: Actor, **given: object) -> object:
        """Do an act, now."""


@cache
def _shape(what: str) -> TypeAdapter[Any]:
    return TypeAdapter(acts.ACTS[what].given if what in acts.ACTS else meeting.HoldMeeting)


@dataclass
class Paper:
    """A bloc year on paper: acts are decided and folded as always, and nothing is stored."""

    definition: Definition = field(default_factory=plainest)
    count: int = 4
    now: datetime = START
    streams: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted, pinned = opening(self.definition, self.count), pin(self.definition)
        self.book = Book(
            id=wanted.id, bloc=wanted.bloc, bloc_name=wanted.bloc_name, year=YEAR,
            pinned=pinned, streams=self.streams,
        )  # fmt: skip
        self.fold("year", year.YearOpened(
            bloc=wanted.bloc, bloc_name=wanted.bloc_name, year=YEAR,
            definition=self.definition.id, definition_hash=pinned.hash,
        ))  # fmt: skip
        fixed = roster.RosterFixed(units=wanted.units, people=wanted.people, seats=wanted.seats)
        self.fold("roster", fixed)
        for mandate in wanted.mandates:
            self.fold("roster", roster.MandateTaken(mandate=mandate))
        self.fold("year", year.entering(self.book, self.definition.stages[0].id, self.call(ADMIN)))

    def call(self, by: Actor) -> Call:
        """Return the circumstances of an act done now by *by*."""
        return Call(actor=by, at=self.now, now=self.now)

    def fold(self, stream: str, event: Event, by: Actor = ADMIN) -> None:
        """Let *event* have happened."""
        self.streams[stream] = evolve(stream, self.streams.get(stream), event, self.call(by))

    def prevented(self, what: str, by: Actor, **given: object) -> tuple[Unmet, ...]:
        """Return what prevents an act."""
        shaped = _shape(what).validate_python(given)
        return acts.prevented(self.book, acts.ACTS[what], shaped, self.call(by))

    def refused(self, what: str, by: Actor, **given: object) -> list[str]:
        """Return the codes of what prevents an act."""
        return [one.code for one in self.prevented(what, by, **given)]

    def do(self, what: str, by: Actor, **given: object) -> list[Draft]:
        """Do an act: decide it, fold what it records, and return that."""
        shaped = _shape(what).validate_python(given)
        if what in acts.ACTS:
            drafts = acts.decide(self.book, acts.ACTS[what], shaped, self.call(by))
        else:
            drafts = meeting.hold(self.book, shaped, 0)
        for draft in drafts:
            self.fold(draft.stream, draft.event, by)
            if isinstance(draft.event, DefinitionAdopted):
                self.book = replace(self.book, pinned=self.book.load(Offered, OFFERED).pinned)
        return drafts

    def offer(self, definition: Definition) -> None:
        """Lay another definition beside the year, for an act that names it."""
        self.streams[OFFERED] = Offered(pin(definition))


@dataclass(frozen=True)
class Lived:
    """A bloc year in a database."""

    runtime: Runtime
    id: str

    @property
    def book(self) -> Book:
        """The year as it is stored."""
        return load_book(self.runtime, self.id)

    def stream(self, key: str) -> Any:  # noqa: ANN401 - the state of whatever stream is asked for
        """Return the stored state of one stream."""
        return self.book.streams[key]

    @property
    def now(self) -> datetime:
        """What the clock says."""
        return self.runtime.clock.now()

    @property
    def clock(self) -> SimulatedClock:
        """The clock, to be moved."""
        assert isinstance(self.runtime.clock, SimulatedClock)
        return self.runtime.clock

    def command(self, what: str, by: Actor, **given: object) -> Command:
        """Return a command to this year."""
        return Command(year=self.id, do=what, actor=by, given=given)

    def do(self, what: str, by: Actor, **given: object) -> Receipt:
        """Do an act."""
        return perform(self.runtime, self.command(what, by, **given))

    def next(self) -> "Lived":
        """Return the year that the handover of this one has opened."""
        return replace(self, id=f"{self.book.bloc}/{self.book.year + 1}")


def opened(
    runtime: Runtime, definition: Definition | None = None, count: int = 4, *, bloc: str = "bloc"
) -> Lived:
    """Open a year in a database, and return it. The definition is found by its id."""
    wanted = opening(definition or plainest(), count, bloc=bloc)
    open_year(runtime, wanted, ADMIN)
    return Lived(runtime, wanted.id)


def carry(lived: BlocYear, to: str) -> None:
    """Carry a year on, from the stage it stands in to the stage of kind *to*, or to its close."""
    for stage in standing_before(lived):
        if stage.kind == to:
            return
        live(lived, stage)
        lived.do("advance", HEAD)


def standing_before(lived: BlocYear) -> list[Stage]:
    """Return the stages still to be lived, the current one first."""
    current = lived.book.load(year.YearState, year.KEY).current
    stages = lived.book.definition.stages
    return stages[[one.id for one in stages].index(current.id) :] if current else []


def close_early(lived: BlocYear) -> None:
    """Let a year of the plain bloc close while its nomination is still before the first office."""
    lived.do("hold_meeting", HEAD, id="m", meeting="conference", title="Hội nghị")
    lived.do("advance", HEAD)
    (handover,) = standing_before(lived)
    live(lived, handover)
    lived.do("advance", HEAD)


def live(lived: BlocYear, stage: Stage) -> None:
    """Do everything that *stage* needs before the year may leave it."""
    LIVING[stage.kind](lived)
    if any(need.nomination == "decided" for need in stage.needs):
        decided(lived)
    for need in stage.needs:
        if need.meeting:
            held = f"{stage.id}-{need.meeting}"
            lived.do("hold_meeting", HEAD, id=held, meeting=need.meeting, title="Hội nghị")


def members(lived: BlocYear) -> tuple[str, ...]:
    """Return the member units in official order."""
    return lived.book.load(Roster, roster.KEY).unit_ids()


def officer_for(lived: BlocYear, unit: str, roles: tuple[str, ...] = ()) -> Actor:
    """Return an officer of the bloc who is not of *unit*."""
    found, day = lived.book.load(Roster, roster.KEY), hanoi_day(lived.now)
    for role in roles or ("head", "deputy", "standing_unit"):
        for holder in found.holders(role, day):
            if holder != unit:
                return sits(holder)
    return ADMIN


def register(lived: BlocYear, unit: str) -> None:
    """Register a unit for everything that is offered."""
    stage = lived.book.definition.stage_of("registration")
    offers = stage.offers if stage else None
    lived.do(
        "register",
        sits(unit),
        collective=offers.collective if offers else (),
        recognitions=offers.recognitions if offers else (),
        staff=10,
        people=9,
    )


def _registration(lived: BlocYear) -> None:
    for unit in members(lived):
        register(lived, unit)
        lived.do("accept_registration", officer_for(lived, unit), unit=unit)


def _pledge(lived: BlocYear) -> None:
    lived.do("draft_pledge", HEAD, **pledge_text())
    for unit in members(lived):
        lived.do("sign_pledge", sits(unit), witness="Đại diện Hội đồng")


def report(lived: BlocYear, unit: str, reached: int = 12) -> None:
    """Report that a unit has reached so much of every target that binds it."""
    pledge = lived.book.find(Pledge, PLEDGE)
    targets = pledge.targets_of(unit) if pledge else ()
    results = [{"target": target.id, "value": reached} for target in targets]
    lived.do("submit_report", sits(unit), results=results)


def _review(lived: BlocYear) -> None:
    for unit in members(lived):
        report(lived, unit)
    lived.do("conclude_review", HEAD)


def score(lived: BlocYear, unit: str, *, short: int = 0) -> None:
    """Let a unit score itself, so many points short of the maximum."""
    lived.do("self_score", sits(unit), entries=entries(lived.book.definition.rubric, short=short))


def appraise(lived: BlocYear, unit: str) -> None:
    """Let whoever may appraise a unit do so, changing nothing."""
    stage = lived.book.definition.stage_of("scoring")
    roles = tuple(stage.appraisal.by) if stage and stage.appraisal else ()
    lived.do("appraise", officer_for(lived, unit, roles), unit=unit)


def record_facts(lived: BlocYear, unit: str) -> None:
    """Record of a unit that nothing speaks against it."""
    known = lived.book.definition.facts
    said = {"unit": unit, "source": "Báo cáo"}
    if values := {fact.id: _blameless(fact) for fact in known if not fact.offices}:
        lived.do("record_facts", ADMIN, **said, values=values)
    for fact in known:
        for office in fact.offices:
            told = {"values": {fact.id: _blameless(fact)}, "office": office}
            lived.do("record_facts", ADMIN, **said, **told)


def _blameless(fact: Fact) -> object:
    return {"count": 0, "flag": True, "choice": next(iter(fact.choices), "")}[fact.kind]


def scored(lived: BlocYear) -> None:
    """Have every unit scored, each a point behind the one before, and appraised."""
    for number, unit in enumerate(members(lived)):
        score(lived, unit, short=number)
        appraise(lived, unit)
        record_facts(lived, unit)


def _scoring(lived: BlocYear) -> None:
    scored(lived)
    lived.do("fix_ranking", HEAD)


def _nomination(lived: BlocYear) -> None:
    lived.do("nominate", HEAD)


def decided(lived: BlocYear) -> None:
    """Have every step of the approval chain decided that has something to decide."""
    while step := open_step(lived):
        stage = lived.book.definition.stage_of("nomination")
        found = next(one for one in stage.approvals if one.id == step) if stage else None
        if found:
            voted(lived, found)
            lived.do("decide_step", holds(found.office), step=step)


def voted(lived: BlocYear, step: Approval) -> None:
    """Have a council of three agree to every line of which *step* wants a vote."""
    lines = nomination.free(lived.book, step)
    for demand in step.ballots:
        items = [
            {"id": f"{one.award}-{one.unit}", "unit": one.unit, "award": one.award}
            for one in lines
            if demand.awards is None or one.award in demand.awards
        ]
        if not items:
            continue
        ballot, seat = f"{step.id}-{demand.rule}", f"office:{step.office}"
        for name in ("first", "second"):
            who = {"id": f"{name}-member", "name": name, "email": f"{name}@example.vn"}
            lived.do("seat_person", ADMIN, person=who, seat=seat)
        lived.do("open_ballot", holds(step.office), ballot=ballot, rule=demand.rule, items=items)
        lived.do(
            "record_count", holds(step.office), ballot=ballot, handed_out=3, cast=3,
            counts={one["id"]: {"agree": 3} for one in items},
            tellers=["first-member", "second-member"], paper="Biên bản kiểm phiếu",
        )  # fmt: skip


def open_step(lived: BlocYear) -> str | None:
    """Return the step of the nomination's chain that waits for its office."""
    stage = lived.book.definition.stage_of("nomination")
    found = approvals_of(lived.book).of_stage(stage.id) if stage else None
    return found.turn.step if found and found.turn else None


def _handover(lived: BlocYear) -> None:
    agreed(lived)
    lived.do("prepare_handover", HEAD, items=["Hồ sơ khối", "Con dấu"])
    for unit in ("an", "binh", "chau"):
        if signs(lived, unit):
            lived.do("sign_handover", sits(unit))


def agreed(lived: BlocYear, head: str = "binh") -> None:
    """Have the members agree on the next leaders: *head*, and as many deputies as must be."""
    rule, definition = lived.book.definition.succession, lived.book.definition
    others = [unit for unit in members(lived) if unit != head]
    standing = others[-1] if definition.roles.standing_unit.least else None
    lived.do(
        "agree_leaders",
        HEAD,
        head=head,
        deputies=others[: rule.deputies.least],
        standing_unit=standing,
        present=members(lived),
    )


def signs(lived: BlocYear, unit: str) -> bool:
    """Whether the handover waits for the signature of *unit*."""
    gate = gates.GATES["handover"](lived.book, "signed", lived.now)
    return any(f"unit:{unit}" in one.who for one in gate)


LIVING: dict[str, Callable[[BlocYear], None]] = {
    "registration": _registration,
    "pledge": _pledge,
    "review": _review,
    "scoring": _scoring,
    "nomination": _nomination,
    "handover": _handover,
}
"""What is done in a stage of each kind."""
