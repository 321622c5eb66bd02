"""`thidua explain award`: who is proposed, cut, held, decided or passed over, and on what basis."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.explain_award_text import award_text
from console.cli.explain_document import plain, sheet_document
from console.cli.opening import stored
from console.sentences.grounds import article
from console.sentences.moments import iso
from console.sentences.naming import unit_name
from workflow.domain import allocating, explaining, groups, holds, released, tallying
from workflow.domain.conditions import Reason
from workflow.domain.errors import NotFound
from workflow.domain.explaining import Explained
from workflow.domain.model import Book
from workflow.domain.money import Bonus, bonus
from workflow.domain.nomination import KEY, Entry, Nomination
from workflow.domain.ranking import KEY as RANKING
from workflow.domain.ranking import RankingState
from workflow.domain.roster import KEY as ROSTER
from workflow.domain.roster import Roster
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
    found = told_of(book, history, hanoi_day(now))
    units = book.load(Roster, ROSTER).unit_ids()
    awards = [rule.id for rule in book.definition.awards]
    if unit_or_award not in (*units, *awards):
        raise NotFound("unit_or_award", unit_or_award, [*units, *awards])
    lines = [one for one in lines_of(found) if unit_or_award in {one["unit"], one["award"]}]
    results = list(results_of(book, (one["unit"] for one in lines)))
    document = {
        "explains": "award",
        "year": book.id,
        "of": unit_or_award,
        "proposed": found.proposed,
        "definition": {"id": book.definition.id, "hash": book.pinned.hash},
        "lines": lines,
        "sheets": {one.unit: sheet_document(book, one, history) for one in results},
    }
    text = award_text(asked, book, found.proposed, lines, results, history)
    return Answer(document=document, text=list(text))


def results_of(book: Book, units: Iterable[str]) -> Iterator[Explained]:
    """Yield the points behind each line, once for each unit that has a sheet."""
    with_sheets = tallying.entered(book)
    for unit in dict.fromkeys(units):
        if unit in with_sheets:
            yield explaining.explain(book, unit)


def told_of(book: Book, history: Sequence[EventLine], day: date) -> Told:
    """Return the proposal as it was published last, or as it would be now. Raises NotFound."""
    after = [at for at, one in enumerate(history) if one.kind == "nomination_proposed"]
    if after:
        last = after[-1]
        return Told(
            book=book, proposal=history[last].data, proposed=True, history=history[last + 1 :]
        )
    if book.find(RankingState, RANKING) is None:
        raise NotFound("nomination", book.id)
    return Told(book=book, proposal=_would_be(book, day), proposed=False, history=())


def _would_be(book: Book, day: date) -> Json:
    made = allocating.propose(book, (), day)
    return {
        "candidates": [
            {"award": one.award, "unit": one.unit, "rank": one.rank}
            | {"basis": [_plain(reason) for reason in one.basis]}
            for one in made.candidates
        ],
        "passed_over": [
            {"award": one.award, "unit": one.unit, "why": one.why, "note": one.note}
            | {"reasons": [_plain(reason) for reason in one.reasons]}
            for one in made.passed_over
        ],
        "allotments": [
            {name: getattr(one, name) for name in one.__slots__} for one in made.allotments
        ],
    }


def _plain(one: Reason) -> Json:
    return {name: getattr(one, name) for name in one.__slots__}


def lines_of(found: Told) -> Iterator[Json]:
    """Yield every line: an award and a unit, with all that decided about it."""
    latest: dict[tuple[str, str], Json] = {}
    numbers: dict[str, list[Json]] = {}
    for proposal in (found.proposal, *_later(found)):
        fresh = proposal.get("allotments") or []
        for award in {one["award"] for one in fresh}:
            numbers[award] = [one for one in fresh if one["award"] == award]
        for one in (*(proposal.get("candidates") or []), *(proposal.get("passed_over") or [])):
            latest[one["award"], one["unit"]] = one
    for (award, unit), one in latest.items():
        reasons = one.get("basis") or one.get("reasons") or []
        yield _line(found, one, reasons, _numbers(found, unit, numbers.get(award, [])))


def _later(found: Told) -> Iterator[Json]:
    """Yield what was proposed later, for places that came free; it says no more of other lines."""
    for event in found.history:
        if event.kind == "next_proposed":
            yield event.data | {"passed_over": []}


def _numbers(found: Told, unit: str, numbers: list[Json]) -> list[Json]:
    """Return the numbers that a unit falls under: the bloc's or its group's, then the caps."""
    own = groups.of(found.book).get(unit)
    return [one for one in numbers if one.get("group") in {None, own}]


def _line(found: Told, one: Json, reasons: list[Json], numbers: list[Json]) -> Json:
    book, entry = found.book, Entry(award=one["award"], unit=one["unit"])
    state = book.find(Nomination, KEY) if found.proposed else None
    bases = next((rule.basis for rule in book.definition.awards if rule.id == entry.award), [])
    steps = [*_steps(found, entry)]
    return {
        "award": entry.award,
        "unit": entry.unit,
        "name": unit_name(book, entry.unit),
        "status": _status(found, state, entry, one.get("why")),
        "why": one.get("why"),
        "note": one.get("note"),
        "rank": one.get("rank"),
        "rule": [article(basis) for basis in bases],
        "number": next((_number(number) for number in numbers if not number.get("cap")), None),
        "caps": [_number(number) for number in numbers if number.get("cap")],
        "conditions": [_reason(reason) for reason in reasons],
        "lists": [name for name in LISTS if state and entry in getattr(state, name)],
        "steps": steps,
        "holds": [*_holds(book, entry)],
        "waits_for": _waits(book, entry),
        "revocation": _revocation(state, entry),
        "money": _money(book, steps, entry),
    }


def _status(found: Told, state: Nomination | None, entry: Entry, why: str | None) -> str:
    line = entry.award, entry.unit
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


def _number(number: Json) -> Json:
    names = ("most", "of", "base", "share", "rounding", "warns", "basis", "group")
    return {name: number.get(name) for name in names}


def _reason(reason: Json) -> Json:
    return {
        "condition": reason["condition"],
        "met": reason["met"],
        "warned": reason.get("warned", False),
        "facts": reason.get("facts") or {},
        "basis": reason.get("basis"),
    }


def _steps(found: Told, entry: Entry) -> Iterator[Json]:
    """Yield what each office did with the line, and why."""
    for event in found.history:
        data = event.data
        mine = {"award": entry.award, "unit": entry.unit}
        about = {"step": data.get("step"), "person": event.actor, "at": event.at}
        paper = {"number": data.get("number"), "signed_on": data.get("signed_on")}
        paper["votes"] = [one for one in data.get("votes") or [] if _same(one, mine)]
        if event.kind == "step_decided":
            cut = [one for one in data.get("cut") or [] if _same(one, mine)]
            if cut:
                yield about | {"did": "cut", "reason": cut[0]["reason"]}
            elif any(_same(one, mine) for one in data.get("entries") or []):
                yield about | paper | {"did": data["writes"], "reason": data.get("comment")}
        elif event.kind == "late_decided" and _same(data, mine):
            did = "cut" if data["verdict"] == "cut" else data["writes"]
            yield about | paper | {"did": did, "reason": data.get("reason")}


def _same(one: Json, mine: Json) -> bool:
    return all(one[name] == mine[name] for name in mine)


def _holds(book: Book, entry: Entry) -> Iterator[Json]:
    state = book.find(holds.Holds, holds.KEY) or holds.Holds()
    for one in state.holds:
        if one.covers(entry.award, entry.unit):
            yield {
                "ground": one.ground, "source": one.source, "since": one.since.isoformat(),
                "placed_by": one.placed_by, "conclusion": one.conclusion,
                "concluded_by": one.concluded_by, "paper": one.paper,
            }  # fmt: skip


def _waits(book: Book, entry: Entry) -> str | None:
    """Return the step that a line waits for by itself; while it is held it waits for no step."""
    held = holds.held(book, entry.award, entry.unit)
    step = None if held else released.waiting(book).get(entry)
    return step.id if step else None


def _revocation(state: Nomination | None, entry: Entry) -> Json | None:
    one = state.revocation(entry) if state else None
    if one is None:
        return None
    return {
        "reason": one.reason, "paper": one.paper, "asked_by": one.asked_by,
        "asked_at": iso(one.asked_at), "confirmed_by": one.confirmed_by,
    }  # fmt: skip


def _money(book: Book, steps: list[Json], entry: Entry) -> Json | None:
    signed = [one for one in steps if one["did"] == "decided"]
    if not signed:
        return None
    day = signed[-1].get("signed_on") or signed[-1]["at"][:10]
    found = bonus(book.definition, entry.award, date.fromisoformat(day))
    return _bonus(found) if found else None


def _bonus(found: Bonus) -> Json:
    return {
        "amount": found.amount, "exact": plain(found.exact), "factor": plain(found.factor),
        "base_salary": plain(found.salary), "from": found.salary_from.isoformat(),
        "rounded_up_to": found.rounded_up_to, "unverified": found.unverified,
        "basis": [article(one) for one in found.basis],
    }  # fmt: skip
