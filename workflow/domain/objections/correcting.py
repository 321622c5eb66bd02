"""What follows from an upheld objection to results: entries corrected, the ranking made anew.

The old entries and the old ranking stay in the history. Somebody else corrects than who upheld.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.record import Slug
from workflow.domain import appraising, nomination, ranking, sheet, tallying
from workflow.domain.appraising import Correction
from workflow.domain.approvals.course import with_state
from workflow.domain.closed import KEY as CLOSING
from workflow.domain.closed import closing_of
from workflow.domain.closing import ScoresClosed
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft, Given, Id, Words
from workflow.domain.objections.events import CorrectionMade
from workflow.domain.objections.state import KEY, Objection, objections_of
from workflow.domain.ranking import RankingState
from workflow.domain.sheet import SheetCorrected


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectResults(Given):
    """Correct the results that an objection was upheld about, and fix the ranking anew.

    `order` decides ties that the declared ways leave open, as it does for `fix_ranking`.
    """

    objection: Slug
    unit: Id
    corrections: Annotated[tuple[Correction, ...], MaxLen(500)] = ()
    order: tuple[Id, ...] = ()
    reason: Words


def correct_prevents(book: Book, given: CorrectResults, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the results from being corrected."""
    found = objections_of(book).find(given.objection)
    if found is None or found.correction != "results" or found.corrected:
        yield Unmet(code="NO_CORRECTION_OWED", facts={"number": given.objection})
        return
    yield from _who_prevents(found, given, call)
    listed = book.find(nomination.Nomination, nomination.KEY)
    if listed and listed.status not in nomination.AGAIN:
        yield Unmet(code="NOMINATION_STANDS", who=("office",))
    if not given.corrections and not given.order:
        yield Unmet(code="NOTHING_CORRECTED")
    names = [one.criterion for one in given.corrections]
    wrong = [
        *(fault for one in given.corrections
          for fault in appraising.correction_wrong(book, one, imported=True)),
        *(Unmet(code="CORRECTED_TWICE", facts={"criterion": name})
          for name in sorted({name for name in names if names.count(name) > 1})),
    ]  # fmt: skip
    yield from wrong
    if not wrong:
        yield from _ties_prevent(_after(book, given, call), given)


def _who_prevents(found: Objection, given: CorrectResults, call: Call) -> Iterator[Unmet]:
    if found.unit != given.unit:
        facts: dict[str, object] = {"number": found.id, "unit": found.unit}
        yield Unmet(code="OBJECTION_ABOUT_ANOTHER", facts=facts)
    answered = found.answers[-1].person if found.answers else None
    if answered in {call.actor.person, call.recorder}:
        yield Unmet(code="SECOND_PERSON", facts={"person": answered}, who=("head", "deputy"))


def _ties_prevent(after: Book, given: CorrectResults) -> Iterator[Unmet]:
    before = after.load(RankingState, ranking.KEY)
    for units in ranking.open_ties(after, given.order, before.ballots):
        yield Unmet(code="TIE_OPEN", facts={"units": units}, who=ranking.deciders(after))


def _corrected(book: Book, given: CorrectResults) -> Draft:
    state = sheet.find(book, given.unit)
    changes = tuple(appraising.change(state, one, None) for one in given.corrections)
    event = SheetCorrected(objection=given.objection, changes=changes)
    return Draft(stream=f"{sheet.KIND}/{given.unit}", event=event)


def _after(book: Book, given: CorrectResults, call: Call) -> Book:
    """Return the book with the entries corrected, and what others are measured against as well."""
    draft = _corrected(book, given)
    state = sheet.evolve(sheet.find(book, given.unit), draft.event, call)
    after = with_state(book, draft.stream, state)
    if closed := closing_of(after):
        anew = replace(closed, standards=tallying.standards_now(after))
        after = with_state(after, CLOSING, anew)
    return after


def correct(book: Book, given: CorrectResults, call: Call) -> list[Draft]:
    """Record the corrected entries, the standards and the ranking that they make, all at once."""
    after, before = _after(book, given, call), book.load(RankingState, ranking.KEY)
    places = tuple(ranking.places(after, given.order, before.ballots))
    fixed = ranking.RankingFixed(places=places, reason=given.reason, ballots=before.ballots)
    drafts = [_corrected(book, given)] if given.corrections else []
    if closed := closing_of(after):
        drafts.append(Draft(stream=CLOSING, event=ScoresClosed(standards=closed.standards)))
    return [
        *drafts,
        Draft(stream=ranking.KEY, event=fixed),
        Draft(stream=KEY, event=CorrectionMade(id=given.objection)),
    ]
