"""Awards to people and households: what is known of them, and who of them is nominated."""

from typing import Literal

from pydantic import Field

from definitions.schema.awards import Condition, Cut, CutoffTie, Held
from definitions.schema.dossiers import DossierRule
from definitions.schema.quotas import Quota
from definitions.schema.record import Basis, Code, Record, Slug, Whole
from definitions.schema.rule_sets import InForce
from definitions.schema.standing import Position

Decider = Literal["offices", "unit"]
"""Who decides on an award: the offices of the chain, or the unit's own head. Luật TĐKT 2022,
Điều 80."""


class PeopleRule(Record):
    """Who of the people or households that units put forward is nominated for one award.

    Rules are applied in the order of the file, after those for units. Whoever meets `when` is
    taken up to `number`: in each unit in the order in which it put them forward, or in the whole
    bloc, units by rank. A person takes at most one award of a `group`. People of units that are
    equal are parted by `ties` where there are too few places, or where two of them rest on one
    thing that serves once; the order of a unit parts its own people alone. `held` and `cut` say
    what becomes of the place of somebody who is held when the bloc proposes, or cut by an office.
    With `decided_by: unit` the unit's own head decides: it is recorded by the unit with its paper
    (the act `decide_own`), and never goes through the chain of the bloc. `dossier` says by when
    the file of the award has to be with an office; rules for one award say the same.
    """

    id: Slug
    award: Code
    to: Literal["individual", "household"] = "individual"
    position: Position | None = Field(
        default=None, description="only leaders, or only staff; everybody when absent"
    )
    inside: Literal["unit", "bloc"] = "unit"
    number: Whole | Literal["all"] | Quota = Field(
        description="how many at most in each unit or in the bloc, or all who qualify, or a quota"
    )
    when: Condition
    group: Slug | None = None
    in_force: InForce | None = None
    ties: list[CutoffTie] = []
    held: Held = "reserved"
    cut: Cut = "closed"
    decided_by: Decider = "offices"
    dossier: DossierRule | None = None
    basis: list[Basis] = []
