"""Votes that were counted at a table and are entered: never more than there are voters.

Each member who takes part names one of the equal units. Two tellers and the minutes sign for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Count, Id, Name

QUORUM = "2/3"
TELLERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Tellers:
    """Who counted, in which minutes, of how many members that took part."""

    present: Count
    people: tuple[Id, ...]
    paper: Name


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """Votes by unit, with who signs for them; `asked`: the equal units that are voted on."""

    votes: Mapping[str, int]
    tellers: Tellers | None
    asked: Sequence[Sequence[str]] = field(default_factory=tuple)


def prevents(book: Book, entered: Entered) -> Iterator[Unmet]:
    """Yield what is wrong with votes that are entered; nothing where none are."""
    if not entered.votes:
        return
    roster = book.load(Roster, ROSTER)
    asked = {unit for units in entered.asked for unit in units}
    stray = [roster.name(unit) for unit in entered.votes if unit not in asked]
    if stray:
        yield Unmet(code="TIE_VOTES_NOT_ASKED", facts={"units": stray})
    if entered.tellers is None:
        yield Unmet(code="TIE_VOTES_UNSIGNED", facts={"least": TELLERS}, who=("head",))
        return
    yield from _signed(roster, entered.tellers)
    for units in entered.asked:
        votes = sum(entered.votes.get(unit, 0) for unit in units)
        if votes > entered.tellers.present:
            facts: dict[str, object] = {
                "units": [roster.name(unit) for unit in units],
                "votes": votes,
                "present": entered.tellers.present,
            }
            yield Unmet(code="TIE_VOTES_TOO_MANY", facts=facts)


def _signed(roster: Roster, tellers: Tellers) -> Iterator[Unmet]:
    members, people = len(roster.units), {one.id for one in roster.people}
    if len(set(tellers.people)) < TELLERS:
        yield Unmet(code="TIE_VOTES_UNSIGNED", facts={"least": TELLERS}, who=("head",))
    for person in [one for one in tellers.people if one not in people]:
        yield Unmet(code="NO_SUCH_PERSON", facts={"person": person}, who=("admin",))
    if tellers.present > members:
        yield Unmet(
            code="MORE_PAPERS_THAN_VOTERS",
            facts={"handed_out": tellers.present, "present": members},
        )
    elif tellers.present < Fraction(QUORUM) * members:
        yield Unmet(
            code="NO_QUORUM",
            facts={"present": tellers.present, "of": members, "quorum": QUORUM},
            who=("head",),
        )
