"""What came of the cases as text: one table, what did not hold, and where to look next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told, yes_or_no
from console.cli.tables import NOTHING, Table
from definitions.wording import Phrase

HEADS = (
    "head_case", "head_bloc", "head_years", "head_state", "head_awards", "head_head",
    "head_notices", "head_verified", "head_expected",
)  # fmt: skip
Documents = list[dict[str, Any]]  # as `outcome` writes them


@dataclass(frozen=True, kw_only=True)
class After:
    """What the text says besides: where each case has come to, and what the next commands need."""

    states: dict[str, str]

    where: str
    year: str
    mail: str


def demo_text(asked: Asked, cases: Documents, after: After) -> Iterator[str | Table]:
    """Yield the table, every expectation that failed, and the next commands."""
    yield Table(
        [told(asked, head) for head in HEADS],
        [_row(asked, case, after) for case in cases],
        frozenset({4, 6}),
    )
    for case in cases:
        for failed in case["expectations"]["failed"]:
            yield told(
                asked,
                "expectation_failed",
                case=case["id"],
                year=str(failed["year"]),
                subject=failed["subject"],
                what=failed["what"],
                expected=failed["expected"] or Phrase("expectation_nothing"),
                found=failed["found"] or Phrase("expectation_nothing"),
            )
    yield ""
    yield told(asked, "next_heading")
    for step in ("next_list", "next_show", "next_why", "next_history", "next_verify"):
        yield told(asked, step, where=after.where, year=after.year)
    yield told(asked, "next_mail", mail=after.mail)


def _row(asked: Asked, case: dict[str, Any], after: After) -> list[str]:
    years, expected = case["years"], case["expectations"]
    failed = len({one["number"] for one in expected["failed"]})
    return [
        case["id"],
        case["bloc"],
        ", ".join(str(one["year"]) for one in years),
        after.states.get(case["id"], NOTHING),
        str(sum(len(one["awards"]) for one in years)),
        years[-1]["head"] or NOTHING,
        str(sum(one["notices"]["sent"] for one in years)),
        yes_or_no(asked, all(one["history"]["verified"] for one in years)),
        f"{expected['held']}/{expected['held'] + failed}",
    ]
