"""Explanations as documents."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from console.cli.explain_deviations import deviation_document, held_document
from console.cli.written import both
from console.sentences.grounds import article
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from definitions.schema.part_years import MONTHS
from definitions.wording import say
from workflow.domain.eligibility.conditions import Reason
from workflow.domain.members.places import Place
from workflow.domain.model import Book
from workflow.domain.results import explaining
from workflow.domain.results.classing import Look
from workflow.domain.results.decided_ties import DecidedTie
from workflow.domain.results.explaining import Explained, Line
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState
from workflow.domain.results.ties_tried import TieStep, ties_of
from workflow.domain.scores.sheet import Passage
from workflow.service.hands import Altered, Hand, altered, entered
from workflow.service.reading import EventLine

Json = dict[str, Any]


def class_document(book: Book, found: Explained, history: Sequence[EventLine]) -> Json:
    """Return why a unit has its points and class."""
    classed = found.classed
    return {
        "explains": "class",
        **_subject(book, found),
        "class": _class(book, classed.class_id),
        "band": _class(book, classed.band),
        "result": plain(classed.result),
        "effect": classed.effect,
        "class_held": held_document(found.class_held),
        "deviations": [deviation_document(one) for one in found.deviations],
        "looks": [_look(one) for one in classed.looks],
        **sheet_document(book, found, history),
    }


def sheet_document(book: Book, found: Explained, history: Sequence[EventLine]) -> Json:
    """Return a unit's sheets leaf by leaf, with whose hands every number went through."""
    return {
        "criteria": _criteria(book, found.unit, found.lines, history),
        "criteria_of": {
            one.period.id: _criteria(book, found.unit, one.lines, history, one.period.id)
            for one in found.parts
        },
        "summed": None if found.parts else plain(found.summed),
        "trail": [_passage(one) for one in (*found.trail, *_trails(found))],
    }


def _criteria(
    book: Book,
    unit: str,
    lines: Sequence[Line],
    history: Sequence[EventLine],
    period: str | None = None,
) -> list[Json]:
    """Return one sheet leaf by leaf: the year's, or that of one of its periods."""
    hands, changes = entered(history, unit, period), altered(history, unit, period)
    return [
        _line(book, one, hands)
        | {"changes": [_change(each) for each in changes if each.criterion in one.entries]}
        for one in lines
    ]


def rank_document(book: Book, found: Explained, history: Sequence[EventLine]) -> Json:
    """Return why a unit has its rank."""
    state = book.find(RankingState, RANKING)
    return {
        "explains": "rank",
        **_subject(book, found),
        "by": book.definition.ranking.by,
        "inside": book.definition.ranking.inside,
        "order": [_place(book, one) for one in explaining.order(book)],
        "deviations": [deviation_document(one) for one in found.deviations],
        "ties": [_tie(one) for one in ties_of(book, found.unit)],
        "reason": state.reason if state else None,
        "basis": article(book.definition.ranking.basis),
        **sheet_document(book, found, history),
    }


def coarse_document(book: Book, unit: str, state: str) -> Json:
    """Return how far a sheet is, and nothing of what stands in it."""
    return {"explains": "state", "year": book.id, "unit": unit, "state": state}


def plain(value: Decimal) -> str:
    """Return a number without zeros that say nothing."""
    return format(value.normalize(), "f")


def _subject(book: Book, found: Explained) -> Json:
    place, total = found.place, found.total
    return {
        "year": book.id,
        "unit": found.unit,
        "name": unit_name(book, found.unit),
        "provisional": place.provisional or total.provisional,
        "points": plain(total.points),
        "of": plain(total.of),
        "percent": plain(total.percent),
        "rank": place.rank or None,
        "group": place.group,
        "group_rank": place.group_rank,
        "part_year": _part_year(book, found),
        "periods": _periods(book, found),
        "definition": {"id": book.definition.id, "hash": book.pinned.hash},
    }


def _part_year(book: Book, found: Explained) -> Json | None:
    """Return the rule for a unit that was no member all year, and what it made of its score."""
    member, rule, whole = found.membership, book.definition.rubric.part_year, found.total.whole
    if rule is None or member.rule is None:
        return None
    return {
        "rule": member.rule,
        "from": member.start.isoformat(),
        "to": member.end.isoformat(),
        "months": member.months,
        "of": MONTHS,
        "month": rule.month,
        "least_months": rule.least_months,
        "ranked": member.ranked,
        "points_before": None if whole is None else plain(whole),
        "basis": article(rule.basis),
    }


def _periods(book: Book, found: Explained) -> Json | None:
    """Return the periods that the year's score is made of, and how."""
    declared = book.definition.rubric.periods
    if declared is None:
        return None
    parts = [
        {
            "id": one.period.id,
            **both(one.period.title),
            "points": plain(one.total.points),
            "of": plain(one.total.of),
            "percent": plain(one.total.percent),
            "weight": str(one.weight),
        }
        for one in found.parts
    ]
    return {"makes": declared.makes, "basis": article(declared.basis), "parts": parts}


def _trails(found: Explained) -> list[Passage]:
    return [passage for one in found.parts for passage in one.trail]


def _class(book: Book, name: str | None) -> Json | None:
    band = next((one for one in book.definition.rubric.classes if one.id == name), None)
    return {"id": band.id, **both(band.title), "basis": article(band.basis)} if band else None


def _look(one: Look) -> Json:
    floors = [
        {
            "criterion": floor.criterion,
            "points": plain(floor.points),
            "of": plain(floor.of),
            "least_percent": plain(floor.least_percent),
        }
        for floor in one.floors
    ]
    return {
        "class": one.class_id,
        "holds": one.holds,
        "floors_missed": floors,
        "conditions_met": one.conditions_met,
        "facts_lacking": list(one.lacking),
        "conditions": [_reason(reason) for reason in one.reasons],
    }


def _reason(one: Reason) -> Json:
    return {
        "condition": one.condition,
        "met": one.met,
        "warned": one.warned,
        "facts": one.facts,
        "basis": one.basis,
    }


def rule_of(book: Book, line: Line, language: str) -> str | None:
    """Return how a criterion makes its points, with this unit's numbers, as a sentence."""
    if line.way is None:
        return None
    named = {"leader", "best_unit"}
    facts = {
        name: unit_name(book, str(value)) if name in named and value else value
        for name, value in line.facts.items()
    }
    return say(f"explain_way_{line.way}", facts, language)


def _line(book: Book, line: Line, hands: Mapping[str, Hand]) -> Json:
    rule = {"vi": rule_of(book, line, "vi"), "en": rule_of(book, line, "en")}
    return {
        "id": line.criterion,
        "title": both(line.title),
        "depth": line.depth,
        "points": plain(line.points),
        "of": plain(line.of),
        "way": line.way,
        "rule": rule if line.way else None,
        "entries": {
            name: None if one is None else plain(one) for name, one in line.entries.items()
        },
        "entered": {name: _hand(hands[name]) for name in line.entries if name in hands},
        "evidence": list(line.evidence),
        "files": [asdict(one) for one in line.files],
        "source": line.source,
        "without_evidence": line.without_evidence,
        "basis": article(line.basis),
    }


def _hand(one: Hand) -> Json:
    value = None if one.value is None else plain(one.value)
    return {"value": value, "person": one.person, "seat": one.seat, "at": iso(one.at)}


def _change(one: Altered) -> Json:
    return {
        "criterion": one.criterion,
        "before": None if one.before is None else plain(one.before),
        "after": None if one.after is None else plain(one.after),
        "reason": one.reason,
        "level": one.level,
        "person": one.person,
        "at": iso(one.at),
    }


def _passage(one: Passage) -> Json:
    return {
        "level": one.level,
        "what": one.what,
        "person": one.person,
        "seat": one.seat,
        "at": iso(one.at),
        "comment": one.comment,
    }


def _place(book: Book, one: Place) -> Json:
    return {
        "unit": one.unit,
        "name": unit_name(book, one.unit),
        "rank": one.rank,
        "points": plain(one.points),
        "percent": plain(one.percent),
        "group": one.group,
        "group_rank": one.group_rank,
        "tie_broken_by": one.tie_broken_by,
    }


def _tie(one: TieStep) -> Json:
    return {
        "way": one.way.label,
        "settled": one.settled,
        "values": {unit: plain(value) for unit, value in one.values.items()},
        "decided": _decided(one.decided) if one.decided else None,
        "basis": article(one.way.basis),
    }


def _decided(one: DecidedTie) -> Json:
    return {
        "order": list(one.order),
        "by": one.by,
        "seat": one.seat,
        "at": iso(one.at),
        "reason": one.reason,
    }
