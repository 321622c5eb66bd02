"""`thidua explain award`: who is proposed, cut, held, decided or passed over, and on what basis."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.award_dates import (
    basis_of_rule,
    dates_document,
    rule_set_document,
    subject_document,
)
from console.cli.award_money import bonus_document
from console.cli.conditions_text import condition_lines
from console.cli.explain_award_steps import steps_of
from console.cli.explain_award_text import award_text
from console.cli.explain_document import sheet_document
from console.cli.explain_own import (
    holds_document,
    number_document,
    own_lines,
    plain,
    reason_document,
    revocation_document,
)
from console.cli.objections import objections_document, objections_text
from console.cli.opening import stored
from console.cli.praises import praises_named, praises_text
from console.cli.saying import told
from console.sentences import conditions, refusal
from console.sentences.grounds import article
from console.sentences.naming import unit_name
from workflow.domain.awards import personal
from workflow.domain.eligibility import holds
from workflow.domain.errors import NotFound, Refused
from workflow.domain.members import groups
from workflow.domain.members.roster import KEY as ROSTER
from workflow.domain.members.roster import Roster
from workflow.domain.model import Book
from workflow.domain.nominations import afterwards, released
from workflow.domain.nominations.nomination import KEY, Entry, Nomination
from workflow.domain.nominations.paying import bonus_of
from workflow.domain.results import explaining
from workflow.domain.results.explaining import Explained
from workflow.domain.results.ranking import KEY as RANKING
from workflow.domain.results.ranking import RankingState, foreseen
from workflow.domain.scores import tallying
from workflow.domain.timing import hanoi_day
from workflow.service import reading
from workflow.service.reading import EventLine

Json = dict[str, Any]
LISTS = ("proposed", "appraised", "passed", "decided", "cut")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of the awards of a year: the published proposal, and what came after it."""

    book: Book
    proposal: Json
    proposed: bool
    history: Sequence[EventLine]
    """What was recorded after the proposal."""


def explain_award(asked: Asked, unit_or_award: str, year: str) -> Answer:
    """Answer with why each line of that unit or award came out as it did. Raises NotFound."""
    with stored(asked) as runtime:
        book, history = reading.load_book(runtime, year), reading.history(runtime, year)
        now = runtime.clock.now()
    praised, units = praises_named(book, unit_or_award), book.load(Roster, ROSTER).unit_ids()
    try:
        found = _told(book, history, hanoi_day(now), praised=bool(praised))
    except Refused as refused:
        return _not_yet(asked, book, refused, now)
    awards = [rule.id for rule in book.definition.awards]
    awards += dict.fromkeys(rule.award for rule in book.definition.people_awards)
    every = [*lines_of(found), *own_lines(book)]
    subjects = dict.fromkeys(one["subject"]["id"] for one in every if one["subject"])
    if unit_or_award not in (*units, *awards, *subjects) and not praised:
        raise NotFound("unit_or_award", unit_or_award, [*units, *awards])
    lines = [one for one in every if unit_or_award in _names(one)]
    about = {unit_or_award, *(one["unit"] for one in lines)}
    results = list(results_of(book, (one["unit"] for one in lines)))
    document = {
        "explains": "award",
        "year": book.id,
        "of": unit_or_award,
        "proposed": found.proposed,
        "definition": {"id": book.definition.id, "hash": book.pinned.hash},
        "lines": lines,
        "sheets": {one.unit: sheet_document(book, one, history) for one in results},
        "praises": praised,
        **objections_document(book, now, about),
    }
    text = [
        *award_text(asked, book, found.proposed, lines, results, history),
        *praises_text(asked, book, praised),
        *objections_text(asked, book, now, about),
    ]
    return Answer(document=document, text=text)


def _not_yet(asked: Asked, book: Book, refused: Refused, now: datetime) -> Answer:
    """Answer that nobody can say yet what would be proposed, and with what that waits for."""
    found = conditions(refused.unmet, book, now)
    heading = told(asked, "explain_award_not_yet", count=len(found))
    return Answer(
        document=refusal(refused.unmet, book, now),
        text=[heading, *condition_lines(asked, found, now)],
        status=1,
    )


def _told(book: Book, history: Sequence[EventLine], day: date, *, praised: bool) -> Told:
    """Return what is known of the awards; nothing where only praise has come up so far."""
    if praised and book.find(RankingState, RANKING) is None:
        return Told(book=book, proposal={}, proposed=False, history=())
    return told_of(book, history, day)


def _names(line: Json) -> set[str]:
    """Return what a line is asked for by: its unit, its award, its person or household."""
    subject = line["subject"]
    return {line["unit"], line["award"], *([subject["id"]] if subject else [])}


def results_of(book: Book, units: Iterable[str]) -> Iterator[Explained]:
    """Yield the points behind each line, once for each unit that has a sheet."""
    with_sheets = tallying.entered(book)
    for unit in dict.fromkeys(units):
        if unit in with_sheets:
            yield explaining.explain(book, unit)


def told_of(book: Book, history: Sequence[EventLine], day: date) -> Told:
    """Return the proposal as it was published last, or as it would be now.

    Raises:
        Refused: Not even the ranking can be foreseen; whatever keeps it open is told.
    """
    after = [at for at, one in enumerate(history) if one.kind == "nomination_proposed"]
    if after:
        last = after[-1]
        return Told(
            book=book, proposal=history[last].data, proposed=True, history=history[last + 1 :]
        )
    if book.find(RankingState, RANKING) is None:
        book = foreseen(book, day)
    return Told(book=book, proposal=_would_be(book, day), proposed=False, history=())


def _would_be(book: Book, day: date) -> Json:
    made = personal.propose(book, (), day)
    return {
        "candidates": [
            {"award": one.award, "unit": one.unit, "rank": one.rank}
            | {"subject": one.subject, "rule": one.rule}
            | {"basis": [plain(reason) for reason in one.basis]}
            for one in made.candidates
        ],
        "passed_over": [
            {"award": one.award, "unit": one.unit, "why": one.why, "note": one.note}
            | {"subject": one.subject, "rule": one.rule}
            | {"reasons": [plain(reason) for reason in one.reasons]}
            for one in made.passed_over
        ],
        "allotments": [
            {name: getattr(one, name) for name in one.__slots__} for one in made.allotments
        ],
    }


def lines_of(found: Told) -> Iterator[Json]:
    """Yield every line: an award and a unit, with all that decided about it."""
    latest: dict[tuple[str, str, str | None, str | None], Json] = {}
    numbers: dict[tuple[str, str | None], list[Json]] = {}
    for proposal in (found.proposal, *_later(found)):
        fresh = proposal.get("allotments") or []
        for rule in {_rule(one) for one in fresh}:
            numbers[rule] = [one for one in fresh if _rule(one) == rule]
        for one in (*(proposal.get("candidates") or []), *(proposal.get("passed_over") or [])):
            latest[one["award"], one["unit"], one.get("subject"), one.get("rule")] = one
    for one in latest.values():
        reasons = one.get("basis") or one.get("reasons") or []
        yield _line(found, one, reasons, _numbers(found, one, numbers.get(_rule(one), [])))


def _rule(one: Json) -> tuple[str, str | None]:
    """Return by which rule a line or a number is: that of an award for units, or one for people."""
    return one["award"], one.get("rule")


def _later(found: Told) -> Iterator[Json]:
    """Yield what was proposed later, for places that came free; it says no more of other lines."""
    for event in found.history:
        if event.kind == "next_proposed":
            yield event.data | {"passed_over": []}


def _numbers(found: Told, line: Json, numbers: list[Json]) -> list[Json]:
    """Return the numbers of its rule that a line falls under: of bloc, group or unit; then caps."""
    own = groups.of(found.book).get(line["unit"])
    return [
        one
        for one in numbers
        if one.get("group") in {None, own} and one.get("unit") in {None, line["unit"]}
    ]


def _line(found: Told, one: Json, reasons: list[Json], numbers: list[Json]) -> Json:
    book, subject = found.book, one.get("subject")
    entry = Entry(award=one["award"], unit=one["unit"], subject=subject)
    state = book.find(Nomination, KEY) if found.proposed else None
    bases = basis_of_rule(book, entry, one.get("rule"))
    steps = [*steps_of(found.history, entry)]
    mine = [number for number in numbers if not number.get("cap")]
    return {
        "award": entry.award,
        "unit": entry.unit,
        "name": unit_name(book, entry.unit),
        "subject": subject_document(book, entry),
        "status": _status(found, state, entry, one.get("why")),
        "why": one.get("why"),
        "note": one.get("note"),
        "rank": one.get("rank"),
        "rule": [article(basis) for basis in bases],
        "rule_id": one.get("rule"),
        "number": number_document(mine[0]) if mine else None,
        "caps": [number_document(number) for number in numbers if number.get("cap")],
        "conditions": [reason_document(reason) for reason in reasons],
        "lists": [name for name in LISTS if state and entry in getattr(state, name)],
        "steps": steps,
        "holds": [*holds_document(book, entry)],
        "doubts": _doubts(found, entry),
        "waits_for": _waits(book, entry),
        "proposed_later": state is not None and state.followed(entry) is not None,
        "revocation": revocation_document(state.revocation(entry) if state else None),
        "money": bonus_document(bonus_of(book, entry)),
        "dates": dates_document(book, entry),
        "rule_set": rule_set_document(book, entry),
    }


def _status(found: Told, state: Nomination | None, entry: Entry, why: str | None) -> str:
    line = entry.award, entry.unit, entry.subject
    if why:
        return "passed_over"
    if state is None:
        return "held" if holds.held(found.book, *line) else "would_be_proposed"
    revoked = state.revocation(entry)
    if revoked and revoked.confirmed_by:
        return "revoked"
    if entry in state.decided:
        return "decided"
    if entry in state.cut:
        return "cut"
    if holds.barred(found.book, *line):
        return "barred"
    return "held" if holds.held(found.book, *line) else "proposed"


def _doubts(found: Told, entry: Entry) -> list[Json]:
    """Return what a line no longer meets by what was recorded since the bloc proposed."""
    doubt = afterwards.doubted(found.book).get(entry) if found.proposed else None
    return [reason_document(plain(one)) for one in doubt.reasons] if doubt else []


def _waits(book: Book, entry: Entry) -> str | None:
    """Return the step that a line waits for by itself; while it is held it waits for no step."""
    held = holds.held(book, entry.award, entry.unit, entry.subject)
    step = None if held else released.waiting(book).get(entry)
    return step.id if step else None
