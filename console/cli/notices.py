"""`thidua notices`: every notice with its state, and what may be done about one by hand."""

from console.cli.answers import Answer
from console.cli.asked import Asked
from console.cli.opening import stored
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.sentences.noticing import entry, whole
from definitions.wording import Phrase
from workflow.service import by_hand
from workflow.service.by_hand import Shown
from workflow.store.by_hand import NoticeRow


def list_notices(
    asked: Asked, *, year: str | None, person: str | None, status: str | None, limit: int
) -> Answer:
    """Answer with notices, the newest first. Raises NotFound."""
    with stored(asked) as runtime:
        found = by_hand.search(runtime, year=year, person=person, status=status, limit=limit)
    document = {"notices": [entry(one) for one in found]}
    return Answer(
        document=document, text=[_table(asked, found) if found else told(asked, "no_notices")]
    )


def show(asked: Asked, number: int) -> Answer:
    """Answer with one notice: its words, its state, what was decided about it. Raises NotFound."""
    with stored(asked) as runtime:
        found = by_hand.show(runtime, number)
    return Answer(document={"notice": whole(found)}, text=_lines(asked, found))


def retry(asked: Asked, *, number: int, person: str, reason: str) -> Answer:
    """Have a notice sent again. Raises NotFound, NoticeElsewhere."""
    with stored(asked) as runtime:
        numbers = by_hand.retry(runtime, number, person=person, reason=reason)
    return Answer(
        document={"owed": numbers}, text=[told(asked, "notice_owed_again", count=len(numbers))]
    )


def drop(asked: Asked, *, number: int, person: str, reason: str) -> Answer:
    """Give a notice up. Raises NotFound, NoticeElsewhere."""
    with stored(asked) as runtime:
        numbers = by_hand.drop(runtime, number, person=person, reason=reason)
    return Answer(
        document={"dropped": numbers}, text=[told(asked, "notice_dropped", count=len(numbers))]
    )


def _state(row: NoticeRow) -> Phrase:
    return Phrase(f"notice_{row.status}")


def _table(asked: Asked, found: list[NoticeRow]) -> Table:
    codes = ("head_number", "head_year", "head_notice", "head_person", "head_channel",
             "head_state", "head_owed_at", "head_answer")  # fmt: skip
    rows = [
        (
            str(one.id), one.year_id, one.notice, one.person, one.channel,
            worded(asked, _state(one)), worded(asked, one.owed_at), one.answer or NOTHING,
        )
        for one in found
    ]  # fmt: skip
    return Table([told(asked, code) for code in codes], rows, frozenset({0}))


def _lines(asked: Asked, found: Shown) -> list[str | Table]:
    row = found.row
    lines: list[str | Table] = [
        told(asked, "notice_head", id=row.id, person=row.person, subject=found.subject),
        found.body,
        told(asked, "notice_stands", state=_state(row), channel=row.channel,
             address=row.address or NOTHING, attempts=row.attempt),
        told(asked, "notice_answered", answer=row.answer or NOTHING),
    ]  # fmt: skip
    if found.decisions:
        codes = ("head_moment", "head_person", "head_what", "head_reason", "head_before")
        rows = [
            (
                worded(asked, one.at), one.person, told(asked, f"notice_did_{one.did}"),
                one.reason, told(asked, f"notice_{one.was}"),
            )
            for one in found.decisions
        ]  # fmt: skip
        lines.append(Table([told(asked, code) for code in codes], rows))
    return lines
