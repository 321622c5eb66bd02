"""What a helpful person would do next in a bloc year: the first thing that it says is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.factories import ADMIN, holds, pledge_text, sits
from tests.years import Lived, officer_for, open_step
from workflow.domain import gates
from workflow.domain.awards.allocating import propose
from workflow.domain.errors import Unmet
from workflow.domain.members import roster
from workflow.domain.members.roster import Roster
from workflow.domain.model import Actor, Book
from workflow.domain.nominations.nomination import Nomination, steps
from workflow.domain.pledging.pledge import Pledge
from workflow.domain.results.ordering import open_ties
from workflow.domain.stages import year
from workflow.domain.timing import hanoi_day
from workflow.service.reading import Why


@dataclass(frozen=True)
class Move:
    """An act that is due: what, by whom, and what it is given."""

    do: str
    by: Actor
    given: dict[str, Any] = field(default_factory=dict)


Sheets = Callable[[], dict[str, Any]]
"""Draws what a unit scores itself with."""


def following(lived: Lived, why: Why, sheets: Sheets) -> Move | None:
    """Return the act that carries the year on; None when nothing is left to be done in it."""
    if why.state == "suspended":
        return Move("resume", ADMIN, {"reason": "Tiếp tục"})
    waiting = [one for one in why.unmet if one.code != "YEAR_NOT_RUNNING"]
    if why.state in {"closed", "dissolved"}:
        ended = why.state == "dissolved"
        waiting = [] if ended else [*gates.nomination_waiting(lived.book, lived.now)]
        if not waiting:
            return None
    if not waiting:
        current = lived.book.load(year.YearState, year.KEY).current
        owner = lived.book.definition.stage(current.id).owner if current else None
        return Move("advance", ADMIN if owner in {None, "admin"} else leader(lived))
    return MOVES[waiting[0].code](lived, waiting[0], sheets)


def leader(lived: Lived) -> Actor:
    """Return who sits for the unit that is head today."""
    heads = lived.book.load(Roster, roster.KEY).holders("head", hanoi_day(lived.now))
    return sits(heads[0]) if heads else ADMIN


def _unit(unmet: Unmet) -> str:
    return unmet.who[0].removeprefix("unit:")


def _first(book: Book, kind: str, status: str) -> str:
    streams: dict[str, Any] = {name: book.streams[name] for name in sorted(book.streams)}
    found = (name for name, one in streams.items() if name.startswith(f"{kind}/"))
    return next(name for name in found if streams[name].status == status).partition("/")[2]


def _register(lived: Lived, unmet: Unmet, _sheets: Sheets) -> Move:
    stage = lived.book.definition.stage_of("registration")
    assert stage
    assert stage.offers
    aims = {"collective": stage.offers.collective, "recognitions": stage.offers.recognitions}
    return Move("register", sits(_unit(unmet)), {**aims, "staff": 10, "people": 9})


def _accept(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    unit = _first(lived.book, "registration", "submitted")
    return Move("accept_registration", officer_for(lived, unit), {"unit": unit})


def _draft(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    return Move("draft_pledge", leader(lived), pledge_text())


def _sign(_lived: Lived, unmet: Unmet, _sheets: Sheets) -> Move:
    return Move("sign_pledge", sits(_unit(unmet)), {"witness": "Đại diện Hội đồng"})


def _report(lived: Lived, unmet: Unmet, _sheets: Sheets) -> Move:
    pledge = lived.book.find(Pledge, "pledge")
    numbers = pledge.numbers_of(_unit(unmet)) if pledge else {}
    results = [{"target": one.id, "value": str(value)} for one, value in numbers.items()]
    return Move("submit_report", sits(_unit(unmet)), {"results": results})


def _conclude(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    return Move("conclude_review", leader(lived))


def _score(_lived: Lived, unmet: Unmet, sheets: Sheets) -> Move:
    return Move("self_score", sits(_unit(unmet)), sheets())


def _appraise(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    unit, stage = (
        _first(lived.book, "sheet", "submitted"),
        lived.book.definition.stage_of("scoring"),
    )
    roles = tuple(stage.appraisal.by) if stage and stage.appraisal else ()
    return Move("appraise", officer_for(lived, unit, roles), {"unit": unit})


def _facts(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    book = lived.book
    wanted = {fact.id for fact in book.definition.facts}
    recorded: dict[str, Any] = {unit: book.streams.get(f"facts/{unit}") for unit in _members(book)}
    unit = next(
        one for one, known in recorded.items() if wanted - set(known.values if known else ())
    )
    return Move("record_facts", ADMIN, {
        "unit": unit, "values": dict.fromkeys(wanted, 0), "source": "Báo cáo",
    })  # fmt: skip


def _members(book: Book) -> tuple[str, ...]:
    return book.load(Roster, roster.KEY).unit_ids()


def _fix(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    order = [unit for tie in open_ties(lived.book, ()) for unit in reversed(tie)]
    return Move("fix_ranking", leader(lived), {"order": order, "reason": "Biểu quyết"})


def _nominate(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    for one in propose(lived.book, (), hanoi_day(lived.now)).open:
        overseer = Actor(person="of-overseer", seat="overseer")
        order = [*reversed(one.units)]
        return Move("part_equals", overseer, {
            "award": one.award, "order": order, "reason": "Ý kiến phụ trách Khối",
        })  # fmt: skip
    return Move("nominate", leader(lived))


def _decide(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    step = open_step(lived)
    office = next(one.office for one in steps(lived.book) if one.id == step)
    return Move("decide_step", holds(office), {"step": step, **_verdict(lived)})


def _verdict(lived: Lived) -> dict[str, Any]:
    """Return what an office says: it depends on the day, as it does with offices."""
    state = lived.book.load(Nomination, "nomination")
    standing = [one for one in state.proposed if one not in state.cut]
    match lived.now.day % 4:
        case 0:
            return {"verdict": "return", "comment": "Bổ sung minh chứng"}
        case 1:
            reason = {"reason": "Không đủ số lượng"}
            return {
                "cut": [{"award": one.award, "unit": one.unit, **reason} for one in standing[:1]]
            }
    return {}


def _agree(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    definition, members = lived.book.definition, _members(lived.book)
    head = leader(lived).unit
    following = next(unit for unit in members if unit != head)
    others = [unit for unit in members if unit != following]
    return Move("agree_leaders", leader(lived), {
        "head": following,
        "deputies": others[: definition.succession.deputies.least],
        "standing_unit": others[-1] if definition.roles.standing_unit.least else None,
        "present": list(members),
    })  # fmt: skip


def _prepare(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    return Move("prepare_handover", leader(lived), {"items": ["Hồ sơ khối", "Con dấu"]})


def _hand_over(_lived: Lived, unmet: Unmet, _sheets: Sheets) -> Move:
    return Move("sign_handover", sits(_unit(unmet)))


def _meet(lived: Lived, _unmet: Unmet, _sheets: Sheets) -> Move:
    book = lived.book
    current = book.load(year.YearState, year.KEY).current
    assert current
    needs = [one for one in book.definition.stage(current.id).needs if one.meeting]
    kind = next(one for one in needs if any(gates.unmet(book, one, lived.now))).demanded
    given = {"id": f"{current.id}-{kind}", "meeting": kind, "title": "Hội nghị"}
    return Move("hold_meeting", leader(lived), given)


MOVES: dict[str, Callable[[Lived, Unmet, Sheets], Move]] = {
    "MISSING_REGISTRATION": _register,
    "REGISTRATION_NOT_ACCEPTED": _accept,
    "PLEDGE_NOT_DRAFTED": _draft,
    "MISSING_SIGNATURE": _sign,
    "MISSING_REPORT": _report,
    "REVIEW_NOT_CONCLUDED": _conclude,
    "MISSING_SELF_SCORE": _score,
    "MISSING_APPRAISAL": _appraise,
    "FACTS_MISSING": _facts,
    "RANKING_NOT_FIXED": _fix,
    "NOT_PROPOSED": _nominate,
    "NOMINATION_RETURNED": _nominate,
    "STEP_WAITING": _decide,
    "LEADERS_NOT_AGREED": _agree,
    "HANDOVER_NOT_PREPARED": _prepare,
    "HANDOVER_NOT_SIGNED": _hand_over,
    "MEETING_NOT_HELD": _meet,
}
"""For every condition that keeps a year in its stage, the act that ends it."""
