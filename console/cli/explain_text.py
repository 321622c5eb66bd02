"""Explanations as people read them: the result first, then everything that it rests on."""

from collections.abc import Iterator

from console.cli.asked import Asked
from console.cli.explain_deviations import deviation_lines
from console.cli.explain_document import article, plain, rule_of, title_of
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences.naming import person_name, unit_name
from definitions.schema.part_years import MONTHS
from definitions.schema.record import Text
from workflow.domain import explaining
from workflow.domain.classing import BelowFloor, Look
from workflow.domain.explaining import Explained, Line, TieStep
from workflow.domain.model import Book
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.sheet import Passage

Part = str | Table
Lines = tuple[Line, ...]
Passages = tuple[Passage, ...]


def class_text(asked: Asked, book: Book, found: Explained) -> Iterator[Part]:
    """Yield why a unit has its points and class."""
    yield from _result(asked, book, found)
    yield from _class(asked, book, found)
    yield from deviation_lines(asked, found)
    for lines, trail, title in _sheets(found):
        yield ""
        if title:
            yield told(asked, "explain_of_period", period=title)
        yield _table(asked, book, lines)
        yield from _changes(asked, book, lines)
        yield from _trail(asked, book, trail)


def _sheets(found: Explained) -> Iterator[tuple[Lines, Passages, Text | None]]:
    """Yield each sheet behind a result: its criteria, its way, and of which period it is."""
    if not found.parts:
        yield found.lines, found.trail, None
    for one in found.parts:
        yield one.lines, one.trail, one.period.title


def rank_text(asked: Asked, book: Book, found: Explained) -> Iterator[Part]:
    """Yield why a unit has its rank."""
    yield from _result(asked, book, found)
    ranking = book.definition.ranking
    yield told(asked, f"explain_by_{ranking.by}")
    if ranking.inside != "bloc":
        yield told(asked, f"explain_inside_{ranking.inside}", group=found.place.group or NOTHING)
    yield ""
    yield _order(asked, book, found)
    steps = list(explaining.ties_of(book, found.unit))
    if steps:
        yield ""
        yield told(asked, "explain_ties")
        yield from (_tie(asked, book, one) for one in steps)
    yield from deviation_lines(asked, found)
    state = book.find(RankingState, RANKING)
    if state and state.reason:
        yield told(asked, "explain_reason", reason=state.reason)


def coarse_text(asked: Asked, book: Book, unit: str, state: str) -> Iterator[Part]:
    """Yield how far a sheet is."""
    yield told(asked, f"explain_state_{state}", unit=unit_name(book, unit))


def _result(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    total, place = found.total, found.place
    code = "explain_result" if place.rank else "explain_result_unranked"
    yield told(
        asked, code, unit=unit_name(book, found.unit), year=str(book.year),
        points=total.points.normalize(), of=total.of.normalize(),
        percent=total.percent.normalize(), rank=place.rank,
    )  # fmt: skip
    if place.provisional or total.provisional:
        yield told(asked, "explain_provisional")
    yield from _periods(asked, book, found)
    yield from _part_year(asked, book, found)
    facts = {"definition": book.definition.id, "hash": book.pinned.hash[:12]}
    yield told(asked, "explain_definition", **facts)


def _periods(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    """Yield what each period makes, and how they make the year's score."""
    declared = book.definition.rubric.periods
    if declared is None:
        return
    basis = article(declared.basis) or NOTHING
    yield told(asked, f"explain_periods_{declared.makes}", basis=basis)
    for one in found.parts:
        yield told(
            asked, "explain_period", period=one.period.title, weight=str(one.weight),
            points=one.total.points.normalize(), of=one.total.of.normalize(),
            percent=one.total.percent.normalize(),
        )  # fmt: skip


def _part_year(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    """Yield for how long the unit was a member, and what the rule for that makes of its score."""
    member, rule, total = found.membership, book.definition.rubric.part_year, found.total
    if rule is None or member.rule is None:
        return
    facts = {"start": member.start, "end": member.end, "months": member.months, "of": MONTHS}
    yield told(asked, f"explain_months_{rule.month}", **facts)
    basis = article(rule.basis) or NOTHING
    yield told(
        asked, f"explain_part_year_{member.rule}", basis=basis, months=member.months, of=MONTHS,
        whole=(total.points if total.whole is None else total.whole).normalize(),
        points=total.points.normalize(),
    )  # fmt: skip
    if member.short:
        yield told(asked, "explain_part_year_short", least=rule.least_months)


def _class(asked: Asked, book: Book, found: Explained) -> Iterator[str]:
    classed = found.classed
    titles = {band.id: band.title for band in book.definition.rubric.classes}
    if classed.class_id is None or classed.band is None:
        return
    if found.class_held:
        yield told(
            asked,
            "explain_class_held",
            source=found.class_held.source,
            since=found.class_held.since,
        )
    band = next(one for one in book.definition.rubric.classes if one.id == classed.band)
    reached, below = titles[classed.band], band.below
    code = "explain_band_open" if below is None else "explain_band"
    facts = {"band": reached, "at_least": band.at_least, "below": below, "result": classed.result}
    yield told(asked, code, **facts)
    for look in classed.looks:
        yield from _look(asked, book, look, titles[look.class_id])
    if classed.effect:
        fallen = titles[classed.class_id]
        yield told(asked, f"explain_effect_{classed.effect}", fallen=fallen, band=reached)
    yield told(asked, "explain_class", title=titles[classed.class_id])


def _look(asked: Asked, book: Book, look: Look, title: Text) -> Iterator[str]:
    yield from (_floor(asked, book, one, title) for one in look.floors)
    for reason in look.reasons:
        code = "explain_condition_met" if reason.met or reason.warned else "explain_condition_not"
        if not reason.met and set(look.lacking) & {
            reason.facts.get("fact"),
            reason.facts.get("of"),
        }:
            code = "explain_condition_open"
        facts = ", ".join(f"{name}: {value}" for name, value in reason.facts.items())
        yield told(
            asked, code, condition=reason.condition, facts=facts, title=title,
            basis=reason.basis or NOTHING,
        )  # fmt: skip


def _floor(asked: Asked, book: Book, one: BelowFloor, title: Text) -> str:
    return told(
        asked, "explain_floor", criterion=one.criterion, name=title_of(book, one.criterion),
        points=one.points.normalize(), of=one.of, percent=one.least_percent, title=title,
    )  # fmt: skip


def _table(asked: Asked, book: Book, lines: Lines) -> Table:
    heads = ("head_criterion", "head_points", "head_of", "head_rule", "head_basis")
    rows = [_row(asked, book, line) for line in lines]
    return Table([told(asked, head) for head in heads], rows, frozenset({1, 2}))


def _row(asked: Asked, book: Book, line: Line) -> tuple[str, ...]:
    indent = "  " * line.depth
    rule = rule_of(book, line, asked.language) or ""
    if line.without_evidence and line.way not in {None, "empty", "unassigned"}:
        rule = told(asked, "explain_without_evidence", rule=rule)
    return (
        f"{indent}{line.criterion} {worded(asked, line.title)}",
        worded(asked, line.points.normalize()),
        worded(asked, line.of.normalize()),
        rule,
        article(line.basis) or NOTHING,
    )


def _changes(asked: Asked, book: Book, lines: Lines) -> Iterator[str]:
    changes = [one for line in lines for one in line.changes]
    if changes:
        yield ""
        yield told(asked, "explain_changes")
    for one in changes:
        yield told(
            asked, "explain_change", criterion=one.criterion,
            before=NOTHING if one.before is None else one.before.normalize(),
            after=NOTHING if one.after is None else one.after.normalize(),
            reason=one.reason, level=_level(book, one.level),
        )  # fmt: skip


def _level(book: Book, name: str | None) -> Text | str:
    stage = book.definition.stage_of("scoring")
    chain = stage.chain if stage else []
    return next((level.title for level in chain if level.id == name), name or NOTHING)


def _trail(asked: Asked, book: Book, trail: Passages) -> Iterator[str]:
    if trail:
        yield ""
        yield told(asked, "explain_trail")
    for one in trail:
        yield told(
            asked, f"explain_passage_{one.what}", level=_level(book, one.level), at=one.at,
            person=person_name(book, one.person), comment=one.comment or NOTHING,
        )  # fmt: skip


def _order(asked: Asked, book: Book, found: Explained) -> Table:
    heads = ("head_rank", "head_unit", "head_points", "head_percent", "head_set_apart")
    rows = [
        (
            f"{one.rank}{' *' if one.unit == found.unit else ''}",
            unit_name(book, one.unit),
            worded(asked, one.points.normalize()),
            worded(asked, one.percent.normalize()),
            one.tie_broken_by or NOTHING,
        )
        for one in explaining.order(book)
        if book.definition.ranking.inside != "groups" or one.group == found.place.group
    ]
    return Table([told(asked, head) for head in heads], rows, frozenset({2, 3}))


def _tie(asked: Asked, book: Book, one: TieStep) -> str:
    values = ", ".join(f"{unit_name(book, unit)} {plain(v)}" for unit, v in one.values.items())
    code = "explain_tie_settled" if one.settled else "explain_tie_equal"
    basis = article(one.way.basis) or NOTHING
    return told(asked, code, way=one.way.label, values=values, basis=basis)
