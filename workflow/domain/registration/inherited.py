"""Which registration counts for a unit that others were merged into: its own, and then theirs.

A unit that is gone is asked for nothing more, and what it registered is not lost with it: whoever
it went into answers for that. A unit's own word goes first; what those before it aimed at counts
only where it has said nothing. People go on by name wherever they are now.
"""

from collections.abc import Sequence
from dataclasses import replace

from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.registration.state import (
    KIND,
    STANDING,
    Named,
    PeopleFor,
    Registration,
)


def counting(book: Book, unit: str) -> Registration | None:
    """Return the registration by which *unit* is judged; None where there is none."""
    own = book.find(Registration, f"{KIND}/{unit}")
    earlier = _before(book, unit)
    if not earlier or (own and own.status not in STANDING):
        return own
    if own is None:
        return _joined(earlier)
    return replace(
        own,
        persons=_named(own.persons, *(one.persons for one in earlier)),
        households=_named(own.households, *(one.households for one in earlier)),
    )


def _before(book: Book, unit: str) -> list[Registration]:
    """Return the registrations that stood of the units that went into *unit*."""
    gone = book.load(Roster, ROSTER).gone_into(unit)
    found = (book.find(Registration, f"{KIND}/{one}") for one in gone)
    return [one for one in found if one and one.status in STANDING]


def _joined(ones: Sequence[Registration]) -> Registration:
    awards = dict.fromkeys(one.award for each in ones for one in each.individual)
    every = [one for each in ones for one in each.individual]
    accepted = all(one.status == "accepted" for one in ones)
    return Registration(
        status="accepted" if accepted else "submitted",
        collective=tuple(dict.fromkeys(one for each in ones for one in each.collective)),
        individual=tuple(
            PeopleFor(award=award, people=sum(one.people for one in every if one.award == award))
            for award in awards
        ),
        recognitions=tuple(dict.fromkeys(one for each in ones for one in each.recognitions)),
        staff=sum(one.staff for one in ones),
        people=sum(one.people for one in ones),
        persons=_named(*(one.persons for one in ones)),
        households=_named(*(one.households for one in ones)),
    )


def _named(*lists: tuple[Named, ...]) -> tuple[Named, ...]:
    """Return everybody who is named, each once: as they were named first."""
    found: dict[str, Named] = {}
    for one in (one for each in lists for one in each):
        found.setdefault(one.id, one)
    return tuple(found.values())
