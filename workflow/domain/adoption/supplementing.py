"""A supplementary criterion: what an office may propose, and what may be added once units enter.

What was entered stays what it was entered by. A criterion or an adjustment may be added to that,
wherever it stands, as long as no sheet was handed in: whoever hands in enters it like the others.
"""

from collections.abc import Iterator
from dataclasses import replace

from definitions.schema.rubric import Criterion, Rubric
from workflow.domain.adoption.consequences import changes
from workflow.domain.errors import Unmet
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book, Call, Pinned
from workflow.domain.scores import criteria_groups, periods, sheet

OFFICE = "office"
RUBRIC = "rubric"
CRITERIA = frozenset({"parts", "adjustments", "total"})
"""What an office may propose within the rubric: criteria, adjustments, and what they add up to."""

NOT_HANDED_IN = frozenset({"none", "returned"})


def office_of(book: Book) -> str | None:
    """Return the office that may propose other criteria in the year of *book*, if one may."""
    named = book.definition.rubric.supplemented_by
    return named.office if named else None


def proposes(book: Book) -> tuple[str, ...]:
    """Return whose act it is beside the bloc's officers: the office that the definition names."""
    return (OFFICE,) if office_of(book) else ()


def prevents(book: Book, call: Call) -> Iterator[Unmet]:
    """Yield that the office of whoever acts is not the one that may propose other criteria."""
    office = office_of(book)
    if office and call.actor.office and call.actor.office != office:
        facts: dict[str, object] = {"office": book.definition.office_title(office)}
        yield Unmet(code="NOT_THE_OFFICE", facts=facts, who=(f"office:{office}",))


def beyond(book: Book, other: Pinned, call: Call) -> Iterator[Unmet]:
    """Yield that an office proposes something other than criteria, in the rubric or outside it."""
    if call.actor.office is None:
        return
    old, new = book.definition, other.definition
    more = [one for one in changes(old, new) if one != RUBRIC]
    more += [f"{RUBRIC}/{name}" for name in _besides(old.rubric, new.rubric)]
    if more:
        yield Unmet(
            code="MORE_THAN_CRITERIA", facts={"changed": more}, who=("head", "deputy", "admin")
        )


def only_adds(old: Rubric, new: Rubric) -> bool:
    """Whether *new* has all of *old* word for word, and criteria or adjustments besides."""
    adjustments = {one.id: one for one in new.adjustments}
    return (
        not any(_besides(old, new))
        and all(adjustments.get(one.id) == one for one in old.adjustments)
        and _kept(old.parts, new.parts)
    )


def _besides(old: Rubric, new: Rubric) -> Iterator[str]:
    """Yield what differs in two rubrics besides criteria, adjustments and what they add up to."""
    for name in Rubric.model_fields:
        if name not in CRITERIA and getattr(old, name) != getattr(new, name):
            yield name


def _kept(old: list[Criterion], new: list[Criterion]) -> bool:
    """Whether every criterion stands where it stood, and as it was; those with parts may get more.

    What one is called and where it comes from is kept too: units have entered what is under it.
    """
    after = {one.id: one for one in new}
    pairs = [(one, after.get(one.id)) for one in old]
    return all(
        same is not None and same.alone() == one.alone() and _kept(one.parts, same.parts)
        for one, same in pairs
    )


def too_late(book: Book, other: Pinned, call: Call) -> Iterator[Unmet]:
    """Yield why nothing can be added any more: sheets are handed in, or a group is over."""
    members = book.load(Roster, ROSTER)
    units = [unit for unit in members.unit_ids() if _handed_in(book, unit)]
    if units:
        names = [members.name(unit) for unit in units]
        yield Unmet(code="SHEETS_HANDED_IN", facts={"count": len(units), "units": names})
    after = replace(book, pinned=other)
    _, dues = criteria_groups.ruled_otherwise(book, after)
    before = {leaf.id for leaf in book.definition.rubric.leaves()}
    for group in other.definition.rubric.dated:
        due = dues.get(group.id) or criteria_groups.due_of(after, group)
        if due and due <= call.now and not before.issuperset(one.id for one in group.leaves()):
            facts: dict[str, object] = {"group": group.title, "due": due}
            yield Unmet(code="ADDED_TO_A_GROUP_THAT_IS_OVER", facts=facts)


def _handed_in(book: Book, unit: str) -> bool:
    of = periods.of_unit(book, unit)
    return any(sheet.find(book, unit, one).status not in NOT_HANDED_IN for one in of)
