"""What is known of the proposals for praise of a bloc year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from definitions.schema.awards import SubjectKind
from definitions.schema.praise import Round
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.stages.course import DISSOLVED
from workflow.domain.stages.moving import Moved
from workflow.domain.stages.year import KEY as YEAR
from workflow.domain.stages.year import YearState

KEY = "praises"
Answer = Literal["give", "decline", "return"]
Verdict = Literal["give", "decline"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseDecision:
    """What an office decided in its step; the last one carries the paper."""

    step: str
    verdict: Verdict
    person: str
    at: datetime
    comment: str | None = None
    number: str | None = None
    signed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PraiseRevocation:
    """Praise that is to be taken back, and has been once somebody else confirmed it."""

    reason: str
    paper: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Praise:
    """One proposal: a unit, or a person of it, for what; `campaign` is one the pledge names.

    `award` is what is asked for, `to` whom it would be given to, `achievement` what for. `back` is
    who has it again, with a `comment`. `due` is when the bloc's answer is due, `calendar` the
    overlay that this was reckoned by, `moves` those of that moment since `asked_at`. `event_on` is
    the day of what it is asked for; `last_day` when it had to be proposed, where it came late.
    """

    id: str
    unit: str
    reason: str
    round: Round
    proposer: str
    person: str | None = None
    campaign: str | None = None
    answer: Verdict | None = None
    comment: str | None = None
    award: str | None = None
    to: SubjectKind = "collective"
    achievement: str | None = None
    answered_by: str | None = None
    decisions: tuple[PraiseDecision, ...] = ()
    back: Literal["proposer", "bloc"] | None = None
    withdrawn: bool = False
    asked_at: datetime | None = None
    due: datetime | None = None
    overdue: bool = False
    calendar: int = 0
    moves: tuple[Moved, ...] = ()
    revocation: PraiseRevocation | None = None
    event_on: date | None = None
    last_day: date | None = None

    @property
    def declined(self) -> bool:
        """Whether the bloc or an office was against."""
        return "decline" in {self.answer, *(one.verdict for one in self.decisions)}

    @property
    def unanswered(self) -> bool:
        """Whether it is the bloc's move."""
        return self.answer is None and not self.withdrawn and self.back != "proposer"

    @property
    def paper(self) -> PraiseDecision | None:
        """The decision by which it was given; None while nobody has signed one."""
        return next((one for one in self.decisions if one.number), None)

    @property
    def given(self) -> bool:
        """Whether it was given: by the bloc, or an award by a signed decision."""
        return self.paper is not None if self.award else self.answer == "give"

    @property
    def revoked(self) -> bool:
        """Whether it was taken back; it was given all the same."""
        return self.revocation is not None and self.revocation.confirmed_by is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Praises:
    """The state of all proposals for praise in a year."""

    praises: tuple[Praise, ...] = ()

    def find(self, praise: str) -> Praise | None:
        """Return the proposal of that id."""
        return next((one for one in self.praises if one.id == praise), None)


def praises_of(book: Book) -> tuple[Praise, ...]:
    """Return every proposal of the year, in their order."""
    return (book.find(Praises, KEY) or Praises()).praises


def find(book: Book, praise: str) -> Praise | None:
    """Return the proposal of that id."""
    return next((one for one in praises_of(book) if one.id == praise), None)


def load(book: Book, praise: str) -> Praise:
    """Return the proposal of that id. Raises KeyError when there is none."""
    found = find(book, praise)
    if found is None:
        raise KeyError(praise)
    return found


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield every proposal for an award that is the bloc's move, the proposer's, or a second one's.

    Those before an office are in its approval. Of a bloc that has ceased to be only what is taken
    back is anybody's move.
    """
    over = book.load(YearState, YEAR).state == DISSOLVED
    for one in praises_of(book):
        facts: dict[str, object] = {"praise": one.id}
        if over and not one.given:
            continue
        if one.back == "proposer":
            facts |= {"comment": one.comment}
            yield Unmet(code="PRAISE_RETURNED", facts=facts, who=(f"person:{one.proposer}",))
        elif one.unanswered and (one.award or one.due):
            who = ("head", "deputy")
            yield Unmet(code="PRAISE_UNANSWERED", facts=facts, who=who, due=one.due)
        elif one.revocation and not one.revoked:
            who = ("overseer", "admin")
            yield Unmet(code="PRAISE_REVOCATION_WAITING", facts=facts, who=who)


def rewarded(book: Book, *, but: str | None = None) -> frozenset[str]:
    """Return the achievements that praise was given for, or may yet be: they serve once.

    What was given and taken back has served. `but` leaves one proposal out.
    """
    return frozenset(
        one.achievement
        for one in praises_of(book)
        if one.achievement and not one.declined and not one.withdrawn and one.id != but
    )
