"""When objections may be raised, and what waits for them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from definitions.schema.objections import ObjectionRule, Opening
from workflow.domain import timing
from workflow.domain.approvals.subjects import stage_of_step
from workflow.domain.awards.proposal import NextProposed
from workflow.domain.ballots import folding
from workflow.domain.ballots.state import KIND as BALLOT
from workflow.domain.ballots.state import Ballot
from workflow.domain.ballots.state import rule_of as rule_of_ballot
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Call, Draft
from workflow.domain.nominations.nomination import KEY as NOMINATION
from workflow.domain.nominations.nomination import NominationProposed
from workflow.domain.objections import hearing
from workflow.domain.objections.events import CorrectionMade, ObjectionsOpened
from workflow.domain.objections.state import (
    KEY,
    Objection,
    objections_of,
    rule_of,
    unsettled,
)
from workflow.domain.results import publishing
from workflow.domain.results.publishing import ScoresPublished
from workflow.domain.results.ranking import RankingFixed

Moment = tuple[Opening, str | None]
"""From when objections are taken, and the ballot that it is about."""

HELD_UP = {
    "publish_scores": "publication",
    "nominate": "nomination",
    "propose_next": "nomination",
    "approve_step": "decision",
    "decide_step": "decision",
    "decide_released": "decision",
}
"""Acts that may wait for objections, and the word by which a rule says so."""

CORRECTED_BY = {
    "results": ("head", "deputy"), "ballot": ("head",), "nomination": ("head",), "none": (),
}  # fmt: skip
"""Whose move a correction is."""


def following(book: Book, drafts: Sequence[Draft], call: Call) -> list[Draft]:
    """Return what *drafts* do to objections: windows that open, corrections that are made."""
    rules = book.definition.objections
    if not rules:
        return []
    moments = [*_moments(book, drafts, call)]
    opened = [
        ObjectionsOpened(
            rule=rule.id,
            until=timing.after(book, call.at, rule.window),
            of=of,
            calendar=book.overlay.version,
        )
        for opening, of in (*moments, *_later(drafts))
        for rule in rules
        if rule.opens == opening
    ]
    made = [CorrectionMade(id=one) for moment in moments for one in _corrected(book, moment)]
    return [Draft(stream=KEY, event=event) for event in (*made, *opened)]


def _moments(book: Book, drafts: Sequence[Draft], call: Call) -> Iterator[Moment]:
    for draft in drafts:
        if isinstance(draft.event, RankingFixed):
            yield "ranking", None
        published = publishing.KEY in book.streams and isinstance(draft.event, RankingFixed)
        if isinstance(draft.event, ScoresPublished) or published:
            yield "publication", None
        if isinstance(draft.event, NominationProposed):
            yield "nomination", None
    for ballot in _closed(book, drafts, call):
        yield "ballot", ballot


def _later(drafts: Sequence[Draft]) -> list[Moment]:
    """Return that awards are proposed for places that came free; no correction is made by it."""
    found = any(isinstance(draft.event, NextProposed) for draft in drafts)
    return [("nomination", None)] if found else []


def _closed(book: Book, drafts: Sequence[Draft], call: Call) -> Iterator[str]:
    """Yield the ballots that these events close."""
    for stream in dict.fromkeys(draft.stream for draft in drafts):
        kind, _, name = stream.partition("/")
        before = book.find(Ballot, stream) if kind == BALLOT else None
        if before and before.status != "closed":
            after = before
            for draft in drafts:
                if draft.stream == stream:
                    after = folding.evolve(after, draft.event, call)
            if after.status == "closed":
                yield name


def _corrected(book: Book, moment: Moment) -> Iterator[str]:
    """Yield the objections for which this was the correction: proposed anew, or voted anew."""
    opening, of = moment
    for one in objections_of(book).objections:
        owed = one.status == "upheld" and not one.corrected
        if owed and one.correction == opening == "nomination":
            yield one.id
        if owed and one.correction == opening == "ballot" and _same_rule(book, one.of, of):
            yield one.id


def _same_rule(book: Book, before: str | None, now: str | None) -> bool:
    found = [book.find(Ballot, f"{BALLOT}/{name}") for name in (before, now)]
    rules = [one.rule if one else None for one in found]
    return before != now and None not in rules and rules[0] == rules[1]


def held_up(book: Book, act: str, given: object, call: Call) -> Iterator[Unmet]:
    """Yield why an act waits for objections: each window that runs, each that is not settled."""
    waiting = HELD_UP.get(act)
    if waiting is None or not book.definition.objections:
        return
    if waiting == "decision" and not _approves(book, act, given):
        return
    rules = [one for one in book.definition.objections if waiting in one.waits]
    yield from _unsettled(book, rules, call.at, but=waiting)


def _approves(book: Book, act: str, given: object) -> bool:
    """Whether an office lets a nomination pass; to return it, or cut a line, is never held up."""
    stage = stage_of_step(book, str(getattr(given, "step", "")))
    nominating = act == "decide_released" or (stage is not None and stage.kind == NOMINATION)
    return nominating and getattr(given, "verdict", "approve") == "approve"


def all_unsettled(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield everything that still has to come of any objection, windows that run among it."""
    return _unsettled(book, book.definition.objections, at, but=None)


def waiting(book: Book, at: datetime) -> Iterator[Unmet]:
    """Yield what objections that were raised wait for: it is always somebody's move."""
    for one in unsettled(book, at):
        yield from condition(book, one, at)


def _unsettled(
    book: Book, rules: Sequence[ObjectionRule], at: datetime, *, but: str | None
) -> Iterator[Unmet]:
    named = {rule.id for rule in rules}
    unopened = [one for one in rules if one.opens == "publication"]
    if unopened and publishing.KEY not in book.streams and but != "publication":
        yield from publishing.unpublished(book)
    for window in objections_of(book).windows:
        rule = rule_of(book, window.rule)
        if rule and rule.id in named and window.until >= at:
            facts: dict[str, object] = {"objection": rule.title, "until": window.until}
            yield Unmet(code="OBJECTION_WINDOW_OPEN", facts=facts, due=window.until)
    for one in unsettled(book, at):
        if one.rule in named and (one.correction is None or one.correction != but):
            yield from condition(book, one, at)


def condition(book: Book, objection: Objection, at: datetime) -> Iterator[Unmet]:
    """Yield what an objection waits for: an answer, the unit's second thought, the correction."""
    rule = rule_of(book, objection.rule)
    if rule is None:
        return
    facts: dict[str, object] = {
        "objection": rule.title,
        "number": objection.id,
        "unit": objection.objector,
        "about": objection.about,
    }
    if objection.status == "open":
        who = hearing.movers(book, rule, objection, at)
        yield Unmet(code="OBJECTION_OPEN", facts=facts, who=who, due=objection.due)
    elif objection.status == "rejected":
        facts |= {"until": objection.again_until}
        who = (f"unit:{objection.objector}",)
        yield Unmet(code="OBJECTION_MAY_GO_ON", facts=facts, who=who, due=objection.again_until)
    else:
        correction = objection.correction or "none"
        facts |= {"correction": correction}
        yield Unmet(code="CORRECTION_OWED", facts=facts, who=correctors(book, objection))


def correctors(book: Book, objection: Objection) -> tuple[str, ...]:
    """Return whose move the correction is: of a ballot, of whoever runs one of its kind."""
    ballot = book.find(Ballot, f"{BALLOT}/{objection.of}") if objection.of else None
    if objection.correction == "ballot" and ballot:
        rule = rule_of_ballot(book, ballot.rule)
        return (rule.runner(ballot.items[0].unit),)
    return CORRECTED_BY[objection.correction or "none"]
