"""Commendation off the cycle: what was asked for, how far it is, its paper and its bonus."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from console.cli.asked import Asked
from console.cli.award_money import bonus_document
from console.cli.saying import told
from console.cli.tables import NOTHING
from console.sentences.moments import day_of, iso
from console.sentences.naming import award_name, person_name, step_name, unit_name
from definitions.wording import Phrase
from workflow.domain.approvals.state import approvals_of
from workflow.domain.awards.money import bonus
from workflow.domain.model import Book
from workflow.domain.praise.deciding import MARK, PREFIX, plain
from workflow.domain.praise.state import Praise, PraiseRevocation, praises_of

Json = dict[str, Any]


def praises_document(book: Book) -> list[Json]:
    """Return every proposal of the year for praise."""
    return [_praise(book, one) for one in praises_of(book)]


def praises_named(book: Book, name: str) -> list[Json]:
    """Return the proposals that are asked for by their id, their unit, award or person."""
    return [
        one
        for one in praises_document(book)
        if name in {one["id"], one["unit"], one["award"], one["name"]}
    ]


def _praise(book: Book, one: Praise) -> Json:
    approval, paper = approvals_of(book).of_stage(f"{PREFIX}{one.id}"), one.paper
    turn = approval.turn if approval else None
    signed = paper.signed_on if paper else None
    money = bonus(book.definition, one.award, signed, one.to) if one.award and signed else None
    return {
        "id": one.id,
        "unit": one.unit,
        "name": one.person or unit_name(book, one.unit),
        "to": one.to,
        "round": one.round,
        "campaign": one.campaign,
        "award": one.award,
        "achievement": one.achievement,
        "event_on": one.event_on.isoformat() if one.event_on else None,
        "last_day": one.last_day.isoformat() if one.last_day else None,
        "status": _status(one),
        "proposer": one.proposer,
        "comment": one.comment,
        "due": iso(one.due if one.unanswered else turn.due if turn else None),
        "waits_for": plain(turn.step) if turn else None,
        "decision_number": paper.number if paper else None,
        "decided_on": signed.isoformat() if signed else None,
        "effective_on": paper.effective_on.isoformat() if paper and paper.effective_on else None,
        "money": bonus_document(money),
        "steps": [*_steps(one)],
        "revocation": _revocation(one.revocation) if one.revocation else None,
    }


def _steps(one: Praise) -> Iterator[Json]:
    """Yield what each office decided."""
    for each in one.decisions:
        yield {
            "step": each.step, "person": each.person, "at": iso(each.at),
            "verdict": each.verdict, "comment": each.comment, "number": each.number,
        }  # fmt: skip


def _revocation(one: PraiseRevocation) -> Json:
    return {
        "reason": one.reason, "paper": one.paper, "asked_by": one.asked_by,
        "asked_at": iso(one.asked_at), "confirmed_by": one.confirmed_by,
    }  # fmt: skip


def _status(one: Praise) -> str:
    if one.declined:
        return "declined"
    if one.withdrawn:
        return "withdrawn"
    if one.given:
        return "revoked" if one.revoked else "given"
    if one.back == "proposer":
        return "returned"
    return "waiting" if one.answer else "proposed"


def praises_text(asked: Asked, book: Book, praises: Sequence[Json]) -> Iterator[str]:
    """Yield a line for each proposal, and its paper once it is signed."""
    if not praises:
        return
    yield ""
    yield told(asked, "praises_heading")
    for one in praises:
        award = award_name(book, one["award"]) if one["award"] else NOTHING
        yield told(
            asked, "praise_line", award=award, name=one["name"],
            whom=told(asked, f"subject_{one['to']}"), unit=unit_name(book, one["unit"]),
            status=told(asked, f"praise_status_{one['status']}"),
        )  # fmt: skip
        if one["event_on"]:
            yield _event(asked, one)
        if one["decision_number"]:
            money = one["money"]
            yield told(
                asked, "praise_paper", number=one["decision_number"], decided=one["decided_on"],
                effective=one["effective_on"], amount=money["amount"] if money else NOTHING,
            )  # fmt: skip
        for step in one["steps"]:
            yield told(
                asked, "praise_step", step=step_name(f"{step['step']}{MARK}{one['id']}", book),
                verdict=Phrase(f"praise_verdict_{step['verdict']}"),
                person=person_name(book, step["person"]), at=day_of(step["at"]),
                comment=step["comment"] or NOTHING,
            )  # fmt: skip
        if one["status"] in {"returned", "proposed"} and one["comment"]:
            yield told(asked, "praise_comment", comment=one["comment"])
        if gone := one["revocation"]:
            yield _taken_back(asked, one, gone)


def _event(asked: Asked, one: Json) -> str:
    """Return what day it is asked for, and that it was proposed too late for that."""
    event = date.fromisoformat(one["event_on"])
    if last := one["last_day"]:
        return told(asked, "praise_event_late", event=event, last=date.fromisoformat(last))
    return told(asked, "praise_event", event=event)


def _taken_back(asked: Asked, one: Json, gone: Json) -> str:
    """Return that it is to be taken back, or was: then its money is to be given back as well."""
    facts = {"reason": gone["reason"], "paper": gone["paper"]}
    if not gone["confirmed_by"]:
        return told(asked, "praise_revocation_asked", **facts)
    amount = one["money"]["amount"] if one["money"] else NOTHING
    return told(asked, "praise_reclaimed", amount=amount, **facts)
