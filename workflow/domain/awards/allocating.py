"""Who is nominated for what: the definition's rules over the ranking, in the order of the file."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from definitions.schema.awards import AwardRule
from workflow.domain.awards import cutoffs, quotas
from workflow.domain.awards.bases import bases_of, suited
from workflow.domain.awards.proposal import (
    NOTHING_KEPT,
    Candidate,
    Kept,
    LeftOut,
    LeftOuts,
    PassedOver,
    Proposal,
)
from workflow.domain.awards.settling import settle
from workflow.domain.awards.taking import Able, Applied, Run, barred, judged, keep
from workflow.domain.ballots.votes import Vote, votes
from workflow.domain.eligibility import ruling
from workflow.domain.eligibility.ruling import Dates
from workflow.domain.members import groups
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.praise import state as praise
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState

__all__ = ["Candidate", "LeftOut", "LeftOuts", "PassedOver", "Proposal", "propose"]


def propose(
    book: Book,
    left_out: Iterable[LeftOut],
    day: date | None = None,
    *,
    kept: Kept = NOTHING_KEPT,
    only: str | None = None,
) -> Proposal:
    """Apply the award rules that are in force on *day* to the fixed ranking.

    Of the units that meet a rule, the best ranked are taken, or those with most votes, up to its
    number; equals at the cut-off by the ways of the rule, or they stay open. A unit takes one award
    of a group; a unit left out or barred makes room for the next. What has served for an award does
    not serve for the next one. Lines that are *kept* have their places already; with *only*, no
    place of another award is given.
    """
    out = {(one.award, one.unit): one.reason for one in left_out if one.subject is None}
    run = Run(book=book, out=out, votes=votes(book), groups=groups.of(book), kept=kept)
    run.spent.update(("initiative", one) for one in praise.rewarded(book))
    for rule in ruling.award_rules(book.definition, Dates(year=book.year, proposed=day)):
        _apply(run, rule, fills=only in {None, rule.id})
    return Proposal(
        candidates=tuple(run.candidates),
        passed_over=tuple(run.passed),
        allotments=tuple(run.allotments),
        open=tuple(run.open),
        spent=frozenset(run.spent),
    )


def order_of(rule: AwardRule, cast: Sequence[Vote], place: Place) -> tuple[int, int]:
    """Return what units are ordered by: votes where the rule says so, then the rank.

    Ranks inside groups stand beside each other: all firsts come before any second.
    """
    agreed = [one.agree for one in cast if one.about(rule.by_votes or "", place.unit, rule.id)]
    return -agreed[-1] if agreed else 0, place.rank


def _apply(run: Run, rule: AwardRule, *, fills: bool) -> None:
    def order(place: Place) -> tuple[int, int]:
        return order_of(rule, run.votes, place)

    fits = suited(run.book, rule)
    found = run.book.load(RankingState, RANKING).places
    places = sorted((one for one in found if one.unit in fits), key=order)
    bases = bases_of(run.book, rule, _qualified(run, rule, places), run.given)
    now = Applied(rule=rule, allotments=quotas.allot(rule, bases))
    run.allotments += now.allotments
    kept = [one for one in places if (rule.id, one.unit, None) in run.kept.lines]
    for place in kept:
        keep(run, now, Able(place=place, judgement=judged(run, rule, place)))
    left = [one for one in places if one not in kept]
    for _, equal in groupby(left if fills else [], order):
        settle(run, now, [*equal], cutoffs.ways(rule))


def _qualified(run: Run, rule: AwardRule, places: Iterable[Place]) -> list[str]:
    """Return who meets a rule when nothing has been used up, and is not barred."""
    return [
        one.unit
        for one in places
        if judged(run, rule, one, frozenset()).met and not barred(run, rule, one.unit)
    ]
