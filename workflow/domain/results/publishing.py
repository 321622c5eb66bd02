"""Publishing the results: it cannot be undone, and takes somebody else than who fixed the ranking.

Until then units see of the scores only what the definition lets them: coarse states as a rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from definitions.schema.levels import Publication
from workflow.domain.errors import OutOfPlace, Unmet
from workflow.domain.model import Actor, Book, Call, Draft, Event, Given, Name
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.scores.sheet import STAGE, latest

KEY = "publication"
Coarse = Literal["none", "submitted", "processing", "published"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """The state of the publication: by whom, when, by which paper."""

    by: str
    at: datetime
    paper: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresPublished(Event):
    """The results are shown to everybody, for good."""

    kind: ClassVar[str] = "scores_published"
    paper: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishScores(Given):
    """Publish the results. `confirm` repeats the id of the bloc year, typed by hand."""

    confirm: Name
    paper: Name | None = None


def rule_of(book: Book) -> Publication | None:
    """Return how results are published; None where the definition has no such step."""
    stage = book.definition.stage_of(STAGE)
    return stage.publication if stage else None


def publishers(book: Book) -> tuple[str, ...]:
    """Return who may publish."""
    rule = rule_of(book)
    return tuple(rule.by) if rule else ("admin",)


def publish_prevents(book: Book, given: PublishScores, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the results from being published."""
    rule, state = rule_of(book), book.find(RankingState, RANKING)
    if rule is None:
        yield Unmet(code="NO_PUBLICATION", facts={})
    if state is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
    elif state.fixed_by and state.fixed_by in {call.actor.person, call.recorder}:
        yield Unmet(code="SECOND_PERSON", facts={"person": state.fixed_by}, who=publishers(book))
    if KEY in book.streams:
        yield Unmet(code="PUBLISHED_ALREADY", facts={})
    if given.confirm != book.id:
        yield Unmet(code="CONFIRMATION_DIFFERS", facts={"typed": given.confirm, "wanted": book.id})
    if rule and rule.paper == "required" and not given.paper:
        yield Unmet(code="PUBLICATION_PAPER_MISSING", facts={})


def publish(_book: Book, given: PublishScores, _call: Call) -> list[Draft]:
    """Record the publication."""
    return [Draft(stream=KEY, event=ScoresPublished(paper=given.paper))]


def unpublished(book: Book) -> Iterator[Unmet]:
    """Yield that results are still to be published."""
    if RANKING not in book.streams:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
    elif KEY not in book.streams:
        yield Unmet(code="SCORES_NOT_PUBLISHED", facts={}, who=publishers(book))


def sees(book: Book, actor: Actor, unit: str) -> bool:
    """Whether *actor* may see the scores of *unit* now, and not only how far its sheet is.

    Whoever does not sit for a member unit, and the units that lead the bloc, see everything.
    """
    rule = rule_of(book)
    if rule is None or KEY in book.streams or actor.unit is None or rule.units_see == "all":
        return True
    return rule.units_see == "own" and actor.unit == unit


def coarse(book: Book, unit: str) -> Coarse:
    """Return how far the sheet of *unit* is, and nothing of what stands in it."""
    if KEY in book.streams:
        return "published"
    state = latest(book, unit)
    status, level = state.status, state.level
    if status in {"none", "returned"}:
        return "none"
    stage = book.definition.stage_of(STAGE)
    first = stage.chain[1].id if stage and stage.chain else None
    waits = status == "submitted" and level in {None, first}
    return "submitted" if waits else "processing"


def evolve(_state: Published | None, event: Event, call: Call) -> Published:
    """Return the publication after *event*."""
    if isinstance(event, ScoresPublished):
        return Published(by=call.actor.person, at=call.at, paper=event.paper)
    raise OutOfPlace(event.kind)
