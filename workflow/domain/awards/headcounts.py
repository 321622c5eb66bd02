"""What quotas of awards to people are shares of: counted in one unit, or in the whole bloc."""

from collections import Counter
from collections.abc import Callable, Sequence

from definitions.schema.people import PeopleRule
from definitions.schema.quotas import CountedBase, KnownBase, QuotaBase
from workflow.domain.awards.bases import recorded
from workflow.domain.awards.quotas import Bases, Weights
from workflow.domain.members import groups, people
from workflow.domain.model import Book
from workflow.domain.registration.inherited import counting
from workflow.domain.registration.state import STANDING, Registration

Given = Callable[[str], Sequence[str]]
"""The units of the people who were given an award by the rules applied so far."""


def bases_of_people(
    book: Book, rule: PeopleRule, units: Sequence[str], qualified: Sequence[str], given: Given
) -> Bases:
    """Return what the quotas of *rule* may be shares of among the people of *units*.

    `qualified` are the units of those who meet the rule, one for each of them.
    """

    def weights(of: QuotaBase) -> Weights:
        found = (
            _counted(book, of, given)
            if isinstance(of, CountedBase)
            else _known(book, of, rule, units, qualified)
        )
        return {unit: found.get(unit, 0) for unit in units}

    known = groups.of(book)
    return Bases(weights=weights, groups={one: known[one] for one in units if one in known})


def _counted(book: Book, of: CountedBase, given: Given) -> Weights:
    return Counter(given(of.holders)) if of.holders else recorded(book, of.fact)


def _known(
    book: Book, of: KnownBase, rule: PeopleRule, units: Sequence[str], qualified: Sequence[str]
) -> Weights:
    registered = {unit: counting(book, unit) for unit in units}
    match of:
        case "staff":
            return {unit: _staff(book, unit, one) for unit, one in registered.items()}
        case "leaders":
            return {unit: people.of_unit(book, unit).leaders for unit in units}
        case "qualified":
            return Counter(qualified)
        case "registered":
            return {
                unit: len(one.subjects_for(rule.award, rule.to)) if one else 0
                for unit, one in registered.items()
            }
        case "people":
            return {unit: _people(one) for unit, one in registered.items()}
    return dict.fromkeys(units, 1)


def _staff(book: Book, unit: str, registered: Registration | None) -> int:
    """Return how many people a unit has: as it says when it puts people forward, or registered."""
    said = people.of_unit(book, unit).staff
    if said is not None:
        return said
    return registered.staff if registered else 0


def _people(registered: Registration | None) -> int:
    """Return how many people of a unit take part, as it registered and stands by."""
    return registered.people if registered and registered.status in STANDING else 0
