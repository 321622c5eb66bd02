"""A score sheet told leaf by leaf: its points by which rule, who entered what, who changed it."""

from collections.abc import Iterator, Sequence

from console.cli.asked import Asked
from console.cli.explain_document import rule_of
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences.grounds import basis_said, criterion_name
from console.sentences.naming import person_name
from definitions.schema.record import Text
from definitions.wording import Phrase
from workflow.domain.model import Book
from workflow.domain.results import explaining
from workflow.domain.results.explaining import Explained, Line
from workflow.service.hands import Altered, Hand, Number, altered, entered
from workflow.service.reading import EventLine

Part = str | Table
Sheet = Explained | explaining.Part
"""A sheet of the whole year, or that of one of its periods."""

PARTS = frozenset({"bonus", "penalty"})
"""The two numbers of a leaf that rewards and takes away; those of a sample are numbered."""


def sheet_text(
    asked: Asked, book: Book, found: Explained, history: Sequence[EventLine]
) -> Iterator[Part]:
    """Yield a unit's whole sheet, down to the entries; of a year in periods, one after another."""
    if not found.parts:
        yield from _sheet(asked, book, found, found.unit, history, None)
    for number, one in enumerate(found.parts):
        if number:
            yield ""
        yield told(asked, "explain_of_period", period=one.period.title)
        yield from _sheet(asked, book, one, found.unit, history, one.period.id)


def _sheet(
    asked: Asked,
    book: Book,
    found: Sheet,
    unit: str,
    history: Sequence[EventLine],
    period: str | None,
) -> Iterator[Part]:
    heads = ("head_criterion", "head_points", "head_of", "head_rule", "head_basis")
    rows = [_row(asked, book, line) for line in found.lines]
    yield Table([told(asked, head) for head in heads], rows, frozenset({1, 2}))
    yield from _made(asked, found)
    yield ""
    yield told(asked, "explain_entries")
    hands = entered(history, unit, period)
    for line in found.lines:
        yield from _entries(asked, book, line, hands)
    yield from _changes(asked, book, altered(history, unit, period))
    yield from _trail(asked, book, found)


def _made(asked: Asked, found: Sheet) -> Iterator[str]:
    """Yield what the criteria add up to, where the points are not just that."""
    total = found.total
    made = total.points if total.whole is None else total.whole
    if found.lost:
        facts = {"summed": found.summed, "lost": found.lost, "points": made}
        yield told(asked, "explain_summed_less", **facts)
    elif found.summed != made:
        yield told(asked, "explain_summed", summed=found.summed, points=made)


def _row(asked: Asked, book: Book, line: Line) -> tuple[str, ...]:
    rule = rule_of(book, line, asked.language) or ""
    if line.without_evidence and line.way not in {None, "empty", "unassigned"}:
        rule = told(asked, "explain_without_evidence", rule=rule)
    return (
        "  " * line.depth + worded(asked, criterion_name(book, line.criterion)),
        worded(asked, line.points),
        worded(asked, line.of),
        rule,
        worded(asked, basis_said(line.basis)) if line.basis else NOTHING,
    )


def _entries(asked: Asked, book: Book, line: Line, hands: dict[str, Hand]) -> Iterator[str]:
    """Yield who entered the numbers of one leaf; numbers of one hand and moment go together."""
    if line.way is None:
        return
    made: dict[tuple[str, str], list[str]] = {}
    for name in line.entries:
        if hand := hands.get(name):
            made.setdefault((hand.person, hand.at.isoformat()), []).append(name)
    criterion = criterion_name(book, line.criterion)
    if not made and line.way == "empty":
        yield told(asked, "explain_entered_nowhere", criterion=criterion)
    for names in made.values():
        hand = hands[names[0]]
        values = [_value(line, name, hands[name].value) for name in names]
        yield told(
            asked, _entered_as(line), criterion=criterion, value=values, at=hand.at,
            person=person_name(book, hand.person), evidence=_proofs(line), source=line.source,
        )  # fmt: skip


def _entered_as(line: Line) -> str:
    if line.source:
        return "explain_entered_imported"
    return "explain_entered_proven" if line.evidence or line.files else "explain_entered"


def _proofs(line: Line) -> list[object]:
    """Return the evidence of a leaf: where it lies, and files with their size and hash."""
    files = [
        Phrase("evidence_file", {"file": one.name, "bytes": one.size, "sha256": one.sha256[:12]})
        for one in line.files
    ]
    return [*line.evidence, *files]


def _value(line: Line, name: str, value: Number) -> object:
    """Return one number as it was entered, with the part of the leaf that it is, if it has some."""
    said = Phrase("value_unassigned") if value is None else value
    if name == line.criterion:
        return said
    part = name.partition("/")[2]
    shown = Phrase(f"part_{part}") if part in PARTS else part
    return Phrase("value_of_part", {"item": shown, "value": said})


def _changes(asked: Asked, book: Book, changes: Sequence[Altered]) -> Iterator[str]:
    if changes:
        yield ""
        yield told(asked, "explain_changes")
    for one in changes:
        facts = {
            "criterion": criterion_name(book, one.criterion),
            "before": NOTHING if one.before is None else one.before,
            "after": Phrase("value_unassigned") if one.after is None else one.after,
            "reason": one.reason,
            "person": person_name(book, one.person),
            "at": one.at,
        }
        if one.level is None:
            yield told(asked, "explain_change_leveless", **facts)
        else:
            yield told(asked, "explain_change", level=level_name(book, one.level), **facts)


def level_name(book: Book, name: str) -> Text | str:
    """Return a level of the scoring chain by its title."""
    stage = book.definition.stage_of("scoring")
    chain = stage.chain if stage else []
    return next((level.title for level in chain if level.id == name), name)


def _trail(asked: Asked, book: Book, found: Sheet) -> Iterator[str]:
    if found.trail:
        yield ""
        yield told(asked, "explain_trail")
    for one in found.trail:
        yield told(
            asked, f"explain_passage_{one.what}", level=level_name(book, one.level), at=one.at,
            person=person_name(book, one.person), comment=one.comment or NOTHING,
        )  # fmt: skip
