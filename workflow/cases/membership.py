"""Who belongs to the bloc when an act of a case is done: members of that day, and no others."""

from collections.abc import Iterator
from typing import Any

from workflow.cases import written
from workflow.cases.drafts import Draft
from workflow.cases.written import Written

CHANGES = frozenset({"admit_unit", "withdraw_unit"})


class Membership:
    """The members of every year of a case, as its own acts change them."""

    def __init__(self, draft: Draft) -> None:
        every = written.acts(draft)
        self._draft = draft
        self._order = {act.place: number for number, act in enumerate(every)}
        self._changes = [one for one in every if one.doing.do in CHANGES and not one.refused]
        self._opened = {
            one.year: one.head.opened or written.completed(draft, one.year - 1)
            for one in (draft.years if self._changes else ())
        }

    def at(self, act: Written) -> list[str]:
        """Return the members in official order when *act* is done."""
        members = list(self._draft.founding)
        for change in self._changes:
            if self._before(change, act):
                for given in _given(change):
                    _changed(members, change.doing.do, given)
        return members

    def _before(self, change: Written, act: Written) -> bool:
        """Whether *change* has happened, in that year or in one before it was opened from."""
        if change.year == act.year:
            return self._order[change.place] < self._order[act.place]
        opened = self._opened.get(act.year)
        return change.year < act.year and opened is not None and change.at <= opened


def _given(change: Written) -> Iterator[dict[str, Any]]:
    given = change.doing.given_with
    yield from given if isinstance(given, list) else [given]


def _changed(members: list[str], do: str, given: dict[str, Any]) -> None:
    unit = given.get("unit")
    if do == "withdraw_unit" and unit in members:
        members.remove(str(unit))
    if do == "admit_unit" and isinstance(unit, dict) and unit.get("id") not in members:
        after = given.get("after")
        place = members.index(after) + 1 if after in members else len(members)
        members.insert(place, str(unit.get("id")))
