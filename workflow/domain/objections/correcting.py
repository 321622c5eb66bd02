"""What follows from an upheld objection to results: entries corrected, the ranking made anew.

The old entries and the old ranking stay in the history. Somebody else corrects than who upheld.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated

from annotated_types import MaxLen

from definitions.schema.record import Slug
from workflow.domain.approvals.course import with_state
from workflow.domain.approvals.subjects import matter_of
from workflow.domain.ballots.entered_votes import Tellers
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Count, Draft, Given, Id, Words
from workflow.domain.nominations import nomination
from workflow.domain.objections.events import CorrectionMade
from workflow.domain.objections.state import KEY, Objection, objections_of
from workflow.domain.objections.windows import correctors
from workflow.domain.results import ranking, unsettled
from workflow.domain.results.decided_ties import KEY as TIES
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties import Settling
from workflow.domain.scores import appraising, periods, sheet, tallying
from workflow.domain.scores.appraising import Correction
from workflow.domain.scores.closed import KEY as CLOSING
from workflow.domain.scores.closed import closing_of
from workflow.domain.scores.closing import ScoresClosed
from workflow.domain.scores.sheet import SheetCorrected


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectResults(Given):
    """Correct the results that an objection was upheld about, and fix the ranking anew.

    `period`: whose sheet it is, where the year is scored in periods. `order`, `ballots` and
    `tellers` part units that are equal then, as they do for `fix_ranking`; votes that were entered
    before still count.
    """

    objection: Slug
    unit: Id
    period: Id | None = None
    corrections: Annotated[tuple[Correction, ...], MaxLen(500)] = ()
    order: tuple[Id, ...] = ()
    ballots: dict[Id, Count] = field(default_factory=dict)
    tellers: Tellers | None = None
    reason: Words


def correct_prevents(book: Book, given: CorrectResults, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the results from being corrected."""
    found = objections_of(book).find(given.objection)
    owed = found is not None and found.status == "upheld" and not found.corrected
    if found and owed and found.correction in {"ballot", "nomination"}:
        facts: dict[str, object] = {"number": found.id, "correction": found.correction}
        yield Unmet(code="CORRECTED_OTHERWISE", facts=facts, who=correctors(book, found))
        return
    if found is None or found.correction != "results" or found.corrected:
        yield Unmet(code="NO_CORRECTION_OWED", facts={"number": given.objection})
        return
    yield from _who_prevents(found, given, call)
    yield from _list_prevents(book)
    if not given.corrections and not given.order:
        yield Unmet(code="NOTHING_CORRECTED")
    wrong = list(_entries_wrong(book, given, call))
    yield from wrong
    if not wrong:
        after = _after(book, given, call)
        yield from unsettled.settling_prevents(
            _settling(after, given), _tellers(after, given), call, but=_answerers(found)
        )


def _list_prevents(book: Book) -> Iterator[Unmet]:
    """Yield that a list lies before the offices: it goes back first, and is proposed anew after.

    Once all of it is decided nothing goes back: results are corrected, and what no longer holds is
    found (`afterwards`), to be revoked.
    """
    listed = book.find(nomination.Nomination, nomination.KEY)
    if listed and listed.status == "proposed":
        stage = book.definition.stage_of(nomination.KEY)
        matter = matter_of(book, stage) if stage else None
        offices = (f"office:{matter.step.office}",) if matter else ()
        bloc = () if listed.decided else ("head", "deputy")
        step = matter.step.title if matter else None
        yield Unmet(code="NOMINATION_STANDS", facts={"step": step}, who=(*bloc, *offices))


def _entries_wrong(book: Book, given: CorrectResults, call: Call) -> Iterator[Unmet]:
    if given.corrections:
        yield from periods.prevents(book, given.unit, given.period, call)
    for one in given.corrections:
        yield from appraising.correction_wrong(book, given.unit, one, imported=True)
    names = [one.criterion for one in given.corrections]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Unmet(code="CORRECTED_TWICE", facts={"criterion": name})


def _who_prevents(found: Objection, given: CorrectResults, call: Call) -> Iterator[Unmet]:
    if found.unit != given.unit:
        facts: dict[str, object] = {"number": found.id, "unit": found.unit}
        yield Unmet(code="OBJECTION_ABOUT_ANOTHER", facts=facts)
    for person in _answerers(found) & {call.actor.person, call.recorder}:
        yield Unmet(code="SECOND_PERSON", facts={"person": person}, who=("head", "deputy"))


def _answerers(found: Objection) -> frozenset[str]:
    """Return who upheld it: they correct nothing, and have no last word."""
    return frozenset(one.person for one in found.answers[-1:])


def _settling(after: Book, given: CorrectResults) -> Settling:
    """Return what parts equal units; votes that were entered before about no equal units go."""
    before = after.load(RankingState, ranking.KEY)
    settling = Settling(book=after, order=given.order)
    asked = {unit for units in unsettled.voted_on(settling) for unit in units}
    kept = {unit: votes for unit, votes in before.ballots.items() if unit in asked}
    return replace(settling, ballots=kept | given.ballots)


def _tellers(after: Book, given: CorrectResults) -> Tellers | None:
    return given.tellers or after.load(RankingState, ranking.KEY).tellers


def _corrected(book: Book, given: CorrectResults) -> Draft:
    state = sheet.find(book, given.unit, given.period)
    changes = tuple(appraising.change(state, one, None) for one in given.corrections)
    event = SheetCorrected(objection=given.objection, changes=changes)
    return Draft(stream=sheet.stream_of(given.unit, given.period), event=event)


def _after(book: Book, given: CorrectResults, call: Call) -> Book:
    """Return the book with the entries corrected, and what others are measured against as well."""
    after = book
    if given.corrections:
        draft = _corrected(book, given)
        state = sheet.evolve(sheet.find(book, given.unit, given.period), draft.event, call)
        after = with_state(book, draft.stream, state)
    if closed := closing_of(after):
        anew = replace(closed, standards=tallying.standards_now(after))
        after = with_state(after, CLOSING, anew)
    return after


def correct(book: Book, given: CorrectResults, call: Call) -> list[Draft]:
    """Record the corrected entries, the standards and the ranking that they make, all at once.

    What deviations cost stays as it was fixed with the first ranking.
    """
    after = _after(book, given, call)
    settling = _settling(after, given)
    drafts = [_corrected(book, given)] if given.corrections else []
    if closed := closing_of(after):
        drafts.append(Draft(stream=CLOSING, event=ScoresClosed(standards=closed.standards)))
    fixed = ranking.fixed(settling, given.reason, _tellers(after, given))
    decided = unsettled.decided_anew(settling, fixed.places, given.reason)
    return [
        *drafts,
        *(Draft(stream=TIES, event=one) for one in decided),
        Draft(stream=ranking.KEY, event=fixed),
        Draft(stream=KEY, event=CorrectionMade(id=given.objection)),
    ]
