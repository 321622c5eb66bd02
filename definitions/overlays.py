"""Days that an administrator decided, over those that are shipped: one numbered version. A value.

Which days bind a bloc year depends on where its bloc lies: a day of the province lies over one of
the nation, a day of the bloc over both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from definitions.canonical import canonical_json, digest
from definitions.schema.calendars import NATION, DecreedDay
from definitions.workdays import Calendar, calendar_file

Key = tuple[date, str]
Place = tuple[str, str | None, str | None]


@dataclass(frozen=True, eq=False)
class Overlay:
    """One version: its number (0 is what is shipped, and adds nothing), and its days."""

    version: int = 0
    days: tuple[DecreedDay, ...] = ()
    _made: dict[Place, Calendar] = field(default_factory=dict, repr=False)

    def calendar(self, name: str, *, province: str | None, bloc: str | None) -> Calendar:
        """Return the calendar of that name as it binds a bloc there. Raises UnknownCalendar."""
        place = (name, province, bloc)
        if place not in self._made:
            self._made[place] = self._make(*place)
        return self._made[place]

    def _make(self, name: str, province: str | None, bloc: str | None) -> Calendar:
        found: dict[date, DecreedDay] = {}
        for scope in (NATION, f"province:{province}", f"bloc:{bloc}"):
            for days in (calendar_file(name).days, self.days):
                found |= {day.date: day for day in days if day.scope == scope}
        return Calendar(found)

    def changed(self, lay: Iterable[DecreedDay] = (), remove: Iterable[Key] = ()) -> "Overlay":
        """Return the version after this one: *lay* laid over it, the days of *remove* taken off."""
        kept = {(day.date, day.scope): day for day in self.days}
        for key in remove:
            kept.pop(key, None)
        kept |= {(day.date, day.scope): day for day in lay}
        return Overlay(self.version + 1, tuple(kept[key] for key in sorted(kept)))

    @property
    def body(self) -> bytes:
        """The days as they are stored and hashed."""
        return canonical_json([day.model_dump(mode="json") for day in self.days])

    @property
    def digest(self) -> str:
        """A hash of number and days: two databases may number different days alike."""
        return digest(f"{self.version}:".encode() + self.body)


SHIPPED = Overlay()
"""What holds where no administrator has decided anything."""
