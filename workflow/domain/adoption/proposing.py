"""Taking up another definition within a year: who proposes, who confirms, what is recorded.

One person proposes. A second one confirms, or a meeting at which more than half of the members were
present: then the minutes are the second word. Both see what would change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workflow.domain import reckoning
from workflow.domain.adoption import keeping, supplementing
from workflow.domain.adoption.consequences import consequences
from workflow.domain.adoption.state import (
    KEY,
    OFFERED,
    Consequences,
    DefinitionAdopted,
    DefinitionDeclined,
    DefinitionProposed,
    Offered,
    Proposed,
    adoption_of,
    hands,
)
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.members import roster
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given, Name, Pinned, Words
from workflow.domain.objections import times
from workflow.domain.scores import targets
from workflow.domain.stages import year
from workflow.domain.stages.meeting import KIND as MEETING
from workflow.domain.stages.meeting import Meeting
from workflow.domain.stages.moving import DeadlineMoved

SHOWN = 12
"""So many letters of a hash are told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposeDefinition(Given):
    """Propose that the year goes on by another definition: its id, why, by which paper."""

    definition: Name
    reason: Words
    paper: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdoptDefinition(Given):
    """Agree to the definition that is proposed; `hash`, or its beginning, guards its content."""

    definition: Name
    hash: Name | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclineDefinition(Given):
    """Say no to the definition that is proposed, or take it back."""

    definition: Name
    reason: Words


def _offered(book: Book) -> Pinned:
    return book.load(Offered, OFFERED).pinned


def propose_prevents(book: Book, _given: ProposeDefinition, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a definition from being proposed; it could not be adopted either."""
    yield from supplementing.prevents(book, call)
    if waiting := adoption_of(book).waiting:
        facts: dict[str, object] = {"definition": waiting.definition}
        yield Unmet(code="DEFINITION_PENDING", facts=facts, who=CONFIRMING)
    yield from supplementing.beyond(book, _offered(book), call)
    yield from keeping.prevents(book, _offered(book), call)


def proposers(book: Book) -> tuple[str, ...]:
    """Return who may propose another definition."""
    return ("head", "deputy", "admin", *supplementing.proposes(book))


def decliners(book: Book) -> tuple[str, ...]:
    """Return who may say no: whoever confirms, and an office that takes back what it proposed."""
    return (*CONFIRMING, *supplementing.proposes(book))


CONFIRMING = ("admin", "overseer", "head", "deputy")
"""Who confirms: another of them than proposed it."""


def propose(book: Book, given: ProposeDefinition, call: Call) -> list[Draft]:
    """Record the proposal, with what it would change."""
    offered = _offered(book)
    event = DefinitionProposed(
        definition=offered.definition.id,
        hash=offered.hash,
        was=book.pinned.hash,
        reason=given.reason,
        paper=given.paper,
        foreseen=consequences(book, offered, call.now),
    )
    return [Draft(stream=KEY, event=event)]


def adopt_prevents(book: Book, given: AdoptDefinition, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the proposed definition from being taken up."""
    waiting = adoption_of(book).waiting
    if waiting is None:
        yield Unmet(code="NO_DEFINITION_WAITING", who=("head", "deputy"))
        return
    seen = given.definition == waiting.definition and waiting.hash.startswith(given.hash or "")
    if not seen:
        yield _another(waiting)
        return
    yield from _one_hand(book, waiting, call)
    yield from keeping.prevents(book, _offered(book), call)


def _another(waiting: Proposed) -> Unmet:
    facts: dict[str, object] = {"definition": waiting.definition, "hash": waiting.hash[:SHOWN]}
    return Unmet(code="OTHER_DEFINITION", facts=facts)


def _one_hand(book: Book, waiting: Proposed, call: Call) -> Iterator[Unmet]:
    if _the_bloc_met(book, call):
        return
    for person in sorted({*waiting.hands}.intersection(hands(call))):
        yield Unmet(code="DEFINITION_FOUR_EYES", facts={"person": person}, who=CONFIRMING)


def _the_bloc_met(book: Book, call: Call) -> bool:
    """Whether the act was done at a meeting at which more than half of the members were present."""
    key = (call.meeting or "").partition("/")[2]
    held = book.find(Meeting, f"{MEETING}/{key}")
    members = set(book.load(Roster, roster.KEY).unit_ids())
    return held is not None and 2 * len(members.intersection(held.present)) > len(members)


def adopt(book: Book, _given: AdoptDefinition, call: Call) -> list[Draft]:
    """Record the adoption, the deadline that moves with it, and the targets that lapse."""
    waiting, offered = adoption_of(book).waiting, _offered(book)
    if waiting is None:
        raise OutOfPlace(DefinitionAdopted.kind)
    follows = consequences(book, offered, call.now)
    event = DefinitionAdopted(
        definition=offered.definition.id,
        hash=offered.hash,
        was=book.pinned.hash,
        reason=waiting.reason,
        paper=waiting.paper,
        consequences=follows,
    )
    after = replace(book, pinned=offered)
    return [
        Draft(stream=KEY, event=event),
        *_moved(follows, waiting),
        *_lapsed(follows),
        *_times(book, offered, waiting, call),
        *reckoning.by_definition(book, after, waiting.reason, call.now),
    ]


def _moved(follows: Consequences, waiting: Proposed) -> Iterator[Draft]:
    if found := follows.due:
        event = DeadlineMoved(
            stage=found.stage,
            cause="definition",
            was=found.was,
            due=found.due,
            opened=found.opened,
            opens=found.opens,
            reason=waiting.reason,
        )
        yield Draft(stream=year.KEY, event=event)


def _times(book: Book, offered: Pinned, waiting: Proposed, call: Call) -> Iterator[Draft]:
    """Yield the events by which times for objections move: as many as the consequences say."""
    for one in times.otherwise(book, replace(book, pinned=offered), call.now):
        yield times.moved(one, "definition", waiting.reason, None)


def _lapsed(follows: Consequences) -> Iterator[Draft]:
    for unit in dict.fromkeys(one.unit for one in follows.lapsed):
        names = tuple(one.criterion for one in follows.lapsed if one.unit == unit)
        event = targets.TargetsLapsed(criteria=names)
        yield Draft(stream=f"{targets.KIND}/{unit}", event=event)


def decline_prevents(book: Book, given: DeclineDefinition, call: Call) -> Iterator[Unmet]:
    """Yield what prevents a proposal from being declined; whoever made it may take it back."""
    yield from supplementing.prevents(book, call)
    waiting = adoption_of(book).waiting
    if waiting is None:
        yield Unmet(code="NO_DEFINITION_WAITING", who=("head", "deputy"))
    elif given.definition != waiting.definition:
        yield _another(waiting)


def decline(_book: Book, given: DeclineDefinition, _call: Call) -> list[Draft]:
    """Record that the year goes on as it was."""
    event = DefinitionDeclined(definition=given.definition, reason=given.reason)
    return [Draft(stream=KEY, event=event)]


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield that a definition waits for a second person: it is somebody's move, never silence."""
    found = adoption_of(book).waiting
    if found:
        facts: dict[str, object] = {
            "definition": found.definition,
            "changed": list(found.foreseen.changed),
            "lapsed": len(found.foreseen.lapsed),
        }
        yield Unmet(code="DEFINITION_WAITING", facts=facts, who=CONFIRMING)
