"""How much of the bloc has registered."""

from dataclasses import dataclass

from workflow.domain.model import Book
from workflow.domain.registration.state import KIND, STANDING, Registration


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How much of the bloc has registered: units of all members, people of all staff counted."""

    units: int
    of_units: int
    people: int
    of_staff: int

    @property
    def units_percent(self) -> str:
        """Units as percent of all member units, to one decimal."""
        return percent(self.units, self.of_units)

    @property
    def people_percent(self) -> str:
        """People as percent of the staff that the registered units state, to one decimal."""
        return percent(self.people, self.of_staff)


def percent(part: int, whole: int) -> str:
    """Return *part* of *whole* in percent, to one decimal, computed in integers; 0.0 of nothing."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


def coverage(book: Book, units: tuple[str, ...]) -> Coverage:
    """Return how much of *units* and of their people is covered by registrations."""
    found = book.each(Registration, KIND)
    live = [found[unit] for unit in units if unit in found and found[unit].status in STANDING]
    return Coverage(
        units=len(live),
        of_units=len(units),
        people=sum(one.people for one in live),
        of_staff=sum(one.staff for one in live),
    )
