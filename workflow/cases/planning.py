"""From written acts to steps that can be played, each with its person and its complete input."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from definitions.findings import error
from definitions.nodes import Node
from definitions.problems import Path, Problem, printed
from workflow.cases import inputs, written
from workflow.cases.drafts import Draft, DraftYear, Placed
from workflow.cases.membership import Membership
from workflow.cases.repeating import Single, repeated, strangers
from workflow.cases.schema import Doing, Entry, MeetingAt
from workflow.cases.seating import Seating
from workflow.cases.written import Written
from workflow.domain.model import Actor
from workflow.domain.stages.meeting import HoldMeeting

MEETING = "hold_meeting"
OPENING = "open_year"
ADOPTING = frozenset({"propose_definition", "adopt_definition", "decline_definition"})
"""Acts that name a definition, which may be a file beside the case."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One act as the service is asked for it; a meeting is one step."""

    id: str
    at: datetime
    year: str
    do: str
    actor: Actor
    given: Mapping[str, Any]
    refused: tuple[str, ...]
    path: str
    line: int


class Planner:
    """Turns a draft into steps. Collects what is wrong on the way and never raises.

    `definitions` holds the id of each year's definition, where it is known. `taken_up` holds, by
    year, the ids of those that are named in its acts, by the names that stand there.
    """

    def __init__(
        self,
        draft: Draft,
        bloc: str,
        definitions: Mapping[int, str],
        taken_up: Mapping[int, Mapping[str, str]],
    ) -> None:
        self.draft = draft
        self.bloc = bloc
        self.definitions = definitions
        self.taken_up = taken_up
        self.seating = Seating(draft)
        self.membership = Membership(draft)
        self.problems: list[Problem] = []

    def steps(self) -> list[Step]:
        """Return the steps of all years together, in the order of time."""
        acts = [step for pair in written.entries(self.draft) for step in self._entry(*pair)]
        return [*self._opening(), *acts]

    def _opening(self) -> Iterator[Step]:
        first = next(iter(self.draft.years), None)
        if first is None or first.head.opened is None:
            return
        opened = Written(
            year=first.year,
            at=first.head.opened,
            doing=Doing.model_construct(by="admin", do=OPENING),
            place=f"{first.year}.0",
            there=first.path,
        )
        given = Node({}, self.draft.sheet.mark(first.path))
        if actor := self._actor(Single(act=opened, by="admin", given=given)):
            yield self._step(opened, opened.place, OPENING, actor, {})

    def _entry(self, year: DraftYear, placed: Placed[Entry]) -> Iterator[Step]:
        if isinstance(placed.value, MeetingAt):
            yield from self._meeting(year, placed, placed.value)
            return
        for act in written.acts_of(year, placed):
            yield from self._steps(act)

    def _steps(self, act: Written) -> Iterator[Step]:
        members = self.membership.at(act)
        self.problems += strangers(self.draft, act, members)
        singles = repeated(self.draft, act, members)
        for number, single in enumerate(singles, start=1):
            place = f"{act.place}.{number}" if len(singles) > 1 else act.place
            given = self._definition(act, self._next_definition(act, single.given))
            self._check(inputs.shape_of(act.doing.do), given, (*act.there, "with"))
            if actor := self._actor(single):
                yield self._step(act, place, act.doing.do, actor, _data(given))

    def _step(self, act: Written, place: str, do: str, actor: Actor, given: dict[str, Any]) -> Step:
        return Step(
            id=f"{self.draft.id}#{place}",
            at=act.at,
            year=f"{self.bloc}/{act.year}",
            do=do,
            actor=actor,
            given=given,
            refused=act.refused,
            path=printed(act.there),
            line=self.draft.sheet.mark(act.there).line,
        )

    def _meeting(self, year: DraftYear, placed: Placed[Entry], entry: MeetingAt) -> Iterator[Step]:
        record = self._record(placed.path)
        self._check(HoldMeeting, record, (*placed.path, "meeting"))
        steps = [step for act in written.acts_of(year, placed) for step in self._steps(act)]
        held = Written(
            year=year.year,
            at=entry.at,
            doing=Doing.model_construct(by=entry.by, do=MEETING),
            place=f"{year.year}.{written.number(placed.path)}",
            there=placed.path,
            refused=tuple(entry.refused),
        )
        if actor := self._actor(Single(act=held, by=entry.by, given=record)):
            given = {**_data(record), "acts": [_at_meeting(step) for step in steps]}
            yield self._step(held, held.place, MEETING, actor, given)

    def _record(self, path: Path) -> Node:
        """Return the meeting as the service takes it, where its kind is called `meeting`."""
        node = self.draft.sheet.find((*path, "meeting"))
        fields = dict(node.content) if node and isinstance(node.content, dict) else {}
        if kind := fields.pop("kind", None):
            fields["meeting"] = kind
        return Node(fields, self.draft.sheet.mark(path))

    def _check(self, shape: type[Any], given: Node, path: Path) -> None:
        self.problems += inputs.wrong(shape, given, path)
        self.problems += inputs.strangers(given, self.draft.units, path)

    def _next_definition(self, act: Written, given: Node) -> Node:
        """Return *given*, naming the next year's definition when the case has one that differs."""
        here, following = (self.definitions.get(year) for year in (act.year, act.year + 1))
        if self.taken_up.get(act.year):
            here = None  # whatever it goes by then, the next year is named
        if act.doing.do != "prepare_handover" or following is None:
            return given
        said = given.child("next_definition")
        if said and said.content != following:
            path = (*act.there, "with", "next_definition")
            facts = {"given": said.content, "expected": following}
            self.problems.append(error("case_next_definition", said.mark, path, **facts))
        return given if here == following else inputs.having(given, "next_definition", following)

    def _definition(self, act: Written, given: Node) -> Node:
        """Return *given*, naming a definition beside the case by its id."""
        said = given.child("definition") if act.doing.do in ADOPTING else None
        named = self.taken_up.get(act.year, {}).get(str(said.content)) if said else None
        if named is None or not isinstance(given.content, dict):
            return given
        return replace(given, content={**given.content, "definition": Node(named, given.mark)})

    def _actor(self, single: Single) -> Actor | None:
        path = (*single.act.there, "by")
        mark = self.draft.sheet.mark(path)
        seat = self.seating.seat(single)
        if seat is None:
            by = single.by
            role = ", ".join(map(str, by)) if isinstance(by, list) else str(by)
            facts = {"role": role, "year": str(single.act.year)}
            self.problems.append(error("case_nobody_in_role", mark, path, **facts))
            return None
        person = self.seating.person(single, seat)
        if person is None:
            self.problems.append(error("case_nobody_in_seat", mark, path, seat=seat))
            return None
        return Actor(person=person, seat=seat)


def _data(node: Node) -> dict[str, Any]:
    plain = node.plain()
    return plain if isinstance(plain, dict) else {}


def _at_meeting(step: Step) -> dict[str, Any]:
    return {
        "year": step.year,
        "do": step.do,
        "person": step.actor.person,
        "seat": step.actor.seat,
        "given": dict(step.given),
    }
