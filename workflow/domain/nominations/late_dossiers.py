"""Files of awards that come late or not at all: refused, marked, waited for.

No office approves an award whose file it should have and has not; it may cut the award.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from definitions.schema.dossiers import DossierRule
from definitions.wording import Phrase
from workflow.domain import timing
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.nominations.dossiers import LateAward
from workflow.domain.nominations.owed_dossiers import due_of, office_title, owed, rule_of
from workflow.domain.stages import year
from workflow.domain.stages.course import OUTLASTING


def coming(
    book: Book, awards: Collection[str], office: str, day: date
) -> Iterator[tuple[DossierRule, LateAward]]:
    """Yield each award whose file comes late if *office* receives it on *day*, with its rule.

    No *awards* are all. A file that was there in time is not late with an office that has it next.
    """
    for award in owed(book):
        rule, due = rule_of(book, award), due_of(book, award)
        mine = rule is not None and rule.office in {None, office}
        if rule is None or due is None or not mine or (awards and award not in awards):
            continue
        if day > timing.hanoi_day(due):
            days = book.calendar.working_days_between(timing.hanoi_day(due), day)
            yield rule, LateAward(award=award, due=due, working_days=days)


def late_prevents(book: Book, awards: Collection[str], office: str, day: date) -> Iterator[Unmet]:
    """Yield each award whose file is refused for coming late."""
    for rule, late in coming(book, awards, office, day):
        if rule.late == "refuse" and rule.bars:
            facts: dict[str, object] = {
                **_facts(book, late.award, rule, late.due),
                "day": day,
                "days": late.working_days,
            }
            yield Unmet(code="DOSSIER_LATE", facts=facts, who=(f"office:{office}",), due=late.due)


def lacking(book: Book, office: str, awards: Collection[str]) -> Iterator[Unmet]:
    """Yield awards that *office* cannot approve: their file has to be there first."""
    for award in owed(book):
        rule, due = rule_of(book, award), due_of(book, award)
        if rule and rule.bars and award in awards and rule.office in {None, office}:
            facts = _facts(book, award, rule, due)
            yield Unmet(code="DOSSIER_MISSING", facts=facts, who=("head",), due=due)


def _facts(book: Book, award: str, rule: DossierRule, due: datetime | None) -> dict[str, object]:
    return {
        "award": award,
        "office": office_title(book, award),
        "due": due and timing.hanoi_day(due),
        "basis": rule.basis or Phrase("basis_none"),
    }


def waiting(book: Book) -> Iterator[Unmet]:
    """Yield each file that is owed: it is the head's move."""
    if book.load(year.YearState, year.KEY).state in OUTLASTING:
        return
    for award in owed(book):
        rule, due = rule_of(book, award), due_of(book, award)
        if rule and due:
            facts = _facts(book, award, rule, due)
            yield Unmet(code="DOSSIER_OWED", facts=facts, who=("head",), due=due)
