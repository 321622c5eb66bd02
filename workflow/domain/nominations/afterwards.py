"""What is recorded after the bloc has proposed: facts, honours, corrected results.

The lines are judged anew by the rules by which they were proposed, and the answer is kept with the
nomination: whoever decides sees it, and no line that does not hold is decided. NĐ 152/2025, Điều
4(4) and (6).
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from definitions.wording import Phrase
from workflow.domain.approvals.matters import Line
from workflow.domain.awards import personal
from workflow.domain.awards.parting import named
from workflow.domain.awards.proposal import Candidate
from workflow.domain.eligibility import holds
from workflow.domain.eligibility.judging import Reason
from workflow.domain.errors import Unmet
from workflow.domain.model import Book, Draft
from workflow.domain.nominations import following
from workflow.domain.nominations.lists import KEY, Doubt, Entry, Later, Nomination, entry_of
from workflow.domain.nominations.nominating import JudgedAnew

OUT = frozenset({"proposed", "decided"})
Cause = Literal["facts", "honours", "results"]


def is_out(book: Book) -> bool:
    """Whether the bloc has proposed, so that what is recorded may speak against a line."""
    state = book.find(Nomination, KEY)
    return state is not None and state.status in OUT


def judged_anew(after: Book, cause: Cause, units: Iterable[str], source: str) -> list[Draft]:
    """Return what was recorded of *units*, and makes of the lines; *after* has it in it already."""
    if not is_out(after):
        return []
    first, *others = units
    event = JudgedAnew(
        cause=cause, unit=first, others=tuple(others), source=source, doubts=tuple(_doubts(after))
    )
    return [Draft(stream=KEY, event=event)]


def _doubts(book: Book) -> Iterator[Doubt]:
    """Yield every line that keeps its place and no longer meets what it was proposed by."""
    state, kept = book.load(Nomination, KEY), following.kept(book)
    for day in dict.fromkeys(state.proposed_day(one) for one in state.proposed):
        for one in personal.propose(book, (), day, kept=kept, only="").candidates:
            entry, unmet = entry_of(one), _unmet(one)
            fallen = (one.award, one.unit, one.subject) in kept.fallen
            if unmet and not fallen and state.proposed_day(entry) == day:
                yield Doubt(entry=entry, reasons=unmet)


def _unmet(one: Candidate) -> tuple[Reason, ...]:
    return tuple(reason for reason in one.basis if not reason.met and not reason.warned)


def doubted(book: Book) -> dict[Entry, Doubt]:
    """Return the lines that no longer hold, as they were judged last."""
    state = book.find(Nomination, KEY)
    last = state.later[-1:] if state else ()
    return {one.entry: one for judged in last for one in judged.doubts}


def prevents(book: Book, lines: Iterable[Line], office: str) -> Iterator[Unmet]:
    """Yield each of these lines that no longer holds: it is cut, held, or the file goes back."""
    found = doubted(book)
    for award, unit, subject in lines:
        doubt = found.get(Entry(award=award, unit=unit, subject=subject))
        if doubt:
            yield _of_line(book, doubt, (f"office:{office}",))


def _of_line(book: Book, doubt: Doubt, who: tuple[str, ...]) -> Unmet:
    entry = doubt.entry
    facts: dict[str, object] = {
        "award": entry.award,
        "recipient": named(book, entry.unit, entry.subject),
        "reasons": [*doubt.reasons],
    }
    return Unmet(code="LINE_NO_LONGER_HOLDS", facts=facts, who=who)


def waiting(book: Book, offices: tuple[str, ...]) -> Iterator[Unmet]:
    """Yield each line before the offices that no longer holds; whoever decides next is asked."""
    state = book.find(Nomination, KEY)
    for entry, doubt in doubted(book).items():
        settled = state is None or entry in state.cut or entry in state.decided
        if not settled and not holds.held(book, entry.award, entry.unit, entry.subject):
            yield _of_line(book, doubt, offices or ("head", "deputy"))


def findings(book: Book, offices: tuple[str, ...] = ()) -> Iterator[Unmet]:
    """Yield what was recorded since the bloc proposed, and each line that no longer holds."""
    state = book.find(Nomination, KEY)
    for one in state.later if state and state.status in OUT else ():
        yield _recorded(book, one, offices)
    yield from waiting(book, offices)


def _recorded(book: Book, one: Later, offices: tuple[str, ...]) -> Unmet:
    facts: dict[str, object] = {
        "unit": [named(book, unit, None) for unit in (one.unit, *one.others)],
        "what": Phrase(f"recorded_later_{one.cause}"),
        "source": one.source,
        "at": one.at,
        "count": len(one.doubts),
    }
    return Unmet(code="RECORDED_LATER", facts=facts, who=offices or ("head",))
