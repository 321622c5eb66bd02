"""Nomination: proposed by the bloc, then office after office; the four lists are never mixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from definitions.schema.approvals import Approval
from workflow.domain import timing
from workflow.domain.approvals import counting
from workflow.domain.approvals.course import begin, with_state
from workflow.domain.approvals.matters import Line, Matter, Subject
from workflow.domain.approvals.state import Turn, approvals_of
from workflow.domain.awards import parting, personal
from workflow.domain.awards.proposal import LeftOuts
from workflow.domain.eligibility import holds
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Draft, Given
from workflow.domain.nominations import afterwards, dossier_deadlines, late_dossiers, step_votes
from workflow.domain.nominations.dossiers import complete_on
from workflow.domain.nominations.lists import (
    KEY,
    Entry,
    Following,
    Nomination,
    OneStep,
    Revocation,
    StepRecord,
    entry_of,
)
from workflow.domain.nominations.nominated import evolve
from workflow.domain.nominations.nominating import (
    AwardRevoked,
    LateDecided,
    NominationDecided,
    NominationProposed,
    NominationRejected,
    NominationReopened,
    RevocationAsked,
    StepDecided,
)
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.stages import year

__all__ = [
    "AGAIN",
    "KEY",
    "SUBJECT",
    "AwardRevoked",
    "Entry",
    "Following",
    "LateDecided",
    "Nominate",
    "Nomination",
    "NominationDecided",
    "NominationProposed",
    "NominationRejected",
    "NominationReopened",
    "OneStep",
    "Revocation",
    "RevocationAsked",
    "StepDecided",
    "StepRecord",
    "entry_of",
    "evolve",
    "free",
    "lines_of",
    "nominate",
    "nominate_prevents",
    "steps",
]

AGAIN = frozenset({"returned", "rejected"})
"""Where a nomination may be proposed again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Nominate(Given):
    """Propose what the rules yield, less what the bloc leaves out with a reason."""

    left_out: LeftOuts = ()


def steps(book: Book) -> list[Approval]:
    """Return the approval chain of the definition, in order."""
    return stage.approvals if (stage := book.definition.stage_of(KEY)) else []


def nominate_prevents(book: Book, given: Nominate, call: Call) -> Iterator[Unmet]:
    """Yield what prevents the bloc from proposing.

    What an office returned or rejected may be proposed again even after the year has closed.
    """
    state = book.find(Nomination, KEY)
    if state is None or state.status not in AGAIN:
        yield from year.stage_prevents(book, KEY, call)
    if book.find(RankingState, RANKING) is None:
        yield Unmet(code="RANKING_NOT_FIXED", facts={}, who=("head",))
    if state and state.status not in AGAIN:
        yield Unmet(code="ALREADY_PROPOSED", facts={})
    members = book.load(Roster, ROSTER).unit_ids()
    rules = {rule.id for rule in book.definition.awards}
    rules |= {rule.award for rule in book.definition.people_awards}
    for one in given.left_out:
        if one.unit not in members:
            yield Unmet(code="NOT_A_MEMBER", facts={"unit": one.unit})
        if one.award not in rules:
            yield Unmet(
                code="AWARD_NOT_OFFERED", facts={"award": one.award, "offered": sorted(rules)}
            )
    if book.find(RankingState, RANKING):
        found = personal.propose(book, given.left_out, timing.hanoi_day(call.at))
        yield from parting.open_prevents(book, found)
        yield from parting.own_gain_prevents(book, given.left_out, found, call)


def nominate(book: Book, given: Nominate, call: Call) -> list[Draft]:
    """Record the proposal and open the first step that has something to decide."""
    day = timing.hanoi_day(call.at)
    proposal = personal.propose(book, given.left_out, day)
    own = tuple({one.unit for one in proposal.candidates if one.unit == call.actor.unit})
    event = NominationProposed(
        candidates=proposal.candidates, passed_over=proposal.passed_over, own_units=own,
        allotments=proposal.allotments,
        proposed_on=day,
    )  # fmt: skip
    proposed = Draft(stream=KEY, event=event)
    after = _after(book, [proposed], call)
    drafts = [proposed, *dossier_deadlines.declared(after, call)]
    stage = book.definition.stage_of(KEY)
    if stage is None:
        return drafts
    return [*drafts, *begin(after, SUBJECT, stage, call, None)]


def _after(book: Book, drafts: list[Draft], call: Call) -> Book:
    for draft in drafts:
        state = evolve(book.find(Nomination, KEY), draft.event, call)
        book = with_state(book, KEY, state)
    return book


def free(book: Book, step: Approval) -> tuple[Entry, ...]:
    """Return what *step* decides on: what stands, less what is held or has missed a step."""
    state = book.load(Nomination, KEY)
    missed = {one.entry for one in state.missed}
    return tuple(
        entry
        for entry in state.standing(step)
        if entry not in missed and not holds.held(book, entry.award, entry.unit, entry.subject)
    )


def _units(book: Book, step: Approval) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.unit for entry in free(book, step)))


def _lines(book: Book, step: Approval) -> frozenset[Line]:
    return frozenset(lines_of(free(book, step)))


def lines_of(entries: Iterable[Entry]) -> Iterator[Line]:
    """Yield entries as award, unit and subject."""
    return ((entry.award, entry.unit, entry.subject) for entry in entries)


def _votes(found: Matter, cut: frozenset[Line]) -> Iterator[Unmet]:
    lines = [one for one in lines_of(free(found.book, found.step)) if one not in cut]
    yield from step_votes.prevents(found.book, found.step, lines, found.turn.opened_at)
    yield from late_dossiers.lacking(found.book, found.step.office, lines)
    if found.step.writes == "decided":
        yield from afterwards.prevents(found.book, lines, found.step.office)


def _passed(matter: Matter, call: Call) -> list[Draft]:
    """Record the list that a step writes: what stands, less what enough of it cut."""
    book, step, turn = matter.book, matter.step, matter.turn
    cut, now = counting.cut(matter, timing.hanoi_day(call.at)), free(book, step)
    papers = [one for one in turn.answers if one.number or one.signed_on or one.effective_on]
    comments = [one.comment for one in turn.answers if one.comment]
    event = StepDecided(
        step=step.id,
        verdict="approve",
        writes=step.writes or "appraised",
        entries=_left(now, cut),
        cut=cut,
        comment="\n".join(comments) or None,
        number=papers[-1].number if papers else None,
        signed_on=papers[-1].signed_on if papers else None,
        held=tuple(one for one in book.load(Nomination, KEY).standing(step) if one not in now),
        votes=tuple(step_votes.line_votes(book, step, lines_of(_left(now, cut)), turn.opened_at)),
        effective_on=papers[-1].effective_on if papers else None,
    )
    return [Draft(stream=KEY, event=event)]


def _left(standing: Sequence[Entry], cut: LeftOuts) -> tuple[Entry, ...]:
    gone = {entry_of(one) for one in cut}
    return tuple(one for one in standing if one not in gone)


def _returned(_book: Book, step: Approval, comment: str | None, _call: Call) -> list[Draft]:
    writes = step.writes or "appraised"
    event = StepDecided(step=step.id, verdict="return", writes=writes, comment=comment)
    return [Draft(stream=KEY, event=event)]


def _reopened(book: Book, kept: Sequence[Turn]) -> list[Draft]:
    """Return the lists as they stood after the turns that are kept, worked out anew."""
    state, chain = book.load(Nomination, KEY), {step.id: step for step in steps(book)}
    written = {"appraised": state.appraised, "passed": state.passed, "decided": state.decided}
    lists = {name: _followed(state, entries) for name, entries in written.items()}
    found = replace(state, cut=_followed(state, state.cut))
    decided = [turn for turn in kept if turn.outcome == "passed"]
    for turn in decided:
        step = chain[turn.step]
        cut = _cut_then(book, step, turn)
        writes = step.writes or "appraised"
        stood = [one for one in found.standing(step) if one in written[writes]]
        lists[writes] += _left(stood, cut)
        gone = tuple(entry_of(one) for one in cut)
        found = replace(found, cut=(*found.cut, *gone))
    event = NominationReopened(steps=len(decided), cut=tuple(dict.fromkeys(found.cut)), **lists)
    return [Draft(stream=KEY, event=event)]


def _cut_then(book: Book, step: Approval, turn: Turn) -> LeftOuts:
    """Return what a step cut when it passed, which was on the day of its last answer."""
    stage = book.definition.stage_of(KEY)
    approval = approvals_of(book).of_stage(stage.id) if stage else None
    if stage is None or approval is None or not turn.answers:
        return ()
    passed = Matter(
        book=book, stage=stage, step=step, subject=SUBJECT, approval=approval, turn=turn
    )
    return counting.cut(passed, timing.hanoi_day(max(one.at for one in turn.answers)))


def _followed(state: Nomination, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the lines that never went with the others, and so do not go back with them."""
    return tuple(entry for entry in entries if state.followed(entry))


def _ended(outcome: str, _step: Approval | None, reason: str | None) -> list[Draft]:
    if outcome == "rejected":
        return [Draft(stream=KEY, event=NominationRejected(reason=reason))]
    return [Draft(stream=KEY, event=NominationDecided())]


def _content(book: Book) -> object:
    """Return what is laid before the offices; a line of a unit reads as it always did."""
    return [
        {"award": one.award, "unit": one.unit} | ({"subject": one.subject} if one.subject else {})
        for one in book.load(Nomination, KEY).first
    ]


def _since(book: Book, step: Approval, opened: datetime) -> datetime | None:
    """Return from when the time of a step counts: its opening, or the whole file if that is later.

    Nobody is over time with what was not theirs to do.
    """
    if step.counts_from == "opening":
        return opened
    state = book.load(Nomination, KEY)
    awards = {one.award for one in free(book, step)}
    whole = complete_on(state.dossiers, awards, step.office)
    return max(opened, timing.moment(whole, time(12))) if whole else None


def _by_nominating(_book: Book, _call: Call) -> Iterator[Unmet]:
    yield Unmet(code="REQUESTED_BY_NOMINATING", who=("head",))


SUBJECT = Subject(
    content=_content,
    prevents=_by_nominating,
    units=_units,
    concerns=lambda book, step: bool(_lines(book, step)),
    lines=_lines,
    votes=_votes,
    since=_since,
    passed=_passed,
    returned=_returned,
    reopened=_reopened,
    ended=_ended,
    after=_after,
    final=True,
)
"""The nomination, as its approval sees it."""
