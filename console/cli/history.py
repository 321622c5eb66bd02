"""`thidua history`: what happened, and the proof that nothing of it was changed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from console.cli.answers import Answer
from console.cli.approvals import capacity_text
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences.faults import BROKEN
from console.sentences.naming import (
    DATED,
    award_name,
    person_name,
    seat_name,
    state_name,
    step_name,
    unit_name,
)
from definitions.wording import say
from workflow.domain.adoption.state import KEY as ADOPTION
from workflow.domain.approvals.state import Paper
from workflow.domain.model import SYSTEM, Book
from workflow.service import reading, verifying
from workflow.service.reading import EventLine
from workflow.service.rereading import Finding
from workflow.service.verifying import Verdict

PAPERS: TypeAdapter[Paper] = TypeAdapter(Paper)


def show(asked: Asked, year: str, *, raw: bool) -> Answer:
    """Answer with the history of a bloc year; *raw*, every event's bytes as stored."""
    with stored(asked) as runtime:
        if raw:
            bodies = [one.decode() for one in reading.bodies(runtime, year)]
            events = [json.loads(body) for body in bodies]
            return Answer(document={"year": year, "events": events}, text=bodies)
        book, lines = reading.load_book(runtime, year), reading.history(runtime, year)
        then = reading.as_recorded(runtime, book, lines)
    return Answer(
        document={"year": year, "events": [_entry(line) for line in lines]},
        text=[_table(asked, then, lines)],
    )


def _entry(line: EventLine) -> dict[str, object]:
    return {
        "seq": line.seq,
        "kind": line.kind,
        "stream": line.stream,
        "actor": line.actor,
        "seat": line.seat,
        "at": line.at,
        "recorded_at": line.recorded_at,
        "data": line.data,
        "definition": line.definition,
        "hash": line.hash,
    }


def _table(asked: Asked, then: dict[str, Book], lines: list[EventLine]) -> Table:
    """Return the lines, each by the names of the definition that it was recorded under."""
    heads = ("head_number", "head_at", "head_who", "head_seat", "head_recorded", "head_about")
    rows = [
        (
            str(line.seq),
            worded(asked, datetime.fromisoformat(line.at)),
            NOTHING if line.actor == SYSTEM.person else person_name(book, line.actor),
            worded(asked, seat_name(book, line.seat)),
            told(asked, f"recorded_{line.kind}"),
            _about(asked, book, line),
        )
        for line, book in ((line, then[line.definition]) for line in lines)
    ]
    return Table([told(asked, head) for head in heads], rows, frozenset({0}))


def _about(asked: Asked, book: Book, line: EventLine) -> str:
    """Return what an event is about: its unit, award or stage, or its step and in what capacity.

    Or what has a day of its own: periods, criteria groups, reported facts, dossiers of awards.
    """
    if step := line.data.get("step"):
        return _in_step(asked, book, str(step), line)
    if line.stream in DATED:
        return worded(asked, [DATED[line.stream](book, one) for one in _dated(line.data)])
    subject = line.stream.partition("/")[2] or line.data.get("unit")
    if subject:
        return unit_name(book, str(subject))
    if award := line.data.get("award"):
        return worded(asked, award_name(book, str(award)))
    if line.stream == ADOPTION:
        return str(line.data["definition"])
    return worded(asked, state_name(book, str(line.data.get("stage", ""))))


def _dated(data: dict[str, Any]) -> list[str]:
    """Return what is over time by then, or everything that an event gives a day."""
    over = [str(data[key]) for key in ("period", "group", "fact", "award") if key in data]
    return over or list(dict.fromkeys([*data.get("opens", {}), *data.get("dues", {})]))


def _in_step(asked: Asked, book: Book, step: str, line: EventLine) -> str:
    said, owner = worded(asked, step_name(step, book)), line.data.get("owner")
    if owner and owner != line.actor:
        said = told(asked, "approval_signed_for", who=said, owner=person_name(book, str(owner)))
    capacity, paper = line.data.get("capacity"), line.data.get("paper")
    if capacity in {None, "direct"}:
        return said
    shown = capacity_text(asked, str(capacity), _paper(paper))
    return told(asked, "step_in_capacity", step=said, capacity=shown)


def _paper(data: dict[str, Any] | None) -> Paper | None:
    return PAPERS.validate_python(data) if data else None


def verify(asked: Asked, years: tuple[str, ...], *, every: bool) -> Answer:
    """Answer with the proof of the bloc years named, or of all. Raises NotFound."""
    with stored(asked) as runtime:
        named = years if years and not every else verifying.histories_known(runtime)
        verdicts = [verifying.verify(runtime, year) for year in named]
    verified = all(one.verified for one in verdicts)
    return Answer(
        document={"verified": verified, "years": [_verdict(one) for one in verdicts]},
        text=[line for one in verdicts for line in _lines(asked, one)] or [told(asked, "no_years")],
        status=0 if verified else BROKEN,
    )


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "year": verdict.year,
        "events": verdict.events,
        "head": verdict.head,
        "verified": verdict.verified,
        "findings": [
            {
                "code": one.code,
                "seq": one.seq,
                "stream": one.stream,
                "vi": sentence(one, "vi"),
                "en": sentence(one, "en"),
            }
            for one in verdict.findings
        ],
    }


def sentence(finding: Finding, language: str) -> str:
    """Return what verification found, in words."""
    return say(finding.code, {"seq": finding.seq, "stream": finding.stream}, language)


def _lines(asked: Asked, verdict: Verdict) -> Iterator[str]:
    facts = {"year": verdict.year, "events": verdict.events, "head": verdict.head}
    if verdict.verified:
        yield told(asked, "history_verified", **facts)
        return
    yield told(asked, "history_broken", **facts)
    for one in verdict.findings:
        yield told(asked, "history_finding", finding=sentence(one, asked.language))
