"""Receiving the dossier: the office that appraises it says on which day the whole of it came in.

In a transition that day chooses the law, whenever the bloc proposed and whoever decides later. A
file that comes after its day is refused, or marked; the time of a step may count from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from annotated_types import MaxLen

from workflow.domain.approvals import course, subjects
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Name
from workflow.domain.nominations import late_dossiers, owed_dossiers
from workflow.domain.nominations.dossiers import Dossier, DossierReceived
from workflow.domain.nominations.nomination import KEY, Nomination, evolve, steps
from workflow.domain.timing import hanoi_day


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveDossier(Given):
    """Record that the dossier of these awards, or of all, came in on a day, under which number."""

    received_on: date
    number: Name | None = None
    awards: Annotated[tuple[Id, ...], MaxLen(100)] = ()


def receive_prevents(book: Book, given: ReceiveDossier, call: Call) -> Iterator[Unmet]:
    """Yield what prevents it: nothing proposed, a wrong day, too late, received, no such award."""
    state = book.find(Nomination, KEY)
    if state is None or state.status not in {"proposed", "decided"}:
        yield Unmet(code="NOT_PROPOSED", facts={}, who=("head",))
        return
    offices = [one.office for one in steps(book)]
    if call.actor.office not in offices:
        who = tuple(f"office:{one}" for one in dict.fromkeys(offices))
        yield Unmet(code="OFFICE_WITHOUT_STEP", facts={}, who=who)
    facts: dict[str, object] = {"day": given.received_on, "proposed": state.proposed_on}
    if given.received_on > hanoi_day(call.at):
        yield Unmet(code="DOSSIER_TO_COME", facts={"day": given.received_on})
    if state.proposed_on and given.received_on < state.proposed_on:
        yield Unmet(code="DOSSIER_BEFORE_PROPOSAL", facts=facts)
    proposed = list(dict.fromkeys(one.award for one in state.proposed))
    for award in given.awards:
        if award not in proposed:
            yield Unmet(code="AWARD_NOT_OFFERED", facts={"award": award, "offered": proposed})
        elif not _sees(book, call.actor.office, award):
            yield Unmet(code="AWARD_NOT_BEFORE_OFFICE", facts={"award": award})
    yield from _again(state, given, call)
    office = call.actor.office or ""
    yield from late_dossiers.late_prevents(book, given.awards, office, given.received_on)


def _sees(book: Book, office: str | None, award: str) -> bool:
    """Whether an office has a step for an award, or is the one that its dossier goes to."""
    mine = [one for one in steps(book) if one.office == office]
    seen = any(one.awards is None or award in one.awards for one in mine)
    return seen or owed_dossiers.office_of(book, award) == office


def _again(state: Nomination, given: ReceiveDossier, call: Call) -> Iterator[Unmet]:
    """Yield that it was received; whoever was proposed since has a dossier of their own to come."""
    for one in state.dossiers:
        same = one.office == call.actor.office and one.awards == given.awards
        if same and not _proposed_since(state, one, given.received_on):
            facts: dict[str, object] = {"day": one.received_on}
            yield Unmet(code="DOSSIER_RECEIVED", facts=facts)


def _proposed_since(state: Nomination, before: Dossier, until: date) -> bool:
    """Whether a line of a dossier was proposed after that came in, on the day *until* at last."""
    days = (state.proposed_day(one) for one in state.proposed if before.covers(one.award))
    return any(before.received_on < day <= until for day in days if day)


def receive(book: Book, given: ReceiveDossier, call: Call) -> list[Draft]:
    """Record it, with what came late, and from when the time of an open step counts now."""
    office = call.actor.office or ""
    late = late_dossiers.coming(book, given.awards, office, given.received_on)
    dossier = Dossier(
        office=office,
        received_on=given.received_on,
        number=given.number,
        awards=given.awards,
        late=tuple(one for _, one in late),
    )
    event = DossierReceived(dossier=dossier)
    after = course.with_state(book, KEY, evolve(book.load(Nomination, KEY), event, call))
    return [Draft(stream=KEY, event=event), *counted(after)]


def counted(after: Book) -> Iterator[Draft]:
    """Yield from when the time of an open step counts, where all it waits for is there now."""
    stage = after.definition.stage_of(KEY)
    matter = subjects.matter_of(after, stage) if stage else None
    if matter and matter.step.counts_from == "dossier":
        yield from course.counted(matter)
