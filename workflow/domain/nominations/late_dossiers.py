"""Dossiers of awards that come late or not at all: refused, marked, waited for.

No office approves an award whose dossier it should have and has not; it may cut the award.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from definitions.schema.dossiers import DossierRule
from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.approvals.matters import Line
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.nominations.dossiers import LateAward
from workflow.domain.nominations.lists import Entry
from workflow.domain.nominations.owed_dossiers import (
    Owed,
    lacks,
    office_of,
    office_title,
    owed,
)
from workflow.domain.stages import year
from workflow.domain.stages.course import OUTLASTING


def coming(
    book: Book, awards: Collection[str], office: str, day: date
) -> Iterator[tuple[DossierRule, LateAward]]:
    """Yield each award whose dossier comes late if *office* receives it on *day*, with its rule.

    No *awards* are all. What was there in time is not late with an office that has it next.
    """
    for one in owed(book).values():
        last = timing.hanoi_day(one.due) if one.due else day
        mine = _is_for(book, one, office) and one.award in (awards or [one.award])
        if one.due and day > last and mine:
            days = book.calendar.working_days_between(last, day)
            yield one.rule, LateAward(award=one.award, due=one.due, working_days=days)


def _is_for(book: Book, one: Owed, office: str) -> bool:
    return office_of(book, one.award) == office


def late_prevents(book: Book, awards: Collection[str], office: str, day: date) -> Iterator[Unmet]:
    """Yield each award whose dossier is refused for coming late."""
    for rule, late in coming(book, awards, office, day):
        if rule.late == "refuse" and rule.bars:
            facts: dict[str, object] = {
                **_facts(book, Owed(award=late.award, rule=rule, due=late.due)),
                "day": day,
                "late": _late_by(late.working_days),
            }
            yield Unmet(code="DOSSIER_LATE", facts=facts, who=(f"office:{office}",), due=late.due)


def _late_by(days: int) -> Phrase:
    """Return how late that is; without a number where only days off lie between."""
    return Phrase("dossier_late_by", {"days": days}) if days else Phrase("dossier_late_by_days_off")


def lacking(book: Book, office: str, lines: Iterable[Line]) -> Iterator[Unmet]:
    """Yield awards that *office* cannot approve: these lines wait for their dossier."""
    entries = [Entry(award=award, unit=unit, subject=subject) for award, unit, subject in lines]
    short = {one.award for one in entries if lacks(book, one)}
    for one in owed(book).values():
        if one.award in short and one.rule.bars and _is_for(book, one, office):
            if one.due:
                facts = _facts(book, one)
                yield Unmet(code="DOSSIER_MISSING", facts=facts, who=("head",), due=one.due)
            else:
                yield Unmet(code="DOSSIER_MISSING_AGAIN", facts=_facts(book, one), who=("head",))


def _facts(book: Book, one: Owed) -> dict[str, object]:
    return {
        "award": one.award,
        "office": office_title(book, one.award),
        "due": one.due and timing.hanoi_day(one.due),
        "basis": one.rule.basis or Phrase("basis_none"),
    }


def awaited(book: Book) -> list[Owed]:
    """Return each dossier that is owed, also of a closed year; none of a dissolved one."""
    ended = book.load(year.YearState, year.KEY).state in OUTLASTING
    return [] if ended else [*owed(book).values()]


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield each dossier that is owed: it is the head's move."""
    for one in awaited(book):
        if one.due:
            yield Unmet(code="DOSSIER_OWED", facts=_facts(book, one), who=("head",), due=one.due)
        else:
            yield Unmet(code="DOSSIER_OWED_AGAIN", facts=_facts(book, one), who=("head",))
