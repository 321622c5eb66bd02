"""An award told line by line: who, which rule, which facts and numbers, what each office did."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from console.cli.asked import Asked
from console.cli.award_dates import basis_of_rule, dates_text
from console.cli.award_money import money_text
from console.cli.explain_text import definition_text, points_text
from console.cli.saying import told
from console.cli.tables import NOTHING, Table
from console.sentences.grounds import ballot_name, basis_said, fact_name, stored_basis
from console.sentences.moments import day_of
from console.sentences.naming import award_name, person_name, step_name, unit_name
from console.sentences.reasons import reason_said
from definitions.schema.record import Basis
from definitions.wording import Phrase
from workflow.domain.model import Book
from workflow.domain.nominations.nomination import Entry
from workflow.domain.results.explaining import Explained
from workflow.service.reading import EventLine

Json = dict[str, Any]
Part = str | Table


def award_text(
    asked: Asked,
    book: Book,
    proposed: bool,  # noqa: FBT001 - a fact of the year, not a mode
    lines: Sequence[Json],
    results: Sequence[Explained],
    history: Sequence[EventLine],
) -> Iterator[Part]:
    """Yield every line, and then the sheets that all of them rest on."""
    yield definition_text(asked, book)
    if not proposed:
        yield told(asked, "explain_award_would_be")
    for one in lines:
        yield ""
        yield from _line(asked, book, one)
    for result in results:
        yield ""
        yield from points_text(asked, book, result, history)


def _line(asked: Asked, book: Book, one: Json) -> Iterator[str]:
    status = told(asked, f"award_status_{one['status']}")
    award = award_name(book, one["award"])
    facts: Json = {"award": award, "unit": one["name"], "status": status}
    if whom := one["subject"]:
        kind = told(asked, f"subject_{whom['kind']}")
        yield told(asked, "explain_award_person", **facts, name=whom["name"], whom=kind)
    else:
        yield told(asked, "explain_award_line", **facts)
    if one["why"]:
        yield told(asked, f"award_why_{one['why']}", note=one["note"] or NOTHING)
    entry = Entry(award=one["award"], unit=one["unit"], subject=whom["id"] if whom else None)
    rule = list(basis_of_rule(book, entry, one["rule_id"]))
    yield told(asked, "explain_award_rule", basis=basis_said(*rule))
    for number in filter(None, [one["number"], *one["caps"]]):
        kind = "people" if whom else "award"
        yield from _number(asked, book, number, rule, kind=kind, capped=number in one["caps"])
    for reason in one["conditions"]:
        yield _reason(asked, book, reason, rule)
    yield from _course(asked, book, one)
    yield from dates_text(asked, book, one)
    yield from money_text(asked, book, one["money"])


def _number(
    asked: Asked,
    book: Book,
    number: Json,
    rule: list[Basis],
    *,
    kind: str,
    capped: bool,
) -> Iterator[str]:
    if number["most"] is None:
        yield told(asked, "explain_people_all" if kind == "people" else "explain_award_all")
        return
    facts = {"most": number["most"], "basis": stored_basis(book, number["basis"], rule)}
    if number["share"]:
        rounding = told(asked, f"award_rounding_{number['rounding']}")
        shown = {"share": number["share"], "base": number["base"], "rounding": rounding}
        code = "explain_award_cap" if capped else "explain_award_share"
        yield told(asked, code, **facts, **shown, of=_base(book, kind, number["of"]))
    elif number["of"]:
        yield told(asked, "explain_award_size", **facts, base=number["base"])
    else:
        yield told(asked, "explain_award_number", **facts)
    if number["unit"]:
        yield told(asked, "explain_award_unit", unit=unit_name(book, number["unit"]))
    if number["group"]:
        yield told(asked, "explain_award_group", group=number["group"])
    if number["warns"]:
        yield told(asked, "explain_award_warns")


def _base(book: Book, kind: str, name: str) -> Phrase:
    """Return what a share is of: a count of units or of their people, a title, a recorded count."""
    base, _, what = name.partition(":")
    people = kind == "people"
    if base == "holders":
        code = "people_base_holders" if people else "award_base_holders"
        return Phrase(code, {"title": award_name(book, what)})
    if what:
        return Phrase("award_base_fact", {"fact": fact_name(book, what)})
    return Phrase(f"people_base_{name}" if people else f"award_base_{name}")


def _reason(asked: Asked, book: Book, reason: Json, rule: list[Basis]) -> str:
    kind = "warned" if reason["warned"] else "met" if reason["met"] else "not"
    said = reason_said(book, reason["condition"], reason["facts"])
    basis = stored_basis(book, reason["basis"], rule)
    return told(asked, f"award_condition_{kind}", reason=said, basis=basis)


def _course(asked: Asked, book: Book, one: Json) -> Iterator[str]:
    """Yield what each office did, what held the line up, what it waits for, what took it back."""
    for step in one["steps"]:
        yield told(
            asked, f"award_step_{step['did']}", step=step_name(step["step"], book),
            person=person_name(book, step["person"]), at=day_of(step["at"]),
            number=step.get("number") or NOTHING, reason=step.get("reason") or NOTHING,
        )  # fmt: skip
        yield from (_vote(asked, book, vote) for vote in step.get("votes") or [])
    for held in one["holds"]:
        code = f"award_hold_{held['conclusion'] or 'open'}"
        yield told(
            asked, code, ground=told(asked, f"hold_ground_{held['ground']}"),
            source=held["source"], since=date.fromisoformat(held["since"]),
            paper=held["paper"] or NOTHING,
        )  # fmt: skip
    for reason in one["doubts"]:
        said = reason_said(book, reason["condition"], reason["facts"])
        yield told(asked, "award_doubted", reason=said)
    if one["waits_for"]:
        code = "explain_award_goes_alone" if one["proposed_later"] else "explain_award_waits"
        yield told(asked, code, step=step_name(one["waits_for"], book))
    if gone := one["revocation"]:
        code = "award_revoked_confirmed" if gone["confirmed_by"] else "award_revoked_asked"
        yield told(asked, code, reason=gone["reason"], paper=gone["paper"])


def _vote(asked: Asked, book: Book, one: Json) -> str:
    """Return how the ballot on a line came out when a step passed it."""
    facts = {"rule": ballot_name(book, one["rule"]), "basis": stored_basis(book, one["basis"], [])}
    if one["ballot"] is None:
        return told(asked, "award_step_no_vote", **facts)
    facts |= {name: one[name] for name in ("ballot", "agree", "base", "needed")}
    code = "award_step_vote_warned" if one["warned"] else "award_step_vote"
    return told(asked, code, **facts)
