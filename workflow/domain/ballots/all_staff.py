"""A vote of all staff: of the one unit that is voted on, or of the whole bloc; numbers, no names.

A conference of staff votes on its own colleagues by hands or papers, and its minutes say how many
there are. That number is the base of "all", frozen when the ballot opens.
"""

from collections.abc import Iterator, Mapping, Sequence

from definitions.schema.ballots import BallotRule
from workflow.domain.ballots.state import KIND, Ballot, Item
from workflow.domain.errors import Unmet
from workflow.domain.members import people
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
    yield from _otherwise_than_said(book, staff)
    yield from _voted_already(book, rule, items)


def _otherwise_than_said(book: Book, staff: Mapping[str, int]) -> Iterator[Unmet]:
    """Yield a number of staff that is not the one with which the unit put its people forward."""
    for unit, number in staff.items():
        said = people.of_unit(book, unit).staff
        if number and said is not None and said != number:
            name = book.load(Roster, ROSTER).name(unit)
            facts: dict[str, object] = {"unit": name, "number": number, "said": said}
            yield Unmet(code="STAFF_DIFFERS", facts=facts)


def _voted_already(book: Book, rule: BallotRule, items: Sequence[Item]) -> Iterator[Unmet]:
    """Yield what the staff has voted on before: a unit does not vote until the outcome suits it."""
    over = {
        _about(one)
        for ballot in book.each(Ballot, KIND).values()
        if ballot.rule == rule.id and ballot.status == "closed"
        for one in ballot.items
    }
    for item in items:
        if _about(item) in over:
            facts: dict[str, object] = {"ballot": rule.title, "item": item.title or item.id}
            yield Unmet(code="VOTED_ON_ALREADY", facts=facts)


def _about(item: Item) -> tuple[str | None, ...]:
    question = None if item.subject or item.award else item.title
    return item.unit, item.subject, item.award, question
