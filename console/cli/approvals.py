"""Approvals as a document and as lines: whose move, since when, by when, who said what and how."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.cli.asked import Asked
from console.cli.saying import told, worded
from console.cli.tables import NOTHING, Table
from console.cli.year_deadlines import moves_document
from console.sentences.conditions import conditions, entry
from console.sentences.deadlines import moved
from console.sentences.moments import iso
from console.sentences.naming import person_name, seat_name, step_name
from definitions.wording import Phrase
from workflow.domain import gates
from workflow.domain.approvals import counting, signers, standins, waiting
from workflow.domain.approvals.matters import Matter
from workflow.domain.approvals.state import Answer, Approval, Paper, Turn, approvals_of
from workflow.domain.errors import Unmet
from workflow.domain.model import Book
from workflow.domain.nominations import afterwards
from workflow.domain.timing import hanoi_day


def approvals_document(book: Book, now: datetime) -> dict[str, Any]:
    """Return every approval of a bloc year, its stand-ins, and what to look at in them."""
    open_now = {one.stage.id: one for one in waiting.open_now(book, now)}
    known = [one.approval for one in open_now.values()]
    known += [one for one in approvals_of(book).approvals if one.stage not in open_now]
    return {
        "approvals": [_approval(one, open_now.get(one.stage), now) for one in known],
        "stand_ins": [_rule(one) for one in standins.rules_of(book).rules],
        "warnings": [entry(one) for one in conditions(_warnings(book, now), book, now)],
    }


def _warnings(book: Book, now: datetime) -> tuple[Unmet, ...]:
    """Return what to look at: stand-in rules, and what was recorded since the bloc proposed."""
    deciding = gates.deciding(book, now)
    return (*waiting.warnings(book, now), *afterwards.findings(book, deciding))


def _approval(approval: Approval, matter: Matter | None, now: datetime) -> dict[str, Any]:
    turn = approval.turn
    return {
        "stage": approval.stage,
        "status": approval.status,
        "preparers": list(approval.preparers),
        "step": turn.step if turn else None,
        "since": iso(turn.opened_at) if turn else None,
        "due": iso(turn.due) if turn else None,
        "moves": moves_document(turn.moves if turn else ()),
        "expired": turn.expired if turn else False,
        "movers": _movers(matter, now) if matter else [],
        "sides": counting.standings(matter, hanoi_day(now)) if matter else {},
        "answers": [_answer(one, answer) for one in approval.turns for answer in one.answers],
        "signers": [_signer(one) for one in (turn.signers if turn else ())],
        "comment": approval.comment,
    }


def _movers(matter: Matter, now: datetime) -> list[dict[str, Any]]:
    """Return who may act now, and for whom."""
    return [
        {
            "person": hand.person,
            "for": None if hand.person == part.owner else part.owner,
            "side": part.side,
            "seats": list(part.seats),
        }
        for part in counting.open_parts(matter, hanoi_day(now))
        for hand in part.hands
        if not hand.bars
    ]


def _answer(turn: Turn, answer: Answer) -> dict[str, Any]:
    return {
        "step": turn.step,
        "person": answer.person,
        "for": None if answer.person == answer.owner else answer.owner,
        "seat": answer.seat,
        "verdict": answer.verdict,
        "at": iso(answer.at),
        "capacity": answer.capacity,
        "paper": _paper(answer.paper) if answer.paper else None,
        "comment": answer.comment,
    }


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "number": paper.number,
        "issued_on": paper.issued_on.isoformat(),
        "issuer": paper.issuer,
        "until": paper.until.isoformat() if paper.until else None,
    }


def _signer(signer: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the state's signers
    return {"person": signer.person, "place": signer.place, "by": signer.by}


def _rule(rule: standins.StandIn) -> dict[str, Any]:
    return {
        "id": rule.id,
        "person": rule.person,
        "stand_in": rule.stand_in,
        "start": rule.start.isoformat(),
        "end": rule.end.isoformat(),
        "stages": list(rule.stages),
        "shared": rule.shared,
        "active": rule.active,
    }


def approvals_text(asked: Asked, book: Book, now: datetime) -> Iterator[str | Table]:
    """Yield the open approvals as lines, with the marks of those who have signed."""
    for matter in waiting.open_now(book, now):
        yield ""
        yield told(asked, "part_approval", stage=matter.stage.title)
        yield from _open(asked, matter, now)
        answers = [(turn, one) for turn in matter.approval.turns for one in turn.answers]
        if answers:
            heads = ("head_step", "head_who", "head_verdict", "head_at", "head_capacity")
            rows = [_row(asked, book, turn, one) for turn, one in answers]
            yield Table([told(asked, head) for head in heads], rows)
    for one in conditions(_warnings(book, now), book, now):
        yield told(asked, "approval_warning", sentence=one.sentences[asked.language])


def _open(asked: Asked, matter: Matter, now: datetime) -> Iterator[str]:
    turn, book = matter.turn, matter.book
    facts = {"step": matter.step.title, "since": turn.opened_at}
    if turn.due:
        yield told(asked, "approval_open_until", **facts, due=turn.due)
        yield from (f"    {one}" for one in moved(turn.moves, asked.language))
    else:
        yield told(asked, "approval_open", **facts)
    parts = counting.open_parts(matter, hanoi_day(now))
    people = signers.people_of(parts)
    if not people:
        yield told(asked, "approval_nobody")
    for part in parts:
        for hand in part.hands:
            if not hand.bars:
                yield _mover(asked, book, hand.person, part)


def _mover(asked: Asked, book: Book, person: str, part: signers.Part) -> str:
    who = person_name(book, person)
    if person != part.owner:
        return told(asked, "approval_mover_for", who=who, owner=person_name(book, part.owner))
    if not part.seats:  # handed on, or added: in whatever office they hold
        return told(asked, "approval_mover_alone", who=who)
    seats = [seat_name(book, seat) for seat in part.seats]
    return told(asked, "approval_mover", who=who, seats=seats)


def _row(asked: Asked, book: Book, turn: Turn, answer: Answer) -> tuple[str, ...]:
    who = person_name(book, answer.person)
    if answer.person != answer.owner:
        owner = person_name(book, answer.owner)
        who = told(asked, "approval_signed_for", who=who, owner=owner)
    return (
        worded(asked, step_name(turn.step, book)),
        who,
        worded(asked, Phrase(f"verdict_{answer.verdict}")),
        worded(asked, answer.at),
        capacity_text(asked, answer.capacity, answer.paper),
    )


def capacity_text(asked: Asked, capacity: str, paper: Paper | None) -> str:
    """Return a capacity in words, with the paper that it rests on."""
    said = Phrase(f"capacity_{capacity}")
    if paper is None:
        return worded(asked, said) if capacity != "direct" else NOTHING
    facts = {"number": paper.number, "issued": paper.issued_on, "issuer": paper.issuer}
    return told(asked, "capacity_by_paper", capacity=said, **facts)
