"""What is asked of a condition, and what it answers: every judgement keeps its reasons."""

from dataclasses import dataclass, field

from definitions.schema.awards import Condition
from definitions.schema.rubric import Rubric
from definitions.schema.standing import Discipline, Rating
from workflow.domain.ballots.votes import Vote
from workflow.domain.members.facts import UnitFacts
from workflow.domain.members.honours import UnitHonours
from workflow.domain.members.places import Place
from workflow.domain.registration.state import Registration

Spent = tuple[str, str]
"""What has served for an award and serves no more: a year of a unit's run, or an initiative."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One condition as it was judged. `warned`: not met, but of unverified law, so not barring."""

    condition: str
    met: bool
    facts: dict[str, str] = field(default_factory=dict)
    warned: bool = False
    basis: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contender:
    """A person or household that is considered: registered for what, and how the year was.

    `takes` are the awards for which rules before this one propose them.
    """

    id: str
    registered: tuple[str, ...] = ()
    rating: Rating | None = None
    discipline: Discipline = "none"
    takes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What is known of one unit when awards are considered, or of a person or household of it.

    `award` is the one considered; `spent` is what awards given before it in this year have used.
    With a `contender`, `honours` are theirs; the place is that of their unit.
    """

    unit: str
    rubric: Rubric
    place: Place
    registration: Registration | None
    facts: UnitFacts | None
    behind: int
    year: int = 0
    honours: UnitHonours | None = None
    votes: tuple[Vote, ...] = ()
    award: str | None = None
    spent: frozenset[Spent] = frozenset()
    contender: Contender | None = None

    @property
    def owner(self) -> str:
        """Whose years and initiatives are counted."""
        return f"{self.unit}/{self.contender.id}" if self.contender else self.unit

    @property
    def reached(self) -> str | None:
        """The class of the unit in this year, or the rating of the person."""
        return self.contender.rating if self.contender else self.place.class_id


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """Whether a condition holds for a unit, with every reason looked at, and what that uses up.

    `lacking` names the facts not recorded yet without which it cannot be said that it does not.
    """

    met: bool
    reasons: tuple[Reason, ...]
    uses: tuple[Spent, ...] = ()
    lacking: tuple[str, ...] = ()


def leaf(
    condition: Condition,
    *,
    met: bool,
    uses: tuple[Spent, ...] = (),
    lacking: tuple[str, ...] = (),
    **facts: object,
) -> Judgement:
    """Return what one condition comes to, with the facts that it was judged by."""
    basis = condition.basis
    article = " ".join(filter(None, [basis.ref, basis.article])) if basis else None
    shown = {name: _text(value) for name, value in facts.items()}
    return Judgement(
        met=met,
        reasons=(Reason(condition=condition.name, met=met, facts=shown, basis=article),),
        uses=uses if met else (),
        lacking=lacking,
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
