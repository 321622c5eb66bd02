"""Whether every unit, person, seat, office, meeting and award that a case names exists."""

from collections.abc import Iterator, Mapping, Sequence

from definitions.advice import did_you_mean
from definitions.findings import error
from definitions.nodes import Node
from definitions.problems import Path, Problem
from definitions.schema.definition import Definition
from workflow.cases import inputs, written
from workflow.cases.drafts import Draft, Placed
from workflow.cases.expectations import Expectation
from workflow.cases.schema import MeetingAt
from workflow.cases.seating import seats_of

Definitions = Mapping[int, Sequence[Definition]]
"""What each year goes by, from its beginning on."""


def problems(draft: Draft, definitions: Definitions) -> Iterator[Problem]:
    """Yield every name that nothing answers to, and every id given twice.

    A year may go by several definitions, one after the other.
    """
    every = [one for found in definitions.values() for one in found]
    offices = [office.id for one in every for office in one.offices]
    yield from _twice(draft)
    yield from _people(draft, offices if definitions else None)
    yield from _mandates(draft)
    yield from _meetings(draft, definitions)
    if definitions:
        yield from _offices(draft, offices)
    for placed in draft.expect:
        yield from _expected(draft, placed, definitions)


def _twice(draft: Draft) -> Iterator[Problem]:
    for key in ("units", "people"):
        node = draft.sheet.find((key,))
        seen: set[object] = set()
        for at, child in node.children() if node else ():
            name = child.child("id")
            if name and name.content in seen:
                yield error("case_id_twice", name.mark, (key, at, "id"), id=name.content)
            seen.add(name.content if name else None)


def _people(draft: Draft, offices: Sequence[str] | None) -> Iterator[Problem]:
    known = [*(f"unit:{unit}" for unit in draft.units), "admin", "overseer"]
    known += [f"office:{office}" for office in offices or ()]
    for placed in draft.people:
        for at, held in enumerate(seats_of(placed.value)):
            checked = offices is not None or not held.seat.startswith("office:")
            if checked and held.seat not in known:
                path: Path = (*placed.path, "seats", at)
                facts = {"seat": held.seat, "advice": did_you_mean(held.seat, known)}
                yield error("case_unknown_seat", draft.sheet.mark(path), path, **facts)


def _mandates(draft: Draft) -> Iterator[Problem]:
    for year in draft.years:
        for placed in year.mandates:
            path = (*placed.path, "unit")
            if node := draft.sheet.find(path):
                yield from inputs.stranger(node, draft.units, path)


def _meetings(draft: Draft, definitions: Definitions) -> Iterator[Problem]:
    for year in (one for one in draft.years if one.year in definitions):
        known = [held.id for one in definitions[year.year] for held in one.meetings]
        for placed in year.entries:
            entry = placed.value
            if isinstance(entry, MeetingAt) and entry.meeting.kind not in known:
                path = (*placed.path, "meeting", "kind")
                facts = {
                    "meeting": entry.meeting.kind,
                    "advice": did_you_mean(entry.meeting.kind, known),
                }
                yield error("case_unknown_meeting", draft.sheet.mark(path), path, **facts)


def _offices(draft: Draft, known: Sequence[str]) -> Iterator[Problem]:
    for act in written.acts(draft):
        path = (*act.there, "by", "office")
        node = draft.sheet.find(path)
        if node and node.content not in known:
            advice = did_you_mean(str(node.content), known)
            yield error("case_unknown_office", node.mark, path, office=node.content, advice=advice)


def _expected(
    draft: Draft, placed: Placed[Expectation], definitions: Definitions
) -> Iterator[Problem]:
    years = [year.year for year in draft.years]
    one, node = placed.value, draft.sheet.find(placed.path)
    if years and not years[0] <= one.year <= years[-1] + 1:
        path = (*placed.path, "year")
        facts = {"year": str(one.year), "known": [str(year) for year in years]}
        yield error("case_unknown_year", draft.sheet.mark(path), path, **facts)
    if node:
        yield from inputs.strangers(node, draft.units, placed.path)
    for key in ("ranking", "scores"):
        for unit in getattr(one, key) or ():
            path = (*placed.path, key, unit)
            name = Node(unit, draft.sheet.key_mark(path))
            yield from inputs.stranger(name, draft.units, path)
    if one.year in definitions:
        yield from _defined(draft, placed, definitions[one.year])


def _defined(
    draft: Draft, placed: Placed[Expectation], definitions: Sequence[Definition]
) -> Iterator[Problem]:
    """Yield a stage or an award that the definition does not have."""
    subject = placed.value.subject
    stages = [stage.id for one in definitions for stage in one.stages]
    awards = [award.id for one in definitions for award in one.catalogue]
    known = {"stage": stages, "award": awards, "no_award": awards, "registered": awards}
    path = (*placed.path, subject, "id")
    node = draft.sheet.find(path)
    if node and subject in known and node.content not in known[subject]:
        facts = {"id": node.content, "advice": did_you_mean(str(node.content), known[subject])}
        yield error("case_unknown_name", node.mark, path, **facts)
