"""Awards to people and households: what is known of them, and who of them is nominated."""

from typing import Literal

from pydantic import Field

from definitions.schema.awards import Condition
from definitions.schema.quotas import Quota
from definitions.schema.record import Basis, Code, Record, Slug, Whole
from definitions.schema.rule_sets import InForce
from definitions.schema.standing import Position


class PeopleRule(Record):
    """Who of the people or households that units put forward is nominated for one award.

    Rules are applied in the order of the file, after those for units. Whoever meets `when` is
    taken up to `number`: in each unit in the order in which it put them forward, or in the whole
    bloc, units by rank. A person takes at most one award of a `group`.
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
    basis: list[Basis] = []
