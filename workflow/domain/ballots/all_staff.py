"""A vote of all staff: of the one unit that is voted on, or of the whole bloc; numbers, no names.

A conference of staff votes on its own colleagues by hands or papers, and its minutes say how many
there are. That number is the base of "all", frozen when the ballot opens.
"""

from collections.abc import Iterator, Mapping, Sequence

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots.state import Item
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book


def prevents(
    book: Book, rule: BallotRule, items: Sequence[Item], staff: Mapping[str, int]
) -> Iterator[Unmet]:
    """Yield what is wrong with the numbers of staff: missing, of other units, or not asked for."""
    roster, whose = book.load(Roster, ROSTER), rule.voters.staff
    if whose is None:
        if staff:
            yield Unmet(code="STAFF_NOT_ASKED", facts={"ballot": rule.title})
        return
    wanted = list(dict.fromkeys(one.unit for one in items))
    if whose == "unit" and (len(wanted) != 1 or wanted[0] is None):
        yield Unmet(code="ITEMS_OF_ONE_UNIT", facts={"ballot": rule.title})
        return
    units = roster.unit_ids() if whose == "bloc" else tuple(one for one in wanted if one)
    lacking = [roster.name(one) for one in units if not staff.get(one)]
    if lacking:
        yield Unmet(code="STAFF_NOT_GIVEN", facts={"ballot": rule.title, "units": lacking})
    others = [roster.name(one) for one in staff if one not in units]
    if others:
        yield Unmet(code="STAFF_OF_OTHERS", facts={"ballot": rule.title, "units": others})
