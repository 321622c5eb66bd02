"""Kinds of facts about units, and the bodies that report them by a day."""

from typing import Annotated, Literal

from pydantic import Field

from definitions.schema.offices import NamedOffice
from definitions.schema.record import Record, Slug, Text
from definitions.schema.timing import DateRule, Reminder


class Fact(Record):
    """A kind of fact recorded about each unit before nomination: a count, a yes or no, a choice.

    A fact that is `reported_by` an office comes from that office alone, or from its list on paper;
    of several offices each sends a list of its own, and their counts are added up. `topics` say
    what the lists are about; `due` and `remind` by when they are to be in.
    """

    id: Slug
    title: Text
    kind: Literal["count", "flag", "choice"]
    choices: list[str] = []
    reported_by: NamedOffice | Annotated[list[NamedOffice], Field(min_length=1)] | None = None
    topics: list[Text] = []
    due: DateRule | None = None
    remind: list[Reminder] = []

    @property
    def offices(self) -> tuple[str, ...]:
        """The offices that report it; none where every officer and office may record it."""
        if self.reported_by is None:
            return ()
        named = self.reported_by if isinstance(self.reported_by, list) else [self.reported_by]
        return tuple(one.office for one in named)

    @property
    def reporters(self) -> tuple[str, ...]:
        """The offices that report it, as `who` names them: office:police."""
        return tuple(f"office:{office}" for office in self.offices)

    @property
    def added_up(self) -> bool:
        """Whether several offices each report a part of it."""
        return len(self.offices) > 1
