"""How votes on units came out, as awards ask about them."""

from dataclasses import dataclass
from datetime import datetime

from workflow.domain.ballots.state import KIND, Ballot, Outcome, rule_of
from workflow.domain.model import Book


@dataclass(frozen=True, kw_only=True, slots=True)
class Vote:
    """A vote that is over. `award` absent: the vote was about the unit; `lower`: the title below.

    `agree` of `base` agreed when it was last counted, `needed` were needed.
    """

    ballot: str
    rule: str
    unit: str
    award: str | None
    lower: str | None
    outcome: Outcome
    agree: int
    base: int
    needed: int
    subject: str | None = None
    opened_at: datetime | None = None

    def about(self, rule: str, unit: str, award: str | None, subject: str | None = None) -> bool:
        """Whether it is a vote of that kind on the unit or person, for the award or for any."""
        same = (self.rule, self.unit, self.subject) == (rule, unit, subject)
        return same and self.award in {None, award}


def votes(book: Book) -> tuple[Vote, ...]:
    """Return the votes on units whose ballots are closed; of two on the same, the later one."""
    ballots = [(one.opened_at, name, one) for name, one in book.each(Ballot, KIND).items()]
    found: dict[tuple[str, str, str | None, str | None], Vote] = {}
    for _, name, ballot in sorted(ballots, key=lambda one: one[:2]):
        if ballot.status == "closed":
            said = _of(book, name, ballot)
            found |= {(one.rule, one.unit, one.award, one.subject): one for one in said}
    return tuple(found.values())


def _of(book: Book, name: str, ballot: Ballot) -> list[Vote]:
    lower = rule_of(book, ballot.rule).lower
    counted = {one.item: one for turn in ballot.rounds for one in turn.counted}
    return [
        Vote(
            ballot=name,
            rule=ballot.rule,
            unit=item.unit,
            award=item.award,
            lower=lower.get(item.award) if item.award else None,
            outcome=ballot.settled[item.id],
            agree=counted[item.id].agree,
            base=counted[item.id].base,
            needed=counted[item.id].needed,
            subject=item.subject,
            opened_at=ballot.opened_at,
        )
        for item in ballot.items
        if item.unit and item.id in ballot.settled and item.id in counted
    ]
